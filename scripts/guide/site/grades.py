"""Grades in built text: what `pages.certainty` has held to its words."""

import re

from guide.pages import certainty, judged
from guide.site import marks

LABELS = "|".join([*(f"{it} certainty" for it in certainty.WORDS), certainty.DANGER])
GRADE = (
    rf"(?P<judged>{marks.JUDGED.pattern}*)\((?P<label>{LABELS})\)"
    rf"(?=\s*{marks.MARK.pattern})"
)
MARKED = re.compile(GRADE)
UNGRADED = re.compile(rf"\s*{GRADE}")


def grade(marked: str) -> str:
    """Return the grade that a marked sentence carries, or ""."""
    found = MARKED.search(marked)
    return found["label"].removesuffix(" certainty") if found else ""


def judgements(marked: str) -> tuple[int, ...]:
    """Return the numbers of the judgements that marked text rests on."""
    return tuple(dict.fromkeys(judged.numbers(marked)))


def without(marked: str) -> str:
    """Return a marked sentence without its grade and the space before it."""
    return UNGRADED.sub("", marked)


def anchor(label: str) -> str:
    """Return where the page on judging explains a grade."""
    return label.replace(" ", "-")
