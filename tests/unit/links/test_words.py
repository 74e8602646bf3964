"""Foreign words on GitHub: they say what they say and do nothing."""

import pytest
from guide.upkeep import escape
from hypothesis import given
from hypothesis import strategies as st

J = "\u2060"


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("@team", f"@{J}team"),
        ("see #12 and GH-3", f"see #{J}12 and GH-{J}3"),
        ("https://a.example", f"https:{J}//a.example"),
        ("WWW.a.example ftp://b", f"WWW.{J}a.example ftp:{J}//b"),
        ("a @ b # c", "a @ b # c"),
        ("highwww.x", "highwww.x"),
        ("a\n\x00b\u202ec", "a b c"),
        ("zero\u200bwidth \ud800", "zero width  "),
    ],
)
def test_no_word_mentions_refers_or_leads(text: str, harmless: str) -> None:
    """A sign of no width stands in its way."""
    assert escape.words(text) == harmless


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("a", "`a`"),
        ("", "` `"),
        ("a`b", "``a`b``"),
        ("``a`", "``` ``a` ```"),
        ("a``", "``` a`` ```"),
        (" a\nb ", "`a b`"),
    ],
)
def test_a_code_span_outlasts_its_backticks(text: str, span: str) -> None:
    """However many there are."""
    assert escape.code(text) == span


def test_a_line_has_300_signs() -> None:
    """The last says that it was cut."""
    assert escape.line("a" * 300) == "a" * 300
    assert escape.line("a" * 301) == "a" * 299 + "…"


@given(st.text(max_size=200))
def test_any_text_stays_in_its_line_and_span(text: str) -> None:
    """Nothing foreign breaks out."""
    line = escape.line(text)
    assert "\n" not in line
    assert "\r" not in line
    span = escape.code(text)
    fence = span[: len(span) - len(span.lstrip("`"))]
    assert span.endswith(fence)
    assert fence not in span[len(fence) : -len(fence)]
