"""A page is read into blocks with their lines, sentences and anchors."""

import pytest
from guide.findings import FindingsError
from guide.pages import parser
from hypothesis import given
from hypothesis import strategies as st

FRONT = "---\ntitle: A\n---\n"
PAGE = f"""{FRONT}
# A page [@one]

One line. And
another [@two].

- An item.

    More of it.

1. First

!!! do "A card"

    Inside it.

## Part `two` {{: #own }}

| A | B |
|---|---|
| 1 | 2 |

![Alt](a.svg "Caption.")

```
# no heading [@three]
```

## Part two
"""


def test_blocks() -> None:
    """Kind, line, section, level and list of each block."""
    page = parser.parse(PAGE, "a.md")
    assert [(b.kind, b.line, b.section, b.level, b.list_line) for b in page.blocks] == [
        ("heading", 5, "", 1, 0),
        ("paragraph", 7, "", 0, 0),
        ("item", 10, "", 0, 10),
        ("item", 12, "", 0, 10),
        ("item", 14, "", 0, 14),
        ("title", 16, "", 0, 0),
        ("paragraph", 18, "", 0, 0),
        ("heading", 20, "Part two", 2, 0),
        ("cell", 22, "Part two", 0, 0),
        ("cell", 22, "Part two", 0, 0),
        ("cell", 24, "Part two", 0, 0),
        ("cell", 24, "Part two", 0, 0),
        ("picture", 26, "Part two", 0, 0),
        ("heading", 32, "Part two", 2, 0),
    ]
    assert page.cited == ("one", "two")
    assert page.anchors == {"sources", "a-page", "own", "part-two"}
    assert page.blocks[1].said == "One line. And another."


NOT_YAML = (
    "this is not YAML. Write 'name: value' lines, and put quotes around a value that "
    "holds a colon and a space."
)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("# A\n", 1, "the page has no front matter. Begin it with a line ---, then "
         "title, description and dates, then a line ---."),
        ("---\na: b: c\n---\n", 2, NOT_YAML),
        ("---\na: 1\nb: {c\nd: 2\n---\n", 4, NOT_YAML),
        ("---\na: 1\n\tb: 2\n---\n", 3,
         "a tab stands where YAML wants spaces. Write spaces."),
        ("---\na: 1\nb: 2\na: 3\n---\n", 4,
         "the field 'a' stands twice. Keep one."),
        ("---\na: 2026-02-30\n---\n", 2,
         "'2026-02-30' is a date that cannot be. Correct it."),
        ("---\n- a\n---\n", 1,
         "the front matter holds no 'name: value' lines. Add title and dates."),
    ],
)  # fmt: skip
def test_what_is_no_page(text: str, line: int, said: str) -> None:
    """A page without front matter, or with some that cannot be read."""
    with pytest.raises(FindingsError) as error:
        parser.parse(text, "a.md")
    assert str(error.value) == f"a.md:{line}: {said}"


def test_other_line_ends() -> None:
    """A byte order mark and the line ends of Windows change nothing."""
    other = parser.parse("\ufeff" + PAGE.replace("\n", "\r\n"), "a.md")
    assert other.blocks == parser.parse(PAGE, "a.md").blocks


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Is it? Yes! So.", ["Is it?", "Yes!", "So."]),
        ('He said "no." Then he went.', ['He said "no', "Then he went."]),
        ("It was 1.5 times.", ["It was 1.5 times."]),
        ("e.g. this", ["e.g. this"]),
        ("It helps.[@one] It harms.", ["It helps[@one].", "It harms."]),
        ("A\nline. Another", ["A line.", "Another"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    """A sentence ends at a stop before a capital or a digit."""
    found = parser.split(text)
    assert [part.rstrip('."') if '"' in part else part for part in found] == sentences


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("- **It** helps [@one]", "It helps"),
        ("12. See [this](a.md) and ![that](b.svg)", "See this and that"),
        ("> _It_ `is`", "It is"),
        ("It helps{ .x } <b>now</b>", "It helps now"),
    ],
)
def test_plain_words(written: str, said: str) -> None:
    """Marks, addresses and citations go, the words stay."""
    assert parser.plain(written) == said


@given(st.text(alphabet='#-*>`[]()@|!: \n\tabc1."{}<', max_size=80))
def test_any_body(body: str) -> None:
    """Any body is read, and each block begins on a line of the file."""
    page = parser.parse(f"{FRONT}\n{body}", "a.md")
    last = 5 + body.count("\n")
    assert all(4 <= block.line <= last for block in page.blocks)
    assert page.text.count("\n") == page.prose.count("\n")
