"""What we can look through for a report: library, catalogue, and a bibliography."""

import csv
import re
import shlex
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from guide.facts.studies import Study
from guide.library.bibtex import Library

TOLD = ("title", "participants", "finding", "limits")  # the notes of the library
SPACE = re.compile(r"[^\w*|]+")


@dataclass(frozen=True)
class Record:
    """Something that was reported.

    Attributes:
        within: the collections that hold it, as data/searches.yml names them.
        key: its key in the library or catalogue, or "".
        year: its year, or "".
        title: what it is called.
        text: all that we hold of it, to look through.
        identities: the DOI, PubMed number and title that tell it from others.
    """

    within: tuple[str, ...]
    key: str
    year: str
    title: str
    text: str
    identities: frozenset[str]


def library(works: Library) -> Iterator[Record]:
    """Yield the works of the library, with our notes."""
    for key, work in works.items():
        text = " ".join(work.get(field) for field in TOLD)
        same = _identities(work.get("doi"), work.get("pmid"), work.get("title"))
        within = ("library", "trials") if work.get("number") else ("library",)
        yield Record(within, key, work.get("year"), work.get("title"), text, same)


def catalogue(studies: Iterable[Study]) -> Iterator[Record]:
    """Yield the reports of the catalogue that the library does not hold."""
    for it in studies:
        if not it.refs:
            text = f"{it.work} {it.given} {it.who} {it.found} {it.harms} {it.age}"
            same = _identities(it.doi, it.pmid, it.work)
            year = str(it.year or "")
            yield Record(("catalogue",), it.key, year, it.work, text, same)


def bibliography(path: Path) -> Iterator[Record]:
    """Yield the works of a CSV file with year, title, doi, pmid, and maybe abstract.

    Raises:
        ValueError: it has no such columns.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if missing := {"year", "title", "doi", "pmid"} - {*(rows.fieldnames or ())}:
            raise ValueError(f"{path} has no column '{min(missing)}'. Name another.")
        name = "bibliography" if "abstract" in (rows.fieldnames or ()) else "titles"
        for row in rows:
            text = f"{row['title']} {row.get('abstract') or ''}"
            same = _identities(row["doi"], row["pmid"], row["title"])
            yield Record((name,), "", row["year"], row["title"], text, same)


def joined(records: Iterable[Record]) -> list[Record]:
    """Return records, each once, however many collections hold it."""
    found: list[Record] = []
    places: dict[str, int] = {}
    for it in records:
        place = next((places[one] for one in it.identities if one in places), None)
        if place is None:
            place = len(found)
            found.append(it)
        else:
            old = found[place]
            within = tuple(dict.fromkeys([*old.within, *it.within]))
            text, same = f"{old.text} {it.text}", old.identities | it.identities
            title, year = old.title, old.year or it.year
            found[place] = Record(within, old.key, year, title, text, same)
        places |= dict.fromkeys(it.identities, place)
    return found


def matching(words: str, records: Iterable[Record]) -> list[Record]:
    """Return the records that hold all words.

    Args:
        words: as "ivig|immunoglobulin* child*"; * stands for any ending, | parts
            words of which one is enough, and quotes hold a phrase together.
        records: what is looked through.

    Raises:
        ValueError: there are no words, or a quote is left open.
    """
    wanted = [_pattern(word) for word in shlex.split(words)]
    if not wanted:
        raise ValueError('name what to look for, as WORDS="ivig child*".')
    return [it for it in records if all(one.search(_plain(it.text)) for one in wanted)]


def _pattern(word: str) -> re.Pattern[str]:
    choices = (
        re.escape(_plain(choice)).replace(r"\*", r"\w*") for choice in word.split("|")
    )
    return re.compile(rf"\b(?:{'|'.join(choices)})\b")


def _plain(text: str) -> str:
    """Return text in small letters, without accents, hyphens or other signs."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return SPACE.sub(" ", "".join(it for it in apart if not unicodedata.combining(it)))


def _identities(doi: str, pmid: str, title: str) -> frozenset[str]:
    named = {"doi": doi.lower(), "pmid": pmid, "title": _plain(title).strip()}
    return frozenset(f"{kind}:{it}" for kind, it in named.items() if it)
