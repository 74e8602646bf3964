"""The library: every source of the guide, read from BibTeX and held to its rules."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from pybtex.database import Person, parse_string
from pybtex.exceptions import PybtexError

from guide.dates import today
from guide.findings import Finding, FindingsError, nearest
from guide.library.latex import UnknownMacroError, plain
from guide.library.names import MisreadNameError, people

ENTRY = re.compile(r"^\s*@(?P<type>\w+)\s*\{\s*(?P<key>[^,\s]*)\s*,?")
KEY = re.compile(r"[a-z0-9_]+")
ESCAPED = re.compile(r"\\[{}]|^\s*%.*")
FIELD = re.compile(r"^\s*(?P<name>[A-Za-z]+)\s*=")
DESIGNS = (
    "animal study",
    "book chapter",
    "case report",
    "cohort study",
    "conference abstract",
    "consensus statement",
    "guideline",
    "laboratory study",
    "law or official rule",
    "medicine label",
    "news report",
    "placebo-controlled study",
    "randomised trial",
    "regulator warning",
    "review",
    "single-arm trial",
    "survey",
    "trial registry entry",
    "uncontrolled series",
    "volunteer study",
    "web page",
)
ALWAYS = ("author", "title", "design", "finding", "limits", "seen", "checked")
EVERYWHERE = {
    *ALWAYS,
    *("year", "doi", "pmid", "pmcid", "number", "url", "participants", "howpublished"),
}
PRINTED = {  # besides EVERYWHERE; what an entry prints of its kind
    "article": {"journal", "volume", "issue", "pages"},
    "inbook": {"booktitle", "pages"},
    "inproceedings": {"booktitle", "volume", "issue", "pages"},
    "manual": set(),
    "online": {"organization"},
}
KNOWN = EVERYWHERE.union(*PRINTED.values())
REQUIRED = {  # besides ALWAYS; of alternatives joined by | one is enough
    "article": ("journal|doi|url",),
    "inbook": ("booktitle",),
    "inproceedings": ("booktitle",),
    "manual": ("url",),
    "online": ("url",),
}
VERBATIM = {"doi", "url", "seen", "pmid", "pmcid", "number", "checked"}
SHAPES = {
    "doi": re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\\{}]+"),
    "pmid": re.compile(r"[1-9]\d{0,7}"),
    "pmcid": re.compile(r"PMC\d+"),
    "year": re.compile(r"(1[89]|20)\d\d"),
    "number": re.compile(r"NCT\d{8}"),
    "url": re.compile(r"https?://[^\s\\{}]+"),
    "seen": re.compile(r"https?://[^\s\\{}]+"),
    "checked": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "howpublished": re.compile("copy"),
}
TRIAL = re.compile("NCT")
TEX = re.compile(
    r"\\(?=[_%&#~$])|[{}]|^\\url|^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(?=10)"
)


@dataclass(frozen=True)
class Work:
    """One source: its fields as plain text (LaTeX resolved) and where it stands."""

    key: str
    type: str
    line: int
    authors: tuple[Person, ...]
    fields: Mapping[str, str] = field(hash=False)

    def get(self, name: str) -> str:
        """Return a field, or "" where the source has none."""
        return self.fields.get(name, "")


Library = Mapping[str, Work]


def read(path: Path, name: str | None = None) -> Library:
    """Return the works of a BibTeX file by key, in the order of the file.

    Args:
        path: the file.
        name: what findings call it; the path as given by default.

    Raises:
        FindingsError: the file does not parse, or breaks a rule of the library.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        problem = "the file is not UTF-8 text. Save it as UTF-8."
        raise FindingsError([Finding(name or str(path), 1, problem)]) from error
    return parse(text, name or str(path))


def parse(text: str, name: str) -> Library:
    """Return the works of BibTeX text; `name` is the file that findings name.

    Raises:
        FindingsError: the text does not parse, or breaks a rule of the library.
    """
    places, repeated = _places(text, name)
    if found := [*repeated, *_unclosed(text, name, places)]:
        raise FindingsError(found)
    try:
        entries = parse_string(text, "bibtex", person_fields=()).entries
    except PybtexError as error:
        line = getattr(error, "lineno", None) or 1
        what = re.sub(r"^syntax error in line \d+: ", "", str(error.args[0]))
        begun = [key for key, place in places.items() if place <= line] or ["the first"]
        problem = (
            f"this is not BibTeX: {what}. Look in the entry '{begun[-1]}' for a "
            "missing comma or a { without its }."
        )
        raise FindingsError([Finding(name, line, problem)]) from error
    works: dict[str, Work] = {}
    findings: list[Finding] = []
    for key, entry in entries.items():
        line = places.get(key, 1)
        try:
            authors = people(entry.fields.get("author", ""))
            fields = {
                label.lower(): value if label in VERBATIM else plain(value)
                for label, value in entry.fields.items()
                if label.lower() != "author"
            }
        except UnknownMacroError as error:
            problem = f"'{key}' holds {error}. Write the character itself."
            findings.append(Finding(name, line, problem))
            continue
        except MisreadNameError as error:
            findings.append(Finding(name, line, f"'{key}' {error}"))
            continue
        kind = entry.type.lower()
        if "issue" in PRINTED.get(kind, ()) and not TRIAL.match(
            fields.get("number", "NCT")
        ):
            fields.setdefault("issue", fields.pop("number"))  # as BibTeX calls it
        works[key] = Work(key, kind, line, authors, fields)
    findings += _check(works, name)
    if findings:
        raise FindingsError(findings)
    return works


def _places(text: str, name: str) -> tuple[dict[str, int], list[Finding]]:
    """Return the line of each key, and a finding for each key or field twice."""
    places: dict[str, int] = {}
    findings = []
    taken: dict[str, str] = {}  # as BibTeX compares keys: without case
    fields: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if found := ENTRY.match(line):
            fields = set()
            if found["type"].lower() in {"comment", "string", "preamble"}:
                continue
            first = taken.setdefault(found["key"].lower(), found["key"])
            if first in places:
                problem = (
                    f"the key '{found['key']}' stands already at line {places[first]}. "
                    "Keep one of the two entries."
                )
                findings.append(Finding(name, number, problem))
            places.setdefault(found["key"], number)
        elif label := FIELD.match(line):
            if label["name"].lower() in fields:
                problem = f"the field '{label['name']}' stands twice. Keep one."
                findings.append(Finding(name, number, problem))
            fields.add(label["name"].lower())
    return places, findings


def _unclosed(text: str, name: str, places: Mapping[str, int]) -> Iterator[Finding]:
    """Yield each entry whose braces do not pair; BibTeX would blame a later one."""
    lines = text.splitlines()
    starts = sorted((line, key) for key, line in places.items())
    ends = [*starts[1:], (len(lines) + 1, "")]
    for (start, key), (end, _) in zip(starts, ends, strict=False):
        own = {n: ESCAPED.sub("", lines[n - 1]) for n in range(start, end)}
        more = sum(line.count("{") - line.count("}") for line in own.values())
        if more:
            fields = (n for n, line in own.items() if FIELD.match(line))
            odd = (n for n in fields if own[n].count("{") != own[n].count("}"))
            fault = "a { without its }" if more > 0 else "a } without its {"
            problem = f"the entry '{key}' holds {fault}. Look in this line."
            yield Finding(name, next(odd, start), problem)


def _check(works: Mapping[str, Work], name: str) -> list[Finding]:
    """Return what breaks a rule: names, order, missing fields, identifiers twice."""
    rules = (_bad_key, _missing, _bad_values, _bad_fields)
    findings = [
        Finding(name, work.line, f"'{work.key}' {problem}")
        for work in works.values()
        for rule in rules
        for problem in rule(work)
    ]
    findings += _twice(works.values(), name)
    keys = list(works)
    for before, after in pairwise(keys):
        if before > after:
            problem = f"'{after}' comes after '{before}'. Sort the entries by key."
            findings.append(Finding(name, works[after].line, problem))
    return findings


def _bad_key(work: Work) -> Iterable[str]:
    if not KEY.fullmatch(work.key):
        yield "is not a key. Use small letters and digits: surnameYEARword."


def _missing(work: Work) -> Iterable[str]:
    if work.type not in REQUIRED:
        yield f"is an @{work.type}. Use one of @{', @'.join(sorted(REQUIRED))}."
        return
    for label in (*ALWAYS, *REQUIRED[work.type]):
        choices = label.split("|")
        if not (work.authors if label == "author" else any(map(work.get, choices))):
            wanted = " or ".join(choices)
            yield f"has no {wanted}. An @{work.type} needs one; add what was seen."


def _bad_values(work: Work) -> Iterable[str]:
    design = work.get("design")
    if design and not design.startswith(DESIGNS):
        guess = nearest(design.split(",")[0], DESIGNS)
        yield f"has the unknown design '{design}'.{guess}"
    for label, shape in SHAPES.items():
        value = work.get(label)
        if value and not shape.fullmatch(value):
            bare = TEX.sub("", value)
            todo = f"Write {bare}" if shape.fullmatch(bare) else "Look it up again"
            yield f"has the {label} '{value}', which cannot be one. {todo}."
    try:
        checked = date.fromisoformat(work.get("checked") or "2000-01-01")
    except ValueError:
        yield f"was checked on '{work.get('checked')}'. Write a date as 2026-11-22."
    else:
        if checked > today() + timedelta(days=1):  # any time zone
            yield f"was checked on '{checked}', which is still to come."


def _bad_fields(work: Work) -> Iterable[str]:
    printed = EVERYWHERE | PRINTED.get(work.type, KNOWN)
    for label in work.fields:
        if label not in KNOWN:
            yield f"has the unknown field '{label}'.{nearest(label, KNOWN)}"
        elif label not in printed:
            yield (
                f"has the field '{label}', which an @{work.type} does not print. "
                "Take it out, or use another type."
            )


def _twice(works: Iterable[Work], name: str) -> list[Finding]:
    """Return a finding for each DOI, PubMed or PMC number that two entries share."""
    seen: dict[tuple[str, str], Work] = {}
    findings = []
    for work in works:
        for label in ("doi", "pmid", "pmcid"):
            value = work.get(label).lower()
            if not value:
                continue
            first = seen.setdefault((label, value), work)
            if first is not work:
                problem = (
                    f"'{work.key}' has the {label} of '{first.key}' (line "
                    f"{first.line}). Keep one entry and cite that one."
                )
                findings.append(Finding(name, work.line, problem))
    return findings
