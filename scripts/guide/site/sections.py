"""Parts of a built page: what a template prints in a place of its own."""

import re

SECTION = r'<h2 id="{}"[^>]*>.*?</h2>(?P<body>.*?)(?=<h2\b|<div class="footnote">|\Z)'
MARKS = re.compile(r"<sup\b.*?</sup>", re.DOTALL)


def bare(html: str, anchor: str) -> str:
    """Return the body of a section without its citation marks.

    The section stays in the page with its marks: so no mark stands there twice.

    Raises:
        ValueError: the page has no such section.
    """
    found = re.search(SECTION.format(re.escape(anchor)), html, re.DOTALL)
    if not found:
        raise ValueError(f"The page has no section #{anchor} to print. Write it.")
    return MARKS.sub("", found["body"]).strip()
