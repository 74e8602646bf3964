"""Facts from data/ as HTML, their sources as marks: studies, medicines, numbers.

They stand in the Markdown of their page as blocks that Markdown leaves as they are, so
that the search, the claims and the last pass read them like all other text.
"""

from collections.abc import Callable, Iterable, Sequence
from html import escape

from guide.facts.helplines import Helpline
from guide.facts.judgements import Judgement
from guide.facts.medicines import Medicine
from guide.facts.studies import UNTOLD, Studies, Study
from guide.pages import citations, judged
from guide.site import charts

MEDICINES = ("Medicine", "Brand names", "Main warnings", "Stopping")
NAMES = ("Medicine", "Brand names", "Class", "How it works", "Stopping")
NUMBERS = ("Where", "Number")
COMPARED = {
    "placebo": ", compared with placebo",
    "another treatment": ", compared with another treatment",
    "before and after": ", before and after",
    "nothing": "",
}
SUMMARY = ("What matters", "What was found, how sure", "In whom, how often")
REGISTRY = "https://clinicaltrials.gov/study/"
Cite = Callable[[Iterable[str]], str]  # the marks of works, by their keys


def brief(shown: Iterable[Study], studies: Studies, cite: Cite) -> str:
    """Return some of the studies as a list."""
    return _list(_item(study, studies, cite) for study in shown)


def medicines(found: Sequence[Medicine], cite: Cite) -> str:
    """Return the medicines of a page as a table, its cells as in `MEDICINES`.

    What holds for each of several stands above the table, once.
    """
    shared = [
        warning
        for warning in found[0].warnings
        if len(found) > 1 and all(warning in it.warnings for it in found)
    ]
    rows = (
        (
            _named(escape(_capital(it.name), quote=False), it.other_names),
            _brands(it, cite),
            _warnings(it, shared, cite),
            _stop(it, cite),
        )
        for it in found
    )
    table = _table(MEDICINES, rows)
    if not shared:
        return table
    listed = _list(_said(warning, cite) for warning in shared)
    return f"{paragraph('What holds for each of them:')}\n{listed}\n{table}"


def names(
    found: Iterable[Medicine], link: Callable[[str], str | None], cite: Cite
) -> str:
    """Return all medicines as a table, its cells as in `NAMES`.

    Args:
        found: the medicines.
        link: gives the address of a page by its file name, None where there is none.
        cite: gives the marks of works.
    """
    return _table(
        NAMES,
        (
            (
                _named(_linked(_capital(it.name), link(it.page)), it.other_names),
                _brands(it, cite),
                escape(_capital(it.kind), quote=False),
                _said(it.works, cite),
                _stop(it, cite),
            )
            for it in found
        ),
    )


def numbers(found: Iterable[Helpline], cite: Cite) -> str:
    """Return numbers to ring as a table, its cells as in `NUMBERS`."""
    rows = (
        (escape(it.country, quote=False), f"{_ring(it)} {cite(it.refs)}")
        for it in found
    )
    return _table(NUMBERS, rows)


def summary(found: Iterable[tuple[int, Judgement]], cite: Cite) -> str:
    """Return numbered judgements as a table, its cells as in `SUMMARY`.

    Benefits stand before the course of the illness, and harms last.
    """
    kinds = ("benefit", "course", "harm")
    ranked = sorted(found, key=lambda it: kinds.index(it[1].kind))
    return _table(SUMMARY, (_finding(number, it, cite) for number, it in ranked))


def paragraph(html: str) -> str:
    """Return a paragraph of what is HTML already."""
    return f"<p>{html}</p>"


def _finding(number: int, judgement: Judgement, cite: Cite) -> tuple[str, ...]:
    said = judgement.says.removesuffix(".")
    graded = judged.graded(judgement.label, [number])
    whom = f"{judgement.people_said}{COMPARED[judgement.compared_with]}"
    often = f"; {judgement.how_often}" if judgement.how_often else ""
    return (
        escape(_capital(judgement.outcome), quote=False),
        f"{escape(f'{said} {graded}', quote=False)} {cite(judgement.studies)}.",
        escape(f"{_capital(whom)}{often}.", quote=False),
    )


def _ring(helpline: Helpline) -> str:
    return " or ".join(_linked(number, f"tel:{number}") for number in helpline.numbers)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    body = "\n".join(_row("td", cells) for cells in rows)
    return (
        f"<table>\n<thead>\n{_row('th', head)}\n</thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )


def _row(tag: str, cells: Iterable[str]) -> str:
    return "\n".join(("<tr>", *(f"<{tag}>{it}</{tag}>" for it in cells), "</tr>"))


def _list(items: Iterable[str]) -> str:
    return "\n".join(("<ul>", *(f"<li>{it}</li>" for it in items), "</ul>"))


def _linked(name: str, to: str | None) -> str:
    said = escape(name, quote=False)
    return f'<a href="{escape(to)}">{said}</a>' if to else said


def _named(name: str, others: tuple[str, ...]) -> str:
    also = f" (also {escape(', '.join(others), quote=False)})" if others else ""
    return f"{name}{also}"


def _brands(medicine: Medicine, cite: Cite) -> str:
    told = (
        f"<strong>{escape(place, quote=False)}:</strong> "
        f"{escape(', '.join(names), quote=False)}"
        for place, names in medicine.brands.items()
    )
    return f"{'; '.join(told) or 'None seen'} {cite(medicine.refs)}"


def _warnings(medicine: Medicine, shared: Sequence[str], cite: Cite) -> str:
    own = [warning for warning in medicine.warnings if warning not in shared]
    return _said(" ".join(["As above.", *own] if shared else own), cite)


def _stop(medicine: Medicine, cite: Cite) -> str:
    if not medicine.do_not_stop_suddenly:
        return "We saw no such warning. Ask before you stop."
    why = medicine.stopping or "We hold no source on it, so treat it with care."
    return f"<strong>Do not stop suddenly.</strong> {_said(why, cite)}"


def _item(study: Study, studies: Studies, cite: Cite) -> str:
    against = f", compared with {study.comparison}" if study.comparison else ""
    year = f"{study.year}, " if study.year else ""
    harms = "" if study.harms == UNTOLD else f" Harms: {study.harms}"
    number = study.registry
    registered = f" {_linked(number, f'{REGISTRY}{number}')}" if number else ""
    kind = escape(f"{year}{study.design}, {charts.people(study)}.", quote=False)
    given = f"{_capital(studies.given_name(study))}{against}."
    said = escape(f"{given} {study.found}{harms}", quote=False)
    source = cite(study.refs) if study.refs else f"({_linked(study.label, study.url)})"
    return f"<strong>{kind}</strong> {said}{registered} {source}"


def _said(text: str, cite: Cite) -> str:
    """Return what an author typed, as HTML, each citation made its marks."""
    parts, last = [], 0
    for citation in citations.find(text):
        parts += [escape(text[last : citation.start], quote=False), cite(citation.keys)]
        last = citation.end
    return "".join([*parts, escape(text[last:], quote=False)])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
