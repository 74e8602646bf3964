"""The bad web itself: many hostile hosts on loopback, and a log of every request."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from . import answers, certificates, pages, registries
from .wire import HEAD_LIMIT, Answer, Exchange, Request, Setting, Visit, read_request

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Mapping
    from types import TracebackType

SHIM = Path(__file__).parent / "resolver"
NAMED = "127.0.0.1"  # where the resolver leads every name
BACKLOG = 128


def common_path(host: Host, request: Request) -> Answer:
    """Answer what every host has: a front page, a second page, no robots.txt."""
    if request.path in {"/robots.txt", "/favicon.ico"}:
        return answers.not_found()
    if request.path in {"", "/"}:
        return answers.say(200, pages.front(request.host))
    if request.path == "/new":
        return answers.say(200, pages.article(host.subject or request.host))
    return host.otherwise


def free_port(hosts: Iterable[str]) -> int:
    """Find a port that is free at each of the addresses."""
    addresses = sorted(set(hosts))
    for _ in range(50):
        with contextlib.ExitStack() as open_sockets:
            first = open_sockets.enter_context(socket.socket())
            first.bind((addresses[0], 0))
            port: int = first.getsockname()[1]
            try:
                for address in addresses[1:]:
                    other = open_sockets.enter_context(socket.socket())
                    other.bind((address, port))
            except OSError:
                continue
            return port
    message = "found no port that is free at every loopback address of the bad web"
    raise OSError(message)


@dataclass(frozen=True)
class Host:
    """A host: what it answers at which address, and how else."""

    name: str
    paths: Mapping[str, Answer] = field(default_factory=dict)
    otherwise: Answer = field(default_factory=answers.not_found)
    subject: str = ""
    tls: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    listens: bool = True

    @property
    def is_address(self) -> bool:
        """Whether it is reached by figures, so needs a listening socket."""
        return self.name.startswith("127.")


class BadWeb:
    """All hosts, their sockets, and the log; an asynchronous context manager."""

    def __init__(self, hosts: Iterable[Host], *, spare: Iterable[str] = ()) -> None:
        """Take the hosts, and loopback addresses where nothing must listen."""
        known = {name: Host(name, otherwise=how) for name, how in self.registries()}
        self.hosts: dict[str, Host] = known | {host.name: host for host in hosts}
        self.visits: list[Visit] = []
        self.troubles: list[str] = []
        self.run = 1
        self._spare = tuple(spare)
        self._counts: Counter[tuple[str, str]] = Counter()
        self._connections = 0
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._full: list[socket.socket] = []
        self._folder = tempfile.TemporaryDirectory(prefix="badweb-")
        self._named_contexts: dict[str, ssl.SSLContext] = {}
        self.http_port = 0
        self.https_port = 0

    @staticmethod
    def registries() -> Iterable[tuple[str, Answer]]:
        """List the registries with their ways."""
        return registries.registry_answers().items()

    async def __aenter__(self) -> Self:
        """Make certificates, open every socket, set the addresses."""
        self.authorities = certificates.make_authorities()
        self.bundle = self.folder / "authority.pem"
        self.bundle.write_bytes(self.authorities.root.public())
        # Others than we must read it: LinkChecker leaves the rights of root.
        self.folder.chmod(0o755)
        self.bundle.chmod(0o644)
        addresses = [host.name for host in self.hosts.values() if host.is_address]
        everywhere = [NAMED, *addresses, *self._spare]
        self.http_port = free_port(everywhere)
        self.https_port = free_port(everywhere)
        listening = [NAMED, *(a for a in addresses if self.hosts[a].listens)]
        for address in sorted(set(listening)):
            await self._listen(address, self.http_port, None)
        for host in self.hosts.values():
            if host.tls and host.is_address:
                context = self._context(host.tls, host.name)
                await self._listen(host.name, self.https_port, context)
        await self._listen(NAMED, self.https_port, self._names_context())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every socket and end every conversation."""
        for server in self._servers:
            server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for plug in self._full:
            plug.close()
        self._folder.cleanup()

    @property
    def folder(self) -> Path:
        """Where certificates are kept while it runs."""
        return Path(self._folder.name)

    @property
    def places(self) -> dict[str, str]:
        """What `{port}` and its like stand for on every host."""
        return {"port": str(self.http_port), "tls_port": str(self.https_port)}

    def begin_run(self, number: int) -> None:
        """Start a new run: first visits are first visits again."""
        self.run = number
        self._counts.clear()

    def environment(self) -> dict[str, str]:
        """Give the variables by which a program is led to this web, and only here."""
        path = os.pathsep.join(filter(None, [str(SHIM), os.environ.get("PYTHONPATH")]))
        return registries.environment(self.http_port) | {
            "PYTHONPATH": path,
            "BADWEB_PORTS": f"{self.http_port},{self.https_port}",
            "SSL_CERT_FILE": str(self.bundle),
            "REQUESTS_CA_BUNDLE": str(self.bundle),
            "CURL_CA_BUNDLE": str(self.bundle),
            "NO_PROXY": "*",
            "no_proxy": "*",
        }

    def plug(self, address: str) -> None:
        """Make an address where connections are neither taken nor refused."""
        full = socket.socket()
        full.bind((address, self.http_port))
        full.listen(0)
        self._full.append(full)
        for _ in range(2):
            waiting = socket.socket()
            waiting.setblocking(False)  # noqa: FBT003 - the socket module's own name
            waiting.connect_ex((address, self.http_port))
            self._full.append(waiting)

    async def _listen(
        self, address: str, port: int, context: ssl.SSLContext | None
    ) -> None:
        scheme = "https" if context else "http"

        async def connected(
            reader: asyncio.StreamReader, writer: asyncio.StreamWriter
        ) -> None:
            await self._converse(reader, writer, scheme)

        server = await asyncio.start_server(
            connected, address, port, ssl=context, limit=HEAD_LIMIT, backlog=BACKLOG
        )
        self._servers.append(server)

    def _context(self, kind: str, host: str) -> ssl.SSLContext:
        return certificates.server_context(self.folder, self.authorities, kind, host)

    def _names_context(self) -> ssl.SSLContext:
        """Answer TLS for any name with a good certificate made for it."""

        def choose(
            connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext
        ) -> None:
            asked = name or NAMED
            if asked not in self._named_contexts:
                known = self.hosts.get(asked)
                kind = known.tls if known and known.tls else "good"
                self._named_contexts[asked] = self._context(kind, asked)
            connection.context = self._named_contexts[asked]

        context = self._context("good", NAMED)
        context.sni_callback = choose
        return context

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, scheme: str
    ) -> None:
        """Serve one connection to its end."""
        task = asyncio.current_task()
        if task is None:
            return
        self._tasks.add(task)
        self._connections += 1
        number = self._connections
        small = writer.get_extra_info("socket")
        if small is not None:
            small.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, HEAD_LIMIT)
        # Cancelled only when the web closes: nothing is left to be told then.
        with contextlib.suppress(OSError, asyncio.CancelledError):
            try:
                while request := await read_request(reader):
                    if not await self._serve(request, reader, writer, (scheme, number)):
                        break
            except (LookupError, TypeError, ValueError) as error:
                self.troubles.append(f"{error!r}")
        with contextlib.suppress(OSError):
            writer.close()
        self._tasks.discard(task)

    async def _serve(
        self,
        request: Request,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        wire: tuple[str, int],
    ) -> bool:
        """Serve one request; tell whether the connection may go on."""
        host = self.hosts.get(request.host)
        scheme, number = wire
        seen = (request.host, request.target)
        if request.method != "HEAD":
            self._counts[seen] += 1
        places = (dict(host.places) if host else {}) | self.places
        visit = max(1, self._counts[seen])
        setting = Setting(self.run, visit, number, scheme, places)
        exchange = Exchange(request, setting, reader, writer)
        try:
            await self._answer(host, request)(exchange)
        finally:
            self.visits.append(exchange.visit())
        asked_to_close = request.headers.get("connection", "").lower() == "close"
        return exchange.keep_open and not asked_to_close

    @staticmethod
    def _answer(host: Host | None, request: Request) -> Answer:
        if host is None:
            return registries.canary
        if host.otherwise in registries.registry_answers().values():
            return host.otherwise
        special = host.paths.get(request.target) or host.paths.get(request.path)
        return special or common_path(host, request)
