"""The numbers that bring an ambulance: what is refused, and where they are shown."""

from pathlib import Path

import pytest
from conftest import Miniature
from guide.facts import helplines
from guide.findings import FindingsError
from guide.library import bibtex

GOOD = "- {country: Northland, numbers: ['100', '101'], refs: [council2019page]}"
REFUSED = {
    GOOD.replace("council2019page", "council2019pag"): (
        "data.yml:2: 'Northland': the field 'refs' holds 'council2019pag', which is not"
        " in references.bib. Add that source, or correct the key. Did you mean "
        "'council2019page'?"
    ),
    f"{GOOD}\n{GOOD}": (
        "data.yml:3: 'Northland': the field 'country' stands in an earlier country too."
        " Give it another."
    ),
    GOOD.replace("'100'", "100"): (
        "data.yml:2: 'Northland': the field 'numbers' is '100'. Write the numbers in "
        'quotes, as ["999", "112"]; the first is the one on the button.'
    ),
    "- {country: Northland, numbers: ['100']}": (
        "data.yml:2: 'Northland': the field 'refs' is missing. Write the keys of its "
        "sources, as [hse112]; never guess a number."
    ),
}


@pytest.mark.parametrize("written", REFUSED)
def test_a_number_without_a_source_is_refused(
    written: str, tmp_path: Path, miniature: Miniature
) -> None:
    """File, line, what is wrong and what to do."""
    file = tmp_path / "data.yml"
    file.write_text(f"ambulance:\n{written}\n", encoding="utf-8")
    works = bibtex.read(miniature.folder / "references.bib")
    with pytest.raises(FindingsError) as told:
        helplines.read(file, "data.yml", works)
    assert str(told.value) == REFUSED[written]


PAGE = """---
title: Numbers
description: A page of the miniature guide with all numbers to ring in an emergency.
kind: about
reviewed: 2026-11-01
next_review: 2027-05-01
searched_to: 2026-11-01
---

# Numbers

## Emergency numbers by country

Ring one.

## After it

More.
"""


def test_the_numbers_stand_with_their_sources(miniature: Miniature) -> None:
    """In their section, each to be pressed; nothing is lost behind it."""
    (miniature.docs / "numbers.md").write_text(PAGE, encoding="utf-8")
    built = miniature.build()
    assert built.returncode == 0, built.stdout + built.stderr
    article = miniature.article("numbers")
    assert '<a href="tel:100">100</a> or <a href="tel:101">101</a>' in article
    assert article.index("Ring one") < article.index("tel:102") < article.index("More.")
    assert 'href="#fn:council2019page"' in article
