"""Repair: identifiers that a person accepted, written into BibTeX text."""

import re
from collections.abc import Mapping
from datetime import date

START = r"(?m)^\s*@\w+\s*\{{\s*{key}\s*,.*$"
FIELD = r"(?m)^(?P<before>\s*{name}\s*=\s*).*?(?P<after>,?)\s*$"
END = re.compile(r"(?m)^\}")
IDENTIFIERS = ("doi", "pmid")


def accept(text: str, key: str, proposal: Mapping[str, str], day: date) -> str:
    """Return BibTeX text with the identifiers on offer and the day of the check.

    Args:
        text: the whole file; nothing else in it changes.
        key: of the entry.
        proposal: "doi" and "pmid", as far as they are on offer.
        day: when it was looked at.
    """
    offered = {name: proposal[name] for name in IDENTIFIERS if proposal.get(name)}
    start = re.search(START.format(key=re.escape(key)), text)
    if not offered or not start:
        return text
    end = END.search(text, start.end())
    stop = end.start() if end else len(text)
    body = text[start.end() : stop]
    for name, value in {**offered, "checked": day.isoformat()}.items():
        body = _set(body, name, value)
    return text[: start.end()] + body + text[stop:]


def _set(body: str, name: str, value: str) -> str:
    """Return the fields of an entry with one set, in its place or before `design`."""
    field = re.search(FIELD.format(name=name), body)
    if field:
        new = f"{field['before']}{{{value}}}{field['after']}"
        return body[: field.start()] + new + body[field.end() :]
    line = f"\n  {name} = {{{value}}},"
    design = re.search(r"(?m)\n\s*design\s*=", body)
    place = design.start() if design else 0
    return body[:place] + line + body[place:]
