"""Registries: addresses whose truth is kept by an open service, not by a publisher.

Publishers turn machines away, so a DOI is asked of the Handle system, PubMed and
PMC of E-utilities, and a trial of ClinicalTrials.gov.
"""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

Registry = Literal["doi", "pubmed", "pmc", "trials"]

DOI_HOSTS = ("doi.org", "dx.doi.org")
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/.+", re.DOTALL)
PATTERNS: tuple[tuple[Registry, str, re.Pattern[str]], ...] = (
    ("pubmed", "pubmed.ncbi.nlm.nih.gov", re.compile(r"/(\d{1,9})/?$")),
    ("pubmed", "ncbi.nlm.nih.gov", re.compile(r"/pubmed/(\d{1,9})/?$")),
    (
        "pmc",
        "ncbi.nlm.nih.gov",
        re.compile(r"/pmc/articles/PMC(\d{1,9})/?$", re.IGNORECASE),
    ),
    (
        "pmc",
        "pmc.ncbi.nlm.nih.gov",
        re.compile(r"/articles/PMC(\d{1,9})/?$", re.IGNORECASE),
    ),
    (
        "trials",
        "clinicaltrials.gov",
        re.compile(
            r"/(?:ct2/show|study|show|beta/study)/(?:record/)?(NCT\d{8})/?$",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True)
class Record:
    """An identifier and the registry that knows it."""

    registry: Registry
    identifier: str


def recognise(wire: str) -> Record | None:
    """The record that an address is about, None if a registry cannot tell."""
    parts = urlsplit(wire)
    host = (parts.hostname or "").removeprefix("www.")
    if host in DOI_HOSTS:
        doi = unquote(parts.path.lstrip("/"))
        return Record("doi", doi) if DOI.fullmatch(doi) else None
    for registry, home, pattern in PATTERNS:
        match = pattern.fullmatch(parts.path)
        if host == home and match:
            return Record(registry, match[1].upper())
    return None


def handle_url(base: str, doi: str) -> str:
    """The Handle system's address for a DOI."""
    return f"{base.rstrip('/')}/api/handles/{quote(doi, safe='/')}"


def summary_url(base: str, registry: Registry, identifiers: list[str], who: str) -> str:
    """The E-utilities address for some records of one database."""
    database = {"pubmed": "pubmed", "pmc": "pmc"}[registry]
    root = _root(base, "/entrez/eutils")
    ids = ",".join(identifiers)
    return f"{root}/esummary.fcgi?db={database}&id={ids}&retmode=json{who}"


def trial_url(base: str, identifier: str) -> str:
    """The ClinicalTrials.gov address for one study."""
    return f"{_root(base, '/api/v2')}/studies/{identifier}?fields=NCTId&format=json"


def _root(base: str, usual: str) -> str:
    """A service's root: the given one, with its usual path if it has none."""
    base = base.rstrip("/")
    return base if urlsplit(base).path else base + usual
