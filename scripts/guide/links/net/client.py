"""The client: one request at a time a host, bounded in time and size, never raising.

aiohttp does the talking because, read in its source, it sends an address exactly
as given (`yarl.URL(..., encoded=True)`), takes no proxy from the environment unless
asked, lets us look at every address before it connects (a resolver), and keeps
hundreds of hosts waiting in one thread. What we add to it, each for a reason:

- a lane a host (`rate_limit`), because its own limits know no pause;
- one total time by the clock, because a header may drip for ever;
- unpacking by ourselves with a bound, because its own has none;
- a middleware that hides connection errors from its retry (3.14:
  `retry_persistent_connection` in `client.py` asks twice without a pause, even on a
  fresh connection); it can go when aiohttp retries reused connections only;
- its parser in Python, chosen by its own switch before it is imported, because the
  one in C refuses answers that browsers show: more bytes than Content-Length says,
  a body after 204, a length given twice. It costs a tenth of a millisecond a page;
- a protocol that hands the parser head and body apart, because bytes after the body
  make it forget a head that came in the same piece (3.14: `feed_data`).
"""

import asyncio
import ipaddress
import logging
import os
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit

os.environ.setdefault("AIOHTTP_NO_EXTENSIONS", "1")

import aiohttp
import brotli
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler
from yarl import URL

from guide.links import addresses
from guide.links.net.rate_limit import RateLimit
from guide.links.responses import Failure

CONNECT_SECONDS = 10.0
TOTAL_SECONDS = 30.0
READ_BYTES = 256 * 1024
UNPACKED_BYTES = 1024 * 1024
HEADER_BYTES = 64 * 1024
BROTLI_BYTES = 16 * 1024
MOST_HEADERS = 1000
RESOLVERS = 32
# OpenSSL's codes for a chain whose issuer is not at hand. Browsers fetch it if the
# certificate says where: RFC 5280's id-ad-caIssuers, as it stands in the bytes.
INCOMPLETE_CHAIN = (20, 21)
ISSUER_ADDRESS = bytes.fromhex("06082b06010505073002")
# Suites of TLS 1.2 that browsers still accept; Python's own choice is narrower.
CIPHERS = (
    "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:RSA+AESGCM:RSA+AES:!AESCCM:!aNULL:!eNULL"
)
HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.9",
    "Accept-Encoding": "gzip, deflate, br",
}


@dataclass(frozen=True)
class Limits:
    """The bounds of one request: seconds by the clock, bytes as sent and unpacked."""

    total: float = TOTAL_SECONDS
    read: int = READ_BYTES
    unpacked: int = UNPACKED_BYTES


@dataclass(frozen=True)
class Answer:
    """What came back: a status with headers and body, or a failure in words.

    `whole` is false if the body was cut at a limit; `fault` says what is wrong with
    it ("truncated", "undecodable"). Header names are in lower case. `seconds` is what
    it took, without waiting for its turn.
    """

    url: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    whole: bool = True
    fault: str = ""
    failure: Failure = ""
    detail: str = ""
    seconds: float = 0.0

    @property
    def media(self) -> str:
        """The media type, in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The charset that the server names, or ""."""
        for part in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = part.partition("=")
            if name.strip().lower() == "charset":
                return value.strip(" \"'")
        return ""


class Browsing(Protocol):
    """One visitor with cookies of its own, for one link and all its redirects."""

    async def get(
        self,
        url: str,
        limits: Limits = ...,
        refusal: Callable[[], Answer | None] = ...,
        accept: str = ...,
    ) -> Answer:
        """Ask for an address, unless a refusal stands when its turn comes."""


class Client:
    """The shared way to the network; use it as `async with open_client(...)`."""

    def __init__(
        self,
        connector: aiohttp.TCPConnector,
        resolver: AbstractResolver,
        limit: RateLimit,
        agent: str,
    ) -> None:
        """Ask through this connector, at this rate, under this name."""
        self.limit = limit
        self.resolver = resolver
        self._connector = connector
        self._agent = agent

    @asynccontextmanager
    async def browse(self) -> AsyncIterator[Browsing]:
        """Begin to browse, without cookies."""
        async with aiohttp.ClientSession(
            connector=self._connector,
            connector_owner=False,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            headers={"User-Agent": self._agent, **HEADERS},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
            auto_decompress=False,
            trust_env=False,
            max_line_size=HEADER_BYTES,
            max_field_size=HEADER_BYTES,
            max_headers=MOST_HEADERS,
            middlewares=(_once,),
        ) as session:
            yield _Browsing(self, session)


class _Browsing:
    def __init__(self, client: Client, session: aiohttp.ClientSession) -> None:
        self._client = client
        self._session = session

    async def get(
        self,
        url: str,
        limits: Limits = Limits(),
        refusal: Callable[[], Answer | None] = lambda: None,
        accept: str = "",
    ) -> Answer:
        """Ask for a wire address in its host's turn; failures are answers, too.

        Args:
            url: it.
            limits: of this request.
            refusal: gives an answer in place of asking, when the turn comes.
            accept: the media type to ask for, if it is not a page.
        """
        async with self._client.limit.turn(urlsplit(url).hostname or "") as turn:
            refused = refusal()
            if refused:
                turn.used = False
                return refused
            began = asyncio.get_running_loop().time()
            answer = await self._bounded(url, limits, accept)
            return replace(answer, seconds=asyncio.get_running_loop().time() - began)

    async def _bounded(self, url: str, limits: Limits, accept: str) -> Answer:
        """Ask within the total time; whatever goes wrong is an answer."""
        try:
            async with asyncio.timeout(limits.total):
                try:
                    return await self._ask(url, limits, accept)
                except aiohttp.ClientConnectorCertificateError as error:
                    return await self._bad_certificate(url, error.certificate_error)
        except TimeoutError:
            return _failed(url, "time-out", "It did not answer in time.")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return _failure(url, error)

    async def _ask(self, url: str, limits: Limits, accept: str) -> Answer:
        wanted = {"Accept": accept} if accept else None
        async with self._session.get(
            URL(url, encoded=True), allow_redirects=False, headers=wanted
        ) as response:
            headers = {
                name.lower(): _clean(text)
                for name, text in reversed([*response.headers.items()])
            }
            try:
                body, whole, fault = await _body(response, limits)
            except aiohttp.ClientPayloadError:
                body, whole, fault = b"", False, "truncated"
            response.close()
            return Answer(url, response.status, headers, body, whole, fault)

    async def _bad_certificate(self, url: str, error: Exception) -> Answer:
        """What browsers make of a certificate that could not be verified."""
        words = getattr(error, "verify_message", "") or "verification failed"
        if getattr(error, "verify_code", 0) not in INCOMPLETE_CHAIN:
            said = f"Browsers warn of its certificate: {words}."
            return _failed(url, "certificate", said)
        try:
            shown = await _certificate(url, self._client.resolver)
        except OSError:
            shown = ISSUER_ADDRESS
        if ISSUER_ADDRESS in shown:
            return _failed(
                url,
                "certificate chain",
                "The server does not show who issued its certificate; "
                "some browsers find out, others warn.",
            )
        return _failed(
            url,
            "certificate",
            "Browsers warn of its certificate: nobody they know has issued it.",
        )


async def _certificate(url: str, resolver: AbstractResolver) -> bytes:
    """The certificate that a host shows to anybody; nothing is asked of it."""
    host, port = urlsplit(url).hostname or "", urlsplit(url).port or 443
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    place = (await resolver.resolve(host, port))[0]
    _, writer = await asyncio.open_connection(
        place["host"], place["port"], ssl=context, server_hostname=host
    )
    try:
        shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        return bytes(shown or b"")
    finally:
        writer.close()


class HostError(OSError):
    """A host that cannot be asked, in a sentence; `failure` says why."""

    failure: Failure = "no name service"


class PrivateHostError(HostError):
    """A host turned out to be inside a private network."""

    failure = "private"


class NoHostError(HostError):
    """A host does not exist."""

    failure = "no host"


class NoNameServiceError(HostError):
    """A host could not be looked up this time."""


class BrokenError(aiohttp.ClientError):
    """A connection broke; aiohttp does not retry this one (see above)."""


class _Protocol(ResponseHandler):
    def data_received(self, data: bytes) -> None:
        """Take what came: an answer's head first, so that no later fault undoes it."""
        head, end, body = data.partition(b"\r\n\r\n")
        super().data_received(head + end)
        if body:
            super().data_received(body)


class Resolver(AbstractResolver):
    """Looks hosts up once a run, and refuses those of private networks."""

    def __init__(self, *, allow_private: bool) -> None:
        """Refuse private addresses unless they are allowed."""
        self._allow_private = allow_private
        self._known: dict[tuple[str, int], list[tuple[int, str, int]]] = {}
        self._threads = ThreadPoolExecutor(RESOLVERS, "resolver")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a host."""
        if (host, port) not in self._known:
            self._known[host, port] = await self._look_up(host, port, family)
        return [
            ResolveResult(
                hostname=host, host=number, port=door, family=kind, proto=0, flags=0
            )
            for kind, number, door in self._known[host, port]
        ]

    async def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _look_up(
        self, host: str, port: int, family: int
    ) -> list[tuple[int, str, int]]:
        if f".{host.rstrip('.')}".endswith(".localhost"):  # RFC 6761, 6.3
            found = [(int(socket.AF_INET), "127.0.0.1", port)]
        elif addresses.never_exists(host):
            raise NoHostError(f"The host {host} does not exist.")
        else:
            found = await self._ask(host, port, family)
        numbers = [
            ipaddress.ip_address(number.partition("%")[0]) for _, number, _ in found
        ]
        if not self._allow_private and any(map(addresses.is_private_number, numbers)):
            raise PrivateHostError(f"The host {host} is inside a private network.")
        return found

    async def _ask(
        self, host: str, port: int, family: int
    ) -> list[tuple[int, str, int]]:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                found = await loop.run_in_executor(
                    self._threads,
                    lambda: socket.getaddrinfo(host, port, family, socket.SOCK_STREAM),
                )
        except socket.gaierror as error:
            if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)):
                raise NoHostError(f"The host {host} does not exist.") from error
            raise NoNameServiceError(f"The host {host} cannot be looked up.") from error
        except (TimeoutError, UnicodeError) as error:
            raise NoNameServiceError(f"The host {host} cannot be looked up.") from error
        return [
            (int(kind), str(place[0]), int(place[1])) for kind, _, _, _, place in found
        ]


@asynccontextmanager
async def open_client(
    limit: RateLimit, agent: str, *, allow_private: bool
) -> AsyncIterator[Client]:
    """Open the client, with the certificates of SSL_CERT_FILE if it is set."""
    # It warns of every odd cookie of every odd host.
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)
    resolver = Resolver(allow_private=allow_private)
    connector = aiohttp.TCPConnector(
        ssl=_certificates(),
        resolver=resolver,
        use_dns_cache=False,
        force_close=True,
        limit=0,
    )
    protocol: type[ResponseHandler] = _Protocol
    connector._factory = partial(protocol, asyncio.get_running_loop())  # noqa: SLF001 -- aiohttp has no public way
    try:
        yield Client(connector, resolver, limit, agent)
    finally:
        await connector.close()
        await resolver.close()


def _certificates() -> ssl.SSLContext:
    """What browsers trust: the system's certificates, or those of SSL_CERT_FILE."""
    context = ssl.create_default_context(cafile=os.environ.get("SSL_CERT_FILE") or None)
    # Python 3.13 asks more of a certificate than browsers do.
    context.verify_flags &= ~getattr(ssl, "VERIFY_X509_STRICT", 0)
    context.set_ciphers(CIPHERS)
    return context


async def _once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Let a broken connection end the request, instead of beginning another."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise BrokenError(str(error)) from error


async def _body(
    response: aiohttp.ClientResponse, limits: Limits
) -> tuple[bytes, bool, str]:
    """Read and unpack a body up to the limits: bytes, whether whole, what is wrong."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    unpack = _unpacker(coding)
    body, read = bytearray(), 0
    async for chunk in response.content.iter_any():
        room = limits.read - read
        read += len(chunk)
        if unpack is None:
            body += chunk[:room]
        else:
            try:
                body += unpack.unpack(chunk[:room], limits.unpacked - len(body))
            except (zlib.error, brotli.error):
                return bytes(body), False, "undecodable"
        if read > limits.read or len(body) >= limits.unpacked:
            return bytes(body), False, ""
    if unpack and read and not unpack.ended:
        return (
            bytes(body),
            False,
            "undecodable" if isinstance(unpack, _Unknown) else "truncated",
        )
    return bytes(body), True, ""


CODINGS = ("gzip", "x-gzip", "deflate", "br")
UNASKED = ("zstd", "compress", "x-compress", "dcb", "dcz")


class _Unpacker(Protocol):
    @property
    def ended(self) -> bool:
        """True when the packing says that nothing follows."""

    def unpack(self, chunk: bytes, room: int) -> bytes:
        """Unpack a piece to at most about `room` bytes."""


class _Zlib:
    """gzip and deflate, the latter also without the header that it should have."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._begun = False

    @property
    def ended(self) -> bool:
        return self._stream.eof

    def unpack(self, chunk: bytes, room: int) -> bytes:
        if self._stream.eof:
            return b""
        try:
            data = self._stream.decompress(chunk, max(room, 1))
        except zlib.error:
            if self._begun:
                raise
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
            data = self._stream.decompress(chunk, max(room, 1))
        self._begun = True
        return data


class _Brotli:
    """Brotli, whose bombs are the worst of all: a thousandfold and more."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    @property
    def ended(self) -> bool:
        return bool(self._stream.is_finished())

    def unpack(self, chunk: bytes, room: int) -> bytes:
        # It may give twice what it is allowed: so it is allowed a little at a time.
        data = bytearray()
        while piece := self._stream.process(chunk, output_buffer_limit=BROTLI_BYTES):
            data += piece
            if len(data) >= room:
                break
            chunk = b""
        return bytes(data)


class _Unknown:
    """A packing that nobody asked for: a reader's browser cannot open it either."""

    @property
    def ended(self) -> bool:
        return False

    def unpack(self, _chunk: bytes, _room: int) -> bytes:
        return b""


class _Chain:
    """Packed more than once: the outermost packing was put on last."""

    def __init__(self, packings: list[_Unpacker]) -> None:
        self._packings = packings

    @property
    def ended(self) -> bool:
        return all(packing.ended for packing in self._packings)

    def unpack(self, chunk: bytes, room: int) -> bytes:
        for packing in self._packings:
            chunk = packing.unpack(chunk, room) if chunk else b""
        return chunk


def _unpacker(coding: str) -> _Unpacker | None:
    # Browsers pass over what is no packing at all, such as "utf-8".
    names = [name.strip() for name in coding.split(",")]
    packings = [_packing(name) for name in names if name in (*CODINGS, *UNASKED)]
    if len(packings) < 2:  # noqa: PLR2004 -- a chain has two
        return packings[0] if packings else None
    return _Chain(packings[::-1])


def _packing(name: str) -> _Unpacker:
    if name in UNASKED:
        return _Unknown()
    return _Brotli() if name == "br" else _Zlib()


def _failure(url: str, error: Exception) -> Answer:
    """A failed request as an answer."""
    cause = (
        error.os_error if isinstance(error, aiohttp.ClientConnectorDNSError) else error
    )
    if isinstance(cause, HostError):
        return _failed(url, cause.failure, str(cause))
    if isinstance(error, aiohttp.ClientConnectorSSLError | ssl.SSLError):
        return _failed(url, "tls", "The secure connection could not be made.")
    if isinstance(error, aiohttp.ClientConnectorError | ConnectionRefusedError):
        return _failed(
            url, "refused", "It refuses the connection, or cannot be reached."
        )
    if isinstance(error, BrokenError | ConnectionError):
        return _failed(url, "reset", "It broke the connection off.")
    return _failed(url, "garbage", "What it answers is not HTTP.")


def _failed(url: str, failure: Failure, detail: str) -> Answer:
    return Answer(url, failure=failure, detail=detail)


def _clean(text: str) -> str:
    """A header's text; bytes that are not UTF-8 are read as browsers read them."""
    raw = text.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
