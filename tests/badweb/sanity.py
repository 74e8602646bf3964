"""Judge what a checker does when not the links but the world is at fault."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import answers, findings, processes
from .histories import START
from .server import BadWeb, Host

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from .wire import Exchange

LIMIT = 240.0
LINKS = 12
TARGET = "127.0.3.100"
COULD_NOT_WORK = 2


async def judge(command: Sequence[str], folder: Path) -> int:
    """Try every scene; print one line each and count those that went wrong."""
    scenes: list[Callable[[Stage], Awaitable[str]]] = [
        all_good,
        most_fail_together,
        network_gone,
        no_links,
        memory_corrupt,
        memory_lost,
        private_redirect,
        interrupted,
        by_address,
        same_again,
    ]
    faults = 0
    for scene in scenes:
        place = folder / scene.__name__
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o755)
        states = dict.fromkeys(range(LINKS), "fine")
        stage = Stage(command, place, states)
        async with BadWeb(stage.hosts()) as web:
            stage.web = web
            fault = await scene(stage)
        faults += bool(fault)
        title = (scene.__doc__ or "").strip().rstrip(".")
        print(f"  sanity: {title}: {fault or 'kept'}", flush=True)
    return faults


async def all_good(stage: Stage) -> str:
    """All links good: exit 0, nobody told."""
    ended = await stage.run(0)
    found = findings.read(stage.folder / "found-0.json").as_written.values()
    return complain(
        ended.code != 0, f"exit {ended.code}: {ended.output[-200:]!r}"
    ) or complain(any(one.told for one in found), "somebody is told")


async def most_fail_together(stage: Stage) -> str:
    """Most good links fail together: the run is invalid, the memory untouched."""
    await stage.run(0)
    before = stage.memory()
    stage.states.update(dict.fromkeys(range(LINKS * 2 // 3), "gone"))
    ended = await stage.run(7)
    return complain(
        ended.code != COULD_NOT_WORK, f"exit {ended.code}, not 2"
    ) or complain(stage.memory() != before, "the memory was changed")


async def network_gone(stage: Stage) -> str:
    """No canary answers: exit 2, nothing written."""
    await stage.run(0)
    before = stage.memory()
    ended = await stage.run(7, BADWEB_NETWORK="gone")
    return complain(
        ended.code != COULD_NOT_WORK, f"exit {ended.code}, not 2"
    ) or complain(stage.memory() != before, "the memory was changed")


async def no_links(stage: Stage) -> str:
    """A site without links: exit 2, the memory untouched."""
    await stage.run(0)
    before = stage.memory()
    stage.states.clear()
    ended = await stage.run(7)
    return complain(
        ended.code != COULD_NOT_WORK, f"exit {ended.code}, not 2"
    ) or complain(stage.memory() != before, "the memory was changed")


async def memory_corrupt(stage: Stage) -> str:
    """A corrupt memory: starts afresh or stops, says so, shows no traceback."""
    await stage.run(0)
    (stage.folder / "links.json").write_text('{"half a line')
    ended = await stage.run(7)
    said = "memory" in ended.output.lower() or "links.json" in ended.output
    return complain("Traceback" in ended.output, "a traceback") or complain(
        not said, "says nothing of the memory"
    )


async def memory_lost(stage: Stage) -> str:
    """The memory is lost: only what is told at once is told."""
    stage.states.update({0: "gone", 1: "malformed"})
    await stage.run(0)
    (stage.folder / "links.json").unlink(missing_ok=True)
    await stage.run(7)
    found = findings.read(stage.folder / "found-7.json").as_written.values()
    told = sorted(one.verdict for one in found if one.told)
    return complain(told != ["malformed"], f"told: {told}")


async def private_redirect(stage: Stage) -> str:
    """Without --allow-private no redirect to a private address is followed."""
    stage.states[0] = "private"
    await stage.run(0, private=False)
    visits = stage.web.visits if stage.web else []
    asked = [visit.target for visit in visits if visit.host == TARGET]
    return complain(bool(asked), f"{TARGET} was asked for {asked}")


async def interrupted(stage: Stage) -> str:
    """Ctrl-C in the middle: a valid memory or none, no traceback, no success."""
    stage.states[0] = "silent"
    ended = await stage.run(0, interrupt=True)
    memory = stage.memory()
    try:
        broken = bool(memory) and not json.loads(memory)
    except ValueError:
        broken = not all(map(is_json, memory.splitlines()))
    return (
        complain("Traceback" in ended.output, "a traceback")
        or complain(ended.code == 0, "exit 0")
        or complain(broken, "the memory cannot be read")
    )


async def by_address(stage: Stage) -> str:
    """A site is given by its address: its pages are crawled."""
    ended = await stage.run(0, by_address=True)
    found = findings.read(stage.folder / "found-0.json").by_address
    asked = sum("/link/" in url for url in found)
    return complain(asked < LINKS, f"{asked} of {LINKS} links, exit {ended.code}")


async def same_again(stage: Stage) -> str:
    """The same findings give the same report, byte for byte."""
    stage.states.update({0: "gone", 1: "malformed"})
    await stage.run(0)
    before, reports = stage.memory(), []
    for _ in range(2):
        (stage.folder / "links.json").write_bytes(before)
        await stage.run(7)
        reports.append((stage.folder / "report.md").read_bytes())
    return complain(reports[0] != reports[1], "the reports differ")


def complain(wrong: object, words: str) -> str:
    """Give the words when something is wrong."""
    return words if wrong else ""


def is_json(line: bytes) -> bool:
    """Tell whether a line is JSON, the comma between lines aside."""
    try:
        json.loads(line.strip().rstrip(b",") or b"0")
    except ValueError:
        return line.strip() in {b"[", b"]", b"{", b"}"}
    return True


@dataclass
class Stage:
    """A small site with a dozen links whose hosts do as they are told."""

    command: Sequence[str]
    folder: Path
    states: dict[int, str]
    web: BadWeb | None = None
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    def hosts(self) -> list[Host]:
        """Give the hosts of the links, the site's own, and a private target."""
        linked = [Host(self.address(n), otherwise=self.act) for n in range(LINKS)]
        own = Host("127.0.3.200", {"/": self.page}, otherwise=self.page)
        return [*linked, own, Host(TARGET, otherwise=answers.say())]

    @staticmethod
    def address(number: int) -> str:
        """Give the host of a link."""
        return f"127.0.3.{number + 1}"

    def links(self, port: int) -> list[str]:
        """Give the links as they stand now."""
        bad = "http://two words.example/page"
        return [
            bad
            if state == "malformed"
            else f"http://{self.address(number)}:{port}/link/page/{number}"
            for number, state in self.states.items()
        ]

    async def act(self, exchange: Exchange) -> None:
        """Answer as the state of the link demands."""
        number = int(exchange.request.host.rpartition(".")[2]) - 1
        state = self.states.get(number, "fine")
        if state == "silent":
            self.asked.set()
        ways = {
            "gone": answers.not_found(),
            "silent": answers.silence,
            "private": answers.redirect(302, f"http://{TARGET}:{{port}}/secret"),
        }
        await ways.get(state, answers.say())(exchange)

    async def page(self, exchange: Exchange) -> None:
        """Answer the site's only page."""
        port = int(exchange.setting.places["port"])
        await answers.say(200, self.html(port))(exchange)

    def html(self, port: int) -> str:
        """Write the site's only page."""
        links = "\n".join(f'<p><a href="{one}">x</a></p>' for one in self.links(port))
        return f"<!doctype html>\n<title>Links</title>\n<h1>Links</h1>\n{links}\n"

    def memory(self) -> bytes:
        """Give the memory as it lies on disk."""
        path = self.folder / "links.json"
        return path.read_bytes() if path.exists() else b""

    async def run(
        self,
        day: int,
        *,
        private: bool = True,
        interrupt: bool = False,
        by_address: bool = False,
        **environment: str,
    ) -> processes.Outcome:
        """Run the checker on the site as it stands on that day."""
        if self.web is None:
            message = "the stage has no web"
            raise RuntimeError(message)
        self.web.begin_run(day + 1)
        site = self.folder / "site"
        site.mkdir(exist_ok=True)
        (site / "index.html").write_text(self.html(self.web.http_port))
        where = f"http://127.0.3.200:{self.web.http_port}/" if by_address else str(site)
        now = START + dt.timedelta(days=day)
        words = [
            *self.command,
            where,
            *("--json", str(self.folder / f"found-{day}.json")),
            *("--memory", str(self.folder / "links.json")),
            *("--report", str(self.folder / "report.md")),
            *("--now", now.isoformat(), "--pause", "0.05"),
            *(["--allow-private"] if private else []),
        ]
        return await processes.run(
            words,
            self.web.environment() | environment,
            limit=LIMIT,
            interrupt=self.asked if interrupt else None,
        )
