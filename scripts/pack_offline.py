"""Pack the built site as a zip that opens from a folder, and link it from its page."""

import argparse
import sys
import zipfile
from datetime import date
from pathlib import Path

from guide.site import downloads, folder_edition, precache

NAME = "sps-guide"
PAGE = "about/offline/index.html"


def main() -> int:
    """Write site/downloads/sps-guide.zip; 0, or 2 where nothing is built."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=Path("site"))
    site = parser.parse_args().site
    if not (site / precache.WORKER).exists():
        print(f"{site} holds no built guide. Run make build first.", file=sys.stderr)
        return 2
    packed = pack(site)
    page = site / PAGE
    if page.exists():
        html = page.read_text(encoding="utf-8")
        label = "The whole guide in one file (zip"
        address = f"../../downloads/{packed.name}"
        linked = downloads.link(html, "download", address, label, packed)
        page.write_text(linked, encoding="utf-8")
        precache.renew(site)
    print(f"{packed}: unpack it and open {NAME}/index.html.")
    return 0


def pack(site: Path) -> Path:
    """Write the zip; the same site gives the same bytes."""
    day = date.fromisoformat(precache.written(site)["date"])
    target = site / "downloads" / f"{NAME}.zip"
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in folder_edition.files(site):
            entry = zipfile.ZipInfo(f"{NAME}/{name}", (*day.timetuple()[:3], 0, 0, 0))
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target


if __name__ == "__main__":
    sys.exit(main())
