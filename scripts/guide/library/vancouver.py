"""References in Vancouver style (ICMJE/NLM), as HTML: a work in, text out."""

import calendar
import re
from html import escape
from urllib.parse import quote

from pybtex.database import Person

from guide.library.bibtex import Work
from guide.library.latex import plain

MOST_AUTHORS = 6
LINEAGE = {"II": "2nd", "III": "3rd", "IV": "4th", "Jr.": "Jr", "Sr.": "Sr"}
INITIAL = re.compile(r"[^\W\d_]")


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
    names = [name(person) for person in people if not _is_others(person)]
    more = len(names) > MOST_AUTHORS or len(names) < len(people)
    return ", ".join(names[:MOST_AUTHORS]) + (", et al" if more else "")


def name(person: Person) -> str:
    """Return a person as family name and initials, an organisation as it stands."""
    given = " ".join([*person.first_names, *person.middle_names])
    lineage = " ".join(LINEAGE.get(part, part) for part in person.lineage_names)
    parts = (family(person), initials(plain(given)), lineage)
    return " ".join(part for part in parts if part)


def family(person: Person) -> str:
    """Return the family name with its particles, or the name of an organisation."""
    return plain(" ".join([*person.prelast_names, *person.last_names]))


def initials(given: str) -> str:
    """Return the initials of given names: "Marinos C." is MC, "Jean-Paul" is JP."""
    return "".join(
        found[0].upper()
        for part in re.split(r"[\s.-]+", given)
        if (found := INITIAL.search(part))
    )


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
    volume = work.get("volume")
    issue = f"({work.get('issue')})" if work.get("issue") else ""
    pages = f":{work.get('pages').replace('–', '-')}" if work.get("pages") else ""
    where = f"{volume}{issue}{pages}"
    year = work.get("year")
    when = f"{year};{where}" if year and where else year or where
    label = " [conference abstract]" if "abstract" in work.get("design") else ""
    return (work.get("title") + label, work.get("journal"), when)


def _chapter(work: Work) -> tuple[str, ...]:
    pages = f"p. {work.get('pages')}" if work.get("pages") else ""
    book = f"In: {work.get('booktitle')}"
    return (work.get("title"), book, work.get("year"), pages)


def _abstract(work: Work) -> tuple[str, ...]:
    title = f"{work.get('title')} [conference abstract]"
    meeting, year = work.get("booktitle"), work.get("year")
    return (title, meeting, "" if year in meeting else year)


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


def _is_others(person: Person) -> bool:
    return str(person) == "others"


def _sentence(part: str) -> str:
    """End a part with one full stop, unless it ends itself."""
    return part if part.endswith((".", "?", "!")) else f"{part}."
