"""Look for new evidence in PubMed and ClinicalTrials.gov, and list what is to be read.

Exit 0: nothing new. 1: something to read. 2: a service could not be asked; what the
other said is written all the same. EUTILS_URL and CTGOV_URL name other services.
"""

import argparse
import asyncio
import os
import sys
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from guide.dates import today
from guide.links.net.client import open_client
from guide.links.net.rate_limit import RateLimit
from guide.references import entries, new_records
from guide.references.entries import UnreadableError
from guide.references.memory import Memory
from guide.references.new_records import NewRecord
from guide.references.services import Services, SilentError
from guide.upkeep import files, tasks
from guide.upkeep.tasks import TaskList

OVERLAP = timedelta(days=14)  # records are entered late
FIRST_LOOK = timedelta(days=90)
PAUSE = 0.34
AGENT = "StiffPersonGuide/1.0"


def main() -> int:
    """Watch as the command line says; see --help."""
    options = _options()
    day = options.now or today()
    try:
        asked = tomllib.loads(options.queries.read_text(encoding="utf-8"))
        known = _known(options.bib.read_text(encoding="utf-8"))
        listed = options.searches.read_text(encoding="utf-8")
    except (OSError, tomllib.TOMLDecodeError, UnreadableError) as error:
        print(f"{error}. Nothing was changed.", file=sys.stderr)
        return 2
    found, failed = asyncio.run(_look(asked, listed, day, options.pause))
    new: list[NewRecord] = []
    for name, records in found.items():
        fresh = [it for it in records if not known & {it.number, it.doi.lower()}]
        entry = new_records.search_entry(
            name, asked[name], day, len(records), len(fresh)
        )
        listed = new_records.put_search(listed, name, entry)
        new += fresh
    groups = new_records.grouped(new, asked.get("pages", {}))
    told = TaskList("evidence", day.isoformat(), groups)
    texts = {options.report: tasks.to_markdown, options.tasks: tasks.to_json}
    written = {path: form(told) for path, form in texts.items() if path}
    files.write_all({**written, options.searches: listed})
    print(tasks.to_terminal(told))
    for sentence in failed:
        print(sentence, file=sys.stderr)
    return 2 if failed else 1 if new else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    add = parser.add_argument
    add("--queries", type=Path, default=Path("evidence.toml"), metavar="FILE")
    add("--bib", type=Path, default=Path("references.bib"), metavar="FILE")
    add("--searches", type=Path, default=Path("data/searches.yml"), metavar="FILE")
    add("--report", type=Path, metavar="FILE", help="write what to read, in Markdown")
    add("--tasks", type=Path, metavar="FILE", help="write what to read, for an issue")
    add("--now", type=lambda it: datetime.fromisoformat(it).date(), metavar="ISO")
    add("--pause", type=float, default=PAUSE)
    return parser.parse_args()


def _known(bibliography: str) -> set[str]:
    """Return the identifiers that the library holds."""
    read, _ = entries.parse(bibliography)
    return {it for one in read.values() for it in (one.doi.lower(), one.pmid) if it}


async def _look(
    asked: Mapping[str, Any], listed: str, day: date, pause: float
) -> tuple[dict[str, list[NewRecord]], list[str]]:
    """Return what each service has taken in, and which of them failed."""
    tested = any(it in os.environ for it in ("CTGOV_URL", "EUTILS_URL"))
    found: dict[str, list[NewRecord]] = {}
    failed: list[str] = []
    async with open_client(RateLimit(pause), AGENT, allow_private=tested) as client:
        services = Services(client, os.environ.get("CONTACT", ""), Memory(day))
        for name, look in (
            ("pubmed", services.entered),
            ("clinicaltrials", services.updated),
        ):
            last = new_records.last_day(listed, name)
            since = (last - OVERLAP) if last else day - FIRST_LOOK
            try:
                found[name] = await look(asked[name], since, day)
            except SilentError as error:
                failed.append(str(error))
    return found, failed


if __name__ == "__main__":
    sys.exit(main())
