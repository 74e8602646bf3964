"""Where studies are shown: all on their own page, a slice on each treatment's page."""

from pathlib import PurePosixPath

from guide import charts, pages, tables
from guide.pages import Page
from guide.studies import Studies

TEMPLATE = "studies.html"
DRAWING, TABLE = "One dot is one person", "Study by study"  # headings of that page
SECTION = "What studies found"
HEADING = "### Everyone studied"


def add(markdown: str, page: Page, studies: Studies) -> str:
    """Return the body of a page with the studies that belong on it, if any do."""
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
