"""Marks in text on its way: one private character for each work that it cites.

While Markdown, the search and the claims read a page, neither has to read, nor can
mistake, what a mark or a title holds.
"""

import re
from collections.abc import Sequence

from guide.pages import receipts

FIRST = 0xF0000  # the first character of Unicode's private plane
MARK = re.compile("[\U000f0000-\U000ffffd]")
JUDGED = re.compile("[\U00100000-\U0010fffd]")  # as `pages.judged` sets them
SAID = re.compile(f"{MARK.pattern}|{receipts.SIGN.pattern}")  # what it rests on
SPACED = re.compile(f" ?{MARK.pattern}+|{JUDGED.pattern}+| ?{receipts.SIGN.pattern}+")


def mark(number: int) -> str:
    """Return the character that marks the work of this number (0 is the first)."""
    return chr(FIRST + number)


def keys_in(marked: str, keys: Sequence[str]) -> list[str]:
    """Return the keys that marked text cites, as often as it does."""
    return [keys[ord(char) - FIRST] for char in MARK.findall(marked)]


def cited(marked: str, keys: Sequence[str]) -> tuple[str, ...]:
    """Return the keys that marked text cites, each once, in order of first use."""
    return tuple(dict.fromkeys(keys_in(marked, keys)))


def without(marked: str) -> str:
    """Return marked text without its marks and the space before each."""
    return SPACED.sub("", marked)
