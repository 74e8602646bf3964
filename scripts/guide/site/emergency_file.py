"""The emergency page and the page for staff as one file, to save or to send.

It is made of the same text as the pages, and asks for nothing: no file, no network.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

from lxml.html import HtmlElement

from guide.site import html_tree
from guide.site.article import Around, finish_tree

FILE = "emergency/emergency-page.html"
PAGES = ("emergency/index.md", "emergency/staff.md")  # in this order
STAFF = "for-staff"  # the anchor of the second in the file
LOWER = {f"h{level}": f"h{level + 1}" for level in range(1, 6)}


def text(pages: Sequence[tuple[str, str]], around: Around) -> str:
    """Return the text of the file: both pages, then their sources once.

    Args:
        pages: address and marked HTML of the emergency page and of the page for staff.
        around: what they are finished with; of each source its reference alone is
            told, since a file without scripts has no notes.
    """
    (home, first), (other, second) = pages
    within = {home: "", other: STAFF}
    file, staff = html_tree.read(first), html_tree.read(second)
    for heading in [it for it in file.iter("h2") if it.get("id") == "sources"]:
        html_tree.remove(heading)
    for link in [it for it in file.iter("a") if it.get("download")]:
        html_tree.remove(next(link.iterancestors("li")))
    _link(file, home, within)
    _link(staff, other, within)
    for heading in [it for it in staff.iter() if it.tag in LOWER]:
        if heading.tag == "h1":
            heading.set("id", STAFF)
        heading.tag = LOWER[heading.tag]
    file.extend([*staff])
    notes = {key: replace(note, worth="") for key, note in around.notes.items()}
    return finish_tree(file, replace(around, notes=notes, folded=False))


def _link(root: HtmlElement, page: str, within: Mapping[str, str]) -> None:
    """Let the links of a page lead into the file, or to whole addresses."""
    for link in root.iter("a"):
        to = urljoin(page, link.get("href") or "")
        path, part = urldefrag(to)
        link.set("href", f"#{part or within[path]}" if path in within else to)
