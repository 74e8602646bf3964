"""What a checker found, read from its JSON, by address."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from .case import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCHEMES = ("http:", "https:")
KEYS = frozenset(
    (
        "url",
        "verdict",
        "since",
        "last_good",
        "status",
        "final_url",
        "attempts",
        "reason",
        "suggestion",
        "told",
        "places",
    )
)


def read(path: Path) -> Findings:
    """Read the JSON of one run; complain, not fail, where it breaks its contract."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return Findings({}, {}, (f"the JSON cannot be read: {error}",))
    if not isinstance(listed, list):
        return Findings({}, {}, ("the JSON is not a list",))
    found: dict[str, Finding] = {}
    written: dict[str, Finding] = {}
    complaints: list[str] = []
    for entry in listed:
        complaints += broken_contract(entry)
        finding = as_finding(entry)
        written[finding.url] = finding
        found.setdefault(canonical(finding.url), finding)
    return Findings(found, written, tuple(complaints))


def broken_contract(entry: Mapping[str, Any]) -> list[str]:
    """Say in which way an entry is not as it should be."""
    url = entry.get("url", "?")
    missing = sorted(KEYS - set(entry))
    complaints = [f"{url}: no {', '.join(missing)}"] if missing else []
    if entry.get("verdict") not in VERDICTS:
        complaints.append(f"{url}: unknown verdict {entry.get('verdict')!r}")
    for place in entry.get("places") or []:
        if not isinstance(place, dict) or not {"file", "line", "page"} <= set(place):
            complaints.append(f"{url}: a place without file, line and page")
            break
    return complaints


def as_finding(entry: Mapping[str, Any]) -> Finding:
    """Take what is judged from an entry."""
    places = [place for place in entry.get("places") or [] if isinstance(place, dict)]
    spots = {
        (str(place.get("file", "")).rpartition("/")[2], place.get("line"))
        for place in places
    }
    return Finding(
        url=str(entry.get("url", "")),
        verdict=str(entry.get("verdict", "")),
        told=bool(entry.get("told")),
        since=str(entry.get("since") or ""),
        last_good=str(entry.get("last_good") or ""),
        final_url=str(entry.get("final_url") or ""),
        suggestion=str(entry.get("suggestion") or ""),
        reason=str(entry.get("reason") or ""),
        spots=frozenset(spots),
    )


def canonical(url: str) -> str:
    """Spell an address so that two spellings of the same one are equal."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2].lower().encode("idna").decode()
    except (ValueError, UnicodeError):
        return unquote(url).lower()
    rest = parts.path or ("/" if host else "")
    rest += f"?{parts.query}" if parts.query else ""
    rest += f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.scheme.lower()}://{host}{unquote(rest)}"


@dataclass(frozen=True)
class Finding:
    """One link as the checker sees it."""

    url: str
    verdict: str
    told: bool
    since: str = ""
    last_good: str = ""
    final_url: str = ""
    suggestion: str = ""
    reason: str = ""
    spots: frozenset[tuple[str, Any]] = frozenset()


@dataclass(frozen=True)
class Findings:
    """All links of one run."""

    by_address: Mapping[str, Finding]
    as_written: Mapping[str, Finding]
    complaints: tuple[str, ...] = ()
    absent: Finding = field(default=Finding("", "absent", told=False))

    def of(self, address: str, *, own: bool) -> Finding:
        """Find a link by its address; a page of ours by the end of it."""
        if own:
            ends = (
                one for url, one in self.as_written.items() if url.endswith(address)
            )
            return next(ends, self.absent)
        exact = self.as_written.get(address)
        if exact is None and address.startswith("//"):
            either = (self.of(scheme + address, own=False) for scheme in SCHEMES)
            return next((one for one in either if one is not self.absent), self.absent)
        near = self.by_address.get(canonical(address))
        bare = self.by_address.get(canonical(address.partition("#")[0]))
        return exact or near or bare or self.absent
