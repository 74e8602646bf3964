"""A to Z: every term, medicine, brand and topic, each with a sentence and its page."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from guide.facts import medicines
from guide.facts.medicines import Medicines
from guide.facts.words import Word
from guide.site.search_index import Findable


@dataclass(frozen=True)
class Entry:
    """One name: what it means in a sentence, and the address that it leads to."""

    name: str
    says: str
    to: str


def letters(
    words: Iterable[Word],
    known: Medicines,
    pages: Mapping[str, Findable],
    address: Callable[[str, str], str],
    of_page: Callable[[str], str | None],
) -> list[tuple[str, list[Entry]]]:
    """Return all entries by their first letter; of one name the first entry stays.

    Args:
        words: what people look for.
        known: the medicines.
        pages: what is known of each page, by its address.
        address: gives the address of a file below docs/ and a heading there.
        of_page: gives the address of a page by the name that data/ calls it by.
    """
    found: dict[str, Entry] = {}
    for entry in (
        *_terms(words, address),
        *_medicines(known, of_page),
        *_pages(pages),
    ):
        found.setdefault(entry.name.casefold(), entry)
    ordered = sorted(found.values(), key=lambda it: _sorted_by(it.name))
    grouped = groupby(ordered, lambda it: _letter(it.name))
    return [(letter, list(entries)) for letter, entries in grouped]


def _terms(
    words: Iterable[Word], address: Callable[[str, str], str]
) -> Iterable[Entry]:
    for word in words:
        to = address(word.file, word.anchor)
        if not word.urgent:
            yield Entry(word.name, word.says, to)


def _medicines(
    known: Medicines, of_page: Callable[[str], str | None]
) -> Iterable[Entry]:
    for it in medicines.findable(known, of_page):
        if it["link"]:
            for number, name in enumerate(it["names"]):
                brand = name["note"].startswith("brand")
                says = f"One of the {it['kind']}."
                if number:
                    what = "A brand of" if brand else "Another name for"
                    says = f"{what} {it['substance']}."
                yield Entry(name["name"], says, it["link"])


def _pages(pages: Mapping[str, Findable]) -> Iterable[Entry]:
    for to, page in pages.items():
        if not page.behind:
            yield Entry(page.title, page.says, to)
            for name in page.names:
                yield Entry(name, f"See {page.title}.", to)


def _sorted_by(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(it for it in plain if it.isalnum() or it == " ")


def _letter(name: str) -> str:
    first = _sorted_by(name)[:1].upper()
    return first if first.isalpha() else "0–9"
