"""Reading: the age at which a page can be read, by the Flesch-Kincaid grade.

Names cannot be made easier, so a name counts as a word of one syllable: those of
medicines and illnesses that a page has in its title and its other names, and those
of data/medicines.yml. The grade is a school year; five more is the age of the pupil.
Source of the formula: Kincaid and others, 1975, as the package readability has it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import readability

from guide.pages.parser import Block, Page

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
NAME = "name"
SHORTEST_NAME = 6  # letters; shorter words are easy enough
FEWEST = 4  # sentences; of fewer no grade can be told
AGE = 5  # what a school year is younger than its pupils
EASY_SECTIONS = ("In short", "Get help now")
EASY_KINDS = ("home", "emergency")
HARD_SECTIONS = ("For staff",)
EASY, OTHER = 11, 14  # years: the oldest that the two kinds of text may need
REASON = "hard_to_read"  # the field of the front matter that excuses a page


@dataclass(frozen=True)
class Ages:
    """The age in years that the brief parts and the rest of a page need; 0: no text."""

    brief: float
    rest: float


def ages(page: Page, names: frozenset[str]) -> Ages:
    """Return the ages that the two parts of a page need."""
    own = names | words_of(
        str(part)
        for part in (page.meta.get("title"), *(page.meta.get("other_names") or ()))
    )
    easy = page.meta.get("kind") in EASY_KINDS
    brief: list[str] = []
    rest: list[str] = []
    for block in page.blocks:
        if block.kind not in {"paragraph", "item"}:
            continue
        part = brief if _is_brief(block, easy=easy) else rest
        part.extend(sentence.said for sentence in block.sentences)
    return Ages(_age(brief, own), _age(rest, own))


def faults(page: Page, names: frozenset[str]) -> Iterator[str]:
    """Yield a sentence for each part of a page that is too hard to read."""
    if page.meta.get(REASON):
        return
    found = ages(page, names)
    for part, age, limit in (
        ("short and urgent parts are", found.brief, EASY),
        ("text is", found.rest, OTHER),
    ):
        if age > limit:
            yield (
                f"its {part} for readers of {age:.1f} years. Keep it to {limit}: use "
                f"shorter words and sentences, or give the reason as '{REASON}'."
            )


def words_of(names: Iterable[str]) -> frozenset[str]:
    """Return the words of names that are long enough to be hard."""
    return frozenset(
        word.casefold()
        for name in names
        for word in WORD.findall(name)
        if len(word) >= SHORTEST_NAME
    )


def _is_brief(block: Block, *, easy: bool) -> bool:
    return block.section in EASY_SECTIONS or (
        easy and block.section not in HARD_SECTIONS
    )


def _age(sentences: list[str], names: frozenset[str]) -> float:
    told = [words for said in sentences if (words := WORD.findall(said))]
    if len(told) < FEWEST:
        return 0.0
    lines = (
        " ".join(NAME if word.casefold() in names else word for word in words)
        for words in told
    )
    grades = readability.getmeasures(lines, lang="en")["readability grades"]
    return float(grades["Kincaid"]) + AGE
