"""Verdicts: what is found of an entry, from what each service knows of its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from guide.references import matching
from guide.references.entries import Entry
from guide.references.records import Record

Finding = Literal[
    "ok",
    "mismatch",
    "doi-not-found",
    "pmid-not-found",
    "id-mismatch",
    "retracted",
    "concern",
    "corrected",
    "unverified",
]
State = Literal["known", "none", "silent", "unasked"]
MOST_DIGITS = 8  # of a PubMed number
CHANGED: tuple[tuple[str, Finding, str], ...] = (
    ("retracted", "retracted", "It has been retracted."),
    ("concern", "concern", "An expression of concern stands against it."),
    ("corrected", "corrected", "A correction has been published."),
)
NAMES = {"doi": "DOI", "pmid": "PubMed number", "trial": "trial number"}
PROPOSED_ALIKE = 0.9


@dataclass(frozen=True)
class Answer:
    """What a service said of one identifier.

    Attributes:
        state: "known" (it exists), "none" (it never existed), "silent" (no answer).
        record: what it is, None where nobody told.
        why: why a service was silent.
    """

    state: State = "unasked"
    record: Record | None = None
    why: str = ""


UNASKED = Answer()


@dataclass(frozen=True)
class Asked:
    """All that the services said of an entry.

    Attributes:
        candidates: works whose title is like that of an entry without identifiers.
        searched: whether anybody could be asked for them.
    """

    doi: Answer = UNASKED
    pmid: Answer = UNASKED
    trial: Answer = UNASKED
    candidates: Sequence[Record] = ()
    searched: bool = False


@dataclass(frozen=True)
class Result:
    """A finding, why in sentences, and what a person may accept."""

    finding: Finding
    details: str
    proposal: Mapping[str, str] = field(default_factory=dict)


def judge(entry: Entry, asked: Asked) -> Result:
    """Return what is found of an entry; the weightiest comes first."""
    proposal = propose(entry, asked)
    if missing := _missing(entry, asked):
        return Result(missing[0], missing[1], proposal)
    answers = {"doi": asked.doi, "pmid": asked.pmid, "trial": asked.trial}
    records = {name: it.record for name, it in answers.items() if it.record}
    wrong = {
        name: found
        for name, it in records.items()
        if (found := matching.differences(entry, it))
    }
    if wrong:
        return Result(*_wrong(wrong, records), proposal)
    changes = {change for it in records.values() for change in it.changes}
    if "notice" in changes:
        said = "This is the notice of a retraction or correction, not the work."
        return Result("mismatch", said, proposal)
    if other := _other_doi(entry, records):
        return Result("id-mismatch", other, proposal)
    for change, finding, said in CHANGED:
        if change in changes:
            by = sorted({it.service for it in records.values() if change in it.changes})
            return Result(finding, f"{said} {' and '.join(by)} say so.", proposal)
    return _sure(answers, records, asked, proposal)


def _missing(entry: Entry, asked: Asked) -> tuple[Finding, str] | None:
    if asked.doi.state == "none":
        return "doi-not-found", f"No DOI {entry.doi} was ever registered."
    if len(entry.pmid) > MOST_DIGITS:
        return (
            "pmid-not-found",
            f"{entry.pmid} is no PubMed number: those have at most eight digits. "
            "It may be Embase's.",
        )
    if asked.pmid.state == "none":
        return "pmid-not-found", f"PubMed has no record {entry.pmid}."
    if asked.trial.state == "none":
        return "mismatch", f"ClinicalTrials.gov has no study {entry.trial}."
    return None


def _wrong(
    wrong: Mapping[str, list[str]], records: Mapping[str, Record]
) -> tuple[Finding, str]:
    """Return whether all identifiers are another work's, or one of them is."""
    if len(wrong) == len(records):
        told = dict.fromkeys(it for found in wrong.values() for it in found)
        return "mismatch", " ".join(told)
    name = next(iter(wrong))
    said = f"The {NAMES[name]} is another work's: {records[name].said}."
    return "id-mismatch", said


def _other_doi(entry: Entry, records: Mapping[str, Record]) -> str:
    """Say that PubMed knows the work by another DOI than ours, or ""."""
    theirs = records["pmid"].doi if "pmid" in records else ""
    if not entry.doi or not theirs or theirs.casefold() == entry.doi.casefold():
        return ""
    crossref = records.get("doi")
    if crossref and theirs.casefold() == crossref.doi.casefold():
        return ""
    return f"PubMed gives the DOI {theirs}, not {entry.doi}."


def _sure(
    answers: Mapping[str, Answer],
    records: Mapping[str, Record],
    asked: Asked,
    proposal: Mapping[str, str],
) -> Result:
    """Return "ok" where each identifier was looked at, else why that is not sure."""
    silent = [it.why for it in answers.values() if it.state == "silent"]
    if silent:
        return Result("unverified", " ".join(dict.fromkeys(silent)), proposal)
    if any(it.state == "known" and not it.record for it in answers.values()):
        said = "The DOI is registered, but no service says what it is."
        return Result("unverified", said, proposal)
    if records:
        by = sorted({it.service for it in records.values()})
        return Result("ok", f"{' and '.join(by)} say the same.", {})
    if not asked.searched:
        return Result("unverified", "It has no identifier to ask for.", {})
    if proposal:
        said = (
            "It has no identifier; a work of this title has one. Compare, then accept."
        )
    else:
        said = "It has no identifier, and no service knows a work of this title."
    return Result("unverified", said, proposal)


def propose(entry: Entry, asked: Asked) -> dict[str, str]:
    """Return the identifiers of the work that an entry seems to mean, for a person."""
    for record in asked.candidates:
        close = matching.likeness(entry.title, record.titles) >= PROPOSED_ALIKE
        if close and not matching.differences(entry, record):
            found = {"doi": record.doi, "pmid": record.pmid, "says": record.said}
            return {name: it for name, it in found.items() if it}
    return {}
