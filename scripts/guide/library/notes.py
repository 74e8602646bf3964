"""Notes: what a reader should know of a source: who, what kind, how many, what."""

from dataclasses import dataclass
from html import escape

from guide.library import vancouver
from guide.library.bibtex import Work

PARTS = (
    ("design", "Kind"),
    ("participants", "People"),
    ("finding", "Found"),
    ("limits", "Limits"),
)


@dataclass(frozen=True)
class Note:
    """A source as the list of a page and the note at a mark show it, in HTML."""

    reference: str
    short: str
    worth: str


def note(work: Work, became: tuple[str, str] = ("", "")) -> Note:
    """Return the note of a work.

    Args:
        work: it.
        became: what became of it since: in a word ("Retracted"), and who says so.
    """
    told = worth(work)
    if became[0]:
        label, said = (escape(it, quote=False) for it in became)
        told = f'<span class="guide-became"><b>{label}</b> {said}</span> {told}'
    return Note(vancouver.reference(work), escape(short(work)), told)


def short(work: Work) -> str:
    """Return who and when in a few words: "Dalakas MC and others, 2001"."""
    first, *others = work.authors
    by = vancouver.name(first) + (" and others" if others else "")
    return ", ".join(part for part in (by, work.get("year")) if part)


def worth(work: Work) -> str:
    """Return what kind of study it is, of how many, what it found, and its limits."""
    return " ".join(
        f"<span><b>{label}</b> {escape(work.get(field), quote=False)}</span>"
        for field, label in PARTS
        if work.get(field)
    )
