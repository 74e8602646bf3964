"""How verdicts add up over runs, and when a person is told."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from found_links import known_after, step
from guide.links import state
from guide.links.state import KnownLink, Memory, Verdict
from guide.links.tracks import not_after

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
