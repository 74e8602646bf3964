"""Unsettled: sentences that stood before a rule of words, and may until rewritten."""

import json
from collections.abc import Iterator
from pathlib import Path

from guide import yaml_text
from guide.facts import entries
from guide.facts.entries import Written
from guide.pages.settled import Unsettled

FORM = entries.Form(
    Path(__file__).parent / "unsettled.schema.json", "unsettled", "file", key="file"
)
HEAD = """\
# Sentences that break a rule of words and stood before it: rule and fault are told
# when one is taken out. The list only shrinks; make settle takes out what is settled.

unsettled:"""


def read(path: Path, name: str) -> Unsettled:
    """Return the line of each sentence that may stay, by its file and broken rule.

    Raises:
        FindingsError: the file cannot be read, or breaks a rule.
    """
    entries.read(path, name, FORM, _no_more)
    document = yaml_text.compose(path.read_text(encoding="utf-8"), name)
    [(_, listed)] = document.value if document else []
    found = {}
    for entry in listed.value:
        fields = {field.value: value for field, value in entry.value}
        file = fields.pop("file").value
        for rule, sentences in fields.items():
            lines = {it.value: it.start_mark.line + 1 for it in sentences.value}
            found[file, rule] = lines
    return found


def written(unsettled: Unsettled) -> str:
    """Return the list as its file holds it, each sentence on its own line."""
    lines = [HEAD if any(unsettled.values()) else f"{HEAD} []"]
    last = ""
    for (file, rule), sentences in unsettled.items():
        if not sentences:
            continue
        lines += [f"  - file: {file}"] if file != last else []
        lines.append(f"    {rule}:")
        lines += [f"      - {json.dumps(it, ensure_ascii=False)}" for it in sentences]
        last = file
    return "\n".join(lines) + "\n"


def _no_more(_entry: Written, _whole: Written) -> Iterator[str]:
    """Leave to the pages whether they still hold a sentence."""
    yield from ()
