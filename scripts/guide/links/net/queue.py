"""The queue: every address is asked once, however many links have it."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass, replace

from guide.library import identifiers
from guide.library.identifiers import Record
from guide.links.net.fetch import Fetcher
from guide.links.net.identifier_services import IdentifierServices
from guide.links.record import Link, LinkJudgement
from guide.links.responses import Response

# Requests to one host that wait beside each other: while one waits for another host
# or for its second try, the next may use the turn.
WAITING_A_HOST = 4
BATCHED = ("pubmed", "pmc")

Links = list[Link]


@dataclass(frozen=True)
class Queue:
    """Asks hosts and identifier services; `done` is given each link as it is judged."""

    fetcher: Fetcher
    services: IdentifierServices
    judge: Callable[[Link], Link]
    done: Callable[[Link], None]

    async def ask(self, links: Iterable[Link]) -> None:
        """Ask for all links; if cancelled, those in hand are let go."""
        tasks = [asyncio.create_task(task) for task in self._tasks(links)]
        try:
            await asyncio.gather(*tasks)
        except asyncio.CancelledError:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _tasks(self, links: Iterable[Link]) -> Iterator[Coroutine[None, None, None]]:
        hosts: defaultdict[str, dict[str, Links]] = defaultdict(dict)
        records: defaultdict[Record, Links] = defaultdict(list)
        for link in links:
            wire = link.address.wire
            if record := identifiers.recognise(wire):
                records[record].append(link)
            else:
                hosts[link.address.host.rstrip(".")].setdefault(wire, []).append(link)
        for wires in hosts.values():
            waiting = deque(wires.values())
            for _ in range(min(WAITING_A_HOST, len(waiting))):
                yield self._ask_host(waiting)
        for batch in _batches(records):
            yield self._ask_service({record: records[record] for record in batch})

    async def _ask_host(self, waiting: deque[Links]) -> None:
        """Ask for a host's addresses, one after the other."""
        while waiting:
            links = waiting.popleft()
            try:
                response = await self.fetcher.fetch(links[0].address)
                judged = [self.judge(replace(one, response=response)) for one in links]
            except Exception as error:  # noqa: BLE001 -- one odd page must not end the run
                reason = f"Our check failed on it ({type(error).__name__}: {error})."
                flaky = LinkJudgement("flaky", reason)
                judged = [replace(one, judgement=flaky) for one in links]
            for link in judged:
                self.done(link)

    async def _ask_service(self, records: dict[Record, Links]) -> None:
        judgements = await self.services.ask(list(records))
        for record, judgement in judgements.items():
            for link in records[record]:
                answered = Response(link.address.wire, "")
                self.done(replace(link, response=answered, judgement=judgement))


def _batches(records: Iterable[Record]) -> Iterable[list[Record]]:
    """The records of each service: all at once where it allows that, else singly."""
    kinds: defaultdict[str, list[Record]] = defaultdict(list)
    for record in sorted(records, key=lambda one: (one.registry, one.identifier)):
        kinds[record.registry].append(record)
    for registry, found in kinds.items():
        if registry in BATCHED:
            yield found
        else:
            yield from ([record] for record in found)
