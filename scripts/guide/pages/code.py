"""Code in Markdown: blanked out, so that what stands in it is left alone."""

import re

FENCE = re.compile(
    r"(?P<before>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*[ \t>]*)"
    r"(?P<fence>`{3,}|~{3,})(?P<info>[^\r\n]*)"
)
# What the lines indented below it belong to: a list's item, an admonition, a tab,
# a footnote, a definition.
CONTAINER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]|!!!|\?\?\?|===|\[\^|:[ \t]")
INDENT = 4
SPAN = re.compile(
    r"(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\r?\n).)+?(?<!`)\1(?!`)", re.DOTALL
)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def without_code(text: str, begin: int = 0) -> str:
    """A Markdown text with code and comments blanked out, every sign in its place.

    Args:
        text: the whole text.
        begin: where its Markdown begins, after the front matter.
    """
    shown = text[begin:]
    if "`" in shown or "~~~" in shown or "    " in shown or "\t" in shown:
        shown = "".join(_without_blocks(shown.splitlines(keepends=True)))
        shown = SPAN.sub(_blank, shown)
    return text[:begin] + COMMENT.sub(_blank, shown)


def _without_blocks(lines: list[str]) -> list[str]:
    """Lines with those of fenced and indented code blanked."""
    kept: list[str] = []
    containers: list[int] = []
    fence: re.Match[str] | None = None
    after_blank = True
    for line in lines:
        indent = _indent(line)
        bare = line.strip()
        if fence and _leaves(fence, line):
            fence = None
        if fence:
            if _closes(fence, line):
                fence = None
            kept.append(_blanked(line))
            after_blank = False
            continue
        if not bare:
            kept.append(line)
            after_blank = True
            continue
        while containers and indent <= containers[-1]:
            containers.pop()
        base = containers[-1] + INDENT if containers else 0
        if after_blank and indent >= base + INDENT:
            kept.append(_blanked(line))
            continue
        after_blank = False
        if CONTAINER.match(bare):
            containers.append(indent)
        opened = FENCE.match(line)
        if opened and not (opened["fence"][0] == "`" and "`" in opened["info"]):
            fence = opened
            line = _blanked(line)  # noqa: PLW2901 -- the line as it is kept
        kept.append(line)
    return kept


def _closes(fence: re.Match[str], line: str) -> bool:
    """True if a line ends the fenced code."""
    bare = line.strip(" \t>\r\n")
    sign = fence["fence"][0]
    return len(bare) >= len(fence["fence"]) and not bare.strip(sign)


def _leaves(fence: re.Match[str], line: str) -> bool:
    """True if a line stands outside of the list or quote that holds the code."""
    if ">" in fence["before"]:
        return not line.lstrip().startswith(">")
    deep = len(fence["before"].expandtabs(INDENT))
    return bool(line.strip()) and deep > 1 and _indent(line) < deep


def _indent(line: str) -> int:
    wide = line.expandtabs(INDENT)
    return len(wide) - len(wide.lstrip(" "))


def _blanked(line: str) -> str:
    return re.sub(r"[^\r\n]", " ", line)


def _blank(match: re.Match[str]) -> str:
    return _blanked(match[0])
