"""Grades in built text: what `pages.certainty` has held to its words."""

import re

from guide.pages.certainty import WORDS
from guide.site import marks

GRADE = rf"\((?P<grade>{'|'.join(WORDS)}) certainty\)(?=\s*{marks.MARK.pattern})"
MARKED = re.compile(GRADE)
UNGRADED = re.compile(rf"\s*{GRADE}")


def grade(marked: str) -> str:
    """Return the grade that a marked sentence carries, or ""."""
    found = MARKED.search(marked)
    return found["grade"] if found else ""


def without(marked: str) -> str:
    """Return a marked sentence without its grade and the space before it."""
    return UNGRADED.sub("", marked)


def anchor(grade: str) -> str:
    """Return where the page on judging explains a grade."""
    return f"{grade.replace(' ', '-')}-certainty"
