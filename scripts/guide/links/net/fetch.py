"""Fetch: the second opinion on one address, as patient as a careful reader.

LinkChecker asks once and never retries; we ask again after errors, wait when
asked to, follow redirects as browsers do (also those inside a page), and test a
host with an address that cannot exist before a page is called missing.
"""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from urllib.parse import urlsplit

from guide.links import addresses, responses, robots, verdicts, webpages
from guide.links.addresses import Address
from guide.links.net import retry_after
from guide.links.net.client import TOTAL_SECONDS, Answer, Browsing, Client, Limits
from guide.links.net.retry_after import LONGEST_WAIT
from guide.links.responses import Failure, Hop, Response
from guide.links.webpages import Refresh, WebPage

TRIES = 3
REDIRECTS = 20
VISITS_TO_ONE = 3  # how often a chain may come by an address: cookies may change it
IMMEDIATE = 1.0
SOON = 10.0
MISSES = 2
# A host that shows its robots.txt lives: more must break off before it is given up.
MISSES_OF_ALIVE = 4
TIMES_GONE = 2
ROBOTS_REDIRECTS = 5  # RFC 9309, 2.3.1.2
THROTTLES = 3  # answers in a row that ask for patience: enough for this run
ROBOTS_LIMITS = Limits(total=5.0)
NO_ANSWER: tuple[Failure, ...] = (
    "time-out", "refused", "reset", "garbage", "no name service", "tls"
)  # fmt: skip
PASSING = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
)
SERVER_FAULTS = 500
LINKEDIN = 999  # its own way to turn machines away
CHALLENGING = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
HTML = ("text/html", "application/xhtml+xml", "")

Ask = Callable[[str, int], Awaitable[tuple[Answer, int]]]


@dataclass
class HostState:
    """What is known of a host (with its port) in this run."""

    answered: bool = False
    alive: bool = False
    misses: int = 0
    hangs: int = 0
    throttles: int = 0
    sent_away: bool = False
    robots: asyncio.Future[str] | None = None
    nowhere: dict[str, WebPage | None] = field(default_factory=dict)

    @property
    def silent(self) -> bool:
        """True if it has been asked twice and has never answered."""
        if self.answered:
            return False
        enough = MISSES_OF_ALIVE if self.alive else MISSES
        return self.hangs >= MISSES or self.misses >= enough


class Fetcher:
    """Fetches addresses; knows what their hosts have shown in this run."""

    def __init__(self, client: Client, product: str, *, allow_private: bool) -> None:
        """Fetch through this client, under this product name in robots.txt."""
        self._client = client
        self._product = product
        self._allow_private = allow_private
        self._hosts: defaultdict[tuple[str, int], HostState] = defaultdict(HostState)

    async def fetch(self, address: Address) -> Response:
        """Fetch a web address; whatever happens is part of the response."""
        seen = await self._follow(address.wire)
        if verdicts.is_suspicious(seen):
            return replace(seen, nowhere=await self._nowhere(address))
        return seen

    async def _follow(self, url: str, tries: int = TRIES) -> Response:
        """Ask, and follow redirects to their end, with cookies of their own."""
        async with self._client.browse() as browsing:

            async def ask(at: str, hops: int) -> tuple[Answer, int]:
                return await self._ask(browsing, at, tries, first=not hops)

            return await follow(ask, url, allow_private=self._allow_private)

    async def _ask(
        self, browsing: Browsing, url: str, tries: int, *, first: bool
    ) -> tuple[Answer, int]:
        """Ask up to three times, within the total time; twice if a page is gone."""
        host = self._host(url)
        refused = await self._refusal(url, host)
        if refused:
            return refused, 1
        spent, gone = 0.0, 0
        for attempt in range(1, tries + 1):
            # A host that fell silent meanwhile keeps its links in hand, no others.
            begins = first and attempt == 1
            refusal = partial(_turned_away, url, host, begins=begins)
            answer = await browsing.get(url, refusal=refusal)
            if answer.failure in ("silent", "throttled"):
                return answer, attempt
            self._note(host, answer)
            spent += answer.seconds
            wait = retry_after.seconds(answer)
            gone += answer.status in verdicts.GONE
            if gone >= TIMES_GONE or wait > LONGEST_WAIT:
                return answer, attempt
            # A page may hang at the first try of every day, and be fine at the second.
            if attempt == tries or (spent >= TOTAL_SECONDS and attempt > 1):
                return (_unsure(answer) if gone else answer), attempt
            if _is_final(answer, host):
                return answer, attempt
            if wait:
                self._client.limit.hold(urlsplit(url).hostname or "", wait)
        raise AssertionError("a fetch asks at least once")

    def _note(self, host: HostState, answer: Answer) -> None:
        """Remember how a host behaves."""
        if answer.failure in NO_ANSWER:
            _miss(host, answer)
            return
        host.answered = True
        wait = retry_after.seconds(answer)
        host.throttles = host.throttles + 1 if wait else 0
        too_often = host.throttles >= THROTTLES
        host.sent_away = host.sent_away or wait > LONGEST_WAIT or too_often

    async def _refusal(self, url: str, host: HostState) -> Answer | None:
        """Why an address must not be asked, or None."""
        name = urlsplit(url).hostname or ""
        if addresses.is_private(name) and not self._allow_private:
            return _not_asked(
                url,
                "private",
                f"{name} is inside a private network: readers cannot reach it.",
            )
        if away := _turned_away(url, host, begins=True):
            return away
        if robots.forbids(await self._robots(url, host), self._product, url):
            return _not_asked(
                url, "robots", "The site's robots.txt forbids it to us by name."
            )
        return None

    async def _robots(self, url: str, host: HostState) -> str:
        """The host's robots.txt, asked for once a run; "" if there is none."""
        if host.robots is None:
            host.robots = asyncio.get_running_loop().create_future()
            text = ""
            try:
                text = await self._fetch_robots(url, host)
            finally:
                host.robots.set_result(text)
        return await host.robots

    async def _fetch_robots(self, url: str, host: HostState) -> str:
        """Ask for robots.txt, and follow its redirects."""
        parts = urlsplit(url)
        at = f"{parts.scheme}://{parts.netloc}/robots.txt"
        async with self._client.browse() as browsing:
            answer = await browsing.get(at, ROBOTS_LIMITS)
            if answer.failure in NO_ANSWER:
                # An answer here would not show that the pages answer.
                _miss(host, answer)
            host.alive = not answer.failure
            for _ in range(ROBOTS_REDIRECTS):
                if answer.status not in responses.REDIRECTS:
                    break
                target = addresses.read(answer.headers.get("location", ""), at)
                private = addresses.is_private(target.host) and not self._allow_private
                if target.kind != "web" or private:
                    break
                at = target.wire
                answer = await browsing.get(at, ROBOTS_LIMITS)
        if answer.status != HTTPStatus.OK or answer.media in HTML[:2]:
            return ""
        return webpages.decode(answer.body, "utf-8")

    def _host(self, url: str) -> HostState:
        return self._hosts[door(url)]

    async def _nowhere(self, address: Address) -> WebPage | None:
        """What the host shows for an address beside this one that cannot exist."""
        folder, _, name = address.wire.partition("?")[0].rpartition("/")
        end = "/" if not name else "." + name.rpartition(".")[2] if "." in name else ""
        known = self._host(address.wire).nowhere
        if folder not in known:
            made_up = hashlib.blake2b(folder.encode(), digest_size=8).hexdigest()
            seen = await self._follow(f"{folder}/nowhere-{made_up}{end}", tries=1)
            known[folder] = seen.page if seen.status in responses.FINE else None
        return known[folder]


async def follow(ask: Ask, url: str, *, allow_private: bool) -> Response:
    """Ask for an address, and follow its redirects to their end.

    Args:
        ask: gives the answer to an address, and how often it was asked.
        url: the address, as it goes over the wire.
        allow_private: whether to follow into a private network.
    """
    hops: list[Hop] = []
    at, fragment, attempts = url, "", 1
    while True:
        answer, count = await ask(at, len(hops))
        attempts = max(attempts, count)
        page = _page(answer)
        step = _next(answer, page)
        if isinstance(step, Answer):
            answer = step
        if not isinstance(step, Hop):
            break
        target = addresses.read(step.target, at)
        fault = _unusable(target, step, hops, allow_private=allow_private)
        hops.append(replace(step, target=target.wire))
        if fault:
            answer = fault
            break
        at, fragment = target.wire, target.fragment or fragment
    final = f"{at}#{fragment}" if fragment else at
    return _response(url, final, tuple(hops), answer, page, attempts)


def door(url: str) -> tuple[str, int]:
    """A host with the port that is really asked: each is a server of its own."""
    parts = urlsplit(url)
    name = (parts.hostname or "").rstrip(".")
    return name, parts.port or (443 if parts.scheme == "https" else 80)


def _unusable(
    target: Address, step: Hop, hops: list[Hop], *, allow_private: bool
) -> Answer | None:
    """Why a redirect cannot be followed, or None."""
    url = step.source
    if target.kind != "web":
        shown = target.written[:80]
        return _not_asked(
            url, "location", f"It redirects to {shown!r}, which is no web address."
        )
    if addresses.is_private(target.host) and not allow_private:
        return _not_asked(url, "private", "It redirects into a private network.")
    visits = sum(hop.target == target.wire for hop in hops)
    if len(hops) >= REDIRECTS or visits >= VISITS_TO_ONE - 1:
        return _not_asked(url, "loop", "Its redirects never end.")
    return None


def _miss(host: HostState, answer: Answer) -> None:
    host.misses += 1
    host.hangs += answer.failure == "time-out"


def _turned_away(url: str, host: HostState, *, begins: bool) -> Answer | None:
    """Why a host is not asked any more in this run, or None."""
    if host.sent_away:
        return _not_asked(url, "throttled", "Its host asked us to come back later.")
    if begins and host.silent:
        return _not_asked(url, "silent", "Its host does not answer at all.")
    return None


def _not_asked(url: str, failure: Failure, detail: str) -> Answer:
    return Answer(url, failure=failure, detail=detail)


def _unsure(answer: Answer) -> Answer:
    """A page that was gone once only: neither dead nor alive."""
    if answer.status not in verdicts.GONE:
        return answer
    said = f"It answered {answer.status} once, and did not answer otherwise."
    return _not_asked(answer.url, "unsure", said)


def _is_final(answer: Answer, host: HostState) -> bool:
    """True if asking again would teach us nothing."""
    if answer.failure == "time-out" and host.silent:
        return True
    if answer.failure:
        return answer.failure not in NO_ANSWER
    if answer.status in verdicts.GONE or answer.fault == "truncated":
        return False
    retried = answer.status >= SERVER_FAULTS or answer.status in PASSING
    return not retried or answer.status == LINKEDIN or _is_challenge(answer)


def _is_challenge(answer: Answer) -> bool:
    """True if an error is a test for humans."""
    if "challenge" in answer.headers.get("cf-mitigated", ""):
        return True
    if answer.status not in CHALLENGING or answer.media not in HTML:
        return False
    return verdicts.is_challenge(webpages.read(answer.body, answer.charset))


def _page(answer: Answer) -> WebPage | None:
    """The page in an answer, if it is one that can be read."""
    if answer.failure or answer.fault or not answer.body:
        return None
    start = answer.body[:512].lstrip().lower()
    marked = start.startswith((b"<!doctype html", b"<html"))
    if (
        answer.media in HTML[:2]
        or marked
        or (not answer.media and start.startswith(b"<"))
    ):
        return webpages.read(answer.body, answer.charset, whole=answer.whole)
    if answer.media in ("text/plain", "text/markdown"):
        return webpages.read_plain(answer.body, answer.charset)
    return None


def _next(answer: Answer, page: WebPage | None) -> Hop | Answer | None:
    """Where an answer sends its reader: a hop, a failure, or None to stay."""
    if answer.failure:
        return None
    location = answer.headers.get("location", "").strip()
    if answer.status in responses.REDIRECTS or (
        answer.status == HTTPStatus.MULTIPLE_CHOICES and location
    ):
        if not location:
            return _not_asked(
                answer.url, "location", "It redirects, but does not say where."
            )
        permanent = answer.status in responses.PERMANENT
        return _hop(answer.url, location, permanent=permanent)
    header = answer.headers.get("refresh", "")
    refresh = webpages.parse_refresh(header) if header else page and page.refresh
    if answer.status != HTTPStatus.OK or not isinstance(refresh, Refresh):
        return None
    if refresh.delay > SOON:
        return None
    hop = _hop(answer.url, refresh.target, permanent=refresh.delay <= IMMEDIATE)
    return None if addresses.read(hop.target, answer.url).wire == answer.url else hop


def _hop(source: str, target: str, *, permanent: bool) -> Hop:
    wire = addresses.read(target, source).wire
    trivial = bool(wire) and responses.is_trivial(source, wire)
    return Hop(source, target, permanent or trivial)


def _response(  # noqa: PLR0913, PLR0917 -- the parts of one answer
    url: str,
    final: str,
    hops: tuple[Hop, ...],
    answer: Answer,
    page: WebPage | None,
    attempts: int,
) -> Response:
    return Response(
        url=url,
        final_url=final,
        hops=hops,
        status=answer.status,
        failure=answer.failure,
        detail=answer.detail,
        media=answer.media,
        head=answer.body[:1024],
        size=len(answer.body.strip()),
        fault=answer.fault,
        page=page,
        attempts=attempts,
        challenged=not answer.failure and _is_challenge(answer),
    )
