"""Repairs: addresses in sources, found and replaced without touching anything else.

A source is read once. Every address in it is taken whole, as far as the source
means it to go (to the end of a Markdown link, of brackets, of quotes, of a BibTeX
field), its escapes are undone, and only then is it compared: `http://a.org/x` is not
in `http://a.org/x's`, nor in `https://archive.org/web/http://a.org/x`.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

import yaml

from guide.pages.code import without_code

MARKDOWN, YAML, BIBTEX = (".md", ".markdown"), (".yml", ".yaml"), (".bib",)
KINDS = (*MARKDOWN, *YAML, *BIBTEX)
# How a source may write a character, beside the character itself.
ESCAPED = {
    "&": (r"\&", "&amp;", "&#38;"),
    "_": (r"{\_}", r"\_"),
    "%": (r"\%",),
    "#": (r"\#",),
    "$": (r"\$",),
    "~": (r"\~{}", r"{\textasciitilde}", r"\textasciitilde{}", r"\~"),
    "^": (r"\^{}", r"\^"),
    "'": ("''", "&#39;", "&apos;"),
    "/": (r"\/",),
}
BEGIN = re.compile(
    r"(?i)(?:(?<![a-z0-9+.\-/=?&%@:])|(?<=href=)|(?<=src=)|(?<===)|(?<=[^/]:)(?=https?:))"
    r"(?:[a-z][a-z0-9+.\-]*:)?//(?=[^\s/])"
)
RUN = re.compile(r"[^\s<>\"`]+")
DESTINATION = re.compile(r"(?:\\.|[^\s\\])+")
DEFINITION = re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]*$")
# What may follow an address in a text without being part of it.
AFTER = ".,:;!?'*_~=|\\)]}"
FOREIGN_AFTER = re.compile(
    "[\u2018\u2019\u201c\u201d\u00ab\u00bb\u2026\u2013\u2014\u3001\u3002\uff01\uff08"
    "\uff09\uff0c\uff1a\uff1b\uff1f\u300a-\u3011]"
)
OPENERS = {")": "(", "]": "[", "}": "{"}
ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")
TILDE = re.compile(r"\\~\{\}|\{\\textasciitilde\}|\\textasciitilde(?:\{\}|\s)")
BRACED = re.compile(r"\{\\([_&%#$])\}|\\(\^)\{\}")
DOI_FIELD = re.compile(r"(?im)^\s*doi\s*=\s*[{\"]\s*(10\.[^}\"]+?)\s*[}\"]")
VERBATIM = re.compile(
    r"(?i)(?:\b(?:url|doi|file|eprint)\s*=\s*[{\"]+\s*|\\(?:url|href)\{)$"
)
FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)


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


@dataclass(frozen=True)
class _Spot:
    """One whole address in a source: where it is written, and what it says."""

    start: int
    stop: int
    address: str


def find(text: str, file: str, wanted: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The lines of a source at which it names each of the wanted addresses.

    A BibTeX `doi` field counts as naming the DOI's address.
    """
    lines = _Lines(text)
    addresses = frozenset(wanted)
    found: dict[str, set[int]] = {}
    for spot in _spots(text, file, addresses):
        found.setdefault(spot.address, set()).add(lines.number(spot.start))
    dois = _dois(text, file)
    for address in addresses if dois else ():
        for position in dois.get(address.casefold(), ()):
            found.setdefault(address, set()).add(lines.number(position))
    return {address: tuple(sorted(at)) for address, at in sorted(found.items())}


def repair(text: str, file: str, moves: Mapping[str, str]) -> Repaired:
    """Replace moved addresses in a source.

    Args:
        text: the whole source.
        file: its name, which tells how it escapes and is named in the changes.
        moves: new addresses by old ones.
    """
    if not file.lower().endswith(KINDS):
        return Repaired(text)
    lines = _Lines(text)
    front = _front_matter(text, file)
    pieces, end, changes = [], 0, []
    for spot in _spots(text, file, moves):
        kind = ".yml" if spot.start < front else file.lower()
        context = text[max(0, spot.start - 200) : spot.start]
        written = text[spot.start : spot.stop]
        new = _escape(moves[spot.address], written, kind, context)
        pieces += [text[end : spot.start], new]
        change = Change(
            file, lines.number(spot.start), spot.address, moves[spot.address]
        )
        changes.append(change)
        end = spot.stop
    result = "".join((*pieces, text[end:]))
    if changes and not _keeps_facts(text, result, file, moves):
        fault = f"{file}: the new addresses would break this YAML; change them by hand."
        return Repaired(text, (), (fault,))
    return Repaired(result, tuple(changes))


class _Lines:
    """Line numbers by position."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]

    def number(self, position: int) -> int:
        return bisect_right(self._starts, position)


def _spots(text: str, file: str, wanted: Container[str]) -> Iterator[_Spot]:
    """The wanted addresses of a source, in their order."""
    name = file.lower()
    front = _front_matter(text, name)
    shown = without_code(text, front) if name.endswith(MARKDOWN) else text
    position = 0
    while match := BEGIN.search(shown, position):
        start = match.start()
        bib = name.endswith(BIBTEX)
        yaml_here = name.endswith(YAML) or start < front
        ends = _ends(shown, start, bib=bib, single=yaml_here)
        position = max(ends[-1], match.end())
        for stop in ends:
            written = shown[start:stop]
            said = {written, _decoded(written, bib=bib, single=yaml_here)}
            address = next((one for one in sorted(said) if one in wanted), None)
            if address is not None:
                yield _Spot(start, stop, address)
                position = stop
                break


def _ends(text: str, start: int, *, bib: bool, single: bool) -> list[int]:
    """Where an address that begins here may end, the likeliest first."""
    before = text[max(0, start - 300) : start]
    line = before.rpartition("\n")[2]
    opener = before[-1:]
    if opener == "<" and (stop := _until(text, start, ">")):
        return [stop]
    if not bib and re.search(r"\]\(\s*$", before):
        return [_destination_end(text, start)]
    if not bib and DEFINITION.match(line):
        return [_run_end(text, start)]
    first = []
    if opener in ('"', "'") and (
        stop := _quoted_end(text, start, opener, twice=single)
    ):
        if before[-2:-1] == "=" or (opener == "'" and single):
            return [stop]
        first = [stop]
    whole = _run_end(text, start)
    inner = _closed(text, start, whole, bib=bib)
    if bib and VERBATIM.search(before):
        return [inner]
    ends = [*first, *_trims(text, start, inner)]
    foreign = FOREIGN_AFTER.search(text, start, inner)
    if foreign:
        ends += _trims(text, start, foreign.start())
    return ends


def _trims(text: str, start: int, stop: int) -> list[int]:
    """An end, and all before it that leave out signs of the sentence around."""
    ends = [stop]
    while stop - 1 > start and text[stop - 1] in AFTER:
        stop -= 1
        ends.append(stop)
    return ends


def _run_end(text: str, start: int) -> int:
    match = RUN.match(text, start)
    return match.end() if match else start


def _until(text: str, start: int, sign: str) -> int:
    """The next place of a sign on the same line, 0 if there is none."""
    stop = text.find(sign, start)
    return stop if stop > 0 and "\n" not in text[start:stop] else 0


def _quoted_end(text: str, start: int, quote: str, *, twice: bool) -> int:
    """The end of a quoted address; in YAML two single quotes stand for one."""
    stop = _until(text, start, quote)
    while stop and twice and quote == "'" and text[stop + 1 : stop + 2] == "'":
        stop = _until(text, stop + 2, quote)
    return stop


def _destination_end(text: str, start: int) -> int:
    """The end of a Markdown link's destination: a blank, or a bracket not its own."""
    match = DESTINATION.match(text, start)
    stop, depth, position = match.end() if match else start, 0, start
    while position < stop:
        sign = text[position]
        position += 2 if sign == "\\" else 1
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0:
            return position - 1
    return stop


def _closed(text: str, start: int, stop: int, *, bib: bool) -> int:
    """Where a bracket ends an address that was opened before it, else `stop`."""
    open_ = dict.fromkeys(OPENERS.values(), 0)
    for position in range(start, stop):
        sign = text[position]
        if sign in open_:
            open_[sign] += 1
        elif sign in OPENERS:
            open_[OPENERS[sign]] -= 1
            # A letter after the bracket: it is a part of the address itself.
            ends = (bib and sign == "}") or not text[
                position + 1 : position + 2
            ].isalnum()
            if open_[OPENERS[sign]] < 0 and ends:
                return position
    return stop


def _decoded(written: str, *, bib: bool, single: bool) -> str:
    """What an address says, without the escapes of its source."""
    if bib:
        written = BRACED.sub(lambda match: match[1] or match[2], written)
        return BACKSLASH.sub(r"\1", TILDE.sub("~", written))
    if single:
        written = written.replace("''", "'")
    unescaped = BACKSLASH.sub(r"\1", written)
    return ENTITY.sub(lambda match: html.unescape(match[0]), unescaped)


def _front_matter(text: str, file: str) -> int:
    """Where a Markdown page's YAML ends, 0 if it has none."""
    match = FRONT_MATTER.match(text) if file.lower().endswith(MARKDOWN) else None
    return match.end() if match else 0


def _dois(text: str, file: str) -> dict[str, list[int]]:
    """Positions of BibTeX doi fields by the address that they make."""
    found: dict[str, list[int]] = {}
    if file.lower().endswith(BIBTEX):
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
            for character in "~^":
                if manner[character] == character:
                    manner[character] = f"\\{character}{{}}"
    elif file.endswith(MARKDOWN):
        new = new.replace("(", "%28").replace(")", "%29") if not _balanced(new) else new
        new = new.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E")
        new = new.replace("*", "%2A").replace("\\", "%5C").replace("`", "%60")
    elif _in_single_quotes(context):
        manner["'"] = "''"
    return "".join(manner.get(character, character) for character in new)


def _is_verbatim(context: str) -> bool:
    r"""True in a BibTeX url or doi field, or in \url{...}, where nothing is escaped."""
    return bool(VERBATIM.search(context))


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


def _keeps_facts(before: str, after: str, file: str, moves: Mapping[str, str]) -> bool:
    """True if the YAML of a source holds the same facts but for the new addresses."""
    name = file.lower()
    if name.endswith(MARKDOWN):
        old, new = _front_matter(before, name), _front_matter(after, name)
        before, after = before[:old].rstrip("-"), after[:new].rstrip("-")
        if before == after:
            return True
    elif not name.endswith(YAML):
        return True
    try:
        old_facts = list(yaml.load_all(before, _Loader))
        new_facts = list(yaml.load_all(after, _Loader))
    except yaml.YAMLError:
        return False
    return bool(_moved(old_facts, moves) == new_facts)


class _Loader(yaml.SafeLoader):
    """Reads YAML with tags of others, such as !ENV, as what they stand before."""


def _tagged(loader: _Loader, _tag: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


_Loader.add_multi_constructor("", _tagged)


def _moved(value: object, moves: Mapping[str, str]) -> object:
    if isinstance(value, dict):
        return {_moved(key, moves): _moved(item, moves) for key, item in value.items()}
    if isinstance(value, list):
        return [_moved(item, moves) for item in value]
    if not isinstance(value, str):
        return value
    pieces, end = [], 0
    for spot in _spots(value, "", moves):
        written = value[spot.start : spot.stop]
        new = _escape(moves[spot.address], written, "", "")
        pieces += [value[end : spot.start], new]
        end = spot.stop
    return "".join((*pieces, value[end:]))
