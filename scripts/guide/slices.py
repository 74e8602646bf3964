"""What the build adds to pages from data: studies, and treatments at a glance."""

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Any

from guide import charts, glance, pages, tables
from guide.pages import Page
from guide.studies import Studies

TEMPLATE = "studies.html"
DRAWING, TABLE = "One dot is one person", "Study by study"  # headings of that page
SECTION = "What studies found"
HEADING = "### Everyone studied"
Rows = Callable[[], Iterable[tuple[str, str, Any]]]  # as glance.table takes them


def add(markdown: str, page: Page, studies: Studies, treatments: Rows) -> str:
    """Return the body of a page with what belongs on it, if anything does."""
    if any(block.said == glance.SECTION for block in page.blocks if block.level):
        return pages.add(markdown, page, {glance.SECTION: glance.table(treatments())})
    if page.meta.get("template") == TEMPLATE:
        rows = (
            study
            for treatment in studies.treatments
            for study in studies.of(treatment)
            if study.treatments[0] == treatment
        )
        shown = {DRAWING: charts.everyone(studies), TABLE: tables.table(rows)}
        return pages.add(markdown, page, shown)
    own = studies.of(PurePosixPath(page.file).stem)
    if page.meta.get("kind") != "treatment" or not own:
        return markdown
    added = f"{HEADING}\n\n{charts.some(own)}\n\n{tables.brief(own)}"
    return pages.add(markdown, page, {SECTION: added})
