"""Citations are `[@key]` and `[@one; @two]`, and nothing that looks nearly so."""

import pytest
from guide.pages import citations
from hypothesis import given
from hypothesis import strategies as st

KEYS = st.from_regex(r"[a-z]{1,8}[0-9]{0,4}", fullmatch=True)
WORDS = st.text(alphabet="abc .,;-é", max_size=12)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("It helps [@one].", [("one",)]),
        ("[@one; @two]", [("one", "two")]),
        ("[@one;@two]", [("one", "two")]),
        ("[@one][@two]", [("one",), ("two",)]),
        ("[@one] and [@a_b-c]", [("one",), ("a_b-c",)]),
        ("`[@one]`", []),
        ("``a ` [@one]`` [@two]", [("two",)]),
        ("<!-- [@one] -->", []),
        ('<a title="[@one]">', []),
        ("[words [@one]](a.md)", []),
        ("![words [@one]](a.svg)", []),
        ("[words](a.md) [@one]", [("one",)]),
        ("[words][ref] [@one]", [("one",)]),
        ("{: title='[@one]' }", []),
        ("[@one](a.md)", []),
        ("[@one]: https://x.org/", []),
        ("[@one,two]", []),
        ("[ @one]", []),
        ("one@two.org", []),
    ],
)
def test_what_is_a_citation(text: str, keys: list[tuple[str, ...]]) -> None:
    """Outside code, comments, tags, links and attributes."""
    assert [mark.keys for mark in citations.find(text)] == keys


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[@one] a@b.org", []),
        ("[@one, p. 3]", ["[@one, p. 3]"]),
        ("see @one", ["@one"]),
        ("[@one", ["[@one"]),
        ("[see @one]", ["[see @one]"]),
        ("`@one`", []),
        ("[a [@one]](b.md)", ["[@one]"]),
        ("[@one]\n[@; @two]", ["[@; @two]"]),
    ],
)
def test_what_is_malformed(text: str, found: list[str]) -> None:
    """Each stray sign at the place where it stands."""
    told = [*citations.malformed(text)]
    assert [written for _, written in told] == found
    assert all(text[place:].startswith(written) for place, written in told)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("It helps [@one].", "It helps."),
        ("It helps  [@one; @two], really [@one].", "It helps, really."),
        ("`a [@one]` b [@two]", "`a [@one]` b"),
        ("no mark", "no mark"),
    ],
)
def test_text_without_citations(text: str, left: str) -> None:
    """The mark goes with the space before it; code stays."""
    assert citations.without(text) == left


@given(st.lists(st.tuples(WORDS, st.lists(KEYS, min_size=1, max_size=3)), max_size=4))
def test_what_was_written_is_found(parts: list[tuple[str, list[str]]]) -> None:
    """Any keys between any words, in their order and at their places."""
    marks = [f"[{'; '.join(f'@{key}' for key in keys)}]" for _, keys in parts]
    text = "".join(f"{w} {m}" for (w, _), m in zip(parts, marks, strict=True))
    found = citations.find(text)
    assert [mark.keys for mark in found] == [tuple(keys) for _, keys in parts]
    assert [text[mark.start : mark.end] for mark in found] == marks


@given(st.text())
def test_any_text(text: str) -> None:
    """No text ends in an error; taking marks out makes no text longer."""
    assert len(citations.without(text)) <= len(text)
    assert all(written for _, written in citations.malformed(text))
