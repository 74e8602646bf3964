"""Dead links as readers meet them: said in words beside the link, counted in a line."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from pathlib import Path

from lxml.html import HtmlElement

from guide.dates import long_date
from guide.links import state as links
from guide.links.state import BAD, GOOD, KnownLink, Memory, is_archived
from guide.site import html_tree

DEAD = frozenset({"dead", "soft-404", "parked"})
DANGEROUS = "parked"
FAILING = BAD | {"down", "malformed"}
WEEKLY_LATE = 21  # days: three runs of the weekly schedule were missed


@dataclass(frozen=True)
class State:
    """What the last check knew.

    Attributes:
        checked: its day, None if no check has run.
        counts: how many links work, fail, are looked at again, could not be seen.
        notes: for each address known dead, the HTML that stands after its links.
        dangerous: those that must not be followed.
        fault: what is wrong with the memory, in a sentence.
    """

    checked: date | None = None
    counts: Mapping[str, int] = field(default_factory=Counter)
    notes: Mapping[str, str] = field(default_factory=dict)
    dangerous: frozenset[str] = frozenset()
    fault: str = ""


def read(home: Path, name: str | None) -> State:
    """Return what the memory of the link check says; it may be absent or broken.

    Args:
        home: the project's folder.
        name: the memory's name there; without one, links stay as they were written.
    """
    if not name or not (home / name).exists():
        return State()
    try:
        return state(links.parse((home / name).read_text(encoding="utf-8")))
    except (ValueError, OSError) as error:
        return State(
            fault=f"{name} cannot be read ({error}), so no link is shown as dead."
        )


def state(known: Memory) -> State:
    """Return what readers should know of all links."""
    if not known.checked:
        return State()
    day = datetime.fromisoformat(known.checked).date()
    dead = {
        url: link
        for url, link in known.links.items()
        if link.told and link.open_verdict in DEAD
    }
    return State(
        checked=day,
        counts=Counter(_kind(link) for link in known.links.values()),
        notes={url: _note(link, day) for url, link in dead.items()},
        dangerous=frozenset(u for u, e in dead.items() if e.open_verdict == DANGEROUS),
    )


def mark(root: HtmlElement, known: State) -> None:
    """Say after each link known dead that it is; switch dangerous ones off."""
    for link in [*root.iter("a")] if known.notes else []:
        address = (link.get("href") or "").strip()
        if address not in known.notes:
            continue
        note = html_tree.read(f"({known.notes[address]})")
        note.tag = "span"
        note.set("class", "guide-dead")
        note.tail, link.tail = link.tail, " "
        link.addnext(note)
        if address in known.dangerous:
            link.tag = "span"
            link.attrib.clear()
            link.set("class", "guide-unlinked")


def marked(html: str, known: State) -> str:
    """Return a piece of HTML whose dead links are told."""
    if not known.notes or not any(escape(url) in html for url in known.notes):
        return html
    root = html_tree.read(html)
    mark(root, known)
    return html_tree.write(root)


def line(known: State) -> str:
    """Return the state of all links in one line for readers."""
    if known.checked is None:
        return "No check of the links has run yet."
    count = known.counts
    works = "1 works" if count["works"] == 1 else f"{count['works']:,} work"
    fails = "1 does not" if count["fails"] == 1 else f"{count['fails']:,} do not"
    again = f", {count['again']:,} will be tried again" if count["again"] else ""
    return (
        f"Links last checked on {long_date(known.checked)}: {works}, {fails}{again}, "
        f"{count['unseen']:,} could not be seen by a machine."
    )


def notice(known: State, today: date) -> str:
    """Return what the build should say of the check itself, "" if nothing."""
    if known.fault:
        return known.fault
    late = (today - known.checked).days if known.checked else 0
    if late < WEEKLY_LATE or known.checked is None:
        return ""
    return (
        f"The links were last checked on {long_date(known.checked)}, {late} days ago. "
        "See whether the weekly check (.github/workflows/links.yml) still runs."
    )


def _kind(link: KnownLink) -> str:
    if link.verdict in GOOD:
        return "works"
    if link.open_verdict in FAILING:
        return "fails" if link.told else "again"
    return "unseen"


def _note(link: KnownLink, day: date) -> str:
    if link.open_verdict == DANGEROUS:
        said = (
            f"we switched this link off: on {long_date(day)} its address was for sale "
            "or in other hands"
        )
    else:
        said = f"this link was dead on {long_date(day)}"
    if not is_archived(link.archived):
        return said
    return f'{said}; <a href="{escape(link.archived)}">archived copy</a>'
