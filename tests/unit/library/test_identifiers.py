"""Addresses of registries: whose record they name, and where it is asked for."""

import pytest
from guide.library import identifiers
from guide.library.identifiers import Record


@pytest.mark.parametrize(
    ("address", "record"),
    [
        ("https://doi.org/10.1056/NEJMoa01167", Record("doi", "10.1056/NEJMoa01167")),
        ("https://dx.doi.org/10.1000.10/a%2Fb", Record("doi", "10.1000.10/a/b")),
        ("https://www.doi.org//10.1000/a", Record("doi", "10.1000/a")),
        ("https://doi.org/10.100/a", None),
        ("https://doi.org/10.1000/", None),
        ("https://doi.org/the-handbook", None),
        ("https://pubmed.ncbi.nlm.nih.gov/11756577/", Record("pubmed", "11756577")),
        ("https://pubmed.ncbi.nlm.nih.gov/11756577", Record("pubmed", "11756577")),
        ("https://pubmed.ncbi.nlm.nih.gov/1234567890/", None),
        ("https://pubmed.ncbi.nlm.nih.gov/11756577/similar", None),
        ("https://www.ncbi.nlm.nih.gov/pubmed/12", Record("pubmed", "12")),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC12/", Record("pmc", "12")),
        ("https://pmc.ncbi.nlm.nih.gov/articles/pmc12", Record("pmc", "12")),
        ("https://pmc.ncbi.nlm.nih.gov/articles/12", None),
        (
            "https://clinicaltrials.gov/study/nct00001550",
            Record("trials", "NCT00001550"),
        ),
        (
            "https://clinicaltrials.gov/ct2/show/record/NCT00001550/",
            Record("trials", "NCT00001550"),
        ),
        (
            "https://www.clinicaltrials.gov/show/NCT00001550",
            Record("trials", "NCT00001550"),
        ),
        (
            "https://clinicaltrials.gov/beta/study/NCT00001550",
            Record("trials", "NCT00001550"),
        ),
        ("https://clinicaltrials.gov/study/NCT0000155", None),
        ("https://example.org/11756577/", None),
        ("mailto:a@example.org", None),
    ],
)
def test_whose_record_an_address_names(address: str, record: Record | None) -> None:
    """The registry and its identifier; None where a registry cannot tell."""
    assert identifiers.recognise(address) == record


def test_where_a_record_is_asked_for() -> None:
    """A base may have a path of its own, and may end in a slash."""
    assert identifiers.handle_url("https://doi.org/", "10.1000/a<b>/c") == (
        "https://doi.org/api/handles/10.1000/a%3Cb%3E/c"
    )
    assert identifiers.summary_url(
        "https://eutils.example", "pubmed", ["1", "2"], "&tool=x"
    ) == (
        "https://eutils.example/entrez/eutils/esummary.fcgi"
        "?db=pubmed&id=1,2&retmode=json&tool=x"
    )
    assert identifiers.summary_url("http://127.0.0.1:1/e/", "pmc", ["1"], "") == (
        "http://127.0.0.1:1/e/esummary.fcgi?db=pmc&id=1&retmode=json"
    )
    assert identifiers.trial_url("https://ct.example/", "NCT00001550") == (
        "https://ct.example/api/v2/studies/NCT00001550?fields=NCTId&format=json"
    )
