"""The links that the job that reads the web leaves to the job that writes.

The web may have a hand in every word of it, so nothing is believed unread: the
links are held to their schema. Whoever prints them makes their words harmless.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from guide.links import addresses, state
from guide.links.record import Link, LinkJudgement, LinkPlace
from guide.links.responses import Response
from guide.links.state import KnownLink, Memory
from guide.upkeep import artifact, escape
from guide.upkeep.artifact import ArtifactError

SCHEMA = Path(__file__).with_name("links-found.schema.json")
WEB = re.compile(r"https?://[^\s<>\"`\\^{|}]+")


@dataclass(frozen=True)
class FinishedRun:
    """A check of the links that was done: its links and its memory."""

    links: tuple[Link, ...]
    memory: Memory

    @property
    def time(self) -> datetime:
        """When it was done."""
        return datetime.fromisoformat(self.memory.checked)


def read_run(links: Path, memory: Path) -> FinishedRun:
    """Return what a run found and remembers.

    Raises:
        ArtifactError: a file is missing or is not what the check writes.
    """
    known = read_memory(memory)
    schema = SCHEMA.read_text(encoding="utf-8")
    text = artifact.read(links)
    try:
        return FinishedRun(parse_links(text, schema, known), known)
    except ArtifactError as error:
        raise ArtifactError(f"{links} cannot be used: {error}.") from error


def read_memory(path: Path) -> Memory:
    """Return the memory in a file.

    Raises:
        ArtifactError: it is missing or is no memory.
    """
    text = artifact.read(path)
    try:
        return parse_memory(text)
    except ArtifactError as error:
        raise ArtifactError(f"{path} cannot be used: {error}.") from error


def parse_links(text: str, schema: str, memory: Memory) -> tuple[Link, ...]:
    """Return the links of a run.

    Args:
        text: the JSON that the check wrote.
        schema: the JSON Schema that it must keep.
        memory: that of the same run, for what the JSON does not hold.

    Raises:
        ArtifactError: the text is not such JSON.
    """
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ArtifactError(f"it is not JSON ({error})") from error
    fault = next(Draft202012Validator(json.loads(schema)).iter_errors(items), None)
    if fault:
        raise ArtifactError(
            f"at {fault.json_path} it is not what the check writes "
            f"({escape.line(fault.message)})"
        )
    found = tuple(_link(item, memory) for item in items)
    if len({link.url for link in found}) < len(found):
        raise ArtifactError("it names an address twice")
    return found


def parse_memory(text: str) -> Memory:
    """Return the memory of a run that was done.

    Raises:
        ArtifactError: the text is no such memory.
    """
    try:
        known = state.parse(text)
    except ValueError as error:
        raise ArtifactError(str(error)) from error
    if not known.checked:
        raise ArtifactError("it remembers no check")
    return known


def moves(links: Iterable[Link]) -> Mapping[str, str]:
    """Return the new address of each link that has moved for good, by the old one."""
    return {
        link.url: link.suggestion
        for link in links
        if link.verdict == "moved" and link.told and WEB.fullmatch(link.suggestion)
    }


def _link(item: Mapping[str, Any], memory: Memory) -> Link:
    url, verdict = item["url"], item["verdict"]
    last = memory.links.get(url)
    since, last_good = _time(item["since"]), _time(item["last_good"] or "")
    suggestion = item["suggestion"] or ""
    if verdict != "moved" and not state.is_archived(suggestion):
        suggestion = ""  # it would be printed as a link
    return Link(
        url=url,
        address=addresses.read(url),
        places=tuple(LinkPlace(**place) for place in item["places"]),
        known=KnownLink(
            verdict, since, 0, since, last_good, title=last.title if last else ""
        ),
        response=Response(
            url,
            item["final_url"] or "",
            status=item["status"] or 0,
            attempts=item["attempts"],
        ),
        judgement=LinkJudgement(verdict, item["reason"], suggestion),
        told=item["told"],
        unstable=bool(last and last.unstable and item["told"]),
    )


def _time(stamp: str) -> str:
    try:
        zoned = not stamp or datetime.fromisoformat(stamp).tzinfo is not None
    except ValueError as error:
        raise ArtifactError(f"{stamp!r} is no time") from error
    if not zoned:
        raise ArtifactError(f"the time {stamp!r} has no zone")
    return stamp
