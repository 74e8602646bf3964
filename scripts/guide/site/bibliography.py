"""The list of all works: each with its annotation and the places that cite it."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guide.facts.studies import Studies
from guide.library import vancouver
from guide.library.bibtex import DESIGNS, Work
from guide.site.bibtex_registry import VancouverRegistry
from guide.site.claims import Claim

PAGE_OF_A_TREATMENT = re.compile(
    r"treatments/(?:.+/)?(?P<name>(?!evidence/)[^/]+)/(?:evidence/)?#"
)


@dataclass(frozen=True)
class CitingPage:
    """One page that cites a work: its title, the addresses of the citing sentences."""

    title: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class ListedWork:
    """One work as the list shows it."""

    key: str
    reference: str
    design: str
    participants: str
    finding: str
    limits: str
    checked: date
    cited: tuple[CitingPage, ...]
    kind: str
    treatments: tuple[str, ...]


@dataclass(frozen=True)
class Bibliography:
    """Every work as the list shows it, and how many each choice among them leaves."""

    entries: tuple[ListedWork, ...]
    treatments: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]


def listed(
    registry: VancouverRegistry,
    claims: Sequence[Claim],
    studies: Studies,
) -> Bibliography:
    """Return every work of the library, sorted as a reader looks for it.

    Args:
        registry: the works and their notes.
        claims: every cited sentence.
        studies: what tells which treatment a work is about, besides the pages.
    """
    cited, treated = _cited(claims), _treated(claims, studies)
    entries = tuple(
        _entry(work, registry, cited.get(work.key, ()), treated[work.key])
        for work in sorted(registry.library.values(), key=_by_author)
    )
    about_each = Counter(name for entry in entries for name in entry.treatments)
    of_kind = Counter(entry.kind for entry in entries)
    treatments = tuple(
        (name, about_each[name]) for name in studies.pages.values() if about_each[name]
    )
    return Bibliography(entries, treatments, tuple(sorted(of_kind.items())))


def _cited(claims: Sequence[Claim]) -> Mapping[str, tuple[CitingPage, ...]]:
    """Return the pages that cite each work, by its key."""
    places: dict[str, dict[str, list[str]]] = {}
    for claim in claims:
        for key in claim.sources:
            on_page = places.setdefault(key, {}).setdefault(claim.page, [])
            on_page.append(claim.address)
    return {
        key: tuple(CitingPage(title, tuple(found)) for title, found in pages.items())
        for key, pages in places.items()
    }


def _treated(
    claims: Sequence[Claim], studies: Studies
) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the treatments that each work is about, by its key."""
    about: defaultdict[str, set[str]] = defaultdict(set)
    for study in studies.all:
        for outcome in study.outcomes:
            for key in study.refs:
                about[key].update(studies.treatments[outcome.treatment].pages)
    for claim in claims:
        page = PAGE_OF_A_TREATMENT.match(claim.address)
        if page and page["name"] in studies.pages:
            for key in claim.sources:
                about[key].add(page["name"])
    names: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for key, pages in about.items():
        names[key] = tuple(it for page, it in studies.pages.items() if page in pages)
    return names


def _entry(
    work: Work,
    registry: VancouverRegistry,
    cited: tuple[CitingPage, ...],
    treatments: tuple[str, ...],
) -> ListedWork:
    return ListedWork(
        key=work.key,
        reference=registry.notes[work.key].reference,
        design=work.get("design"),
        participants=work.get("participants"),
        finding=work.get("finding"),
        limits=work.get("limits"),
        checked=date.fromisoformat(work.get("checked")),
        cited=cited,
        kind=_kind(work),
        treatments=treatments,
    )


def _kind(work: Work) -> str:
    """Return the kind of study that a design begins with."""
    return next(kind for kind in DESIGNS if work.get("design").startswith(kind))


def _by_author(work: Work) -> tuple[str, str, str]:
    name = vancouver.authors(work.authors).casefold()
    return name, work.get("year"), work.get("title").casefold()
