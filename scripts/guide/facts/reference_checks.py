"""What became of sources after they were published: retracted, doubted, corrected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from guide.facts import entries
from guide.facts.entries import Written
from guide.findings import nearest
from guide.library.bibtex import Library

FORM = entries.Form(
    Path(__file__).parent / "reference-checks.schema.json", "changes", "source"
)
LABELS = {
    "retracted": "Retracted",
    "concern": "Expression of concern",
    "corrected": "Corrected since",
}
GRAVE = ("retracted", "concern")  # what rests on it may no longer hold


@dataclass(frozen=True)
class Change:
    """What became of a source, as `reference-checks.schema.json` describes it."""

    key: str
    finding: str
    said: str
    since: str

    @property
    def label(self) -> str:
        """The finding in a reader's words."""
        return LABELS[self.finding]

    @property
    def is_grave(self) -> bool:
        """Whether what rests on it may no longer hold."""
        return self.finding in GRAVE


Changes = Mapping[str, Change]


def read(path: Path, name: str, library: Library) -> Changes:
    """Return what became of sources, by key.

    Raises:
        FindingsError: the file cannot be read, or breaks a rule.
    """
    written = entries.read(path, name, FORM, partial(_faults, library))
    return {entry["key"]: Change(**entry) for entry in written["changes"]}


def _faults(library: Library, entry: Written, _: Written) -> Iterator[str]:
    """Say what a schema cannot know: the library."""
    if entry["key"] not in library:
        yield (
            "it is not in references.bib. Take these lines out, or correct the "
            f"key.{nearest(entry['key'], library)}"
        )
