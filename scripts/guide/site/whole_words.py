"""Words that no line may break: the name of the illness, at its hyphen."""

import re

from lxml.html import HtmlElement

from guide.site import html_tree

NAME = re.compile(r"stiff-(?:person|man)", re.IGNORECASE)


def keep(root: HtmlElement) -> None:
    """Keep such words on one line; their letters stay as the search finds them."""
    html_tree.replace(
        root, NAME, lambda it: [html_tree.element("span", it[0], class_="guide-whole")]
    )
