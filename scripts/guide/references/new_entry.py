"""A new entry for the library, as a registry describes it; the notes are a person's.

What is not told is left out; `design`, `participants`, `finding` and `limits` stand
empty, and the check asks for them.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from guide.references.matching import TAG, folded
from guide.references.records import INITIALS, YEAR

START = re.compile(r"(?m)^@\w+\{(?P<key>[^,\s]+),")
SMALL = frozenset({"from", "into", "with", "without"})
SHORTEST = 4  # letters of the word in a key
SPECIAL = re.compile(r"(?<!\\)([&%#_$])")
Json = Any


def from_crossref(message: Json) -> dict[str, str]:
    """Return the fields of a work of Crossref, "" for what is not told."""
    people = [
        f"{it['family']}, {it.get('given', '')}".rstrip(", ")
        if it.get("family")
        else f"{{{it.get('name', '')}}}"
        for it in message.get("author") or ()
    ]
    title = _first(message.get("title"))
    if more := _first(message.get("subtitle")):
        title = f"{title}: {more}"
    dates = (message.get("issued") or {}).get("date-parts") or [[""]]
    return {
        "author": " and ".join(people),
        "title": title,
        "journal": _first(message.get("container-title")),
        "year": str(dates[0][0] or ""),
        "volume": str(message.get("volume") or ""),
        "issue": str(message.get("issue") or ""),
        "pages": str(message.get("page") or message.get("article-number") or ""),
        "doi": str(message.get("DOI") or ""),
    }


def from_summary(item: Json) -> dict[str, str]:
    """Return the fields of a PubMed record (esummary), "" for what is not told."""
    people = [_name(it) for it in item.get("authors") or ()]
    ids = {it.get("idtype"): str(it.get("value")) for it in item.get("articleids", ())}
    year = YEAR.search(str(item.get("pubdate") or ""))
    return {
        "author": " and ".join(it for it in people if it),
        "title": str(item.get("title") or "").rstrip("."),
        "journal": str(item.get("fulljournalname") or item.get("source") or ""),
        "year": year[0] if year else "",
        "volume": str(item.get("volume") or ""),
        "issue": str(item.get("issue") or ""),
        "pages": str(item.get("pages") or ""),
        "doi": ids.get("doi", ""),
        "pmid": str(item.get("uid") or ""),
    }


def _name(author: Mapping[str, str]) -> str:
    """Return "Dalakas MC" as "Dalakas, M. C.", an organisation in braces."""
    said = author.get("name", "")
    if author.get("authtype") == "CollectiveName":
        return f"{{{said}}}"
    *family, initials = said.split() or [""]
    if not family or not INITIALS.fullmatch(initials):
        return said
    return f"{' '.join(family)}, {' '.join(f'{it}.' for it in initials)}"


def _first(texts: Json) -> str:
    return str(next(iter(texts or ()), ""))


def key_of(fields: Mapping[str, str], taken: Iterable[str]) -> str:
    """Return a key as surnameYEARword that no other entry has."""
    others = set(taken)
    by = fields["author"].strip("{").partition(",")[0]
    start = f"{folded(by).replace(' ', '') or 'anonymous'}{fields['year']}"
    words = [it for it in folded(fields["title"]).split() if it not in SMALL]
    long = [it for it in words if len(it) >= SHORTEST] or words or ["work"]
    free = (f"{start}{word}" for word in long if f"{start}{word}" not in others)
    return next(free, f"{start}{''.join(long[:2])}")


def text(key: str, fields: Mapping[str, str], seen: str, day: date) -> str:
    """Return the BibTeX of a new entry."""
    written = {name: _tex(name, TAG.sub("", it)) for name, it in fields.items() if it}
    notes = dict.fromkeys(("design", "participants", "finding", "limits"), "")
    written |= {**notes, "seen": seen, "checked": day.isoformat()}
    lines = "".join(f"  {name} = {{{it}}},\n" for name, it in written.items())
    return f"@article{{{key},\n{lines}}}\n"


def _tex(name: str, said: str) -> str:
    return said if name in ("doi", "pmid") else SPECIAL.sub(r"\\\1", said)


def insert(bibliography: str, key: str, entry: str) -> str:
    """Return the text of a library with an entry in its place by the alphabet."""
    for found in START.finditer(bibliography):
        if found["key"] > key:
            before, after = bibliography[: found.start()], bibliography[found.start() :]
            return f"{before}{entry}\n{after}"
    return f"{bibliography.rstrip()}\n\n{entry}"
