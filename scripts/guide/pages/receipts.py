"""Receipts as a page names them: where a "we found no …" was looked for.

    We found no study of IVIG in children with SPS [receipt: ivig-children].

is read as one private character for each search that it names, set for `site`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from guide.findings import Finding, FindingsError, nearest
from guide.pages.code import without_code
from guide.pages.includes import Line

FIRST = 0xF000  # in the private area that Unicode keeps in its first plane
SIGN = re.compile("[\uf000-\uf8ff]")
SPACED = re.compile(f" *{SIGN.pattern}")
NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
MARK = re.compile(rf"\[receipt: {NAME}(?:; ?{NAME})*\]")
NEARLY = re.compile(r"\[\s*receipts?\b[^\]\n]*(?:\](?!\()|$)", re.IGNORECASE)


def read(lines: Iterable[Line], searches: Sequence[str]) -> tuple[Line, ...]:
    """Return the lines of a page, each receipt read as the searches that it names.

    Args:
        lines: the lines as they were typed.
        searches: the names of all searches; their places are their numbers.

    Raises:
        FindingsError: a receipt names no search, or is none.
    """
    whole = tuple(lines)
    if not any("[" in line.text and "eceipt" in line.text for line in whole):
        return whole
    numbers = {name: number for number, name in enumerate(searches)}
    shown = without_code("\n".join(line.text for line in whole)).split("\n")
    findings: list[Finding] = []
    found = []
    for line, bare in zip(whole, shown, strict=True):
        findings += _faults(line, bare, numbers)
        found.append(_read(line, bare, numbers))
    if findings:
        raise FindingsError(findings)
    return tuple(found)


def numbers(text: str) -> list[int]:
    """Return the numbers of the searches that a text on its way names, each once."""
    return list(dict.fromkeys(ord(sign) - FIRST for sign in SIGN.findall(text)))


def without(text: str) -> str:
    """Return a text on its way without its receipts and the space before each."""
    return SPACED.sub("", text)


def _faults(line: Line, bare: str, known: Mapping[str, int]) -> Iterator[Finding]:
    for found in NEARLY.finditer(bare):
        if not MARK.fullmatch(found[0]):
            problem = (
                f"'{found[0]}' names no search. Write [receipt: id] or [receipt: one; "
                "two], as data/searches.yml has them."
            )
            yield Finding(line.file, line.number, problem)
            continue
        for name in _names(found[0]):
            if name not in known:
                guess = nearest(name, known)
                problem = f"the search '{name}' is not in data/searches.yml.{guess}"
                yield Finding(line.file, line.number, problem)


def _read(line: Line, bare: str, known: Mapping[str, int]) -> Line:
    parts, last = [], 0
    for found in MARK.finditer(bare):
        signs = (chr(FIRST + known[it]) for it in _names(found[0]) if it in known)
        parts += [line.text[last : found.start()], *signs]
        last = found.end()
    return replace(line, text="".join([*parts, line.text[last:]])) if last else line


def _names(mark: str) -> list[str]:
    return re.findall(NAME, mark.partition(":")[2])
