"""Runs: one check of all links of a site, from its pages to what a person is told."""

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from guide.links import addresses, own_pages, scan, tracks, verdicts, webpages
from guide.links.net import archive, crawler, mirror
from guide.links.net.client import Client, Limits
from guide.links.net.fetch import NO_ANSWER, Fetcher
from guide.links.net.identifier_services import (
    SILENT,
    UNANSWERED,
    IdentifierServices,
)
from guide.links.net.mirror import Folder, Mirror
from guide.links.net.queue import Queue
from guide.links.record import Link, LinkJudgement
from guide.links.reports import REPLACED
from guide.links.scan import OwnSite, PageSource
from guide.links.settings import Settings
from guide.links.state import BAD, GOOD, Memory

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
MOST_TOGETHER = 3  # one in so many
ARCHIVE_MISSES = 2
ARCHIVED = frozenset({*REPLACED, "parked", "content", "tls"})
FAILING = BAD - {"anchor"} | {"flaky", "blocked"}

Written = Mapping[str, list[tuple[str, int]]]
Links = dict[str, Link]
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
class Outcome:
    """The end of a run: links, new memory, notes; `left` links were not reached."""

    links: tuple[Link, ...]
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
    folder = find_folder(plan.target, plan.published)
    if folder:
        return await _check_folder(plan, client, memory, progress, folder)
    return await _check_site(plan, client, memory, progress)


async def _check_folder(
    plan: Plan, client: Client, memory: Memory, progress: Progress, folder: Folder
) -> Outcome:
    """Check a folder: LinkChecker crawls our pages while we ask others for theirs."""
    published = (plan.published.rstrip("/") + "/",) if plan.published else ()
    scheme = urlsplit(plan.published).scheme or "https"
    site = OwnSite(scan.FOLDER_SITE + folder.below, published, scheme)
    found = scan.read_pages(site, _sources(folder))
    files = frozenset(mirror.files(folder.path))
    links = _begin(plan, memory, found.links)
    sure = await _ask_canaries(plan, client, memory, links)
    async with mirror.serve(folder.answer) as address:
        stopped = False
        crawling = asyncio.create_task(
            crawler.crawl(f"{address}/{mirror.ALL_PAGES}", plan.agent)
        )
        try:
            links |= await _ask_all(plan, client, links, progress)
            crawled = () if _left(links) else await crawling
        except asyncio.CancelledError:
            # The others are asked, ours not crawled: what was seen is kept.
            crawled, stopped = (), True
        finally:
            crawling.cancel()
            with contextlib.suppress(asyncio.CancelledError, crawler.CrawlerError):
                await crawling
    if not sure:
        _beware_of_silence(links)
    if stopped:
        return await _finish(plan, client, links, (), reached=sure)
    own = {
        url: own_pages.judge(link, found, files)
        for url, link in _unjudged(links).items()
        if link.own
    }
    links |= own_pages.settle(own, crawled, f"{address}/{folder.below}", site)
    notes = own_pages.differences(crawled, links, found, address)
    return await _finish(plan, client, links, notes, reached=sure)


async def _check_site(
    plan: Plan, client: Client, memory: Memory, progress: Progress
) -> Outcome:
    """Check an address: LinkChecker crawls its mirror, then the rest is asked."""
    root = addresses.read(plan.target)
    start = root.wire
    site = OwnSite(start[: start.rindex("/") + 1])
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
    found = scan.read_pages(
        site, (PageSource(url, url, html) for url, html in pages.items())
    )
    links = _begin(plan, memory, found.links)
    sure = await _ask_canaries(plan, client, memory, links)
    links |= await _ask_all(plan, client, links, progress)
    if not sure:
        _beware_of_silence(links)
    own = {url: link for url, link in _unjudged(links).items() if link.own}
    for url, link in own.items():
        response = await ours.respond(site.root + (link.path or ""))
        own[url] = verdicts.judge(replace(link, response=response))
    here = site.root.replace(ours.origin, address, 1)
    links |= own_pages.settle(own, crawled, here, site)
    notes = own_pages.differences(crawled, links, found, address, ours.origin)
    unread = sum(u.startswith(site.root) and u not in pages for u in ours.pages())
    if len(pages) == 1 and unread:
        notes = (
            *notes,
            f"Only one page of {plan.target} was read; {unread} more are "
            "linked, and their links were not looked at. Check the built folder.",
        )
    if ours.ends:
        notes = (*notes, f"{plan.target} was not read to its end. {ours.ends}")
    return await _finish(plan, client, links, notes, reached=sure)


def find_folder(target: str, published: str = "") -> Folder | None:
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
        name for name in mirror.files(path) if name.lower().endswith(scan.PAGE_ENDINGS)
    )
    if not found:
        raise RunError(f"{target} holds no page (*.html). Build the site first.")
    if odd := next((name for name in found if not name.isprintable()), ""):
        shown = os.fsencode(odd).decode("utf-8", "backslashreplace")
        raise RunError(f"The name of {shown} is not UTF-8. Rename the file.")
    below = urlsplit(published).path.strip("/")
    return Folder(path, tuple(found), f"{below}/" if below else "")


def _sources(folder: Folder) -> Iterable[PageSource]:
    """The pages of a folder, read one at a time."""
    for name in folder.pages:
        file = folder.path / name
        html = webpages.decode(file.read_bytes())
        url = scan.FOLDER_SITE + folder.below + quote(name)
        yield PageSource(url, file.as_posix(), html)


def _begin(plan: Plan, memory: Memory, links: Mapping[str, Link]) -> Links:
    """The links of a scan with their sources, what was known, what needs no asking."""
    if not any(link.address.kind == "web" for link in links.values()):
        raise RunError(f"No links were found in {plan.target}: is it the built site?")
    placed = scan.with_sources(links, plan.written(links))
    return {
        url: replace(link, known=memory.links.get(url), judgement=_unasked(plan, link))
        for url, link in placed.items()
    }


def _unasked(plan: Plan, link: Link) -> LinkJudgement | None:
    """What can be said of a link without asking; None if it must be asked."""
    address = link.address
    exempt = plan.settings.exemption(link.url, plan.now.date())
    if exempt:
        reason = f"Left alone until {exempt.until}: {exempt.reason}"
        return LinkJudgement("unchecked", reason)
    if address.kind == "malformed":
        return LinkJudgement("malformed", f"It cannot be an address: {address.fault}.")
    if address.kind == "other":
        return LinkJudgement("unchecked", f"{address.fault}.")
    return None


async def _ask_canaries(
    plan: Plan, client: Client, memory: Memory, links: Mapping[str, Link]
) -> bool:
    """Make sure that it is not the network that fails.

    The usual three are asked if any link is. A closed network, for which
    --allow-private stands, may never reach them: there only those that answered in
    the last run prove by their silence that it fails. Named ones always do.
    """
    named = os.environ.get("CANARIES")
    canaries = plan.settings.canaries if named is None else tuple(named.split())
    if canaries is None:
        asked = any(_is_asked(plan, link) for link in links.values())
        canaries = CANARIES if asked else ()
    async with client.browse() as browsing:
        requests = (browsing.get(url, CANARY_LIMITS) for url in canaries)
        answers = await asyncio.gather(*requests)
    failed = [answer.url for answer in answers if answer.failure]
    if len(failed) >= min(FAILING_CANARIES, len(canaries)) and failed:
        if canaries is CANARIES and plan.allow_private and not memory.reached:
            return False
        raise RunError(
            f"The network fails: {' and '.join(failed)} cannot be reached. "
            "Nothing was checked."
        )
    return bool(canaries)


def _beware_of_silence(links: Mapping[str, Link]) -> None:
    """Distrust a run in which nobody answered: without canaries, it is the network."""
    asked = [
        link
        for link in links.values()
        if not link.own
        and link.attempts
        and _failure(link) not in UNASKED
        and not addresses.never_exists(link.address.host)
    ]
    if len(asked) >= FEWEST_TOGETHER and all(
        _failure(link) in SILENCE or link.judgement == SILENT for link in asked
    ):
        raise RunError(
            f"The network fails: none of the {len(asked)} links that were asked "
            "answered anything. Nothing was written."
        )


def _failure(link: Link) -> str:
    """Why a link's own host gave no answer, "" if it gave one."""
    seen = link.response
    return seen.failure if seen and not seen.hops else ""


def _is_public(link: Link) -> bool:
    address = link.address
    return (
        address.kind == "web"
        and not link.own
        and not addresses.is_private(address.host)
        and not addresses.never_exists(address.host)
    )


def _is_asked(plan: Plan, link: Link) -> bool:
    web = link.address.kind == "web" and not link.own
    return _is_public(link) or (web and plan.allow_private)


def _unjudged(links: Mapping[str, Link]) -> Links:
    return {url: link for url, link in links.items() if link.judgement is None}


def _left(links: Mapping[str, Link]) -> int:
    """How many links to others were not reached."""
    return sum(not link.own for link in _unjudged(links).values())


async def _ask_all(
    plan: Plan, client: Client, links: Mapping[str, Link], progress: Progress
) -> Links:
    """Ask for every link that leads elsewhere; less than all if interrupted."""
    done: Links = {}
    foreign = [link for link in links.values() if not link.own]
    waiting = [link for link in foreign if link.judgement is None]

    def note(link: Link) -> None:
        done[link.url] = link
        progress(len(foreign) - len(waiting) + len(done), len(foreign))

    progress(len(foreign) - len(waiting), len(foreign))
    queue = Queue(
        Fetcher(client, plan.product, allow_private=plan.allow_private),
        IdentifierServices(client, plan.contact),
        verdicts.judge,
        note,
    )
    await queue.ask(waiting)
    return done


async def _finish(
    plan: Plan,
    client: Client,
    links: Mapping[str, Link],
    notes: Sequence[str],
    *,
    reached: bool,
) -> Outcome:
    """Add what was seen to what was known, and say who is told."""
    future = _times_to_come(links, plan.now)
    links = {url: _without_future(link, plan.now) for url, link in links.items()}
    seen = {url: link for url, link in links.items() if link.judgement}
    left = len(links) - len(seen)
    _beware(plan, seen)
    seen = {url: tracks.advance(link, plan.now) for url, link in seen.items()}
    if not left:
        await _add_archived(client, seen)
    known = {url: link.known for url, link in {**links, **seen}.items() if link.known}
    ended = [e for e in plan.settings.exempt if plan.now.date() > e.until]
    notes = (
        *notes,
        *future,
        *_unanswered(seen),
        *(f"The exception for {e.url} ended on {e.until}." for e in ended),
    )
    stamp = plan.now.isoformat(timespec="seconds")
    found = tuple(link for _, link in sorted(seen.items()))
    return Outcome(found, Memory(known, stamp, reached), notes, left)


def _unanswered(seen: Mapping[str, Link]) -> tuple[str, ...]:
    """A sentence if registries did not answer: it is said once, not for each link."""
    count = sum(link.judgement in UNANSWERED for link in seen.values())
    if not count:
        return ()
    what = "1 link was" if count == 1 else f"{count} links were"
    return (f"The registries do not answer us: {what} not checked.",)


def _without_future(link: Link, now: datetime) -> Link:
    if link.known is None:
        return link
    return replace(link, known=tracks.not_after(link.known, now))


def _times_to_come(links: Mapping[str, Link], now: datetime) -> tuple[str, ...]:
    """A sentence if the memory knew times to come."""
    count = sum(_without_future(link, now) != link for link in links.values())
    if not count:
        return ()
    what = "1 link" if count == 1 else f"{count} links"
    return (f"The memory knew times to come of {what}; they count as today.",)


def _beware(plan: Plan, seen: Mapping[str, Link]) -> None:
    """Distrust a run in which a third of the links that were good fail together."""
    good = [
        link
        for link in seen.values()
        if link.known and link.known.verdict in GOOD and not link.own
    ]
    failing = [
        link for link in good if link.judgement and link.judgement.verdict in FAILING
    ]
    if (
        len(failing) >= FEWEST_TOGETHER
        and len(failing) * MOST_TOGETHER >= len(good)
        and not plan.trust
    ):
        raise RunError(
            f"{len(failing)} of {len(good)} links that were good fail together: "
            "it is more likely our network or this program than the links. Nothing was "
            "written. If it is true, run again with --trust."
        )


async def _add_archived(client: Client, links: Links) -> None:
    """Look for archived copies of what people are told to replace, once a finding."""
    misses = 0
    for url, link in sorted(links.items()):
        known = link.known
        if known is None or not link.told or known.verdict not in ARCHIVED:
            continue
        if known.archived or not _is_archivable(link):
            continue
        copy = await archive.find(client, link.address.wire)
        misses += copy is None
        if copy:
            links[url] = replace(link, known=replace(known, archived=copy))
        if misses >= ARCHIVE_MISSES:
            return


def _is_archivable(link: Link) -> bool:
    tested = "WAYBACK_WEB_URL" in os.environ or "WAYBACK_AVAILABLE_URL" in os.environ
    return link.address.kind == "web" and not link.own and (_is_public(link) or tested)
