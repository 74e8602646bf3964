"""Searches: what was looked for and not found, where, with which words, and when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from guide.dates import long_date
from guide.facts import entries
from guide.facts.entries import Written
from guide.facts.studies import Studies
from guide.findings import nearest
from guide.library import notes
from guide.library.bibtex import Library

FORM = entries.Form(
    Path(__file__).parent / "searches.schema.json", "searches", "search", key="id"
)


@dataclass(frozen=True)
class Collection:
    """Where was searched: what it holds, and its address or ""."""

    says: str
    url: str = ""


@dataclass(frozen=True)
class Search:
    """One search, as `searches.schema.json` describes its fields.

    Attributes:
        within: the collections that were searched.
        weaker: what bears on the question without answering it, by key.
    """

    id: str
    question: str
    within: tuple[Collection, ...]
    words: str
    day: date
    found: int
    read: int
    result: str
    weaker: Mapping[str, str]

    @property
    def told(self) -> Iterator[tuple[str, str]]:
        """What a reader should know of it: a few words, and what they say."""
        yield "In", "; ".join(it.says for it in self.within)
        yield "With the words", self.words
        yield "On", long_date(self.day)
        record = "record" if self.found == 1 else "records"
        yield "Found", f"{self.found} {record}, {self.read} read"
        yield "Result", self.result
        if self.weaker:
            yield "Weaker reports", "; ".join(self.weaker.values())


Searches = Mapping[str, Search]


def read(path: Path, name: str, library: Library, studies: Studies | None) -> Searches:
    """Return the searches of a YAML file by their id.

    Args:
        path: the file.
        name: what findings call it.
        library: the works that a search may name as weaker.
        studies: the catalogue, whose reports it may name too; None where it cannot
            be read, which is told of it and not of the searches.

    Raises:
        FindingsError: the file cannot be read, or breaks a rule.
    """
    known = {key: notes.short(work) for key, work in library.items()}
    for study in studies.all if studies else ():
        known[study.key] = known[study.refs[0]] if study.refs else study.label
    faults = partial(_faults, known if studies else None)
    written = entries.read(path, name, FORM, faults)
    places = {key: Collection(**it) for key, it in written["collections"].items()}
    return {it["id"]: _search(it, places, known) for it in written["searches"]}


def _search(
    written: Written, places: Mapping[str, Collection], known: Mapping[str, str]
) -> Search:
    given = {
        **written,
        "within": tuple(places[it] for it in written["in"]),
        "day": date.fromisoformat(written["day"]),
        "weaker": {key: known.get(key, key) for key in written.get("weaker", ())},
    }
    given.pop("in")
    return Search(**given)


def _faults(
    known: Mapping[str, str] | None, entry: Written, whole: Written
) -> Iterator[str]:
    """Say what a schema cannot know: collections, days, counts, and keys."""
    for name in entry["in"]:
        if name not in whole["collections"]:
            guess = nearest(name, whole["collections"])
            yield f"'{name}' is not among the 'collections' above.{guess}"
    try:
        date.fromisoformat(entry["day"])
    except ValueError:
        yield f"'day: {entry['day']}' is no day. Write it as 2026-12-01."
    if entry["read"] > entry["found"]:
        yield "more records were read than found. Correct one of the two counts."
    for key in entry.get("weaker", ()):
        if known is not None and key not in known:
            yield (
                f"'{key}' is neither in references.bib nor in data/studies.yml."
                f"{nearest(key, known)}"
            )
