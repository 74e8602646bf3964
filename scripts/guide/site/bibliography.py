"""The list of all works: each with its annotation and the places that cite it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guide.facts.studies import Studies
from guide.library import vancouver
from guide.library.bibtex import DESIGNS, Work
from guide.site.bibtex_registry import VancouverRegistry
from guide.site.claims import Claim

PAGE_OF_A_TREATMENT = re.compile(r"treatments/(?:.+/)?(?P<name>[^/]+)/#")


@dataclass(frozen=True)
class Place:
    """One page that cites a work: its title, the addresses of the citing sentences."""

    title: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One work as the list shows it."""

    key: str
    reference: str
    design: str
    participants: str
    finding: str
    limits: str
    checked: date
    cited: tuple[Place, ...]
    kind: str
    treatments: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """Every work as the list shows it, and how many each choice among them leaves."""

    entries: tuple[Entry, ...]
    treatments: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]


def listed(
    registry: VancouverRegistry,
    claims: Iterable[Claim],
    studies: Studies,
) -> Listed:
    """Return every work of the library, sorted as a reader looks for it.

    Args:
        registry: the works and their notes.
        claims: every cited sentence.
        studies: what tells which treatment a work is about, besides the pages.
    """
    places: dict[str, dict[str, list[str]]] = {}
    treated: dict[str, set[str]] = {}
    for study in studies.all:
        for key in study.refs:
            for outcome in study.outcomes:
                about_it = studies.treatments[outcome.treatment].pages
                treated.setdefault(key, set()).update(about_it)
    for claim in claims:
        about = PAGE_OF_A_TREATMENT.match(claim.address)
        for key in claim.sources:
            on_page = places.setdefault(key, {}).setdefault(claim.page, [])
            on_page.append(claim.address)
            if about and about["name"] in studies.pages:
                treated.setdefault(key, set()).add(about["name"])
    entries = tuple(
        Entry(
            key=work.key,
            reference=registry.notes[work.key].reference,
            design=work.get("design"),
            participants=work.get("participants"),
            finding=work.get("finding"),
            limits=work.get("limits"),
            checked=date.fromisoformat(work.get("checked")),
            cited=tuple(
                Place(title, tuple(found))
                for title, found in places.get(work.key, {}).items()
            ),
            kind=_kind(work),
            treatments=tuple(
                name
                for treatment, name in studies.pages.items()
                if treatment in treated.get(work.key, ())
            ),
        )
        for work in sorted(registry.library.values(), key=_by_author)
    )
    about_each = Counter(name for entry in entries for name in entry.treatments)
    of_kind = Counter(entry.kind for entry in entries)
    treatments = tuple(
        (name, about_each[name]) for name in studies.pages.values() if about_each[name]
    )
    return Listed(entries, treatments, tuple(sorted(of_kind.items())))


def _kind(work: Work) -> str:
    """Return the kind of study that a design begins with."""
    return next(kind for kind in DESIGNS if work.get("design").startswith(kind))


def _by_author(work: Work) -> tuple[str, str, str]:
    name = vancouver.authors(work.authors).casefold()
    return name, work.get("year"), work.get("title").casefold()
