"""Reviews: how old a page is by its own dates."""

from datetime import date

import pytest
from guide.pages import review
from guide.pages.parser import Page

DUE = date(2027, 6, 1)


def page(kind: str = "treatment", file: str = "docs/a.md", due: date = DUE) -> Page:
    """Return a page of a kind, with a day for its next review."""
    return Page(file, {"kind": kind, "next_review": due}, "", "", (), ())


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2027, 4, 1), "current"),
        (date(2027, 4, 2), "due soon"),
        (date(2027, 6, 1), "due soon"),
        (date(2027, 6, 2), "overdue"),
        (date(2027, 12, 1), "overdue"),
        (date(2027, 12, 2), "too old"),
        (date(2032, 1, 1), "too old"),
    ],
)
def test_how_old_a_page_is(day: date, age: str) -> None:
    """Two months before its day, on the day, after it, and half a year on."""
    assert review.age(page(), day) == age


@pytest.mark.parametrize(
    ("kind", "file", "hides"),
    [
        ("treatment", "docs/a.md", True),
        ("treatment-evidence", "docs/a.md", True),
        ("living", "docs/a.md", True),
        ("overview", "docs/a.md", True),
        ("professional", "docs/professionals/a.md", True),
        ("professional", "docs/emergency/staff.md", False),
        ("emergency", "docs/emergency/index.md", False),
        ("home", "docs/index.md", False),
        ("about", "docs/about/a.md", False),
        ("evidence", "docs/evidence/a.md", False),
    ],
)
def test_what_a_page_too_old_hides(kind: str, file: str, *, hides: bool) -> None:
    """Never what is for an emergency."""
    assert review.hides(page(kind, file), date(2032, 1, 1)) is hides
    assert review.hides(page(kind, file), date(2027, 12, 1)) is False


def test_those_that_wait_longest_stand_first() -> None:
    """By their day, then by their file."""
    late = page(file="docs/z.md", due=date(2027, 5, 1))
    pages = [page(file="docs/b.md"), page(file="docs/a.md"), late]
    found = review.due(pages, date(2027, 6, 2))
    assert [it.file for it in found["overdue"]] == [
        "docs/z.md",
        "docs/a.md",
        "docs/b.md",
    ]
    assert found["too old"] == found["due soon"] == found["current"] == []
