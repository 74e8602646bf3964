"""Every study of a treatment in people with SPS: read from YAML, held to its schema."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from guide.findings import Finding, FindingsError, nearest
from guide.library import Library

SCHEMA = Path(__file__).parents[1] / "studies.schema.json"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
COMPARED = "Randomised or placebo-controlled"
ALONE = "No comparison group"
WITHOUT_RESULT = "No result"
KINDS = {  # how a design is drawn
    "randomised trial": COMPARED,
    "placebo-controlled study": COMPARED,
    "single-arm trial": ALONE,
    "uncontrolled series": ALONE,
    "case report": ALONE,
    "review of case reports": ALONE,
    "trial without results": WITHOUT_RESULT,
    "withdrawn trial": WITHOUT_RESULT,
}


@dataclass(frozen=True)
class Study:
    """One study, as `studies.schema.json` describes its fields.

    Attributes:
        people: how many took part; None where no source tells.
        planned: how many are to take part; 0 where nothing is planned.
    """

    key: str
    treatments: tuple[str, ...]
    year: int
    name: str
    design: str
    described: str
    people: int | None
    planned: int
    who: str
    comparison: str
    result: str
    harms: str
    registry: str
    refs: tuple[str, ...]

    @property
    def kind(self) -> str:
        """How it is drawn: COMPARED, ALONE or WITHOUT_RESULT."""
        return KINDS[self.design]


@dataclass(frozen=True)
class Studies:
    """All studies, and the name of each treatment by the file name of its page."""

    treatments: Mapping[str, str]
    all: tuple[Study, ...]

    def of(self, treatment: str) -> tuple[Study, ...]:
        """Return the studies of a treatment, in the order of `ordered`."""
        return ordered(study for study in self.all if treatment in study.treatments)


def ordered(studies: Iterable[Study]) -> tuple[Study, ...]:
    """Return studies as they are shown: against placebo first, then the last first."""
    kinds = (COMPARED, ALONE, WITHOUT_RESULT)
    return tuple(sorted(studies, key=lambda it: (kinds.index(it.kind), -it.year)))


def read(path: Path, name: str, library: Library) -> Studies:
    """Return the studies of a YAML file; `name` is what findings call it.

    Raises:
        FindingsError: the file cannot be read, or breaks a rule.
    """
    try:
        return parse(path.read_text(encoding="utf-8"), name, library)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        problem = f"the file cannot be read ({why}). Put it back."
        raise FindingsError([Finding(name, 1, problem)]) from error


def parse(text: str, name: str, library: Library) -> Studies:
    """Return the studies of YAML text; `name` is the file that findings name.

    Raises:
        FindingsError: the text is not YAML, or breaks a rule.
    """
    try:
        written = yaml.load(text, LOADER)  # noqa: S506  # a safe one
        document = yaml.compose(text, LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = (
            "this is not YAML. Write 'field: value' lines, and put quotes around a "
            "value that holds a colon and a space."
        )
        line = 1 + (mark.line if mark else 0)
        raise FindingsError([Finding(name, line, problem)]) from error
    lines = [node.start_mark.line + 1 for node in _nodes(document)]
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    faults = Draft202012Validator(schema).iter_errors(written)
    findings = [
        Finding(name, _line(error, lines), said)
        for error in faults
        for said in _sentences(error, written)
    ]
    findings += [
        Finding(name, line, f"{_entry(['studies', number], written)}{said}")
        for number, (line, node) in enumerate(zip(lines, _nodes(document), strict=True))
        for said in _twice(node)
    ]
    if not findings:
        findings = [
            Finding(name, lines[number], f"'{study['key']}': {sentence}")
            for number, study in enumerate(written["studies"])
            for sentence in _faults(study, number, written, library)
        ]
    if findings:
        raise FindingsError(findings)
    return Studies(
        written["treatments"], tuple(_study(study) for study in written["studies"])
    )


def _study(written: Mapping[str, Any]) -> Study:
    people = written["people"]
    given = {
        "planned": 0,
        "registry": "",
        **written,
        "people": people if isinstance(people, int) else None,
        "treatments": tuple(written["treatments"]),
        "refs": tuple(written["refs"]),
    }
    return Study(**given)


def _nodes(document: Any) -> list[Any]:  # noqa: ANN401  # PyYAML ships no such type
    """Return the studies of a YAML document as they are written, with their lines."""
    for name, value in getattr(document, "value", []):
        if name.value == "studies" and isinstance(value, yaml.SequenceNode):
            return list(value.value)
    return []


def _twice(node: Any) -> Iterator[str]:  # noqa: ANN401  # as above
    """Say which field of a study stands twice, of which YAML would keep the last."""
    if isinstance(node, yaml.MappingNode):
        fields = [name.value for name, _ in node.value]
        for field in sorted({field for field in fields if fields.count(field) > 1}):
            yield f"the field '{field}' stands twice. Keep one."


def _line(error: ValidationError, lines: list[int]) -> int:
    place = list(error.absolute_path)
    return lines[int(place[1])] if place[:1] == ["studies"] and place[1:] else 1


def _sentences(error: ValidationError, written: Any) -> Iterator[str]:  # noqa: ANN401  # as YAML gave it
    """Say what breaks the schema: the entry, the field, what to do."""
    schema: Any = error.schema
    broken: Any = error.instance
    fields = schema.get("properties", {})
    place = list(error.absolute_path)
    entry = _entry(place, written)
    if error.validator == "required":
        field = error.message.split("'")[1]
        remedy = fields[field]["description"]
        yield f"{entry}the field '{field}' is missing. {remedy}"
    elif error.validator == "additionalProperties":
        for field in sorted({*map(str, broken)} - {*fields}):
            guess = nearest(field, fields) or " Take it out."
            yield f"{entry}the field '{field}' is unknown.{guess}"
    else:
        named = [part for part in place if isinstance(part, str)]
        field = f"the field '{named[-1]}'" if named[entry != "" :] else "this"
        yield f"{entry}{field} is {_shown(broken)}. {_remedy(error)}"


def _entry(place: list[str | int], written: Any) -> str:  # noqa: ANN401  # as above
    """Return the name of the study at a place, or its number, or ""."""
    if place[:1] != ["studies"] or not place[1:]:
        return ""
    study = written["studies"][place[1]]
    key = study.get("key") if isinstance(study, dict) else None
    return f"'{key}': " if key else f"study {int(place[1]) + 1}: "


def _shown(value: object) -> str:
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    return "empty" if value in (None, "") else f"'{value}'"


def _remedy(error: ValidationError) -> str:
    """Return the nearest description around the place that broke."""
    node: Any = json.loads(SCHEMA.read_text(encoding="utf-8"))
    remedy: str = node["description"]
    for step in error.absolute_schema_path:
        node = node[step]
        if isinstance(node, dict) and isinstance(node.get("description"), str):
            remedy = node["description"]
    return remedy


def _faults(
    study: Mapping[str, Any], number: int, written: Mapping[str, Any], library: Library
) -> Iterator[str]:
    """Say what a schema cannot know: other entries, the library."""
    if study["key"] in {other["key"] for other in written["studies"][:number]}:
        yield "the field 'key' stands in an earlier study too. Give it another."
    for treatment in study["treatments"]:
        if treatment not in written["treatments"]:
            guess = nearest(treatment, written["treatments"])
            yield (
                f"the field 'treatments' holds '{treatment}', which has no name. Add "
                f"it under treatments, above the studies.{guess}"
            )
    for key in study["refs"]:
        if key not in library:
            yield (
                f"the field 'refs' holds '{key}', which is not in references.bib. Add "
                f"that source, or correct the key.{nearest(key, library)}"
            )
    if KINDS[study["design"]] != WITHOUT_RESULT and not study["people"]:
        yield (
            "the field 'people' is '0', but there is a result. Count the people, or "
            "correct the field 'design'."
        )
