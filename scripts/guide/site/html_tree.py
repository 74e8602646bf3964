"""HTML as a tree: read, looked through, written, with lxml; never by expressions."""

import re
from collections.abc import Callable, Iterable, Iterator

from lxml import etree
from lxml.html import (
    Element,
    HtmlElement,
    document_fromstring,
    fragment_fromstring,
    tostring,
)

DOCTYPE = "<!doctype html>"
Replace = Callable[[re.Match[str]], Iterable[HtmlElement]]


def read(html: str) -> HtmlElement:
    """Return a piece of HTML as the children of one element."""
    return fragment_fromstring(html, create_parent="div")


def write(root: HtmlElement) -> str:
    """Return the HTML of an element's children."""
    whole: str = tostring(root, encoding="unicode", with_tail=False)
    return whole[whole.index(">") + 1 : whole.rindex("</")]


def read_page(html: str) -> HtmlElement:
    """Return a whole page, from its html element on."""
    return document_fromstring(html)


def write_page(root: HtmlElement) -> str:
    """Return the HTML of a whole page."""
    page: str = tostring(root, encoding="unicode", doctype=DOCTYPE)
    return page


def element(tag: str, text: str = "", /, **attributes: str) -> HtmlElement:
    """Return a new element; `class_` is its class."""
    made: HtmlElement = Element(tag)
    for name, value in attributes.items():
        made.set(name.rstrip("_"), value)
    made.text = text or None
    return made


def classes(of: HtmlElement) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset((of.get("class") or "").split())


def words(of: HtmlElement, without: Iterable[str] = ()) -> str:
    """Return what an element says, but for what some kinds of elements in it say."""
    left_out = set(without)
    said = of.text or ""
    for child in of:
        if isinstance(child.tag, str) and child.tag not in left_out:
            said += words(child, left_out)
        said += child.tail or ""
    return said


def remove(of: HtmlElement) -> None:
    """Take an element out of its tree, and leave the text behind it."""
    of.drop_tree()


def replace(root: HtmlElement, pattern: re.Pattern[str], made: Replace) -> None:
    """Put elements in the place of what a pattern finds in the text of a tree.

    They are made in the order in which a reader meets them.
    """
    for holder, after in [*_texts(root)]:
        text = (holder.tail if after else holder.text) or ""
        found = [*pattern.finditer(text)]
        if not found:
            continue
        ends = [*(it.start() for it in found[1:]), len(text)]
        new: list[HtmlElement] = []
        for it, end in zip(found, ends, strict=True):
            new += made(it)
            new[-1].tail = text[it.end() : end]
        fill(holder, text[: found[0].start()], new, after=after)


def _texts(root: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Yield what holds each text in order: an element, and whether it is behind it."""
    for event, at in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            yield at, False
        elif at is not root:
            yield at, True


def fill(
    holder: HtmlElement, before: str, new: Iterable[HtmlElement], *, after: bool
) -> None:
    """Write the text of an element, or the one behind it, and elements behind that."""
    if after:
        parent = holder.getparent()
        place = parent.index(holder) + 1
        holder.tail = before
    else:
        parent, place = holder, 0
        holder.text = before
    for number, one in enumerate(new):
        parent.insert(place + number, one)
