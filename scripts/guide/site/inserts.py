"""What the build adds to pages from data: studies, medicines, numbers, a glance."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from guide.facts.helplines import Helplines
from guide.facts.judgements import Judgements
from guide.facts.medicines import Medicines
from guide.facts.studies import Studies
from guide.pages import glance, parser
from guide.pages.parser import Page
from guide.site import charts, tables

TEMPLATE = "studies.html"
DRAWING, TABLE = "One dot is one person", "Study by study"  # headings of that page
SECTION = "What studies found"
HEADING = "### Everyone studied"
SUMMARY = "### Summary of findings"
NAMES_TEMPLATE = "medicine-names.html"
NAMES = "Every medicine"  # the heading of its table
WORKS = "How it works"
MEDICINES = "### Medicines on this page"
NUMBERS = "Emergency numbers by country"


@dataclass(frozen=True)
class Data:
    """The facts of data/ that stand on pages."""

    studies: Studies
    medicines: Medicines
    helplines: Helplines
    judgements: Judgements


Links = Callable[[str], str | None]  # the address of a page by its file name
Rows = Callable[[], Iterable[tuple[str, str, Any]]]  # as glance.table takes them


def add(
    markdown: str,
    page: Page,
    data: Data,
    treatments: Rows,
    link: Links,
) -> str:
    """Return the body of a page with what belongs on it, if anything does."""
    studies, medicines = data.studies, data.medicines
    headings = {block.said for block in page.blocks if block.level}
    if NUMBERS in headings:
        return parser.add(
            markdown, page, {NUMBERS: tables.numbers(data.helplines.ambulance)}
        )
    if glance.SECTION in headings:
        return parser.add(markdown, page, {glance.SECTION: glance.table(treatments())})
    if page.meta.get("template") == TEMPLATE:
        return parser.add(markdown, page, _everyone(studies))
    if page.meta.get("template") == NAMES_TEMPLATE:
        table = tables.names(medicines.all, link)
        return parser.add(markdown, page, {NAMES: table})
    if page.meta.get("kind") != "treatment":
        return markdown
    added = _own(parser.page_name(page.file), data)
    return parser.add(markdown, page, added) if added else markdown


def _everyone(studies: Studies) -> dict[str, str]:
    """Return the drawing and the table of everyone ever studied, by heading."""
    rows = (
        study
        for treatment in studies.treatments
        for study in studies.of(treatment)
        if study.treatments[0] == treatment
    )
    return {DRAWING: charts.everyone(studies), TABLE: tables.table(rows)}


def _own(name: str, data: Data) -> dict[str, str]:
    """Return what belongs to the page of this file name, by heading."""
    added = {}
    if given := data.medicines.of(name):
        added[WORKS] = f"{MEDICINES}\n\n{tables.medicines(given)}"
    found = []
    numbered = enumerate(data.judgements.values())
    if judged := [(number, it) for number, it in numbered if it.treatment == name]:
        found.append(f"{SUMMARY}\n\n{tables.summary(judged)}")
    if own := data.studies.of(name):
        found.append(f"{HEADING}\n\n{charts.some(own)}\n\n{tables.brief(own)}")
    if found:
        added[SECTION] = "\n\n".join(found)
    return added
