"""Sheets: sentences with all that they rest on, ready to tick, on paper too."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from guide.facts.judgements import Judgements
from guide.library import notes, vancouver
from guide.library.bibtex import Library

TOLD = ("design", "participants", "finding", "limits")
Claim = Mapping[str, Any]  # as data/claims.schema.json describes it


def form(
    number: int, claim: Claim, site: str, library: Library, judgements: Judgements
) -> Iterator[str]:
    """Yield the lines of Markdown of one sentence: sources, judgements, two boxes."""
    where = " · ".join(part for part in (claim["page"], claim["section"]) if part)
    yield f"## {number}. {where}"
    yield ""
    yield f"> {claim['sentence']}"
    yield ""
    yield f"<{site}{claim['address']}>"
    yield ""
    for key in claim["sources"]:
        work = library[key]
        links = " ".join(f"<{to}>" for _, to in vancouver.links(work))
        said = " ".join(work.get(field) for field in TOLD if work.get(field))
        yield f"- `{key}` {notes.short(work)}. {work.get('title')}. {links} — {said}"
    for name in claim["judgements"]:
        it = judgements[name]
        why = "; ".join(f"{label}: {told}" for label, told in it.reasons)
        yield f"- `{name}` {it.label}. {why}"
    yield ""
    yield "- [ ] holds"
    yield "- [ ] does not hold, because:"


def of_page(claims: Iterable[Claim], address: str) -> list[Claim]:
    """Return the claims that stand on a page, each with its place there."""
    found: list[Claim] = []
    for claim in claims:
        for place in (claim, *claim["also"]):
            if place["address"].partition("#")[0] == address:
                found.append({**claim, **place})
                break
    return found
