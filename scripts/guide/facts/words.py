"""Words that people look for, and the page that each leads to: read from YAML."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from guide.facts import entries
from guide.facts.entries import Written
from guide.findings import nearest

FORM = entries.Form(
    Path(__file__).parent / "words.schema.json", "words", "word", key="name"
)


@dataclass(frozen=True)
class Word:
    """A term, as `words.schema.json` describes its fields.

    Attributes:
        file: the page below docs/ that it leads to.
        anchor: the heading there, or "".
    """

    name: str
    says: str
    file: str
    anchor: str
    also: tuple[str, ...]
    urgent: bool


def read(
    path: Path, name: str, anchors: Mapping[str, Collection[str]]
) -> tuple[Word, ...]:
    """Return the words of a YAML file; `name` is what findings call it.

    Args:
        path: the file.
        name: what findings call it.
        anchors: the headings of each page, by its file below docs/.

    Raises:
        FindingsError: the file cannot be read, or breaks a rule.
    """
    written = entries.read(path, name, FORM, partial(_faults, anchors))
    return tuple(_word(entry) for entry in written["words"])


def _word(written: Written) -> Word:
    file, _, anchor = written["to"].partition("#")
    also = tuple(written.get("also", ()))
    says, urgent = written.get("says", ""), "urgent" in written
    return Word(written["name"], says, file, anchor, also, urgent)


def _faults(
    anchors: Mapping[str, Collection[str]], entry: Written, whole: Written
) -> Iterator[str]:
    """Say what a schema cannot know: the pages, and what leads elsewhere too."""
    file, _, anchor = entry["to"].partition("#")
    if file not in anchors:
        yield f"there is no page '{file}'.{nearest(file, anchors)}"
    elif anchor and anchor not in anchors[file]:
        guess = nearest(anchor, anchors[file])
        yield f"'{file}' has no heading '#{anchor}'.{guess}"
    for other in whole["words"]:
        if other is entry:
            return
        twice = {other["name"].casefold(), *other.get("also", ())}
        for name in (entry["name"].casefold(), *entry.get("also", ())):
            if name in twice and other["to"] != entry["to"]:
                yield (
                    f"'{name}' leads to '{other['to']}' too, by '{other['name']}'. "
                    "Let it lead to one page."
                )
