"""The one standing thread that a program keeps on GitHub: what to do with it now.

A thread is an issue or a pull request. It is known by a hidden marker, and it carries,
hidden as well, which points it told: so nobody is told twice what they have put aside.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

MOST_CHARACTERS = 65_536  # GitHub refuses a longer body
MOST_POINTS = 3_000
FOOT = "\n---\n"
POINTS = re.compile(r"<!-- points:([0-9a-f ]*)-->\s*\Z")

Deed = Literal["nothing", "open", "update", "close"]


@dataclass(frozen=True)
class Thread:
    """An issue or pull request of ours, as it stands on GitHub."""

    number: int
    is_open: bool
    body: str
    merged: bool = False


@dataclass(frozen=True)
class Action:
    """What to do, with which thread (0 for a new one), and why in a sentence."""

    deed: Deed
    number: int
    why: str


def decide(thread: Thread | None, body: str, points: frozenset[str]) -> Action:
    """Return what to do with the newest thread of ours.

    Args:
        thread: it, or None if there never was one.
        body: what it should say now.
        points: what it tells; empty if there is nothing to tell.
    """
    if thread and thread.is_open:
        named = f"#{thread.number}"
        if not points:
            return Action(
                "close", thread.number, f"{named} is closed: nothing is left."
            )
        if _plain(thread.body) == _plain(body):
            return Action("nothing", thread.number, f"{named} says it already.")
        return Action("update", thread.number, f"{named} is brought up to date.")
    if not points:
        return Action("nothing", 0, "There is nothing to tell.")
    if thread and not thread.merged and points <= told(thread.body):
        why = f"A person closed #{thread.number}, and nothing is new since."
        return Action("nothing", thread.number, why)
    return Action("open", 0, "There is something to tell.")


def body(marker: str, text: str, points: frozenset[str], elsewhere: str) -> str:
    """Return the body of a thread: marker, text, points, within GitHub's bound.

    Args:
        marker: the name by which the thread is found again.
        text: Markdown, whose foreign words are harmless; its foot is always kept.
        points: what it tells.
        elsewhere: a sentence that says where all of a text is that had to be cut.
    """
    head, end = f"{hidden(marker)}\n", f"\n{_points(points)}\n"
    room = MOST_CHARACTERS - _length(head) - _length(end)
    return head + _cut(text, room, elsewhere) + end


def hidden(marker: str) -> str:
    """Return the marker as it stands in a body, where readers do not see it."""
    return f"<!-- standing: {marker} -->"


def told(text: str) -> frozenset[str]:
    """Return the points that a body told."""
    found = POINTS.search(_plain(text))
    return frozenset(found[1].split()) if found else frozenset()


def point(*facts: str) -> str:
    """Return the short name of what these facts say together."""
    return hashlib.sha256("\n".join(facts).encode("utf-8", "replace")).hexdigest()[:8]


def _points(known: frozenset[str]) -> str:
    return f"<!-- points: {' '.join(sorted(known)[:MOST_POINTS])} -->"


def _cut(text: str, room: int, elsewhere: str) -> str:
    """Cut a text before a heading or else an item, where no code span can be open."""
    if _length(text) <= room:
        return text
    kept, mark, foot = text.rpartition(FOOT) if FOOT in text else (text, "", "")
    note = f"\n\n**This is not all.** {elsewhere}\n{mark}{foot}"
    room -= _length(note)
    while _length(kept) > room:
        shorter = max(kept.rfind("\n## "), kept.rfind("\n### "))
        if shorter < 0:
            shorter = kept.rfind("\n- ")
        if shorter < 0:
            return note.strip()
        kept = kept[:shorter]
    return kept.rstrip() + note


def _length(text: str) -> int:
    """Count as GitHub may: a character outside the basic plane is two."""
    return len(text.encode("utf-16-le", "replace")) // 2


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
