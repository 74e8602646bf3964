"""Citations as they stand in Markdown: `[@key]`, `[@one; @two]`, and nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

HIDDEN_AT = "\ue000"  # a private character that no page holds
CITATION = re.compile(r"\[@[\w-]+(?:;[ ]?@[\w-]+)*\](?!\(|:|\[(?!@))")
KEY = re.compile(r"@([\w-]+)")
EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
LINK_TEXT = r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]"
SHIELDED = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<comment><!--.*?-->)"
    r"|(?P<tag><[^<>\s][^<>]*>)"
    rf"|(?P<link>!?{LINK_TEXT}(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[(?!@)[^\[\]]*\]))",
    re.DOTALL,
)


@dataclass(frozen=True)
class Citation:
    """One mark in a text: where it begins and ends, and the keys it names in order."""

    start: int
    end: int
    keys: tuple[str, ...]


def find(text: str) -> list[Citation]:
    """Return the well-formed citations of Markdown text outside code and links.

    Code blocks are not recognised here: blank them first (`guide.pages.prose`).
    """
    return [
        Citation(mark.start(), mark.end(), tuple(KEY.findall(mark[0])))
        for mark in CITATION.finditer(_hide_shielded(text))
    ]


def malformed(text: str) -> Iterator[tuple[int, str]]:
    """Yield place and text of each `@` that is neither citation nor e-mail address."""
    rest = CITATION.sub(_blank, EMAIL.sub(_blank, _hide_shielded(text)))
    for found in re.finditer(r"\[[^\[\]\n]*@[^\[\]\n]*\]?|@\S*", rest):
        yield found.start(), text[found.start() : found.end()].strip()
    for link in SHIELDED.finditer(text):
        if link["link"] and re.match(r"\[@[\w-]+", link["link"]):
            yield link.start(), link["link"]


def shield(text: str, prose: str) -> str:
    """Return the text with each `@` hidden that does not belong to a citation.

    Args:
        text: the Markdown of a page.
        prose: the same text, of the same length, with its code blocks blanked.
    """
    parts, last = [], 0
    for citation in find(prose):
        parts.append(text[last : citation.start].replace("@", HIDDEN_AT))
        parts.append(text[citation.start : citation.end])
        last = citation.end
    return "".join([*parts, text[last:].replace("@", HIDDEN_AT)])


def unshield(text: str) -> str:
    """Return the text with its hidden `@` back."""
    return text.replace(HIDDEN_AT, "@")


def without(text: str) -> str:
    """Return the text without its citations and the space before each."""
    parts, last = [], 0
    for citation in find(text):
        parts.append(text[last : citation.start].rstrip(" "))
        last = citation.end
    return "".join([*parts, text[last:]])


def _hide_shielded(text: str) -> str:
    return SHIELDED.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    """Return as many blanks as were found, keeping line ends."""
    return re.sub(r"[^\n]", " ", found[0])
