"""Facts from data/ as Markdown, cited like a page: studies, medicines, numbers."""

from collections.abc import Callable, Iterable, Sequence

from guide.facts.helplines import Helpline
from guide.facts.judgements import Judgement
from guide.facts.medicines import Medicine
from guide.facts.studies import UNTOLD, Studies, Study
from guide.pages import judged
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


def brief(shown: Iterable[Study], studies: Studies) -> str:
    """Return some of the studies as a Markdown list."""
    return "\n".join(_item(study, studies) for study in shown)


def medicines(found: Sequence[Medicine]) -> str:
    """Return the medicines of a page as a Markdown table, cells as in `MEDICINES`.

    What holds for each of several stands above the table, once.
    """
    shared = [
        warning
        for warning in found[0].warnings
        if len(found) > 1 and all(warning in it.warnings for it in found)
    ]
    rows = (
        (
            _named(it.name, it.other_names),
            _brands(it),
            _warnings(it, shared),
            _stop(it),
        )
        for it in found
    )
    table = _table(MEDICINES, rows)
    if not shared:
        return table
    listed = "\n".join(f"- {warning}" for warning in shared)
    return f"What holds for each of them:\n\n{listed}\n\n{table}"


def names(found: Iterable[Medicine], link: Callable[[str], str | None]) -> str:
    """Return all medicines as a Markdown table, its cells as `NAMES` names them.

    Args:
        found: the medicines.
        link: gives the address of a page by its file name, None where there is none.
    """
    return _table(
        NAMES,
        (
            (
                _named(_linked(it.name, link(it.page)), it.other_names),
                _brands(it),
                _capital(it.kind),
                it.works,
                _stop(it),
            )
            for it in found
        ),
    )


def numbers(found: Iterable[Helpline]) -> str:
    """Return numbers to ring as a Markdown table, its cells as in `NUMBERS`."""
    return _table(NUMBERS, ((it.country, f"{_ring(it)} {_cited(it)}") for it in found))


def summary(found: Iterable[tuple[int, Judgement]]) -> str:
    """Return numbered judgements as a Markdown table, cells as in `SUMMARY`.

    Benefits stand before the course of the illness, and harms last.
    """
    kinds = ("benefit", "course", "harm")
    ranked = sorted(found, key=lambda it: kinds.index(it[1].kind))
    return _table(SUMMARY, (_finding(number, it) for number, it in ranked))


def _finding(number: int, judgement: Judgement) -> tuple[str, ...]:
    mark = judged.written(judgement.label, [number], judgement.studies)
    whom = f"{judgement.people_said}{COMPARED[judgement.compared_with]}"
    often = f"; {judgement.how_often}" if judgement.how_often else ""
    said = judgement.says.removesuffix(".")
    return (_capital(judgement.outcome), f"{said} {mark}.", f"{_capital(whom)}{often}.")


def _ring(helpline: Helpline) -> str:
    return " or ".join(f"[{number}](tel:{number})" for number in helpline.numbers)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head)]
    lines += [tuple(cell.replace("|", "\\|") for cell in row) for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _linked(name: str, to: str | None) -> str:
    return f"[{_capital(name)}]({to})" if to else name


def _named(name: str, others: tuple[str, ...]) -> str:
    also = f" (also {', '.join(others)})" if others else ""
    return f"{_capital(name)}{also}"


def _brands(medicine: Medicine) -> str:
    told = (f"**{place}:** {', '.join(it)}" for place, it in medicine.brands.items())
    return f"{'; '.join(told) or 'None seen'} {_cited(medicine)}"


def _warnings(medicine: Medicine, shared: Sequence[str]) -> str:
    own = [warning for warning in medicine.warnings if warning not in shared]
    return " ".join(["As above.", *own] if shared else own)


def _stop(medicine: Medicine) -> str:
    if not medicine.do_not_stop_suddenly:
        return "We saw no such warning. Ask before you stop."
    why = medicine.stopping or "We hold no source on it, so treat it with care."
    return f"**Do not stop suddenly.** {why}"


def _item(study: Study, studies: Studies) -> str:
    against = f", compared with {study.comparison}" if study.comparison else ""
    year = f"{study.year}, " if study.year else ""
    harms = "" if study.harms == UNTOLD else f" Harms: {study.harms}"
    registered = f" {_registered(study)}" if study.registry else ""
    return (
        f"- **{year}{study.design}, {charts.people(study)}.** "
        f"{_capital(studies.given_name(study))}{against}. {study.found}"
        f"{harms}{registered} {_cited(study) if study.refs else _found_at(study)}"
    )


def _found_at(study: Study) -> str:
    """Return a link to a work that the library does not hold."""
    return f"([{study.label}]({study.url}))"


def _registered(study: Study) -> str:
    number = study.registry
    return f"[{number}]({REGISTRY}{number})" if number else ""


def _cited(entry: Study | Medicine | Helpline) -> str:
    return f"[{'; '.join(f'@{key}' for key in entry.refs)}]"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
