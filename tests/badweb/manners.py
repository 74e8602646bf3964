"""Judge from the log of the bad web whether a checker kept its manners."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from .cases import hosts_of, places
from .registries import REGISTRY_HOSTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .case import Case
    from .wire import Visit

SLACK = 0.7  # of the pause: the log itself is not exact
OVERLAP = 0.02
LONGEST = 32.0
MOST_SENT = 3_000_000  # 256 kB, and what the sockets between hold
MOST_TRIES = 4  # a first opinion and three tries
DEAD_HOSTS = ("mute.localhost", "silent.localhost")
MOST_OF_DEAD_HOST = 2
PUBLIC = frozenset(
    (
        "doi.org",
        "dx.doi.org",
        "pubmed.ncbi.nlm.nih.gov",
        "pmc.ncbi.nlm.nih.gov",
        "www.ncbi.nlm.nih.gov",
        "clinicaltrials.gov",
    )
)
SHY_WORDS = re.compile(r"link|bot|check", re.IGNORECASE)
NOT_A_PAGE = frozenset(("/robots.txt", "/favicon.ico"))
FEWEST_CANARIES = 2
LINKED_NAMES = frozenset(REGISTRY_HOSTS.values())
REDIRECTS = range(300, 400)


def judge(visits: Sequence[Visit], cases: Sequence[Case], pause: float) -> list[Manner]:
    """Judge every rule; a rule with no faults was kept."""
    rules: list[tuple[str, Callable[[], Iterable[str]]]] = [
        ("one request a host at a time", lambda: overlaps(visits)),
        (
            "the pause between requests of a host",
            lambda: haste(visits, pause, hops=False),
        ),
        (
            "the pause before a redirect's next hop",
            lambda: haste(visits, pause, hops=True),
        ),
        ("canaries first", lambda: canaries(visits, cases)),
        ("GET only", lambda: methods(visits)),
        ("an honest agent with contact, no shy words", lambda: agents(visits)),
        ("Accept and Accept-Language", lambda: headers(visits)),
        ("Retry-After obeyed", lambda: impatience(visits)),
        ("at most two links of a dead host", lambda: dead_hosts(visits)),
        ("what must not be asked is not asked", lambda: unasked(visits, cases)),
        ("at most four requests an address and run", lambda: tries(visits)),
        ("no answer held longer than 30 seconds", lambda: held(visits)),
        ("no more than 256 kB read", lambda: heavy(visits)),
        ("registries instead of publishers", lambda: publishers(visits)),
    ]
    return [Manner(rule, tuple(find())) for rule, find in rules]


def by_host(visits: Iterable[Visit]) -> Mapping[tuple[int, str], list[Visit]]:
    """Sort the visits by run and host, each in order of time."""
    sorted_out: dict[tuple[int, str], list[Visit]] = defaultdict(list)
    for visit in sorted(visits, key=lambda one: one.began):
        sorted_out[visit.run, visit.host].append(visit)
    return sorted_out


def overlaps(visits: Sequence[Visit]) -> Iterable[str]:
    """Find requests of one host that ran side by side."""
    for (run, host), listed in by_host(visits).items():
        for one, two in pairwise(listed):
            if two.began < one.ended - OVERLAP and one.connection != two.connection:
                yield f"run {run}: {host}{two.target} while {one.target} was open"


def haste(visits: Sequence[Visit], pause: float, *, hops: bool) -> Iterable[str]:
    """Find requests that came sooner than the pause allows."""
    for (run, host), listed in by_host(visits).items():
        for one, two in pairwise(listed):
            gap = two.began - one.began
            hop = one.status in REDIRECTS and bool(one.location)
            if gap < pause * SLACK and hop == hops:
                yield f"run {run}: {host}{two.target[:40]} after {gap:.3f} s"


def canaries(visits: Sequence[Visit], cases: Sequence[Case]) -> Iterable[str]:
    """Find runs that asked for a link before two hosts of good name."""
    linked = {host.name for host in hosts_of(tuple(cases))} | LINKED_NAMES
    runs: dict[int, list[Visit]] = defaultdict(list)
    for visit in sorted(visits, key=lambda one: one.began):
        runs[visit.run].append(visit)
    for run, listed in sorted(runs.items()):
        known = takewhile(lambda visit: visit.host not in linked, listed)
        asked = {visit.host for visit in known}
        if len(asked) < FEWEST_CANARIES:
            yield f"run {run}: {len(asked)} of three canaries before the first link"


def methods(visits: Sequence[Visit]) -> Iterable[str]:
    """Find requests by another method than GET."""
    registry = set(REGISTRY_HOSTS.values())
    for visit in visits:
        if visit.method != "GET" and visit.host not in registry:
            yield f"run {visit.run}: {visit.method} {visit.host}{visit.target}"


def agents(visits: Sequence[Visit]) -> Iterable[str]:
    """Find agents that give no contact or carry a word that hosts refuse."""
    for agent in sorted({visit.headers.get("user-agent", "") for visit in visits}):
        if SHY_WORDS.search(agent):
            yield f"a shy word in {agent!r}"
        if "http" not in agent and "@" not in agent:
            yield f"no contact in {agent!r}"


def headers(visits: Sequence[Visit]) -> Iterable[str]:
    """Find requests without the headers that every browser sends."""
    for visit in visits:
        if visit.host in REGISTRY_HOSTS.values() or visit.target in NOT_A_PAGE:
            continue
        for name in ("accept", "accept-language"):
            if not visit.headers.get(name):
                yield f"run {visit.run}: no {name} to {visit.host}{visit.target[:40]}"


def impatience(visits: Sequence[Visit]) -> Iterable[str]:
    """Find requests that came before the time the host had asked for."""
    for (run, host), listed in by_host(visits).items():
        for one, two in pairwise([v for v in listed if v.target not in NOT_A_PAGE]):
            if one.retry_after and two.began < one.retry_after - OVERLAP:
                early = one.retry_after - two.began
                yield f"run {run}: {host}{two.target} {early:.1f} s too early"


def dead_hosts(visits: Sequence[Visit]) -> Iterable[str]:
    """Find more links of a dead host asked for than two."""
    for (run, host), listed in by_host(visits).items():
        asked = {visit.target for visit in listed} - NOT_A_PAGE
        if host in DEAD_HOSTS and len(asked) > MOST_OF_DEAD_HOST:
            yield f"run {run}: {len(asked)} links of {host}, {len(listed)} requests"


def unasked(visits: Sequence[Visit], cases: Sequence[Case]) -> Iterable[str]:
    """Find requests for what must be left alone."""
    quiet = {
        (each.host or places(number, each)["address"]): each.name
        for number, each in enumerate(cases)
        if not each.asked
    }
    for visit in visits:
        if visit.host in quiet and visit.target not in NOT_A_PAGE:
            yield f"run {visit.run}: {quiet[visit.host]} was asked for {visit.target}"


def tries(visits: Sequence[Visit]) -> Iterable[str]:
    """Find addresses asked for again and again."""
    counted: dict[tuple[int, str, str], list[Visit]] = defaultdict(list)
    for visit in visits:
        counted[visit.run, visit.host, visit.target].append(visit)
    for (run, host, target), listed in counted.items():
        plain = [visit for visit in listed if visit.status not in REDIRECTS]
        registry = host in REGISTRY_HOSTS.values() or host in PUBLIC
        if len(plain) > MOST_TRIES and not registry:
            yield f"run {run}: {host}{target[:40]} {len(plain)} times"


def held(visits: Sequence[Visit]) -> Iterable[str]:
    """Find answers that were waited for too long."""
    for visit in visits:
        if visit.ended - visit.began > LONGEST:
            seconds = visit.ended - visit.began
            yield f"run {visit.run}: {visit.host}{visit.target} {seconds:.0f} s"


def heavy(visits: Sequence[Visit]) -> Iterable[str]:
    """Find answers of which far too much was read."""
    for visit in visits:
        if visit.sent > MOST_SENT:
            megabytes = visit.sent / 1e6
            yield f"run {visit.run}: {visit.host}{visit.target} {megabytes:.1f} MB"


def publishers(visits: Sequence[Visit]) -> Iterable[str]:
    """Find pages asked for whose registry should have been asked."""
    for visit in visits:
        # A front page may serve as a canary; then it is no publisher.
        plain = "/api/" not in visit.target and visit.target not in {*NOT_A_PAGE, "/"}
        if visit.host in PUBLIC and plain:
            yield f"run {visit.run}: {visit.host}{visit.target}"


@dataclass(frozen=True)
class Manner:
    """One rule, and where it was broken."""

    rule: str
    faults: tuple[str, ...]
