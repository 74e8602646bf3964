"""Look through library, catalogue and bibliography, and print what a receipt needs."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from guide.facts import holdings, studies
from guide.facts.holdings import Record
from guide.findings import FindingsError
from guide.library import bibtex

HELP = 'the words: * any ending, | or, "a phrase" in quotes; all must be there'


def main() -> int:
    """Exit 0 with the matches and an entry for data/searches.yml, else 2 with why."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", help=HELP)
    parser.add_argument("--home", type=Path, default=Path(), help="the project")
    parser.add_argument(
        "--bibliography", type=Path, help="another CSV, as one with abstracts"
    )
    options = parser.parse_args()
    home = options.home
    lean = home / "data" / "bibliography.csv"
    try:
        works = bibtex.read(home / "references.bib", "references.bib")
        listed = studies.read(home / "data" / "studies.yml", "data/studies.yml", works)
        records = holdings.joined(
            [
                *holdings.library(works),
                *holdings.catalogue(listed.all),
                *holdings.bibliography(options.bibliography or lean),
            ]
        )
        found = holdings.matching(options.words, records)
    except (OSError, ValueError, FindingsError) as error:
        print(error, file=sys.stderr)
        return 2
    for it in found:
        print(_line(it))
    searched = {name for it in records for name in it.within} - {"trials"}
    print(_entry(options.words, found, sorted(searched)))
    return 0


def _line(it: Record) -> str:
    held = f"{', '.join(it.within)}{f': {it.key}' if it.key else ''}"
    ways = sorted(one for one in it.identities if not one.startswith("title:"))
    return "  ".join([it.year or "----", it.title, f"[{held}]", *ways])


def _entry(words: str, found: list[Record], searched: list[str]) -> str:
    """Return what data/searches.yml wants, what only a person knows left open."""
    return f"""
# {len(found)} found. Read them, fill this in, and put it into data/searches.yml:
  - id: TREATMENT-TOPIC
    question: "WHAT WAS LOOKED FOR"
    in: [{", ".join(searched)}]
    words: {json.dumps(words, ensure_ascii=False)}
    day: "{datetime.now(UTC).date()}"
    found: {len(found)}
    read: HOW MANY OF THEM YOU READ
    result: "WHAT CAME OF IT"
"""


if __name__ == "__main__":
    sys.exit(main())
