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
    for path in sorted(DOCS.rglob("*.md")):
        name = path.relative_to(DOCS).as_posix()
        found = reading_age.ages(parser.read(path, name), names)
        print(f"{_years(found.brief)}  {_years(found.rest)}  {name}")
    return 0


def _years(age: float) -> str:
    return f"{age:5.1f}" if age else "    -"


if __name__ == "__main__":
    sys.exit(main())
