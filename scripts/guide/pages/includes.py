"""Shared texts: what several pages say is typed once in docs/shared/ and included.

    --8<-- "when-to-call.md"

stands on a line of its own, indented where it is inside a card or a list item, and
is read as the lines of docs/shared/when-to-call.md. The notation is that of
pymdownx.snippets, but its extension cannot be used: it includes while Markdown is
turned into HTML, when the check has named its lines, mkdocs-bibtex has read its
citations and links cannot be told to begin in another folder.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guide.findings import Finding, FindingsError, nearest
from guide.pages.code import without_code

FOLDER = "shared"  # below the folder of the pages; no page itself
SIGN = "--8<--"
LINE = re.compile(r'(?P<indent>[ \t]*)--8<--[ \t]+"(?P<name>[^"]*)"[ \t]*')
NAME = re.compile(r"[\w-]+\.md")
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?(?P<to>[^\s)>]+)")
OWN_PLACE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)  # is not relative


@dataclass(frozen=True)
class Shared:
    """The shared texts.

    Attributes:
        folder: what findings call their folder.
        texts: each text by its file name.
    """

    folder: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """A line as it is read, and the file and line that it was typed in."""

    text: str
    file: str
    number: int


NONE = Shared(FOLDER, {})


def read(docs: Path, name: str) -> Shared:
    """Return the shared texts below a folder of pages that findings call `name`.

    Raises:
        FindingsError: a shared text is not UTF-8, or has front matter.
    """
    folder = f"{name}/{FOLDER}"
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    for path in sorted((docs / FOLDER).glob("*.md")):
        file = f"{folder}/{path.name}"
        try:
            text = path.read_text(encoding="utf-8").lstrip("\ufeff")
        except UnicodeDecodeError:
            problem = "the file is not UTF-8 text. Save it as UTF-8."
            findings.append(Finding(file, 1, problem))
            continue
        if text.startswith("---"):
            problem = "a shared text is no page and has no front matter. Take it out."
            findings.append(Finding(file, 1, problem))
        texts[path.name] = text
    if findings:
        raise FindingsError(findings)
    return Shared(folder, texts)


def expand(text: str, page: str, shared: Shared, above: int = 0) -> tuple[Line, ...]:
    """Return the lines of a page, each include replaced by the lines it stands for.

    Args:
        text: the Markdown of the page.
        page: what findings call its file.
        shared: the shared texts.
        above: how many lines of the file stand above the text.

    Raises:
        FindingsError: an include names no text, itself, or is none.
    """
    lines = [
        Line(line, page, above + number)
        for number, line in enumerate(text.split("\n"), 1)
    ]
    return tuple(_expanded(lines, page, shared, ()))


def _expanded(
    lines: list[Line], page: str, shared: Shared, within: tuple[str, ...]
) -> Iterator[Line]:
    """Yield the lines of one file; `within` names the texts that include it."""
    for line in lines:
        if SIGN not in line.text:
            yield line
            continue
        name, indent = _included(line, shared, within)
        file = f"{shared.folder}/{name}"
        text = _rebased(shared.texts[name].rstrip(), file, page)
        own = [
            Line(f"{indent}{words}" if words.strip() else "", file, number)
            for number, words in enumerate(text.split("\n"), 1)
        ]
        yield from _expanded(own, page, shared, (*within, name))


def _included(line: Line, shared: Shared, within: tuple[str, ...]) -> tuple[str, str]:
    """Return the name that an include gives, and how far it is indented."""
    found = LINE.fullmatch(line.text)
    name = found["name"] if found else ""
    fault = ""
    if not found:
        fault = f'this is no include. Write {SIGN} "name.md" on a line of its own.'
    elif not NAME.fullmatch(name):
        fault = f"'{name}' lies outside {shared.folder}/. Name a .md file of it alone."
    elif name in within:
        fault = f"'{name}' includes itself by this line. Take the line out."
    elif name not in shared.texts:
        guess = nearest(name, shared.texts)
        fault = f"there is no shared text '{shared.folder}/{name}'.{guess}"
    if fault or not found:
        raise FindingsError([Finding(line.file, line.number, fault)])
    return name, found["indent"]


def _rebased(text: str, file: str, page: str) -> str:
    """Return a shared text whose links lead from the page where they led from it."""
    parts, last = [], 0
    for link in LINK.finditer(without_code(text)):
        if OWN_PLACE.match(link["to"]):
            continue
        path, mark, part = link["to"].partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
        seen = posixpath.relpath(target, posixpath.dirname(page) or ".")
        parts += [text[last : link.start("to")], f"{seen}{mark}{part}"]
        last = link.end("to")
    return "".join([*parts, text[last:]])
