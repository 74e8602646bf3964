"""Rules of words that came late: a sentence keeps them, or stands in a list.

The list only shrinks: an entry whose sentence has gone, or keeps the rule, is refused.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from guide.findings import Finding
from guide.pages import absences, glance, judged, parser
from guide.pages.parser import Page, Sentence

KINDS: Mapping[str, Callable[[Sentence], str]] = {
    "absence": absences.without_receipt,
    "claim-of-none": absences.none_claimed,
}
GRADED = re.compile(rf"\s*{judged.SIGN.pattern}+\([^()]*\)")
# The lines of sentences in the list, by their file and the rule that they break.
Unsettled = Mapping[tuple[str, str], Mapping[str, int]]


@dataclass(frozen=True)
class Broken:
    """A sentence that breaks a rule of words.

    Attributes:
        kind: the rule, as `KINDS` names it.
        line: the line of the page that its block begins on.
        said: its words, without marks.
        problem: what is wrong, and what to do.
    """

    kind: str
    line: int
    said: str
    problem: str


def broken(page: Page) -> Iterator[Broken]:
    """Yield each sentence of a page that breaks a rule of words, listed or not."""
    if page.meta.get("kind") == "about":
        return  # what it says is about the guide itself
    for line, sentence in _sentences(page):
        for kind, fault in KINDS.items():
            if problem := fault(sentence):
                yield Broken(kind, line, words(sentence), problem)


def faults(page: Page, unsettled: Unsettled) -> Iterator[tuple[int, str]]:
    """Yield line and problem of each sentence that breaks a rule and is not listed."""
    for it in broken(page):
        file = page.place(it.line)[0]
        if it.said not in unsettled.get((file, it.kind), ()):
            yield it.line, it.problem


def gone(pages: Iterable[Page], unsettled: Unsettled, name: str) -> Iterator[Finding]:
    """Yield each entry of the list whose sentence no longer breaks its rule.

    Args:
        pages: all pages.
        unsettled: the list.
        name: what findings call its file.
    """
    found = {
        (page.place(it.line)[0], it.kind, it.said)
        for page in pages
        for it in broken(page)
    }
    for (file, kind), sentences in unsettled.items():
        for said, line in sentences.items():
            if (file, kind, said) not in found:
                start = " ".join(said.split()[:6])
                problem = (
                    f"'{start} …' is settled, or no longer stands in {file}. "
                    "Take the entry out: make settle does it."
                )
                yield Finding(name, line, problem)


def words(sentence: Sentence) -> str:
    """Return what a sentence says, without its grade."""
    return GRADED.sub("", sentence.said)


def _sentences(page: Page) -> Iterator[tuple[int, Sentence]]:
    for block in page.blocks:
        for sentence in block.sentences:
            yield block.line, sentence
    said = page.meta.get(glance.FIELD)
    for text in said.values() if isinstance(said, dict) else ():
        for written in parser.split(str(text)):
            yield 1, Sentence(written, parser.plain(written))
