"""Settings: exceptions end on their day, and faults are sentences."""

from datetime import date

import pytest
from guide.links.settings import Exempt, Settings, parse

EXCEPTION = '[[exception]]\nurl = "https://a.example/x"\nreason = " Slow. "\nuntil = 2027-01-31\n'  # noqa: E501 -- a long pattern or address


def test_an_exception_is_read() -> None:
    """With its reason and end; canaries are named or not."""
    exempt = Exempt("https://a.example/x", "Slow.", date(2027, 1, 31))
    assert parse(EXCEPTION, "l") == Settings((exempt,), None)
    assert parse("", "l") == Settings((), None)
    assert parse("canaries = []", "l") == Settings((), ())
    both = parse('canaries = ["a", "b"]\n' + EXCEPTION, "l")
    assert both == Settings((exempt,), ("a", "b"))


@pytest.mark.parametrize(
    ("pattern", "url", "covered"),
    [
        ("https://a.example/x", "https://a.example/x", True),
        ("https://a.example/x", "https://a.example/x2", False),
        ("https://a.example/x*", "https://a.example/x2", True),
        ("https://a.example/x*", "https://a.example/x", True),
        ("https://a.example/x*", "https://a.example/y", False),
        ("https://a.example/*/x", "https://a.example/b/x", False),
    ],
)
def test_a_star_covers_all_that_begin_so(
    pattern: str, url: str, *, covered: bool
) -> None:
    """Only at the end."""
    assert Exempt(pattern, "r", date(2027, 1, 31)).covers(url) is covered


@pytest.mark.parametrize(
    ("today", "held"), [(date(2027, 1, 31), True), (date(2027, 2, 1), False)]
)
def test_an_exception_holds_to_the_end_of_its_day(today: date, *, held: bool) -> None:
    """The day after, the link is asked again."""
    settings = parse(EXCEPTION, "l")
    found = settings.exemption("https://a.example/x", today)
    assert (found == settings.exempt[0]) is held
    assert settings.exemption("https://b.example/", today) is None


def test_an_exception_that_still_holds_outlives_one_that_has_ended() -> None:
    """The same address may have two."""
    old = EXCEPTION.replace("2027", "2020")
    settings = parse(old + EXCEPTION, "l")
    found = settings.exemption("https://a.example/x", date(2026, 1, 1))
    assert found == settings.exempt[1]


def test_an_end_with_an_hour_ends_with_its_day() -> None:
    """A date is meant."""
    text = EXCEPTION.replace("2027-01-31", "2027-01-31T08:00:00Z")
    assert parse(text, "l").exempt[0].until == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x", "links.toml: this is not TOML: "),
        ("canary = 1",
         "links.toml: the key 'canary' is unknown. Did you mean 'canaries'?"),
        ("zzz = 1", "links.toml: the key 'zzz' is unknown."),
        (
            'canaries = "x"',
            'links.toml: canaries must be a list of addresses: ["https://..."].',
        ),
        (
            "canaries = [1]",
            'links.toml: canaries must be a list of addresses: ["https://..."].',
        ),
        ("[exception]", "links.toml: write [[exception]] with two brackets."),
        (
            "exception = [1]",
            "links.toml: exception 1 must be a table with url, reason and until.",
        ),
        (
            EXCEPTION + '[[exception]]\nreason = "x"',
            'links.toml: exception 2 lacks its url: url = "...".',
        ),
        (
            EXCEPTION.replace(" Slow. ", " "),
            'links.toml: exception 1 lacks its reason: reason = "...".',
        ),
        (
            EXCEPTION.replace("reason", "why"),
            "links.toml: exception 1: the key 'why' is unknown.",
        ),
        (
            EXCEPTION.replace("2027-01-31", '"2027-01-31"'),
            "links.toml: exception 1 lacks its end: "
            "until = 2027-01-31 (without quotes).",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_a_sentence(text: str, sentence: str) -> None:
    """With file, place and remedy."""
    with pytest.raises(ValueError, match=r".") as error:
        parse(text, "links.toml")
    if sentence.endswith("TOML: "):
        assert str(error.value).startswith(sentence)
    else:
        assert str(error.value) == sentence
