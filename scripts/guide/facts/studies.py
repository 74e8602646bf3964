"""Every study of a treatment in people with SPS: read from YAML, held to its schema."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from guide.facts import entries
from guide.facts.entries import Written
from guide.findings import nearest
from guide.library.bibtex import Library

FORM = entries.Form(Path(__file__).parent / "studies.schema.json", "studies", "study")
COMPARED = "Randomised or placebo-controlled"
ALONE = "No comparison group"
WITHOUT_RESULT = "No result"
KINDS = {  # how a design is drawn
    "randomised trial": COMPARED,
    "placebo-controlled study": COMPARED,
    "single-arm trial": ALONE,
    "uncontrolled series": ALONE,
    "case report": ALONE,
    "review of case reports": ALONE,
    "trial without results": WITHOUT_RESULT,
    "withdrawn trial": WITHOUT_RESULT,
}


@dataclass(frozen=True)
class Study:
    """One study, as `studies.schema.json` describes its fields.

    Attributes:
        people: how many took part; None where no source tells.
        planned: how many are to take part; 0 where nothing is planned.
    """

    key: str
    treatments: tuple[str, ...]
    year: int
    name: str
    design: str
    described: str
    people: int | None
    planned: int
    who: str
    comparison: str
    result: str
    harms: str
    registry: str
    refs: tuple[str, ...]

    @property
    def kind(self) -> str:
        """How it is drawn: COMPARED, ALONE or WITHOUT_RESULT."""
        return KINDS[self.design]


@dataclass(frozen=True)
class Studies:
    """All studies, and the name of each treatment by the file name of its page."""

    treatments: Mapping[str, str]
    all: tuple[Study, ...]

    def of(self, treatment: str) -> tuple[Study, ...]:
        """Return the studies of a treatment, in the order of `ordered`."""
        return ordered(study for study in self.all if treatment in study.treatments)


def ordered(studies: Iterable[Study]) -> tuple[Study, ...]:
    """Return studies as they are shown: against placebo first, then the last first."""
    kinds = (COMPARED, ALONE, WITHOUT_RESULT)
    return tuple(sorted(studies, key=lambda it: (kinds.index(it.kind), -it.year)))


def read(path: Path, name: str, library: Library) -> Studies:
    """Return the studies of a YAML file; `name` is what findings call it.

    Raises:
        FindingsError: the file cannot be read, or breaks a rule.
    """
    written = entries.read(path, name, FORM, partial(_faults, library))
    return Studies(
        written["treatments"], tuple(_study(study) for study in written["studies"])
    )


def _study(written: Written) -> Study:
    people = written["people"]
    given = {
        "planned": 0,
        "registry": "",
        **written,
        "people": people if isinstance(people, int) else None,
        "treatments": tuple(written["treatments"]),
        "refs": tuple(written["refs"]),
    }
    return Study(**given)


def _faults(library: Library, study: Written, written: Written) -> Iterator[str]:
    """Say what a schema cannot know: the names of treatments, the library."""
    for treatment in study["treatments"]:
        if treatment not in written["treatments"]:
            guess = nearest(treatment, written["treatments"])
            yield (
                f"the field 'treatments' holds '{treatment}', which has no name. Add "
                f"it under treatments, above the studies.{guess}"
            )
    for key in study["refs"]:
        if key not in library:
            yield (
                f"the field 'refs' holds '{key}', which is not in references.bib. Add "
                f"that source, or correct the key.{nearest(key, library)}"
            )
    if KINDS[study["design"]] != WITHOUT_RESULT and not study["people"]:
        yield (
            "the field 'people' is '0', but there is a result. Count the people, or "
            "correct the field 'design'."
        )
