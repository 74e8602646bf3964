"""New records: what PubMed and the trials' register have taken in, sorted by page."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from guide.references.records import YEAR
from guide.upkeep.tasks import Group, Task

ELSEWHERE = "no page in particular"
EXCERPT = 300  # characters of a summary, to decide whether to read it
Json = Any


@dataclass(frozen=True)
class NewRecord:
    """A record to read: its number, what it says, where it stands."""

    number: str
    doi: str
    title: str
    summary: str
    year: str
    link: str


def articles(xml: bytes) -> list[NewRecord]:
    """Return the records of an efetch of PubMed.

    Raises:
        ValueError: this is no such XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is not XML ({error}).") from error
    return [_article(node) for node in root.iter("PubmedArticle")]


def _article(node: etree._Element) -> NewRecord:
    number = _said(node, ".//PMID")
    years = YEAR.findall(_said(node, ".//PubDate"))
    return NewRecord(
        number,
        _said(node, ".//PubmedData/ArticleIdList/ArticleId[@IdType='doi']"),
        _said(node, ".//ArticleTitle"),
        _said(node, ".//Abstract/AbstractText"),
        years[0] if years else "",
        f"https://pubmed.ncbi.nlm.nih.gov/{number}/",
    )


def _said(node: etree._Element, path: str) -> str:
    found: Json = node.xpath(path)
    return " ".join(" ".join("".join(it.itertext()).split()) for it in found[:9])


def trials(answer: Json) -> list[NewRecord]:
    """Return the studies of an answer of ClinicalTrials.gov (API v2)."""
    found = []
    for study in answer.get("studies") or ():
        whole = study.get("protocolSection") or {}
        named = whole.get("identificationModule") or {}
        status = whole.get("statusModule") or {}
        number = str(named.get("nctId") or "")
        results = " It has results." if study.get("hasResults") else ""
        day = (status.get("lastUpdatePostDateStruct") or {}).get("date", "")
        said = f"Status: {status.get('overallStatus', 'not told')}.{results}"
        link = f"https://clinicaltrials.gov/study/{number}"
        found.append(
            NewRecord(
                f"{number}, {day}",
                "",
                str(named.get("briefTitle")),
                said,
                day[:4],
                link,
            )
        )
    return found


def grouped(
    records: Iterable[NewRecord], pages: Mapping[str, Iterable[str]]
) -> tuple[Group, ...]:
    """Return what is to be read, by the page that it may bear on."""
    patterns = {
        page: re.compile("|".join(rf"\b{re.escape(it)}" for it in words), re.IGNORECASE)
        for page, words in pages.items()
    }
    found: dict[str, list[Task]] = {page: [] for page in (*pages, ELSEWHERE)}
    for it in records:
        text = f"{it.title} {it.summary}"
        page = next((p for p, one in patterns.items() if one.search(text)), ELSEWHERE)
        short = it.summary[:EXCERPT].rsplit(" ", 1)[0]
        said = (
            f"{it.title} ({it.year}). {short}" if short else f"{it.title} ({it.year})"
        )
        found[page].append(Task(it.number, said, it.link))
    advice = (
        "Read each; add it with make reference, or close the issue if none matters."
    )
    return tuple(
        Group(f"For {page}", advice, tuple(tasks))
        for page, tasks in found.items()
        if tasks
    )


def search_entry(name: str, words: str, day: date, found: int, new: int) -> str:
    """Return the entry of data/searches.yml that tells of a watch."""
    result = f"{new} new to read." if new else "Nothing new."
    said = words.replace("\\", "").replace('"', '\\"')
    return (
        f"  - id: watch-{name}\n"
        f'    question: "what {name} has taken in of late on stiff-person syndrome"\n'
        f"    in: [{name}]\n"
        f'    words: "{said}"\n'
        f'    day: "{day.isoformat()}"\n'
        f"    found: {found}\n"
        f"    read: 0\n"
        f'    result: "{result}"\n'
    )


def put_search(text: str, name: str, entry: str) -> str:
    """Return data/searches.yml with the entry of a watch, in place of its last one."""
    before = re.compile(rf"(?m)^  - id: watch-{name}\n(?:    .*\n)+\n?")
    return f"{before.sub('', text).rstrip()}\n\n{entry}"


def last_day(text: str, name: str) -> date | None:
    """Return the day of the last watch that data/searches.yml tells of."""
    pattern = (
        rf'(?m)^  - id: watch-{name}\n(?:    .*\n)*?    day: "(\d{{4}}-\d\d-\d\d)"'
    )
    found = re.search(pattern, text)
    return date.fromisoformat(found[1]) if found else None
