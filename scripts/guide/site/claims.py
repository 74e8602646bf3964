"""Claims: every cited sentence of the guide, read off the pages that were built."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from lxml import etree

from guide.facts.reference_checks import Changes
from guide.facts.searches import Search
from guide.pages import parser, receipts
from guide.site import grades, marks, searched, sources
from guide.site.sentences import INLINE, SKIPPED


@dataclass(frozen=True)
class Stand:
    """Where a sentence stands.

    Attributes:
        page: the title of its page.
        address: the place of its first mark, seen from the root of the site.
        section: the heading of level 2 that it stands under, or "".
    """

    page: str
    address: str
    section: str


@dataclass(frozen=True)
class Claim:
    """One cited sentence, and where it stands.

    Attributes:
        page, address, section: of the place where it stands first.
        sentence: its words; where a cell holds sources alone, those of its row's first.
        certainty: its grade, or "".
        sources: the keys of the works that it cites.
        judgements: the names of the judgements that it rests on.
        searches: the names of the searches behind what it says was not found.
        also: every other place where the same words stand with the same sources.
    """

    page: str
    address: str
    section: str
    sentence: str
    certainty: str
    sources: tuple[str, ...]
    judgements: tuple[str, ...] = ()
    searches: tuple[str, ...] = ()
    also: tuple[Stand, ...] = ()


@dataclass(frozen=True)
class Built:
    """A built page: its title, its address, its marked HTML."""

    title: str
    address: str
    html: str


def find(
    built: Iterable[Built],
    keys: Sequence[str],
    judged: Sequence[str],
    looked: Sequence[str],
) -> list[Claim]:
    """Return the claims of all pages, in the order of each page's text.

    Args:
        built: the pages.
        keys: the key of every work, by the number of its mark.
        judged: the name of every judgement, by its number.
        looked: the name of every search, by its number.
    """
    return [claim for page in built for claim in _of_page(page, keys, judged, looked)]


def once(found: Iterable[Claim]) -> list[Claim]:
    """Return claims, those with the same words and sources as one that names all."""
    stands: dict[Claim, list[Stand]] = {}
    for claim in found:
        same = replace(claim, page="", address="", section="")
        stand = Stand(claim.page, claim.address, claim.section)
        stands.setdefault(same, []).append(stand)
    return [
        replace(said, **vars(first), also=tuple(also))
        for said, (first, *also) in stands.items()
    ]


def to_json(
    claims: Iterable[Claim],
    searches: Iterable[Search],
    changes: Changes,
    date: str,
    site: str,
) -> str:
    """Return claims and searches as data/claims.schema.json describes them."""
    told = {
        "date": date,
        "site": site,
        "claims": [asdict(claim) for claim in claims],
        "changed_sources": [asdict(change) for change in changes.values()],
        "searches": [_told(search) for search in searches],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _told(search: Search) -> dict[str, object]:
    return {
        "id": search.id,
        "question": search.question,
        "collections": [asdict(it) for it in search.within],
        "words": search.words,
        "day": search.day.isoformat(),
        "found": search.found,
        "read": search.read,
        "result": search.result,
        "weaker": list(search.weaker),
    }


def _of_page(
    page: Built,
    keys: Sequence[str],
    judged: Sequence[str],
    looked: Sequence[str],
) -> Iterator[Claim]:
    if not marks.SAID.search(page.html):
        return
    uses: Counter[str] = Counter()
    for section, row, text in _texts(page.html):
        for written in parser.split(text):
            cited = marks.keys_in(written, keys)
            named = [looked[it] for it in receipts.numbers(written)]
            if not cited and not named:
                continue
            first = (
                sources.place(cited[0], uses[cited[0]] + 1)
                if cited
                else searched.place(named[0], uses[named[0]] + 1)
            )
            uses.update([*cited, *named])
            yield Claim(
                page=page.title,
                address=f"{page.address}#{first}",
                section=section,
                sentence=_words(written) or row,
                certainty=grades.grade(written),
                sources=tuple(dict.fromkeys(cited)),
                judgements=tuple(judged[it] for it in grades.judgements(written)),
                searches=tuple(named),
            )


def _words(marked: str) -> str:
    return marks.without(grades.without(marked)).strip()


def _texts(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield the text of each block, after the headings of its section and its row."""
    section, row, said = "", "", ""
    root = etree.fromstring(f"<div>{html}</div>", etree.HTMLParser())
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag)
        if event == "start" and tag in SKIPPED:
            walk.skip_subtree()
        if tag not in INLINE:
            if said.strip():
                yield section, row, said
            if event == "end" and tag == "h2":
                section = _words(said)
            if event == "start" and tag == "tr":
                row = ""
            elif event == "end" and tag in {"th", "td"}:
                row = row or _words(said)
            said = ""
        if event == "start":
            said += "" if tag in SKIPPED else element.text or ""
        else:
            said += element.tail or ""
