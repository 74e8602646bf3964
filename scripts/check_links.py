"""Check every link of the guide, and say what a maintainer should do about it.

    python scripts/check_links.py site --sources docs data references.bib

Reads a built folder (or an address), asks for every link with patience, remembers
what it saw, and tells only what is certain. Exit 0: nothing to tell. 1: findings.
2: the check could not be done, which says nothing about the links.
"""

# ruff: noqa: E402 -- whoever stops us while we load is given a sentence, too
import os
import signal
import sys


def _stop(_signal: int, _frame: object) -> None:
    """End in a sentence before the program is loaded."""
    os.write(2, b"Stopped before it began. Nothing was changed.\n")
    os._exit(2)


signal.signal(signal.SIGINT, _stop)
signal.signal(signal.SIGTERM, _stop)

import argparse
import asyncio
import gc
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import uvloop
from guide.links import addresses, artifact, repairs, reports, run, settings, state
from guide.links.net.client import open_client
from guide.links.net.crawler import CrawlerError
from guide.links.net.identifier_services import EUTILS_URL, NCBI_PAUSE, base
from guide.links.net.rate_limit import RateLimit
from guide.links.record import Link
from guide.links.repairs import Change  # noqa: TC002 -- ours, and needed to run
from guide.links.run import Outcome, Plan, RunError
from guide.links.settings import Settings
from guide.links.state import Memory
from guide.upkeep import files
from guide.upkeep.terminal import Terminal

PRODUCT = "StiffPersonGuide"
RARE_COLLECTION = 100_000
LONGEST_PAUSE = 3600.0


def main() -> int:
    """Check links as the command line says; see --help."""
    arguments = _arguments()
    # Thousands of requests make few cycles: looking for them always costs a tenth.
    gc.set_threshold(RARE_COLLECTION)
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
        return _check(arguments)
    except (RunError, CrawlerError, ValueError) as error:
        print(f"The links could not be checked. {error}", file=sys.stderr)
    except BrokenPipeError:
        # Whoever read us has gone; all files are written by then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print("Nobody reads the findings; the files are written.", file=sys.stderr)
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        print(
            f"The links could not be checked. {name}{error.strerror or error}. "
            "Nothing was changed.",
            file=sys.stderr,
        )
    except KeyboardInterrupt:
        print(
            "Stopped before the links were asked. Nothing was changed.", file=sys.stderr
        )
    return 2


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n\n")[0],
        epilog="CONTACT (an e-mail address) and SITE_URL in the environment say who "
        "asks. CANARIES names addresses that prove the network; empty for none.",
    )
    add = parser.add_argument
    add(
        "target",
        metavar="FOLDER_OR_ADDRESS",
        help="a built site, or where it is published",
    )
    add("--json", type=Path, metavar="OUT", help="write all links with their verdicts")
    add(
        "--memory", type=Path, metavar="FILE", help="remember between runs (links.json)"
    )
    add("--report", type=Path, metavar="FILE", help="write what to do, in Markdown")
    add("--now", type=_time, metavar="ISO", help="pretend that it is this time")
    add(
        "--pause",
        type=_seconds,
        default=1.0,
        metavar="SECONDS",
        help="between two requests of a host (1)",
    )
    add(
        "--allow-private",
        action="store_true",
        help="also ask hosts of a private network",
    )
    add(
        "--settings",
        type=Path,
        metavar="FILE",
        help="exceptions (links.toml if there is one)",
    )
    add(
        "--sources",
        nargs="*",
        type=Path,
        default=[],
        metavar="PATH",
        help="name files and lines in these, not built pages",
    )
    add("--fix", action="store_true", help="write moved addresses into the sources")
    add(
        "--trust",
        action="store_true",
        help="believe that a third of the links fails at once",
    )
    return parser.parse_args()


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is not a time like 2026-01-05T06:00:00Z"
        raise argparse.ArgumentTypeError(message) from error
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < LONGEST_PAUSE:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")
    return seconds


def _check(arguments: argparse.Namespace) -> int:
    """Read, check, write, exit honestly."""
    now = arguments.now or datetime.now(UTC)
    outputs = [p for p in (arguments.memory, arguments.json, arguments.report) if p]
    if len({path.resolve() for path in outputs}) < len(outputs):
        raise ValueError("--memory, --json and --report need a file each.")
    files.ensure_writable(outputs)
    sources = _texts(arguments.sources)
    known = _memory(arguments.memory)
    plan = _plan(arguments, now, _settings(arguments.settings), sources)
    terminal = Terminal(sys.stderr)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcome = runner.run(_run(plan, known, arguments.pause, terminal))
    terminal.end()
    _write(arguments, outcome, now)
    if outcome.left:
        print(
            f"Stopped: {outcome.left} links were not asked. "
            "What was seen of the others is remembered.",
            file=sys.stderr,
        )
        return 2
    for note in outcome.notes:
        print(note, file=sys.stderr)
    if arguments.fix:
        _fix(sources, outcome.links)
    print(reports.to_terminal(outcome.links), flush=True)
    return 1 if any(link.told for link in outcome.links) else 0


async def _run(plan: Plan, known: Memory, pause: float, terminal: Terminal) -> Outcome:
    ncbi = urlsplit(base("EUTILS_URL", EUTILS_URL)).hostname or ""
    limit = RateLimit(pause, {ncbi: max(pause, NCBI_PAUSE)})
    async with open_client(
        limit, plan.agent, allow_private=plan.allow_private
    ) as client:
        return await run.check(plan, client, known, terminal.show)


def _plan(
    arguments: argparse.Namespace,
    now: datetime,
    decided: Settings,
    sources: Mapping[Path, str],
) -> Plan:
    contact = os.environ.get("CONTACT", "").strip()
    published = os.environ.get("SITE_URL", "").strip()
    if published and addresses.read(published).kind != "web":
        fault = addresses.read(published).fault
        raise ValueError(f"SITE_URL is {published!r}: {fault}. Correct or unset it.")
    if not contact and not published:
        print(
            "Set CONTACT or SITE_URL, so that hosts can see who asks.", file=sys.stderr
        )
    who = "; ".join(part for part in (published and f"+{published}", contact) if part)
    return Plan(
        target=arguments.target,
        now=now,
        agent=f"{PRODUCT}/1.0 ({who or 'a guide for patients'})",
        product=PRODUCT,
        contact=contact,
        published=published,
        allow_private=arguments.allow_private,
        trust=arguments.trust,
        settings=decided,
        written=_finder(sources),
    )


def _finder(
    sources: Mapping[Path, str],
) -> Callable[[Iterable[str]], Mapping[str, list[tuple[str, int]]]]:
    """Where sources name addresses, as a function of the addresses."""

    def find(wanted: Iterable[str]) -> Mapping[str, list[tuple[str, int]]]:
        addresses = list(wanted)
        found: dict[str, list[tuple[str, int]]] = {}
        for path, text in sources.items():
            name = path.as_posix()
            for address, lines in repairs.find(text, name, addresses).items():
                found.setdefault(address, []).extend((name, line) for line in lines)
        return found

    return find


def _texts(paths: Iterable[Path]) -> dict[Path, str]:
    """The sources' texts, line ends kept as they are."""
    texts: dict[Path, str] = {}
    for path in paths:
        if not path.exists():
            raise ValueError(f"There is no source {path}; correct --sources.")
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in found:
            if file.suffix.lower() in repairs.KINDS and file.is_file():
                try:
                    texts[file] = file.read_bytes().decode("utf-8")
                except UnicodeDecodeError as error:
                    raise ValueError(f"{file}: this is not UTF-8 ({error}).") from error
    return texts


def _settings(path: Path | None) -> Settings:
    usual = Path("links.toml")
    chosen = path or usual
    if path is None and not usual.exists():
        return Settings()
    try:
        text = chosen.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{chosen}: this is not UTF-8 ({error}).") from error
    return settings.parse(text, str(chosen))


def _memory(path: Path | None) -> Memory:
    """What the last run knew; a file that cannot be read is kept beside."""
    if path is None or not path.exists():
        return Memory({})
    try:
        return state.parse(path.read_text(encoding="utf-8"))
    except state.NewerError:
        raise
    except ValueError as error:
        aside = files.keep_aside(path)
        print(
            f"{path} cannot be read: {error}. It is kept as {aside}; "
            "the memory starts afresh, so only what is certain at once is told.",
            file=sys.stderr,
        )
        return Memory({})


def _write(arguments: argparse.Namespace, outcome: Outcome, now: datetime) -> None:
    """Write all files or none; after an interruption the memory alone."""
    texts: dict[Path, str] = {}
    if arguments.memory:
        texts[arguments.memory] = state.write(outcome.memory)
    if arguments.json and not outcome.left:
        texts[arguments.json] = reports.to_json(outcome.links)
    if arguments.report and not outcome.left:
        texts[arguments.report] = reports.to_markdown(outcome.links, now, outcome.notes)
    files.write_all(texts)


def _fix(sources: Mapping[Path, str], links: Iterable[Link]) -> None:
    """Write moved addresses into the sources, and say each."""
    moves = artifact.moves(links)
    changed: dict[Path, str] = {}
    said: list[Change] = []
    for path, text in sources.items():
        repaired = repairs.repair(text, path.as_posix(), moves)
        for fault in repaired.refused:
            print(fault, file=sys.stderr)
        if repaired.changes:
            changed[path] = repaired.text
            said += repaired.changes
    files.write_all(changed)
    for change in said:
        print(f"{change.file}:{change.line}: {change.old} -> {change.new}")
    print(f"{len(said)} addresses changed." if said else "No address to change.")


if __name__ == "__main__":
    sys.exit(main())
