"""The mirror: our own pages, served on loopback for LinkChecker to crawl at full speed.

A folder's files are served as a plain web server would. The pages of an address
are fetched through our client the first time LinkChecker asks, kept, and
shown with their own address replaced by the mirror's: so every page is asked for
once, at our rate, under our name, and our scan reads the very pages that were
crawled. The answer header `LinkChecker` lifts the crawler's rate limit.
"""

import asyncio
import mimetypes
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from aiohttp import web

from guide.links import webpages
from guide.links.net import fetch
from guide.links.net.client import Answer, Client, Limits
from guide.links.responses import REDIRECTS, Response
from guide.links.verdicts import GONE

UNLIMITED = {"LinkChecker": "our own pages"}
ALL_PAGES = "all-pages-of-this-site.html"
OWN_PAGE = Limits(read=8 * 1024 * 1024, unpacked=16 * 1024 * 1024)
PAGE_TYPES = ("text/html", "application/xhtml+xml")

# Where a crawl of an address ends, if the site makes pages without end.
MOST_PAGES = 3_000
MOST_ALIKE = 20
MOST_FOLDERS = 24

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def files(folder: Path) -> Iterator[str]:
    """Yield the files below a folder, by their paths from it.

    A linked folder counts as a server shows it, but none that leads back above itself.
    """
    for place, below, names in os.walk(folder, followlinks=True):
        here = os.path.realpath(place)
        below[:] = [one for one in below if not _leads_back(Path(place, one), here)]
        for name in names:
            yield Path(place, name).relative_to(folder).as_posix()


def _leads_back(path: Path, here: str) -> bool:
    return Path(here).is_relative_to(path.resolve())


@dataclass(frozen=True)
class Folder:
    """A built site in a folder; `below` is the path below which it is published."""

    path: Path
    pages: tuple[str, ...]
    below: str = ""

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Serve a file, a folder's index.html, or 404.html."""
        name = unquote(request.rel_url.raw_path.lstrip("/"))
        if name == ALL_PAGES:
            return self._all_pages()
        if not name.startswith(self.below):
            return web.Response(status=404, text="Not found.", headers=UNLIMITED)
        name = name.removeprefix(self.below)
        target = self._target(name)
        if target is None:
            return web.Response(status=404, text="Not found.", headers=UNLIMITED)
        if target.is_dir():
            return _redirect(f"/{quote(self.below + name)}/")
        kind = mimetypes.guess_type(target.name)[0] or "application/octet-stream"
        # LinkChecker reads pages only; of all else it wants to know that it is there.
        body = target.read_bytes() if kind in PAGE_TYPES else b" "
        headers = {**UNLIMITED, "Content-Type": kind}
        return web.Response(body=body, headers=headers)

    def _target(self, name: str) -> Path | None:
        """The file at a path, or the folder that lacks its slash; None if neither."""
        target = Path(os.path.normpath(self.path / name))
        if target.is_dir() and name and not name.endswith("/"):
            return target
        if target.is_dir():
            target /= "index.html"
        inside = target.is_relative_to(os.path.normpath(self.path))
        return target if inside and target.is_file() else None

    def _all_pages(self) -> web.Response:
        anchors = "".join(
            f'<a href="/{escape(quote(self.below + page))}">x</a>\n'
            for page in self.pages
        )
        headers = {**UNLIMITED, "Content-Type": "text/html; charset=utf-8"}
        return web.Response(text=f"<html><body>\n{anchors}", headers=headers)


class Mirror:
    """A site behind an address, fetched page by page as the crawler asks for it."""

    def __init__(self, client: Client, root: str) -> None:
        """Mirror the site that begins at `root`, an absolute address."""
        parts = urlsplit(root)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.answers: dict[str, Answer] = {}
        self.ends: str = ""
        self._alike: Counter[bytes] = Counter()
        self._client = client
        self._waiting: dict[str, asyncio.Lock] = {}

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Serve an address of the site from its first answer."""
        url = self.origin + request.raw_path
        if url not in self.answers and len(self.answers) >= MOST_PAGES:
            self.ends = f"It has more than {MOST_PAGES} pages: the rest was not read."
            return web.Response(text="", content_type="text/html", headers=UNLIMITED)
        got = await self.fetch(url)
        if got.failure:
            return web.Response(status=502, text=got.detail, headers=UNLIMITED)
        here = f"http://{request.host}"
        location = got.headers.get("location", "")
        if got.status in REDIRECTS and location:
            return _redirect(location.replace(self.origin, here), got.status)
        body = self._shown(url, got) if got.media in PAGE_TYPES else b" "
        body = body.replace(self.origin.encode(), here.encode())
        kind = got.headers.get("content-type", "application/octet-stream")
        headers = {**UNLIMITED, "Content-Type": kind}
        return web.Response(status=max(got.status, 200), body=body, headers=headers)

    def _shown(self, url: str, got: Answer) -> bytes:
        """What LinkChecker is shown of a page: nothing, where pages have no end.

        It takes the quotes in a refresh for a part of the address: a link is added.
        """
        self._alike[got.body] += 1
        if self._alike[got.body] > MOST_ALIKE or url.count("/") > MOST_FOLDERS:
            self.ends = (
                f"It shows the same page at more than {MOST_ALIKE} addresses, or "
                f"folders without end ({url}): these were not followed."
            )
            return b""
        page = webpages.read(got.body, got.charset)
        if not page.refresh:
            return got.body
        return got.body + f'<a href="{escape(page.refresh.target)}">x</a>'.encode()

    async def fetch(self, url: str) -> Answer:
        """The first answer to an address of the site."""
        async with self._waiting.setdefault(url, asyncio.Lock()):
            if url not in self.answers:
                async with self._client.browse() as browsing:
                    self.answers[url] = await browsing.get(url, OWN_PAGE)
            return self.answers[url]

    async def respond(self, url: str) -> Response:
        """What an address of the site answers; one that is gone is asked twice."""

        async def ask(at: str, _hops: int) -> tuple[Answer, int]:
            answer = await self.fetch(at)
            if answer.status not in GONE:
                return answer, 1
            del self.answers[at]
            return await self.fetch(at), 2

        return await fetch.follow(ask, url, allow_private=True)

    def pages(self) -> dict[str, str]:
        """The HTML of the pages that were crawled, by address."""
        return {
            url: webpages.decode(got.body, got.charset)
            for url, got in sorted(self.answers.items())
            if got.status == HTTPStatus.OK and got.media in PAGE_TYPES
        }


@asynccontextmanager
async def serve(handler: Handler) -> AsyncIterator[str]:
    """Serve on a free port of loopback; gives the mirror's address, without a slash."""
    server = web.Server(handler, access_log=None)
    runner = web.ServerRunner(server)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


def _redirect(location: str, status: int = 301) -> web.Response:
    return web.Response(status=status, headers={**UNLIMITED, "Location": location})
