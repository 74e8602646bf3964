"""The committed record of what was found of sources, from which readers are told."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import yaml

from guide.references.verdicts import Result

TOLD = ("retracted", "concern", "corrected")
HEAD = (
    "# What became of sources, as the registries of record told on a day.\n"
    "# Written by make references; the build tells readers of it, never the network.\n"
    "# The fields: scripts/guide/facts/reference-checks.schema.json.\n\n"
)


def write(path: Path, results: Mapping[str, Result], day: date) -> str:
    """Return the text of the record: what was found, and what could not be asked.

    A source of which nothing was learnt in this run keeps what stood there.
    """
    kept = {it["key"]: it for it in _written(path)}
    for key, result in results.items():
        if result.finding in TOLD:
            before = kept.get(key, {})
            same = before.get("finding") == result.finding
            since = before["since"] if same else day.isoformat()
            kept[key] = {
                "key": key,
                "finding": result.finding,
                "said": result.details,
                "since": since,
            }
        elif result.finding != "unverified":
            kept.pop(key, None)
    entries = [kept[key] for key in sorted(kept)]
    text = yaml.safe_dump(
        {"changes": entries}, sort_keys=False, allow_unicode=True, width=1000
    )
    return HEAD + text


def _written(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    held = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return list(held.get("changes") or ())
