"""At a glance: one table of all treatments, from the front matter of their pages."""

from collections.abc import Iterable, Iterator
from typing import Any

from guide.pages import citations

SECTION = "The treatments at a glance"  # the table ends this section of its page
FIELD = "glance"
COLUMNS = {
    "for": "What it is for",
    "evidence": "What the evidence is",
    "dangers": "Main dangers",
    "given": "How it is given",
}
MOST_WORDS = 25


def table(rows: Iterable[tuple[str, str, Any]]) -> str:
    """Return the table as Markdown.

    Args:
        rows: of each treatment its name, the link to its page, and its glance.
    """
    head = ("Treatment", *COLUMNS.values())
    lines = [head, ("---",) * len(head)]
    for name, to, glance in rows:
        cells = (glance[field].replace("|", "\\|") for field in COLUMNS)
        lines.append((f"[{name}]({to})", *cells))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


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
