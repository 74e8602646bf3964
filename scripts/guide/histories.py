"""Histories: how verdicts add up over the runs, and when a person is told.

A finding opens with the first bad verdict and closes with one good answer.
What only keeps us from seeing (time-outs, refusals to machines, silence) neither
confirms a finding nor closes it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from guide.verdicts import Judgement, Remembered, Verdict

GOOD = frozenset({"ok", "moved"})
BAD = frozenset({"dead", "parked", "soft-404", "tls", "anchor", "content"})
AT_ONCE = frozenset({"moved", "parked", "malformed"})
RUNS = {"dead": 2, "soft-404": 2, "tls": 2, "anchor": 2, "content": 3}
APART = timedelta(hours=20)
LONG_RUNS, LONG = 4, timedelta(days=10)
UNSEEN = timedelta(days=90)
CHANGES, CHANGEABLE = 3, timedelta(days=60)


@dataclass(frozen=True)
class Track:
    """A verdict that repeats: since when, in how many runs."""

    verdict: str
    since: str
    runs: int


@dataclass(frozen=True)
class Entry:
    """All that is remembered of a link. Times are ISO texts; "" means never."""

    verdict: Verdict
    since: str
    streak: int
    first_seen: str
    last_good: str = ""
    told: str = ""
    attempts: int = 0
    title: str = ""
    words: str = ""
    host: str = ""
    archived: str = ""
    doubt: Track | None = None
    outage: Track | None = None
    changes: tuple[str, ...] = ()
    unstable: str = ""

    @property
    def remembered(self) -> Remembered:
        """What the judge needs of the last good look."""
        return Remembered(self.words, self.host)


@dataclass(frozen=True)
class Look:
    """What this run adds: a judgement, and what a good page looked like."""

    judgement: Judgement
    attempts: int = 0
    title: str = ""
    words: str = ""
    host: str = ""
    own: bool = False


@dataclass(frozen=True)
class Step:
    """A link after this run: its memory, its verdict, whether a person is told."""

    entry: Entry
    told: bool
    unstable: bool = False


def advance(last: Entry | None, look: Look, now: datetime) -> Step:
    """Add one look to a link's history.

    Args:
        last: the link's memory, None for a new link.
        look: what this run has seen.
        now: the time of this run, with a zone.
    """
    stamp = now.isoformat(timespec="seconds")
    before = last or Entry(look.judgement.verdict, stamp, 0, stamp)
    verdict = look.judgement.verdict
    outage = _outage(before.outage, verdict, stamp)
    if verdict == "flaky" and outage and _long(outage, now):
        verdict = "down"
    doubt = _doubt(before.doubt, verdict, stamp)
    since, streak = _standing(before, verdict, stamp, doubt, outage)
    entry = replace(
        before,
        verdict=verdict,
        since=since,
        streak=streak,
        attempts=look.attempts,
        doubt=doubt,
        outage=outage,
        changes=_changes(before, verdict, now),
    )
    if verdict in GOOD:
        entry = _with_good_look(entry, look, stamp)
    return _tell(entry, look, now)


def days_since(stamp: str, now: datetime) -> int:
    """Whole days from an ISO time to now; 0 for ""."""
    return (now - datetime.fromisoformat(stamp)).days if stamp else 0


def _outage(last: Track | None, verdict: str, stamp: str) -> Track | None:
    """The run of failures without an answer; only an answer ends it."""
    if verdict == "flaky":
        return _longer(last, "flaky", stamp)
    return last if verdict == "unchecked" else None


def _doubt(last: Track | None, verdict: str, stamp: str) -> Track | None:
    """The finding that stands: a bad verdict that no good answer has closed."""
    if verdict in BAD:
        return _longer(
            last if last and last.verdict == verdict else None, verdict, stamp
        )
    return None if verdict in GOOD else last


def _longer(track: Track | None, verdict: str, stamp: str) -> Track:
    if track is None:
        return Track(verdict, stamp, 1)
    return replace(track, runs=track.runs + 1)


def _standing(
    before: Entry, verdict: str, stamp: str, doubt: Track | None, outage: Track | None
) -> tuple[str, int]:
    """Since when, and in how many runs, the present verdict holds."""
    track = (
        doubt if verdict in BAD else outage if verdict in ("flaky", "down") else None
    )
    if track:
        return track.since, track.runs
    if before.verdict == verdict:
        return before.since, before.streak + 1
    return stamp, 1


def _changes(before: Entry, verdict: str, now: datetime) -> tuple[str, ...]:
    """The times of the last 60 days at which good became bad or bad good."""
    kept = tuple(
        time
        for time in before.changes
        if now - datetime.fromisoformat(time) <= CHANGEABLE
    )
    was_bad = before.doubt is not None
    was_good = before.last_good != "" and not was_bad
    if (verdict in BAD and was_good) or (verdict in GOOD and was_bad):
        return (*kept, now.isoformat(timespec="seconds"))
    return kept


def _with_good_look(entry: Entry, look: Look, stamp: str) -> Entry:
    """Remember what the page looked like, unless it showed nothing to remember."""
    entry = replace(entry, last_good=stamp, archived="")
    if not look.words:
        return replace(entry, host=look.host or entry.host)
    return replace(entry, title=look.title, words=look.words, host=look.host)


def _tell(entry: Entry, look: Look, now: datetime) -> Step:
    """Decide whether a person is told in this run, and remember the first time."""
    stamp = now.isoformat(timespec="seconds")
    shaky = len(entry.changes) >= CHANGES and not look.own
    if shaky and entry.verdict in BAD - AT_ONCE:
        told = not entry.unstable or _long(entry.doubt, now)
        entry = replace(entry, unstable=entry.unstable or stamp)
    else:
        told = _is_due(entry, look, now)
        if not shaky:
            entry = replace(entry, unstable="")
    entry = replace(entry, told=(entry.told or stamp) if told else "")
    return Step(entry, told, shaky and told)


def _is_due(entry: Entry, look: Look, now: datetime) -> bool:
    """True if the table says that a person is to be told now."""
    verdict = entry.verdict
    if verdict in AT_ONCE or verdict == "down":
        return True
    if verdict == "blocked":
        unseen = entry.last_good or entry.first_seen
        return now - datetime.fromisoformat(unseen) >= UNSEEN
    if verdict not in BAD:
        return False
    if look.own:
        return True
    if look.judgement.weak:
        return _long(entry.doubt, now)
    apart = now - datetime.fromisoformat(entry.since) >= APART
    return entry.streak >= RUNS[verdict] and apart


def _long(track: Track | None, now: datetime) -> bool:
    if track is None:
        return False
    return track.runs >= LONG_RUNS and now - datetime.fromisoformat(track.since) >= LONG
