"""Drawings: an SVG of docs/ set into its page, so that it takes the page's colours.

In Markdown a drawing is a picture with a text alternative and a caption:

    ![What it shows, in words](../assets/synapse.svg "Its caption.")
"""

from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement

from guide.site import html_tree

OWN = ("role", "aria-label", "class", "width", "height")
NAMED = ("title", "desc")  # would show as a tooltip
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)


def show(root: HtmlElement, read: Callable[[str], str]) -> None:
    """Set each drawing into its page, with its caption.

    Args:
        root: a page.
        read: gives the text of an SVG by its address as it stands in the page, or ""
            where there is none.
    """
    for picture in [*root.iter("img")]:
        around, address = picture.getparent(), picture.get("src") or ""
        alone = around.tag == "p" and len(around) == 1
        if not alone or html_tree.words(around).strip():
            continue
        text = read(address) if address.endswith(".svg") else ""
        if text:
            figure = _figure(text, picture.get("alt") or "", picture.get("title") or "")
            figure.tail = around.tail
            around.getparent().replace(around, figure)


def _figure(svg: str, alternative: str, caption: str) -> HtmlElement:
    drawn = etree.fromstring(svg.encode(), PARSER)
    for part in [*drawn.iter()]:
        part.tag = etree.QName(part).localname
        if part.tag in NAMED:
            part.getparent().remove(part)
    for name in OWN:
        drawn.attrib.pop(name, "")
    drawn.set("role", "img")
    drawn.set("aria-label", alternative)
    etree.cleanup_namespaces(drawn)
    figure = html_tree.element("figure", "\n", class_="guide-drawing")
    drawn.tail = "\n"
    figure.append(drawn)
    figure.append(html_tree.element("figcaption", caption))
    figure[-1].tail = "\n"
    return figure
