"""The list of all works: each with its annotation and the places that cite it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markdown import Markdown

from guide import vancouver
from guide.library import Library, Work

FIRST_MARK = re.compile(r'<sup id="(?P<id>fnref:(?P<key>[^"]+))">')


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


def entries(library: Library, built: Iterable[tuple[str, str, str]]) -> list[Entry]:
    """Return every work of the library, sorted as a reader looks for it.

    Args:
        library: the works.
        built: title, address and HTML of each page that may cite one.
    """
    places: dict[str, list[Place]] = {}
    for title, address, html in built:
        for mark in FIRST_MARK.finditer(html):
            place = Place(title, f"{address}#{mark['id']}")
            places.setdefault(mark["key"], []).append(place)
    converter = Markdown()
    return [
        _entry(work, converter, tuple(places.get(work.key, ())))
        for work in sorted(library.values(), key=_by_author)
    ]


def _entry(work: Work, converter: Markdown, cited: tuple[Place, ...]) -> Entry:
    html = converter.reset().convert(vancouver.reference(work))
    return Entry(
        key=work.key,
        reference=html.removeprefix("<p>").removesuffix("</p>"),
        design=work.get("design"),
        participants=work.get("participants"),
        finding=work.get("finding"),
        limits=work.get("limits"),
        checked=date.fromisoformat(work.get("checked")),
        cited=cited,
    )


def _by_author(work: Work) -> tuple[str, str, str]:
    name = vancouver.authors(work.authors).casefold()
    return name, work.get("year"), work.get("title").casefold()
