"""A judgement counts its grade as GRADE does, and says what it rests on."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from guide.facts import judgements
from guide.facts.judgements import Judgement, Reason
from guide.findings import FindingsError
from guide.library.bibtex import Work

LIBRARY = {"dalakas2001ivig": Work("dalakas2001ivig", "article", 1, (), {})}
TREATMENTS = frozenset({"ivig"})
ENTRY: dict[str, Any] = {
    "id": "ivig-stiffness",
    "treatment": "ivig",
    "outcome": "stiffness",
    "kind": "benefit",
    "says": "IVIG probably reduces stiffness.",
    "studies": ["dalakas2001ivig"],
    "people": 16,
    "compared_with": "placebo",
    "starts": "high",
    "down": [{"why": "few people", "steps": 1, "reason": "One trial of 16."}],
    "grade": "moderate",
    "decided": "2026-11-30",
    "by": "the guide's makers",
}


def read(folder: Path, **changed: object) -> judgements.Judgements:
    """Return what a file with one changed entry holds; None takes a field out."""
    entry = {k: v for k, v in {**ENTRY, **changed}.items() if v is not None}
    path = folder / "judgements.yml"
    path.write_text(yaml.safe_dump({"judgements": [entry]}), encoding="utf-8")
    return judgements.read(path, "j.yml", LIBRARY, TREATMENTS)


def told(folder: Path, **changed: object) -> str:
    """Return what is said of a file with one changed entry."""
    with pytest.raises(FindingsError) as error:
        read(folder, **changed)
    return str(error.value)


def test_a_whole_judgement(tmp_path: Path) -> None:
    """Every field, and what is not written."""
    assert read(tmp_path) == {
        "ivig-stiffness": Judgement(
            id="ivig-stiffness",
            treatment="ivig",
            outcome="stiffness",
            kind="benefit",
            says="IVIG probably reduces stiffness.",
            studies=("dalakas2001ivig",),
            people=16,
            origin="",
            compared_with="placebo",
            starts="high",
            down=(Reason("few people", 1, "One trial of 16."),),
            up=(),
            grade="moderate",
            how_often="",
            decided=date(2026, 11, 30),
            by="the guide's makers",
            differed="",
        )
    }


@pytest.mark.parametrize(
    ("starts", "down", "up", "grade"),
    [
        ("high", 0, 0, "high"),
        ("high", 1, 0, "moderate"),
        ("high", 2, 0, "low"),
        ("high", 3, 0, "very low"),
        ("high", 5, 0, "very low"),
        ("high", 1, 1, "high"),
        ("high", 0, 2, "high"),
        ("low", 0, 0, "low"),
        ("low", 1, 0, "very low"),
        ("low", 0, 1, "moderate"),
        ("low", 0, 2, "high"),
        ("low", 1, 2, "moderate"),
        ("label", 0, 0, "known danger"),
    ],
)
def test_counting(starts: str, down: int, up: int, grade: str) -> None:
    """Start, less the downs, plus the ups, between the lowest and the highest."""
    assert judgements.counted(starts, down, up) == grade


def test_a_grade_that_does_not_add_up(tmp_path: Path) -> None:
    """The count says which grade is due."""
    assert told(tmp_path, grade="high") == (
        "j.yml:2: 'ivig-stiffness': the grade is 'high', but from high, 1 down and "
        "0 up it is 'moderate'. Correct one of them."
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"treatment": "ivg"}, "the treatment 'ivg' has no page of that name. "
         "Did you mean 'ivig'?"),
        ({"studies": ["dalakas2001ivg"]}, "'dalakas2001ivg' is not in references.bib. "
         "Did you mean 'dalakas2001ivig'?"),
        ({"decided": "2026-02-30"},
         "'decided: 2026-02-30' is no day. Write it as 2026-11-30."),
        ({"kind": "harm"},
         "a harm does not say 'how_often'. Write it, or 'not counted in SPS'."),
        ({"people": 0}, "nobody with SPS was counted. Write under 'from' whom the "
         "evidence is of."),
        ({"starts": "label", "grade": "known danger"},
         "a known danger is not graded. Take 'down' and 'up' out."),
        ({"starts": "label", "grade": "high", "down": None}, "the grade is 'high', but "
         "from label, 0 down and 0 up it is 'known danger'. Correct one of them."),
        ({"says": "IVIG reduces stiffness."},
         "a sentence of moderate certainty does not say "
         "'probably'. Say it so, or correct the grade."),
        ({"grade": "middling"},
         "the field 'grade' is 'middling'. Write high, moderate, low, "
         "very low, or known danger where it starts at label."),
        ({"says": None}, "the field 'says' is missing. Write the statement in one "
         "plain sentence whose verb fits the grade."),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, changed: dict[str, object], said: str) -> None:
    """Each fault in one sentence, at the line of its entry."""
    assert told(tmp_path, **changed) == f"j.yml:2: 'ivig-stiffness': {said}"


def test_a_harm_from_others(tmp_path: Path) -> None:
    """A harm in people without SPS names them, and how often it comes."""
    [harm] = read(
        tmp_path,
        kind="harm",
        people=0,
        how_often="about 1 in 20 drips",
        **{"from": "people with other illnesses"},
    ).values()
    assert (harm.origin, harm.how_often) == (
        "people with other illnesses",
        "about 1 in 20 drips",
    )
