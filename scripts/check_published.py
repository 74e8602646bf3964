"""Say whether the addresses in a built site lead to where it will be published.

Exit 0: they do. 1: they lead to this machine. --refuse makes that an error; without it
the sentence is a note, for a build that is only looked at.
"""

import argparse
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

from guide.links import addresses

CANONICAL = re.compile(r'<link rel="canonical" href="(?P<url>[^"]*)">')


def main() -> int:
    """Look at the first page; see --help."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--site", type=Path, default=Path("site"))
    parser.add_argument("--refuse", action="store_true", help="exit 1 if they do not")
    options = parser.parse_args()
    first = options.site / "index.html"
    if not first.is_file():
        print(f"{options.site} holds no built guide. Run make build.", file=sys.stderr)
        return 1
    found = CANONICAL.search(first.read_text(encoding="utf-8"))
    host = urlsplit(found["url"]).hostname or "" if found else ""
    if host and not addresses.is_private(host):
        return 0
    where = found["url"] if found else "no address"
    print(
        f"Links, feed and shared addresses lead to {where}. To publish, set SITE_URL "
        "to the address of the site, as SITE_URL=https://owner.github.io/guide/.",
        file=sys.stderr,
    )
    return 1 if options.refuse else 0


if __name__ == "__main__":
    sys.exit(main())
