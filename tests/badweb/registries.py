"""Fake registries: handles, PubMed, trials, archived copies; and the canaries."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from . import answers, pages

if TYPE_CHECKING:
    from .wire import Answer, Exchange

LIVING_DOI = ("10.1000/alive", "10.1002/(sici)1097<1::aid-x>3.0.co;2-f")
SILENT_DOI = "10.1000/silent"
BROKEN_DOI = "10.1000/broken"
VALUELESS_DOI = "10.1000/valueless"
LIVING_PMIDS = {"12345678", "11794476"}
LIVING_PMCIDS = {"1234567"}
LIVING_TRIALS = {"NCT01234567"}
ARCHIVED_MARK = "archived"
ARCHIVED_TIME = "20200102030405"

REGISTRY_HOSTS = {
    "DOI_URL": "127.0.2.1",
    "EUTILS_URL": "127.0.2.2",
    "CTGOV_URL": "127.0.2.3",
    "WAYBACK_AVAILABLE_URL": "127.0.2.4",
    "WAYBACK_WEB_URL": "127.0.2.5",
}
PATHS = {
    "EUTILS_URL": "/entrez/eutils",
    "CTGOV_URL": "/api/v2",
    "WAYBACK_AVAILABLE_URL": "/wayback/available",
    "WAYBACK_WEB_URL": "/web",
}


def environment(port: int) -> dict[str, str]:
    """Give the base addresses a program must use instead of the real ones."""
    return {
        name: f"http://{host}:{port}{PATHS.get(name, '')}"
        for name, host in REGISTRY_HOSTS.items()
    }


def registry_answers() -> dict[str, Answer]:
    """Give who answers at which address of a registry."""
    names = {
        "DOI_URL": handle,
        "EUTILS_URL": eutils,
        "CTGOV_URL": trials,
        "WAYBACK_AVAILABLE_URL": wayback_available,
        "WAYBACK_WEB_URL": wayback_web,
    }
    at = {REGISTRY_HOSTS[name]: answer for name, answer in names.items()}
    # The registries by their public names, should a program not know better.
    return at | {
        "doi.org": public_doi,
        "dx.doi.org": public_doi,
        "eutils.ncbi.nlm.nih.gov": eutils,
        "pubmed.ncbi.nlm.nih.gov": answers.fail(403),
        "pmc.ncbi.nlm.nih.gov": answers.fail(403),
        "www.ncbi.nlm.nih.gov": answers.fail(403),
        "clinicaltrials.gov": answers.say(),
        "refuses.publisher.example": answers.fail(403),
        "archive.org": wayback_available,
        "web.archive.org": wayback_web,
    }


async def handle(exchange: Exchange) -> None:
    """Answer as the Handle API does."""
    found = re.search(r"10\.\d{4,9}/.+", unquote(exchange.request.path))
    doi = found.group(0).lower() if found else ""
    if doi == SILENT_DOI:
        await answers.hang_up(exchange)
    elif doi in LIVING_DOI:
        value = {"index": 1, "type": "URL", "data": {"format": "string"}}
        await tell(exchange, 200, {"responseCode": 1, "handle": doi, "values": [value]})
    elif doi == VALUELESS_DOI:
        await tell(exchange, 200, {"responseCode": 200, "handle": doi})
    elif doi == BROKEN_DOI:
        await tell(exchange, 500, {"responseCode": 2, "handle": doi})
    else:
        await tell(exchange, 404, {"responseCode": 100, "handle": doi})


async def public_doi(exchange: Exchange) -> None:
    """Answer as doi.org does: its Handle API, or a redirect to a publisher."""
    if "/api/handles/" in exchange.request.path:
        await handle(exchange)
        return
    doi = unquote(exchange.request.path)[1:].lower()
    known = doi in {*LIVING_DOI, SILENT_DOI, BROKEN_DOI, VALUELESS_DOI}
    publisher = answers.redirect(302, "https://refuses.publisher.example/article")
    await (publisher if known else answers.not_found())(exchange)


async def eutils(exchange: Exchange) -> None:
    """Answer as NCBI's E-utilities do, by esummary or efetch."""
    request = exchange.request
    asked = parse_qs(urlsplit(request.target).query) | parse_qs(request.body.decode())
    ids = [one for group in asked.get("id", []) for one in re.findall(r"\d+", group)]
    database = asked.get("db", ["pubmed"])[0]
    living = LIVING_PMCIDS if database == "pmc" else LIVING_PMIDS
    if "esummary" in request.path:
        result: dict[str, object] = {"uids": ids}
        for one in ids:
            good = {"uid": one, "title": "A study", "articleids": []}
            bad = {"uid": one, "error": "cannot get document summary"}
            result[one] = good if one in living else bad
        await tell(exchange, 200, {"header": {"type": "esummary"}, "result": result})
        return
    found = "".join(
        f"<PubmedArticle><MedlineCitation><PMID>{one}</PMID></MedlineCitation>"
        "</PubmedArticle>"
        for one in ids
        if one in living
    )
    text = f"<?xml version='1.0'?><PubmedArticleSet>{found}</PubmedArticleSet>"
    await answers.say(200, text, "text/xml")(exchange)


async def trials(exchange: Exchange) -> None:
    """Answer as ClinicalTrials.gov v2 does, for one study or a list."""
    asked = re.findall(r"NCT\d{8}", unquote(exchange.request.target))
    studies = [
        {"protocolSection": {"identificationModule": {"nctId": one}}}
        for one in asked
        if one in LIVING_TRIALS
    ]
    if exchange.request.path.rstrip("/").endswith("/studies"):
        await tell(exchange, 200, {"studies": studies})
    elif studies:
        await tell(exchange, 200, studies[0])
    else:
        await answers.say(404, "NCT number not found", "text/plain")(exchange)


async def wayback_available(exchange: Exchange) -> None:
    """Answer which archived copy there is."""
    asked = parse_qs(urlsplit(exchange.request.target).query).get("url", [""])[0]
    snapshots: dict[str, object] = {}
    if ARCHIVED_MARK in asked:
        address = f"http://web.archive.org/web/{ARCHIVED_TIME}/{asked}"
        snapshots["closest"] = {
            "status": "200",
            "available": True,
            "url": address,
            "timestamp": ARCHIVED_TIME,
        }
    await tell(exchange, 200, {"url": asked, "archived_snapshots": snapshots})


async def wayback_web(exchange: Exchange) -> None:
    """Redirect to the newest archived copy, if there is one."""
    asked = unquote(exchange.request.target.partition("/web/")[2])
    if ARCHIVED_MARK not in asked:
        await answers.not_found()(exchange)
        return
    if asked.startswith(ARCHIVED_TIME):
        await answers.say()(exchange)
        return
    location = f"https://web.archive.org/web/{ARCHIVED_TIME}/{asked}"
    await answers.redirect(302, location)(exchange)


async def canary(exchange: Exchange) -> None:
    """Answer as any well-known, healthy host does, whatever is asked."""
    await answers.say(200, pages.front(exchange.request.host))(exchange)


async def tell(exchange: Exchange, status: int, facts: object) -> None:
    """Answer in JSON."""
    body = json.dumps(facts).encode()
    await exchange.reply(status, body, [("Content-Type", "application/json")])
