"""A rough web on loopback: every case is a host of its own, `<case>.localhost`.

A case is a function of the path and the count of requests so far; it gives the raw
bytes of an answer, or acts on the writer itself. Every request is kept with its
time, host, path and headers, so that manners can be measured.
"""

import asyncio
import gzip
import ssl
import threading
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import brotli

Case = Callable[["Asked"], "bytes | Awaitable[bytes | None]"]
PROSE = (
    "Immunoglobulin is given into a vein every few weeks and helps many people with "
    "stiff person syndrome to walk more freely; doctors adapt the dose to each person."
)
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """A request as the server saw it."""

    time: float
    host: str
    path: str
    headers: Mapping[str, str]


@dataclass
class Asked:
    """A request in hand: what was asked, how often before, and where to write."""

    path: str
    headers: Mapping[str, str]
    count: int
    port: int
    tls_port: int
    writer: asyncio.StreamWriter


@dataclass
class RoughWeb:
    """The server and its log."""

    cases: dict[str, Case]
    port: int = 0
    tls_port: int = 0
    log: list[Request] = field(default_factory=list)
    busy: Counter[str] = field(default_factory=Counter)
    busiest: Counter[str] = field(default_factory=Counter)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def url(self, case: str, path: str = "/page") -> str:
        """The address of a case."""
        return f"http://{case}.localhost:{self.port}{path}"

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer one request and close."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except (
            asyncio.IncompleteReadError,
            ConnectionError,
            asyncio.LimitOverrunError,
        ):
            writer.close()
            return
        first, *lines = head.split("\r\n")
        path = first.split(" ")[1]
        headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
        host = headers["host"].partition(":")[0]
        self.log.append(Request(time.monotonic(), host, path, headers))
        self.busy[host] += 1
        self.busiest[host] = max(self.busiest[host], self.busy[host])
        try:
            await self._answer(host, path, headers, writer)
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            self.busy[host] -= 1
            with suppress(Exception):
                writer.close()

    async def _answer(
        self,
        host: str,
        path: str,
        headers: Mapping[str, str],
        writer: asyncio.StreamWriter,
    ) -> None:
        case = self.cases.get(host.removesuffix(".localhost"))
        count = self.counts[host, path]
        self.counts[host, path] += 1
        if case is None or (
            path == "/robots.txt" and not getattr(case, "robots", False)
        ):
            writer.write(answer(404, "nothing here"))
        else:
            got = case(Asked(path, headers, count, self.port, self.tls_port, writer))
            data = got if isinstance(got, bytes) else await got
            writer.write(data or b"")
        await writer.drain()


def page(text: str = PROSE, title: str = "Treatment", head: str = "") -> str:
    """A small page."""
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{text}</body></html>"  # noqa: E501 -- a long pattern or address


def answer(
    status: int | str = 200,
    body: str | bytes | None = None,
    kind: str | None = HTML,
    **headers: str,
) -> bytes:
    """An answer with a right length unless told otherwise; "_" in names is "-"."""
    data = page() if body is None else body
    raw = data.encode() if isinstance(data, str) else data
    lines = [
        f"HTTP/1.1 {status} X" if isinstance(status, int) else f"HTTP/1.1 {status}"
    ]
    sent = {
        "Content-Type": kind,
        "Content-Length": str(len(raw)),
        "Connection": "close",
    }
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines += [
        f"{name}: {value}"
        for name, value in sent.items()
        if value is not None and value != "-"
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + raw


def always(
    status: int = 200,
    body: str | bytes | None = None,
    kind: str | None = HTML,
    **headers: str,
) -> Case:
    """A case that answers alike to everything."""
    return lambda _: answer(status, body, kind, **headers)


def only(
    path: str, status: int = 200, body: str | bytes | None = None, **headers: str
) -> Case:
    """A case that answers to one path, and 404 to all others."""
    return lambda asked: (
        answer(status, body, **headers) if asked.path == path else answer(404, "no")
    )


def leads(status: int, location: str, then: str | bytes | None = None) -> Case:
    """A redirect from /page; everything else is a page."""

    def case(asked: Asked) -> bytes:
        if asked.path == "/page":
            target = location.replace("PORT", str(asked.port))
            return answer(status, "", Location=target)
        return answer(200, then)

    return case


def in_turn(*answers: bytes) -> Case:
    """One answer after the other for each path, the last one for ever."""
    return lambda asked: answers[min(asked.count, len(answers) - 1)]


def drip(first: bytes, piece: bytes, seconds: float) -> Case:
    """Some bytes, then others for ever."""

    async def case(asked: Asked) -> bytes:
        asked.writer.write(first)
        while not asked.writer.is_closing():
            asked.writer.write(piece)
            await asked.writer.drain()
            await asyncio.sleep(seconds)
        return b""

    return case


def packed(coding: str, size: int) -> bytes:
    """A bomb: zeros, packed."""
    if coding == "gzip":
        return gzip.compress(b"\0" * size)
    if coding == "deflate":
        return zlib.compress(b"\0" * size)
    return bytes(brotli.compress(b"\0" * size))


@contextmanager
def running(
    cases: dict[str, Case], context: ssl.SSLContext | None = None
) -> Iterator[RoughWeb]:
    """Serve cases in a thread of their own until the block ends."""
    web, ready, loop = RoughWeb(cases), threading.Event(), asyncio.new_event_loop()

    async def start() -> None:
        plain = await asyncio.start_server(web.serve, "0.0.0.0", 0, backlog=2048)  # noqa: S104 -- all of 127/8
        web.port = plain.sockets[0].getsockname()[1]
        if context:
            secure = await asyncio.start_server(web.serve, "127.0.0.1", 0, ssl=context)
            web.tls_port = secure.sockets[0].getsockname()[1]
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(start())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield web
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
