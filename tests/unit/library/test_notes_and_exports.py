"""What a note shows of a work, and what other programs read of it."""

import json
from pathlib import Path

import pytest
from guide.library import bibtex, exports, notes
from guide.library.bibtex import Work
from pybtex.database import Person

SOURCE = """@article{dalakas2001ivig,
  author = {Dalakas, Marinos C. and King, Jr., Martin and {FDA and Co} and others},
  title = {High-dose \\& {IVIG}},
  journal = {N Engl J Med},
  year = {2001},
  volume = {345},
  issue = {26},
  pages = {1870--1876},
  doi = {10.1056/NEJMoa01167},
  pmid = {11756577},
  design = {randomised trial},
  participants = {16 adults},
  finding = {Stiffness < before.},
  limits = {Few people.},
  seen = {https://doi.org/10.1056/NEJMoa01167},
  checked = {2026-11-02},
}

@online{fda2013,
  author = {{FDA}},
  title = {Clots},
  organization = {FDA},
  url = {https://fda.example/},
  design = {regulator warning},
  finding = {Clots.},
  limits = {A notice.},
  seen = {https://fda.example/},
  checked = {2026-11-22},
}
"""


@pytest.fixture(scope="module", name="works")
def read() -> bibtex.Library:
    """Two works."""
    return bibtex.parse(SOURCE, "b.bib")


def test_a_note(works: bibtex.Library) -> None:
    """Who and when in a few words, and what it is worth, escaped."""
    note = notes.note(works["dalakas2001ivig"])
    assert note.short == "Dalakas MC and others, 2001"
    assert note.worth == (
        "<span><b>Kind</b> randomised trial</span> "
        "<span><b>People</b> 16 adults</span> "
        "<span><b>Found</b> Stiffness &lt; before.</span> "
        "<span><b>Limits</b> Few people.</span>"
    )
    assert note.reference.startswith("Dalakas MC, King M Jr, FDA and Co, et al. <cite>")
    assert notes.short(works["fda2013"]) == "FDA"
    alone = Work("k", "article", 1, (Person("A & B, Ann"),), {"year": "1999"})
    assert notes.note(Work("k", "online", 1, alone.authors, works["fda2013"].fields))
    assert notes.short(alone) == "A & B A, 1999"


def test_csl(works: bibtex.Library) -> None:
    """Every field of an article and of a page."""
    assert exports.csl(works["dalakas2001ivig"]) == {
        "id": "dalakas2001ivig",
        "type": "article-journal",
        "title": "High-dose & IVIG",
        "volume": "345",
        "issue": "26",
        "page": "1870–1876",
        "DOI": "10.1056/NEJMoa01167",
        "PMID": "11756577",
        "note": "Stiffness < before. Few people.",
        "container-title": "N Engl J Med",
        "author": [
            {"family": "Dalakas", "given": "Marinos C."},
            {"family": "King", "given": "Martin", "suffix": "Jr."},
            {"literal": "FDA and Co"},
            {"literal": "others"},
        ],
        "issued": {"date-parts": [[2001]]},
        "accessed": {"date-parts": [[2026, 11, 2]]},
    }
    assert exports.csl(works["fda2013"]) == {
        "id": "fda2013",
        "type": "webpage",
        "title": "Clots",
        "URL": "https://fda.example/",
        "publisher": "FDA",
        "note": "Clots. A notice.",
        "author": [{"literal": "FDA"}],
        "accessed": {"date-parts": [[2026, 11, 22]]},
    }


@pytest.mark.parametrize(
    ("kind", "fields", "named"),
    [
        ("article", {}, "article"),
        ("article", {"journal": "J"}, "article-journal"),
        ("inbook", {"booktitle": "B"}, "chapter"),
        ("inproceedings", {"booktitle": "B"}, "paper-conference"),
        ("manual", {}, "document"),
    ],
)
def test_types_of_csl(kind: str, fields: dict[str, str], named: str) -> None:
    """Each kind of entry under its name; a book is the container."""
    item = exports.csl(Work("k", kind, 1, (), {**fields, "checked": "2026-01-01"}))
    assert item["type"] == named
    assert item.get("container-title") == (
        fields.get("booktitle") or fields.get("journal")
    )
    assert "author" not in item
    assert "issued" not in item


def test_ris(works: bibtex.Library) -> None:
    """A record line by line; pages in two fields."""
    assert exports.ris(works["dalakas2001ivig"]).split("\r\n") == [
        "TY  - JOUR",
        "ID  - dalakas2001ivig",
        "AU  - Dalakas, Marinos C.",
        "AU  - King Jr., Martin",
        "AU  - FDA and Co",
        "AU  - others",
        "TI  - High-dose & IVIG",
        "T2  - N Engl J Med",
        "PY  - 2001",
        "VL  - 345",
        "IS  - 26",
        "DO  - 10.1056/NEJMoa01167",
        "AN  - 11756577",
        "N1  - Stiffness < before.",
        "N1  - Few people.",
        "SP  - 1870",
        "EP  - 1876",
        "Y2  - 2026/11/02",
        "ER  - ",
        "",
    ]
    office = Work("k", "online", 1, (Person("{Office, London}"),), {"checked": "x"})
    assert "AU  - Office – London\r\n" in exports.ris(office)
    page = exports.ris(works["fda2013"])
    assert page.startswith("TY  - ELEC\r\n")
    assert "SP  - " not in page
    assert "EP  - " not in page


def test_the_files(works: bibtex.Library, tmp_path: Path) -> None:
    """The whole library and each entry, in every form; an issue is a number."""
    exports.write(tmp_path, works, SOURCE)
    folder = tmp_path / "evidence" / "library"
    assert sorted(file.name for file in folder.iterdir()) == [
        f"{name}.{ending}"
        for name in ("all-sources", "dalakas2001ivig", "fda2013")
        for ending in ("bib", "json", "ris")
    ]
    written = SOURCE.replace("  issue =", "  number =")
    first, second = written.split("\n\n")
    assert (folder / "dalakas2001ivig.bib").read_text() == first + "\n"
    assert (folder / "fda2013.bib").read_text() == second
    assert (folder / "all-sources.bib").read_text() == written
    listed = json.loads((folder / "all-sources.json").read_text())
    assert [item["id"] for item in listed] == ["dalakas2001ivig", "fda2013"]
    [alone] = json.loads((folder / "fda2013.json").read_text())
    assert alone["title"] == "Clots"
    tagged = (folder / "all-sources.ris").read_bytes()
    assert tagged.count(b"ER  - \r\n") == 2
