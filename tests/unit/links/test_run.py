"""Runs: what makes one invalid, and what is remembered of one."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from fake_client import OK, FakeClient, fails
from guide.links import addresses, run
from guide.links.net.client import Answer, Client
from guide.links.net.identifier_services import SILENT
from guide.links.record import Link, LinkJudgement, LinkPlace
from guide.links.responses import Hop, Response
from guide.links.run import CANARIES, Plan, RunError
from guide.links.settings import Exempt, Settings
from guide.links.state import KnownLink, Memory

NOW = datetime(2026, 1, 5, 6, tzinfo=UTC)
STAMP = NOW.isoformat()
PLAN = Plan("site", NOW, "Guide/1.0", "Guide")


def link(url: str, verdict: str = "", **facts: Any) -> Link:  # noqa: ANN401
    """A link to another site, judged if there is a verdict."""
    judgement = LinkJudgement(verdict, "") if verdict else None  # type: ignore[arg-type]
    plain = Link(url, addresses.read(url), judgement=judgement)
    return replace(plain, **facts)


def by_url(links: Iterable[Link]) -> dict[str, Link]:
    """Links by their address."""
    return {one.url: one for one in links}


def canaries(
    answers: dict[str, list[Answer]],
    *links: Link,
    plan: Plan = PLAN,
    reached: bool = False,
) -> tuple[bool, list[str]]:
    """Whether the network is proved, and who was asked for it."""
    fake = FakeClient(answers)
    memory = Memory({}, STAMP, reached)
    sure = asyncio.run(
        run._ask_canaries(plan, cast("Client", fake), memory, by_url(links))  # noqa: SLF001 -- the guard itself is tested
    )
    return sure, fake.asked


PUBLIC = link("https://a.example/")
PRIVATE = link("http://10.0.0.1/")
ALL = {url: [OK] for url in CANARIES}
GONE = {url: [fails("no name service")] for url in CANARIES}


def test_canaries_are_asked_if_a_link_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three well-known addresses."""
    monkeypatch.delenv("CANARIES", raising=False)
    assert canaries(ALL, PUBLIC) == (True, list(CANARIES))
    assert canaries(ALL, PRIVATE) == (False, [])
    closed = replace(PLAN, allow_private=True)
    assert canaries(ALL, PRIVATE, plan=closed) == (True, list(CANARIES))
    own = link("https://a.example/", path="x")
    other = link("mailto:a@b.example")
    nowhere = link("https://a.invalid/")
    assert canaries(ALL, own, other, nowhere) == (False, [])
    assert canaries(ALL, own, other, plan=closed) == (False, [])


def test_two_silent_canaries_are_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """One may have an accident."""
    monkeypatch.delenv("CANARIES", raising=False)
    one = {**ALL, CANARIES[0]: [fails("time-out")]}
    assert canaries(one, PUBLIC)[0]
    two = {**one, CANARIES[2]: [fails("reset")]}
    with pytest.raises(RunError) as error:
        canaries(two, PUBLIC)
    assert str(error.value) == (
        f"The network fails: {CANARIES[0]} and {CANARIES[2]} cannot be reached. "
        "Nothing was checked."
    )
    ill = {url: [Answer("", 500)] for url in CANARIES}
    assert canaries(ill, PUBLIC)[0]


def test_in_a_closed_network_only_canaries_that_once_answered_prove_a_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Others may never answer there."""
    monkeypatch.delenv("CANARIES", raising=False)
    closed = replace(PLAN, allow_private=True)
    assert canaries(GONE, PUBLIC, plan=closed)[0] is False
    with pytest.raises(RunError):
        canaries(GONE, PUBLIC, plan=closed, reached=True)


def test_named_canaries_always_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the environment first, then from the settings; a single one, too."""
    named = replace(
        PLAN, allow_private=True, settings=Settings((), ("https://b.example/",))
    )
    monkeypatch.delenv("CANARIES", raising=False)
    assert canaries({"https://b.example/": [OK]}, plan=named)[1] == [
        "https://b.example/"
    ]
    with pytest.raises(RunError):
        canaries({"https://b.example/": [fails("reset")]}, plan=named)
    monkeypatch.setenv("CANARIES", "https://c.example/ https://d.example/")
    answers = {"https://c.example/": [OK], "https://d.example/": [OK]}
    assert canaries(answers, plan=named) == (True, list(answers))
    monkeypatch.setenv("CANARIES", "")
    assert canaries({}, PUBLIC, plan=named) == (False, [])


def seen(number: int, failure: str = "reset", **facts: Any) -> Link:  # noqa: ANN401
    """A link that was asked for."""
    url = f"https://a{number}.example/"
    response = Response(url, url, failure=failure)  # type: ignore[arg-type]
    return replace(link(url, "flaky", response=response), **facts)


def is_silent(*links: Link) -> bool:
    """Whether a run counts as one without a network."""
    try:
        run._beware_of_silence(by_url(links))  # noqa: SLF001 -- the guard itself is tested
    except RunError as error:
        said = str(error)
        assert said.startswith("The network fails: none of the ")
        assert said.endswith(" that were asked answered anything. Nothing was written.")
        return True
    return False


@pytest.mark.parametrize(("count", "silent"), [(4, False), (5, True)])
def test_five_links_without_any_answer_are_the_network(
    count: int, *, silent: bool
) -> None:
    """Fewer may be an accident."""
    assert is_silent(*(seen(n) for n in range(count))) is silent


@pytest.mark.parametrize(
    ("other", "silent"),
    [
        ({"failure": ""}, False),
        ({"failure": "certificate"}, False),
        ({"failure": "time-out"}, True),
        ({"failure": "no host"}, True),
        ({"failure": "silent"}, True),
        ({"failure": "robots"}, True),
        ({"failure": "private"}, True),
        ({"failure": "throttled"}, True),
        ({"failure": "", "path": "x"}, True),
        ({"failure": "", "judgement": SILENT}, True),
        ({"failure": "", "response": None}, True),
        ({"failure": "", "address": addresses.read("https://b.invalid/")}, True),
    ],
)
def test_one_answer_is_enough(other: dict[str, Any], *, silent: bool) -> None:
    """What was not asked is none."""
    assert is_silent(*(seen(n) for n in range(5)), seen(9, **other)) is silent


def test_a_redirect_is_an_answer() -> None:
    """Whatever lies behind it."""
    hop = Hop("https://a9.example/", "https://b.example/", permanent=True)
    led = seen(9)
    assert led.response
    led = replace(led, response=replace(led.response, hops=(hop,)))
    assert is_silent(*(seen(n) for n in range(5)), led) is False


def together(failing: int, good: int, verdict: str = "dead", **facts: Any) -> bool:  # noqa: ANN401
    """Whether a run counts as invalid in which so many good links fail."""
    known = KnownLink("ok", STAMP, 1, STAMP)
    plan = replace(PLAN, trust=facts.pop("trust", False))
    known = replace(known, verdict=facts.pop("was", "ok"))
    links = [
        link(f"https://a{n}.example/", verdict if n < failing else "ok", known=known)
        for n in range(good)
    ]
    links = [replace(one, **facts) for one in links]
    try:
        run._beware(plan, by_url(links))  # noqa: SLF001 -- the guard itself is tested
    except RunError as error:
        said = f"{failing} of {good} links that were good fail together: "
        return str(error).startswith(said)
    return False


@pytest.mark.parametrize(
    ("failing", "good", "invalid"),
    [(4, 4, False), (5, 5, True), (5, 15, True), (5, 16, False), (6, 18, True)],
)
def test_a_third_failing_together_is_no_fault_of_the_links(
    failing: int, good: int, *, invalid: bool
) -> None:
    """Five at least; unless a person trusts it."""
    assert together(failing, good) is invalid
    assert together(failing, good, trust=True) is False


@pytest.mark.parametrize(
    ("verdict", "invalid"),
    [
        ("soft-404", True), ("tls", True), ("parked", True), ("content", True),
        ("flaky", True), ("blocked", True), ("anchor", False), ("moved", False),
        ("unchecked", False),
    ],
)  # fmt: skip
def test_only_failures_fail_together(verdict: str, *, invalid: bool) -> None:
    """A missing part is none of the network's."""
    assert together(6, 6, verdict) is invalid


def test_only_links_that_were_good_count() -> None:
    """Not ours, not new ones, not those that failed before."""
    assert together(6, 6, was="moved") is True
    assert together(6, 6, was="dead") is False
    assert together(6, 6, known=None) is False
    assert together(6, 6, path="x") is False


def test_what_needs_no_asking_is_judged_at_once() -> None:
    """What cannot be an address, what is none of the web, what is left alone."""
    exempt = Exempt("https://left.example/*", "Slow.", date(2026, 1, 5))
    plan = replace(PLAN, settings=Settings((exempt,)))
    links = by_url(
        link(url)
        for url in (
            "https://left.example/x",
            "mailto:a@b.example",
            "htps://x",
            "https://y.example/",
        )
    )
    own = link("/x", path="x")
    known = KnownLink("ok", STAMP, 1, STAMP)
    begun = run._begin(plan, Memory({"/x": known}), {**links, "/x": own})  # noqa: SLF001 -- the step itself is tested
    assert [one.judgement for one in begun.values()] == [
        LinkJudgement("unchecked", "Left alone until 2026-01-05: Slow."),
        LinkJudgement("unchecked", "mailto: is not a web address."),
        LinkJudgement(
            "malformed", "It cannot be an address: htps: is probably a misspelt https:."
        ),
        None,
        LinkJudgement("malformed", "It cannot be an address: it lacks https://."),
    ]
    assert [one.known for one in begun.values()] == [None, None, None, None, known]
    tomorrow = replace(plan, now=NOW + timedelta(days=1))
    begun = run._begin(tomorrow, Memory({}), links)  # noqa: SLF001 -- the step itself is tested
    assert begun["https://left.example/x"].judgement is None


def test_a_site_without_links_is_no_site() -> None:
    """Mail addresses are not enough."""
    with pytest.raises(RunError) as error:
        run._begin(PLAN, Memory({}), by_url([link("mailto:a@b.example")]))  # noqa: SLF001 -- the step itself is tested
    assert str(error.value) == "No links were found in site: is it the built site?"


def finish(
    *links: Link, settings: Settings | None = None, reached: bool = True
) -> run.Outcome:
    """The end of a run."""
    plan = replace(PLAN, settings=settings or Settings())
    fake = cast("Client", FakeClient({}))
    return asyncio.run(
        run._finish(plan, fake, by_url(links), ("Note.",), reached=reached)  # noqa: SLF001 -- the step itself is tested
    )


def test_a_run_remembers_what_it_saw_and_says_it_in_order() -> None:
    """The time is the run's."""
    b, a = link("https://b.example/", "moved"), link("https://a.example/", "ok")
    outcome = finish(b, a)
    assert [one.url for one in outcome.links] == [a.url, b.url]
    assert (outcome.notes, outcome.left) == (("Note.",), 0)
    assert outcome.memory.checked == STAMP
    assert outcome.memory.reached is True
    assert outcome.memory.links == {
        a.url: KnownLink("ok", STAMP, 1, STAMP, STAMP),
        b.url: KnownLink("moved", STAMP, 1, STAMP, STAMP, STAMP),
    }


def test_an_interrupted_run_keeps_what_was_known_of_the_rest() -> None:
    """And tells how much is left."""
    known = KnownLink("dead", STAMP, 3, STAMP)
    left = link("https://b.example/", known=known)
    outcome = finish(link("https://a.example/", "ok"), left, link("https://c.example/"))
    assert outcome.left == 2
    assert [one.url for one in outcome.links] == ["https://a.example/"]
    assert outcome.memory.links[left.url] == known
    assert "https://c.example/" not in outcome.memory.links


@pytest.mark.parametrize(("count", "what"), [(1, "1 link"), (2, "2 links")])
def test_times_to_come_are_said(count: int, what: str) -> None:
    """They count as today."""
    late = (NOW + timedelta(days=1)).isoformat()
    links = [
        link(f"https://{n}.example/", "ok", known=KnownLink("ok", late, 1, late))
        for n in range(count)
    ]
    outcome = finish(*links, link("https://a.example/", "ok"))
    assert outcome.notes == (
        "Note.",
        f"The memory knew times to come of {what}; they count as today.",
    )
    assert outcome.links[0].since == STAMP


@pytest.mark.parametrize(("count", "what"), [(1, "1 link was"), (2, "2 links were")])
def test_registries_that_do_not_answer_are_said_once(count: int, what: str) -> None:
    """It says nothing about the links, however often."""
    links = [link(f"https://doi.org/10.1/{n}", judgement=SILENT) for n in range(count)]
    outcome = finish(*links, link("https://a.example/", "ok"))
    said = f"The registries do not answer us: {what} not checked."
    assert outcome.notes == ("Note.", said)
    assert [one.verdict for one in outcome.links] == ["ok", *["unchecked"] * count]


def test_an_exception_that_has_ended_is_said() -> None:
    """From the day after its last."""
    ended = Exempt("https://a.example/", "r", date(2026, 1, 4))
    holds = Exempt("https://b.example/", "r", date(2026, 1, 5))
    outcome = finish(
        link("https://a.example/", "ok"), settings=Settings((ended, holds))
    )
    assert outcome.notes == (
        "Note.",
        "The exception for https://a.example/ ended on 2026-01-04.",
    )


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., str]:
    """A folder with these files."""

    def make(*names: str) -> str:
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x")
        return str(tmp_path)

    return make


def test_a_folder_is_known_by_its_pages(folder: Callable[..., str]) -> None:
    """Sorted, in whatever case."""
    found = run.find_folder(folder("b/index.html", "a.HTM", "c.txt", "d.xhtml"))
    assert found is not None
    assert found.pages == ("a.HTM", "b/index.html", "d.xhtml")


def test_linked_folders_are_read_and_those_that_lead_back_are_not(
    tmp_path: Path,
) -> None:
    """As a server shows them."""
    site, other = tmp_path / "site", tmp_path / "other"
    for place in (site, other):
        place.mkdir()
        (place / "index.html").write_text("x")
    (site / "linked").symlink_to(other)
    (site / "round").symlink_to(site)
    found = run.find_folder(str(site))
    assert found is not None
    assert found.pages == ("index.html", "linked/index.html")


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    """One that no report could hold."""
    (tmp_path / "caf\udce9.html").write_text("x")
    with pytest.raises(RunError, match=r"^The name of caf\\xe9.html is not UTF-8"):
        run.find_folder(str(tmp_path))


def test_a_folder_without_pages_is_no_site(folder: Callable[..., str]) -> None:
    """Nor is one that is not there."""
    with pytest.raises(RunError, match=r"holds no page \(\*\.html\)\. Build the site"):
        run.find_folder(folder("a.txt"))
    with pytest.raises(RunError, match=r"^There is no folder /no/such\. Build the"):
        run.find_folder("/no/such")


def test_an_address_is_no_folder() -> None:
    """One that cannot be is said."""
    assert run.find_folder("HTTPS://a.example/") is None
    with pytest.raises(RunError) as error:
        run.find_folder("http://[")
    assert str(error.value) == (
        "http://[ is not an address: '[' lacks its closing bracket."
    )


def test_places_come_from_the_sources() -> None:
    """Where they name the address."""
    plan = replace(PLAN, written=lambda urls: {url: [("a.md", 3)] for url in urls})
    begun = run._begin(plan, Memory({}), by_url([PUBLIC]))  # noqa: SLF001 -- the step itself is tested
    assert begun[PUBLIC.url].places == (LinkPlace("a.md", 3, ""),)
