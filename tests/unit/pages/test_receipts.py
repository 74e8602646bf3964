"""A receipt is read as the searches that it names, where it was typed."""

import pytest
from guide.findings import FindingsError
from guide.pages import parser, receipts
from guide.pages.includes import Line

KNOWN = ("a-b", "c")
A, C = (chr(receipts.FIRST + number) for number in range(2))
SPOILT = (
    " names no search. Write [receipt: id] or [receipt: one; two], as "
    "data/searches.yml has them."
)


def read(*texts: str) -> list[str]:
    """Return the lines of a page as they are read."""
    lines = (Line(text, "p.md", number) for number, text in enumerate(texts, 1))
    return [line.text for line in receipts.read(lines, KNOWN)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("We found none [receipt: c].", f"We found none {C}."),
        ("None [@x] [receipt: a-b; c]. More.", f"None [@x] {A}{C}. More."),
        ("Write `[receipt: c]`.", "Write `[receipt: c]`."),
        ("A [receipt](x.md) of [Receipts: more](y.md).", "A [receipt](x.md) of "
         "[Receipts: more](y.md)."),
    ],
)  # fmt: skip
def test_what_a_receipt_stands_for(typed: str, meant: str) -> None:
    """One character a search; code and links stay."""
    assert read(typed) == [meant]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("No [receipt: a-c].", "the search 'a-c' is not in data/searches.yml. "
         "Did you mean 'a-b'?"),
        ("No [receipt:c].", f"'[receipt:c]'{SPOILT}"),
        ("No [receipt: a-b, c].", f"'[receipt: a-b, c]'{SPOILT}"),
        ("No [Receipt: c].", f"'[Receipt: c]'{SPOILT}"),
        ("No [receipt: c", f"'[receipt: c'{SPOILT}"),
    ],
)  # fmt: skip
def test_what_is_no_receipt(typed: str, said: str) -> None:
    """An unknown name and a spoilt receipt are told at their line."""
    with pytest.raises(FindingsError) as error:
        read("Fine [receipt: c].", typed)
    assert str(error.value) == f"p.md:2: {said}"


def test_numbers_and_words() -> None:
    """The searches of a text on its way, each once; its words are without them."""
    [text] = read("None [receipt: c; a-b] or [receipt: c].")
    assert receipts.numbers(text) == [1, 0]
    assert parser.plain(text) == "None or."
