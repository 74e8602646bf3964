"""Say of each page the age in years at which it can be read."""

import sys
from pathlib import Path

from guide.facts import medicines
from guide.library import bibtex
from guide.pages import parser, reading_age

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def main() -> int:
    """Print a line for each page: its brief and urgent parts, the rest, its address."""
    works = bibtex.read(ROOT / "references.bib")
    file = "data/medicines.yml"
    names = reading_age.words_of(medicines.read(ROOT / file, file, works).names)
    print(
        f"in short and urgent parts (limit {reading_age.EASY}), "
        f"rest ({reading_age.OTHER})"
    )
    for name, page in parser.read_all(DOCS, DOCS.name).items():
        found = reading_age.ages(page, names)
        print(f"{_years(found.brief)}  {_years(found.rest)}  {name}")
    return 0


def _years(age: float) -> str:
    return f"{age:5.1f}" if age else "    -"


if __name__ == "__main__":
    sys.exit(main())
