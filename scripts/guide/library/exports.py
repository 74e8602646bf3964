"""The library in the forms that reference managers read: BibTeX, CSL-JSON, RIS.

CSL-JSON and RIS are written here: each is a table of field names, and a package that
writes them would ask for the same table.
"""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from pybtex.database import Person

from guide.library import vancouver
from guide.library.bibtex import Library, Work
from guide.library.latex import plain

ISSUE = re.compile(r"(?<=^  )issue(?= =)", re.MULTILINE)  # BibTeX calls it number
FOLDER = "evidence/library"
ALL = "all-sources"  # no key holds a hyphen
ENDINGS = {"BibTeX": "bib", "CSL-JSON": "json", "RIS": "ris"}
CSL_TYPES = {
    "inbook": "chapter",
    "inproceedings": "paper-conference",
    "manual": "document",
    "online": "webpage",
}
CSL = {
    "title": "title",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "doi": "DOI",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "url": "URL",
    "number": "number",
    "organization": "publisher",
}
NOTES = ("finding", "limits")
RIS_TYPES = {
    "inbook": "CHAP",
    "inproceedings": "CPAPER",
    "manual": "GEN",
    "online": "ELEC",
}
RIS = {
    "title": "TI",
    "journal": "T2",
    "booktitle": "T2",
    "year": "PY",
    "volume": "VL",
    "issue": "IS",
    "doi": "DO",
    "pmid": "AN",
    "pmcid": "C2",
    "number": "M1",
    "url": "UR",
    "organization": "PB",
    "finding": "N1",
    "limits": "N1",
}


def write(site: Path, library: Library, source: str) -> None:
    """Write the whole library and each entry into a built site, in every form.

    Args:
        site: the built site.
        library: the works.
        source: the BibTeX text that they were read from.
    """
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    written = bibtex(library, source)
    described = {key: csl(work) for key, work in library.items()}
    tagged = {key: ris(work) for key, work in library.items()}
    _put(folder / f"{ALL}.bib", "\n".join(written.values()))
    _put(folder / f"{ALL}.json", _json([*described.values()]))
    _put(folder / f"{ALL}.ris", "".join(tagged.values()))
    for key in library:
        _put(folder / f"{key}.bib", written[key])
        _put(folder / f"{key}.json", _json([described[key]]))
        _put(folder / f"{key}.ris", tagged[key])


def bibtex(library: Library, source: str) -> dict[str, str]:
    """Return each entry of BibTeX text by key, with the field names of BibTeX."""
    lines = source.splitlines(keepends=True)
    starts = [(work.line, key) for key, work in library.items()]
    starts.append((len(lines) + 1, ""))
    return {
        key: ISSUE.sub("number", "".join(lines[start - 1 : end - 1]).rstrip()) + "\n"
        for (start, key), (end, _) in pairwise(starts)
    }


def csl(work: Work) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON."""
    kind = "article-journal" if work.get("journal") else "article"
    item: dict[str, Any] = {"id": work.key, "type": CSL_TYPES.get(work.type, kind)}
    item |= {name: work.get(field) for field, name in CSL.items() if work.get(field)}
    if note := " ".join(filter(None, map(work.get, NOTES))):
        item["note"] = note
    if around := work.get("journal") or work.get("booktitle"):
        item["container-title"] = around
    if authors := [_csl_name(person) for person in work.authors]:
        item["author"] = authors
    if year := work.get("year"):
        item["issued"] = {"date-parts": [[int(year)]]}
    day = [int(part) for part in work.get("checked").split("-")]
    item["accessed"] = {"date-parts": [day]}
    return item


def ris(work: Work) -> str:
    """Return a work as a RIS record, with the line ends that the form asks for."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _ris_lines(work))


def _ris_lines(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", RIS_TYPES.get(work.type, "JOUR")
    yield "ID", work.key
    for person in work.authors:
        yield "AU", _ris_name(person)
    for field, tag in RIS.items():
        if work.get(field):
            yield tag, work.get(field)
    first, _, last = work.get("pages").replace("–", "-").partition("-")
    if first:
        yield "SP", first
    if last:
        yield "EP", last
    yield "Y2", work.get("checked").replace("-", "/")
    yield "ER", ""


def _ris_name(person: Person) -> str:
    """Return a person as family and given name, an organisation without a comma.

    A suffix stands with the family: programs differ on its place between commas, and
    each of them takes what follows the first comma for a given name.
    """
    family, given = vancouver.family(person), _given(person)
    if not given:
        return family.replace(", ", " – ")
    return f"{' '.join([family, *person.lineage_names])}, {given}"


def _given(person: Person) -> str:
    return plain(" ".join([*person.first_names, *person.middle_names]))


def _csl_name(person: Person) -> dict[str, str]:
    """Return a person in parts, an organisation as it stands."""
    given, family = _given(person), vancouver.family(person)
    if not given:
        return {"literal": family}
    suffix = " ".join(person.lineage_names)
    return {"family": family, "given": given} | ({"suffix": suffix} if suffix else {})


def _json(items: list[dict[str, Any]]) -> str:
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
