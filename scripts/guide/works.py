"""The list of all works: each with its annotation and the places that cite it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guide import sources, vancouver
from guide.library import Work
from guide.registry import VancouverRegistry


@dataclass(frozen=True)
class Place:
    """One page that cites a work: its title and the address of the first mark."""

    title: str
    address: str


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


def entries(
    registry: VancouverRegistry, built: Iterable[tuple[str, str, str]]
) -> list[Entry]:
    """Return every work of the library, sorted as a reader looks for it.

    Args:
        registry: the works and their notes.
        built: title, address and marked HTML of each page that may cite one.
    """
    places: dict[str, list[Place]] = {}
    for title, address, html in built:
        for key in sources.cited(html, registry.keys):
            place = Place(title, f"{address}#fnref:{key}")
            places.setdefault(key, []).append(place)
    return [
        Entry(
            key=work.key,
            reference=registry.notes[work.key].reference,
            design=work.get("design"),
            participants=work.get("participants"),
            finding=work.get("finding"),
            limits=work.get("limits"),
            checked=date.fromisoformat(work.get("checked")),
            cited=tuple(places.get(work.key, ())),
        )
        for work in sorted(registry.library.values(), key=_by_author)
    ]


def _by_author(work: Work) -> tuple[str, str, str]:
    name = vancouver.authors(work.authors).casefold()
    return name, work.get("year"), work.get("title").casefold()
