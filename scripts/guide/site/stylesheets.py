"""Stylesheets as they stand in a page: the same rules without comments and space."""

import re
from functools import cache

# Strings, gaps and signs are all the tokens that matter here: a library for CSS would
# be one more dependency for an expression of three lines.
GAP = r"(?>/\*.*?\*/|\s)"
TOKEN = re.compile(
    r"""(?P<string>"[^"]*"|'[^']*')"""
    rf"|{GAP}*(?:;{GAP}*(?=\}}))?(?P<sign>[{{}};,>]){GAP}*"
    rf"|{GAP}+",
    re.DOTALL,
)


@cache
def pressed(css: str) -> str:
    """Return a stylesheet in as few characters as is safe; every page holds it."""
    return TOKEN.sub(lambda it: it["string"] or it["sign"] or " ", css).strip()
