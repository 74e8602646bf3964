"""Entries of a data file: read from YAML, held to its schema, faults as sentences.

Each `description` in a schema says to a person what to write there.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from yaml.nodes import MappingNode, Node, SequenceNode

from guide import yaml_text
from guide.findings import Finding, FindingsError, nearest
from guide.yaml_text import Loaded

Written = Mapping[str, Any]
# Of an entry, in the whole file: what a schema cannot know of it.
Faults = Callable[[Written, Written], Iterator[str]]


@dataclass(frozen=True)
class Form:
    """What a data file holds.

    Attributes:
        schema: the file of its JSON schema.
        field: the field that lists its entries.
        one: what findings call an entry without a key.
        key: the field whose value no other entry has.
    """

    schema: Path
    field: str
    one: str
    key: str = "key"


def read(path: Path, name: str, form: Form, faults: Faults) -> Written:
    """Return what a YAML file holds; `name` is what findings call it.

    Raises:
        FindingsError: the file cannot be read, is not YAML, or breaks a rule.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        problem = f"the file cannot be read ({why}). Put it back."
        raise FindingsError([Finding(name, 1, problem)]) from error
    return _parse(text, name, form, faults)


def _parse(text: str, name: str, form: Form, faults: Faults) -> Written:
    written: Written
    written, document = yaml_text.read(text, name)
    lines = [node.start_mark.line + 1 for node in _nodes(document, form)]
    schema = json.loads(form.schema.read_text(encoding="utf-8"))
    findings = [
        Finding(name, _line(error, lines, form), said)
        for error in Draft202012Validator(schema).iter_errors(written)
        for said in _sentences(error, written, schema, form)
    ]
    if not findings:
        findings = [
            Finding(name, lines[number], f"'{entry[form.key]}': {said}")
            for number, entry in enumerate(written[form.field])
            for said in (
                *_key_twice(number, written[form.field], form),
                *faults(entry, written),
            )
        ]
    if findings:
        raise FindingsError(findings)
    return written


def _nodes(document: Node | None, form: Form) -> list[Node]:
    """Return the entries of a YAML document as they are written, with their lines."""
    pairs = document.value if isinstance(document, MappingNode) else []
    for name, value in pairs:
        if name.value == form.field and isinstance(value, SequenceNode):
            return list(value.value)
    return []


def _key_twice(number: int, entries: list[Written], form: Form) -> Iterator[str]:
    """Say that the key of an entry is another's too."""
    key = entries[number][form.key]
    if key in {other[form.key] for other in entries[:number]}:
        told = f"the field '{form.key}' stands in an earlier {form.one} too."
        yield f"{told} Give it another."


def _line(error: ValidationError, lines: list[int], form: Form) -> int:
    place = list(error.absolute_path)
    return lines[int(place[1])] if place[:1] == [form.field] and place[1:] else 1


def _sentences(
    error: ValidationError,
    written: Loaded,
    schema: Loaded,
    form: Form,
) -> Iterator[str]:
    """Say what breaks the schema: the entry, the field, what to do."""
    broken_rule: Any = error.schema
    broken: Any = error.instance
    fields = broken_rule.get("properties", {})
    place = list(error.absolute_path)
    entry = _entry(place, written, form)
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
        yield f"{entry}{field} is {_shown(broken)}. {_remedy(error, schema)}"


def _entry(place: list[str | int], written: Loaded, form: Form) -> str:
    """Return the name of the entry at a place, or its number, or ""."""
    if place[:1] != [form.field] or not place[1:]:
        return ""
    entry = written[form.field][place[1]]
    key = entry.get(form.key) if isinstance(entry, dict) else None
    return f"'{key}': " if key else f"{form.one} {int(place[1]) + 1}: "


def _shown(value: object) -> str:
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    return "empty" if value in (None, "") else f"'{value}'"


def _remedy(error: ValidationError, schema: Loaded) -> str:
    """Return the nearest description around the place that broke."""
    node = schema
    remedy: str = node["description"]
    for step in error.absolute_schema_path:
        node = node[step]
        if isinstance(node, dict) and isinstance(node.get("description"), str):
            remedy = node["description"]
    return remedy
