"""A mark of a judgement is read as its grade and its sources, where it was typed."""

import pytest
from guide.findings import FindingsError
from guide.pages import judged
from guide.pages.includes import Line
from guide.pages.judged import Judged

KNOWN = {
    "a-b": Judged(0, "moderate certainty", 2, ("one",)),
    "c": Judged(1, "low certainty", 1, ("one", "two")),
    "d": Judged(2, "known danger", 4, ("three",)),
}
A, C, D = (chr(judged.FIRST + number) for number in range(3))


def read(*texts: str) -> list[str]:
    """Return the lines of a page as they are read."""
    lines = (Line(text, "p.md", number) for number, text in enumerate(texts, 1))
    return [line.text for line in judged.read(lines, KNOWN)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("It helps [=a-b].", f"It helps {A}(moderate certainty) [@one]."),
        ("It [=a-b; =c].", f"It {A}{C}(low certainty) [@one; @two]."),
        ("It [=c;=a-b].", f"It {C}{A}(low certainty) [@one; @two]."),
        ("It [=d; =a-b].", f"It {D}{A}(moderate certainty) [@three; @one]."),
        ("It [=d; @x].", f"It {D}(known danger) [@three; @x]."),
        ("[=a-b] [=c]", f"{A}(moderate certainty) [@one] {C}(low certainty) "
         "[@one; @two]"),
        ("Write `[=a-b]`.", "Write `[=a-b]`."),
        ("It [@one].", "It [@one]."),
    ],
)  # fmt: skip
def test_what_a_mark_stands_for(typed: str, meant: str) -> None:
    """Grade and sources; of several the lowest grade and all sources, each once."""
    assert read(typed) == [meant]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("It [=a-c].", "'=a-c' is not in data/judgements.yml. Did you mean 'a-b'?"),
        ("It [=A].", "'[=A]' names no judgement. Write [=id] or [=one; =two], as "
         "data/judgements.yml has them."),
        ("It [=a-b, =c].", "'[=a-b, =c]' names no judgement. Write [=id] or [=one; "
         "=two], as data/judgements.yml has them."),
        ("It [=a-b", "'[=a-b' names no judgement. Write [=id] or [=one; =two], as "
         "data/judgements.yml has them."),
    ],
)  # fmt: skip
def test_what_is_no_mark(typed: str, said: str) -> None:
    """An unknown name and a spoilt mark are told at their line."""
    with pytest.raises(FindingsError) as error:
        read("Fine [=c].", typed)
    assert str(error.value) == f"p.md:2: {said}"


def test_numbers() -> None:
    """The judgements of a text on its way, in their order."""
    assert judged.numbers(read("It [=c; =a-b].")[0]) == [1, 0]
