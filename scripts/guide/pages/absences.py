"""Absences: what was not found is said as such, and names where it was looked for."""

import re

from guide.pages import receipts
from guide.pages.parser import Sentence

NONE = r"(?:no\b|none\b|nothing\b|neither\b|not (?:a|one)\b)"
OURS = r"(?:found|find|hold|held|saw|see|read|know of|knew of|came (?:up)?on)"
STUDY = r"(?:study|studies|trial|trials|report|reports|source|sources|record|count)"
NOT_FOUND = re.compile(
    rf"(?<!\bsaid that )\bwe (?:have |had |could )?{OURS} {NONE}"
    rf"|\bwe (?:did not|could not|cannot|do not) (?:find|hold|know of)\b"
    rf"|\bno (?:[\w-]+ )?{STUDY}\b[^.;:]{{0,60}}\b(?:was|were) found\b"
    r"|\b(?:that )?we read, none\b",
    re.IGNORECASE,
)
PEOPLE = r"(?:nobody|no one|no-one)"
LOOKED = r"(?:studied|tested|shown|counted|compared|measured|examined|reported)"
CLAIMED = re.compile(
    rf"\b{PEOPLE} (?:has|had) (?:yet |ever )?{LOOKED}"
    r"|\bnever (?:been |yet been )?(?:tested|studied)\b"
    r"|\bnot stated\b",
    re.IGNORECASE,
)


def without_receipt(sentence: Sentence) -> str:
    """Say what is wrong with a "we found no …" that names no search, or ""."""
    found = NOT_FOUND.search(sentence.said)
    if not found or receipts.SIGN.search(sentence.written):
        return ""
    return (
        f"'{found[0]} …' has no receipt. Name the search before the full stop, as "
        "[receipt: id]; make search-library makes one."
    )


def none_claimed(sentence: Sentence) -> str:
    """Say what is wrong with an absence that is told as a fact, or ""."""
    found = CLAIMED.search(sentence.said)
    if not found:
        return ""
    return (
        f"'{found[0]}' tells an absence as a fact. Say 'we found no …' with a "
        "receipt, or 'the summary does not say'."
    )
