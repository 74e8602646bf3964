"""References read as a journal prints them."""

import pytest
from guide.library import vancouver
from guide.library.bibtex import Work
from pybtex.database import Person


def work(kind: str = "article", authors: str = "", **fields: str) -> Work:
    """Return a work of these fields; a line each for its authors."""
    people = tuple(Person(name) for name in authors.splitlines())
    given = {"title": "A title", "checked": "2026-11-02", **fields}
    return Work("key", kind, 1, people, given)


PEOPLE = ("A, Ann", "B, Bo", "C, Cy", "D, Di", "E, Ed", "F, Flo", "G, Gus")


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (PEOPLE[:1], "A A"),
        (PEOPLE[:6], "A A, B B, C C, D D, E E, F F"),
        (PEOPLE, "A A, B B, C C, D D, E E, F F, et al"),
        ((*PEOPLE[:2], "others"), "A A, B B, et al"),
        ((*PEOPLE[:6], "others"), "A A, B B, C C, D D, E E, F F, et al"),
    ],
)
def test_authors(names: tuple[str, ...], read: str) -> None:
    """Six are named, then et al."""
    assert vancouver.authors(tuple(map(Person, names))) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Dalakas, Marinos C.", "Dalakas MC"),
        ("Dupont, Jean-Paul", "Dupont JP"),
        ("van der Berg, Anna", "van der Berg A"),
        ("King, Jr., Martin", "King M Jr"),
        ("King, III, Martin", "King M 3rd"),
        ("King, IV, Martin", "King M 4th"),
        ("King, Sr., Martin", "King M Sr"),
        ("King, II, Martin", "King M 2nd"),
        ("{Food and Drug Administration}", "Food and Drug Administration"),
        ("Ng, M.-K.", "Ng MK"),
        ("Dalakas, MC", "Dalakas MC"),
        ("Dalakas, M C", "Dalakas MC"),
        ("Wang, Xiao Ming", "Wang XM"),
        ("王, 小明", "王 小明"),
        ("Иванов, Пётр", "Иванов П"),
        (r"M{\"u}ller, {\'E}mile", "Müller É"),
    ],
)
def test_names(written: str, read: str) -> None:
    """Family name, initials, lineage."""
    assert vancouver.name(Person(written)) == read


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        (
            {"journal": "N Engl J Med", "year": "2001", "volume": "345", "issue": "26",
             "pages": "1870–1876"},
            "<cite>A title.</cite> N Engl J Med. 2001;345(26):1870-1876.",
        ),
        ({"journal": "J", "year": "2001", "volume": "3"},
         "<cite>A title.</cite> J. 2001;3."),
        ({"journal": "J", "year": "2001"}, "<cite>A title.</cite> J. 2001."),
        ({"journal": "J", "volume": "3", "pages": "4"},
         "<cite>A title.</cite> J. 3:4."),
        ({"journal": "J", "year": "2001", "pages": "4–5"},
         "<cite>A title.</cite> J. 2001:4-5."),
        ({"journal": "J", "year": "2001", "issue": "2", "pages": "4—5"},
         "<cite>A title.</cite> J. 2001;(2):4-5."),
        ({"journal": "J", "title": "Why?"}, "<cite>Why?</cite> J."),
        ({"journal": "J", "title": "Now!"}, "<cite>Now!</cite> J."),
        ({"journal": "J", "title": "Now."}, "<cite>Now.</cite> J."),
        ({"journal": "J", "design": "conference abstract"},
         "<cite>A title [conference abstract].</cite> J."),
        ({"journal": "A & B", "title": "1 < 2"}, "<cite>1 &lt; 2.</cite> A &amp; B."),
    ],
)  # fmt: skip
def test_articles(fields: dict[str, str], read: str) -> None:
    """An article with and without each of its numbers."""
    shown = vancouver.reference(work(doi="10.1/x", **fields))
    assert shown == f'{read} <a href="https://doi.org/10.1/x">DOI</a>'


@pytest.mark.parametrize(
    ("kind", "fields", "read"),
    [
        ("inbook", {"booktitle": "A book", "year": "2020", "pages": "1-2"},
         "<cite>A title.</cite> In: A book. 2020. p. 1-2."),
        ("inbook", {"booktitle": "A book"}, "<cite>A title.</cite> In: A book."),
        ("inproceedings", {"booktitle": "Meeting 2019", "year": "2019"},
         "<cite>A title [conference abstract].</cite> Meeting 2019."),
        ("inproceedings", {"booktitle": "Meeting", "year": "2019"},
         "<cite>A title [conference abstract].</cite> Meeting. 2019."),
        ("inproceedings", {"booktitle": "Meeting 2019", "year": "2019", "volume": "9",
                           "issue": "S1", "pages": "S3"},
         "<cite>A title [conference abstract].</cite> Meeting 2019. 2019;9(S1):S3."),
        ("manual", {"year": "2021"},
         "<cite>A title [medicine label on the Internet].</cite> "
         "2021 [cited 2026 Nov 2]."),
        ("online", {"organization": "NHS"},
         "<cite>A title [Internet].</cite> NHS. [cited 2026 Nov 2]."),
        ("online", {"number": "NCT1", "organization": "NIH"},
         "<cite>A title [trial registry entry NCT1].</cite> NIH. [cited 2026 Nov 2]."),
    ],
)  # fmt: skip
def test_other_kinds(kind: str, fields: dict[str, str], read: str) -> None:
    """Chapters, abstracts, labels, pages, registry entries."""
    shown = vancouver.reference(work(kind, url="https://x.org/", **fields))
    assert shown.startswith(read + ' <a href="https://')


def test_authors_come_first() -> None:
    """Authors, title, place, links."""
    assert vancouver.reference(
        work(authors="A, Ann\nB, Bo", journal="J", pmid="7")
    ) == (
        "A A, B B. <cite>A title.</cite> J. "
        '<a href="https://pubmed.ncbi.nlm.nih.gov/7/">PubMed</a>'
    )


@pytest.mark.parametrize(
    ("fields", "links"),
    [
        (
            {"doi": "10.1/x", "pmid": "7", "pmcid": "PMC8", "number": "NCT9"},
            [
                ("DOI", "https://doi.org/10.1/x"),
                ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/7/"),
                ("Full text (PMC)", "https://pmc.ncbi.nlm.nih.gov/articles/PMC8/"),
                ("ClinicalTrials.gov", "https://clinicaltrials.gov/study/NCT9"),
            ],
        ),
        ({"doi": "10.1/x", "url": "https://x"}, [("DOI", "https://doi.org/10.1/x")]),
        ({"url": "https://x"}, [("Open the source", "https://x")]),
        (
            {"url": "https://x", "howpublished": "copy"},
            [("Open a copy of the source", "https://x")],
        ),
        (
            {"title": "Stiff & man"},
            [
                (
                    "Search PubMed for this title",
                    "https://pubmed.ncbi.nlm.nih.gov/?term=Stiff%20%26%20man",
                )
            ],
        ),
    ],
)
def test_links(fields: dict[str, str], links: list[tuple[str, str]]) -> None:
    """The canonical address first; a copy says that it is one; else a search."""
    assert vancouver.links(work(**fields)) == links


def test_an_address_is_escaped() -> None:
    """Signs of HTML in an address stay inside the attribute."""
    shown = vancouver.reference(work("online", url='https://x/?a="1"&b=2'))
    assert 'href="https://x/?a=&quot;1&quot;&amp;b=2"' in shown
