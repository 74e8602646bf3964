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
    headings,
    html_tree,
    overdue,
    overview,
    searched,
    sources,
    whole_words,
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
        too_old: whether no more is shown than what is safe to keep.
        folded: whether the lists below it are closed until they are asked for.
    """

    keys: Sequence[str]
    judgements: Sequence[Judgement]
    searches: Sequence[Search]
    notes: Mapping[str, Note]
    judging: str
    drawing: Callable[[str], str]
    links: dead_links.State
    too_old: bool = False
    folded: bool = True


def finish(marked: str, around: Around) -> str:
    """Return the HTML of an article from its marked HTML."""
    return finish_tree(html_tree.read(marked), around)


def finish_tree(root: HtmlElement, around: Around) -> str:
    """Return the HTML of an article: numbered, graded, drawn, plain to everyone."""
    cited = sources.number(root, around.keys, around.searches, around.judging)
    accessible_markup.dress(root)
    overview.fold(root)
    whole_words.keep(root)
    drawings.show(root, around.drawing)
    dead_links.mark(root, around.links)
    headings.link(root)
    if around.too_old:
        overdue.fold(root)
    headings.place_contents(root)
    lists = sources.listed(cited, around.notes)
    lists += sources.reasons(cited.judged, around.judgements)
    lists += searched.listed(cited.searched, around.searches, around.judging)
    return html_tree.write(root) + (
        sources.folded(lists, cited) if around.folded else lists
    )
