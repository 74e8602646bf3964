"""The gate: all that authors wrote is read and checked before anything is made of it.

`make check`, the build and the live preview stand behind it, and say the same.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from guide.facts import (
    addresses,
    audits,
    helplines,
    judgements,
    medicines,
    reference_checks,
    searches,
    studies,
    unsettled,
    words,
)
from guide.facts.audits import Audit
from guide.facts.helplines import Helplines
from guide.facts.judgements import Judgements
from guide.facts.medicines import Medicines
from guide.facts.reference_checks import Changes
from guide.facts.searches import Searches
from guide.facts.studies import Studies
from guide.facts.words import Word
from guide.findings import Finding, FindingsError, nearest
from guide.library import bibtex
from guide.library.bibtex import Library
from guide.pages import addresses as moves
from guide.pages import layers, parser, reading_age, rules, settled
from guide.pages.judged import Judged
from guide.pages.parser import Page
from guide.site import mkdocs_settings

LOST = "there is no such file or folder. Put it back."
Read = TypeVar("Read")


@dataclass(frozen=True)
class Places:
    """Where authors write: files and folders, as findings call them.

    Attributes:
        home: the project's folder, in which the others lie.
    """

    home: Path = Path()
    docs: str = "docs"
    library: str = "references.bib"
    studies: str = "data/studies.yml"
    medicines: str = "data/medicines.yml"
    helplines: str = "data/helplines.yml"
    judgements: str = "data/judgements.yml"
    words: str = "data/words.yml"
    searches: str = "data/searches.yml"
    unsettled: str = "data/unsettled.yml"
    audits: str = "data/audits.yml"
    changes: str = "data/reference-checks.yml"
    addresses: str = "data/addresses.yml"
    settings: str = "mkdocs.yml"


@dataclass(frozen=True)
class Content:
    """What authors wrote, read and found to be fine; pages by their file."""

    library: Library
    studies: Studies
    medicines: Medicines
    helplines: Helplines
    judgements: Judgements
    searches: Searches
    audits: tuple[Audit, ...]
    changes: Changes
    words: tuple[Word, ...]
    pages: Mapping[str, Page]

    @property
    def cited(self) -> frozenset[str]:
        """The keys of the works that the pages cite."""
        return frozenset(key for page in self.pages.values() for key in page.cited)


def read(places: Places) -> Content:
    """Return what authors wrote.

    Raises:
        FindingsError: something is to be repaired; it names all that is.
    """
    home, found = places.home, list(_lost(places))
    if found:
        raise FindingsError(found)

    def kept(reading: Callable[[], Read]) -> Read | None:
        """Return what is read, or keep what is wrong with it."""
        try:
            return reading()
        except FindingsError as error:
            found.extend(error.findings)
            return None

    works = kept(lambda: bibtex.read(home / places.library, places.library))
    if works is None:
        kept(lambda: parser.read_all(home / places.docs, places.docs))
        raise FindingsError(found)
    names = frozenset(map(parser.page_name, _pages(home / places.docs)))
    judging = places.judgements
    judged = kept(lambda: judgements.read(home / judging, judging, works, names))
    named = {} if judged is None else _judged(judged)
    data = (places.studies, places.medicines, places.helplines, places.searches)
    studied = kept(lambda: studies.read(home / data[0], data[0], works))
    looked = kept(lambda: searches.read(home / data[3], data[3], works, studied))
    docs = home / places.docs
    pages = kept(lambda: parser.read_all(docs, places.docs, named, tuple(looked or ())))
    if pages is None or judged is None or looked is None:
        raise FindingsError(found)
    known = kept(lambda: medicines.read(home / data[1], data[1], works))
    numbers = kept(lambda: helplines.read(home / data[2], data[2], works))
    read_again = kept(lambda: audits.read(home / places.audits, places.audits))
    became = kept(
        lambda: reference_checks.read(home / places.changes, places.changes, works)
    )
    found += kept(lambda: [*_moved(places, pages)]) or []
    anchors = {_below(file, places): it.anchors for file, it in pages.items()}
    meant = kept(lambda: words.read(home / places.words, places.words, anchors))
    late = home / places.unsettled
    excused = kept(lambda: unsettled.read(late, places.unsettled))
    if studied is not None and known is not None and excused is not None:
        hard = reading_age.words_of(known.names)
        files = frozenset(_files(home / places.docs, places.docs))
        found += rules.check(rules.Guide(pages, works, hard, files, excused))
        found += settled.gone(pages.values(), excused, places.unsettled)
        found += _without_page(places, studied, known, pages)
        found += _without_section(studied, known, pages.values())
    settings = home / places.settings
    if settings.exists():
        below = list(anchors)
        menu = mkdocs_settings.faults(settings, places.settings, places.docs, below)
        found += kept(lambda: [*menu]) or []
    if found or not (studied and known and numbers):
        raise FindingsError(found)
    if meant is None or read_again is None or became is None:
        raise FindingsError(found)
    doubted = {name: it.doubted(became) for name, it in judged.items()}
    return Content(
        works,
        studied,
        known,
        numbers,
        doubted,
        looked,
        read_again,
        became,
        meant,
        pages,
    )


def _lost(places: Places) -> Iterator[Finding]:
    data = (
        places.studies,
        places.medicines,
        places.helplines,
        places.judgements,
        places.words,
        places.searches,
        places.unsettled,
        places.audits,
        places.changes,
        places.addresses,
    )
    for name in (places.docs, places.library, *data):
        if not (places.home / name).exists():
            yield Finding(name, 1, LOST)


def headings(pages: Mapping[str, Page], docs: str) -> dict[str, frozenset[str]]:
    """Return the anchors of the headings of each page, by its address."""
    below = {file.removeprefix(f"{docs}/"): it.anchors for file, it in pages.items()}
    return {moves.of(file): anchors for file, anchors in below.items()}


def _moved(places: Places, pages: Mapping[str, Page]) -> Iterator[Finding]:
    """Yield what is wrong with old addresses, and each that is lost."""
    published = addresses.read(places.home / places.addresses, places.addresses)
    files = {moves.of(_below(file, places)): file for file in pages}
    led: list[str] = []
    for file, page in pages.items():
        for said in moves.faults(page, files):
            yield Finding(file, 1, said)
        led += [it for it in moves.old(page) if isinstance(it, str)]
        twice = {it for it in moves.old(page) if led.count(it) > 1}
        for address in sorted(twice):
            said = f"'{address}' leads to another page too. Let it lead to one."
            yield Finding(file, 1, said)
    text = (places.home / places.addresses).read_text(encoding="utf-8").splitlines()
    lines = {line.split("page: ")[-1]: n for n, line in enumerate(text, 1)}
    now = headings(pages, places.docs)
    for address, said in moves.lost(published, now, led):
        yield Finding(places.addresses, lines.get(address, 1), said)


def _below(file: str, places: Places) -> str:
    return file.removeprefix(f"{places.docs}/")


def _pages(docs: Path) -> Iterator[str]:
    return (path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))


def _judged(known: Judgements) -> dict[str, Judged]:
    """Return what pages need of the judgements, by their names."""
    return {
        name: Judged(number, it.label, judgements.rank(it.grade), it.studies)
        for number, (name, it) in enumerate(known.items())
    }


def _files(docs: Path, name: str) -> Iterator[str]:
    """Yield the files below a folder that are no pages: pictures, above all."""
    for path in docs.rglob("*"):
        if path.is_file() and path.suffix != ".md":
            yield f"{name}/{path.relative_to(docs).as_posix()}"


def _without_page(
    places: Places, studied: Studies, known: Medicines, pages: Iterable[str]
) -> Iterator[Finding]:
    """Yield each name of a page in data/ that no page has: its facts would be lost."""
    names = {parser.page_name(page) for page in pages}
    named = {
        places.studies: sorted(studied.pages),
        places.medicines: sorted({medicine.page for medicine in known.all}),
    }
    for file, wanted in named.items():
        text = (places.home / file).read_text(encoding="utf-8")
        for name in wanted:
            if name not in names:
                problem = (
                    f"'{name}' names a page, and there is no '{name}.md' below "
                    f"{places.docs}/. Name the page as its file is named."
                    f"{nearest(name, names)}"
                )
                yield Finding(file, _line(text, name), problem)


def _without_section(
    studied: Studies, known: Medicines, pages: Iterable[Page]
) -> Iterator[Finding]:
    """Yield each section that evidence lacks and data/ fills."""
    pages = list(pages)
    files = {page.file for page in pages}
    for page in pages:
        if page.meta.get("kind") != layers.KIND and not layers.is_brief(page, files):
            continue
        name = parser.page_name(page.file)
        filled = {
            layers.EVERYONE: studied.of(*studied.on(name)),
            layers.MEDICINES: known.of(name),
        }
        headings = {block.section for block in page.blocks}
        for heading, facts in filled.items():
            if facts and heading not in headings:
                problem = f"'## {heading}', which data/ fills, is missing. Add it."
                yield Finding(page.file, 1, problem)


def _line(text: str, name: str) -> int:
    """Return the line that holds a name first, as a field or as its value."""
    found = re.search(rf"^\s*(?:{name}:|\w+: {name}\s*$)", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 1
