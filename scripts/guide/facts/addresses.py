"""Addresses that were published, with the headings that readers may have shared."""

import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from guide.facts import entries
from guide.facts.entries import Written

FORM = entries.Form(
    Path(__file__).parent / "addresses.schema.json", "addresses", "address", key="page"
)
HEAD = """\
# Addresses that readers may hold: pages, and headings that were there to share.
# make addresses adds what is new and takes nothing out; the check misses what is gone.

addresses:
"""
Addresses = Mapping[str, frozenset[str]]


def read(path: Path, name: str) -> Addresses:
    """Return the headings of each published page, by its address.

    Raises:
        FindingsError: the file cannot be read, or breaks a rule.
    """
    written = entries.read(path, name, FORM, _no_more)
    listed = written["addresses"]
    return {it["page"]: frozenset(it.get("headings", ())) for it in listed}


def written(known: Addresses, now: Mapping[str, AbstractSet[str]]) -> str:
    """Return the text of the list with all that is there now."""
    text = HEAD
    for page in sorted({*known, *now}):
        headings = sorted({*known.get(page, ()), *now.get(page, ())})
        text += f"  - page: {page}\n"
        text += f"    headings: {json.dumps(headings)}\n" if headings else ""
    return text


def _no_more(_: Written, __: Written) -> Iterator[str]:
    """Say nothing: the pages are held to the list, not the list to a file."""
    return iter(())
