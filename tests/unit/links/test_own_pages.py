"""Own pages: judged by our scan, with LinkChecker's word beside it."""

from dataclasses import replace

import pytest
from guide.links import own_pages, scan
from guide.links.crawls import Crawled
from guide.links.record import Link, LinkJudgement
from guide.links.scan import FOLDER_SITE, OwnSite, PageSource, Scan

SITE = OwnSite(FOLDER_SITE)
HERE = "http://127.0.0.1:9/"
FILES = frozenset({"index.html", "a/index.html", "x.png"})


def scanned(html: str) -> Scan:
    """The scan of two pages."""
    sources = [
        PageSource(FOLDER_SITE + "index.html", "index.html", html),
        PageSource(FOLDER_SITE + "a/index.html", "a", '<p id="here"><p id="b c">'),
    ]
    return scan.read_pages(SITE, sources)


def own(written: str, verdict: str = "", reason: str = "") -> Link:
    """A link on the first page, judged if there is a verdict."""
    (link,) = scanned(f'<a href="{written}">x</a>').links.values()
    judgement = LinkJudgement(verdict, reason) if verdict else None  # type: ignore[arg-type]
    return replace(link, judgement=judgement)


@pytest.mark.parametrize(
    ("written", "verdict", "status", "reason"),
    [
        ("a/", "ok", 200, ""),
        ("a/#here", "ok", 200, ""),
        ("a/#b%20c", "ok", 200, ""),
        ("a/#gone", "anchor", 200, "The page has no part named 'gone'."),
        ("a/#%67one", "anchor", 200, "The page has no part named 'gone'."),
        ("#gone", "anchor", 200, "The page has no part named 'gone'."),
        ("a/#/route", "ok", 200, ""),
        ("x.png#gone", "ok", 200, ""),
        ("b/", "dead", 404, "The site has no such page or file."),
        ("b/#x", "dead", 404, "The site has no such page or file."),
    ],
)
def test_a_page_or_part_of_ours_is_there_or_not(
    written: str, verdict: str, status: int, reason: str
) -> None:
    """A file has no parts."""
    judged = own_pages.judge(own(written), scanned(""), FILES)
    assert judged.judgement == LinkJudgement(verdict, reason)  # type: ignore[arg-type]
    assert (judged.status, judged.attempts, judged.final_url) == (status, 1, "")


def test_a_missing_part_is_cut_at_80_letters() -> None:
    """Foreign text has an end."""
    judged = own_pages.judge(own("a/#" + "x" * 90), scanned(""), FILES)
    assert judged.reason == f"The page has no part named {'x' * 80!r}."


def crawled(written: str, *, valid: bool, result: str = "404 Not Found") -> Crawled:
    """What LinkChecker says of an address on the first page."""
    return Crawled(HERE + "x", written, HERE + "index.html", 1, valid, result, ())


def settled(link: Link, *said: Crawled) -> LinkJudgement | None:
    """What is judged when LinkChecker has spoken."""
    return own_pages.settle({"u": link}, said, HERE, SITE)["u"].judgement


def test_what_linkchecker_alone_finds_broken_is_told() -> None:
    """It is to be settled by a person."""
    link = own("a/", "ok")
    assert settled(link, crawled("a/", valid=False)) == LinkJudgement(
        "dead",
        "LinkChecker finds it broken (404 Not Found), our own reading does not: "
        "open the page, and settle who is right.",
    )
    assert settled(link, crawled("a/", valid=True)) == LinkJudgement("ok", "")
    assert settled(link, crawled("b/", valid=False)) == LinkJudgement("ok", "")
    assert settled(link) == LinkJudgement("ok", "")


def test_what_we_alone_find_broken_stays_told() -> None:
    """With LinkChecker's word beside it."""
    link = own("b/", "dead", "The site has no such page or file.")
    assert settled(link, crawled("/b/", valid=True, result="200 OK")) == LinkJudgement(
        "dead",
        "The site has no such page or file. LinkChecker finds it in order: "
        "open the page, and settle who is right.",
    )
    assert settled(link, crawled("b/", valid=False)) == link.judgement


def test_a_missing_part_is_no_difference() -> None:
    """LinkChecker does not look for parts."""
    link = own("a/#gone", "anchor", "No.")
    assert settled(link, crawled("a/#gone", valid=True)) == LinkJudgement(
        "anchor", "No."
    )
    assert settled(link, crawled("a/", valid=False)) == LinkJudgement("anchor", "No.")


@pytest.mark.parametrize(
    "said",
    [
        Crawled(HERE + "a/", "a/", "", 1, valid=False, result="404", warnings=()),
        Crawled(HERE, "a/", HERE, 1, valid=False, result="filtered", warnings=()),
        Crawled("https://b.example/a/", "https://b.example/a/", HERE, 1, valid=False, result="404", warnings=()),  # noqa: E501 -- a long pattern or address
    ],
)  # fmt: skip
def test_only_what_linkchecker_tried_counts(said: Crawled) -> None:
    """Not where it began, nor what it left alone, nor what is not ours."""
    assert settled(own("a/", "ok"), said) == LinkJudgement("ok", "")


def test_a_link_that_was_not_judged_stays_so() -> None:
    """After an interruption."""
    assert settled(own("a/"), crawled("a/", valid=False)) is None


def lost(*written: str, root: str = "") -> list[str]:
    """What LinkChecker met and our scan of a page did not."""
    found = scanned(
        '<a href="https://b.example/x">x</a><blockquote cite="https://c.example/">'
    )
    said = [
        Crawled(url, url, HERE, 1, valid=True, result="filtered", warnings=())
        for url in written
    ]
    notes = own_pages.differences(said, found.links, found, HERE, root)
    for note in notes:
        assert note.startswith("LinkChecker met ")
        assert note.endswith(", but our own reading of the pages did not: report it.")
    return [note.split()[2].rstrip(",") for note in notes]


def test_what_linkchecker_alone_meets_is_said() -> None:
    """Sorted, once each; not what no reader is led to."""
    assert lost("https://b.example/x", "HTTPS://B.example/x") == []
    assert lost("https://c.example/") == []
    assert lost(HERE + "gone", "mailto:a@b.example", "https://") == []
    assert lost("https://e.example/", "https://d.example/", "https://d.example/") == [
        "https://d.example/",
        "https://e.example/",
    ]
    many = [f"https://d{number:02}.example/" for number in range(21)]
    assert lost(*many) == many[:20]


def test_the_mirrors_address_stands_for_the_sites() -> None:
    """In all that LinkChecker read."""
    mirrored = f"https://d.example/?from={HERE}a"
    assert lost(mirrored) == [mirrored]
    assert lost(mirrored, root="https://b.example/") == [
        "https://d.example/?from=https://b.example/a"
    ]
