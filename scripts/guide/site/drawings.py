"""Drawings: an SVG of docs/ set into its page, so that it takes the page's colours.

In Markdown a drawing is a picture with a text alternative and a caption:

    ![What it shows, in words](../assets/synapse.svg "Its caption.")
"""

import re
from collections.abc import Callable
from html import escape, unescape

PICTURE = re.compile(r"<p><img (?P<said>[^<>]*?) ?/?></p>")
SAID = re.compile(r'(?P<name>\w+)="(?P<value>[^"]*)"')
OPENING = re.compile(r"\A.*?<svg\b(?P<said>[^>]*)>", re.DOTALL)
OWN = re.compile(r'\s(?:role|aria-label|class|width|height)="[^"]*"')
NAMED = re.compile(r"<(?P<tag>title|desc)\b.*?</(?P=tag)>\s*", re.DOTALL)  # a tooltip


def show(html: str, read: Callable[[str], str]) -> str:
    """Return the HTML of a page, each drawing set into it with its caption.

    Args:
        html: the HTML of a page.
        read: gives the text of an SVG by its address as it stands in the page, or ""
            where there is none, which MkDocs tells.
    """

    def figure(found: re.Match[str]) -> str:
        said = {part["name"]: part["value"] for part in SAID.finditer(found["said"])}
        address = said.get("src", "")
        svg = OPENING.match(read(address)) if address.endswith(".svg") else None
        if not svg:
            return found[0]
        return _figure(svg, said.get("alt", ""), said.get("title", ""))

    return PICTURE.sub(figure, html) if "<img " in html else html


def _figure(opening: re.Match[str], alternative: str, caption: str) -> str:
    said = OWN.sub("", opening["said"])
    label = escape(unescape(alternative))
    drawn = NAMED.sub("", opening.string[opening.end() :]).strip()
    return (
        f'<figure class="guide-drawing">\n<svg{said} role="img" aria-label="{label}">'
        f"{drawn}\n<figcaption>{caption}</figcaption>\n</figure>"
    )
