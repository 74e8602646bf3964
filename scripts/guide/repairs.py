"""Repairs: addresses in sources, found and replaced without touching anything else.

An address is looked for in every way a source may escape it, and only where it
ends where the source ends it: `http://a.org/x` is not in `http://a.org/xy`, nor in
`https://archive.org/web/http://a.org/x`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import yaml

MARKDOWN, YAML, BIBTEX = (".md", ".markdown"), (".yml", ".yaml"), (".bib",)
KINDS = (*MARKDOWN, *YAML, *BIBTEX)
# How a source may write a character, beside the character itself.
ESCAPED = {
    "&": (r"\&", "&amp;", "&#38;"),
    "_": (r"\_", r"{\_}"),
    "%": (r"\%",),
    "#": (r"\#",),
    "$": (r"\$",),
    "~": (r"\~{}", r"{\textasciitilde}", r"\textasciitilde{}", r"\~"),
    "^": (r"\^{}", r"\^"),
    "'": ("''", "&#39;", "&apos;"),
    "/": (r"\/",),
    "(": (r"\(",),
    ")": (r"\)",),
    "*": (r"\*",),
    "-": (r"\-",),
    ".": (r"\.",),
}
BEFORE = r"(?<![A-Za-z0-9+.\-/=?&%@])"
AFTER = r"(?=$|[\s\"'<>)\]}|`*\\]|[.,;:!?]+(?:$|[\s\"'<>)\]}|`*]))"
FENCE = re.compile(
    r"^( {0,3})(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\2[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
DOI_FIELD = re.compile(r"(?im)^\s*doi\s*=\s*[{\"]\s*(10\.[^}\"]+?)\s*[}\"]")
RUN = re.compile(r"(?i)(?:https?:|//)[^\s<>\"]+")
HOST = re.compile(r"(?i)(?:https?:)?//[^/?#\s()\]}'*,;]*")


@dataclass(frozen=True)
class Change:
    """One address replaced by another at a line of a file."""

    file: str
    line: int
    old: str
    new: str


@dataclass(frozen=True)
class Repaired:
    """A source's new text, what was changed, and what could not be, in sentences."""

    text: str
    changes: tuple[Change, ...] = ()
    refused: tuple[str, ...] = ()


def find(text: str, file: str, wanted: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The lines of a source at which it names each of the wanted addresses.

    A BibTeX `doi` field counts as naming the DOI's address.
    """
    lines = _Lines(text)
    shown = _without_code(text, file)
    named = {_host(match[0]) for match in RUN.finditer(shown)}
    dois = _dois(text, file)
    found: dict[str, tuple[int, ...]] = {}
    for address in wanted:
        at = list(dois.get(address.casefold(), ()))
        if _host(address) in named:
            at += [match.start() for match in _matches(shown, address)]
        if at:
            found[address] = tuple(sorted({lines.number(position) for position in at}))
    return found


def repair(text: str, file: str, moves: Mapping[str, str]) -> Repaired:
    """Replace moved addresses in a source.

    Args:
        text: the whole source.
        file: its name, which tells how it escapes and is named in the changes.
        moves: new addresses by old ones.
    """
    if not file.endswith(KINDS):
        return Repaired(text)
    lines = _Lines(text)
    shown = _without_code(text, file)
    spots = sorted(
        (match.start(), match.end(), old, new)
        for old, new in moves.items()
        for match in _matches(shown, old)
    )
    pieces, end, changes = [], 0, []
    for start, stop, old, new in spots:
        if start < end:
            continue
        context = text[max(0, start - 200) : start]
        pieces += [text[end:start], _escape(new, text[start:stop], file, context)]
        changes.append(Change(file, lines.number(start), old, new))
        end = stop
    result = "".join((*pieces, text[end:]))
    if file.endswith(YAML) and changes and not _same_but(text, result, moves):
        fault = f"{file}: the new addresses would break this YAML; change them by hand."
        return Repaired(text, (), (fault,))
    return Repaired(result, tuple(changes))


class _Lines:
    """Line numbers by position."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]

    def number(self, position: int) -> int:
        low, high = 0, len(self._starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (
                (middle, high) if self._starts[middle] <= position else (low, middle)
            )
        return low + 1


def _host(address: str) -> str:
    """Scheme and host of an address, to find quickly that it is not there."""
    match = HOST.match(address.replace("\\", "").replace("{", "").replace("}", ""))
    return match[0].rstrip(".:").casefold() if match else ""


def _matches(text: str, address: str) -> Iterable[re.Match[str]]:
    """Where a text names exactly this address."""
    pattern = "".join(_variants(character) for character in address)
    return re.finditer(BEFORE + pattern + AFTER, text)


def _variants(character: str) -> str:
    forms = (*ESCAPED.get(character, ()), character)
    if len(forms) == 1:
        return re.escape(character)
    return "(?:" + "|".join(re.escape(form) for form in forms) + ")"


def _without_code(text: str, file: str) -> str:
    """The text with Markdown's code blanked out, every character in its place."""
    if not file.endswith(MARKDOWN):
        return text
    for pattern in (FENCE, CODE):
        text = pattern.sub(lambda m: re.sub(r"[^\r\n]", " ", m[0]), text)
    return text


def _dois(text: str, file: str) -> dict[str, list[int]]:
    """Positions of BibTeX doi fields by the address that they make."""
    found: dict[str, list[int]] = {}
    if file.endswith(BIBTEX):
        for match in DOI_FIELD.finditer(text):
            doi = re.sub(r"\\([_%&#])", r"\1", match[1])
            found.setdefault(f"https://doi.org/{doi}".casefold(), []).append(
                match.start(1)
            )
    return found


def _escape(new: str, written: str, file: str, context: str) -> str:
    """The new address in the manner of the old one's writing."""
    manner = {
        character: next((form for form in forms if form in written), character)
        for character, forms in ESCAPED.items()
        if character in "&_%#$~^'/"
    }
    if file.endswith(BIBTEX):
        new = new.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
        if "\\" in written or not _is_verbatim(context):
            for character in "&_%#$":
                if manner[character] == character:
                    manner[character] = "\\" + character
    elif file.endswith(MARKDOWN):
        new = new.replace("(", "%28").replace(")", "%29") if not _balanced(new) else new
        new = new.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E")
        new = new.replace("*", "%2A").replace("\\", "%5C").replace("`", "%60")
    elif _in_single_quotes(context):
        manner["'"] = "''"
    return "".join(manner.get(character, character) for character in new)


def _is_verbatim(context: str) -> bool:
    r"""True in a BibTeX url or doi field, or in \url{...}, where nothing is escaped."""
    return bool(
        re.search(
            r"(?i)(?:\b(?:url|doi|file|eprint)\s*=\s*[{\"]+\s*|\\(?:url|href)\{)$",
            context,
        )
    )


def _balanced(address: str) -> bool:
    depth = 0
    for character in address:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def _in_single_quotes(context: str) -> bool:
    line = context.rpartition("\n")[2]
    return line.count("'") % 2 == 1 and line.count('"') % 2 == 0


def _same_but(before: str, after: str, moves: Mapping[str, str]) -> bool:
    """True if two YAML texts hold the same facts but for the moved addresses."""
    try:
        old, new = list(yaml.safe_load_all(before)), list(yaml.safe_load_all(after))
    except yaml.YAMLError:
        return False
    return bool(_moved(old, moves) == new)


def _moved(value: object, moves: Mapping[str, str]) -> object:
    if isinstance(value, dict):
        return {_moved(key, moves): _moved(item, moves) for key, item in value.items()}
    if isinstance(value, list):
        return [_moved(item, moves) for item in value]
    if not isinstance(value, str):
        return value
    spots = sorted(
        (match.start(), match.end(), new)
        for old, new in moves.items()
        for match in _matches(value, old)
    )
    pieces, end = [], 0
    for start, stop, new in spots:
        if start >= end:
            pieces += [value[end:start], new]
            end = stop
    return "".join((*pieces, value[end:]))
