"""The emergency page and the page for staff as one file, to save or to send.

It is made of the same text as the pages, and asks for nothing: no file, no network.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

from guide.library.notes import Note
from guide.pages import certainty
from guide.site import sources
from guide.site.accessible_markup import dress

FILE = "emergency/emergency-page.html"
PAGES = ("emergency/index.md", "emergency/staff.md")  # in this order
STAFF = "for-staff"  # the anchor of the second in the file
SOURCES = re.compile(r'<h2 id="sources">.*?</h2>\s*', re.DOTALL)
TITLE = re.compile(r'<h1 id="[^"]*">')
LEVEL = re.compile(r"(?<=<h|/h)[1-5](?=[ >])")
LINK = re.compile(r'<a (?P<with>[^>]*?)href="(?P<to>[^"]*)"')
DOWNLOAD = re.compile(r"<li>(?:(?!</li>).)*?\sdownload=.*?</li>\s*", re.DOTALL)


def text(
    pages: Sequence[tuple[str, str]],
    keys: Sequence[str],
    notes: Mapping[str, Note],
    judging: str,
) -> str:
    """Return the text of the file: both pages, then their sources once.

    Args:
        pages: address and marked HTML of the emergency page and of the page for staff.
        keys: the key of every work, by number.
        notes: what a reader should know of every work, by key.
        judging: the address of the page that explains the grades.
    """
    (home, first), (other, second) = pages
    within = {home: "", other: STAFF}
    first = _linked(DOWNLOAD.sub("", SOURCES.sub("", first)), home, within)
    second = TITLE.sub(f'<h1 id="{STAFF}">', _linked(second, other, within), count=1)
    lowered = LEVEL.sub(lambda level: str(int(level[0]) + 1), second)
    marked = certainty.show(f"{first}\n{lowered}", judging)
    plain = {key: replace(note, worth="") for key, note in notes.items()}
    return dress(sources.finish(marked, keys, plain))


def _linked(html: str, page: str, within: Mapping[str, str]) -> str:
    """Return a page whose links lead into the file, or to whole addresses."""

    def whole(link: re.Match[str]) -> str:
        to = urljoin(page, unescape(link["to"]))
        path, part = urlsplit(to)._replace(fragment="").geturl(), urlsplit(to).fragment
        if path in within:
            to = f"#{part or within[path]}"
        return f'<a {link["with"]}href="{escape(to)}"'

    return LINK.sub(whole, html)
