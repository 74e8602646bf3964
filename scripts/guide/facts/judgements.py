"""Judgements: how sure each statement on an outcome is, and why, counted as GRADE does.

Read from YAML, held to its schema. The method: Guyatt and others, GRADE guidelines.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from guide.facts import entries
from guide.facts.entries import Written
from guide.facts.reference_checks import Changes
from guide.findings import nearest
from guide.library.bibtex import Library
from guide.pages import certainty

FORM = entries.Form(
    Path(__file__).parent / "judgements.schema.json",
    "judgements",
    "judgement",
    key="id",
)
GRADES = ("very low", "low", "moderate", "high")
LABEL, DANGER = "label", certainty.DANGER
STARTED = {
    "high": "high: a randomised comparison",
    "low": "low: no randomised comparison",
    LABEL: "a warning of a label or a regulator, outside the four grades",
}
STARTS = {"high": GRADES.index("high"), "low": GRADES.index("low")}


@dataclass(frozen=True)
class Reason:
    """Why a grade goes down or up, and by how many steps."""

    why: str
    steps: int
    reason: str


@dataclass(frozen=True)
class Judgement:
    """One judgement, as `judgements.schema.json` describes its fields.

    Attributes:
        origin: the people without SPS that all evidence is from, or "".
        doubts: what became of sources that it rests on.
    """

    id: str
    treatment: str
    outcome: str
    kind: str
    says: str
    studies: tuple[str, ...]
    people: int
    origin: str
    compared_with: str
    starts: str
    down: tuple[Reason, ...]
    up: tuple[Reason, ...]
    grade: str
    how_often: str
    decided: date
    by: str
    differed: str
    doubts: tuple[str, ...] = ()

    @property
    def reasons(self) -> Iterator[tuple[str, str]]:
        """Why it is graded so: a few words, and what they say."""
        for doubt in self.doubts:
            yield "Beware", doubt
        yield "Rests on", self.people_said
        yield "Compared with", self.compared_with
        yield "Starts", STARTED[self.starts]
        for reason in self.down:
            yield f"Down {reason.steps}, {reason.why}", reason.reason
        for reason in self.up:
            yield f"Up {reason.steps}, {reason.why}", reason.reason
        if self.how_often:
            yield "How often", self.how_often
        if self.differed:
            yield "Our two readers", self.differed

    def doubted(self, changes: Changes) -> "Judgement":
        """Return it with a sentence for each source that was retracted or doubted."""
        told = (changes[key] for key in self.studies if key in changes)
        doubts = (f"{it.key}: {it.said}" for it in told if it.is_grave)
        return replace(self, doubts=tuple(doubts))

    @property
    def people_said(self) -> str:
        """Whom it rests on, in a few words."""
        if not self.people:
            return self.origin
        noun = "person" if self.people == 1 else "people"
        return f"{self.people} {noun} with SPS"

    @property
    def label(self) -> str:
        """Its grade as a reader sees it, as "moderate certainty"."""
        return self.grade if self.grade == DANGER else f"{self.grade} certainty"


Judgements = Mapping[str, Judgement]


def read(
    path: Path, name: str, library: Library, treatments: frozenset[str]
) -> Judgements:
    """Return the judgements of a YAML file by their id.

    Args:
        path: the file.
        name: what findings call it.
        library: the works that a judgement may rest on.
        treatments: the file names of the pages about a treatment.

    Raises:
        FindingsError: the file cannot be read, or breaks a rule.
    """
    written = entries.read(path, name, FORM, partial(_faults, library, treatments))
    return {entry["id"]: _judgement(entry) for entry in written["judgements"]}


def counted(starts: str, down: int, up: int) -> str:
    """Return the grade that a start less the steps down plus the steps up gives."""
    if starts == LABEL:
        return DANGER
    place = STARTS[starts] - down + up
    return GRADES[min(max(place, 0), len(GRADES) - 1)]


def rank(grade: str) -> int:
    """Return how low a grade stands, the lowest first; a known danger comes last."""
    return GRADES.index(grade) if grade in GRADES else len(GRADES)


def _judgement(written: Written) -> Judgement:
    given = {
        "how_often": "",
        "differed": "",
        **written,
        "origin": written.get("from", ""),
        "studies": tuple(written["studies"]),
        "down": _reasons(written, "down"),
        "up": _reasons(written, "up"),
        "decided": date.fromisoformat(written["decided"]),
    }
    given.pop("from", None)
    return Judgement(**given)


def _reasons(written: Written, field: str) -> tuple[Reason, ...]:
    return tuple(Reason(**reason) for reason in written.get(field, ()))


def _steps(entry: Written, field: str) -> int:
    return sum(reason["steps"] for reason in entry.get(field, ()))


def _faults(
    library: Library, treatments: frozenset[str], entry: Written, _: Written
) -> Iterator[str]:
    """Say what a schema cannot know: pages, sources, and how the grade is counted."""
    if entry["treatment"] not in treatments:
        yield (
            f"the treatment '{entry['treatment']}' has no page of that name."
            f"{nearest(entry['treatment'], treatments)}"
        )
    for key in entry["studies"]:
        if key not in library:
            yield f"'{key}' is not in references.bib.{nearest(key, library)}"
    try:
        date.fromisoformat(entry["decided"])
    except ValueError:
        yield f"'decided: {entry['decided']}' is no day. Write it as 2026-11-30."
    if entry["kind"] == "harm" and "how_often" not in entry:
        yield "a harm does not say 'how_often'. Write it, or 'not counted in SPS'."
    if entry["people"] == 0 and "from" not in entry:
        yield "nobody with SPS was counted. Write under 'from' whom the evidence is of."
    yield from _grade_faults(entry)


def _grade_faults(entry: Written) -> Iterator[str]:
    down, up = _steps(entry, "down"), _steps(entry, "up")
    if entry["starts"] == LABEL and (down or up):
        yield "a known danger is not graded. Take 'down' and 'up' out."
        return
    due = counted(entry["starts"], down, up)
    if entry["grade"] != due:
        yield (
            f"the grade is '{entry['grade']}', but from {entry['starts']}, {down} down "
            f"and {up} up it is '{due}'. Correct one of them."
        )
    elif due in certainty.WORDS:
        yield from certainty.wrong_word(due, entry["says"])
