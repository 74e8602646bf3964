"""A data file: read whole, each fault a sentence with its line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from guide.facts import entries
from guide.facts.entries import Form, Written
from guide.findings import FindingsError

SCHEMA = """{
  "description": "Write a list of things.",
  "type": "object",
  "required": ["things"],
  "additionalProperties": false,
  "properties": {
    "title": {"description": "Write its title.", "type": "string", "minLength": 1},
    "things": {
      "description": "Write things, each as lines.",
      "type": "array",
      "items": {
        "description": "Write a thing as lines 'field: value'.",
        "type": "object",
        "required": ["key"],
        "additionalProperties": false,
        "properties": {
          "key": {"description": "Write a name of its own.", "type": "string"},
          "count": {"description": "Write a number.", "type": "integer"},
          "parts": {
            "description": "Write its parts.",
            "type": "array",
            "items": {"type": "string", "pattern": "^[a-z]+$"}
          },
          "more": {"type": "string", "minLength": 1}
        }
      }
    }
  }
}"""


def fine(_: Written, __: Written) -> Iterator[str]:
    """Find no fault."""
    return iter(())


@pytest.fixture(name="form")
def made(tmp_path: Path) -> Form:
    """A form with its schema."""
    path = tmp_path / "things.schema.json"
    path.write_text(SCHEMA, encoding="utf-8")
    return Form(path, "things", "thing")


def told(folder: Path, form: Form, text: str) -> list[str]:
    """Return what is said of a file."""
    path = folder / "things.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FindingsError) as error:
        entries.read(path, "t.yml", form, fine)
    return str(error.value).splitlines()


def test_a_whole_file(tmp_path: Path, form: Form) -> None:
    """What it holds; letters of all alphabets; nothing is added."""
    path = tmp_path / "things.yml"
    path.write_text("things:\n- key: é\n  parts: [a]\n", encoding="utf-8")
    read = entries.read(path, "t.yml", form, fine)
    assert read == {"things": [{"key": "é", "parts": ["a"]}]}


def test_faults_of_its_own(tmp_path: Path, form: Form) -> None:
    """Each entry is asked with the whole file around it, and named with its line."""
    path = tmp_path / "things.yml"
    path.write_text("things:\n- key: a\n\n- key: b\n", encoding="utf-8")
    with pytest.raises(FindingsError) as error:
        entries.read(
            path,
            "t.yml",
            form,
            lambda entry, whole: iter([f"{entry['key']} of {len(whole['things'])}."]),
        )
    assert str(error.value).splitlines() == [
        "t.yml:2: 'a': a of 2.",
        "t.yml:4: 'b': b of 2.",
    ]


FAULTS = [
    (
        "things:\n- count: 1\n",
        "2: thing 1: the field 'key' is missing. Write a name of its own.",
    ),
    ("title: x\n", "1: the field 'things' is missing. Write things, each as lines."),
    (
        "things:\n- key: a\n- key: b\n  count: many\n",
        "3: 'b': the field 'count' is 'many'. Write a number.",
    ),
    (
        "things:\n- key: a\n  cuont: 1\n",
        "2: 'a': the field 'cuont' is unknown. Did you mean 'count'?",
    ),
    (
        "things:\n- key: a\n  zzz: 1\n",
        "2: 'a': the field 'zzz' is unknown. Take it out.",
    ),
    ("things: []\nzzz: 1\n", "1: the field 'zzz' is unknown. Take it out."),
    (
        "things:\n- key: a\n  count: [1]\n",
        "2: 'a': the field 'count' is a list. Write a number.",
    ),
    (
        "things:\n- key: a\n  count: {b: 1}\n",
        "2: 'a': the field 'count' is a mapping. Write a number.",
    ),
    (
        "things:\n- key: a\n  count:\n",
        "2: 'a': the field 'count' is empty. Write a number.",
    ),
    (
        "things:\n- key: a\n  more: ''\n",
        "2: 'a': the field 'more' is empty. Write a thing as lines 'field: value'.",
    ),
    (
        "things:\n- key: a\n  parts: [a, B]\n",
        "2: 'a': the field 'parts' is 'B'. Write its parts.",
    ),
    (
        "things:\n- a\n",
        "2: thing 1: this is 'a'. Write a thing as lines 'field: value'.",
    ),
    ("things: x\n", "1: the field 'things' is 'x'. Write things, each as lines."),
    ("title: ''\nthings: []\n", "1: the field 'title' is empty. Write its title."),
    ("- a\n", "1: this is a list. Write a list of things."),
    ("", "1: this is empty. Write a list of things."),
    (
        "things:\n- key: a\n- key: b\n- key: a\n",
        "4: 'a': the field 'key' stands in an earlier thing too. Give it another.",
    ),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_a_fault_is_one_sentence(
    tmp_path: Path, form: Form, text: str, said: str
) -> None:
    """With the line of its entry, what is wrong and what to do."""
    assert told(tmp_path, form, text) == [f"t.yml:{said}"]


def test_every_fault_is_told(tmp_path: Path, form: Form) -> None:
    """Not the first alone; those of the schema before those of the entries."""
    text = "things:\n- key: a\n  xx: 1\n  zz: 2\n- count: z\n"
    assert told(tmp_path, form, text) == [
        "t.yml:2: 'a': the field 'xx' is unknown. Take it out.",
        "t.yml:2: 'a': the field 'zz' is unknown. Take it out.",
        "t.yml:5: thing 2: the field 'count' is 'z'. Write a number.",
        "t.yml:5: thing 2: the field 'key' is missing. Write a name of its own.",
    ]


def test_a_file_that_cannot_be_read(tmp_path: Path, form: Form) -> None:
    """It is not there, or is no text."""
    path = tmp_path / "none.yml"
    with pytest.raises(FindingsError) as error:
        entries.read(path, "t.yml", form, fine)
    assert str(error.value) == (
        "t.yml:1: the file cannot be read (No such file or directory). Put it back."
    )
    path.write_bytes(b"things: \xff\n")
    with pytest.raises(FindingsError) as error:
        entries.read(path, "t.yml", form, fine)
    assert str(error.value) == (
        "t.yml:1: the file cannot be read (it is not UTF-8 text). Put it back."
    )
