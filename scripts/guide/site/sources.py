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
from guide.site import grades, html_tree, marks, searched, sentences
from guide.site.charts import counted

SOURCES, JUDGEMENTS = "In the list of sources", "In the list of judgements"
FOLD = "guide-sources"
HEADING = "\n\n## Sources\n"
TOKEN = re.compile(
    rf"(?P<gap>\s*)(?:{grades.GRADE}|(?P<marks>{marks.MARK.pattern}+)"
    rf"|(?P<receipts>{receipts.SIGN.pattern}+))"
)
GRADED = frozenset(["in-short", "does-it-help", "summary-of-findings"])  # show grades
CODE = ("code", "pre", "script", "style")
RAW = re.compile(r"\[@[\w; @-]*\]|\[\^[\w-]+\]")


@dataclass(frozen=True)
class Cited:
    """What a page rests on.

    Attributes:
        keys: the keys of its works, in order.
        places: the id of the mark that cites each of them first.
        judged: the numbers of its judgements.
        searched: the numbers of its searches.
    """

    keys: tuple[str, ...]
    places: tuple[str, ...]
    judged: tuple[int, ...]
    searched: tuple[int, ...]


def number(
    root: HtmlElement, keys: Sequence[str], searches: Sequence[Search], judging: str
) -> Cited:
    """Show one mark a sentence, and some grades; return what a page rests on.

    Args:
        root: the page, its marks still characters.
        keys: the key of every work, by number.
        searches: every search, by number.
        judging: where the grades are explained, seen from the page.
    """
    order: dict[str, str] = {}  # the place of the first mark of each work
    uses: Counter[str] = Counter()
    judged: dict[int, None] = {}
    looked: dict[int, None] = {}
    for block in [*sentences.blocks(root)]:
        gone: list[tuple[int, int]] = []
        new: list[tuple[int, HtmlElement]] = []
        for start, stop in block.sentences():
            tokens = [*TOKEN.finditer(block.text, start, stop)]
            signs = "".join(it[0] for it in tokens)
            cited, receipt = marks.keys_in(signs, keys), receipts.numbers(signs)
            if not cited and not receipt:
                continue
            shown = [it for it in tokens if it["label"] and _shows(block, it)]
            hidden = [it.span() for it in tokens if it not in shown]
            for it in shown:
                label = _grade(it["label"], grades.judgements(it["judged"]), judging)
                new.append((it.end(), label))
            own, names = grades.judgements(signs), [searches[it].id for it in receipt]
            behind = [*map(why, own), *map(searched.anchor, names)]
            if cited:
                here = place(cited[0], uses[cited[0]] + 1)
                order |= {key: here for key in cited if key not in order}
                mark = _mark(here, [*order], cited, behind)
            else:
                mark = searched.mark(names, uses[names[0]] + 1)
            uses.update([*cited, *names])
            judged |= dict.fromkeys(own)
            looked |= dict.fromkeys(receipt)
            new.append((sentences.end(block.text, start, stop, hidden), mark))
            gone += [*hidden, *((it.end("gap"), it.end()) for it in shown)]
        if new:
            block.change(gone, new)
    return Cited(tuple(order), tuple(order.values()), tuple(judged), tuple(looked))


def _shows(block: sentences.Block, grade: re.Match[str]) -> bool:
    """Whether a grade is shown: elsewhere the words and the note of its mark say it."""
    return bool(block.within & GRADED) or not grade["judged"]


def _mark(
    here: str, order: Sequence[str], cited: Iterable[str], behind: Sequence[str]
) -> HtmlElement:
    """Return the one mark of a sentence: it leads to the first of its sources."""
    numbers = sorted({order.index(key) + 1 for key in cited})
    attributes = {"class": "footnote-ref", "href": f"#fn:{order[numbers[0] - 1]}"}
    if behind:
        attributes["data-why"] = " ".join(behind)
    sup = html_tree.element("sup", id=here)
    sup.append(html_tree.element("a", f"[{ranges(numbers)}]", **attributes))
    return sup


def ranges(numbers: Iterable[int]) -> str:
    """Return numbers in order as a journal prints them: 1, 2, 4-6 with a dash."""
    runs: list[list[int]] = []
    for it in numbers:
        if runs and it == runs[-1][-1] + 1:
            runs[-1].append(it)
        else:
            runs.append([it])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run))  # noqa: PLR2004
        for run in runs
    )


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


def listed(cited: Cited, notes: Mapping[str, Note]) -> str:
    """Return the list of the sources of a page, "" if it cites none."""
    items = "\n".join(
        f'<li id="fn:{key}" data-short="{notes[key].short}">\n'
        f"<p>{notes[key].reference} {_way_back(first)}</p>\n"
        f"{_worth(notes[key])}</li>"
        for key, first in zip(cited.keys, cited.places, strict=True)
    )
    begin = f'<div class="footnote" data-list="{SOURCES}">'
    return f"\n{begin}\n<ol>\n{items}\n</ol>\n</div>\n" if items else ""


def folded(lists: str, cited: Cited) -> str:
    """Return the lists below a page, closed until a reader or a mark opens them."""
    if not lists:
        return ""
    parts = [counted(len(cited.keys), "source", "sources")] if cited.keys else []
    if cited.judged:
        graded = counted(len(cited.judged), "grade", "grades")
        parts.append(f"our reasons for {graded}")
    if cited.searched:
        looked = counted(len(cited.searched), "search", "searches")
        parts.append(f"where we looked: {looked}")
    said = " · ".join(part[:1].upper() + part[1:] for part in parts)
    return f'\n<details class="{FOLD}">\n<summary>{said}</summary>{lists}</details>\n'


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


def _way_back(first: str) -> str:
    return (
        f'<a class="footnote-backref" href="#{first}" '
        'aria-label="Back to the text">↩</a>'
    )
