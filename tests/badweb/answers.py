"""How a host of the bad web may answer: ready-made behaviours, honest and not."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import time
import zlib
from email.utils import format_datetime
from functools import cache
from typing import TYPE_CHECKING

from . import pages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .wire import Answer, Exchange, Request

HTML = "text/html; charset=utf-8"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00"
    b"\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02"
    b"\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def say(
    status: int = 200,
    body: str | bytes | None = None,
    kind: str = HTML,
    headers: Sequence[tuple[str, str]] = (),
) -> Answer:
    """Answer whole and at once; without a body, with the host's own article."""

    async def answer(exchange: Exchange) -> None:
        text = pages.article(exchange.request.host) if body is None else body
        data = text if isinstance(text, bytes) else exchange.fill(text).encode()
        filled = [(name, exchange.fill(value)) for name, value in headers]
        await exchange.reply(status, data, [("Content-Type", kind), *filled])

    return answer


def fail(status: int, headers: Sequence[tuple[str, str]] = ()) -> Answer:
    """Answer a status with the short page that servers send with it."""
    body = pages.page(f"{status}", f"<h1>{status}</h1><p>This did not work.</p>")
    return say(status, body, headers=headers)


def not_found() -> Answer:
    """Answer an honest 404."""
    return say(404, pages.missing())


def redirect(status: int, location: str) -> Answer:
    """Answer a redirect; `{home}` and the like in the location are filled in."""
    return say(status, "", headers=[("Location", location)])


def refresh(seconds: int, location: str, wrap: str = "{}") -> Answer:
    """Answer a page with a meta refresh, plain or wrapped in something."""
    tag = f'<meta http-equiv="refresh" content="{seconds}; url={location}">'
    head = wrap.replace("{}", tag)

    async def answer(exchange: Exchange) -> None:
        text = pages.article(exchange.request.host, head=exchange.fill(head))
        await exchange.reply(200, text.encode(), [("Content-Type", HTML)])

    return answer


def article(extra: str = "", head: str = "", title: str = "") -> Answer:
    """Answer the host's own article with something more in it."""

    async def answer(exchange: Exchange) -> None:
        text = pages.article(exchange.request.host, extra, head, title)
        await exchange.reply(200, text.encode(), [("Content-Type", HTML)])

    return answer


def subject_page(make: Callable[[str], str], status: int = 200) -> Answer:
    """Answer a page made from the host's name."""

    async def answer(exchange: Exchange) -> None:
        text = make(exchange.request.host)
        await exchange.reply(status, text.encode(), [("Content-Type", HTML)])

    return answer


def soft_missing(status: int = 200) -> Answer:
    """Say 'not found' with the status of success, repeating the address."""

    async def answer(exchange: Exchange) -> None:
        text = pages.missing(exchange.request.path)
        await exchange.reply(status, text.encode(), [("Content-Type", HTML)])

    return answer


def in_turn(*answers: Answer) -> Answer:
    """Answer the first visit of a run by the first answer, and so on; last stays."""

    async def answer(exchange: Exchange) -> None:
        turn = min(exchange.setting.visit, len(answers)) - 1
        await answers[turn](exchange)

    return answer


def by_run(*answers: Answer) -> Answer:
    """Answer in each run in its own way; the last one stays."""

    async def answer(exchange: Exchange) -> None:
        await answers[min(exchange.setting.run, len(answers)) - 1](exchange)

    return answer


def when_plain(plain: Answer) -> Answer:
    """Answer in one way over plain http, and well over https."""
    good = say()

    async def answer(exchange: Exchange) -> None:
        await (plain if exchange.setting.scheme == "http" else good)(exchange)

    return answer


def unless(
    bad: Callable[[Request], bool], refusal: Answer, good: Answer | None = None
) -> Answer:
    """Answer well unless the request has something bad about it."""
    welcome = good or say()

    async def answer(exchange: Exchange) -> None:
        await (refusal if bad(exchange.request) else welcome)(exchange)

    return answer


def throttle(seconds: int, *, status: int = 429, as_date: bool = False) -> Answer:
    """Refuse for now, and say for how long."""

    async def answer(exchange: Exchange) -> None:
        now = dt.datetime.now(dt.UTC)
        # A date has whole seconds: round up, so that the promise is kept.
        later = (now + dt.timedelta(seconds=seconds + 1)).replace(microsecond=0)
        value = format_datetime(later, usegmt=True) if as_date else str(seconds)
        exchange.retry_after = time.monotonic() + seconds
        date = ("Date", format_datetime(now, usegmt=True))
        body = pages.page("Too many requests", "<h1>Slow down</h1>").encode()
        await exchange.reply(status, body, [date, ("Retry-After", value)])

    return answer


async def reset(exchange: Exchange) -> None:
    """Reset the connection without a byte."""
    exchange.reset()


async def reset_in_head(exchange: Exchange) -> None:
    """Reset the connection in the middle of the headers."""
    await exchange.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    await asyncio.sleep(0.02)  # the bytes must leave before the reset
    exchange.reset()


async def hang_up(exchange: Exchange) -> None:
    """Close the connection without a byte."""
    exchange.writer.close()


async def gibberish(exchange: Exchange) -> None:
    """Answer something that is not HTTP."""
    await exchange.send(b"\x00\x01\x02 220 mail.example ESMTP ready\r\n")


async def silence(exchange: Exchange) -> None:
    """Never answer."""
    await exchange.until_closed()


async def head_drip(exchange: Exchange) -> None:
    """Send a header line a second, for ever."""
    await exchange.send(b"HTTP/1.1 200 OK\r\n")
    for number in range(600):
        await exchange.send(f"X-Drip-{number}: drop\r\n".encode())
        if await exchange.gone_within(1):
            return


async def body_drip(exchange: Exchange) -> None:
    """Send a byte a second of a page that has no end in sight."""
    headers = [("Content-Type", HTML), ("Content-Length", "100000")]
    await exchange.head(200, headers)
    for letter in pages.article(exchange.request.host)[:600]:
        await exchange.send(letter.encode())
        if await exchange.gone_within(1):
            return


async def endless(exchange: Exchange) -> None:
    """Send an honest page that never ends."""
    await exchange.head(200, [("Content-Type", HTML), ("Connection", "close")])
    await exchange.send(pages.article(exchange.request.host).encode()[:-16])
    paragraph = pages.prose(pages.MEDICAL, exchange.request.host).encode()
    while True:
        await exchange.send(paragraph)


async def gzip_bomb(exchange: Exchange) -> None:
    """Send an honest page, then half a gigabyte of blanks, in half a megabyte."""
    body = bomb(exchange.request.host)
    headers = [("Content-Type", HTML), ("Content-Encoding", "gzip")]
    await exchange.reply(200, body, headers)


@cache
def bomb(subject: str, megabytes: int = 512) -> bytes:
    """Pack a page and very many blanks into one gzip stream."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    text = pages.article(subject).encode()
    start = packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)
    blanks = blank_megabyte()
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    # The checksum is left out: nobody should come so far.
    return head + start + blanks * megabytes + end + b"\0" * 8


@cache
def blank_megabyte() -> bytes:
    """Pack a megabyte of blanks so that it can be repeated in a stream."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)


def encoded(claim: str, pack: Callable[[bytes], bytes]) -> Answer:
    """Answer the article in an encoding, true or only claimed."""

    async def answer(exchange: Exchange) -> None:
        body = pack(pages.article(exchange.request.host).encode())
        headers = [("Content-Type", HTML), ("Content-Encoding", claim)]
        await exchange.reply(200, body, headers)

    return answer


def as_sent(data: bytes) -> bytes:
    """Leave a body as it is, whatever the headers claim."""
    return data


def raw_deflate(data: bytes) -> bytes:
    """Pack without the two bytes that the standard asks for, as some servers do."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def broken_gzip(data: bytes) -> bytes:
    """Pack with gzip and spoil the stream near its start."""
    packed = bytearray(gzip.compress(data, mtime=0))
    packed[12:60] = b"\xff" * 48
    return bytes(packed)


def wrong_length(difference: int) -> Answer:
    """Announce a length that is not the body's, send the body, close."""

    async def answer(exchange: Exchange) -> None:
        body = pages.article(exchange.request.host).encode()
        length = str(len(body) + difference)
        await exchange.head(200, [("Content-Type", HTML), ("Content-Length", length)])
        await exchange.send(body)

    return answer


def chunked(*pieces: bytes) -> Answer:
    """Announce chunks, then send the pieces as they are and close."""

    async def answer(exchange: Exchange) -> None:
        headers = [("Content-Type", HTML), ("Transfer-Encoding", "chunked")]
        await exchange.head(200, headers)
        body = pages.article(exchange.request.host).encode()
        await exchange.send(chunk(body))
        for piece in pieces:
            await exchange.send(piece)

    return answer


def chunk(data: bytes) -> bytes:
    """Frame one chunk."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def raw(data: bytes) -> Answer:
    """Send these bytes and close."""

    async def answer(exchange: Exchange) -> None:
        exchange.status = 200
        await exchange.send(exchange.fill(data.decode("latin-1")).encode("latin-1"))

    return answer


async def robots_naming_you(exchange: Exchange) -> None:
    """Forbid everything to whoever asks, by the names in its own agent string."""
    agent = exchange.request.headers.get("user-agent", "unnamed")
    words = {word.partition("/")[0].strip("();,+") for word in agent.split()}
    names = sorted(word for word in words if word.isidentifier() or "-" in word)
    named = [name for name in names if name.lower() not in {"mozilla", "compatible"}]
    lines = [f"User-agent: {name}" for name in named or ["unnamed"]]
    text = "\n".join([*lines, "Disallow: /", "", "User-agent: *", "Disallow:", ""])
    await exchange.reply(200, text.encode(), [("Content-Type", "text/plain")])


def robots(text: str) -> Answer:
    """Answer a robots.txt."""
    return say(200, text, "text/plain")
