"""Headings: a link of its own for each, and the place where the contents stand."""

from lxml import etree
from lxml.html import HtmlElement

from guide.site import html_tree

HERE = "guide-here"  # the link of a heading to itself
CONTENTS = " contents "  # the comment that the template puts the contents in place of
LINKED = ("h2", "h3")
SAID = "Link here"


def link(root: HtmlElement) -> None:
    """Give each heading that has an anchor a link to itself, but for the sources."""
    for heading in root.iter(*LINKED):
        if (anchor := heading.get("id")) and anchor != "sources":
            said = {"class_": HERE, "href": f"#{anchor}", "aria-label": SAID}
            heading.append(html_tree.element("a", "#", **said))


def place_contents(root: HtmlElement) -> None:
    """Mark the place for the contents: behind the first section, before the second."""
    sections = [it for it in root if it.tag == "h2"]
    if len(sections) > 1:
        sections[1].addprevious(etree.Comment(CONTENTS))
