"""The catalogue of everyone studied: what its page lists, what programs take away."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guide.facts.studies import (
    CASES,
    COMPARED,
    KINDS,
    RESULTS,
    SERIES,
    Outcome,
    Studies,
    Study,
)
from guide.site import charts

FILES = "evidence/studies"  # beside the page, with the endings of `write`
SCHEMA = Path(__file__).parent / "catalogue.schema.json"
LOOKS = {COMPARED: "compared", SERIES: "series", CASES: "cases"}
FORMS = ("classic", "limb", "PERM", "with other signs", "paraneoplastic", "not told")
ANTIBODIES = (
    "GAD",
    "glycine receptor",
    "amphiphysin",
    "other",
    "none found",
    "not told",
)
AGES = ("adults", "children", "not told")


@dataclass(frozen=True)
class Link:
    """A source or another report: its words and where it stands."""

    words: str
    to: str


@dataclass(frozen=True)
class Entry:
    """One report as the page lists it."""

    study: Study
    given: str
    people: str
    look: str
    outcomes: str
    results: str
    sources: tuple[Link, ...]
    overlaps: tuple[Link, ...]
    counted_in: Link | None


@dataclass(frozen=True)
class Choice:
    """What a reader can choose by: the name of the field, its label, its values."""

    name: str
    label: str
    values: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Listed:
    """Every report by kind, the choices among them, the drawing above them."""

    kinds: tuple[tuple[str, tuple[Entry, ...]], ...]
    choices: tuple[Choice, ...]
    drawing: str
    reports: int


def listed(studies: Studies, notes: Mapping[str, Any]) -> Listed:
    """Return the catalogue as its page shows it; `notes` are those of the library."""
    entries = {study.key: _entry(study, studies, notes) for study in studies.all}
    shown = studies.of(*studies.treatments)
    kinds = tuple(
        (kind, tuple(entries[it.key] for it in shown if it.kind == kind))
        for kind in dict.fromkeys(KINDS.values())
    )
    rows = charts.rows(studies, studies.treatments)
    return Listed(
        tuple(pair for pair in kinds if pair[1]),
        tuple(_choices(studies)),
        charts.drawing(rows, total=total(studies.all)),
        len(studies.all),
    )


def total(studies: Iterable[Study]) -> str:
    """Say how many people there are of each kind, each kind by itself."""
    told: Counter[str] = Counter()
    for study in studies:
        told[study.kind] += 0 if study.counted_in else study.people or 0
    return (
        f"In all: {told[COMPARED]} people compared with placebo; "
        f"{told[SERIES]} in trials and series without a comparison; "
        f"{told[CASES]} single cases. "
    )


def _entry(study: Study, studies: Studies, notes: Mapping[str, Any]) -> Entry:
    known = {it.key: it for it in studies.all}
    others = (known[key] for key in study.overlaps)
    same = known.get(study.counted_in)
    sources = [Link(notes[key].short, f"../references/#{key}") for key in study.refs]
    if study.work:
        sources.append(Link(study.work, study.url))
    return Entry(
        study=study,
        given=studies.given_name(study),
        people=charts.persons(study),
        look=LOOKS.get(study.kind, ""),
        outcomes=" ".join(
            f"{it.treatment}:{'' if it.people is None else it.people}"
            f":{it.result.replace(' ', '-')}"
            for it in study.outcomes
        ),
        results="; ".join(outcome(it, studies) for it in study.outcomes),
        sources=tuple(sources),
        overlaps=tuple(Link(_called(it, notes), f"#{it.key}") for it in others),
        counted_in=Link(_called(same, notes), f"#{same.key}") if same else None,
    )


def _called(study: Study, notes: Mapping[str, Any]) -> str:
    called: str = notes[study.refs[0]].short if study.refs else study.label
    return called


def outcome(told: Outcome, studies: Studies) -> str:
    """Return what became of those who had one treatment, in words."""
    name = studies.treatments[told.treatment].name
    if told.better is not None and told.people is not None:
        return f"{name}: {told.result} ({told.better} of {told.people})"
    return f"{name}: {told.result}"


def _choices(studies: Studies) -> Iterator[Choice]:
    def choice(name: str, label: str, values: Iterable[tuple[str, str]]) -> Choice:
        counts = Counter(value for it in studies.all for value in _values(it, name))
        return Choice(
            name,
            label,
            tuple((key, said, counts[key]) for key, said in values if counts[key]),
        )

    names = ((key, it.name) for key, it in studies.treatments.items())
    yield choice("treatment", "Treatment", names)
    yield choice("form", "Form of SPS", ((it, it) for it in FORMS))
    yield choice("antibody", "Antibodies", ((it, it) for it in ANTIBODIES))
    yield choice("age", "Age", ((it, it) for it in AGES))
    yield choice("result", "Result", ((it, it) for it in RESULTS))


def _values(study: Study, name: str) -> set[str]:
    """Return under which values of a choice a report is found."""
    return {
        "treatment": {it.treatment for it in study.outcomes},
        "form": set(study.form),
        "antibody": set(study.antibodies),
        "age": set(study.age.split(" and ")),
        "result": {it.result for it in study.outcomes},
    }[name]


def to_json(studies: Studies, date: str, site: str) -> str:
    """Return the catalogue as `catalogue.schema.json` describes it."""
    told = {
        "date": date,
        "site": site,
        "treatments": {key: it.name for key, it in studies.treatments.items()},
        "reports": [_exported(study) for study in _by_key(studies)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def to_csv(studies: Studies) -> str:
    """Return the catalogue as a table, one row a report; lists are joined by '; '."""
    kept = io.StringIO(newline="")
    rows = [_exported(study) for study in _by_key(studies)]
    table = csv.DictWriter(kept, list(rows[0]) if rows else [], lineterminator="\r\n")
    table.writeheader()
    for row in rows:
        outcomes = "; ".join(
            f"{it['treatment']}: {it['result']}"
            + (f" ({it['better']} of {it['people']})" if it["better"] != "" else "")
            for it in row["outcomes"]
        )
        lists = {key: it for key, it in row.items() if isinstance(it, list)}
        joined = {key: "; ".join(map(str, it)) for key, it in lists.items()}
        table.writerow({**row, **joined, "outcomes": outcomes})
    return kept.getvalue()


def write(site: Path, studies: Studies, date: str, address: str) -> None:
    """Write the catalogue into a built site as JSON with its schema, and as CSV."""
    place = site / FILES
    place.parent.mkdir(parents=True, exist_ok=True)
    for ending, text in (
        ("json", to_json(studies, date, address)),
        ("csv", to_csv(studies)),
        ("schema.json", SCHEMA.read_text(encoding="utf-8")),
    ):
        place.with_name(f"studies.{ending}").write_text(
            text, encoding="utf-8", newline=""
        )


def _by_key(studies: Studies) -> list[Study]:
    return sorted(studies.all, key=lambda study: study.key)


def _exported(study: Study) -> dict[str, Any]:
    return {
        "key": study.key,
        "year": study.year or "",
        "kind": study.kind,
        "design": study.design,
        "form": list(study.form),
        "antibodies": list(study.antibodies),
        "age": study.age,
        "people": "" if study.people is None else study.people,
        "planned": study.planned or "",
        "given": study.given,
        "described": study.described,
        "who": study.who,
        "comparison": study.comparison,
        "result": study.result,
        "outcomes": [
            {
                "treatment": it.treatment,
                "people": "" if it.people is None else it.people,
                "better": "" if it.better is None else it.better,
                "result": it.result,
            }
            for it in study.outcomes
        ],
        "together": study.together,
        "found": study.found,
        "harms": study.harms,
        "counted_in": study.counted_in,
        "overlaps": list(study.overlaps),
        "read": study.read,
        "registry": study.registry,
        "library": list(study.refs),
        "work": study.work,
        "doi": study.doi,
        "pmid": study.pmid,
        "address": study.url,
    }
