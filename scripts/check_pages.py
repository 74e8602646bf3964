"""Check the library and every page, and say in one sentence each what to repair."""

import argparse
import sys
from pathlib import Path

from guide.dates import today
from guide.findings import FindingsError
from guide.pages import review
from guide.site import gate

LATE: dict[review.Age, str] = {
    "too old": "Pages too old to show more than their warnings",
    "overdue": "Pages overdue for review",
    "due soon": "Pages to review within 60 days",
}


def main() -> int:
    """Exit 0 if nothing is to be repaired, else 1 with findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path(), help="the project")
    options = parser.parse_args()
    try:
        content = gate.read(gate.Places(options.home))
    except FindingsError as error:
        for finding in error.findings:
            print(finding)
        print(f"{len(error.findings)} to repair.", file=sys.stderr)
        return 1
    soon = review.due(content.pages.values(), today())
    for age, said in LATE.items():
        if pages := soon[age]:
            print(f"{said}: {len(pages)}. make reviews names them.")
    print(
        f"{len(content.pages)} pages and {len(content.library)} sources "
        f"({len(content.cited)} cited): fine."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
