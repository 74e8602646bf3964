"""What passes over one connection of the bad web, and the record of it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

HEAD_LIMIT = 65_536
REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 404: "Not Found"}


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """Read one request; None when the other side has gone or speaks no HTTP."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) < 3:
        return None
    pairs = (line.partition(":") for line in lines if ":" in line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    length = int(headers.get("content-length", "0") or 0)
    body = await reader.readexactly(length) if 0 < length < HEAD_LIMIT else b""
    target = " ".join(words[1:-1])
    return Request(words[0], target, headers, body)


@dataclass(frozen=True)
class Request:
    """One request as it stood on the wire."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def host(self) -> str:
        """The host asked for, without its port, in lower case."""
        return self.headers.get("host", "").rpartition("@")[2].split(":")[0].lower()

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


@dataclass(frozen=True)
class Visit:
    """One request and how it was served: what manners are judged by."""

    run: int
    connection: int
    scheme: str
    host: str
    target: str
    method: str
    headers: Mapping[str, str]
    began: float
    ended: float
    status: int
    sent: int
    retry_after: float | None
    location: str


@dataclass(frozen=True)
class Setting:
    """Where and when an exchange takes place."""

    run: int
    visit: int
    connection: int
    scheme: str
    places: Mapping[str, str]


@dataclass
class Exchange:
    """One request being answered, with full control over every byte."""

    request: Request
    setting: Setting
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    began: float = field(default_factory=time.monotonic)
    status: int = 0
    sent: int = 0
    retry_after: float | None = None
    location: str = ""
    keep_open: bool = False

    def fill(self, text: str) -> str:
        """Put real addresses in place of `{home}`, `{other}` and the like."""
        for name, place in self.setting.places.items():
            text = text.replace("{" + name + "}", place)
        return text

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.sent += len(data)
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, status: int, headers: Iterable[tuple[str, str]]) -> None:
        """Send a status line and headers, and remember what they promise."""
        self.status = status
        lines = [f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}"]
        for name, value in headers:
            lines.append(f"{name}: {value}")
            if name.lower() == "location":
                self.location = value
        text = "\r\n".join(lines) + "\r\n\r\n"
        await self.send(text.encode("utf-8", "surrogateescape"))

    async def reply(
        self, status: int, body: bytes, headers: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Send one honest, whole answer."""
        bodiless = status in {204, 304} or status < 200
        length = [] if bodiless else [("Content-Length", str(len(body)))]
        await self.head(status, [*headers, *length])
        if self.request.method != "HEAD" and not bodiless:
            await self.send(body)
        self.keep_open = True

    def reset(self) -> None:
        """Drop the connection with a TCP reset."""
        raw: socket.socket | None = self.writer.get_extra_info("socket")
        if raw is not None:
            with contextlib.suppress(OSError):
                linger = struct.pack("ii", 1, 0)
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.transport.abort()

    async def until_closed(self) -> None:
        """Say nothing until the other side gives up."""
        while await self.reader.read(HEAD_LIMIT):
            pass

    async def gone_within(self, seconds: float) -> bool:
        """Wait, and tell whether the other side gave up meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                return not await self.reader.read(1)
        except TimeoutError:
            return False

    def visit(self) -> Visit:
        """Record the exchange as it ended."""
        return Visit(
            run=self.setting.run,
            connection=self.setting.connection,
            scheme=self.setting.scheme,
            host=self.request.host,
            target=self.request.target,
            method=self.request.method,
            headers=self.request.headers,
            began=self.began,
            ended=time.monotonic(),
            status=self.status,
            sent=self.sent,
            retry_after=self.retry_after,
            location=self.location,
        )


Answer = Callable[[Exchange], Awaitable[None]]
