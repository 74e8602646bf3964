"""The drawing of everyone studied: a table, one row a treatment, its bars as SVG.

People in comparisons, in series and single cases stand apart and are never added up.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from guide.facts.studies import CASES, COMPARED, RESULTS, SERIES, UNTOLD, Studies, Study

COLUMNS = {  # what is drawn: its name for the looks, its heading
    COMPARED: ("compared", "Compared with placebo"),
    SERIES: ("series", "Not compared"),
    CASES: ("cases", "Single cases"),
}
BESIDE_PLACEBO = {  # what a result means in a comparison
    "better": "better than placebo",
    "mixed": "mixed",
    "same": "no better than placebo",
    "worse": "worse than placebo",
    UNTOLD: "result not told",
}
LONGEST, THICK = 80, 8  # of a bar, in px


@dataclass(frozen=True)
class Cell:
    """The people of one kind of report.

    Attributes:
        people: how many they are.
        more: whether a report does not tell how many.
        results: how many had which result.
    """

    people: int
    more: bool
    results: Mapping[str, int]

    @property
    def said(self) -> str:
        """Return the number, with a plus where a report tells none."""
        return f"{self.people}+" if self.more else str(self.people)


@dataclass(frozen=True)
class Row:
    """One treatment: its key, its name, a cell for each column."""

    key: str
    name: str
    cells: tuple[Cell, ...]


def rows(studies: Studies, treatments: Iterable[str]) -> Iterator[Row]:
    """Yield a row for each treatment that somebody reported on."""
    for key in treatments:
        own = studies.of(key)
        cells = tuple(_cell(own, kind, key) for kind in COLUMNS)
        if any(cell.people or cell.more for cell in cells):
            yield Row(key, studies.treatments[key].name, cells)


def _cell(own: Iterable[Study], kind: str, treatment: str) -> Cell:
    told: list[int | None] = []
    results: Counter[str] = Counter()
    for study in own:
        if study.kind != kind or study.counted_in:
            continue
        outcome = next(it for it in study.outcomes if it.treatment == treatment)
        people = study.people if kind == COMPARED else outcome.people
        told.append(people)
        results[outcome.result] += people or 0
    return Cell(sum(it or 0 for it in told), None in told, results)


def drawing(shown: Iterable[Row], *, total: str = "") -> str:
    """Return the rows as a table in HTML.

    Args:
        shown: the rows.
        total: what the caption says of all; with it each number has its bar.
    """
    shown = list(shown)
    most = max((cell.people for row in shown for cell in row.cells), default=0)
    longest = most if total else 0
    heads = "".join(
        f'<th role="columnheader" scope="col" class="guide-{look}">{heading}</th>'
        for look, heading in COLUMNS.values()
    )
    lines = "\n".join(_line(row, longest) for row in shown)
    return (
        f'<table role="table" class="guide-people" data-most="{most}" '
        f'data-longest="{LONGEST}">\n'
        "<caption>How many people: compared with placebo; in trials and series "
        f"without a comparison; as single cases. {total}"
        "A plus: a report does not tell how many.</caption>\n"
        '<thead role="rowgroup">\n<tr role="row">'
        f'<th role="columnheader" scope="col">Treatment</th>{heads}</tr>\n</thead>\n'
        f'<tbody role="rowgroup">\n{lines}\n</tbody>\n</table>'
    )


def _line(row: Row, most: int) -> str:
    cells = "".join(
        _drawn(cell, look, most, worded=kind == COMPARED)
        for cell, (kind, (look, _)) in zip(row.cells, COLUMNS.items(), strict=True)
    )
    return (
        f'<tr role="row" id="on-{row.key}" data-treatment="{row.key}">'
        f'<th role="rowheader" scope="row">{escape(row.name)}</th>{cells}</tr>'
    )


def _drawn(cell: Cell, look: str, most: int, *, worded: bool) -> str:
    words = f" <small>{tally(cell.results)}</small>" if worded else ""
    return (
        f'<td role="cell" class="guide-{look}"><span>{cell.said}</span>'
        f"{_bar(cell.people, most) if most else ''}{words}</td>"
    )


def _bar(people: int, most: int) -> str:
    return (
        f'<svg viewBox="0 0 {LONGEST} {THICK}" preserveAspectRatio="none" '
        f'aria-hidden="true"><rect width="{length(people, most)}" height="{THICK}"/>'
        "</svg>"
    )


def tally(results: Mapping[str, int]) -> str:
    """Return how many had which result beside placebo, or the one that all had."""
    told = [it for it in RESULTS if it in results]
    if len(told) == 1:
        return BESIDE_PLACEBO[told[0]]
    return ", ".join(f"{results[it]} {BESIDE_PLACEBO[it]}" for it in told)


def length(people: int, most: int) -> int:
    """Return how long a bar is: at least a stroke for one person, nothing for none."""
    return max(2, round(LONGEST * people / most)) if people else 0


def counted(number: int, one: str, more: str) -> str:
    """Return a number with its word: 1 person, 2 people."""
    return f"{number} {one if number == 1 else more}"


def persons(study: Study) -> str:
    """Return how many people took part and who they were, as one phrase."""
    if study.kind == CASES:
        return f": {study.who}"
    plural = (study.people or 0) > 1 and study.who.startswith("people ")
    who = study.who.removeprefix("people") if plural else f": {study.who}"
    return f", {people(study)}{who}"


def people(study: Study) -> str:
    """Return how many people took part, or are to."""
    if study.people is None:
        planned = f", {study.planned} planned" if study.planned else ""
        return f"number of people not told{planned}"
    return counted(study.people, "person", "people") if study.people else "nobody"
