"""At a glance: what a treatment's front matter says of it, for the overview of all."""

import re
from collections.abc import Iterable, Iterator

from guide.pages import citations

SECTION = "The treatments at a glance"  # of the overview: it lists every treatment
FIELD = "glance"
COLUMNS = {
    "for": "What it is for",
    "evidence": "What the evidence is",
    "dangers": "Main dangers",
    "given": "How it is given",
}
MOST_WORDS = 25
LISTED = re.compile(r"- \[[^\]]+\]\((?P<to>[^)#]+\.md)\)")


def listed(line: str) -> str:
    """Return the link to the page that a line of the overview lists, or ""."""
    found = LISTED.match(line)
    return found["to"] if found else ""


def missing(overview: str, treatments: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each treatment that the overview does not list.

    Args:
        overview: the text of the overview.
        treatments: the link from there to the page of each.
    """
    there = {listed(line) for line in overview.split("\n")}
    for to in treatments:
        if to not in there:
            yield f"'{to}' is not listed. Give it a line: '- [Name]({to}) ...'."


def faults(glance: object) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with a page's glance."""
    if not isinstance(glance, dict) or set(glance) != set(COLUMNS):
        yield (
            f"'{FIELD}' does not hold exactly {', '.join(COLUMNS)}. "
            "Write these four, each with its source."
        )
        return
    for field, said in glance.items():
        if not isinstance(said, str) or not citations.find(said):
            yield f"'{FIELD}: {field}' cites no source. Add one, as [@key]."
            continue
        words = len(citations.without(said).split())
        if words > MOST_WORDS:
            yield f"'{FIELD}: {field}' has {words} words. Keep it to {MOST_WORDS}."
