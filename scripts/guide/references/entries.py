"""Entries: what a .bib file says of each source, read with patience.

The library's own reader refuses what it cannot print. Here a field that is odd is read
as far as it goes, so that other people's files can be checked too.
"""

import re
from dataclasses import dataclass
from html import unescape

from pybtex import errors
from pybtex.database import Person
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError

from guide.library.latex import UnknownMacroError, plain

PREFIX = re.compile(r"^(?:https?://)?(?:www\.|dx\.)?doi\.org/|^doi:\s*", re.IGNORECASE)
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
TRIAL = re.compile(r"NCT\d{8}", re.IGNORECASE)
PUBMED = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|/pubmed)/(\d{1,9})\b")
TEX = re.compile(r"\\[a-zA-Z]+\s*|[{}$\\]")
YEAR = re.compile(r"\d{4}")
AND = re.compile(r"\s+and\s+", re.IGNORECASE)
NUMBERS = re.compile(r"\D+")


class UnreadableError(ValueError):
    """A file that is no BibTeX at all; the sentence says why."""


@dataclass(frozen=True)
class Entry:
    """One source as its author wrote it, "" for what was not written.

    Attributes:
        family: the family name of the first author.
        group: the first author, where that is an organisation.
        year: four digits.
        doi, pmid, trial: its identifiers.
    """

    key: str
    type: str
    title: str
    family: str
    group: str
    year: str
    doi: str
    pmid: str
    trial: str

    @property
    def has_identifier(self) -> bool:
        """Whether any registry can be asked for it by number."""
        return bool(self.doi or self.pmid or self.trial)


def parse(text: str) -> tuple[dict[str, Entry], tuple[str, ...]]:
    """Return the entries of BibTeX text by key, and what in it could not be read.

    Raises:
        UnreadableError: there is none.
    """
    parser = Parser(person_fields=())
    with errors.capture() as odd:
        try:
            read = parser.parse_string(text).entries
        except PybtexError as error:
            raise UnreadableError(f"this is no BibTeX ({error}).") from error
    if not read and text.strip():
        raise UnreadableError("it holds no entry.")
    found = {
        key: _entry(key, it.type.lower(), {k.lower(): v for k, v in it.fields.items()})
        for key, it in read.items()
    }
    return found, tuple(str(it) for it in odd)


def _entry(key: str, kind: str, fields: dict[str, str]) -> Entry:
    family, group = _first(fields.get("author") or fields.get("editor") or "")
    year = YEAR.search(fields.get("year") or fields.get("date") or "")
    places = f"{fields.get('url', '')} {fields.get('number', '')}"
    trial = TRIAL.search(places)
    pubmed = PUBMED.search(fields.get("url", ""))
    doi = bare_doi(fields.get("doi", ""))
    if not doi and "doi.org/" in fields.get("url", ""):
        doi = bare_doi(fields["url"])
    return Entry(
        key=key,
        type=kind,
        title=_plain(fields.get("title", "")),
        family=family,
        group=group,
        year=year[0] if year else "",
        doi=doi,
        pmid=NUMBERS.sub("", fields.get("pmid", "")) or (pubmed[1] if pubmed else ""),
        trial=trial[0].upper() if trial else "",
    )


def bare_doi(written: str) -> str:
    """Return a DOI without its address, its TeX and what stands behind it."""
    bare = PREFIX.sub("", unescape(re.sub(r"\\(?=[_%&#~$])|[{}]", "", written).strip()))
    found = DOI.search(bare)
    return found[0].rstrip(".,;") if found else bare


def _first(authors: str) -> tuple[str, str]:
    """Return the family name of the first author, or the name of an organisation."""
    name = AND.split(authors.strip(), maxsplit=1)[0].strip().rstrip(",;")
    if not name:
        return "", ""
    if name.startswith("{") and name.endswith("}") and "," not in name:
        return "", _plain(name)
    try:
        person = Person(name)
    except PybtexError:
        return _plain(name.partition(",")[0]), ""
    family = _plain(" ".join([*person.prelast_names, *person.last_names]))
    return family, ""


def _plain(text: str) -> str:
    """Return TeX as text; what is not known is read as far as it goes."""
    try:
        return plain(unescape(text))
    except UnknownMacroError:
        return " ".join(TEX.sub("", text).split())
