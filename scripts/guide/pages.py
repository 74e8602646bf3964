"""A page as its author wrote it: front matter, then blocks with their line numbers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from markdown.extensions.toc import slugify, unique
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin

from guide import citations
from guide.findings import Finding, FindingsError

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
TAB = re.compile(r'^([ \t]*)===[!+]? "', re.MULTILINE)
CUSTOM_ID = re.compile(r"\{[^}]*#(?P<id>[\w-]+)[^}]*\}\s*$")
LEAVES = {"paragraph_open": "paragraph", "heading_open": "heading"}


@dataclass(frozen=True)
class Block:
    """A piece of a page: a paragraph, list item, table cell or heading.

    Attributes:
        kind: "paragraph", "item", "cell" or "heading".
        text: its Markdown as it was written, line ends kept.
        line: the line of the file it begins on (1 is the first).
        section: the nearest heading of level 2 above it, "" before the first.
        level: the level of a heading, else 0.
        list_line: the line on which the innermost list around it begins, else 0.
    """

    kind: str
    text: str
    line: int
    section: str
    level: int = 0
    list_line: int = 0


@dataclass(frozen=True)
class Page:
    """A page of the guide: its file, front matter, text and blocks."""

    file: str
    meta: Mapping[str, Any]
    text: str
    blocks: tuple[Block, ...]

    @cached_property
    def cited(self) -> tuple[str, ...]:
        """The keys that the page cites, each once, in order of first use."""
        found = citations.find(prose(self.text))
        return tuple(dict.fromkeys(key for mark in found for key in mark.keys))

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The anchors of its headings, as the built page will have them."""
        used: set[str] = {"sources"} if self.cited else set()
        for heading in (block for block in self.blocks if block.kind == "heading"):
            own = CUSTOM_ID.search(heading.text)
            if own:
                used.add(own["id"])
            else:
                unique(slugify(heading_text(heading.text), "-"), used)
        return frozenset(used)


def read(path: Path, name: str) -> Page:
    """Read the page at a path; `name` is what findings call the file.

    Raises:
        FindingsError: there is no front matter, or it is not a YAML mapping.
    """
    return parse(path.read_text(encoding="utf-8"), name)


def parse(source: str, name: str) -> Page:
    """Return the page that a file's text holds.

    Raises:
        FindingsError: there is no front matter, or it is not a YAML mapping.
    """
    source = source.lstrip("\ufeff").replace("\r\n", "\n")
    found = FRONT_MATTER.match(source)
    if not found:
        problem = (
            "the page has no front matter. Begin it with a line ---, then title, "
            "description and dates, then a line ---."
        )
        raise FindingsError([Finding(name, 1, problem)])
    try:
        meta = yaml.safe_load(found["yaml"])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = 2 + (mark.line if mark else 0)
        problem = f"the front matter is not YAML ({getattr(error, 'problem', error)})."
        raise FindingsError([Finding(name, line, problem)]) from error
    if not isinstance(meta, dict):
        problem = "the front matter holds no 'name: value' lines. Add title and dates."
        raise FindingsError([Finding(name, 1, problem)])
    text = "\n" * found[0].count("\n") + source[found.end() :]
    return Page(name, meta, text, tuple(_blocks(text)))


def prose(text: str) -> str:
    """Return Markdown of the same length with its code blocks blanked."""
    lines = text.split("\n")
    for token in _parser().parse(_tabs_as_boxes(text)):
        if token.type in {"fence", "code_block"} and token.map:
            for number in range(*token.map):
                if number < len(lines):
                    lines[number] = " " * len(lines[number])
    return "\n".join(lines)


def _blocks(text: str) -> Iterator[Block]:
    lines = text.split("\n")
    tokens = _parser().parse(_tabs_as_boxes(text))
    section, lists, items, row = "", [], 0, 0
    for token, inline in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(token.map[0] + 1 if token.map else 0)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        items += _step(token, "list_item")
        if token.type == "tr_open" and token.map:
            row = token.map[0]
        around = lists[-1] if lists else 0
        if token.type in LEAVES and inline and token.map:
            kind = LEAVES[token.type]
            written = "\n".join(lines[slice(*token.map)])
            level = int(token.tag[1]) if kind == "heading" else 0
            if level:
                written = inline.content
            if level == 2:  # noqa: PLR2004  # the fixed headings are of level 2
                section = heading_text(written)
            kind = "item" if items and kind == "paragraph" else kind
            line = token.map[0] + 1
            yield Block(kind, written, line, section, level, around)
        elif token.type in {"td_open", "th_open"} and inline:
            yield Block("cell", inline.content, row + 1, section, 0, around)


def heading_text(written: str) -> str:
    """Return the words of a heading, without citations, links and other marks."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", citations.without(written))
    return re.sub(r"[*_`]|\{[^}]*\}", "", words).strip()


def _step(token: Token, name: str) -> int:
    """Return 1 where such a block opens, -1 where it closes, else 0."""
    return (token.type == f"{name}_open") - (token.type == f"{name}_close")


def _tabs_as_boxes(text: str) -> str:
    """Return the text with content tabs written as admonitions, line for line."""
    return TAB.sub(r'\1!!! tab "', text)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").use(admon_plugin)
