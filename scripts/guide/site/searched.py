"""Where we looked: the mark of a "we found no …", and the searches of a page."""

from collections.abc import Iterable, Sequence
from html import escape

from lxml.html import HtmlElement

from guide.facts.searches import Search
from guide.site import html_tree

LIST, MARK = "In the list of searches", "[searched]"


def mark(name: str, nth: int) -> HtmlElement:
    """Return the nth mark of a search on a page, which opens where was looked."""
    attributes = {"class": "guide-why guide-receipt", "href": f"#search:{name}"}
    sup = html_tree.element("sup", id=place(name, nth))
    sup.append(html_tree.element("a", MARK, **attributes))
    return sup


def place(name: str, nth: int) -> str:
    """Return the id of the nth mark of a search on a page."""
    return f"searched{nth if nth > 1 else ''}:{name}"


def listed(numbers: Iterable[int], searches: Sequence[Search], judging: str) -> str:
    """Return the list of the searches that a page rests on, "" if on none.

    Args:
        numbers: their numbers.
        searches: every search, by number.
        judging: where all searches stand, seen from the page.
    """
    items = "\n".join(_item(searches[number], judging) for number in numbers)
    return (
        f'\n<div class="footnote guide-reasons" data-list="{LIST}">\n'
        f"<ul>\n{items}\n</ul>\n</div>\n"
        if items
        else ""
    )


def _item(it: Search, judging: str) -> str:
    parts = "".join(
        f"<span><b>{escape(label)}</b> {escape(said, quote=False)}</span> "
        for label, said in it.told
    )
    short = escape(f"Where we looked for {it.question}")
    return (
        f'<li id="search:{it.id}" data-short="{short}">\n<p><b>{short}</b></p>\n'
        f'<p class="guide-worth">{parts.rstrip()}</p>\n'
        f'<p><a href="{judging}#search-{it.id}">Among all searches</a></p>\n</li>'
    )
