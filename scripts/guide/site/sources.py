"""The Sources of a page: numbered marks in its text, a list below it, a way back."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from guide.library.notes import Note
from guide.site import grades, html_tree, marks

HEADING = "\n\n## Sources\n"
TOKEN = re.compile(rf"{grades.GRADE}| ?(?P<marks>{marks.MARK.pattern}+)")
CODE = ("code", "pre", "script", "style")
RAW = re.compile(r"\[@[\w; @-]*\]|\[\^[\w-]+\]")


def number(root: HtmlElement, keys: Sequence[str], judging: str) -> tuple[str, ...]:
    """Show the marks and grades of a page; return the keys it cites, in order.

    Args:
        root: the page, its marks still characters.
        keys: the key of every work, by number.
        judging: where the grades are explained, seen from the page.
    """
    order: dict[str, int] = {}
    uses: Counter[str] = Counter()

    def shown(found: re.Match[str]) -> Iterator[HtmlElement]:
        if grade := found["grade"]:
            to = f"{judging}#{grades.anchor(grade)}"
            words = f"{grade} certainty"
            yield html_tree.element("a", words, class_="guide-certainty", href=to)
        for key in marks.keys_in(found["marks"] or "", keys):
            uses[key] += 1
            sup = html_tree.element("sup", id=place(key, uses[key]))
            sign = f"[{order.setdefault(key, len(order) + 1)}]"
            attributes = {"class": "footnote-ref", "href": f"#fn:{key}"}
            sup.append(html_tree.element("a", sign, **attributes))
            yield sup

    html_tree.replace(root, TOKEN, shown)
    return tuple(order)


def listed(cited: Iterable[str], notes: Mapping[str, Note]) -> str:
    """Return the list of the sources of a page, "" if it cites none."""
    items = "\n".join(
        f'<li id="fn:{key}" data-short="{notes[key].short}">\n'
        f"<p>{notes[key].reference} {_way_back(key)}</p>\n"
        f"{_worth(notes[key])}</li>"
        for key in cited
    )
    return f'\n<div class="footnote">\n<ol>\n{items}\n</ol>\n</div>\n' if items else ""


def left_raw(html: str) -> Iterator[str]:
    """Yield a sentence for each citation left as brackets in the HTML outside code."""
    if "[@" not in html and "[^" not in html:
        return
    for found in RAW.finditer(html_tree.words(html_tree.read(html), CODE)):
        yield (
            f"'{found[0]}' is left in the built page. Take it out of the link, picture "
            "or HTML it stands in; cite as [@key]."
        )


def place(key: str, nth: int) -> str:
    """Return the id of the nth mark of a work on a page."""
    return f"fnref{nth if nth > 1 else ''}:{key}"


def _worth(note: Note) -> str:
    return f'<p class="guide-worth">{note.worth}</p>\n' if note.worth else ""


def _way_back(key: str) -> str:
    return (
        f'<a class="footnote-backref" href="#{place(key, 1)}" '
        'aria-label="Back to the text">↩</a>'
    )
