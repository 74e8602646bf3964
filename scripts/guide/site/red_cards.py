"""Red cards: no mark in a card that is read in an emergency; its sources right below.

Each line of the card that has sources is repeated with its marks in a closed fold.
"""

from collections.abc import Iterator
from copy import deepcopy
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from guide.site import grades, marks

CARD = {"admonition", "emergency"}
FOLD = "guide-signs"
TITLE = "Sources for these signs"
AFTER_IDS, BEFORE_ADDRESSES = 5, 0  # priorities of `toc` and of MkDocs' own links
APART = frozenset(["blockquote", "div", "dl", "ol", "p", "pre", "table", "ul"])
LINES = frozenset(["dd", "dt", "li", "p", "td", "th"])


class QuietCards(Extension):
    """Takes the marks out of red cards, and adds the folds."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # its name
        """Come when ids are given and links are still those of Markdown."""
        priority = (AFTER_IDS + BEFORE_ADDRESSES) / 2
        md.treeprocessors.register(_Cards(md), "red_cards", priority)


class _Cards(Treeprocessor):
    def run(self, root: Element) -> None:
        """Quieten each red card of a page."""
        for parent in [*root.iter()]:
            for place, card in reversed([*enumerate(parent)]):
                if set(card.get("class", "").split()) >= CARD:
                    fold = _fold([*_cited_lines(card)])
                    _quieten(card)
                    if len(fold):
                        fold.tail, card.tail = card.tail, "\n"
                        parent.insert(place + 1, fold)


def _fold(lines: list[Element]) -> Element:
    """Return the closed fold of a card's lines; empty if there are none."""
    # What it says stands in the search already; on paper it is open, without summary.
    about = {"class": FOLD, "data-search-exclude": "", "data-title": TITLE}
    fold = Element("details", about)
    if lines:
        SubElement(fold, "summary").text = TITLE
        SubElement(fold, "ul").extend(lines)
    return fold


def _cited_lines(card: Element) -> Iterator[Element]:
    """Yield a copy of each line of a card that holds a mark, as a list item."""
    for element in card.iter():
        if element.tag not in LINES:
            continue
        line = Element("li")
        line.text = element.text
        for child in element:
            if child.tag in APART:
                break  # its own lines come by themselves
            line.append(deepcopy(child))
        for inner in line.iter():
            inner.attrib.pop("id", None)
        if marks.SAID.search("".join(line.itertext())):
            yield line


def _quieten(card: Element) -> None:
    for element in card.iter():
        element.text = _quiet(element.text)
        if element is not card:
            element.tail = _quiet(element.tail)


def _quiet(text: str | None) -> str:
    return marks.without(grades.without(text or ""))
