"""The overview: under each treatment's line, what its own page says of it, folded."""

from collections.abc import Iterable
from typing import Any

from lxml.html import HtmlElement

from guide.pages import glance
from guide.site import html_tree

FIRST = f"{next(iter(glance.COLUMNS.values()))}:"
FOLD = "guide-glance"


def add(markdown: str, treatments: Iterable[tuple[str, str, Any]]) -> str:
    """Return the body of the overview with the facts of each treatment that it lists.

    Args:
        markdown: its body; a treatment's line is a list item that begins with a link.
        treatments: of each its name, the link to its page, and its glance.
    """
    facts = {to: said for _, to, said in treatments}
    lines: list[str] = []
    waiting: list[str] = []
    for line in [*markdown.split("\n"), ""]:
        if not line.startswith(" "):  # the item above has ended
            lines += waiting
            waiting = []
        lines.append(line)
        if said := facts.get(glance.listed(line)):
            waiting = [
                "",
                *(
                    f"    - **{label}:** {said[field]}"
                    for field, label in glance.COLUMNS.items()
                ),
                "",
            ]
    return "\n".join(lines[:-1])


def fold(root: HtmlElement) -> None:
    """Close the facts of each treatment; a tap opens them."""
    for facts in [*root.iter("ul")]:
        above = facts.getparent()
        if above.tag != "li" or not html_tree.words(facts).lstrip().startswith(FIRST):
            continue
        name = html_tree.words(next(above.iter("a")))
        closed = html_tree.element("details", class_=FOLD)
        closed.append(html_tree.element("summary", f"{name} at a glance"))
        above.replace(facts, closed)
        closed.append(facts)
