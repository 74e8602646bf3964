"""Add every address and heading of the guide to the list of those that readers hold.

What is in the list stays, so that the check sees what disappears. Exit 0: written. 2:
the pages cannot be read.
"""

import argparse
import sys
from pathlib import Path

from guide.facts import addresses
from guide.findings import FindingsError
from guide.site import gate
from guide.upkeep import files


def main() -> int:
    """Renew the list; see --help."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--home", type=Path, default=Path(), help="the project")
    places = gate.Places(parser.parse_args().home)
    path = places.home / places.addresses
    try:
        known = addresses.read(path, places.addresses)
        now = gate.headings(gate.read(places).pages, places.docs)
    except FindingsError as error:
        print(f"{error}\nNothing was changed. Run make check.", file=sys.stderr)
        return 2
    files.write_all({path: addresses.written(known, now)})
    new = sorted({*now} - {*known})
    print(f"{len({*known, *now})} addresses, {len(new)} of them new.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
