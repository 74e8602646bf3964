"""Draw the link-card pictures that a list on standard input asks for, once each."""

import argparse
import json
import shutil
import sys
from pathlib import Path

from guide.site.previews import Preview, draw


def main() -> int:
    """Write each picture to a folder, from the folder of those drawn before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kept", type=Path, required=True, help="drawn before")
    parser.add_argument("--to", type=Path, required=True, help="the folder to fill")
    options = parser.parse_args()
    for folder in (options.kept, options.to):
        folder.mkdir(parents=True, exist_ok=True)
    for asked in json.load(sys.stdin):
        preview = Preview(**asked)
        kept = options.kept / preview.name
        if not kept.exists():
            begun = kept.with_suffix(".part")
            begun.write_bytes(draw(preview))
            begun.replace(kept)
        shutil.copyfile(kept, options.to / preview.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
