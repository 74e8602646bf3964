"""Measure a checker under load: many links on many hosts, all fine or with bombs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import answers, findings, manners, processes, shipped
from .histories import START
from .server import BadWeb, Host

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from .wire import Exchange

PER_PAGE = 100
BOMB_EVERY = 20
LIMIT = 3600.0
MEGABYTES_ALLOWED = 150
RATIO_ALLOWED = 1.2
LOAD_SLACK = 0.7  # hundreds of hosts at once make the log itself late
RULES = frozenset(
    (
        "one request a host at a time",
        "the pause between requests of a host",
        "no more than 256 kB read",
    )
)


async def judge(arguments: argparse.Namespace, folder: Path) -> int:
    """Run once over many links; print time and memory against what is allowed."""
    hosts = [Host(name, otherwise=page_or_bomb) for name in addresses(arguments.hosts)]
    async with BadWeb(hosts) as web:
        busiest = write(folder / "site", arguments, web.places["port"])
        command = words(arguments, folder, web.bundle)
        ended = await processes.run(command, web.environment(), limit=LIMIT)
        visits = [v for v in web.visits if v.target.startswith("/load/")]
    floor = max(busiest * arguments.pause, 0.001)
    pages = len({(visit.host, visit.target) for visit in visits})
    print(f"{arguments.load} links on {arguments.hosts} hosts, pause {arguments.pause}")
    print(f"exit {ended.code}, {pages} links asked in {len(visits)} requests")
    print(f"{ended.seconds:.1f} s; manners alone demand {floor:.1f} s: ", end="")
    print(f"ratio {ended.seconds / floor:.2f} (allowed {RATIO_ALLOWED})")
    print(f"{ended.megabytes:.0f} MB at most (allowed {MEGABYTES_ALLOWED} at 1,000)")
    print(verdicts(arguments, folder))
    for manner in manners.judge(visits, [], arguments.pause * LOAD_SLACK):
        if manner.faults and manner.rule in RULES:
            print(f"{manner.rule}: {len(manner.faults)} faults, {manner.faults[0]}")
    return int(ended.seconds / floor > RATIO_ALLOWED)


def addresses(count: int) -> list[str]:
    """Give so many loopback addresses."""
    return [f"127.0.{100 + n // 200}.{n % 200 + 1}" for n in range(count)]


async def page_or_bomb(exchange: Exchange) -> None:
    """Answer a page, or a bomb where the address says so."""
    answer = answers.gzip_bomb if "bomb" in exchange.request.path else answers.say()
    await answer(exchange)


def write(folder: Path, arguments: argparse.Namespace, port: str) -> int:
    """Write the pages; give the number of links of the busiest host."""
    folder.mkdir(parents=True, exist_ok=True)
    hosts = addresses(arguments.hosts)
    links = []
    for number in range(arguments.load):
        kind = "bomb" if arguments.bombs and number % BOMB_EVERY == 0 else "page"
        host = hosts[number % len(hosts)]
        links.append(f"http://{host}:{port}/load/{kind}/{number}")
    names = []
    for at in range(0, len(links), PER_PAGE):
        names.append(f"page-{at // PER_PAGE:04}.html")
        write_page(folder / names[-1], links[at : at + PER_PAGE])
    write_page(folder / "index.html", names)
    return -(-len(links) // len(hosts))


def write_page(path: Path, links: list[str]) -> None:
    """Write one page of links."""
    items = "\n".join(f'<p><a href="{link}">{link}</a></p>' for link in links)
    path.write_text(f"<!doctype html>\n<title>{path.stem}</title>\n{items}\n")


def words(arguments: argparse.Namespace, folder: Path, authority: Path) -> list[str]:
    """Give the words by which the checker is called once."""
    if arguments.linkchecker:
        results = folder / "results"
        results.mkdir(exist_ok=True)
        results.chmod(0o777)
        found = results / "found.xml"
        return shipped.shipped_command(folder / "site", found, authority)
    return [
        *arguments.command,
        str(folder / "site"),
        *("--json", str(folder / "found.json")),
        *("--memory", str(folder / "links.json")),
        *("--report", str(folder / "report.md")),
        *("--now", START.isoformat()),
        *("--pause", str(arguments.pause)),
        "--allow-private",
    ]


def verdicts(arguments: argparse.Namespace, folder: Path) -> str:
    """Count the verdicts, which should all be fine."""
    if arguments.linkchecker:
        found = shipped.read(folder / "results" / "found.xml")
    else:
        found = findings.read(folder / "found.json")
    counted: dict[str, int] = {}
    for one in found.by_address.values():
        counted[one.verdict] = counted.get(one.verdict, 0) + 1
    return f"verdicts: {counted}"
