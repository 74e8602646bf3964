"""Judgements as a page names them, read as their grade and their sources.

    IVIG probably reduces stiffness [=ivig-stiffness].

is read as if `(moderate certainty) [@dalakas2001ivig]` stood there. `[=one; =two]`
names two judgements, of which the lower grade is shown; `[=one; @key]` one more source.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from guide.findings import Finding, FindingsError, nearest
from guide.pages.code import without_code
from guide.pages.includes import Line

FIRST = 0x100000  # the first character of Unicode's last private plane
SIGN = re.compile("[\U00100000-\U0010fffd]")
NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
MARK = re.compile(rf"\[={NAME}(?:;[ ]?(?:={NAME}|@[\w-]+))*\]")
NEARLY = re.compile(r"\[\s*=[^\]\n]*\]?")
PART = re.compile(r"(?P<sign>[=@])(?P<name>[\w-]+)")


@dataclass(frozen=True)
class Judged:
    """What a page needs of a judgement.

    Attributes:
        number: its place among all, 0 for the first.
        label: its grade as a reader sees it, as "moderate certainty".
        rank: how low the grade is among those that stand together; the lowest first.
        keys: the sources it rests on.
    """

    number: int
    label: str
    rank: int
    keys: tuple[str, ...]


def read(lines: Iterable[Line], judged: Mapping[str, Judged]) -> tuple[Line, ...]:
    """Return the lines of a page, each mark of a judgement read as what it stands for.

    Raises:
        FindingsError: a mark names no judgement, or is none.
    """
    whole = tuple(lines)
    if not any("[=" in line.text for line in whole):
        return whole
    shown = without_code("\n".join(line.text for line in whole)).split("\n")
    findings: list[Finding] = []
    found = []
    for line, bare in zip(whole, shown, strict=True):
        findings += _faults(line, bare, judged)
        found.append(line if "[=" not in bare else _read(line, bare, judged))
    if findings:
        raise FindingsError(findings)
    return tuple(found)


def numbers(text: str) -> Sequence[int]:
    """Return the numbers of the judgements that a text on its way names."""
    return [ord(sign) - FIRST for sign in SIGN.findall(text)]


def graded(label: str, numbers: Iterable[int]) -> str:
    """Return a grade and the judgements it is of, as text on its way holds them."""
    return f"{''.join(chr(FIRST + number) for number in numbers)}({label})"


def _faults(line: Line, bare: str, judged: Mapping[str, Judged]) -> Iterator[Finding]:
    for found in NEARLY.finditer(bare):
        if not MARK.fullmatch(found[0]):
            problem = (
                f"'{found[0]}' names no judgement. Write [=id] or [=one; =two], as "
                "data/judgements.yml has them."
            )
            yield Finding(line.file, line.number, problem)
            continue
        for part in PART.finditer(found[0]):
            if part["sign"] == "=" and part["name"] not in judged:
                guess = nearest(part["name"], judged)
                problem = f"'={part['name']}' is not in data/judgements.yml.{guess}"
                yield Finding(line.file, line.number, problem)


def _read(line: Line, bare: str, judged: Mapping[str, Judged]) -> Line:
    parts, last = [], 0
    for found in MARK.finditer(bare):
        parts += [line.text[last : found.start()], _stands_for(found[0], judged)]
        last = found.end()
    return replace(line, text="".join([*parts, line.text[last:]]))


def _stands_for(mark: str, judged: Mapping[str, Judged]) -> str:
    """Return the grade and the sources that a mark stands for."""
    keys: dict[str, None] = {}
    named = []
    for part in PART.finditer(mark):
        if part["sign"] == "@":
            keys[part["name"]] = None
        elif part["name"] in judged:
            one = judged[part["name"]]
            named.append(one)
            keys |= dict.fromkeys(one.keys)
    if not named:
        return mark
    label = min(named, key=lambda one: one.rank).label
    cited = "; ".join(f"@{key}" for key in keys)
    return f"{graded(label, [one.number for one in named])} [{cited}]"
