"""References in Vancouver style (ICMJE/NLM), as HTML: a work in, text out."""

import calendar
import re
from html import escape
from urllib.parse import quote

from pybtex.database import Person

from guide.library import names
from guide.library.bibtex import Work
from guide.library.latex import plain

MOST_AUTHORS = 6
LINEAGE = {"II": "2nd", "III": "3rd", "IV": "4th", "Jr.": "Jr", "Sr.": "Sr"}


def reference(work: Work) -> str:
    """Return the reference of a work as HTML: its title marked, its links last."""
    title, *rest = _BODY[work.type](work)
    by, *where = (
        escape(_sentence(part), quote=False) if part else ""
        for part in (authors(work.authors), *rest)
    )
    marked = f"<cite>{escape(_sentence(title), quote=False)}</cite>"
    said = " ".join(part for part in (by, marked, *where) if part)
    shown = " · ".join(
        f'<a href="{escape(address)}">{label}</a>' for label, address in links(work)
    )
    return f"{said} {shown}"


def authors(people: tuple[Person, ...]) -> str:
    """Return up to six authors, then et al.; organisations by their whole name."""
    named = [name(person) for person in people if str(person) != names.OTHERS]
    more = len(named) > MOST_AUTHORS or len(named) < len(people)
    return ", ".join(named[:MOST_AUTHORS]) + (", et al" if more else "")


def name(person: Person) -> str:
    """Return a person as family name and initials, an organisation as it stands."""
    given = " ".join([*person.first_names, *person.middle_names])
    lineage = " ".join(LINEAGE.get(part, part) for part in person.lineage_names)
    parts = (family(person), names.initials(plain(given)), lineage)
    return " ".join(part for part in parts if part)


def family(person: Person) -> str:
    """Return the family name with its particles, or the name of an organisation."""
    return plain(" ".join([*person.prelast_names, *person.last_names]))


def links(work: Work) -> list[tuple[str, str]]:
    """Return what a reader can open: label and address, the canonical one first."""
    found = [
        (label, address.format(work.get(field)))
        for field, label, address in ADDRESSES
        if work.get(field)
    ]
    if found:
        return found
    if work.get("url"):
        label = "Open a copy of the source" if work.get("howpublished") else OPEN
        return [(label, work.get("url"))]
    return [("Search PubMed for this title", PUBMED_SEARCH + quote(work.get("title")))]


OPEN = "Open the source"
PUBMED_SEARCH = "https://pubmed.ncbi.nlm.nih.gov/?term="
ADDRESSES = (
    ("doi", "DOI", "https://doi.org/{}"),
    ("pmid", "PubMed", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    ("pmcid", "Full text (PMC)", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
    ("number", "ClinicalTrials.gov", "https://clinicaltrials.gov/study/{}"),
)


def _article(work: Work) -> tuple[str, ...]:
    label = " [conference abstract]" if "abstract" in work.get("design") else ""
    return (work.get("title") + label, work.get("journal"), _when(work))


def _when(work: Work) -> str:
    """Return year, volume, issue and pages: "2001;345(26):1870-1876"."""
    volume = work.get("volume")
    issue = f"({work.get('issue')})" if work.get("issue") else ""
    pages = f":{_pages(work)}" if work.get("pages") else ""
    year = work.get("year")
    between = ";" if year and (volume or issue) else ""
    return f"{year}{between}{volume}{issue}{pages}"


def _pages(work: Work) -> str:
    """Return the pages with a plain dash, however it was typed."""
    return re.sub("[-–—]+", "-", work.get("pages")).rstrip("-")


def _chapter(work: Work) -> tuple[str, ...]:
    pages = f"p. {_pages(work)}" if work.get("pages") else ""
    book = f"In: {work.get('booktitle')}"
    return (work.get("title"), book, work.get("year"), pages)


def _abstract(work: Work) -> tuple[str, ...]:
    title = f"{work.get('title')} [conference abstract]"
    meeting, year = work.get("booktitle"), work.get("year")
    when = _when(work)
    return (title, meeting, "" if when == year and year in meeting else when)


def _label(work: Work) -> tuple[str, ...]:
    return (f"{work.get('title')} [medicine label on the Internet]", _dated(work))


def _online(work: Work) -> tuple[str, ...]:
    number = work.get("number")
    kind = f"trial registry entry {number}" if number else "Internet"
    title = f"{work.get('title')} [{kind}]"
    return (title, work.get("organization"), _dated(work))


def _dated(work: Work) -> str:
    """Return the year, if it was seen, and the day of the last check."""
    return f"{work.get('year')} [cited {_day(work)}]".strip()


_BODY = {
    "article": _article,
    "inbook": _chapter,
    "inproceedings": _abstract,
    "manual": _label,
    "online": _online,
}


def _day(work: Work) -> str:
    """Return the day of the last check as NLM writes it: 2026 Nov 22."""
    year, month, day = work.get("checked").split("-")
    return f"{year} {MONTHS[int(month)]} {int(day)}"


MONTHS = [*calendar.month_abbr]  # MONTHS[1] is Jan


def _sentence(part: str) -> str:
    """End a part with one full stop, unless it ends itself."""
    return part if part.endswith((".", "?", "!")) else f"{part}."
