"""The catalogue: what is typed becomes a report, and what cannot be is told."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from guide.facts import studies
from guide.facts.studies import Outcome, Studies, Study, Treatment
from guide.findings import FindingsError
from guide.library.bibtex import Work

LIBRARY = {
    "one2001a": Work("one2001a", "article", 1, (), {"doi": "10.1000/a", "pmid": "11"}),
    "two2002b": Work("two2002b", "article", 9, (), {}),
}
ENTRY: dict[str, Any] = {
    "key": "one2001a",
    "year": 2001,
    "design": "series",
    "form": ["classic", "PERM"],
    "antibodies": ["GAD"],
    "age": "adults",
    "people": 4,
    "who": "four adults",
    "outcomes": {"ivig": "better"},
    "found": "They walked.",
    "harms": "not told",
    "read": "summary",
    "refs": ["two2002b"],
}
SMALLEST = Study(
    key="one2001a",
    year=2001,
    design="series",
    form=("classic", "PERM"),
    antibodies=("GAD",),
    age="adults",
    people=4,
    planned=0,
    given="",
    described="",
    who="four adults",
    comparison="",
    outcomes=(Outcome("ivig", "better", None, None),),
    together=False,
    found="They walked.",
    harms="not told",
    counted_in="",
    overlaps=(),
    read="summary",
    registry="",
    refs=("two2002b",),
    work="",
    doi="",
    pmid="",
    url="",
)


def whole(*entries: dict[str, Any], pages: tuple[str, ...] = ("ivig",)) -> str:
    """Return a file of reports with two treatments."""
    return yaml.safe_dump(
        {
            "bibliography": {"name": "A list", "url": "https://list.example/"},
            "pages": {"ivig": "IVIG"},
            "treatments": {
                "ivig": {"name": "IVIG", "pages": list(pages)},
                "steroids": {"name": "Steroids", "pages": ["ivig"]},
            },
            "studies": list(entries),
        },
        sort_keys=False,
    )


def changed(**fields: object) -> dict[str, Any]:
    """Return the entry with other fields; None takes a field out."""
    return {k: v for k, v in {**ENTRY, **fields}.items() if v is not None}


def read(
    folder: Path, *entries: dict[str, Any], pages: tuple[str, ...] = ("ivig",)
) -> Studies:
    """Return what a file of these entries holds."""
    path = folder / "studies.yml"
    path.write_text(whole(*entries, pages=pages), encoding="utf-8")
    return studies.read(path, "s.yml", LIBRARY)


def one(folder: Path, **fields: object) -> Study:
    """Return the report of a file with one changed entry."""
    return read(folder, changed(**fields)).all[0]


def told(folder: Path, *others: dict[str, Any], **fields: object) -> str:
    """Return what is said of a file with one changed entry."""
    with pytest.raises(FindingsError) as error:
        read(folder, changed(**fields), *others)
    return str(error.value)


def test_what_is_not_written(tmp_path: Path) -> None:
    """The fields that may be left out are empty, none is guessed."""
    assert read(tmp_path, ENTRY) == Studies(
        {"ivig": "IVIG"},
        {
            "ivig": Treatment("IVIG", ("ivig",)),
            "steroids": Treatment("Steroids", ("ivig",)),
        },
        (SMALLEST,),
    )


def test_what_is_written(tmp_path: Path) -> None:
    """Every field that can be typed arrives."""
    other = changed(key="two2002b")
    found = read(
        tmp_path,
        other,
        changed(
            design="randomised trial",
            planned=20,
            given="IVIG and steroids",
            described="blind",
            comparison="placebo",
            outcomes={"ivig": {"people": 3, "better": 2, "result": "mixed"}},
            together=True,
            counted_in="two2002b",
            overlaps=["two2002b"],
            registry="NCT00000001",
            refs=None,
            work="Doe and Roe. A thing. Journal 2001",
            doi="10.1000/b",
            pmid="22",
        ),
    ).all[1]
    assert found == Study(
        **{
            **SMALLEST.__dict__,
            "design": "randomised trial",
            "planned": 20,
            "given": "IVIG and steroids",
            "described": "blind",
            "comparison": "placebo",
            "outcomes": (Outcome("ivig", "mixed", 3, 2),),
            "together": True,
            "counted_in": "two2002b",
            "overlaps": ("two2002b",),
            "registry": "NCT00000001",
            "refs": (),
            "work": "Doe and Roe. A thing. Journal 2001",
            "doi": "10.1000/b",
            "pmid": "22",
            "url": "https://doi.org/10.1000/b",
        }
    )


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"doi": "10.1000/x", "pmid": "22"}, "https://doi.org/10.1000/x"),
        ({"pmid": "22"}, "https://pubmed.ncbi.nlm.nih.gov/22/"),
        ({}, "https://list.example/"),
        ({"url": "https://own.example/", "pmid": "22"}, "https://own.example/"),
    ],
)
def test_where_a_reader_finds_it(
    tmp_path: Path, fields: dict[str, str], url: str
) -> None:
    """By its own address, its DOI, its PubMed number, or the list it was read in."""
    assert one(tmp_path, refs=None, work="Doe. A thing", **fields).url == url


@pytest.mark.parametrize("known", [{"doi": "10.1000/a"}, {"pmid": "11"}])
def test_a_work_that_the_library_holds_is_that_source(
    tmp_path: Path, known: dict[str, str]
) -> None:
    """An identifier alone leads to the entry; name and address are the library's."""
    found = one(tmp_path, refs=None, work="Doe. A thing", **known)
    assert (found.refs, found.work, found.url) == (("one2001a",), "", "")


def test_numbers_that_no_source_tells(tmp_path: Path) -> None:
    """Words in place of a number are None."""
    found = one(tmp_path, year="not told", people="not told")
    assert (found.year, found.people) == (None, None)


@pytest.mark.parametrize(
    ("fields", "people"),
    [({"design": "single case", "people": 1}, 1), ({"people": 4}, None)],
)
def test_the_one_person_of_a_case_had_each_treatment(
    tmp_path: Path, fields: dict[str, Any], people: int | None
) -> None:
    """Of several people nobody is counted who was not told."""
    assert one(tmp_path, **fields).outcomes == (
        Outcome("ivig", "better", people, None),
    )


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [
        ({"ivig": "better"}, "better"),
        ({"ivig": "better", "steroids": "better"}, "better"),
        ({"ivig": "better", "steroids": "not told"}, "better"),
        ({"ivig": "better", "steroids": "same"}, "mixed"),
        ({"ivig": "not told"}, "not told"),
    ],
)
def test_the_result_of_all(
    tmp_path: Path, outcomes: dict[str, str], result: str
) -> None:
    """One where all agree, mixed where they do not, untold where nothing is told."""
    assert one(tmp_path, outcomes=outcomes).result == result


@pytest.mark.parametrize(
    ("design", "kind"),
    [
        ("randomised trial", "Compared with placebo"),
        ("placebo-controlled study", "Compared with placebo"),
        ("single-arm trial", "Trials and series without a comparison"),
        ("series", "Trials and series without a comparison"),
        ("survey", "Trials and series without a comparison"),
        ("review of reports", "Reviews of reports"),
        ("trial without results", "No result"),
        ("withdrawn trial", "No result"),
    ],
)
def test_what_it_is_counted_among(tmp_path: Path, design: str, kind: str) -> None:
    """Trials, series, cases and reviews never share a total."""
    assert one(tmp_path, design=design).kind == kind


@pytest.mark.parametrize(
    ("year", "label"), [(2001, "Doe and Roe 2001"), ("not told", "Doe and Roe")]
)
def test_how_the_text_calls_it(tmp_path: Path, year: int | str, label: str) -> None:
    """By the authors of its name, and its year if it has one."""
    work = "Doe and Roe. A thing. Journal"
    assert one(tmp_path, refs=None, work=work, year=year).label == label


def test_the_order_in_which_they_are_shown(tmp_path: Path) -> None:
    """Against placebo first, then series, then cases; the last year first, by key."""
    found = read(
        tmp_path,
        changed(key="case", design="single case", people=1, year=2020),
        changed(key="old", year=1999),
        changed(key="undated", year="not told"),
        changed(key="b", year=2010),
        changed(key="a", year=2010),
        changed(key="trial", design="randomised trial", year=1990),
    )
    order = ["trial", "a", "b", "old", "undated", "case"]
    assert [it.key for it in found.of("ivig")] == order
    assert found.of("steroids") == ()
    assert [it.key for it in found.of("steroids", "ivig")] == order


def test_treatments_of_a_page(tmp_path: Path) -> None:
    """Those that name it."""
    found = read(tmp_path, ENTRY)
    assert found.on("ivig") == ("ivig", "steroids")
    assert found.on("other") == ()


def test_what_was_given_in_words(tmp_path: Path) -> None:
    """As it is typed, else the names of its treatments."""
    both = {"ivig": "better", "steroids": "same"}
    found = read(tmp_path, changed(outcomes=both), changed(key="b", given="Two drips"))
    assert found.given_name(found.all[0]) == "IVIG; Steroids"
    assert found.given_name(found.all[1]) == "Two drips"


def test_a_treatment_on_a_page_without_a_name(tmp_path: Path) -> None:
    """The page is named, and the nearest one."""
    with pytest.raises(FindingsError) as error:
        read(tmp_path, ENTRY, pages=("ivigs",))
    assert str(error.value) == (
        "s.yml:1: the treatment 'ivig' names the page 'ivigs', which has no name. "
        "Add it under pages. Did you mean 'ivig'?"
    )


EACH = "s.yml:16: 'one2001a': "
FAULTS = [
    (
        {"outcomes": {"ivgi": "better"}},
        "the field 'outcomes' holds 'ivgi', which has no name. Add it under "
        "treatments, above the studies. Did you mean 'ivig'?",
    ),
    (
        {"refs": ["two2002a"]},
        "the field 'refs' holds 'two2002a', which is not in references.bib. Add that "
        "source, or correct the key. Did you mean 'two2002b'?",
    ),
    (
        {"refs": None},
        "give either the field 'refs', for a source in references.bib, or the field "
        "'work', for one that is not.",
    ),
    (
        {"work": "Doe. A thing"},
        "give either the field 'refs', for a source in references.bib, or the field "
        "'work', for one that is not.",
    ),
    (
        {"people": 0},
        "the field 'people' is '0', but there is a result. Count the people, or "
        "correct the field 'design'.",
    ),
    (
        {"counted_in": "one2001a"},
        "the field 'counted_in' holds 'one2001a', which is no other study. Correct "
        "the key.",
    ),
    (
        {"overlaps": ["xyz"]},
        "the field 'overlaps' holds 'xyz', which is no other study. Correct the key.",
    ),
    (
        {"design": "single case", "people": 2},
        "the field 'people' is '2', but the field 'design' is 'single case'. One "
        "person is a single case, more are a series.",
    ),
    (
        {"people": 1},
        "the field 'people' is '1', but the field 'design' is 'series'. One person "
        "is a single case, more are a series.",
    ),
    (
        {"design": "survey", "people": 1},
        "the field 'people' is '1', but the field 'design' is 'survey'. One person "
        "is a single case, more are a series.",
    ),
    (
        {"outcomes": {"ivig": {"people": 5, "result": "better"}}},
        "of 'ivig' 5 people are told, but 4 in all.",
    ),
    (
        {"outcomes": {"ivig": {"people": 3, "better": 4, "result": "better"}}},
        "of 'ivig' 4 are better, but 3 had it.",
    ),
    (
        {"outcomes": {"ivig": {"better": 5, "result": "better"}}},
        "of 'ivig' 5 are better, but 4 had it.",
    ),
    (
        {"read": "title"},
        "of 'ivig' the result is 'better', but only a title was read. A title "
        "supports no result: write 'not told'.",
    ),
    (
        {"read": "title", "outcomes": {"ivig": {"result": "same"}}},
        "of 'ivig' the result is 'same', but only a title was read. A title "
        "supports no result: write 'not told'.",
    ),
]


@pytest.mark.parametrize(("fields", "said"), FAULTS)
def test_what_does_not_fit(tmp_path: Path, fields: dict[str, Any], said: str) -> None:
    """One sentence, with the line of the entry and what to do."""
    assert told(tmp_path, **fields) == f"{EACH}{said}"


FINE: list[dict[str, Any]] = [
    {"design": "trial without results", "people": 0},
    {"design": "withdrawn trial", "people": 0},
    {"people": "not told"},
    {"design": "single case", "people": 1},
    {"design": "randomised trial", "people": 1},
    {"outcomes": {"ivig": {"people": 4, "better": 4, "result": "better"}}},
    {"people": "not told", "outcomes": {"ivig": {"better": 9, "result": "better"}}},
    {"read": "title", "outcomes": {"ivig": "not told"}},
    {"outcomes": {"ivig": {"better": 0, "result": "same"}}},
]


@pytest.mark.parametrize("fields", FINE)
def test_what_fits(tmp_path: Path, fields: dict[str, Any]) -> None:
    """The other side of each edge."""
    assert one(tmp_path, **fields).key == "one2001a"


def test_a_study_may_name_another(tmp_path: Path) -> None:
    """That counts the same people, or some of them."""
    other = changed(key="two2002b")
    fields = changed(counted_in="two2002b", overlaps=["two2002b"])
    found = read(tmp_path, fields, other).all[0]
    assert (found.counted_in, found.overlaps) == ("two2002b", ("two2002b",))
