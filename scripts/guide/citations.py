"""Citations as they stand in Markdown: `[@key]`, `[@one; @two]`, and nothing else."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

HIDDEN_AT = "\ue000"  # a private character that no page holds
CITATION = re.compile(r"\[@[\w-]+(?:;[ ]?@[\w-]+)*\](?!\(|:|\[(?!@))")
SPACED = re.compile(rf" *{CITATION.pattern}")
KEY = re.compile(r"@([\w-]+)")
EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
LINK_TEXT = r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]"
SHIELDED = re.compile(
    r"(?=[`<!\[])(?:"  # most places begin nothing: look once, not four times
    r"(?:(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`))"
    r"|(?:<!--.*?-->)"
    r"|(?:<[^<>\s][^<>]*>)"
    rf"|(?:!?{LINK_TEXT}(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[(?!@)[^\[\]]*\])))",
    re.DOTALL,
)
SHIELDS = ("`", "<", "](", "][")  # without one of them nothing is shielded
STRAY = re.compile(r"\[[^\[\]\n]*@[^\[\]\n]*\]?|@\S*")
CITED_LINK = re.compile(r"\[@[\w-]+[^\[\]]*\]\([^()]*\)")


@dataclass(frozen=True)
class Citation:
    """One mark in a text: where it begins and ends, and the keys it names in order."""

    start: int
    end: int
    keys: tuple[str, ...]


def find(text: str) -> list[Citation]:
    """Return the well-formed citations of Markdown text outside code and links.

    Code blocks are not recognised here: blank them first (`guide.pages`).
    """
    if "[@" not in text:
        return []
    return [
        Citation(mark.start(), mark.end(), tuple(KEY.findall(mark[0])))
        for mark in CITATION.finditer(_hide_shielded(text))
    ]


def malformed(text: str) -> Iterator[tuple[int, str]]:
    """Yield place and text of each `@` that is neither citation nor e-mail address."""
    if "@" not in text:
        return
    rest = CITATION.sub(_blank, _hide_shielded(text))
    if "@" in rest:
        for found in STRAY.finditer(EMAIL.sub(_blank, rest)):
            yield found.start(), text[found.start() : found.end()].strip()
    for link in CITED_LINK.finditer(text):
        yield link.start(), link[0]


def shield(text: str, kept: Iterable[Citation]) -> str:
    """Return the text with each `@` hidden that does not belong to a citation kept."""
    parts, last = [], 0
    for citation in kept:
        parts.append(text[last : citation.start].replace("@", HIDDEN_AT))
        parts.append(text[citation.start : citation.end])
        last = citation.end
    return "".join([*parts, text[last:].replace("@", HIDDEN_AT)])


def unshield(text: str) -> str:
    """Return the text with its hidden `@` back."""
    return text.replace(HIDDEN_AT, "@")


def without(text: str) -> str:
    """Return the text without its citations and the space before each."""
    if "[@" not in text:
        return text
    if not _has_shields(text):
        return SPACED.sub("", text)
    parts, last = [], 0
    for citation in find(text):
        parts.append(text[last : citation.start].rstrip(" "))
        last = citation.end
    return "".join([*parts, text[last:]])


def _hide_shielded(text: str) -> str:
    return SHIELDED.sub(_blank, text) if _has_shields(text) else text


def _has_shields(text: str) -> bool:
    return any(sign in text for sign in SHIELDS)


def _blank(found: re.Match[str]) -> str:
    """Return as many blanks as were found, keeping line ends."""
    return re.sub(r"[^\n]", " ", found[0])
