"""Reports: the findings of a run as JSON for programs and Markdown for people.

The same findings give the same bytes. What comes from foreign pages is hostile:
it stands in code spans or escaped, cut, and can mention nobody.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, quote_plus, unquote, urlsplit

from guide.links.places import Place
from guide.links.tracks import GOOD, days_since
from guide.links.verdicts import Verdict
from guide.upkeep import escape

MOST_PLACES = 20
SEARCH = "https://duckduckgo.com/?q="
REPLACED = frozenset({"dead", "down", "soft-404"})
MARKUP = re.compile(r"[\\`*_{}\[\]<>()#+!|~$&]")
GROUPS = (
    (
        "remove",
        "Remove today",
        "Somebody else has taken these addresses over. Readers must not meet them.",
    ),
    (
        "replace",
        "Replace",
        "These pages are gone. Give readers another source, or take the link out.",
    ),
    (
        "update",
        "Update the address",
        "The page is there; only the address in our text is wrong.",
    ),
    ("look", "Look yourself", "A machine cannot decide these. Open each in a browser."),
)


@dataclass(frozen=True)
class Finding:
    """All that a run has to say of one link."""

    url: str
    verdict: Verdict
    since: str
    last_good: str = ""
    status: int = 0
    final_url: str = ""
    attempts: int = 0
    reason: str = ""
    suggestion: str = ""
    told: bool = False
    places: tuple[Place, ...] = ()
    title: str = ""
    unstable: bool = False


def to_json(findings: Iterable[Finding]) -> str:
    """The findings as a JSON list, sorted by address; None stands for "unknown"."""
    items = [
        {
            "url": finding.url,
            "verdict": finding.verdict,
            "since": finding.since,
            "last_good": finding.last_good or None,
            "status": finding.status or None,
            "final_url": finding.final_url or None,
            "attempts": finding.attempts,
            "reason": finding.reason,
            "suggestion": finding.suggestion or None,
            "told": finding.told,
            "places": [
                {"file": place.file, "line": place.line, "page": place.page}
                for place in finding.places
            ],
        }
        for finding in sorted(findings, key=lambda finding: finding.url)
    ]
    text = json.dumps(items, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "replace").decode("utf-8")


def to_markdown(
    findings: Sequence[Finding], now: datetime, notes: Sequence[str] = ()
) -> str:
    """The findings as a page for a maintainer, grouped by what to do."""
    told = [finding for finding in findings if finding.told]
    lines = [f"# {_headline(told)}", "", summary(findings), ""]
    for note in notes:
        lines += [f"- {_plain(note)}", ""]
    for key, title, why in GROUPS:
        members = [finding for finding in told if group(finding) == key]
        if members:
            lines += [f"## {title} ({len(members)})", "", why, ""]
            for finding in sorted(members, key=lambda finding: finding.url):
                lines += [*_item(finding, now), ""]
    lines += _waiting(findings, now)
    lines += ["---", "", f"Last checked: {now.date().isoformat()}.", ""]
    return "\n".join(lines)


def to_terminal(findings: Sequence[Finding]) -> str:
    """The findings as plain lines: what to do, the address, where it stands."""
    lines: list[str] = []
    for key, title, _ in GROUPS:
        members = [f for f in findings if f.told and group(f) == key]
        if members:
            lines += ["", f"{title}:"]
        for finding in sorted(members, key=lambda finding: finding.url):
            lines.append(f"  {escape.line(finding.url)}")
            lines.append(f"    {escape.line(_seen(finding))}")
            if finding.suggestion:
                lines.append(f"    -> {escape.line(finding.suggestion)}")
            lines += [
                f"    {escape.line(_where(p))}" for p in finding.places[:MOST_PLACES]
            ]
    return "\n".join([*lines, "", summary(findings)]).lstrip("\n")


def summary(findings: Sequence[Finding]) -> str:
    """The run in one line."""
    count = len(findings)
    fine = sum(finding.verdict in GOOD and not finding.told for finding in findings)
    told = sum(finding.told for finding in findings)
    unseen = sum(f.verdict == "blocked" and not f.told for f in findings)
    skipped = sum(f.verdict == "unchecked" and not f.told for f in findings)
    waiting = count - fine - told - unseen - skipped
    return (
        f"{count} {'link' if count == 1 else 'links'}: {fine} fine, {told} to do, "
        f"{waiting} to wait for, {unseen} closed to machines, {skipped} not checked."
    )


def group(finding: Finding) -> str:
    """Under which heading a told finding stands."""
    if finding.verdict == "parked":
        return "remove"
    if finding.unstable:
        return "look"
    if finding.verdict in REPLACED:
        return "replace"
    if finding.verdict in ("moved", "malformed", "anchor"):
        return "update"
    return "look"


def search_url(finding: Finding) -> str:
    """A search for the page, by its last good title or the words of its address."""
    parts = urlsplit(finding.url) if "://" in finding.url else urlsplit("")
    words = re.findall(r"[^\W_]{2,}", unquote(parts.path))
    text = finding.title or " ".join(words[-8:])
    return SEARCH + quote_plus(f"{text} {parts.hostname or ''}".strip()[:150])


def _headline(told: Sequence[Finding]) -> str:
    if not told:
        return "Links: nothing to do"
    things = "1 thing" if len(told) == 1 else f"{len(told)} things"
    return f"Links: {things} to do"


def _item(finding: Finding, now: datetime) -> list[str]:
    """One finding as a list: where, since when, what was seen, what to do."""
    lines = [f"### {escape.code(finding.url)}", ""]
    places = [escape.code(_where(place)) for place in finding.places[:MOST_PLACES]]
    more = len(finding.places) - len(places)
    places += [f"and {more} more places"] if more > 0 else []
    lines.append(f"- Where: {', '.join(places) or 'unknown'}")
    lines.append(f"- Since: {_day(finding.since)}{_last_good(finding, now)}")
    lines.append(f"- Seen: {_plain(_seen(finding))}")
    lines.append(f"- Do: {_todo(finding)}")
    if (
        finding.verdict in (*REPLACED, "parked", "content", "tls")
        and "://" in finding.url
    ):
        if finding.suggestion:
            lines.append(f"- Archived copy: <{_target(finding.suggestion)}>")
        lines.append(f"- [Search for it]({_target(search_url(finding))})")
    return lines


def _seen(finding: Finding) -> str:
    reason = finding.reason
    if finding.unstable:
        return f"It has changed its mind three times in 60 days. {reason}".strip()
    return reason or "Nothing unusual."


def _todo(finding: Finding) -> str:  # noqa: PLR0911 -- one return a rule
    """What a person should do, in words that need no knowledge of the web."""
    old, new = escape.code(finding.url), escape.code(finding.suggestion)
    match group(finding):
        case "remove":
            return "take the link out today, and look for the page's new home."
        case "replace":
            return "link to where the page has gone or to a copy, or take the link out."
        case "update" if finding.verdict == "moved":
            return f"change the address: {old} → {new}"
        case "update" if finding.verdict == "anchor":
            return (
                "open the page, find the part meant, and correct what stands after #."
            )
        case "update":
            return "correct the address."
    if finding.verdict == "tls":
        return "open it; if the browser warns, look for another address of the page."
    if finding.verdict == "blocked":
        return "open it; if it shows what we cite, nothing needs to be done."
    return "open it on two days; if it fails, replace it."


def _last_good(finding: Finding, now: datetime) -> str:
    if finding.verdict == "blocked":
        unseen = _day(finding.last_good) if finding.last_good else "it was added"
        return f"; no machine has seen it since {unseen}"
    if not finding.last_good or finding.verdict in GOOD:
        return ""
    days = days_since(finding.last_good, now)
    return f"; last seen in order {_day(finding.last_good)}, {days} days ago"


def _waiting(findings: Sequence[Finding], now: datetime) -> list[str]:
    """What nobody needs to act on yet, in one list each."""
    lines: list[str] = []
    waiting = [
        f
        for f in findings
        if not f.told
        and f.verdict not in GOOD
        and f.verdict not in ("blocked", "unchecked")
    ]
    blocked = [f for f in findings if not f.told and f.verdict == "blocked"]
    for title, why, members in (
        (
            "Wait",
            "Nothing to do yet: these may pass, and are looked at again.",
            waiting,
        ),
        (
            "Closed to machines",
            "These turn our check away; readers may well see them.",
            blocked,
        ),
    ):
        if members:
            lines += [f"## {title} ({len(members)})", "", why, ""]
            lines += [
                f"- {escape.code(f.url)}: {_plain(f.reason)} (since {_day(f.since)})"
                f"{_last_good(f, now) if f.verdict == 'blocked' else ''}"
                for f in sorted(members, key=lambda finding: finding.url)
            ]
            lines.append("")
    return lines


def _where(place: Place) -> str:
    file = f"{place.file}:{place.line}" if place.line else place.file
    return f"{file} ({place.page})" if place.page and place.page != file else file


def _day(stamp: str) -> str:
    return stamp[:10] or "never"


def _plain(text: str) -> str:
    """Foreign text as words: no markup, no mention, no reference to an issue."""
    return MARKUP.sub(r"\\\g<0>", escape.words(text))


def _target(url: str) -> str:
    """An address that cannot leave the brackets it stands in."""
    # Not cut: an address is whole or useless.
    return quote(escape.UNSEEN.sub(" ", url).strip(), "!#$%&'*+,/:;=?@~-._")
