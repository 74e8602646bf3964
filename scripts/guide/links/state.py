"""State: the verdicts on links, and what the last check knew of each, as a file.

A build asks the check for nothing else. The file holds one line of JSON a link.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

Verdict = Literal[
    "ok",
    "moved",
    "dead",
    "parked",
    "soft-404",
    "tls",
    "anchor",
    "malformed",
    "blocked",
    "flaky",
    "down",
    "content",
    "unchecked",
]
GOOD = frozenset({"ok", "moved"})
BAD = frozenset({"dead", "parked", "soft-404", "tls", "anchor", "content"})

ARCHIVE = "web.archive.org"
VERSION = 1
TRACKS = ("strange", "outage")
TEXTS = ("title", "words", "host", "archived")
TIMES = ("since", "first_seen", "last_good", "told", "unstable")


class NewerError(ValueError):
    """A memory that a newer version of this program wrote."""


@dataclass(frozen=True)
class Track:
    """A verdict that repeats: since when, in how many runs."""

    verdict: str
    since: str
    runs: int


@dataclass(frozen=True)
class KnownLink:
    """All that is remembered of a link. Times are ISO texts; "" means never."""

    verdict: Verdict
    since: str
    streak: int
    first_seen: str
    last_good: str = ""
    told: str = ""
    attempts: int = 0
    title: str = ""
    words: str = ""
    host: str = ""
    archived: str = ""
    doubts: tuple[Track, ...] = ()
    strange: Track | None = None
    outage: Track | None = None
    changes: tuple[str, ...] = ()
    unstable: str = ""

    @property
    def open_verdict(self) -> str:
        """The verdict that readers must know of: what was told and is not closed."""
        if self.told and self.doubts and self.verdict not in {*BAD, "down"}:
            return self.doubts[-1].verdict
        return self.verdict


NAMES = tuple(field.name for field in fields(KnownLink))


@dataclass(frozen=True)
class Memory:
    """The known links by address, and when they were last checked ("" for never).

    `reached` tells whether the well-known addresses that prove the network answered.
    """

    links: Mapping[str, KnownLink]
    checked: str = ""
    reached: bool = False


def parse(text: str) -> Memory:
    """Read a memory file's text.

    Raises:
        ValueError: in a sentence, if the text is not a memory.
        NewerError: if it is one of a later version.
    """
    try:
        data = json.loads(text)
        if isinstance(data["version"], int) and data["version"] > VERSION:
            raise NewerError(
                "A newer version of this program wrote its memory. Update the program; "
                "nothing was changed."
            )
        if data["version"] != VERSION:
            raise ValueError(f"its version is {data['version']!r}, not {VERSION}")
        checked = _time(data["checked"])
        known = {url: _known(item) for url, item in data["links"].items()}
        return Memory(known, checked, data.get("reached") is True)
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
        f"{_json(url)}: {_json(_compact(known))}"
        for url, known in sorted(memory.links.items())
    )
    body = ",\n".join(lines)
    checked, reached = _json(memory.checked), _json(memory.reached)
    head = f'{{"version": {VERSION}, "checked": {checked}, "reached": {reached}, '
    head += '"links": {'
    return f"{head}\n{body}\n}}}}\n" if body else f"{head}}}}}\n"


def is_archived(address: str) -> bool:
    """True for a copy in the archive itself: nothing else is offered to readers."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.netloc == ARCHIVE


def _json(value: object) -> str:
    # Foreign titles may hold half a surrogate pair, which no file can hold.
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text.encode("utf-8", "replace").decode("utf-8")


def _compact(known: KnownLink) -> dict[str, Any]:
    """A known link's facts without the empty ones."""
    facts = {name: getattr(known, name) for name in NAMES}
    for name in TRACKS:
        if facts[name]:
            facts[name] = asdict(facts[name])
    facts["doubts"] = [asdict(track) for track in known.doubts]
    return {
        name: value for name, value in facts.items() if value not in ("", None, (), [])
    }


def _known(item: Mapping[str, Any]) -> KnownLink:
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
    if not facts["since"] or not facts["first_seen"]:
        raise ValueError("it lacks its first day")
    facts["changes"] = tuple(_time(time) for time in facts.get("changes", ()))
    for key in ("streak", "attempts"):
        facts[key] = _count(facts.get(key, 0))
    return KnownLink(**facts)


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
