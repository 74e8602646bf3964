"""Reviews: how old a page is by its own dates, and what falls due."""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from guide.pages.parser import Page

SOON = timedelta(days=60)
TOO_LONG = timedelta(days=183)  # overdue for half a year

Age = Literal["current", "due soon", "overdue", "too old"]
HIDING = frozenset(  # kinds of pages that no longer show what is too old
    {"overview", "treatment", "treatment-evidence", "living", "professional"}
)
NEVER_HIDDEN = "/emergency/"


def fingerprint(page: Page) -> str:
    """Return the short name of the words of a page: other words, another name."""
    words = " ".join(page.text.split())
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def changed(page: Page) -> bool:
    """Tell whether the words of a page have changed since a clinician read them."""
    signed = page.meta.get("clinician") or {}
    return "words" in signed and str(signed["words"]) != fingerprint(page)


def age(page: Page, today: date) -> Age:
    """Return how old a page is: it is overdue from the day after its next review."""
    late = today - page.meta["next_review"]
    if late > TOO_LONG:
        return "too old"
    if late > timedelta():
        return "overdue"
    return "due soon" if late >= -SOON else "current"


def hides(page: Page, today: date) -> bool:
    """Tell whether a page shows no more than what is safe to keep."""
    medical = page.meta["kind"] in HIDING and NEVER_HIDDEN not in page.file
    return medical and age(page, today) == "too old"


def due(pages: Iterable[Page], today: date) -> dict[Age, list[Page]]:
    """Return pages by how old they are, those that wait longest first."""
    ages: tuple[Age, ...] = ("too old", "overdue", "due soon", "current")
    found: dict[Age, list[Page]] = {it: [] for it in ages}
    for page in sorted(pages, key=lambda it: (it.meta["next_review"], it.file)):
        found[age(page, today)].append(page)
    return found
