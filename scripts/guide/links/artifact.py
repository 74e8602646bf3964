"""What the job that reads the web hands to the job that writes, held to its form.

The web may have a hand in every word of it, so nothing is believed unread: the
findings are held to their schema. Whoever prints them makes their words harmless.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from jsonschema import Draft202012Validator

from guide.links import memory
from guide.links.memory import Memory
from guide.links.places import Place
from guide.links.reports import Finding
from guide.site import dead_links
from guide.upkeep import escape

WEB = re.compile(r"https?://[^\s<>\"`\\^{|}]+")


class HandoverError(ValueError):
    """What was handed over cannot be used; the sentence says why."""


def findings(text: str, schema: str, known: Memory) -> tuple[Finding, ...]:
    """Return the findings of a run.

    Args:
        text: the JSON that the check wrote.
        schema: the JSON Schema that it must keep.
        known: the memory of the same run, for what the JSON does not hold.

    Raises:
        HandoverError: the text is not such JSON.
    """
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise HandoverError(f"it is not JSON ({error})") from error
    fault = next(Draft202012Validator(json.loads(schema)).iter_errors(items), None)
    if fault:
        raise HandoverError(
            f"at {fault.json_path} it is not what the check writes "
            f"({escape.line(fault.message)})"
        )
    found = tuple(_finding(item, known) for item in items)
    if len({finding.url for finding in found}) < len(found):
        raise HandoverError("it names an address twice")
    return found


def remembered(text: str) -> Memory:
    """Return the memory of a run that was done.

    Raises:
        HandoverError: the text is no such memory.
    """
    try:
        known = memory.parse(text)
    except ValueError as error:
        raise HandoverError(str(error)) from error
    if not known.checked:
        raise HandoverError("it remembers no check")
    return known


def moves(found: Iterable[Finding]) -> Mapping[str, str]:
    """Return the new address of each link that has moved for good, by the old one."""
    return {
        finding.url: finding.suggestion
        for finding in found
        if finding.verdict == "moved"
        and finding.told
        and WEB.fullmatch(finding.suggestion)
    }


def _finding(item: Mapping[str, Any], known: Memory) -> Finding:
    entry = known.entries.get(item["url"])
    filled = {name: value for name, value in item.items() if value is not None}
    places = tuple(Place(**place) for place in filled.pop("places"))
    finding = Finding(
        **filled,
        places=places,
        title=entry.title if entry else "",
        unstable=bool(entry and entry.unstable and item["told"]),
    )
    for stamp in filter(None, (finding.since, finding.last_good)):
        _time(stamp)
    if finding.verdict != "moved" and not dead_links.is_archived(finding.suggestion):
        finding = replace(finding, suggestion="")  # it would be printed as a link
    return finding


def _time(stamp: str) -> None:
    try:
        zone = datetime.fromisoformat(stamp).tzinfo
    except ValueError as error:
        raise HandoverError(f"{stamp!r} is no time") from error
    if zone is None:
        raise HandoverError(f"the time {stamp!r} has no zone")
