"""An article: what Markdown made of a page, finished in one pass over its tree.

Every page goes through here, and the one file of the emergency pages too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from guide.facts.judgements import Judgement
from guide.facts.searches import Search
from guide.library.notes import Note
from guide.site import (
    accessible_markup,
    dead_links,
    drawings,
    html_tree,
    searched,
    sources,
)


@dataclass(frozen=True)
class Around:
    """What an article is finished with.

    Attributes:
        keys: the key of every work, by the number of its mark.
        judgements: every judgement, by its number.
        searches: every search, by its number.
        notes: what a reader should know of every work, by key.
        judging: the address of the page that explains the grades, from this page.
        drawing: gives the text of an SVG by its address in the page, "" for none.
        links: what the last check of the links knew.
    """

    keys: Sequence[str]
    judgements: Sequence[Judgement]
    searches: Sequence[Search]
    notes: Mapping[str, Note]
    judging: str
    drawing: Callable[[str], str]
    links: dead_links.State


def finish(marked: str, around: Around) -> str:
    """Return the HTML of an article from its marked HTML."""
    return finish_tree(html_tree.read(marked), around)


def finish_tree(root: HtmlElement, around: Around) -> str:
    """Return the HTML of an article: numbered, graded, drawn, plain to everyone."""
    cited = sources.number(root, around.keys, around.searches, around.judging)
    accessible_markup.dress(root)
    drawings.show(root, around.drawing)
    dead_links.mark(root, around.links)
    return (
        html_tree.write(root)
        + sources.listed(cited.keys, around.notes)
        + sources.reasons(cited.judged, around.judgements)
        + searched.listed(cited.searched, around.searches, around.judging)
    )
