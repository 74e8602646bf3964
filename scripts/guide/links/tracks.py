"""Tracks: how verdicts add up over the runs, and when a person is told.

A finding opens with the first bad verdict and closes with one good answer.
What only keeps us from seeing (time-outs, refusals to machines, silence) neither
confirms a finding nor closes it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from guide.links import addresses
from guide.links.record import Link
from guide.links.state import BAD, GOOD, KnownLink, Track, Verdict

AT_ONCE = frozenset({"moved", "parked", "malformed"})
RUNS = {"dead": 2, "soft-404": 2, "tls": 2, "anchor": 2, "content": 3}
APART = timedelta(hours=20)
LONG_RUNS, LONG = 4, timedelta(days=10)
UNSEEN = timedelta(days=90)
CHANGES, CHANGEABLE = 3, timedelta(days=60)


def advance(link: Link, now: datetime) -> Link:
    """Add this run's judgement to what is known of a link, and say who is told.

    Args:
        link: a judged link with what was known before; None for a new one.
        now: the time of this run, with a zone.
    """
    if link.judgement is None:
        raise ValueError(f"{link.url} is not judged")
    stamp = now.isoformat(timespec="seconds")
    verdict: Verdict = link.judgement.verdict
    before = link.known or KnownLink(verdict, stamp, 0, stamp)
    # A host that never answers is silent for all its links, asked or not.
    silent = verdict == "flaky" or _is_silent(link)
    outage = _outage(before.outage, verdict, stamp, silent=silent)
    if silent and outage and _long(outage, now):
        verdict = "down"
    doubts = _doubts(before.doubts, verdict, stamp)
    since, streak = _since_and_streak(before, verdict, stamp, doubts, outage)
    known = replace(
        before,
        verdict=verdict,
        since=since,
        streak=streak,
        attempts=link.attempts,
        doubts=doubts,
        outage=outage,
        changes=_changes(before, verdict, now),
    )
    if verdict in GOOD:
        known = _with_good_page(known, link, stamp)
    return _tell(replace(link, known=known), known, now)


def not_after(known: KnownLink, now: datetime) -> KnownLink:
    """A known link whose times lie no later than now, if a clock was wrong."""
    latest = now.isoformat(timespec="seconds")

    def capped(stamp: str) -> str:
        return latest if stamp and datetime.fromisoformat(stamp) > now else stamp

    def track(one: Track | None) -> Track | None:
        return one and replace(one, since=capped(one.since))

    return replace(
        known,
        since=capped(known.since),
        first_seen=capped(known.first_seen),
        last_good=capped(known.last_good),
        told=capped(known.told),
        unstable=capped(known.unstable),
        doubts=tuple(replace(one, since=capped(one.since)) for one in known.doubts),
        strange=track(known.strange),
        outage=track(known.outage),
        changes=tuple(map(capped, known.changes)),
    )


def days_since(stamp: str, now: datetime) -> int:
    """Whole days from an ISO time to now; 0 for ""."""
    return (now - datetime.fromisoformat(stamp)).days if stamp else 0


def _is_silent(link: Link) -> bool:
    return link.response is not None and link.response.failure == "silent"


def _outage(
    last: Track | None, verdict: str, stamp: str, *, silent: bool
) -> Track | None:
    """The run of failures without an answer; only an answer ends it."""
    if silent:
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


def _since_and_streak(
    before: KnownLink,
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


def _changes(before: KnownLink, verdict: str, now: datetime) -> tuple[str, ...]:
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


def _with_good_page(known: KnownLink, link: Link, stamp: str) -> KnownLink:
    """Remember what the page looked like, unless it showed nothing to remember."""
    known = replace(known, last_good=stamp, archived="")
    if link.judgement and link.judgement.strange and known.words:
        # It may be another's page: what was remembered still serves to tell.
        strange = _longer(known.strange, "strange", stamp)
        known = replace(known, strange=strange)
        if not _long(strange, datetime.fromisoformat(stamp)):
            return known
    known = replace(known, strange=None)
    page = link.response
    host = addresses.host_of(page.final_url) if page else ""
    if page is None or not page.words:
        return replace(known, host=host or known.host)
    return replace(known, title=page.title, words=page.words, host=host)


def _tell(link: Link, known: KnownLink, now: datetime) -> Link:
    """Decide whether a person is told in this run, and remember the first time."""
    stamp = now.isoformat(timespec="seconds")
    shaky = len(known.changes) >= CHANGES and not link.own
    if shaky and known.verdict in BAD - AT_ONCE:
        told = not known.unstable or _long(_doubt(known), now)
        known = replace(known, unstable=known.unstable or stamp)
    else:
        told = _is_due(link, known, now)
        if not shaky:
            known = replace(known, unstable="")
    kept = "" if known.verdict in GOOD else known.told
    known = replace(known, told=(kept or stamp) if told else kept)
    return replace(link, known=known, told=told, unstable=shaky and told)


def _is_due(link: Link, known: KnownLink, now: datetime) -> bool:
    """True if the table says that a person is to be told now."""
    verdict = known.verdict
    if verdict in AT_ONCE or verdict == "down":
        return True
    if verdict == "blocked":
        unseen = known.last_good or known.first_seen
        return not known.told and now - datetime.fromisoformat(unseen) >= UNSEEN
    if verdict not in BAD:
        return False
    if link.own:
        return True
    if link.judgement and link.judgement.weak:
        return _long(_doubt(known), now)
    apart = now - datetime.fromisoformat(known.since) >= APART
    return known.streak >= RUNS[verdict] and apart


def _doubt(known: KnownLink) -> Track | None:
    """The finding of this run."""
    return known.doubts[-1] if known.doubts else None


def _long(track: Track | None, now: datetime) -> bool:
    if track is None:
        return False
    return track.runs >= LONG_RUNS and now - datetime.fromisoformat(track.since) >= LONG
