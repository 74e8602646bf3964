"""What was not found names its search; what broke the rule before may only go."""

import pytest
from guide.pages import parser, receipts, settled
from guide.pages.parser import Page, Sentence

SIGN = chr(receipts.FIRST)
FRONT = "---\ntitle: x\nkind: {}\nglance:\n  for: We saw no trial.\n---\n"


def page(*lines: str, kind: str = "living") -> Page:
    """Return a page of these lines."""
    return parser.parse(FRONT.format(kind) + "\n\n".join(lines), "a.md")


def kinds(text: str) -> list[str]:
    """Return the rules that a sentence breaks."""
    sentence = Sentence(text, parser.plain(text))
    return [kind for kind, fault in settled.KINDS.items() if fault(sentence)]


@pytest.mark.parametrize(
    "text",
    [
        "We found no study.",
        "Whether it helps: we hold no source.",
        "Of the others **we found none**.",
        "We know of no trial [@x].",
        "We did not find a trial.",
        "No controlled trial of it in SPS was found.",
        "Among the registered trials that we read, none tests it.",
    ],
)
def test_an_absence_names_its_search(text: str) -> None:
    """Whatever the words; with a receipt it is fine."""
    assert kinds(text) == ["absence"]
    assert kinds(text.removesuffix(".") + f" {SIGN}.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Nobody has studied it [@x].",
        "No one has yet shown that it helps.",
        "It was never tested.",
        f"The dose is not stated {SIGN}.",
    ],
)
def test_no_absence_is_told_as_a_fact(text: str) -> None:
    """Neither a source nor a receipt makes it one."""
    assert kinds(text) == ["claim-of-none"]


@pytest.mark.parametrize(
    "text",
    [
        "The study found no difference [@x].",
        "We found one trial.",
        "The summary does not say.",
        "Nobody has to decide tonight.",
        "We said that we found no report.",
        "Never stop it suddenly.",
    ],
)
def test_what_is_no_absence(text: str) -> None:
    """What a study found, what is advised, what was said once."""
    assert kinds(text) == []


def test_the_list_holds_what_may_stay_and_no_more() -> None:
    """By file, rule and words; an entry without its sentence is to be taken out."""
    of = page("One.", "We found no trial [@x].", "It was never tested.")
    told = [(it.kind, it.line, it.said) for it in settled.broken(of)]
    assert told == [
        ("absence", 9, "We found no trial."),
        ("claim-of-none", 11, "It was never tested."),
        ("absence", 1, "We saw no trial."),
    ]
    listed = {
        ("a.md", "absence"): {"We found no trial.": 5, "We found none.": 6},
        ("a.md", "claim-of-none"): {"It was never tested.": 8},
    }
    assert [line for line, _ in settled.faults(of, listed)] == [1]
    assert [str(it) for it in settled.gone([of], listed, "u.yml")] == [
        "u.yml:6: 'We found none. …' is settled, or no longer stands in a.md. "
        "Take the entry out: make settle does it."
    ]


def test_pages_about_the_guide_are_free() -> None:
    """What they found is their own matter."""
    assert [*settled.broken(page("We found no fault.", kind="about"))] == []
