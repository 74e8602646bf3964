"""Take out of data/unsettled.yml what is settled on the pages."""

import argparse
import sys
from pathlib import Path

from guide.facts import unsettled
from guide.findings import FindingsError
from guide.site import gate


def main() -> int:
    """Exit 0 when the list holds only what is still to settle, else 1 with why not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path(), help="the project")
    places = gate.Places(parser.parse_args().home)
    path = places.home / places.unsettled
    settled: set[int] = set()
    try:
        gate.read(places)
    except FindingsError as error:
        settled = {it.line for it in error.findings if it.file == places.unsettled}
        if not settled:
            print(error, file=sys.stderr)
            return 1
    left = {
        place: {said: line for said, line in lines.items() if line not in settled}
        for place, lines in unsettled.read(path, places.unsettled).items()
    }
    path.write_text(unsettled.written(left), encoding="utf-8")
    print(f"{len(settled)} taken out, {sum(map(len, left.values()))} left.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
