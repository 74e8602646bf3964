"""What is looked through for a report: each once, by words that bend."""

from pathlib import Path

import pytest
from guide.facts import holdings
from guide.facts.holdings import Record
from guide.facts.studies import Outcome, Study
from guide.library.bibtex import Work

STUDY = Study(
    key="doe2001",
    year=2001,
    design="series",
    form=("classic",),
    antibodies=("GAD",),
    age="adults",
    people=4,
    planned=0,
    given="given",
    described="",
    who="who",
    comparison="",
    outcomes=(Outcome("ivig", "better", None, None),),
    together=False,
    found="found",
    harms="harms",
    counted_in="",
    overlaps=(),
    read="summary",
    registry="",
    refs=(),
    work="Doe and Roe. A Thing. Journal 2001",
    doi="10.1000/A",
    pmid="11",
    url="",
)


def test_the_library() -> None:
    """Title and notes, and by what it is known; a trial's number makes it a trial."""
    fields = {
        "title": "The <i>Title</i>",
        "participants": "Two people",
        "finding": "Better",
        "limits": "Small",
        "year": "2001",
        "doi": "10.1000/A",
        "pmid": "11",
    }
    works = {
        "a": Work("a", "article", 1, (), fields),
        "b": Work("b", "online", 9, (), {"number": "NCT1", "title": "B"}),
    }
    assert list(holdings.library(works)) == [
        Record(
            ("library",),
            "a",
            "2001",
            "The <i>Title</i>",
            "The <i>Title</i> Two people Better Small",
            frozenset({"key:a", "doi:10.1000/a", "pmid:11", "title:the title"}),
        ),
        Record(
            ("library", "trials"),
            "b",
            "",
            "B",
            "B   ",
            frozenset({"key:b", "title:b"}),
        ),
    ]


def test_the_catalogue() -> None:
    """What the library does not hold, its title without its authors."""
    held = Study(**{**STUDY.__dict__, "refs": ("a",)})
    undated = Study(**{**STUDY.__dict__, "key": "x", "year": None})
    first, second = holdings.catalogue([held, STUDY, undated])
    assert first == Record(
        ("catalogue",),
        "doe2001",
        "2001",
        "Doe and Roe. A Thing. Journal 2001",
        "Doe and Roe. A Thing. Journal 2001 given who found harms adults",
        frozenset({"key:doe2001", "doi:10.1000/a", "pmid:11", "title:a thing"}),
    )
    assert second.year == ""


def test_a_bibliography(tmp_path: Path) -> None:
    """With abstracts or without; the DOI of a whole supplement tells nothing apart."""
    path = tmp_path / "b.csv"
    path.write_text(
        "\ufeffyear,title,doi,pmid,abstract\n"
        "2001,One,10.1/S,1,Walks\n"
        "2002,Two,10.1/s,2,\n"
        "2003,Three,10.1/T,3,Runs\n",
        encoding="utf-8",
    )
    assert list(holdings.bibliography(path)) == [
        Record(
            ("bibliography",),
            "",
            "2001",
            "One",
            "One Walks",
            frozenset({"pmid:1", "title:one"}),
        ),
        Record(
            ("bibliography",),
            "",
            "2002",
            "Two",
            "Two ",
            frozenset({"pmid:2", "title:two"}),
        ),
        Record(
            ("bibliography",),
            "",
            "2003",
            "Three",
            "Three Runs",
            frozenset({"doi:10.1/t", "pmid:3", "title:three"}),
        ),
    ]
    path.write_text("year,title,doi,pmid\n2001,One,,\n", encoding="utf-8")
    assert list(holdings.bibliography(path)) == [
        Record(("titles",), "", "2001", "One", "One ", frozenset({"title:one"}))
    ]


def test_a_file_that_is_no_bibliography(tmp_path: Path) -> None:
    """The first column that is missing is named."""
    path = tmp_path / "b.csv"
    path.write_text("year,name\n", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"b\.csv has no column 'doi'\. Name another\."
    ):
        list(holdings.bibliography(path))
    path.write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="no column 'doi'"):
        list(holdings.bibliography(path))


def record(within: str, text: str, *identities: str, year: str = "") -> Record:
    """Return a record of one collection."""
    return Record((within,), text, year, text, text, frozenset(identities))


def test_each_once_however_many_hold_it() -> None:
    """Key and title of the first, all words, all names, the first year that is told."""
    found = holdings.joined(
        [
            record("library", "one", "doi:1", "key:a"),
            record("titles", "two", "pmid:2"),
            record("catalogue", "three", "doi:1", "title:t", year="2001"),
            record("titles", "four", "title:t", year="1999"),
            record("library", "five", "key:a"),
        ]
    )
    assert found == [
        Record(
            ("library", "catalogue", "titles"),
            "one",
            "2001",
            "one",
            "one three four five",
            frozenset({"doi:1", "key:a", "title:t"}),
        ),
        Record(("titles",), "two", "", "two", "two", frozenset({"pmid:2"})),
    ]


TEXTS = {
    "children": "Children on IVIG",
    "child": "A child on immunoglobulins",
    "adult": "Stiff-person syndrome in <i>adults</i>",
    "naive": "Na\u00efve people",
}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("child*", ["children", "child"]),
        ("child", ["child"]),
        ("ivig|immunoglobulin*", ["children", "child"]),
        ("child* ivig", ["children"]),
        ("IVIG", ["children"]),
        ("naive", ["naive"]),
        ('"stiff person"', ["adult"]),
        ("adults", ["adult"]),
        ("hildren", []),
        ("stiff-person", ["adult"]),
    ],
)
def test_records_that_hold_all_words(words: str, found: list[str]) -> None:
    """Whatever their accents, hyphens, tags and capitals."""
    records = [Record((), key, "", key, it, frozenset()) for key, it in TEXTS.items()]
    assert [it.key for it in holdings.matching(words, records)] == found


def test_nothing_to_look_for() -> None:
    """A sentence says how words are named."""
    with pytest.raises(
        ValueError, match=r'name what to look for, as WORDS="ivig child'
    ):
        holdings.matching("  ", [])
    with pytest.raises(ValueError, match="closing quotation"):
        holdings.matching('"open', [])
