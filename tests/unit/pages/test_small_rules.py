"""Addresses, names, glances, grades, the words of a page: each at its edges."""

import pytest
from guide.pages import addresses, certainty, glance, parser, review
from guide.pages.parser import Page

FRONT = "---\ntitle: A\n---\n"


def page(**meta: object) -> Page:
    """Return a page with this front matter."""
    return Page("docs/a.md", meta, "Some  words.\n", "", (), ())


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("index.md", "/"),
        ("living/index.md", "living/"),
        ("living/driving.md", "living/driving/"),
        ("treatments/ivig/evidence.md", "treatments/ivig/evidence/"),
    ],
)
def test_the_address_of_a_file(file: str, address: str) -> None:
    """A folder for each."""
    assert addresses.of(file) == address


def test_old_addresses() -> None:
    """A list of addresses that no page has."""
    pages = {"living/now/": "docs/living/now.md"}
    fine = page(old_addresses=["a/b/", "c-1/"])
    assert addresses.old(fine) == ["a/b/", "c-1/"]
    assert addresses.old(page()) == addresses.old(page(old_addresses="a/")) == []
    assert [*addresses.faults(fine, pages)] == [*addresses.faults(page(), pages)] == []
    assert [*addresses.faults(page(old_addresses="a/"), pages)] == [
        "'old_addresses' is no list. Write each address on a line of its own."
    ]
    wrong = page(old_addresses=["A/", "a", 7, "living/now/"])
    assert [*addresses.faults(wrong, pages)] == [
        "'old_addresses: A/' is no address. Write it as living/driving/.",
        "'old_addresses: a' is no address. Write it as living/driving/.",
        "'old_addresses: 7' is no address. Write it as living/driving/.",
        "'old_addresses: living/now/' is the address of docs/living/now.md. Take it "
        "out, or move that page.",
    ]


def test_what_is_lost() -> None:
    """Pages that lead nowhere, headings that are gone; what leads on is not lost."""
    published = {"zzz/": ["x"], "moved/": ["x"], "here/": ["b", "a", "kept"]}
    now = {"here/": frozenset({"kept", "ab"}), "new/": frozenset[str]()}
    assert [*addresses.lost(published, now, ["moved/"])] == [
        (
            "zzz/",
            "no page stands at 'zzz/' any more, and readers may hold that address. "
            "Name it under 'old_addresses' of the page that answers now.",
        ),
        (
            "here/",
            "the heading '#a' of 'here/' is gone, and readers may hold its address. "
            "Write {#a} behind the heading that answers now, or take it out here. "
            "Did you mean 'ab'?",
        ),
        (
            "here/",
            "the heading '#b' of 'here/' is gone, and readers may hold its address. "
            "Write {#b} behind the heading that answers now, or take it out here. "
            "Did you mean 'ab'?",
        ),
    ]


def test_the_words_of_a_page() -> None:
    """Spaces do not matter; other words have another name."""
    name = review.fingerprint(page())
    assert name == "c0411252"
    assert not review.changed(page())
    assert not review.changed(page(clinician={"name": "N"}))
    assert not review.changed(page(clinician={"words": name}))
    assert review.changed(page(clinician={"words": "00000000"}))


def test_the_name_that_data_calls_a_page() -> None:
    """Its file, or its folder."""
    assert parser.page_name("docs/living/driving.md") == "driving"
    assert parser.page_name("docs/treatments/ivig/index.md") == "ivig"
    assert parser.page_name("docs/treatments/ivig/evidence.md") == "ivig"


def test_something_is_added_at_the_end_of_sections() -> None:
    """Before the next one, or at the end of the page."""
    read = parser.parse(f"{FRONT}# A\n\n## One\n\nWords.\n\n## Two\n\nMore.\n", "a.md")
    added = parser.add(read.body, read, {"One": "ADDED", "Two": "LAST", "Three": "X"})
    assert added == "# A\n\n## One\n\nWords.\n\n\nADDED\n\n## Two\n\nMore.\n\n\nLAST\n"


def test_the_overview_lists_every_treatment() -> None:
    """A line begins with a link."""
    assert glance.listed("- [IVIG](ivig/index.md): helps.") == "ivig/index.md"
    assert glance.listed("- [IVIG](ivig/index.md#a)") == ""
    assert glance.listed("see [IVIG](ivig/index.md)") == ""
    text = "- [IVIG](ivig/index.md): helps.\n- [Other](other.md)"
    assert [*glance.missing(text, ["ivig/index.md", "new.md"])] == [
        "'new.md' is not listed. Give it a line: '- [Name](new.md) ...'."
    ]


@pytest.mark.parametrize(
    ("grade", "written", "said"),
    [
        ("high", "It reduces.", []),
        (
            "high",
            "It may reduce.",
            [
                "a sentence of high certainty says 'may'. Take the word out, or lower "
                "the grade."
            ],
        ),
        ("moderate", "It probably reduces.", []),
        (
            "moderate",
            "It may reduce.",
            [
                "a sentence of moderate certainty does not say 'probably'. Say it so, "
                "or correct the grade."
            ],
        ),
        ("low", "It might reduce.", []),
        (
            "low",
            "It reduces.",
            [
                "a sentence of low certainty does not say 'may'. Say it so, or correct "
                "the grade."
            ],
        ),
        ("very low", "We are Very Uncertain.", []),
        (
            "very low",
            "We are uncertain.",
            [
                "a sentence of very low certainty does not say 'we are very "
                "uncertain'. Say it so, or correct the grade."
            ],
        ),
    ],
)
def test_a_sentence_speaks_as_its_grade(
    grade: str, written: str, said: list[str]
) -> None:
    """Each grade has its word."""
    assert [*certainty.wrong_word(grade, written)] == said
