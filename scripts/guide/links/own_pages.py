"""Own pages: links within our site, judged by our scan and LinkChecker's word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import unquote

from guide.links import addresses, scan, verdicts
from guide.links.crawls import Crawled
from guide.links.record import Link, LinkJudgement
from guide.links.responses import Response
from guide.links.scan import OwnSite, Scan
from guide.links.state import GOOD

MOST_NOTES = 20
FILTERED = "filtered"  # LinkChecker's word for what it was told to leave alone


def judge(link: Link, found: Scan, files: frozenset[str]) -> Link:
    """Judge a link within a folder: its page or file, then its part of the page."""
    path = link.path or ""
    if scan.is_missing(path, files):
        response = Response(link.url, "", status=HTTPStatus.NOT_FOUND)
        judgement = LinkJudgement("dead", "The site has no such page or file.")
    else:
        response = Response(link.url, "", status=HTTPStatus.OK)
        judgement = _missing_part(link, found) or LinkJudgement("ok", "")
    return replace(link, response=response, judgement=judgement)


def settle(
    links: Mapping[str, Link], crawled: Iterable[Crawled], here: str, site: OwnSite
) -> dict[str, Link]:
    """Judge anew where LinkChecker and we differ about a page of ours.

    Args:
        links: links of ours, judged.
        crawled: what LinkChecker met.
        here: the address at which it was shown our pages, with a slash at its end.
        site: where they begin for us.
    """
    said: dict[str, Crawled] = {}
    for item in crawled:
        if item.parent and item.result != FILTERED:
            asked = addresses.read(item.written, item.parent).wire
            if asked.startswith(here):
                said.setdefault(site.root + asked[len(here) :], item)
    return {
        url: _settled(link, said.get(link.address.wire)) for url, link in links.items()
    }


def differences(
    crawled: Sequence[Crawled],
    links: Mapping[str, Link],
    found: Scan,
    here: str,
    root: str = "",
) -> tuple[str, ...]:
    """What LinkChecker met and our scan did not: a fault of ours, to be said.

    Args:
        crawled: what LinkChecker met.
        links: the links of our scan.
        found: the scan.
        here: the address at which LinkChecker was shown our pages.
        root: the address that this stands for; "" for a folder.
    """
    ours = {link.address.wire for link in links.values()}
    ours |= {link.address.written for link in links.values()}
    # LinkChecker takes a no-break space at an address's end for a blank.
    ours |= {
        addresses.read(link.address.written.strip()).wire for link in links.values()
    }
    ours |= found.passed_over
    lost: set[str] = set()
    for item in crawled:
        if item.url.startswith(here):
            continue
        url, written = item.url, item.written
        if root:
            url, written = url.replace(here, root), written.replace(here, root)
        wires = {written, addresses.read(url).wire, addresses.read(written).wire}
        if (
            url.startswith(("http://", "https://"))
            and addresses.read(written).kind == "web"
            and ours.isdisjoint(wires)
        ):
            lost.add(url)
    return tuple(
        f"LinkChecker met {url}, but our own reading of the pages did not: report it."
        for url in sorted(lost)[:MOST_NOTES]
    )


def _missing_part(link: Link, found: Scan) -> LinkJudgement | None:
    page = scan.page_at(link.path or "", found.pages)
    fragment = link.address.fragment
    if page is None or not verdicts.names_place(fragment):
        return None
    if verdicts.has_place(fragment, page.names):
        return None
    reason = f"The page has no part named {unquote(fragment)[:80]!r}."
    return LinkJudgement("anchor", reason)


def _settled(link: Link, said: Crawled | None) -> Link:
    judgement = link.judgement
    if said is None or judgement is None:
        return link
    if not said.valid and judgement.verdict in GOOD:
        result = said.result.strip().rstrip(".")
        reason = (
            f"LinkChecker finds it broken ({result}), our own reading does not: "
            "open the page, and settle who is right."
        )
        return replace(link, judgement=LinkJudgement("dead", reason))
    if said.valid and judgement.verdict == "dead":
        reason = (
            f"{judgement.reason} LinkChecker finds it in order: "
            "open the page, and settle who is right."
        )
        return replace(link, judgement=replace(judgement, reason=reason))
    return link
