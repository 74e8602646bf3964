"""A page as its author wrote it: front matter, then blocks with their line numbers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from markdown.extensions.toc import slugify, unique
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin

from guide import yaml_text
from guide.findings import Finding, FindingsError
from guide.pages import citations, includes, judged, receipts
from guide.pages.citations import Citation
from guide.pages.includes import Line, Shared
from guide.pages.judged import Judged

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
TAB = re.compile(r'^([ \t]*)===[!+]? "', re.MULTILINE)
SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(]?[A-Z0-9])")
CITED_END = re.compile(r"([.!?])((?:\[@[^\]]*\])+)")
LINK_WORDS = re.compile(r"!?\[([^\[\]]*)\]\([^)]*\)")
PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
LINE_MARK = re.compile(r"^\s*(?:[-*+]|\d+[.)]|>)\s+")
MARKS = re.compile(r"<[^>]*>|[*_`]|\{[^}]*\}")
NO_JUDGEMENTS: Mapping[str, Judged] = {}
CUSTOM_ID = re.compile(r"\{[^}]*#(?P<id>[\w-]+)[^}]*\}\s*$")


@dataclass(frozen=True)
class Sentence:
    """A sentence as it was written, and as it is said: its bare words."""

    written: str
    said: str


@dataclass(frozen=True)
class Block:
    """A piece of a page: a paragraph, list item, table cell, heading or picture.

    Attributes:
        kind: "paragraph", "item", "cell", "heading", "picture" (one that stands by
            itself), or the "title" of a card.
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

    @cached_property
    def said(self) -> str:
        """Its words, without citations, link addresses and marks."""
        return " ".join(sentence.said for sentence in self.sentences)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences."""
        return tuple(Sentence(written, plain(written)) for written in split(self.text))


@dataclass(frozen=True)
class Page:
    """A page of the guide.

    Attributes:
        file: its name in findings.
        meta: its front matter.
        text: its Markdown; lines are counted as in the file.
        prose: the same, with code blocks blanked.
        blocks: its paragraphs, items, cells and headings in order.
        lines: its lines, each with the file that it was typed in.
    """

    file: str
    meta: Mapping[str, Any]
    text: str
    prose: str
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]

    @property
    def body(self) -> str:
        """Its Markdown without the front matter, what is shared included."""
        return self.text.lstrip("\n")

    @property
    def typed_in(self) -> frozenset[str]:
        """The files that its words were typed in."""
        return frozenset(line.file for line in self.lines)

    def place(self, line: int) -> tuple[str, int]:
        """Return the file and line in which a line of `text` was typed."""
        typed = self.lines[line - 1]
        return typed.file, typed.number

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """Its citations, their places counted in `text`."""
        return tuple(citations.find(self.prose))

    @cached_property
    def cited(self) -> tuple[str, ...]:
        """The keys that the page cites, each once, in order of first use."""
        marks = self.citations
        return tuple(dict.fromkeys(key for mark in marks for key in mark.keys))

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


def page_name(file: str) -> str:
    """Return the name by which data/ calls a page: that of its file or treatment."""
    path = PurePosixPath(file)
    return path.parent.name if path.stem in ("index", "evidence") else path.stem


def read_all(
    docs: Path,
    name: str,
    judgements: Mapping[str, Judged] = NO_JUDGEMENTS,
    searches: Sequence[str] = (),
) -> dict[str, Page]:
    """Read every page below a folder, by its file; `name` is what findings call it.

    Args:
        docs: the folder.
        name: what findings call it.
        judgements: what a page needs of the judgements that it may name.
        searches: the names of the searches that it may name.

    Raises:
        FindingsError: a page or a shared text cannot be read.
    """
    shared = includes.read(docs, name)
    found: dict[str, Page] = {}
    findings: list[Finding] = []
    for path in sorted(docs.rglob("*.md")):
        if path.parent == docs / includes.FOLDER:
            continue
        file = f"{name}/{path.relative_to(docs).as_posix()}"
        try:
            text = path.read_text(encoding="utf-8")
            found[file] = parse(text, file, shared, judgements, searches)
        except FindingsError as error:
            findings += error.findings
        except UnicodeDecodeError:
            problem = "the file is not UTF-8 text. Save it as UTF-8."
            findings.append(Finding(file, 1, problem))
    used = {file for page in found.values() for file in page.typed_in}
    if not findings:
        problem = "no page includes this shared text. Include it, or delete the file."
        files = (f"{shared.folder}/{text}" for text in shared.texts)
        findings = [Finding(file, 1, problem) for file in files if file not in used]
    if findings:
        raise FindingsError(findings)
    return found


def parse(
    source: str,
    name: str,
    shared: Shared = includes.NONE,
    judgements: Mapping[str, Judged] = NO_JUDGEMENTS,
    searches: Sequence[str] = (),
) -> Page:
    """Return the page that a file's text holds, parsed once.

    Args:
        source: what the file holds.
        name: what findings call the file.
        shared: the texts that it may include.
        judgements: the judgements that it may name.
        searches: the searches that it may name.

    Raises:
        FindingsError: there is no front matter, or it is not a YAML mapping, or what
            the page includes or names is not there.
    """
    source = source.lstrip("\ufeff").replace("\r\n", "\n")
    found = FRONT_MATTER.match(source)
    if not found:
        problem = (
            "the page has no front matter. Begin it with a line ---, then title, "
            "description and dates, then a line ---."
        )
        raise FindingsError([Finding(name, 1, problem)])
    above = found[0].count("\n")
    expanded = includes.expand(source[found.end() :], name, shared, above)
    lines = receipts.read(judged.read(expanded, judgements), searches)
    front = tuple(Line("", name, number) for number in range(1, above + 1))
    written = enumerate(found["yaml"].split("\n"), 2)
    typed = tuple(Line(it, name, number) for number, it in written)
    said = receipts.read(judged.read(typed, judgements), searches)
    return _parse("\n".join(line.text for line in said), name, (*front, *lines))


@cache
def _parse(front_matter: str, name: str, lines: tuple[Line, ...]) -> Page:
    meta = _meta(front_matter, name)
    text = "\n".join(line.text for line in lines)
    tokens = _tokens(text)
    blocks = tuple(_blocks(text, tokens))
    return Page(name, meta, text, _without_code(text, tokens), blocks, lines)


def _meta(front_matter: str, name: str) -> Mapping[str, Any]:
    meta, _ = yaml_text.read(front_matter, name, above=1)
    if not isinstance(meta, dict):
        problem = "the front matter holds no 'name: value' lines. Add title and dates."
        raise FindingsError([Finding(name, 1, problem)])
    return meta


def shield(page: Page) -> str:
    """Return the body of a page; what looks like a citation in code is hidden."""
    shift = len(page.text) - len(page.body)
    kept = (
        Citation(mark.start - shift, mark.end - shift, mark.keys)
        for mark in page.citations
    )
    return citations.shield(page.body, kept)


def add(markdown: str, page: Page, added: Mapping[str, str]) -> str:
    """Return the body of a page with something at the end of some of its sections.

    Args:
        markdown: its body, line for line.
        page: the page.
        added: Markdown by the heading of level 2 that it belongs to.
    """
    starts = [block for block in page.blocks if block.level == 2]  # noqa: PLR2004
    lines = markdown.split("\n")
    above = page.text.count("\n") + 1 - len(lines)
    ends = [*(block.line - 1 - above for block in starts[1:]), len(lines)]
    for block, end in reversed([*zip(starts, ends[: len(starts)], strict=True)]):
        if block.section in added:
            lines[end:end] = ["", added[block.section], ""]
    return "\n".join(lines)


def _without_code(text: str, tokens: list[Token]) -> str:
    lines = text.split("\n")
    for token in tokens:
        if token.type in {"fence", "code_block"} and token.map:
            for number in range(token.map[0], min(token.map[1], len(lines))):
                lines[number] = " " * len(lines[number])
    return "\n".join(lines)


def _blocks(text: str, tokens: list[Token]) -> Iterator[Block]:
    lines = text.split("\n")
    section, lists, items, row = "", [], 0, 0
    for token, inline in zip(tokens, [*tokens[1:], None], strict=False):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(token.map[0] + 1 if token.map else 0)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        items += _step(token, "list_item")
        if token.type == "tr_open" and token.map:
            row = token.map[0]
        around = lists[-1] if lists else 0
        if token.type == "heading_open" and inline and token.map:
            level = int(token.tag[1])
            if level == 2:  # noqa: PLR2004  # the fixed headings are of level 2
                section = heading_text(inline.content)
            yield Block("heading", inline.content, token.map[0] + 1, section, level)
        elif token.type == "paragraph_open" and token.map:
            kind = "item" if items else "paragraph"
            written = "\n".join(lines[slice(*token.map)])
            kind = "picture" if PICTURE.fullmatch(written.strip()) else kind
            yield Block(kind, written, token.map[0] + 1, section, 0, around)
        elif token.type == "admonition_title_open" and inline and token.map:
            yield Block("title", inline.content, token.map[0] + 1, section)
        elif token.type in {"td_open", "th_open"} and inline:
            yield Block("cell", inline.content, row + 1, section, 0, around)


def split(text: str) -> list[str]:
    """Return the sentences of a block, citations kept."""
    marked = CITED_END.sub(r"\2\1", " ".join(text.split()))
    return [part for part in SENTENCE_END.split(marked) if part.strip()]


def plain(text: str) -> str:
    """Return the words of Markdown: without citations, link addresses and marks."""
    words = LINE_MARK.sub("", receipts.without(citations.without(text)))
    if "](" in words:
        words = LINK_WORDS.sub(r"\1", words)
    if any(sign in words for sign in "*_`<{"):
        words = MARKS.sub("", words)
    return words.strip()


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


def _tokens(text: str) -> list[Token]:
    return _parser().parse(_tabs_as_boxes(text))


@cache
def _parser() -> MarkdownIt:
    blocks_only = MarkdownIt("commonmark").enable("table").use(admon_plugin)
    return blocks_only.disable("inline")
