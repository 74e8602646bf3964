"""Say of each page the age in years at which it can be read."""

import sys
from pathlib import Path

from guide.findings import FindingsError
from guide.pages import reading_age
from guide.site import gate

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Print a line for each page: its brief and urgent parts, the rest, its address."""
    try:
        content = gate.read(gate.Places(ROOT))
    except FindingsError as error:
        print(error, file=sys.stderr)
        return 1
    names = reading_age.words_of(content.medicines.names)
    print(
        f"in short and urgent parts (limit {reading_age.EASY}), "
        f"rest ({reading_age.OTHER})"
    )
    for name, page in content.pages.items():
        found = reading_age.ages(page, names)
        print(f"{_years(found.brief)}  {_years(found.rest)}  {name}")
    return 0


def _years(age: float) -> str:
    return f"{age:5.1f}" if age else "    -"


if __name__ == "__main__":
    sys.exit(main())
