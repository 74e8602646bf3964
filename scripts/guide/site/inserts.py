"""What the build adds to pages from data: studies, medicines, numbers, a glance."""

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath
from typing import Any

from guide.facts.helplines import Helplines
from guide.facts.judgements import Judgements
from guide.facts.medicines import Medicines
from guide.facts.studies import CASES, REVIEWS, SERIES, UNTOLD, Studies, Study
from guide.pages import glance, layers, parser
from guide.pages.parser import Page
from guide.site import charts, overview, tables
from guide.site.tables import Cite

SECTION = "What studies found"
NAMES_TEMPLATE = "medicine-names.html"
NAMES = "Every medicine"  # the heading of its table
WORKS = "How it works"
MEDICINES = "### Medicines on this page"
UNTOLD_HARMS = (
    "Where no harms stand, our source tells of none; there may have been some."
)
MOST = 12  # of the reports that a page lists, before the small series go
LARGE = 5  # people in a series that a long list keeps
NUMBERS = "Emergency numbers by country"


@dataclass(frozen=True)
class Data:
    """The facts of data/ that stand on pages, and what marks their sources."""

    studies: Studies
    medicines: Medicines
    helplines: Helplines
    judgements: Judgements
    cite: Cite


Links = Callable[[str], str | None]  # the built address of a page by its file name
Rows = Callable[[], Iterable[tuple[str, str, Any]]]  # as overview.add takes them


def add(
    markdown: str,
    page: Page,
    data: Data,
    treatments: Rows,
    link: Links,
) -> str:
    """Return the body of a page with what belongs on it, if anything does."""
    headings = {block.said for block in page.blocks if block.level}
    if NUMBERS in headings:
        numbers = tables.numbers(data.helplines.ambulance, data.cite)
        return parser.add(markdown, page, {NUMBERS: numbers})
    if glance.SECTION in headings:
        return overview.add(markdown, treatments())
    if page.meta.get("template") == NAMES_TEMPLATE:
        table = tables.names(data.medicines.all, link, data.cite)
        return parser.add(markdown, page, {NAMES: table})
    kind = page.meta.get("kind")
    if kind == layers.KIND or headings.intersection(layers.BUILT):
        added = _own(page.file, data)
    elif kind == "treatment" and not layers.turned(page):
        added = _in_one_layer(_own(page.file, data))
    else:
        return markdown
    return parser.add(markdown, page, added) if added else markdown


def _own(file: str, data: Data) -> dict[str, str]:
    """Return what belongs to the evidence of a treatment, by heading."""
    name = parser.page_name(file)
    numbered = enumerate(data.judgements.values())
    treatments = data.studies.on(name)
    found = {}
    if given := data.medicines.of(name):
        found[layers.MEDICINES] = tables.medicines(given, data.cite)
    if judged := [(number, it) for number, it in numbered if it.treatment == name]:
        found[layers.SUMMARY] = tables.summary(judged, data.cite)
    if own := data.studies.of(*treatments):
        found[layers.EVERYONE] = _everyone(file, treatments, own, data)
    return found


def _in_one_layer(own: dict[str, str]) -> dict[str, str]:
    """Return the same by the headings of a page that has no evidence beside it yet."""
    found: dict[str, str] = {}
    for name, text in own.items():
        section = WORKS if name == layers.MEDICINES else SECTION
        heading = MEDICINES if name == layers.MEDICINES else f"### {name}"
        found[section] = f"{found.get(section, '')}\n\n{heading}\n\n{text}".lstrip()
    return found


def _everyone(
    file: str,
    treatments: Iterable[str],
    own: Iterable[Study],
    data: Data,
) -> str:
    """Return the rows of these treatments, their trials and series, and the rest."""
    listed = [it for it in own if _tells(it, treatments)]
    if len(listed) > MOST:
        listed = [it for it in listed if _is_large(it, treatments)]
    parts = [charts.drawing(charts.rows(data.studies, treatments))]
    if listed:
        parts.append(tables.paragraph(UNTOLD_HARMS))
        parts.append(tables.brief(listed, data.studies, data.cite))
    rest = [it for it in own if it not in listed and not it.counted_in]
    parts.append(_rest(file, treatments, rest, data.studies))
    return "\n".join(part for part in parts if part)


def _tells(study: Study, treatments: Iterable[str]) -> bool:
    """Whether a page lists a report: what tells nothing new stands in the catalogue."""
    if study.kind in (CASES, REVIEWS) or study.counted_in:
        return False
    own = [it for it in study.outcomes if it.treatment in treatments]
    return study.kind != SERIES or any(it.result != UNTOLD for it in own)


def _is_large(study: Study, treatments: Iterable[str]) -> bool:
    """Whether a long list keeps a report: each trial, and series of some size."""
    own = (it.people or 0 for it in study.outcomes if it.treatment in treatments)
    return study.design not in ("series", "survey") or max(own) >= LARGE


def _rest(
    file: str,
    treatments: Iterable[str],
    own: Iterable[Study],
    studies: Studies,
) -> str:
    """Return one line on the reports not listed, with the way to them."""
    kinds = Counter(it.kind for it in own)
    said = [
        charts.counted(kinds[kind], one, more)
        for kind, one, more in (
            (SERIES, "small or unclear series", "small or unclear series"),
            (CASES, "single case", "single cases"),
            (REVIEWS, "review of reports", "reviews of reports"),
        )
        if kinds[kind]
    ]
    if not said:
        return ""
    path = PurePosixPath(file).relative_to("docs")
    here = path.parent if path.stem == "index" else path.with_suffix("")
    to = posixpath.relpath("evidence/studies", here.as_posix())
    ways = ", ".join(
        f'<a href="{to}/#on-{key}">{escape(studies.treatments[key].name)}</a>'
        for key in treatments
    )
    told = f"Also reported: {', '.join(said)}. Find them in the catalogue: {ways}."
    return tables.paragraph(told)
