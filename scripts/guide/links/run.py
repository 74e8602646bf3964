"""Runs: one check of all links of a site, from its pages to its findings."""

import asyncio
import contextlib
import os
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from guide.library import identifiers
from guide.library.identifiers import Record
from guide.links import addresses, places, tracks, verdicts, webpages
from guide.links.crawls import Crawled
from guide.links.memory import Memory
from guide.links.net import archive, crawler, mirror
from guide.links.net.client import Client, Limits
from guide.links.net.fetch import NO_ANSWER, Looker
from guide.links.net.identifier_services import SILENT, Registrars
from guide.links.net.mirror import Folder, Mirror
from guide.links.places import Link, Scan, Site, Source
from guide.links.reports import REPLACED, Finding
from guide.links.responses import REDIRECTS, Failure, Sighting
from guide.links.settings import Settings
from guide.links.tracks import BAD, GOOD, Entry, Look, Step
from guide.links.verdicts import Judgement, Remembered

# Looks at one host that wait beside each other: while one waits for another host
# or for its second try, the next may use the turn.
LOOKS_A_HOST = 4
CANARIES = (
    "https://www.wikipedia.org/",
    "https://www.nih.gov/",
    "https://example.com/",
)
CANARY_LIMITS = Limits(total=15.0, read=4096)
FAILING_CANARIES = 2
SILENCE = (*NO_ANSWER, "no host")
UNASKED = ("silent", "robots", "private", "throttled")
FEWEST_TOGETHER = 5
ARCHIVE_PATIENCE = 2

Written = Mapping[str, list[tuple[str, int]]]
Progress = Callable[[int, int], None]


class RunError(Exception):
    """A run that cannot say anything about links; the message says why."""


@dataclass(frozen=True)
class Plan:
    """What a run is to do."""

    target: str
    now: datetime
    agent: str
    product: str
    contact: str = ""
    published: str = ""
    allow_private: bool = False
    trust: bool = False
    settings: Settings = field(default_factory=Settings)
    written: Callable[[Iterable[str]], Written] = lambda _: {}


@dataclass(frozen=True)
class Seen:
    """What a run has seen of one link."""

    judgement: Judgement
    status: int = 0
    final_url: str = ""
    attempts: int = 0
    title: str = ""
    words: str = ""
    host: str = ""
    own: bool = False
    strange: bool = False
    failure: Failure = ""


@dataclass(frozen=True)
class Outcome:
    """The end of a run: findings, new memory, notes; `left` links were not reached."""

    findings: tuple[Finding, ...]
    memory: Memory
    notes: tuple[str, ...] = ()
    left: int = 0


async def check(
    plan: Plan, client: Client, memory: Memory, progress: Progress
) -> Outcome:
    """Check all links of a site.

    Raises:
        RunError: if the run would say more about us or the network than about links.
        CrawlerError: if LinkChecker could not do its work.
    """
    folder = find_folder(plan.target)
    if folder:
        return await _check_folder(plan, client, memory, progress, folder)
    return await _check_site(plan, client, memory, progress)


async def _check_folder(
    plan: Plan, client: Client, memory: Memory, progress: Progress, folder: Folder
) -> Outcome:
    """Check a folder: the crawl of our pages and the looks at others run together."""
    published = (plan.published.rstrip("/") + "/",) if plan.published else ()
    scheme = urlsplit(plan.published).scheme or "https"
    site = Site(places.FOLDER_SITE, published, scheme)
    scan = places.scan(site, _sources(folder))
    files = frozenset(
        path.relative_to(folder.path).as_posix()
        for path in folder.path.rglob("*")
        if path.is_file()
    )
    links = _with_places(plan, scan.links)
    sure = await _ask_canaries(plan, client, links)
    async with mirror.serve(folder.answer) as address:
        stopped = False
        crawling = asyncio.create_task(
            crawler.crawl(f"{address}/{mirror.ALL_PAGES}", plan.agent)
        )
        try:
            seen = await _look_at_all(plan, client, memory, links, progress)
            crawled = await crawling if len(seen) == _count_foreign(links) else ()
        except asyncio.CancelledError:
            # The looks are done, the crawl is not: what was seen is kept.
            crawled, stopped = (), True
        finally:
            crawling.cancel()
            with contextlib.suppress(asyncio.CancelledError, crawler.CrawlerError):
                await crawling
    own = {
        link.url: _own_link(link, scan, missing=places.is_missing(link.path, files))
        for link in links.values()
        if link.path is not None
    }
    if not sure:
        _beware_of_silence(links, seen)
    if stopped:
        # Our own links were not crawled: they count as not looked at.
        return await _finish(plan, client, memory, links, seen, ())
    notes = _differences(crawled, links, scan, address)
    return await _finish(plan, client, memory, links, {**seen, **own}, notes)


async def _check_site(
    plan: Plan, client: Client, memory: Memory, progress: Progress
) -> Outcome:
    """Check an address: LinkChecker crawls its mirror, then we look at the rest."""
    root = addresses.read(plan.target)
    start = root.wire
    site = Site(start[: start.rindex("/") + 1])
    ours = Mirror(client, start)
    async with mirror.serve(ours.answer) as address:
        crawled = await crawler.crawl(
            start.replace(ours.origin, address, 1), plan.agent
        )
    first = ours.answers.get(start)
    pages = {
        url: html for url, html in ours.pages().items() if url.startswith(site.root)
    }
    if first is None or not pages:
        said = (
            first.detail or f"it answers {first.status}"
            if first
            else "it was not asked"
        )
        raise RunError(f"{plan.target} shows no page ({said.rstrip('.')}).")
    scan = places.scan(site, (Source(url, url, html) for url, html in pages.items()))
    links = _with_places(plan, scan.links)
    sure = await _ask_canaries(plan, client, links)
    seen = await _look_at_all(plan, client, memory, links, progress)
    own = {
        link.url: await _mirrored_link(link, scan, ours, site)
        for link in links.values()
        if link.path is not None
    }
    if not sure:
        _beware_of_silence(links, seen)
    notes = _differences(crawled, links, scan, address, ours.origin)
    return await _finish(plan, client, memory, links, {**seen, **own}, notes)


def find_folder(target: str) -> Folder | None:
    """The folder that a target names, None for an address."""
    if target.lower().startswith(("http://", "https://")):
        if addresses.read(target).kind != "web":
            raise RunError(
                f"{target} is not an address: {addresses.read(target).fault}."
            )
        return None
    path = Path(target)
    if not path.is_dir():
        raise RunError(f"There is no folder {target}. Build the site first.")
    found = sorted(
        file.relative_to(path).as_posix()
        for file in path.rglob("*")
        if file.suffix.lower() in places.PAGE_ENDINGS and file.is_file()
    )
    if not found:
        raise RunError(f"{target} holds no page (*.html). Build the site first.")
    return Folder(path, tuple(found))


def _sources(folder: Folder) -> Iterable[Source]:
    """The pages of a folder, read one at a time."""
    for name in folder.pages:
        file = folder.path / name
        html = webpages.decode(file.read_bytes())
        yield Source(places.FOLDER_SITE + quote(name), file.as_posix(), html)


def _with_places(plan: Plan, links: Mapping[str, Link]) -> dict[str, Link]:
    if not any(link.address.kind == "web" for link in links.values()):
        raise RunError(f"No links were found in {plan.target}: is it the built site?")
    return places.with_sources(links, plan.written(links))


async def _ask_canaries(plan: Plan, client: Client, links: Mapping[str, Link]) -> bool:
    """Make sure that it is not the network that fails.

    The usual three are asked if any link leads to the public internet, but not in
    a closed network, for which --allow-private stands. Named ones always are.
    """
    named = os.environ.get("CANARIES")
    canaries = plan.settings.canaries if named is None else tuple(named.split())
    if canaries is None:
        public = any(_is_public(link) for link in links.values())
        canaries = CANARIES if public and not plan.allow_private else ()
    async with client.visit() as visit:
        answers = [await visit.get(url, CANARY_LIMITS) for url in canaries]
    failed = [answer.url for answer in answers if answer.failure]
    if len(failed) >= min(FAILING_CANARIES, len(canaries)) and failed:
        raise RunError(
            f"The network fails: {' and '.join(failed)} cannot be reached. "
            "Nothing was checked."
        )
    return bool(canaries)


def _beware_of_silence(links: Mapping[str, Link], seen: Mapping[str, Seen]) -> None:
    """Distrust a run in which nobody answered: without canaries, it is the network."""
    asked = [
        item
        for url, item in seen.items()
        if not item.own
        and item.attempts
        and item.failure not in UNASKED
        and not addresses.never_exists(links[url].address.host)
    ]
    if len(asked) >= FEWEST_TOGETHER and all(
        item.failure in SILENCE or item.judgement == SILENT for item in asked
    ):
        raise RunError(
            f"The network fails: none of the {len(asked)} links that were asked "
            "answered anything. Nothing was written."
        )


def _is_public(link: Link) -> bool:
    address = link.address
    return (
        address.kind == "web"
        and link.path is None
        and not addresses.is_private(address.host)
        and not addresses.never_exists(address.host)
    )


def _count_foreign(links: Mapping[str, Link]) -> int:
    return sum(link.path is None for link in links.values())


async def _look_at_all(
    plan: Plan,
    client: Client,
    memory: Memory,
    links: Mapping[str, Link],
    progress: Progress,
) -> dict[str, Seen]:
    """Look at every link that leads elsewhere; less than all if interrupted."""
    work = _Work(plan, client, memory, progress)
    for link in links.values():
        if link.path is None:
            work.add(link)
    tasks = work.start()
    try:
        await asyncio.gather(*tasks)
    except asyncio.CancelledError:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return work.seen


class _Work:
    """The looks of a run: every address once, however many links have it."""

    def __init__(
        self, plan: Plan, client: Client, memory: Memory, progress: Progress
    ) -> None:
        self.seen: dict[str, Seen] = {}
        self._plan = plan
        self._registrars = Registrars(client, plan.contact)
        self._memory = memory
        self._progress = progress
        self._total = 0
        self._looker = Looker(client, plan.product, allow_private=plan.allow_private)
        self._hosts: defaultdict[str, dict[str, list[Link]]] = defaultdict(dict)
        self._records: defaultdict[Record, list[Link]] = defaultdict(list)

    def add(self, link: Link) -> None:
        """Plan a look, or settle what needs none."""
        self._total += 1
        address = link.address
        exempt = next(
            (e for e in self._plan.settings.exempt if e.covers(link.url)), None
        )
        if exempt and self._plan.now.date() <= exempt.until:
            reason = f"Left alone until {exempt.until}: {exempt.reason}"
            self.seen[link.url] = Seen(Judgement("unchecked", reason))
        elif address.kind == "malformed":
            reason = f"It cannot be an address: {address.fault}."
            self.seen[link.url] = Seen(Judgement("malformed", reason))
        elif address.kind == "other":
            self.seen[link.url] = Seen(Judgement("unchecked", f"{address.fault}."))
        elif record := identifiers.recognise(address.wire):
            self._records[record].append(link)
        else:
            self._hosts[address.host].setdefault(address.wire, []).append(link)

    def start(self) -> list[asyncio.Task[None]]:
        """Begin all looks."""
        tasks = [
            asyncio.create_task(self._walk(queue))
            for queue in (deque(wires.values()) for wires in self._hosts.values())
            for _ in range(min(LOOKS_A_HOST, len(queue)))
        ]
        kinds: defaultdict[str, list[Record]] = defaultdict(list)
        for record in sorted(self._records, key=lambda r: (r.registry, r.identifier)):
            kinds[record.registry].append(record)
        for registry, records in kinds.items():
            size = len(records) if registry in ("pubmed", "pmc") else 1
            for start in range(0, len(records), size):
                batch = records[start : start + size]
                tasks.append(asyncio.create_task(self._ask(batch)))
        self._progress(len(self.seen), self._total)
        return tasks

    async def _walk(self, queue: deque[list[Link]]) -> None:
        """Look at a host's addresses, one after the other."""
        while queue:
            links = queue.popleft()
            try:
                sighting = await self._looker.look(links[0].address)
                judged = {link.url: self._judged(link, sighting) for link in links}
            except Exception as error:  # noqa: BLE001 -- one odd page must not end the run
                reason = f"Our check failed on it ({type(error).__name__}: {error})."
                judged = {link.url: Seen(Judgement("flaky", reason)) for link in links}
            self.seen |= judged
            self._progress(len(self.seen), self._total)

    async def _ask(self, records: list[Record]) -> None:
        """Ask a registry."""
        answers = await self._registrars.ask(records)
        for record, judgement in answers.items():
            for link in self._records[record]:
                self.seen[link.url] = Seen(judgement, attempts=1)
        self._progress(len(self.seen), self._total)

    def _judged(self, link: Link, sighting: Sighting) -> Seen:
        entry = self._memory.entries.get(link.url)
        last = entry.remembered if entry else Remembered()
        judgement = verdicts.judge(link.address.fragment, sighting, last)
        page = sighting.page if judgement.verdict in GOOD else None
        return Seen(
            judgement,
            sighting.status,
            sighting.final_url,
            sighting.attempts,
            page.title[:120] if page else "",
            webpages.fingerprint(page) if page else "",
            addresses.host_of(sighting.final_url),
            strange=page is not None and verdicts.is_strange(page, last),
            failure="" if sighting.hops else sighting.failure,
        )


def _own_link(link: Link, scan: Scan, *, missing: bool) -> Seen:
    """Judge a link within our site: its page, then its part of the page."""
    path = link.path or ""
    if missing:
        reason = "The site has no such page or file."
        return Seen(Judgement("dead", reason), status=404, attempts=1, own=True)
    page = places.page_at(path, scan.pages)
    fragment = link.address.fragment
    if (
        page
        and verdicts.names_place(fragment)
        and not verdicts.has_place(fragment, page.names)
    ):
        reason = f"The page has no part named {unquote(fragment)[:80]!r}."
        return Seen(Judgement("anchor", reason), status=200, attempts=1, own=True)
    return Seen(Judgement("ok", ""), status=200, attempts=1, own=True)


async def _mirrored_link(link: Link, scan: Scan, ours: Mirror, site: Site) -> Seen:
    """Judge a link within the site behind an address."""
    url, chain = site.root + (link.path or ""), 0
    answer = await ours.fetch(url)
    while answer.status in REDIRECTS and chain < 20:  # noqa: PLR2004 -- as looks do
        target = addresses.read(answer.headers.get("location", ""), answer.url)
        if not target.wire.startswith(ours.origin + "/"):
            break
        answer, chain = await ours.fetch(target.wire), chain + 1
    if answer.failure:
        return Seen(Judgement("flaky", answer.detail), attempts=1, own=True)
    if answer.status not in verdicts.GONE:
        return _own_link(link, scan, missing=False)
    del ours.answers[answer.url]
    again = await ours.fetch(answer.url)
    if again.status not in verdicts.GONE:
        return _own_link(link, scan, missing=False)
    reason = f"The server answers {again.status} (not found)."
    return Seen(Judgement("dead", reason), again.status, again.url, 2)


def _differences(
    crawled: Sequence[Crawled],
    links: Mapping[str, Link],
    scan: Scan,
    stage_address: str,
    origin: str = "",
) -> tuple[str, ...]:
    """What LinkChecker met and our scan did not: a fault of ours, to be said."""
    ours = {link.address.wire for link in links.values()}
    ours |= {link.address.written for link in links.values()}
    ours |= scan.passed_over
    if origin:
        # The stage stands for the site in all that LinkChecker read.
        crawled = [
            replace(
                item,
                url=item.url.replace(stage_address, origin),
                written=item.written.replace(stage_address, origin),
            )
            for item in crawled
            if not item.url.startswith(stage_address)
        ]
    lost = sorted(
        {
            item.url
            for item in crawled
            if item.written not in ours
            and item.url.startswith(("http://", "https://"))
            and not item.url.startswith(stage_address)
            and addresses.read(item.written).kind == "web"
            and addresses.read(item.url).wire not in ours
            and addresses.read(item.written).wire not in ours
        }
    )
    return tuple(
        f"LinkChecker met {url}, but our own reading of the pages did not: report it."
        for url in lost[:20]
    )


async def _finish(  # noqa: PLR0913, PLR0917 -- the parts of one answer
    plan: Plan,
    client: Client,
    memory: Memory,
    links: Mapping[str, Link],
    seen: Mapping[str, Seen],
    notes: Sequence[str],
) -> Outcome:
    """Add what was seen to the memory, and say what follows."""
    left = len(links) - len(seen)
    memory, future = _without_future(memory, plan.now)
    notes = (*notes, *future)
    _beware(plan, memory, seen)
    steps = {
        url: tracks.advance(memory.entries.get(url), _look(item), plan.now)
        for url, item in seen.items()
    }
    if not left:
        await _add_archived(client, links, steps)
    entries = {url: step.entry for url, step in steps.items()}
    if left:
        kept = {url: memory.entries[url] for url in links if url in memory.entries}
        entries = {**kept, **entries}
    findings = tuple(
        _finding(links[url], seen[url], steps[url]) for url in sorted(seen)
    )
    ended = [e for e in plan.settings.exempt if plan.now.date() > e.until]
    notes = (*notes, *(f"The exception for {e.url} ended on {e.until}." for e in ended))
    stamp = plan.now.isoformat(timespec="seconds")
    return Outcome(findings, Memory(entries, stamp), notes, left)


def _without_future(memory: Memory, now: datetime) -> tuple[Memory, tuple[str, ...]]:
    """A memory without times to come, and a sentence if it had some."""
    entries = {
        url: tracks.not_after(entry, now) for url, entry in memory.entries.items()
    }
    count = sum(entries[url] != entry for url, entry in memory.entries.items())
    if not count:
        return memory, ()
    what = "1 link" if count == 1 else f"{count} links"
    said = f"The memory knew times to come of {what}; they count as today."
    return replace(memory, entries=entries), (said,)


def _look(seen: Seen) -> Look:
    return Look(
        seen.judgement,
        seen.attempts,
        seen.title,
        seen.words,
        seen.host,
        seen.own,
        seen.strange,
    )


def _beware(plan: Plan, memory: Memory, seen: Mapping[str, Seen]) -> None:
    """Distrust a run in which a third of the links that were good fail together."""
    good = [
        url
        for url, entry in memory.entries.items()
        if entry.verdict in GOOD and url in seen and not seen[url].own
    ]
    failing = [url for url in good if seen[url].judgement.verdict in FAILING]
    if (
        len(failing) >= FEWEST_TOGETHER
        and len(failing) * 3 >= len(good)
        and not plan.trust
    ):
        raise RunError(
            f"{len(failing)} of {len(good)} links that were good fail together: "
            "it is more likely our network or this program than the links. Nothing was "
            "written. If it is true, run again with --trust."
        )


FAILING = BAD - {"anchor"} | {"flaky", "blocked"}


async def _add_archived(
    client: Client, links: Mapping[str, Link], steps: dict[str, Step]
) -> None:
    """Look for archived copies of what people are told to replace, once a finding."""
    misses = 0
    for url, step in sorted(steps.items()):
        wanted = step.told and step.entry.verdict in (
            *REPLACED,
            "parked",
            "content",
            "tls",
        )
        if not wanted or step.entry.archived or not _is_archivable(links[url]):
            continue
        copy = await archive.find(client, links[url].address.wire)
        misses += copy is None
        if copy:
            steps[url] = replace(step, entry=replace(step.entry, archived=copy))
        if misses >= ARCHIVE_PATIENCE:
            return


def _is_archivable(link: Link) -> bool:
    tested = "WAYBACK_WEB_URL" in os.environ or "WAYBACK_AVAILABLE_URL" in os.environ
    return (
        link.address.kind == "web"
        and link.path is None
        and (_is_public(link) or tested)
    )


def _finding(link: Link, seen: Seen, step: Step) -> Finding:
    entry: Entry = step.entry
    return Finding(
        url=link.url,
        verdict=entry.verdict,
        since=entry.since,
        last_good=entry.last_good,
        status=seen.status,
        final_url=seen.final_url,
        attempts=seen.attempts,
        reason=seen.judgement.reason,
        suggestion=seen.judgement.suggestion or entry.archived,
        told=step.told,
        places=link.places,
        title=entry.title,
        unstable=step.unstable,
    )
