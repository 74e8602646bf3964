"""Audits: sentences drawn by chance and read against their sources, and what held."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guide.facts import entries
from guide.facts.entries import Written

FORM = entries.Form(
    Path(__file__).parent / "audits.schema.json", "audits", "audit", key="id"
)


@dataclass(frozen=True)
class Miss:
    """A sentence that did not hold, and what was done."""

    sentence: str
    repair: str


@dataclass(frozen=True)
class Audit:
    """One audit, as `audits.schema.json` describes its fields."""

    id: str
    day: date
    by: str
    drawn: int
    held: int
    seed: int | None = None
    misses: tuple[Miss, ...] = ()
    note: str = ""


def read(path: Path, name: str) -> tuple[Audit, ...]:
    """Return the audits of a YAML file, the last day first.

    Raises:
        FindingsError: the file cannot be read, or breaks a rule.
    """
    written = entries.read(path, name, FORM, _faults)
    found = (_audit(entry) for entry in written["audits"])
    return tuple(sorted(found, key=lambda it: it.day, reverse=True))


def _audit(written: Written) -> Audit:
    misses = tuple(Miss(**miss) for miss in written.get("misses", ()))
    day = date.fromisoformat(written["day"])
    return Audit(**{**written, "day": day, "misses": misses})


def _faults(entry: Written, _: Written) -> Iterator[str]:
    """Say what a schema cannot know: the day, and whether the counts agree."""
    try:
        date.fromisoformat(entry["day"])
    except ValueError:
        yield f"'day: {entry['day']}' is no day. Write it as 2026-11-30."
    missed, listed = entry["drawn"] - entry["held"], len(entry.get("misses", ()))
    if missed < 0:
        yield "more sentences held than were drawn. Correct one of the two counts."
    elif listed and listed != missed:
        yield f"{missed} did not hold, but {listed} misses are listed. List each once."
    elif missed and not listed and "note" not in entry:
        yield f"{missed} did not hold. List them as 'misses', or tell in 'note'."
