"""Histories: how verdicts add up over the runs, and when a person is told.

A finding opens with the first bad verdict and closes with one good answer.
What only keeps us from seeing (time-outs, refusals to machines, silence) neither
confirms a finding nor closes it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from guide.links.verdicts import Judgement, Remembered, Verdict

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
    doubts: tuple[Track, ...] = ()
    strange: Track | None = None
    outage: Track | None = None
    changes: tuple[str, ...] = ()
    unstable: str = ""

    @property
    def remembered(self) -> Remembered:
        """What the judge needs of the last good look."""
        return Remembered(self.words, self.host)

    @property
    def standing(self) -> str:
        """The verdict that readers must know of: what was told and is not closed."""
        if self.told and self.doubts and self.verdict not in {*BAD, "down"}:
            return self.doubts[-1].verdict
        return self.verdict


@dataclass(frozen=True)
class Look:
    """What this run adds: a judgement, and what a good page looked like.

    `strange` is true of a page that has kept almost none of the remembered words.
    """

    judgement: Judgement
    attempts: int = 0
    title: str = ""
    words: str = ""
    host: str = ""
    own: bool = False
    strange: bool = False


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
    doubts = _doubts(before.doubts, verdict, stamp)
    since, streak = _standing(before, verdict, stamp, doubts, outage)
    entry = replace(
        before,
        verdict=verdict,
        since=since,
        streak=streak,
        attempts=look.attempts,
        doubts=doubts,
        outage=outage,
        changes=_changes(before, verdict, now),
    )
    if verdict in GOOD:
        entry = _with_good_look(entry, look, stamp)
    return _tell(entry, look, now)


def not_after(entry: Entry, now: datetime) -> Entry:
    """An entry whose times lie no later than now, if a clock was wrong."""
    latest = now.isoformat(timespec="seconds")

    def capped(stamp: str) -> str:
        return latest if stamp and datetime.fromisoformat(stamp) > now else stamp

    def track(one: Track | None) -> Track | None:
        return one and replace(one, since=capped(one.since))

    return replace(
        entry,
        since=capped(entry.since),
        first_seen=capped(entry.first_seen),
        last_good=capped(entry.last_good),
        told=capped(entry.told),
        unstable=capped(entry.unstable),
        doubts=tuple(replace(one, since=capped(one.since)) for one in entry.doubts),
        strange=track(entry.strange),
        outage=track(entry.outage),
        changes=tuple(map(capped, entry.changes)),
    )


def days_since(stamp: str, now: datetime) -> int:
    """Whole days from an ISO time to now; 0 for ""."""
    return (now - datetime.fromisoformat(stamp)).days if stamp else 0


def _outage(last: Track | None, verdict: str, stamp: str) -> Track | None:
    """The run of failures without an answer; only an answer ends it."""
    if verdict == "flaky":
        return _longer(last, "flaky", stamp)
    return last if verdict == "unchecked" else None


def _doubts(last: tuple[Track, ...], verdict: str, stamp: str) -> tuple[Track, ...]:
    """The findings that stand: bad verdicts that no good answer has closed.

    A link may alternate between two of them; the one of this run comes last.
    """
    if verdict in GOOD:
        return ()
    if verdict not in BAD:
        return last
    same = next((track for track in last if track.verdict == verdict), None)
    others = tuple(track for track in last if track.verdict != verdict)
    return (*others, _longer(same, verdict, stamp))


def _longer(track: Track | None, verdict: str, stamp: str) -> Track:
    if track is None:
        return Track(verdict, stamp, 1)
    return replace(track, runs=track.runs + 1)


def _standing(
    before: Entry,
    verdict: str,
    stamp: str,
    doubts: tuple[Track, ...],
    outage: Track | None,
) -> tuple[str, int]:
    """Since when, and in how many runs, the present verdict holds."""
    track = None
    if verdict in BAD:
        track = doubts[-1]
    elif verdict in ("flaky", "down"):
        track = outage
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
    was_bad = bool(before.doubts)
    was_good = before.last_good != "" and not was_bad
    if (verdict in BAD and was_good) or (verdict in GOOD and was_bad):
        return (*kept, now.isoformat(timespec="seconds"))
    return kept


def _with_good_look(entry: Entry, look: Look, stamp: str) -> Entry:
    """Remember what the page looked like, unless it showed nothing to remember."""
    entry = replace(entry, last_good=stamp, archived="")
    if look.strange and entry.words:
        # It may be another's page: what was remembered still serves to tell.
        strange = _longer(entry.strange, "strange", stamp)
        entry = replace(entry, strange=strange)
        if not _long(strange, datetime.fromisoformat(stamp)):
            return entry
    entry = replace(entry, strange=None)
    if not look.words:
        return replace(entry, host=look.host or entry.host)
    return replace(entry, title=look.title, words=look.words, host=look.host)


def _tell(entry: Entry, look: Look, now: datetime) -> Step:
    """Decide whether a person is told in this run, and remember the first time."""
    stamp = now.isoformat(timespec="seconds")
    shaky = len(entry.changes) >= CHANGES and not look.own
    if shaky and entry.verdict in BAD - AT_ONCE:
        told = not entry.unstable or _long(_doubt(entry), now)
        entry = replace(entry, unstable=entry.unstable or stamp)
    else:
        told = _is_due(entry, look, now)
        if not shaky:
            entry = replace(entry, unstable="")
    stands = entry.verdict not in GOOD and (entry.doubts or entry.outage)
    entry = replace(
        entry, told=(entry.told or stamp) if told else entry.told if stands else ""
    )
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
        return _long(_doubt(entry), now)
    apart = now - datetime.fromisoformat(entry.since) >= APART
    return entry.streak >= RUNS[verdict] and apart


def _doubt(entry: Entry) -> Track | None:
    """The finding of this run."""
    return entry.doubts[-1] if entry.doubts else None


def _long(track: Track | None, now: datetime) -> bool:
    if track is None:
        return False
    return track.runs >= LONG_RUNS and now - datetime.fromisoformat(track.since) >= LONG
