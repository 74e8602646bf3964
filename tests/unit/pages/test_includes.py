"""Shared texts stand where they are included, their links led from there."""

from pathlib import Path

import pytest
from guide.findings import FindingsError
from guide.pages import includes
from guide.pages.includes import Line, Shared

SHARED = Shared(
    "docs/shared",
    {
        "one.md": "First [a](../living/a.md#b) and ![d](../assets/d.svg).\n\nLast.\n",
        "two.md": 'Before.\n--8<-- "one.md"\n',
        "own.md": "[x](https://x.example/) [y](#here) [z](mailto:a@b.c) `[c](../c.md)`",
        "self.md": '--8<-- "self.md"\n',
    },
)


def expand(text: str, page: str = "docs/treatments/ivig/index.md") -> list[Line]:
    """Return the lines of a page."""
    return [*includes.expand(text, page, SHARED, 3)]


def test_a_text_is_included_with_its_own_lines() -> None:
    """Indented as its line is, blank lines blank, each named where it was typed."""
    assert expand('One\n    --8<-- "one.md"  \nTwo') == [
        Line("One", "docs/treatments/ivig/index.md", 4),
        Line(
            "    First [a](../../living/a.md#b) and ![d](../../assets/d.svg).",
            "docs/shared/one.md",
            1,
        ),
        Line("", "docs/shared/one.md", 2),
        Line("    Last.", "docs/shared/one.md", 3),
        Line("Two", "docs/treatments/ivig/index.md", 6),
    ]


def test_a_text_may_include_another() -> None:
    """Its lines are named after the file in which they were typed."""
    found = expand('--8<-- "two.md"', "docs/index.md")
    assert [(it.text, it.file, it.number) for it in found] == [
        ("Before.", "docs/shared/two.md", 1),
        ("First [a](living/a.md#b) and ![d](assets/d.svg).", "docs/shared/one.md", 1),
        ("", "docs/shared/one.md", 2),
        ("Last.", "docs/shared/one.md", 3),
    ]


def test_links_that_are_not_relative_stay() -> None:
    """Addresses, anchors, and what stands in code."""
    [line] = expand('--8<-- "own.md"')
    assert line.text == SHARED.texts["own.md"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'See --8<-- "one.md"',
            'docs/a.md:4: this is no include. Write --8<-- "name.md" on a line of '
            "its own.",
        ),
        (
            '--8<-- "../one.md"',
            "docs/a.md:4: '../one.md' lies outside docs/shared/. Name a .md file of it "
            "alone.",
        ),
        (
            '--8<-- "tow.md"',
            "docs/a.md:4: there is no shared text 'docs/shared/tow.md'. Did you mean "
            "'two.md'?",
        ),
        (
            '--8<-- "self.md"',
            "docs/shared/self.md:1: 'self.md' includes itself by this line. Take the "
            "line out.",
        ),
    ],
)
def test_an_include_that_is_none(text: str, said: str) -> None:
    """One sentence with file and line."""
    with pytest.raises(FindingsError) as error:
        expand(text, "docs/a.md")
    assert str(error.value) == said


def test_shared_texts_are_read(tmp_path: Path) -> None:
    """Each by its file; none is a page; all faults are told."""
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / "b.md").write_text("\ufeffWörds", encoding="utf-8")
    (folder / "c.txt").write_text("no", encoding="utf-8")
    assert includes.read(tmp_path, "docs") == Shared("docs/shared", {"b.md": "Wörds"})
    (folder / "a.md").write_bytes(b"\xff")
    (folder / "d.md").write_text("---\ntitle: x\n---\n", encoding="utf-8")
    with pytest.raises(FindingsError) as error:
        includes.read(tmp_path, "docs")
    assert str(error.value).splitlines() == [
        "docs/shared/a.md:1: the file is not UTF-8 text. Save it as UTF-8.",
        "docs/shared/d.md:1: a shared text is no page and has no front matter. Take "
        "it out.",
    ]
