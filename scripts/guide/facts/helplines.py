"""The numbers that bring an ambulance: read from YAML, held to their schema."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from guide.facts import entries
from guide.facts.entries import Written
from guide.findings import nearest
from guide.library.bibtex import Library

FORM = entries.Form(
    Path(__file__).parent / "helplines.schema.json",
    "ambulance",
    "country",
    key="country",
)


@dataclass(frozen=True)
class Helpline:
    """What to call in a country, as `helplines.schema.json` describes its fields."""

    country: str
    numbers: tuple[str, ...]
    refs: tuple[str, ...]


@dataclass(frozen=True)
class Helplines:
    """All numbers, in the order in which they are shown."""

    ambulance: tuple[Helpline, ...]


def read(path: Path, name: str, library: Library) -> Helplines:
    """Return the numbers of a YAML file; `name` is what findings call it.

    Raises:
        FindingsError: the file cannot be read, or breaks a rule.
    """
    written = entries.read(path, name, FORM, partial(_faults, library))
    return Helplines(tuple(_helpline(entry) for entry in written["ambulance"]))


def _helpline(written: Written) -> Helpline:
    numbers, refs = tuple(written["numbers"]), tuple(written["refs"])
    return Helpline(written["country"], numbers, refs)


def _faults(library: Library, entry: Written, _: Written) -> Iterator[str]:
    """Say what a schema cannot know: the library."""
    for key in entry["refs"]:
        if key not in library:
            yield (
                f"the field 'refs' holds '{key}', which is not in references.bib. Add "
                f"that source, or correct the key.{nearest(key, library)}"
            )
