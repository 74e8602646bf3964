"""Files made after the build: each is linked where its page keeps a place for it.

Without the file the place stays an empty comment, so that no link is ever dead.
"""

import re
from pathlib import Path

PLACE = re.compile(
    r"<!-- (?P<name>leaflet|download) -->(?:<li>.*?</li>)?", re.DOTALL
)  # a second run replaces the link of the first

MEGABYTE = 1_000_000


def link(html: str, name: str, address: str, label: str, file: Path) -> str:
    """Return a page with a link to a file, its size said.

    Args:
        html: the built page.
        name: which of its places: leaflet or download.
        address: the address of the file, from the page.
        label: the words of the link.
        file: the file.
    """

    def filled(place: re.Match[str]) -> str:
        if place["name"] != name:
            return place[0]
        words = f"{label}, {said_size(file.stat().st_size)})"
        return f'<!-- {name} --><li><a href="{address}">{words}</a></li>'

    return PLACE.sub(filled, html)


def said_size(size: int) -> str:
    """Return a number of bytes as a reader says it."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / MEGABYTE:.1f} MB"
