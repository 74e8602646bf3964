"""Memory: what services said, kept for some days so that nobody is asked in vain."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from guide.references.records import Record
from guide.references.verdicts import Answer
from guide.upkeep import files

KEPT = timedelta(days=14)


@dataclass
class Memory:
    """Records by identifier ("doi:10.…"), each with the day it was told.

    Only what exists is kept: an absence or a silence is asked for again.
    """

    today: date
    known: dict[str, tuple[date, Record]] = field(default_factory=dict)

    def get(self, name: str) -> Answer | None:
        """Return what was told of an identifier, None if that is too old."""
        day, record = self.known.get(name, (date.min, None))
        fresh = timedelta() <= self.today - day <= KEPT
        return Answer("known", record) if record and fresh else None

    def keep(self, name: str, answer: Answer) -> None:
        """Remember an answer that holds a record."""
        if answer.state == "known" and answer.record:
            self.known[name] = (self.today, answer.record)


def read(path: Path | None, today: date) -> tuple[Memory, str]:
    """Return the memory of a file, and in a sentence why it begins anew, or ""."""
    if path is None or not path.exists():
        return Memory(today), ""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        known = {name: _read(it) for name, it in written["known"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        aside = files.keep_aside(path)
        return Memory(today), (
            f"{path} cannot be read ({error}); it is kept as {aside.name}, and "
            "everything is asked anew."
        )
    return Memory(today, known), ""


def _read(written: Mapping[str, Any]) -> tuple[date, Record]:
    record = dict(written["record"])
    lists = ("titles", "families", "groups", "years")
    record |= {name: tuple(record[name]) for name in lists}
    record["changes"] = frozenset(record["changes"])
    return date.fromisoformat(written["day"]), Record(**record)


def to_json(memory: Memory) -> str:
    """Return the memory, one identifier a line, sorted; what is too old goes."""
    fresh = {
        name: {"day": day.isoformat(), "record": _written(record)}
        for name, (day, record) in sorted(memory.known.items())
        if memory.today - day <= KEPT
    }
    lines = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(it, ensure_ascii=False)}"
        for name, it in fresh.items()
    )
    return f'{{"known": {{\n{lines}\n}}}}\n'


def _written(record: Record) -> dict[str, Any]:
    return {**asdict(record), "changes": sorted(record.changes)}
