"""Memory: what the last run knew of each item, as one line of JSON an item."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, get_args

from guide.links.tracks import Entry, Track
from guide.links.verdicts import Verdict

VERSION = 1
NAMES = tuple(field.name for field in fields(Entry))
TRACKS = ("strange", "outage")
TEXTS = ("title", "words", "host", "archived")
TIMES = ("since", "first_seen", "last_good", "told", "unstable")


@dataclass(frozen=True)
class Memory:
    """The entries by address, and when they were last looked at ("" for never)."""

    entries: Mapping[str, Entry]
    checked: str = ""


def parse(text: str) -> Memory:
    """Read a memory file's text.

    Raises:
        ValueError: in a sentence, if the text is not a memory.
    """
    try:
        data = json.loads(text)
        if data["version"] != VERSION:
            raise ValueError(f"its version is {data['version']!r}, not {VERSION}")
        checked = _time(data["checked"])
        return Memory(
            {url: _entry(item) for url, item in data["links"].items()}, checked
        )
    except (
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise ValueError(f"it is not a memory of links ({error})") from error


def write(memory: Memory) -> str:
    """A memory as text: sorted, one line an item, the same bytes for the same facts."""
    lines = (
        f"{_json(url)}: {_json(_compact(entry))}"
        for url, entry in sorted(memory.entries.items())
    )
    body = ",\n".join(lines)
    head = f'{{"version": {VERSION}, "checked": {_json(memory.checked)}, "links": {{'
    return f"{head}\n{body}\n}}}}\n" if body else f"{head}}}}}\n"


def _json(value: object) -> str:
    # Foreign titles may hold half a surrogate pair, which no file can hold.
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text.encode("utf-8", "replace").decode("utf-8")


def _compact(entry: Entry) -> dict[str, Any]:
    """An entry's facts without the empty ones."""
    facts = {name: getattr(entry, name) for name in NAMES}
    for name in TRACKS:
        if facts[name]:
            facts[name] = asdict(facts[name])
    facts["doubts"] = [asdict(track) for track in entry.doubts]
    return {
        name: value for name, value in facts.items() if value not in ("", None, (), [])
    }


def _entry(item: Mapping[str, Any]) -> Entry:
    facts = {key: value for key, value in item.items() if key in NAMES}
    for key in TEXTS:
        if not isinstance(facts.get(key, ""), str):
            raise ValueError(f"its {key} is {facts[key]!r}, not a text")  # noqa: TRY004 -- what is wrong is the text of the file
    if facts["verdict"] not in get_args(Verdict):
        raise ValueError(f"its verdict is {facts['verdict']!r}")
    for key in TRACKS:
        if facts.get(key) is not None:
            facts[key] = _track(facts[key])
    doubts = [*facts.get("doubts", ())]
    # Older memories knew one doubt at a time.
    doubts += [item["doubt"]] if item.get("doubt") else []
    facts["doubts"] = tuple(map(_track, doubts))
    for key in TIMES:
        _time(facts.get(key, ""))
    facts["changes"] = tuple(_time(time) for time in facts.get("changes", ()))
    for key in ("streak", "attempts"):
        facts[key] = _count(facts.get(key, 0))
    return Entry(**facts)


def _track(item: Mapping[str, Any]) -> Track:
    track = Track(**item)
    if not isinstance(track.verdict, str) or not track.since:
        raise ValueError(f"it remembers {item!r}")
    return Track(track.verdict, _time(track.since), _count(track.runs))


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"{value!r} is not a number of runs")
    return value


def _time(text: str) -> str:
    if not isinstance(text, str):
        raise ValueError(f"the time {text!r} is not a text")  # noqa: TRY004 -- what is wrong is the text of the file
    if text and datetime.fromisoformat(text).tzinfo is None:
        raise ValueError(f"the time {text!r} has no zone")
    return text
