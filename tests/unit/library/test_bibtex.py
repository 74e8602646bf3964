"""The library is read whole, or says entry, line and remedy."""

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from guide.findings import FindingsError
from guide.library import bibtex
from hypothesis import given
from hypothesis import strategies as st

ENTRY = {
    "author": "Dalakas, Marinos C.",
    "title": "A title",
    "journal": "A Journal",
    "year": "2001",
    "design": "randomised trial, crossover",
    "finding": "Stiffness fell.",
    "limits": "Few people.",
    "seen": "https://pubmed.ncbi.nlm.nih.gov/11794398/",
    "checked": "2026-11-22",
}


def entry(
    key: str = "dalakas2001ivig", kind: str = "article", **changed: str | None
) -> str:
    """Return an entry as it is typed; None takes a field out."""
    fields = {**ENTRY, **changed}
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def told(text: str) -> list[str]:
    """Return what is said of a library, line and sentence."""
    with pytest.raises(FindingsError) as error:
        bibtex.parse(text, "b.bib")
    return [f"{f.line}: {f.sentence}" for f in error.value.findings]


def test_a_whole_work() -> None:
    """Each field of a work, its line and its authors."""
    works = bibtex.parse(
        "\n" + entry(doi="10.1056/NEJMoa01167", title=r"GABA \& {GAD}"), "b.bib"
    )
    assert [*works] == ["dalakas2001ivig"]
    work = works["dalakas2001ivig"]
    assert (work.key, work.type, work.line) == ("dalakas2001ivig", "article", 2)
    assert work.get("title") == "GABA & GAD"
    assert work.get("doi") == "10.1056/NEJMoa01167"
    assert work.get("volume") == ""
    assert [str(person) for person in work.authors] == ["Dalakas, Marinos C."]


def test_verbatim_fields_are_not_latex() -> None:
    """A percent sign, an underscore or a tilde of an address stays."""
    address = "https://example.org/a_b%20c~d--e"
    work = bibtex.parse(entry(url=address), "b.bib")["dalakas2001ivig"]
    assert work.get("url") == address


@pytest.mark.parametrize("kind", ["article", "Article", "ARTICLE"])
def test_the_case_of_a_type_does_not_matter(kind: str) -> None:
    """BibTeX knows no case of types and fields."""
    work = bibtex.parse(entry(kind=kind), "b.bib")["dalakas2001ivig"]
    assert work.type == "article"


@pytest.mark.parametrize("missing", bibtex.ALWAYS)
def test_what_every_entry_has(missing: str) -> None:
    """An entry without one of the fields says which, and its kind."""
    assert told(entry("dalakas2001ivig", "article", **{missing: None})) == [
        f"1: 'dalakas2001ivig' has no {missing}. An @article needs one; "
        "add what was seen."
    ]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("article", "journal or doi or url"),
        ("inbook", "booktitle"),
        ("inproceedings", "booktitle"),
        ("manual", "url"),
        ("online", "url"),
    ],
)
def test_what_each_kind_needs(kind: str, said: str) -> None:
    """A kind of entry needs its own field besides."""
    assert told(entry(kind=kind, journal=None)) == [
        f"1: 'dalakas2001ivig' has no {said}. An @{kind} needs one; add what was seen."
    ]


@pytest.mark.parametrize("other", ["doi", "url"])
def test_one_of_the_alternatives_is_enough(other: str) -> None:
    """An article without a journal may have a DOI or an address."""
    value = {"doi": "10.1000/x", "url": "https://example.org/"}[other]
    assert bibtex.parse(entry(journal=None, **{other: value}), "b.bib")


def test_an_unknown_kind() -> None:
    """A kind that we cannot print names those that we can."""
    assert told(entry(kind="thesis")) == [
        "1: 'dalakas2001ivig' is an @thesis. Use one of @article, @inbook, "
        "@inproceedings, @manual, @online."
    ]


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("doi", "10.1234/x", "10.123/x"),
        ("doi", "10.123456789/x", "10.1234567890/x"),
        ("doi", "10.1234/(sici)1<2", "10.1234/x y"),
        ("pmid", "1", "0123"),
        ("pmid", "12345678", "123456789"),
        ("pmcid", "PMC1", "1"),
        ("year", "1800", "1799"),
        ("year", "2099", "2100"),
        ("year", "1956", "56"),
        ("number", "NCT00091897", "NCT0009189"),
        ("url", "http://x.org", "x.org"),
        ("howpublished", "copy", "a copy"),
    ],
)
def test_shapes(field: str, good: str, bad: str) -> None:
    """A value that cannot be one is told, on both sides of its edge."""
    assert bibtex.parse(entry(**{field: good}), "b.bib")
    assert told(entry(**{field: bad})) == [
        f"1: 'dalakas2001ivig' has the {field} '{bad}', which cannot be one. "
        "Look it up again."
    ]


@pytest.mark.parametrize(
    ("field", "written", "bare"),
    [
        ("doi", r"10.1000/a\_b", "10.1000/a_b"),
        ("doi", "10.1000/{a_b}", "10.1000/a_b"),
        ("doi", "doi:10.1000/a", "10.1000/a"),
        ("doi", "https://doi.org/10.1000/a", "10.1000/a"),
        ("url", r"https://a.example/\%20x\&y", "https://a.example/%20x&y"),
        ("url", r"\url{https://a.example/}", "https://a.example/"),
        ("seen", r"https://a.example/\~x", "https://a.example/~x"),
    ],
)
def test_addresses_with_tex(field: str, written: str, bare: str) -> None:
    """An address as LaTeX wants it would be a broken link; the bare one is offered."""
    assert told(entry(**{field: written})) == [
        f"1: 'dalakas2001ivig' has the {field} '{written}', which cannot be one. "
        f"Write {bare}."
    ]


def test_the_number_of_an_article_is_its_issue() -> None:
    """BibTeX calls an issue a number; the number of a trial stays one."""
    [work] = bibtex.parse(entry(number="3"), "b.bib").values()
    assert (work.get("issue"), work.get("number")) == ("3", "")
    [work] = bibtex.parse(entry(number="NCT00091897"), "b.bib").values()
    assert (work.get("issue"), work.get("number")) == ("", "NCT00091897")
    assert told(entry(number="NCT1")) == [
        "1: 'dalakas2001ivig' has the number 'NCT1', which cannot be one. "
        "Look it up again."
    ]


def test_a_field_that_is_not_printed() -> None:
    """What an entry of a kind never shows is told, not swallowed."""
    assert told(entry(booktitle="A book")) == [
        "1: 'dalakas2001ivig' has the field 'booktitle', which an @article does not "
        "print. Take it out, or use another type."
    ]
    assert told(entry(editor="Smith, J."))[0].startswith(
        "1: 'dalakas2001ivig' has the unknown field 'editor'."
    )


def test_the_day_of_the_check() -> None:
    """A day that cannot be, a day to come, and tomorrow, which is today elsewhere."""
    assert told(entry(checked="2026-02-30")) == [
        "1: 'dalakas2001ivig' was checked on '2026-02-30'. Write a date as 2026-11-22."
    ]
    today = date.today()  # noqa: DTZ011 -- as the rule reads it
    tomorrow = today + timedelta(days=1)
    assert bibtex.parse(entry(checked=str(tomorrow)), "b.bib")
    later = today + timedelta(days=2)
    assert told(entry(checked=str(later))) == [
        f"1: 'dalakas2001ivig' was checked on '{later}', which is still to come."
    ]


def test_designs() -> None:
    """A design begins with a known kind; the nearest is offered."""
    assert bibtex.parse(entry(design="case report of two people"), "b.bib")
    assert told(entry(design="case reprot, one person")) == [
        "1: 'dalakas2001ivig' has the unknown design 'case reprot, one person'. "
        "Did you mean 'case report'?"
    ]


@pytest.mark.parametrize("key", ["Dalakas2001", "dalakas-2001", "dalakas.2001"])
def test_keys(key: str) -> None:
    """A key is small letters and digits."""
    assert told(entry(key=key)) == [
        f"1: '{key}' is not a key. Use small letters and digits: surnameYEARword."
    ]


def test_an_unknown_field() -> None:
    """A field that nobody prints is told, with the one that was meant."""
    assert told(entry(jurnal="A Journal")) == [
        "1: 'dalakas2001ivig' has the unknown field 'jurnal'. Did you mean 'journal'?"
    ]


def test_names_with_too_many_commas() -> None:
    """A list of authors with commas is no name."""
    assert told(entry(author="Dalakas, Rakocevic, Fujii"))[0].endswith(
        "Put 'and' between two people. Write 'Family, Jr, Given'."
    )


@pytest.mark.parametrize(
    ("authors", "told_of", "todo"),
    [
        ("Lee J", "Lee J", "Write the family name first and a comma"),
        ("Lee JH", "Lee JH", "Write the family name first and a comma"),
        ("Lee J, Doe K", "Lee J, Doe K", "Write the family name first and a comma"),
        ("王 小明", "王 小明", "Write the family name first and a comma"),
        ("Food and Drug Administration", "Food", "Put an organisation"),
        ("The Study Group", "The Study Group", "Put an organisation"),
        ("Merck & Co", "Merck & Co", "Put an organisation"),
        ("Smith, J. and Jones", "Jones", "Put an organisation"),
        ("Smith, J.; Jones, K.", "Smith, J.; Jones, K.", "Put 'and' between"),
        ("A, B, C, D", "A, B, C, D", "Put 'and' between"),
        ("King, Martin Jr", "King, Martin Jr", "Write 'Family, Jr, Given'."),
        ("Martin King Jr.", "Martin King Jr.", "Write 'Family, Jr, Given'."),
        ("King, Martin, Jr", "King, Martin, Jr", "Put 'and' between two people. Write"),
        ("Smith, John MD", "Smith, John MD", "Leave degrees out."),
        ("Smith, J. and et al.", "et al.", "Write 'and others'"),
        ("SMITH, J.", "SMITH, J.", "Write it in small letters"),
        ("Smith, JOHN", "Smith, JOHN", "Write it in small letters"),
    ],
)
def test_names_read_as_others(authors: str, told_of: str, todo: str) -> None:
    """A name that BibTeX would take for somebody else is told, with the right way."""
    [said] = told(entry(author=authors))
    assert said.startswith(f"1: 'dalakas2001ivig' has the author '{told_of}'. {todo}")


@pytest.mark.parametrize(
    "authors", ["Smith, J. and", "and Smith, J.", "A, B and and C, D"]
)
def test_a_loose_and(authors: str) -> None:
    """An 'and' without a name would be printed as part of one."""
    assert told(entry(author=authors)) == [
        "1: 'dalakas2001ivig' has an 'and' without a name beside it in its authors."
    ]


def test_latex_in_a_name() -> None:
    """A command that nobody knows is told of a name as of a title."""
    assert told(entry(author=r"Tret'\t{ia}kov, N.")) == [
        "1: 'dalakas2001ivig' holds the unknown LaTeX command \\t. "
        "Write the character itself."
    ]


@pytest.mark.parametrize("lineage", ["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"])
def test_lineage(lineage: str) -> None:
    """The parts of a name that come between the commas."""
    assert bibtex.parse(entry(author=f"King, {lineage}, Martin"), "b.bib")


def test_order() -> None:
    """Entries stand in the order of their keys."""
    assert told(entry(key="b") + entry(key="a")) == [
        "12: 'a' comes after 'b'. Sort the entries by key."
    ]
    assert [*bibtex.parse(entry(key="a") + entry(key="b"), "b.bib")] == ["a", "b"]


@pytest.mark.parametrize(
    ("field", "value", "same"),
    [
        ("doi", "10.1000/Ab", "10.1000/aB"),
        ("pmid", "12", "12"),
        ("pmcid", "PMC1", "PMC1"),
    ],
)
def test_identifiers_that_two_entries_share(field: str, value: str, same: str) -> None:
    """One work is one entry; DOIs know no case."""
    text = entry(key="a", **{field: value}) + entry(key="b", **{field: same})
    assert told(text) == [
        f"13: 'b' has the {field} of 'a' (line 1). Keep one entry and cite that one."
    ]


def test_keys_and_fields_twice() -> None:
    """A key twice, in whatever case, and a field twice, at their lines."""
    assert told(entry(key="a") + entry(key="A")) == [
        "12: the key 'A' stands already at line 1. Keep one of the two entries."
    ]
    doubled = entry(key="a").replace("  limits", "  Finding = {More.},\n  limits")
    assert told(doubled) == ["8: the field 'Finding' stands twice. Keep one."]
    assert told("@comment{x,\n}\n" + entry(key="b") + entry(key="b"))[0].startswith(
        "14: the key 'b' stands already at line 3."
    )


def test_latex_that_cannot_be_printed() -> None:
    """The entry is named, and no other finding hides it."""
    text = entry(key="a", title=r"A \nosuch") + entry(key="b", year="1")
    assert told(text) == [
        "1: 'a' holds the unknown LaTeX command \\nosuch. Write the character itself.",
        "12: 'b' has the year '1', which cannot be one. Look it up again.",
    ]


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    """A file in another encoding says so; the name is the one given."""
    path = tmp_path / "x.bib"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(FindingsError) as error:
        bibtex.read(path, "references.bib")
    said = "references.bib:1: the file is not UTF-8 text. Save it as UTF-8."
    assert str(error.value) == said
    path.write_text(entry(), encoding="utf-8")
    assert [*bibtex.read(path)] == ["dalakas2001ivig"]


@given(st.text(alphabet='@article{},="\n abc#%\\', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text ends in another error."""
    with suppress(FindingsError):
        assert isinstance(bibtex.parse(text, "b.bib"), dict)
