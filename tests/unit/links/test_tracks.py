"""How verdicts add up over runs, and when a person is told."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from found_links import known_after, step
from guide.links import addresses, state
from guide.links.record import Link
from guide.links.state import KnownLink, Memory, Track, Verdict
from guide.links.tracks import advance, days_since, not_after

START = datetime(2026, 1, 5, 6, tzinfo=UTC)
WEEK = 7.0


def play(
    verdicts: str, days: float = WEEK, *, own: bool = False, weak: bool = False
) -> list[str]:
    """Play a link's verdicts, one a run; a told one comes back with "!"."""
    known: KnownLink | None = None
    heard = []
    for number, name in enumerate(verdicts.split()):
        verdict: Verdict = name  # type: ignore[assignment]
        now = START + timedelta(days=days * number)
        link = step(known, verdict, now, own=own, weak=weak)
        known = link.known
        heard.append(link.verdict + ("!" if link.told else ""))
    return heard


@pytest.mark.parametrize(
    ("verdicts", "days", "heard"),
    [
        ("ok ok ok", 7, "ok ok ok"),
        ("ok dead dead dead", 7, "ok dead dead! dead!"),
        ("ok dead dead", 0.5, "ok dead dead"),
        ("ok dead dead dead", 0.5, "ok dead dead dead!"),
        ("dead dead ok dead", 7, "dead dead! ok dead"),
        ("dead flaky dead", 7, "dead flaky dead!"),
        ("dead soft-404 dead", 7, "dead soft-404 dead!"),
        ("dead soft-404 ok dead", 7, "dead soft-404 ok dead"),
        ("dead blocked dead", 7, "dead blocked dead!"),
        ("dead dead flaky", 7, "dead dead! flaky"),
        ("ok moved", 7, "ok moved!"),
        ("ok parked ok", 7, "ok parked! ok"),
        ("malformed malformed", 7, "malformed! malformed!"),
        ("ok soft-404 soft-404", 7, "ok soft-404 soft-404!"),
        ("ok anchor anchor", 7, "ok anchor anchor!"),
        ("tls tls", 7, "tls tls!"),
        ("content content content", 7, "content content content!"),
        ("flaky flaky flaky flaky flaky", 7, "flaky flaky flaky down! down!"),
        ("flaky flaky flaky flaky flaky", 3, "flaky flaky flaky flaky down!"),
        ("flaky flaky flaky flaky", 0.1, "flaky flaky flaky flaky"),
        ("flaky flaky ok flaky flaky", 7, "flaky flaky ok flaky flaky"),
        ("flaky flaky unchecked flaky flaky", 7, "flaky flaky unchecked flaky down!"),
        ("flaky flaky flaky down down ok", 7, "flaky flaky flaky down! down! ok"),
        ("ok blocked blocked blocked", 40, "ok blocked blocked blocked!"),
        ("blocked blocked blocked blocked", 40, "blocked blocked blocked blocked!"),
        ("unchecked unchecked", 50, "unchecked unchecked"),
        ("ok dead ok dead ok dead", 7, "ok dead ok dead! ok dead"),
        ("ok dead ok dead dead dead dead", 7, "ok dead ok dead! dead dead dead!"),
        ("ok dead ok dead ok dead dead", 40, "ok dead ok dead ok dead dead!"),
    ],
)
def test_a_person_is_told_in_the_right_run(
    verdicts: str, days: float, heard: str
) -> None:
    """Neither too early nor too late; one good answer closes a finding."""
    verdicts = verdicts.replace("down", "flaky")
    assert " ".join(play(verdicts, days)) == heard


def test_what_is_ours_is_certain_at_once() -> None:
    """A missing page or part of our own needs no second run."""
    assert play("anchor anchor", own=True) == ["anchor!", "anchor!"]
    assert play("dead", own=True) == ["dead!"]


def test_weak_evidence_needs_the_patience_of_an_outage() -> None:
    """An incomplete chain is told after four runs over ten days."""
    assert play("tls tls tls tls", weak=True) == ["tls", "tls", "tls", "tls!"]


def test_a_host_that_stays_silent_is_down_for_all_its_links() -> None:
    """Also for those that were never asked, because others had proved it silent."""
    known, heard = None, []
    for number in range(4):
        now = START + timedelta(days=7 * number)
        link = step(known, "unchecked", now, failure="silent")
        known = link.known
        heard.append((link.verdict, link.told))
    assert heard == [("unchecked", False)] * 3 + [("down", True)]


def test_what_robots_txt_forbids_is_never_down() -> None:
    """Unchecked is not silent."""
    known = None
    for number in range(6):
        now = START + timedelta(days=7 * number)
        link = step(known, "unchecked", now, failure="robots")
        known = link.known
        assert (link.verdict, link.told) == ("unchecked", False)


def test_the_first_bad_day_is_kept() -> None:
    """`since` is when the verdict began, `last_good` the last good look."""
    known = None
    for number, verdict in enumerate(("ok", "dead", "dead")):
        now = START + timedelta(days=number)
        known = known_after(known, verdict, now)  # type: ignore[arg-type]
    assert known is not None
    assert (known.since, known.last_good, known.streak) == (
        (START + timedelta(days=1)).isoformat(),
        START.isoformat(),
        2,
    )


def test_a_told_finding_stands_until_a_good_answer() -> None:
    """A run without an answer does not take the note off the page."""
    known = None
    stood = []
    for number, verdict in enumerate(("dead", "dead", "flaky", "ok")):
        now = START + timedelta(days=7 * number)
        known = known_after(known, verdict, now)  # type: ignore[arg-type]
        stood.append((bool(known.told), known.open_verdict))
    assert stood == [(False, "dead"), (True, "dead"), (True, "dead"), (False, "ok")]


def test_a_page_of_other_words_is_not_remembered_at_once() -> None:
    """Only after four runs over ten days is it the page that we know."""
    known = step(None, "ok", START, words="old").known
    words = []
    for number in range(1, 5):
        now = START + timedelta(days=7 * number)
        known = step(known, "ok", now, words="new", strange=True).known
        words.append(known.words if known else "")
    assert words == ["old", "old", "old", "new"]


def test_times_to_come_count_as_now() -> None:
    """A wrong clock must not silence a finding for years."""
    late = START + timedelta(days=900)
    known = not_after(known_after(None, "dead", late), START)
    assert known.since == known.doubts[0].since == START.isoformat()


@pytest.mark.parametrize(
    "wrong",
    [
        {"streak": float("inf")},
        {"streak": "2"},
        {"words": 5},
        {"archived": 5},
        {"verdict": 5},
        {"doubts": [{"verdict": 5, "since": START.isoformat(), "runs": 1}]},
        {"changes": "abc"},
    ],
)
def test_a_memory_of_wrong_kinds_is_corrupt(wrong: dict[str, object]) -> None:
    """It is said, not guessed at."""
    item = {"verdict": "ok", "since": "", "streak": 1, "first_seen": "", **wrong}
    data = {"version": 1, "checked": "", "links": {"http://a.org/": item}}
    with pytest.raises(ValueError, match=r"."):
        state.parse(json.dumps(data))


def test_a_memory_is_read_as_it_was_written() -> None:
    """Also one of the time when a link had one doubt."""
    known = known_after(None, "dead", START)
    text = state.write(Memory({"u": known}, START.isoformat()))
    assert state.parse(text).links == {"u": known}
    old = json.loads(text)
    old["links"]["u"]["doubt"] = old["links"]["u"].pop("doubts")[0]
    assert state.parse(json.dumps(old)).links == {"u": known}


HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def after(*runs: tuple[str, timedelta]) -> list[bool]:
    """Whether a person is told in each run, at these times after the start."""
    known, told = None, []
    for name, later in runs:
        verdict: Verdict = name  # type: ignore[assignment]
        link = step(known, verdict, START + later)
        known = link.known
        told.append(link.told)
    return told


@pytest.mark.parametrize("verdict", ["dead", "soft-404", "tls", "anchor"])
def test_two_runs_lie_at_least_20_hours_apart(verdict: str) -> None:
    """A second less is too early."""
    assert after((verdict, 0 * HOUR), (verdict, 20 * HOUR)) == [False, True]
    assert after((verdict, 0 * HOUR), (verdict, 20 * HOUR - SECOND)) == [False, False]


def test_content_needs_three_runs() -> None:
    """Two are not enough, however far apart."""
    runs = [("content", n * 20 * DAY) for n in range(3)]
    assert after(*runs) == [False, False, True]


@pytest.mark.parametrize("verdict", ["moved", "parked", "malformed"])
def test_some_things_are_told_at_once(verdict: str) -> None:
    """And again, as long as they last."""
    assert after((verdict, 0 * DAY), (verdict, DAY)) == [True, True]


def test_down_takes_ten_days_and_four_runs() -> None:
    """A second less, or a run less, is too early."""
    four = [("flaky", n * DAY) for n in (0, 1, 2)]
    assert after(*four, ("flaky", 10 * DAY))[-1]
    assert not after(*four, ("flaky", 10 * DAY - SECOND))[-1]
    assert not after(*four[:2], ("flaky", 40 * DAY))[-1]


def test_weak_evidence_takes_as_long() -> None:
    """Ten days and four runs."""
    known, told = None, []
    for later in (0 * DAY, DAY, 2 * DAY, 10 * DAY - SECOND, 10 * DAY):
        link = step(known, "tls", START + later, weak=True)
        known = link.known
        told.append(link.told)
    assert told == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("later", "told"), [(90 * DAY, True), (90 * DAY - SECOND, False)]
)
def test_what_no_machine_has_seen_for_90_days_is_told(
    later: timedelta, *, told: bool
) -> None:
    """Since it was last good, or since it was added."""
    assert after(("ok", 0 * DAY), ("blocked", DAY), ("blocked", later))[-1] is told
    assert after(("blocked", 0 * DAY), ("blocked", later))[-1] is told
    late = after(("blocked", 0 * DAY), ("ok", DAY), ("blocked", later))
    assert late[-1] is False
    twice = after(("ok", 0 * DAY), ("blocked", later), ("blocked", later + 7 * DAY))
    assert twice[1:] == ([True, False] if told else [False, True])


def test_three_changes_in_60_days_are_told_once_as_unstable() -> None:
    """One that lies longer back does not count."""
    flaps = ("ok", "dead", "ok", "dead")
    days = (0, 1, 2, 61)
    known, heard = None, []
    for name, day in zip(flaps, days, strict=True):
        verdict: Verdict = name  # type: ignore[assignment]
        link = step(known, verdict, START + day * DAY)
        known = link.known
        heard.append((link.told, link.unstable))
    assert heard[-1] == (True, True)
    known, told = None, []
    for name, day in zip(flaps, (0, 1, 2, 62), strict=True):
        verdict = name  # type: ignore[assignment]
        link = step(known, verdict, START + day * DAY)
        known = link.known
        told.append(link.told)
    assert told[-1] is False


def test_an_unstable_link_is_told_again_only_if_it_stays_bad() -> None:
    """Four runs over ten days; a link of ours never counts as unstable."""
    runs = [("ok", 0), ("dead", 1), ("ok", 2), ("dead", 3), ("dead", 5), ("dead", 8)]
    heard = after(*((name, day * DAY) for name, day in runs))
    assert heard == [False, False, False, True, False, False]
    longer = [*runs, ("dead", 12), ("dead", 13)]
    heard = after(*((name, day * DAY) for name, day in longer))
    assert heard[-2:] == [False, True]
    known = None
    for name, day in runs[:4]:
        verdict: Verdict = name  # type: ignore[assignment]
        link = step(known, verdict, START + day * DAY, own=True)
        known = link.known
    assert (link.told, link.unstable) == (True, False)


def test_a_good_page_is_remembered_by_words_title_and_host() -> None:
    """One that showed nothing leaves the old words, but not the old host."""
    end = "https://www.b.example/x"
    known = step(None, "ok", START, words="aaa", title="T", final_url=end).known
    assert known is not None
    assert (known.words, known.title, known.host) == ("aaa", "T", "b.example")
    assert known.last_good == START.isoformat()
    later = step(known, "ok", START + DAY, final_url="https://c.example/").known
    assert later is not None
    assert (later.words, later.title, later.host) == ("aaa", "T", "c.example")
    silent = step(later, "moved", START + DAY).known
    assert silent is not None
    assert (silent.host, silent.words) == ("c.example", "aaa")
    bad = step(later, "dead", START + DAY, words="bbb", final_url=end).known
    assert bad is not None
    assert (bad.words, bad.host) == ("aaa", "c.example")


def test_a_good_answer_forgets_the_archived_copy() -> None:
    """It is looked for again if the link dies again."""
    known = KnownLink("dead", "2026-01-01T00:00:00+00:00", 1, "", archived="x")
    after_good = step(known, "ok", START).known
    assert after_good is not None
    assert after_good.archived == ""


def test_strange_words_are_forgotten_if_the_old_ones_come_back() -> None:
    """The count begins anew."""
    known = step(None, "ok", START, words="old").known
    known = step(known, "ok", START + DAY, words="new", strange=True).known
    assert known is not None
    assert known.strange is not None
    assert (known.strange.runs, known.words) == (1, "old")
    known = step(known, "ok", START + 2 * DAY, words="old").known
    assert known is not None
    assert known.strange is None
    fresh = step(None, "ok", START, words="new", strange=True).known
    assert fresh is not None
    assert (fresh.words, fresh.strange) == ("new", None)


def test_the_day_a_person_was_first_told_is_kept_while_the_finding_lasts() -> None:
    """Through runs without an answer, until a good one."""
    stamps = []
    known = None
    for number, name in enumerate(("dead", "dead", "flaky", "dead", "ok", "dead")):
        verdict: Verdict = name  # type: ignore[assignment]
        known = known_after(known, verdict, START + number * DAY)
        stamps.append(known.told)
    first = (START + DAY).isoformat()
    assert stamps == ["", first, first, first, "", ""]


def test_a_blocked_link_is_not_told_again_after_a_run_that_left_it_out() -> None:
    """Only a good answer makes it new."""
    known = KnownLink("blocked", START.isoformat(), 1, START.isoformat(), told="x")
    assert known_after(known, "unchecked", START).told == "x"
    assert known_after(known, "ok", START).told == ""


def test_attempts_and_streaks_are_counted() -> None:
    """In runs that say the same."""
    known = known_after(None, "ok", START)
    assert (known.streak, known.since, known.attempts) == (1, START.isoformat(), 1)
    known = known_after(known, "ok", START + DAY)
    assert (known.streak, known.since) == (2, START.isoformat())
    known = known_after(known, "blocked", START + 2 * DAY)
    assert (known.streak, known.since) == (1, (START + 2 * DAY).isoformat())
    assert known.first_seen == START.isoformat()


def test_a_link_without_a_judgement_cannot_advance() -> None:
    """It is a fault of the program."""
    link = Link("u", addresses.read("https://a.example/"))
    with pytest.raises(ValueError, match=r"^u is not judged$"):
        advance(link, START)


def test_each_time_to_come_counts_as_now() -> None:
    """Past ones stay; one that is now is not to come."""
    late, now = (START + DAY).isoformat(), START.isoformat()
    track = Track("flaky", late, 2)
    known = KnownLink(
        "dead", late, 1, late, late, late, doubts=(track,), strange=track,
        outage=track, changes=(late, now), unstable=late,
    )  # fmt: skip
    kept = Track("flaky", now, 2)
    assert not_after(known, START) == KnownLink(
        "dead", now, 1, now, now, now, doubts=(kept,), strange=kept,
        outage=kept, changes=(now, now), unstable=now,
    )  # fmt: skip
    past = KnownLink("ok", now, 1, (START - DAY).isoformat())
    assert not_after(past, START) == past


def test_whole_days_are_counted() -> None:
    """None since never."""
    assert days_since((START - 2 * DAY - HOUR).isoformat(), START) == 2
    assert days_since("", START) == 0


@pytest.mark.parametrize(
    ("verdict", "told", "doubts", "said"),
    [
        ("flaky", "x", ("dead", "tls"), "tls"),
        ("flaky", "", ("dead",), "flaky"),
        ("flaky", "x", (), "flaky"),
        ("soft-404", "x", ("dead",), "soft-404"),
        ("down", "x", ("dead",), "down"),
        ("blocked", "x", ("dead",), "dead"),
    ],
)
def test_readers_know_of_the_verdict_that_is_open(
    verdict: Verdict, told: str, doubts: tuple[str, ...], said: str
) -> None:
    """What was told and is not closed, through runs that saw nothing."""
    tracks = tuple(Track(one, "x", 1) for one in doubts)
    known = KnownLink(verdict, "x", 1, "x", told=told, doubts=tracks)
    assert known.open_verdict == said
