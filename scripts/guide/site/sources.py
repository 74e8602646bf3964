"""The Sources of a page: numbered marks in its text, a list below it, a way back."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from lxml.html import HtmlElement

from guide.facts.judgements import Judgement
from guide.facts.searches import Search
from guide.library.notes import Note
from guide.pages import receipts
from guide.site import grades, html_tree, marks, searched

SOURCES, JUDGEMENTS = "In the list of sources", "In the list of judgements"
HEADING = "\n\n## Sources\n"
TOKEN = re.compile(
    rf"{grades.GRADE}| ?(?P<marks>{marks.MARK.pattern}+)"
    rf"| ?(?P<receipts>{receipts.SIGN.pattern}+)"
)
CODE = ("code", "pre", "script", "style")
RAW = re.compile(r"\[@[\w; @-]*\]|\[\^[\w-]+\]")


@dataclass(frozen=True)
class Cited:
    """What a page rests on: works by key, judgements and searches by number."""

    keys: tuple[str, ...]
    judged: tuple[int, ...]
    searched: tuple[int, ...]


def number(
    root: HtmlElement, keys: Sequence[str], searches: Sequence[Search], judging: str
) -> Cited:
    """Show the marks, grades and receipts of a page; return what it cites, in order.

    Args:
        root: the page, its marks still characters.
        keys: the key of every work, by number.
        searches: every search, by number.
        judging: where the grades are explained, seen from the page.
    """
    order: dict[str, int] = {}
    uses: Counter[str] = Counter()
    judged: dict[int, None] = {}
    looked: Counter[int] = Counter()

    def shown(found: re.Match[str]) -> Iterator[HtmlElement]:
        if label := found["label"]:
            numbers = grades.judgements(found["judged"])
            judged.update(dict.fromkeys(numbers))
            yield _grade(label, numbers, judging)
        for key in marks.keys_in(found["marks"] or "", keys):
            uses[key] += 1
            sup = html_tree.element("sup", id=place(key, uses[key]))
            sign = f"[{order.setdefault(key, len(order) + 1)}]"
            attributes = {"class": "footnote-ref", "href": f"#fn:{key}"}
            sup.append(html_tree.element("a", sign, **attributes))
            yield sup
        if signs := found["receipts"]:
            named = receipts.numbers(signs)
            looked.update(named)
            yield searched.mark(searches[named[0]].id, looked[named[0]])

    html_tree.replace(root, TOKEN, shown)
    return Cited(tuple(order), tuple(judged), tuple(looked))


def _grade(label: str, numbers: Sequence[int], judging: str) -> HtmlElement:
    """Return a grade that opens its reasons, or leads to what it means."""
    if not numbers:
        to = f"{judging}#{grades.anchor(label)}"
        return html_tree.element("a", label, class_="guide-certainty", href=to)
    kinds, to = "guide-certainty guide-why", f"#{why(numbers[0])}"
    return html_tree.element("a", label, class_=kinds, href=to)


def reasons(numbers: Iterable[int], judgements: Sequence[Judgement]) -> str:
    """Return the list of the judgements that a page rests on, "" if on none."""
    items = "\n".join(_reason(number, judgements[number]) for number in numbers)
    return (
        f'\n<div class="footnote guide-reasons" data-list="{JUDGEMENTS}">\n'
        f"<ul>\n{items}\n</ul>\n</div>\n"
        if items
        else ""
    )


def _reason(number: int, judgement: Judgement) -> str:
    parts = "".join(
        f"<span><b>{escape(label)}</b> {escape(said, quote=False)}</span> "
        for label, said in judgement.reasons
    )
    said = f"{judgement.label}: {judgement.outcome}"
    short = escape(said[0].upper() + said[1:])
    return (
        f'<li id="{why(number)}" data-short="{short}">\n<p><b>{short}</b></p>\n'
        f'<p class="guide-worth">{parts.rstrip()}</p>\n</li>'
    )


def why(number: int) -> str:
    """Return the id of the reasons of a judgement on a page."""
    return f"why:{number}"


def listed(cited: Iterable[str], notes: Mapping[str, Note]) -> str:
    """Return the list of the sources of a page, "" if it cites none."""
    items = "\n".join(
        f'<li id="fn:{key}" data-short="{notes[key].short}">\n'
        f"<p>{notes[key].reference} {_way_back(key)}</p>\n"
        f"{_worth(notes[key])}</li>"
        for key in cited
    )
    begin = f'<div class="footnote" data-list="{SOURCES}">'
    return f"\n{begin}\n<ol>\n{items}\n</ol>\n</div>\n" if items else ""


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
