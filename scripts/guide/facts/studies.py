"""Every report of a treatment in people with SPS: read from YAML, held to a schema."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from guide.facts import entries
from guide.facts.entries import Written
from guide.findings import Finding, FindingsError, nearest
from guide.library.bibtex import Library

FORM = entries.Form(Path(__file__).parent / "studies.schema.json", "studies", "study")
COMPARED = "Compared with placebo"
SERIES = "Trials and series without a comparison"
CASES = "Single cases"
REVIEWS = "Reviews of reports"
WITHOUT_RESULT = "No result"
KINDS = {  # what a design is counted among, and never together with another
    "randomised trial": COMPARED,
    "placebo-controlled study": COMPARED,
    "single-arm trial": SERIES,
    "series": SERIES,
    "survey": SERIES,
    "single case": CASES,
    "review of reports": REVIEWS,
    "trial without results": WITHOUT_RESULT,
    "withdrawn trial": WITHOUT_RESULT,
}
UNTOLD = "not told"
RESULTS = ("better", "mixed", "same", "worse", UNTOLD)
DOI, PUBMED = "https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/"


@dataclass(frozen=True)
class Treatment:
    """What the drawing gives a row of its own: its name, the pages it stands on."""

    name: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of those who had one treatment.

    Attributes:
        treatment: its key.
        result: better, same, worse, mixed or not told.
        people: how many had it; None where no source tells.
        better: how many of them were better; None where no source tells.
    """

    treatment: str
    result: str
    people: int | None
    better: int | None


@dataclass(frozen=True)
class Study:
    """One report, as `studies.schema.json` describes its fields.

    Attributes:
        year: None where no source tells.
        people: how many people with SPS took part; None where no source tells.
        planned: how many are to take part; 0 where nothing is planned.
        refs: its keys in the library, also where an identifier alone leads to one.
        work: what it is called, if the library does not hold it.
        url: where a reader finds it, if the library does not hold it.
    """

    key: str
    year: int | None
    design: str
    form: tuple[str, ...]
    antibodies: tuple[str, ...]
    age: str
    people: int | None
    planned: int
    given: str
    described: str
    who: str
    comparison: str
    outcomes: tuple[Outcome, ...]
    together: bool
    found: str
    harms: str
    counted_in: str
    overlaps: tuple[str, ...]
    read: str
    registry: str
    refs: tuple[str, ...]
    work: str
    doi: str
    pmid: str
    url: str

    @property
    def kind(self) -> str:
        """What it is counted among: COMPARED, SERIES, CASES, REVIEWS or neither."""
        return KINDS[self.design]

    @property
    def result(self) -> str:
        """The result of all its treatments, "mixed" where they differ."""
        told = {it.result for it in self.outcomes} - {UNTOLD}
        return told.pop() if len(told) == 1 else "mixed" if told else UNTOLD

    @property
    def label(self) -> str:
        """How the text calls it where the library holds no note: author and year."""
        by = self.work.partition(". ")[0]
        return f"{by} {self.year}" if self.year else by


@dataclass(frozen=True)
class Studies:
    """All reports, the treatments in the order of the drawing, the names of pages."""

    pages: Mapping[str, str]
    treatments: Mapping[str, Treatment]
    all: tuple[Study, ...]

    def on(self, page: str) -> tuple[str, ...]:
        """Return the keys of the treatments that stand on a page."""
        return tuple(key for key, it in self.treatments.items() if page in it.pages)

    def of(self, *treatments: str) -> tuple[Study, ...]:
        """Return the reports of some treatments, in the order of `ordered`."""
        return ordered(
            study
            for study in self.all
            if any(outcome.treatment in treatments for outcome in study.outcomes)
        )

    def given_name(self, study: Study) -> str:
        """Return in words what was given."""
        names = (self.treatments[it.treatment].name for it in study.outcomes)
        return study.given or "; ".join(names)


def ordered(studies: Iterable[Study]) -> tuple[Study, ...]:
    """Return reports as they are shown: against placebo first, then the last first."""
    kinds = list(dict.fromkeys(KINDS.values()))
    return tuple(
        sorted(studies, key=lambda it: (kinds.index(it.kind), -(it.year or 0), it.key))
    )


def read(path: Path, name: str, library: Library) -> Studies:
    """Return the reports of a YAML file; `name` is what findings call it.

    Raises:
        FindingsError: the file cannot be read, or breaks a rule.
    """
    written = entries.read(path, name, FORM, partial(_faults, library))
    treatments = {
        key: Treatment(it["name"], tuple(it["pages"]))
        for key, it in written["treatments"].items()
    }
    lost = [
        Finding(
            name,
            1,
            f"the treatment '{key}' names the page '{page}', which has no name. Add "
            f"it under pages.{nearest(page, written['pages'])}",
        )
        for key, it in treatments.items()
        for page in it.pages
        if page not in written["pages"]
    ]
    if lost:
        raise FindingsError(lost)
    place = written["bibliography"]["url"]
    held = {
        work.get(field): key
        for key, work in library.items()
        for field in ("doi", "pmid")
        if work.get(field)
    }
    return Studies(
        written["pages"],
        treatments,
        tuple(_study(study, place, held) for study in written["studies"]),
    )


def _study(written: Written, bibliography: str, held: Mapping[str, str]) -> Study:
    """Return a typed report.

    Args:
        written: as it is typed.
        bibliography: where it was read, if it has no identifier.
        held: the key of each work of the library by DOI and by PubMed number.
    """
    doi, pmid = written.get("doi", ""), written.get("pmid", "")
    found_at = DOI + doi if doi else f"{PUBMED}{pmid}/" if pmid else bibliography
    key = held.get(doi) or held.get(pmid)
    work = "" if key else written.get("work", "")
    return Study(
        key=written["key"],
        year=_number(written["year"]),
        design=written["design"],
        form=tuple(written["form"]),
        antibodies=tuple(written["antibodies"]),
        age=written["age"],
        people=_number(written["people"]),
        planned=written.get("planned", 0),
        given=written.get("given", ""),
        described=written.get("described", ""),
        who=written["who"],
        comparison=written.get("comparison", ""),
        outcomes=tuple(_outcomes(written)),
        together=written.get("together", False),
        found=written["found"],
        harms=written["harms"],
        counted_in=written.get("counted_in", ""),
        overlaps=tuple(written.get("overlaps", ())),
        read=written["read"],
        registry=written.get("registry", ""),
        refs=(key,) if key else tuple(written.get("refs", ())),
        work=work,
        doi=doi,
        pmid=pmid,
        url=written.get("url", found_at) if work else "",
    )


def _outcomes(written: Written) -> Iterator[Outcome]:
    for treatment, told in written["outcomes"].items():
        if isinstance(told, str):
            alone = 1 if written["people"] == 1 else None
            yield Outcome(treatment, told, alone, None)
        else:
            yield Outcome(
                treatment, told["result"], told.get("people"), told.get("better")
            )


def _number(told: int | str) -> int | None:
    return told if isinstance(told, int) else None


def _faults(library: Library, study: Written, written: Written) -> Iterator[str]:
    """Say what a schema cannot know: treatments, other studies, the library, sums."""
    for treatment in study["outcomes"]:
        if treatment not in written["treatments"]:
            guess = nearest(treatment, written["treatments"])
            yield (
                f"the field 'outcomes' holds '{treatment}', which has no name. Add "
                f"it under treatments, above the studies.{guess}"
            )
    for key in study.get("refs", ()):
        if key not in library:
            yield (
                f"the field 'refs' holds '{key}', which is not in references.bib. Add "
                f"that source, or correct the key.{nearest(key, library)}"
            )
    if ("refs" in study) == ("work" in study):
        yield (
            "give either the field 'refs', for a source in references.bib, or the "
            "field 'work', for one that is not."
        )
    if KINDS[study["design"]] != WITHOUT_RESULT and not study["people"]:
        yield (
            "the field 'people' is '0', but there is a result. Count the people, or "
            "correct the field 'design'."
        )
    yield from _others(study, written)
    yield from _sums(study)


def _others(study: Written, written: Written) -> Iterator[str]:
    """Say which study it names in vain."""
    keys = {other["key"] for other in written["studies"]} - {study["key"]}
    named = {"counted_in": [study["counted_in"]] if "counted_in" in study else []}
    named["overlaps"] = study.get("overlaps", [])
    for field, others in named.items():
        for other in others:
            if other not in keys:
                yield (
                    f"the field '{field}' holds '{other}', which is no other study. "
                    f"Correct the key.{nearest(other, keys)}"
                )


def _sums(study: Written) -> Iterator[str]:
    """Say where numbers, design, result and what was read do not fit each other."""
    all_people = study["people"]
    several = study["design"] in ("series", "survey")
    if (study["design"] == "single case" and all_people != 1) or (
        several and all_people == 1
    ):
        yield (
            f"the field 'people' is '{all_people}', but the field 'design' is "
            f"'{study['design']}'. One person is a single case, more are a series."
        )
    for treatment, told in study["outcomes"].items():
        had = told.get("people") if isinstance(told, dict) else None
        better = told.get("better") if isinstance(told, dict) else None
        limits = [it for it in (had, all_people) if isinstance(it, int)]
        if isinstance(all_people, int) and (had or 0) > all_people:
            yield f"of '{treatment}' {had} people are told, but {all_people} in all."
        if better is not None and limits and better > min(limits):
            yield f"of '{treatment}' {better} are better, but {min(limits)} had it."
        result = told["result"] if isinstance(told, dict) else told
        if study["read"] == "title" and result != UNTOLD:
            yield (
                f"of '{treatment}' the result is '{result}', but only a title was "
                "read. A title supports no result: write 'not told'."
            )
