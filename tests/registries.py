"""Registries of record on loopback: Handle, Crossref, NCBI, Europe PMC, trials.

Their answers have the shapes of the real ones (Crossref REST API, E-utilities,
ClinicalTrials.gov v2), made from works that a test lays out.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Json = Any
UPDATES = {
    "retracted": "retraction",
    "concern": "expression_of_concern",
    "corrected": "correction",
}
REFERENCES = {
    "retracted": "RetractionIn",
    "concern": "ExpressionOfConcernIn",
    "corrected": "ErratumIn",
}


@dataclass(frozen=True)
class Registered:
    """A work as the registries know it."""

    doi: str = ""
    pmid: str = ""
    title: str = ""
    subtitle: str = ""
    authors: tuple[tuple[str, str], ...] = ()
    group: str = ""
    issued: int = 2001
    online: int = 0
    agency: str = "crossref"
    trial: str = ""
    change: str = ""
    notice: bool = False

    @property
    def whole(self) -> str:
        """Its title as PubMed prints it."""
        more = f": {self.subtitle}" if self.subtitle else ""
        return f"{self.title}{more}."


@dataclass
class Registries:
    """All services at one address; what each was asked, and which of them fail."""

    works: list[Registered] = field(default_factory=list)
    address: str = ""
    asked: list[str] = field(default_factory=list)
    failing: dict[str, int] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What leads the program here."""
        names = ("CROSSREF_URL", "DOI_URL", "EUTILS_URL", "CTGOV_URL", "EUROPEPMC_URL")
        return dict.fromkeys(names, self.address)

    def by_doi(self, doi: str) -> Registered | None:
        """Return a work by its DOI, whatever its case."""
        return next((w for w in self.works if w.doi.lower() == doi.lower()), None)

    def by_pmid(self, pmid: str) -> Registered | None:
        """Return a work by its PubMed number."""
        return next((w for w in self.works if w.pmid and w.pmid == pmid), None)


Reply = tuple[int, str, str]


def handle(known: Registries, doi: str) -> Reply:
    """Answer as the Handle API."""
    if known.by_doi(doi):
        return 200, "application/json", json.dumps({"responseCode": 1, "handle": doi})
    return 404, "application/json", json.dumps({"responseCode": 100, "handle": doi})


def crossref(known: Registries, doi: str) -> Reply:
    """Answer as Crossref's /works/DOI."""
    work = known.by_doi(doi)
    if not work or work.agency != "crossref":
        return 404, "text/plain", "Resource not found."
    return (
        200,
        "application/json",
        json.dumps({"status": "ok", "message": message(work)}),
    )


def message(work: Registered) -> Json:
    """Return Crossref's message for a work."""
    said: dict[str, Json] = {
        "DOI": work.doi.lower(),
        "type": "journal-article",
        "title": [work.title],
        "subtitle": [work.subtitle] if work.subtitle else [],
        "author": [
            {"family": f, "given": g, "sequence": "first" if n == 0 else "additional"}
            for n, (f, g) in enumerate(work.authors)
        ],
        "issued": {"date-parts": [[work.issued, 3]]},
        "published-print": {"date-parts": [[work.issued, 3]]},
        "container-title": ["A journal"],
        "publisher": "A publisher",
    }
    if work.group:
        said["author"] = [{"name": work.group, "sequence": "first"}]
    if work.online:
        said["published-online"] = {"date-parts": [[work.online, 11, 2]]}
    if work.change:
        update = {
            "DOI": f"{work.doi}n",
            "type": UPDATES[work.change],
            "source": "publisher",
        }
        said["updated-by"] = [update]
    if work.notice:
        said["update-to"] = [{"DOI": "10.5555/of", "type": "retraction"}]
    return said


def search(known: Registries, words: str) -> Reply:
    """Answer as Crossref's /works?query.bibliographic: the works most alike."""
    wanted = set(words.lower().split())
    ranked = sorted(
        (w for w in known.works if w.agency == "crossref" and w.doi),
        key=lambda w: -len(wanted & set(w.whole.lower().rstrip(".").split())),
    )
    items = [message(w) for w in ranked[:5]]
    body = {"status": "ok", "message": {"items": items}}
    return 200, "application/json", json.dumps(body)


def negotiated(known: Registries, doi: str) -> Reply:
    """Answer as doi.org to who asks for CSL-JSON."""
    work = known.by_doi(doi)
    if not work:
        return 404, "text/html", "<h1>DOI not found</h1>"
    said = {
        "type": "dataset",
        "DOI": work.doi,
        "title": work.title,
        "author": [{"family": f, "given": g} for f, g in work.authors],
        "issued": {"date-parts": [[work.issued]]},
        "publisher": "A repository",
    }
    return 200, "application/vnd.citationstyles.csl+json", json.dumps(said)


def summary(known: Registries, numbers: list[str]) -> Reply:
    """Answer as esummary."""
    result: dict[str, Json] = {"uids": numbers}
    for number in numbers:
        work = known.by_pmid(number)
        if not work:
            result[number] = {"uid": number, "error": "cannot get document summary"}
            continue
        named = [
            {"name": f"{f} {''.join(p[0] for p in g.split())}", "authtype": "Author"}
            for f, g in work.authors
        ]
        group = [{"name": work.group, "authtype": "CollectiveName"}]
        ids = [{"idtype": "pubmed", "value": number}]
        ids += [{"idtype": "doi", "value": work.doi}] if work.doi else []
        result[number] = {
            "uid": number,
            "pubdate": f"{work.issued} Mar",
            "epubdate": f"{work.online} Nov 2" if work.online else "",
            "title": escape(work.whole, quote=False),
            "authors": group if work.group else named,
            "articleids": ids,
            "pubtype": ["Journal Article"],
        }
    body = {"header": {"type": "esummary", "version": "0.3"}, "result": result}
    return 200, "application/json", json.dumps(body)


def fetched(known: Registries, numbers: list[str]) -> Reply:
    """Answer as efetch in XML; numbers that do not exist are left out."""
    found = (known.by_pmid(number) for number in numbers)
    articles = "".join(_article(work) for work in found if work)
    whole = f'<?xml version="1.0"?><PubmedArticleSet>{articles}</PubmedArticleSet>'
    return 200, "text/xml", whole


def _article(work: Registered) -> str:
    people = "".join(
        f"<Author><LastName>{escape(f)}</LastName><ForeName>{escape(g)}</ForeName></Author>"
        for f, g in work.authors
    )
    if work.group:
        people = (
            f"<Author><CollectiveName>{escape(work.group)}</CollectiveName></Author>"
        )
    types = ["Journal Article"]
    types += ["Retracted Publication"] if work.change == "retracted" else []
    types += ["Retraction of Publication"] if work.notice else []
    kinds = "".join(f"<PublicationType>{it}</PublicationType>" for it in types)
    told = (
        f'<CommentsCorrectionsList><CommentsCorrections RefType="'
        f'{REFERENCES[work.change]}"><PMID>9</PMID></CommentsCorrections>'
        "</CommentsCorrectionsList>"
        if work.change
        else ""
    )
    doi = f'<ArticleId IdType="doi">{escape(work.doi)}</ArticleId>' if work.doi else ""
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{work.pmid}</PMID><Article>"
        f"<Journal><JournalIssue><PubDate><Year>{work.issued}</Year></PubDate>"
        f"</JournalIssue></Journal><ArticleTitle>{escape(work.whole)}</ArticleTitle>"
        f"<AuthorList>{people}</AuthorList><PublicationTypeList>{kinds}"
        f"</PublicationTypeList></Article>{told}</MedlineCitation><PubmedData>"
        f"<ArticleIdList>{doi}</ArticleIdList></PubmedData></PubmedArticle>"
    )


def europe(known: Registries, query: str) -> Reply:
    """Answer as a search of Europe PMC."""
    work = known.by_doi(query.removeprefix("DOI:").strip('"')) or known.by_pmid(
        query.removeprefix("EXT_ID:").partition(" ")[0]
    )
    listed = []
    if work:
        listed = [
            {
                "title": work.whole,
                "pubYear": str(work.issued),
                "doi": work.doi,
                "pmid": work.pmid,
                "authorList": {
                    "author": [{"lastName": f, "firstName": g} for f, g in work.authors]
                },
                "pubTypeList": {"pubType": ["Journal Article"]},
            }
        ]
    return 200, "application/json", json.dumps({"resultList": {"result": listed}})


def entered(known: Registries, term: str) -> Reply:
    """Answer as esearch: every PubMed record, if anything is asked for."""
    found = [work.pmid for work in known.works if work.pmid and term]
    body = {"esearchresult": {"count": str(len(found)), "idlist": found}}
    return 200, "application/json", json.dumps(body)


def changed(known: Registries) -> Reply:
    """Answer as ClinicalTrials.gov's list of studies."""
    found = [json.loads(study(known, w.trial)[2]) for w in known.works if w.trial]
    return 200, "application/json", json.dumps({"studies": found})


def study(known: Registries, number: str) -> Reply:
    """Answer as ClinicalTrials.gov v2."""
    work = next((w for w in known.works if w.trial == number), None)
    if not work:
        return 404, "text/plain", "NCT number not found"
    said = {
        "protocolSection": {
            "identificationModule": {
                "nctId": number,
                "briefTitle": work.title,
                "organization": {"fullName": work.group},
            },
            "statusModule": {
                "startDateStruct": {"date": f"{work.issued}-03"},
                "overallStatus": "RECRUITING",
                "lastUpdatePostDateStruct": {"date": "2026-11-30"},
            },
        }
    }
    return 200, "application/json", json.dumps(said)


class _Handler(BaseHTTPRequestHandler):
    known: Registries

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer as the service whose path this is."""
        parts = urlsplit(self.path)
        path, query = unquote(parts.path), parse_qs(parts.query)
        service, reply = self._reply(path, query)
        self.known.asked.append(service)
        status = self.known.failing.get(service, 0)
        if status < 0:  # it hangs up
            self.close_connection = True
            return
        code, kind, body = (status, "text/html", "<p>No") if status else reply()
        raw = body.encode()
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _reply(
        self, path: str, query: Mapping[str, list[str]]
    ) -> tuple[str, Callable[[], Reply]]:
        known, last = self.known, path.rpartition("/")[2]
        numbers = query.get("id", [""])[0].split(",")
        words = query.get("query.bibliographic", query.get("query", [""]))[0]
        term = query.get("term", [""])[0]
        ways: tuple[tuple[bool, str, Callable[[], Reply]], ...] = (
            ("/handles/" in path, "handle", lambda: handle(known, path[13:])),
            (path == "/works", "crossref", lambda: search(known, words)),
            (path[:7] == "/works/", "crossref", lambda: crossref(known, path[7:])),
            (last == "esearch.fcgi", "pubmed", lambda: entered(known, term)),
            (path.endswith("/studies"), "trials", lambda: changed(known)),
            (last == "esummary.fcgi", "pubmed", lambda: summary(known, numbers)),
            (last == "efetch.fcgi", "pubmed", lambda: fetched(known, numbers)),
            (path == "/search", "europe", lambda: europe(known, words)),
            ("/api/v2/" in path, "trials", lambda: study(known, last)),
            (True, "doi.org", lambda: negotiated(known, path[1:])),
        )
        return next((name, reply) for here, name, reply in ways if here)


@contextmanager
def running(works: list[Registered]) -> Iterator[Registries]:
    """Run all services at one address of this machine."""
    known = Registries(works)
    handler = type("Handler", (_Handler,), {"known": known})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    known.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield known
    finally:
        server.shutdown()
