"""Records: what a service of record says of a work, whatever its form.

Crossref's REST API (`message`), CSL-JSON by content negotiation, NCBI's esummary (JSON)
and efetch (XML), Europe PMC's search and ClinicalTrials.gov v2 all become one record.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

YEAR = re.compile(r"(?:18|19|20|21)\d\d")
RETRACTED = {"retraction", "withdrawal", "removal", "partial_retraction"}
CONCERN = {"expression_of_concern"}
CORRECTED = {"correction", "corrigendum", "erratum", "addendum", "clarification"}
CHANGES = {
    **dict.fromkeys(RETRACTED, "retracted"),
    **dict.fromkeys(CONCERN, "concern"),
    **dict.fromkeys(CORRECTED, "corrected"),
}
REFERENCES = {  # of PubMed: what is said in another record of this one
    "RetractionIn": "retracted",
    "PartialRetractionIn": "retracted",
    "ExpressionOfConcernIn": "concern",
    "ErratumIn": "corrected",
    "CorrectedandRepublishedIn": "corrected",
}
TYPES = {
    "retracted publication": "retracted",
    "retraction of publication": "notice",
    "retraction notice": "notice",
    "expression of concern": "notice",
    "published erratum": "notice",
}
DATES = ("issued", "published", "published-print", "published-online")
INITIALS = re.compile(r"[A-Z][A-Z'’-]*")
Json = Any


@dataclass(frozen=True)
class Record:
    """A work as a service describes it.

    Attributes:
        service: who says so.
        titles: each form of its title, the whole one last.
        families: the names by which its first author may be cited.
        groups: organisations among its authors, its publisher or sponsor.
        years: every year in which it came out.
        doi, pmid: its identifiers there, "" if none is told.
        changes: "retracted", "concern", "corrected" or "notice": what became of it.
    """

    service: str
    titles: tuple[str, ...]
    families: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    doi: str = ""
    pmid: str = ""
    changes: frozenset[str] = frozenset()

    @property
    def said(self) -> str:
        """How a person calls it: author, title, year."""
        by = self.families[0] if self.families else next(iter(self.groups), "")
        year = str(self.years[0]) if self.years else ""
        title = self.titles[0] if self.titles else "no title"
        return ", ".join(part for part in (by, f"“{title}”", year) if part)


def crossref(message: Json) -> Record:
    """Return the record of a Crossref work (`message` of /works/DOI)."""
    updates = {_kind(it) for it in message.get("updated-by") or ()}
    notice = {_kind(it) for it in message.get("update-to") or ()} & CHANGES.keys()
    changes = {CHANGES[it] for it in updates & CHANGES.keys()}
    return replace(
        csl(message, "Crossref"),
        changes=frozenset(changes | ({"notice"} if notice else set())),
    )


def _kind(update: Mapping[str, str]) -> str:
    return str(update.get("type", "")).lower().replace("-", "_").replace(" ", "_")


def csl(item: Json, service: str = "doi.org") -> Record:
    """Return the record of an item of CSL-JSON, or of Crossref's kin of it."""
    titles = _texts(item.get("title"))
    titles += [
        f"{title}: {more}"
        for title in titles[:1]
        for more in _texts(item.get("subtitle"))
    ]
    titles += _texts(item.get("original-title")) + _texts(item.get("short-title"))
    authors = [it for it in item.get("author") or () if isinstance(it, dict)]
    people = [it for it in authors if it.get("family")]
    first = people[0] if people and people[0] is authors[0] else {}
    families = (
        [f"{first.get('non-dropping-particle') or ''} {first['family']}"]
        if first
        else []
    )
    families += [str(first["family"]), str(first.get("given") or "")] if first else []
    groups = [str(it.get("name") or it.get("literal") or "") for it in authors]
    groups += _texts(item.get("publisher")) + _texts(item.get("institution"))
    years = [
        int(parts[0])
        for date in (*DATES, "posted")
        for parts in ((item.get(date) or {}).get("date-parts") or [[]])[:1]
        if parts and str(parts[0]).isdigit()
    ]
    return Record(
        service,
        tuple(titles),
        tuple(dict.fromkeys(it.strip() for it in families if it.strip())),
        tuple(dict.fromkeys(it for it in groups if it)),
        tuple(dict.fromkeys(years)),
        doi=str(item.get("DOI") or ""),
    )


def _texts(value: Json) -> list[str]:
    """Return texts, whether one, many or none is given."""
    listed = value if isinstance(value, list) else [value]
    texts = (it.get("name") if isinstance(it, dict) else it for it in listed)
    return [str(it) for it in texts if it]


def summary(result: Json, pmid: str) -> Record | None:
    """Return the record of a PubMed number in an esummary, None if there is none."""
    item = result.get(pmid)
    if not isinstance(item, dict) or item.get("error"):
        return None
    authors = item.get("authors") or []
    first = authors[0] if authors else {}
    name = str(first.get("name") or item.get("sortfirstauthor") or "")
    group = first.get("authtype") == "CollectiveName"
    parts = name.split()
    if len(parts) > 1 and INITIALS.fullmatch(parts[-1]):
        parts = parts[:-1]
    ids = {
        it.get("idtype"): str(it.get("value", ""))
        for it in item.get("articleids") or ()
    }
    dates = " ".join(
        str(item.get(it) or "") for it in ("pubdate", "epubdate", "sortpubdate")
    )
    return Record(
        "PubMed",
        tuple(_texts(item.get("title")) + _texts(item.get("vernaculartitle"))),
        () if group or not name else (" ".join(parts), name),
        (name,) if group else (),
        tuple(dict.fromkeys(int(it) for it in YEAR.findall(dates))),
        doi=ids.get("doi", ""),
        pmid=pmid,
        changes=_typed(_texts(item.get("pubtype"))),
    )


def _typed(kinds: Iterable[str]) -> frozenset[str]:
    return frozenset(TYPES[it.lower()] for it in kinds if it.lower() in TYPES)


def articles(xml: bytes) -> dict[str, Record]:
    """Return the records of an efetch of PubMed by number.

    Raises:
        ValueError: this is no such XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is not XML ({error}).") from error
    found = (_article(it) for it in root.iter("PubmedArticle", "PubmedBookArticle"))
    return {it.pmid: it for it in found if it.pmid}


def _article(node: etree._Element) -> Record:
    titles = [*_said(node, ".//ArticleTitle"), *_said(node, ".//VernacularTitle")]
    titles += _said(node, ".//BookTitle")
    authors: Json = node.xpath(".//AuthorList/Author[1]")
    families = [it for one in authors[:1] for it in _said(one, "LastName")]
    families += [it for one in authors[:1] for it in _said(one, "ForeName")]
    groups = _said(node, ".//AuthorList/Author/CollectiveName")
    years = [
        int(it)
        for path in (".//PubDate/Year", ".//MedlineDate", ".//ArticleDate/Year")
        for date in _said(node, path)
        for it in YEAR.findall(date)
    ]
    kinds = (it.get("RefType") or "" for it in node.iter("CommentsCorrections"))
    references = {REFERENCES[it] for it in kinds if it in REFERENCES}
    doi = _said(node, ".//PubmedData/ArticleIdList/ArticleId[@IdType='doi']")
    doi += _said(node, ".//ELocationID[@EIdType='doi']")
    return Record(
        "PubMed",
        tuple(titles),
        tuple(families),
        tuple(groups),
        tuple(dict.fromkeys(years)),
        doi=doi[0] if doi else "",
        pmid=next(iter(_said(node, ".//PMID")), ""),
        changes=_typed(_said(node, ".//PublicationType")) | references,
    )


def _said(node: etree._Element, path: str) -> list[str]:
    """Return the words of each element at a path, tags inside left out."""
    nodes: Json = node.xpath(path)
    found = (" ".join("".join(it.itertext()).split()) for it in nodes)
    return [it for it in found if it]


def europe_pmc(answer: Json) -> Iterator[Record]:
    """Yield the records of a search of Europe PMC (resultType=core)."""
    for it in (answer.get("resultList") or {}).get("result") or ():
        authors = (it.get("authorList") or {}).get("author") or []
        first = authors[0] if authors else {}
        listed = it.get("commentCorrectionList") or {}
        said = {_kind(one) for one in listed.get("commentCorrection") or ()}
        kinds = (it.get("pubTypeList") or {}).get("pubType") or []
        yield Record(
            "Europe PMC",
            tuple(_texts(it.get("title"))),
            tuple(_texts(first.get("lastName")) + _texts(first.get("firstName"))),
            tuple(_texts(first.get("collectiveName"))),
            tuple(int(y) for y in YEAR.findall(str(it.get("pubYear") or ""))),
            doi=str(it.get("doi") or ""),
            pmid=str(it.get("pmid") or ""),
            changes=_typed(_texts(kinds)) | _europe_changes(said),
        )


def _europe_changes(said: Iterable[str]) -> frozenset[str]:
    known = {it.lower(): change for it, change in REFERENCES.items()}
    spaced = {"retraction_in": "retracted", "expression_of_concern_in": "concern"}
    spaced["erratum_in"] = "corrected"
    found = (known.get(it.replace("_", "")) or spaced.get(it) for it in said)
    return frozenset(it for it in found if it)


def trial(answer: Json) -> Record:
    """Return the record of a study of ClinicalTrials.gov (API v2)."""
    whole = answer.get("protocolSection") or {}
    named = whole.get("identificationModule") or {}
    status = whole.get("statusModule") or {}
    sponsor = whole.get("sponsorCollaboratorsModule") or {}
    groups = [(named.get("organization") or {}).get("fullName")]
    groups.append((sponsor.get("leadSponsor") or {}).get("name"))
    titles = [named.get("briefTitle"), named.get("officialTitle"), named.get("acronym")]
    return Record(
        "ClinicalTrials.gov",
        tuple(str(it) for it in titles if it),
        groups=tuple(str(it) for it in groups if it),
        years=tuple(dict.fromkeys(int(it) for it in YEAR.findall(str(status)))),
    )
