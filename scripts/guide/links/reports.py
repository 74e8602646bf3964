"""Reports: the links of a run as JSON for programs and Markdown for people.

The same links give the same bytes. What comes from foreign pages is hostile:
it stands in code spans or escaped, cut, and can mention nobody.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import quote, quote_plus, unquote, urlsplit

from guide.links.record import Link, LinkPlace
from guide.links.state import BAD, GOOD
from guide.links.tracks import days_since
from guide.upkeep import escape, thread

MOST_PLACES = 20
SEARCH = "https://duckduckgo.com/?q="
# A link with one of these keeps its first day until the link is well again.
LASTING = BAD | {"down"}
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


def to_json(links: Iterable[Link]) -> str:
    """The links as a JSON list, sorted by address; None stands for "unknown"."""
    items = [
        {
            "url": link.url,
            "verdict": link.verdict,
            "since": link.since,
            "last_good": link.last_good or None,
            "status": link.status or None,
            "final_url": link.final_url or None,
            "attempts": link.attempts,
            "reason": link.reason,
            "suggestion": link.suggestion or None,
            "told": link.told,
            "places": [
                {"file": place.file, "line": place.line, "page": place.page}
                for place in link.places
            ],
        }
        for link in sorted(links, key=lambda link: link.url)
    ]
    text = json.dumps(items, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "replace").decode("utf-8")


def to_markdown(links: Sequence[Link], now: datetime, notes: Sequence[str] = ()) -> str:
    """The links as a page for a maintainer, grouped by what to do."""
    told = [link for link in links if link.told]
    lines = [f"# {_headline(told)}", "", summary(links), ""]
    for note in notes:
        lines += [f"- {_plain(note)}", ""]
    for key, title, why in GROUPS:
        members = [link for link in told if group(link) == key]
        if members:
            lines += [f"## {title} ({len(members)})", "", why, ""]
            for link in sorted(members, key=lambda link: link.url):
                lines += [*_item(link, now), ""]
    lines += _waiting(links, now)
    lines += ["---", "", f"Last checked: {now.date().isoformat()}.", ""]
    return "\n".join(lines)


def to_terminal(links: Sequence[Link]) -> str:
    """The links as plain lines: what to do, the address, where it stands."""
    lines: list[str] = []
    for key, title, _ in GROUPS:
        members = [f for f in links if f.told and group(f) == key]
        if members:
            lines += ["", f"{title}:"]
        for link in sorted(members, key=lambda link: link.url):
            lines.append(f"  {escape.line(link.url)}")
            lines.append(f"    {escape.line(_seen(link))}")
            if link.suggestion:
                lines.append(f"    -> {escape.line(link.suggestion)}")
            lines += [
                f"    {escape.line(_where(p))}" for p in link.places[:MOST_PLACES]
            ]
    return "\n".join([*lines, "", summary(links)]).lstrip("\n")


def points(links: Iterable[Link]) -> frozenset[str]:
    """Return a point for each link that a person is told of.

    One that went away and came back is another point.
    """
    return frozenset(
        thread.point(
            link.url,
            link.verdict,
            link.since if link.verdict in LASTING else "",
        )
        for link in links
        if link.told
    )


def summary(links: Sequence[Link]) -> str:
    """The run in one line."""
    count = len(links)
    fine = sum(link.verdict in GOOD and not link.told for link in links)
    told = sum(link.told for link in links)
    unseen = sum(f.verdict == "blocked" and not f.told for f in links)
    skipped = sum(f.verdict == "unchecked" and not f.told for f in links)
    waiting = count - fine - told - unseen - skipped
    return (
        f"{count} {'link' if count == 1 else 'links'}: {fine} fine, {told} to do, "
        f"{waiting} to wait for, {unseen} closed to machines, {skipped} not checked."
    )


def group(link: Link) -> str:
    """Under which heading a told link stands."""
    if link.verdict == "parked":
        return "remove"
    if link.unstable:
        return "look"
    if link.verdict in REPLACED:
        return "replace"
    if link.verdict in ("moved", "malformed", "anchor"):
        return "update"
    return "look"


def search_url(link: Link) -> str:
    """A search for the page, by its last good title or the words of its address."""
    parts = urlsplit(link.url) if "://" in link.url else urlsplit("")
    words = re.findall(r"[^\W_]{2,}", unquote(parts.path))
    text = link.title or " ".join(words[-8:])
    return SEARCH + quote_plus(f"{text} {parts.hostname or ''}".strip()[:150])


def _headline(told: Sequence[Link]) -> str:
    if not told:
        return "Links: nothing to do"
    things = "1 thing" if len(told) == 1 else f"{len(told)} things"
    return f"Links: {things} to do"


def _item(link: Link, now: datetime) -> list[str]:
    """One link as a list: where, since when, what was seen, what to do."""
    lines = [f"### {escape.code(link.url)}", ""]
    places = [escape.code(_where(place)) for place in link.places[:MOST_PLACES]]
    more = len(link.places) - len(places)
    places += [f"and {more} more place{'s' if more > 1 else ''}"] if more > 0 else []
    lines.append(f"- Where: {', '.join(places) or 'unknown'}")
    lines.append(f"- Since: {_day(link.since)}{_last_good(link, now)}")
    lines.append(f"- Seen: {_plain(_seen(link))}")
    lines.append(f"- Do: {_todo(link)}")
    if link.verdict in (*REPLACED, "parked", "content", "tls") and "://" in link.url:
        if link.suggestion:
            lines.append(f"- Archived copy: <{_target(link.suggestion)}>")
        lines.append(f"- [Search for it]({_target(search_url(link))})")
    return lines


def _seen(link: Link) -> str:
    reason = link.reason
    if link.unstable:
        return f"It has changed its mind three times in 60 days. {reason}".strip()
    return reason or "Nothing unusual."


def _todo(link: Link) -> str:  # noqa: PLR0911 -- one return a rule
    """What a person should do, in words that need no knowledge of the web."""
    old, new = escape.code(link.url), escape.code(link.suggestion)
    match group(link):
        case "remove":
            return "take the link out today, and look for the page's new home."
        case "replace":
            return "link to where the page has gone or to a copy, or take the link out."
        case "update" if link.verdict == "moved":
            return f"change the address: {old} → {new}"
        case "update" if link.verdict == "anchor":
            return (
                "open the page, find the part meant, and correct what stands after #."
            )
        case "update":
            return "correct the address."
    if link.verdict == "tls":
        return "open it; if the browser warns, look for another address of the page."
    if link.verdict == "blocked":
        return "open it; if it shows what we cite, nothing needs to be done."
    return "open it on two days; if it fails, replace it."


def _last_good(link: Link, now: datetime) -> str:
    if link.verdict == "blocked":
        unseen = _day(link.last_good) if link.last_good else "it was added"
        return f"; no machine has seen it since {unseen}"
    if not link.last_good or link.verdict in GOOD:
        return ""
    days = days_since(link.last_good, now)
    return f"; last seen in order {_day(link.last_good)}, {days} days ago"


def _waiting(links: Sequence[Link], now: datetime) -> list[str]:
    """What nobody needs to act on yet, in one list each."""
    lines: list[str] = []
    waiting = [
        f
        for f in links
        if not f.told
        and f.verdict not in GOOD
        and f.verdict not in ("blocked", "unchecked")
    ]
    blocked = [f for f in links if not f.told and f.verdict == "blocked"]
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
                for f in sorted(members, key=lambda link: link.url)
            ]
            lines.append("")
    return lines


def _where(place: LinkPlace) -> str:
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
