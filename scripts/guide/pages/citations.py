"""Citations as they stand in Markdown: `[@key]`, `[@one; @two]`, and nothing else."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# mkdocs-bibtex also reads code: a private character that no page holds stands there
# for the @ of what looks like a citation.
HIDDEN = "\ue000"
CITATION = re.compile(r"\[@[\w-]+(?:;[ ]?@[\w-]+)*\](?!\(|:|\[(?!@))")
SPACED = re.compile(rf" *{CITATION.pattern}")
KEY = re.compile(r"@([\w-]+)")
EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
LINK_TEXT = r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]"
CODE_SPAN = r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)"
SHIELDED = re.compile(
    r"(?=[`<!\[{])(?:"  # most places begin nothing: look once, not five times
    rf"(?P<code>{CODE_SPAN})"
    r"|(?:<!--.*?-->)"
    r"|(?:<[^<>\s][^<>]*>)"
    r"|(?:\{[:#.][^{}\n]*\})"
    rf"|(?:!?{LINK_TEXT}(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[(?!@)[^\[\]]*\])))",
    re.DOTALL,
)
SHIELDS = ("`", "<", "](", "][", "{")  # without one of them nothing is shielded
STRAY = re.compile(r"\[[^\[\]\n]*@[^\[\]\n]*\]?|@\S*")
HELD = re.compile(r"\[@[\w-]+[^\[\]]*\]")


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
    for shield in SHIELDED.finditer(text):
        if not shield["code"]:
            for held in HELD.finditer(shield[0]):
                yield shield.start() + held.start(), held[0]


def shield(text: str, kept: Iterable[Citation]) -> str:
    """Return the text with the @ hidden of what only looks like a citation kept."""
    places = {citation.start for citation in kept}
    alike = {it.start(): it[0] for it in CITATION.finditer(text)}
    for place in sorted(alike.keys() - places):
        hidden = alike[place].replace("@", HIDDEN)
        text = text[:place] + hidden + text[place + len(hidden) :]
    return text


def unshield(text: str) -> str:
    """Return the text with what was hidden back."""
    return text.replace(HIDDEN, "@")


def without_code(text: str) -> str:
    """Return the text with its code spans blanked, length kept."""
    return re.sub(CODE_SPAN, _blank, text, flags=re.DOTALL) if "`" in text else text


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
