"""Check whether every source is what the registries of record say it is.

    python scripts/check_references.py --bib references.bib --report references.md

Exit 0: nothing to tell. 1: findings. 2: some sources could not be asked for, or none;
what was learnt is written all the same. CONTACT (an e-mail address) says who asks.
CROSSREF_URL, DOI_URL, EUTILS_URL, EUROPEPMC_URL and CTGOV_URL name other services.
"""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from guide.dates import today
from guide.links.net.client import open_client
from guide.links.net.rate_limit import RateLimit
from guide.references import check, entries, memory, record_file, repair
from guide.references.check import Run
from guide.references.entries import Entry, UnreadableError
from guide.references.memory import Memory
from guide.references.services import Services
from guide.references.verdicts import Result
from guide.upkeep import files, tasks
from guide.upkeep.terminal import Terminal

PAUSE = 0.34  # seconds between two requests of a host: at most three a second
AGENT = "StiffPersonGuide/1.0"
QUIET = ("ok", "unverified")


def main() -> int:
    """Check references as the command line says; see --help."""
    options = _options()
    try:
        text = options.bib.read_text(encoding="utf-8")
        read, odd = entries.parse(text)
        for fault in odd:
            print(f"{options.bib}: {fault}; all else is checked.", file=sys.stderr)
        if options.accept:
            return _accept(options, text, read)
        signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
        return _check(options, read)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        name = getattr(error, "filename", None) or options.bib
        print(f"{name}: {why}. Nothing was changed.", file=sys.stderr)
    except UnreadableError as error:
        print(f"{options.bib}: {error} Nothing was changed.", file=sys.stderr)
    return 2


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n\n")[0],
        epilog=(__doc__ or "").rpartition("\n\n")[2],
    )
    add = parser.add_argument
    add("--bib", type=Path, default=Path("references.bib"), metavar="FILE")
    add("--json", type=Path, metavar="FILE", help="write each entry's finding")
    add("--report", type=Path, metavar="FILE", help="write what to do, in Markdown")
    add("--tasks", type=Path, metavar="FILE", help="write what to do, for an issue")
    add("--record", type=Path, metavar="FILE", help="write what readers are told")
    add("--memory", type=Path, metavar="FILE", help="remember answers for 14 days")
    add("--now", type=_day, metavar="ISO", help="pretend that it is this day")
    add(
        "--pause", type=float, default=PAUSE, help=f"seconds between requests ({PAUSE})"
    )
    add("--only", nargs="*", metavar="KEY", help="check these entries alone")
    add(
        "--accept", metavar="KEY", help="write what --json offers for KEY into the file"
    )
    return parser.parse_args()


def _day(text: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError as error:
        message = f"{text!r} is not a day like 2026-12-01"
        raise argparse.ArgumentTypeError(message) from error


def _check(options: argparse.Namespace, read: Mapping[str, Entry]) -> int:
    day = options.now or today()
    known, note = memory.read(options.memory, day)
    if note:
        print(note, file=sys.stderr)
    wanted = options.only or list(read)
    if lost := sorted({*wanted} - read.keys()):
        print(f"{options.bib} has no entry '{lost[0]}'.", file=sys.stderr)
        return 2
    outputs = (options.json, options.report, options.tasks, options.record)
    files.ensure_writable(path for path in (*outputs, options.memory) if path)
    chosen = {key: read[key] for key in wanted}
    run, failures, stopped = _run(chosen, known, options.pause)
    _write(options, run.results, chosen, known, day)
    return _say(run, failures, stopped=stopped)


def _run(
    chosen: Mapping[str, Entry], known: Memory, pause: float
) -> tuple[Run, list[str], bool]:
    """Ask for all entries; return the results, silent services, whether stopped."""
    run, terminal = Run({}), Terminal(sys.stderr, "sources")
    failures: dict[str, None] = {}

    async def asking() -> None:
        limit = RateLimit(pause)
        async with open_client(limit, _agent(), allow_private=_is_tested()) as client:
            services = Services(client, os.environ.get("CONTACT", ""), known, failures)
            await check.check(chosen, services, run, terminal.show)

    try:
        asyncio.run(asking())
    except KeyboardInterrupt:
        return run, list(failures), True
    finally:
        terminal.end()
    return run, list(failures), False


def _agent() -> str:
    contact = os.environ.get("CONTACT", "")
    return f"{AGENT} (mailto:{contact})" if contact else AGENT


def _is_tested() -> bool:
    """Tell whether a service was named: it may be on this machine."""
    return any(name in os.environ for name in ("CROSSREF_URL", "DOI_URL", "EUTILS_URL"))


def _write(
    options: argparse.Namespace,
    results: Mapping[str, Result],
    chosen: Mapping[str, Entry],
    known: Memory,
    day: date,
) -> None:
    found = check.to_tasks(results, chosen, day.isoformat())
    texts: dict[Path | None, Callable[[], str]] = {
        options.json: lambda: _json(results),
        options.report: lambda: tasks.to_markdown(found),
        options.tasks: lambda: tasks.to_json(found),
        options.record: lambda: record_file.write(options.record, results, day),
        options.memory: lambda: memory.to_json(known),
    }
    files.write_all({path: text() for path, text in texts.items() if path})
    print(tasks.to_terminal(found))


def _json(results: Mapping[str, Result]) -> str:
    whole = {
        key: {
            "finding": it.finding,
            "details": it.details,
            "proposal": dict(it.proposal) or None,
        }
        for key, it in results.items()
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _say(run: Run, failures: list[str], *, stopped: bool) -> int:
    """Print the run in a line or two; return the exit status."""
    found = list(run.results.values())
    counts = {name: sum(it.finding == name for it in found) for name in QUIET}
    told = len(found) - sum(counts.values())
    print(
        f"{len(found)} sources: {counts['ok']} as the registries say, {told} to look "
        f"at, {counts['unverified']} that nobody could vouch for."
    )
    for sentence in failures:
        print(sentence, file=sys.stderr)
    if stopped or run.incomplete:
        print("Stopped before the end. What was learnt is kept.", file=sys.stderr)
    if stopped or failures:
        return 2
    return 1 if told else 0


def _accept(options: argparse.Namespace, text: str, read: Mapping[str, Entry]) -> int:
    """Write what was offered for one entry into the file, and nothing else."""
    key = options.accept
    if key not in read:
        print(f"{options.bib} has no entry '{key}'.", file=sys.stderr)
        return 2
    offers = (
        json.loads(options.json.read_text(encoding="utf-8")) if options.json else {}
    )
    proposal = (offers.get(key) or {}).get("proposal") or {}
    changed = repair.accept(text, key, proposal, options.now or today())
    if changed == text:
        print(
            f"Nothing is on offer for '{key}'. Run the check with --json FILE first, "
            "and name that file here.",
            file=sys.stderr,
        )
        return 2
    files.write_all({options.bib: changed})
    print(f"'{key}' now holds what was on offer. Read the work before you cite it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
