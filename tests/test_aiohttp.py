"""The contract with aiohttp 3.14: what we rely on beyond its public interface.

A new minor version may break each of these. Where one is no longer needed, the
work-around in `client.py` that it stands for can go. It is imported in the tests,
after `client.py` has chosen its parser.
"""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from guide.links.net.client import Answer, open_client
from guide.links.net.rate_limit import RateLimit

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def get(*pieces: bytes) -> tuple[Answer, int]:
    """Ask a server that sends these bytes; the answer, and how often it was asked."""
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await reader.readuntil(b"\r\n\r\n")
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        writer.close()

    async def ask() -> Answer:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with (
            server,
            open_client(RateLimit(0), "Guide/1.0", allow_private=True) as client,
            client.browse() as browsing,
        ):
            return await browsing.get(f"http://127.0.0.1:{port}/a%2Fb?c=%20+d")

    return asyncio.run(ask()), connections


def test_the_minor_version_is_the_one_that_was_read() -> None:
    """Read the source of another before this is changed."""
    import aiohttp  # noqa: PLC0415 -- see above

    assert aiohttp.__version__.startswith("3.14.")


def test_its_parser_is_the_one_in_python() -> None:
    """The one in C refuses answers that browsers show."""
    from aiohttp import http_parser  # noqa: PLC0415 -- see above

    chosen: object = http_parser.HttpResponseParser
    assert chosen is http_parser.HttpResponseParserPy


def test_its_connector_makes_protocols_by_a_factory() -> None:
    """There is no public way to give it another."""
    import aiohttp  # noqa: PLC0415 -- see above
    from aiohttp.client_proto import ResponseHandler  # noqa: PLC0415 -- see above

    async def factory() -> object:
        connector = aiohttp.TCPConnector()
        made = connector._factory  # noqa: SLF001 -- the seam itself
        await connector.close()
        return made.func if hasattr(made, "func") else made

    assert asyncio.run(factory()) is ResponseHandler


@pytest.mark.parametrize(
    ("pieces", "status", "body"),
    [
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",), 200, b"ab"),
        # More than was announced, in the same piece and in another.
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabcd",), 200, b"ab"),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", b"cd"), 200, b"ab"),
        ((b"HTTP/1.1 204 None\r\n\r\nbody",), 204, b""),
        (
            (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab",),
            200,
            b"ab",
        ),
        ((b"HTTP/1.1 200 OK\r\n\r\nto the end",), 200, b"to the end"),
    ],
)
def test_answers_that_browsers_show_are_read(
    pieces: tuple[bytes, ...], status: int, body: bytes
) -> None:
    """An answer's head stands, whatever follows it."""
    answer, connections = get(*pieces)
    assert (answer.status, answer.body, answer.failure) == (status, body, "")
    assert connections == 1


def test_a_broken_connection_is_not_tried_again_behind_our_back() -> None:
    """It would come without a pause."""
    answer, connections = get(b"")
    assert (answer.failure, connections) == ("reset", 1)


def test_an_answer_is_left_packed() -> None:
    """We unpack by ourselves, within a bound."""
    answer, _ = get(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"
    )
    assert (answer.status, answer.fault) == (200, "truncated")
