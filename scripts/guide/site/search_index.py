"""What the search knows: the sections of Material's index, made small, and names.

The page asks questions of it with MiniSearch (overrides/assets/search.js); here each
section becomes its heading, one sentence to show, and its other words once each.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guide.facts.helplines import Helplines
from guide.facts.words import Word
from guide.pages import layers, parser
from guide.site import html_tree

STOCK = "search/search_index.json"  # as Material's plugin writes it
FILE = "search/index.json"
SOURCES = "Sources"
SAID = 100  # characters of the sentence that is shown
LETTERS = 3  # of a word that tells something
# A word that stands in more sections tells little; headings and names have it anyway.
COMMON = 14
COMMON_BEHIND = 3  # the same for evidence, whose page has the other words
BLOCKS = ("p", "li", "td", "th", "dt", "dd")


@dataclass(frozen=True)
class Findable:
    """What is known of a page besides its words.

    Attributes:
        title: its title.
        says: what it is about, in one sentence.
        names: what people call what it is about.
        questions: what it answers, in readers' words.
        behind: whether another page answers, of which this is the evidence.
    """

    title: str
    says: str
    names: tuple[str, ...]
    questions: tuple[str, ...]
    behind: bool


def write(
    site: Path,
    pages: Mapping[str, Findable],
    addresses: Mapping[str, str],
    words: Iterable[Word],
    helplines: Helplines,
) -> None:
    """Put the index of a built site in the place of Material's.

    Args:
        site: the built site.
        pages: the pages, by their address below the site.
        addresses: the address of each page, by its file below docs/.
        words: what people look for.
        helplines: the numbers that bring an ambulance.
    """
    stock = json.loads((site / STOCK).read_text(encoding="utf-8"))
    numbers = [(it.country, it.numbers[0]) for it in helplines.ambulance]
    index = {
        "pages": {to: _page(it) for to, it in pages.items()},
        "sections": list(_sections(stock["docs"], pages)),
        "words": [_word(it, addresses) for it in words],
        "call": numbers,
    }
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    (site / FILE).write_text(text, encoding="utf-8")
    (site / STOCK).unlink()


def _page(page: Findable) -> dict[str, Any]:
    known = {
        "title": page.title,
        "says": page.says,
        "names": page.names,
        "asked": page.questions,
        "behind": page.behind,
    }
    return {name: value for name, value in known.items() if value}


def _word(word: Word, addresses: Mapping[str, str]) -> dict[str, Any]:
    to = addresses[word.file] + (f"#{word.anchor}" if word.anchor else "")
    found: dict[str, Any] = {"to": to, "names": [word.name, *word.also]}
    return found | {"urgent": word.says} if word.urgent else found


def _sections(
    stock: Iterable[Mapping[str, str]], pages: Mapping[str, Findable]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield of each section its address, heading, first sentence and other words."""
    read = [_Section.read(it) for it in stock]
    shown = [it for it in read if it.page in pages and it.heading != SOURCES]
    count = Counter(word for it in shown for word in it.words)
    for it in shown:
        behind = pages[it.page].behind
        most = COMMON_BEHIND if behind else COMMON
        said = "" if behind else it.said
        known = {*_words(it.heading), *_words(said)}
        rest = (word for word in it.words if word not in known and count[word] <= most)
        once = {word.removesuffix("'s").removesuffix("s"): word for word in rest}
        yield it.to, it.heading, said, " ".join(sorted(once.values()))


@dataclass(frozen=True)
class _Section:
    to: str
    page: str
    heading: str
    said: str
    words: tuple[str, ...]

    @classmethod
    def read(cls, entry: Mapping[str, str]) -> "_Section":
        page, _, anchor = entry["location"].partition("#")
        heading = html_tree.words(html_tree.read(entry["title"])) if anchor else ""
        built = heading in layers.BUILT  # tables, found by name
        sentences = [] if built else list(_sentences(entry["text"]))
        said = next((it for it in sentences if len(it) > LETTERS), "")
        if len(said) > SAID:
            said = f"{said[:SAID].rsplit(' ', 1)[0]} …"
        told = dict.fromkeys(it for text in sentences for it in _words(text))
        return cls(entry["location"], page, heading, said, tuple(told))


def _sentences(html: str) -> Iterator[str]:
    root = html_tree.read(html)
    for block in root.iter(*BLOCKS):
        if not any(child.tag in BLOCKS for child in block.iterdescendants()):
            yield from parser.split(html_tree.words(block))


def _words(text: str) -> Iterator[str]:
    for word in text.casefold().replace("’", "'").split():
        bare = word.strip(".,:;!?()[]\"'“”‘–…")
        if len(bare) >= LETTERS and any(it.isalpha() for it in bare):
            yield bare
