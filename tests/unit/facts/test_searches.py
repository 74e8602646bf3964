"""A search says where was looked, with which words, and what came of it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from guide.facts import searches, unsettled
from guide.facts.searches import Collection, Search
from guide.facts.studies import Studies
from guide.findings import FindingsError
from guide.library.bibtex import Work
from pybtex.database import Person

LIBRARY = {"ash2001ivig": Work("ash2001ivig", "article", 1, (Person("Ash, A"),), {})}
STUDIES = Studies({}, {}, ())
PLACES = {
    "library": {"says": "our sources"},
    "list": {"says": "a list", "url": "https://x/"},
}
ENTRY: dict[str, Any] = {
    "id": "ivig-children",
    "question": "a study of IVIG in children",
    "in": ["library", "list"],
    "words": "ivig child*",
    "day": "2026-12-01",
    "found": 4,
    "read": 3,
    "result": "No study.",
}


def read(folder: Path, **changed: object) -> searches.Searches:
    """Return what a file with one changed entry holds; None takes a field out."""
    entry = {k: v for k, v in {**ENTRY, **changed}.items() if v is not None}
    path = folder / "searches.yml"
    whole = {"searches": [entry], "collections": PLACES}
    path.write_text(yaml.safe_dump(whole, sort_keys=False), encoding="utf-8")
    return searches.read(path, "s.yml", LIBRARY, STUDIES)


def test_a_whole_search(tmp_path: Path) -> None:
    """Every field, with what bears on it in words."""
    [found] = read(tmp_path, weaker=["ash2001ivig"]).values()
    assert found == Search(
        id="ivig-children",
        question="a study of IVIG in children",
        within=(Collection("our sources"), Collection("a list", "https://x/")),
        words="ivig child*",
        day=date(2026, 12, 1),
        found=4,
        read=3,
        result="No study.",
        weaker={"ash2001ivig": "Ash A"},
    )
    assert dict(found.told)["Found"] == "4 records, 3 read"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"in": ["libary"]}, "'libary' is not among the 'collections' above. "
         "Did you mean 'library'?"),
        ({"day": "2026-02-30"},
         "'day: 2026-02-30' is no day. Write it as 2026-12-01."),
        ({"read": 5},
         "more records were read than found. Correct one of the two counts."),
        ({"weaker": ["ash2001ivg"]}, "'ash2001ivg' is neither in references.bib nor in "
         "data/studies.yml. Did you mean 'ash2001ivig'?"),
        ({"words": None}, "the field 'words' is missing. Write the words that were "
         "searched, as make search-library takes them."),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, changed: dict[str, object], said: str) -> None:
    """Each fault in one sentence, at the line of its entry."""
    with pytest.raises(FindingsError) as error:
        read(tmp_path, **changed)
    assert str(error.value) == f"s.yml:2: 'ivig-children': {said}"


def test_the_list_of_the_unsettled_is_written_as_it_is_read(tmp_path: Path) -> None:
    """Each sentence on its line; a rule or file without one goes."""
    path = tmp_path / "u.yml"
    listed = {
        ("a.md", "absence"): {'We "found" no é.': 7, "None: none.": 8},
        ("a.md", "claim-of-none"): {"Never tested.": 10},
        ("b.md", "absence"): {"We saw none.": 13},
    }
    path.write_text(unsettled.written(listed), encoding="utf-8")
    assert unsettled.read(path, "u.yml") == listed
    path.write_text(unsettled.written({**listed, ("a.md", "absence"): {}}))
    assert ("a.md", "absence") not in unsettled.read(path, "u.yml")
    path.write_text(unsettled.written({("a.md", "absence"): {}}))
    assert unsettled.read(path, "u.yml") == {}
