"""Found: structured data, sitemap, robots, canonical addresses, a feed of changes."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from conftest import ROOT, Miniature, every_page, soup_of
from guide.pages import parser
from guide.site import gate
from guide.site.gate import Places

HOME = "http://localhost:8000/"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CONTEXT = "https://schema.org"
TEXT, URL, DATE, FLAG = "text", "url", "date", "flag"
SHAPES: dict[str, dict[str, str]] = {  # the properties that schema.org gives each type
    "MedicalWebPage": {
        "@context": TEXT,
        "@id": URL,
        "url": URL,
        "name": TEXT,
        "description": TEXT,
        "inLanguage": TEXT,
        "isAccessibleForFree": FLAG,
        "license": URL,
        "lastReviewed": DATE,
        "reviewedBy": "Person",
        "audience": "PeopleAudience",
        "about": "MedicalCondition MedicalTherapy",
        "isPartOf": "WebSite",
        "citation": "ScholarlyArticle CreativeWork",
    },
    "Person": {"name": TEXT, "jobTitle": TEXT},
    "PeopleAudience": {"audienceType": TEXT},
    "MedicalCondition": {"name": TEXT, "alternateName": TEXT},
    "MedicalTherapy": {"name": TEXT},
    "WebSite": {"name": TEXT, "url": URL},
    "ScholarlyArticle": {
        "name": TEXT,
        "sameAs": URL,
        "url": URL,
    },
    "CreativeWork": {"name": TEXT, "sameAs": URL, "url": URL},
}
NEEDED = {
    "MedicalWebPage": {"@context", "url", "name", "lastReviewed", "about", "citation"},
    "ScholarlyArticle": {"name"},
    "CreativeWork": {"name"},
}
VALUES = {
    TEXT: re.compile(r".*\S.*", re.DOTALL),
    URL: re.compile(r"https?://\S+"),
    DATE: re.compile(r"\d{4}-\d\d-\d\d"),
}


def faults(node: dict[str, Any], allowed: str, place: str) -> list[str]:
    """Return what in a node breaks the shape of its type, one line each."""
    kind = str(node.get("@type"))
    if kind not in allowed.split():
        return [f"{place} is a {kind}, not a {allowed}"]
    shape = SHAPES[kind]
    found = [f"{place} lacks {name}" for name in NEEDED.get(kind, set()) - set(node)]
    for name, value in node.items():
        if name == "@type":
            continue
        wanted = shape.get(name)
        if wanted is None:
            found.append(f"{place}: a {kind} has no {name}")
            continue
        for one in value if isinstance(value, list) else [value]:
            inside = f"{place}.{name}"
            if isinstance(one, dict):
                found += faults(one, wanted, inside)
            elif wanted == FLAG:
                found += [] if isinstance(one, bool) else [f"{inside} is no flag"]
            elif wanted not in VALUES or not VALUES[wanted].fullmatch(str(one)):
                found.append(f"{inside} is no {wanted}: {one}")
    return sorted(found)


def described(page: Path) -> dict[str, Any]:
    """Return the structured data of a built page."""
    soup = soup_of(page)
    (block,) = soup.select("script[type='application/ld+json']")
    data: dict[str, Any] = json.loads(block.get_text())
    return data


def written() -> dict[str, parser.Page]:
    """Return each page of the guide as it was written, by its address."""
    return {
        re.sub(r"(^|/)index$", r"\1", name).strip("/") + "/" * (name != "index"): page
        for file, page in gate.read(Places(ROOT)).pages.items()
        if (name := file.removeprefix("docs/").removesuffix(".md"))
    }


@every_page
def test_every_page_describes_itself(site: Path) -> None:
    """Its shape is right; date, title and sources are those of the page."""
    for address, page in written().items():
        data = described(site / address / "index.html")
        assert faults(data, "MedicalWebPage", address or "home") == []
        assert data["@context"] == CONTEXT
        assert data["url"] == data["@id"] == HOME + address
        assert data["lastReviewed"] == str(page.meta["reviewed"])
        assert data["name"] == page.meta["title"]
        listed = soup_of(site / address / "index.html").select(
            ".footnote:not(.guide-reasons) li"
        )
        assert len(data["citation"]) == len(listed) >= len(page.cited)
        assert data["about"][0]["name"] == "Stiff-person syndrome"


def test_a_clinician_is_named_once_signed(miniature: Miniature) -> None:
    """Nobody is named as reviewer before."""
    page = miniature.docs / "index.md"
    assert miniature.build().returncode == 0
    assert "reviewedBy" not in described(miniature.site / "index.html")
    signed = "clinician:\n  name: A. Tester\n  role: Neurologist\n  date: 2026-11-20\n"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("kind:", f"{signed}kind:", 1), encoding="utf-8")
    assert miniature.build().returncode == 0
    data = described(miniature.site / "index.html")
    assert faults(data, "MedicalWebPage", "home") == []
    assert data["reviewedBy"]["name"] == "A. Tester"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"lastReviewed": "22 November"}, "p.lastReviewed is no date: 22 November"),
        ({"reviewed": "2026-11-22"}, "p: a MedicalWebPage has no reviewed"),
        ({"about": [{"@type": "Thing"}]}, "p.about is a Thing, not a MedicalCondition"),
        ({"url": "home"}, "p.url is no url: home"),
        ({"@type": "WebPage"}, "p is a WebPage, not a MedicalWebPage"),
    ],
)
def test_a_wrong_shape_is_found(site: Path, change: dict[str, Any], found: str) -> None:
    """The check above sees a value, a property and a type that are none."""
    data = described(site / "index.html") | change
    assert any(fault.startswith(found) for fault in faults(data, "MedicalWebPage", "p"))


def test_a_title_cannot_end_the_block(miniature: Miniature) -> None:
    """A title with a tag in it stays inside its block."""
    page = miniature.docs / "index.md"
    text = page.read_text(encoding="utf-8")
    hostile = 'title: "Mini </script><b>"'
    page.write_text(text.replace("title: Miniature guide", hostile), encoding="utf-8")
    assert miniature.build().returncode == 0
    assert described(miniature.site / "index.html")["name"] == "Mini </script><b>"


def test_the_sitemap_has_each_page_with_its_review_date(site: Path) -> None:
    """Canonical addresses, each once; the 404 page is not among them."""
    tree = ET.parse(site / "sitemap.xml").getroot()  # noqa: S314  # our own file
    listed = {
        str(url.findtext(f"{MAP}loc")): str(url.findtext(f"{MAP}lastmod"))
        for url in tree.iter(f"{MAP}url")
    }
    assert listed == {
        HOME + address: str(page.meta["reviewed"])
        for address, page in written().items()
    }
    for url in listed:
        html = (site / url.removeprefix(HOME) / "index.html").read_text()
        assert f'<link rel="canonical" href="{url}">' in html


def test_robots_may_read_all_and_find_the_map(site: Path) -> None:
    """One rule, and the address of the sitemap."""
    assert (site / "robots.txt").read_text(encoding="utf-8").split("\n") == [
        "User-agent: *",
        "Allow: /",
        "",
        f"Sitemap: {HOME}sitemap.xml",
    ]


def test_the_feed_tells_what_was_reviewed_when(site: Path) -> None:
    """Valid Atom: each page once, the newest first, found from each page."""
    feed = ET.parse(site / "feed.xml").getroot()  # noqa: S314  # our own file
    assert feed.tag == f"{ATOM}feed"
    for needed in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{needed}") is not None, needed
    selves = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert [link.get("href") for link in selves] == [f"{HOME}feed.xml"]
    entries = feed.findall(f"{ATOM}entry")
    days = []
    for entry in entries:
        assert all(
            entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "summary")
        )
        said = str(entry.findtext(f"{ATOM}updated"))
        days.append(datetime.fromisoformat(said).date())
    guide = written()
    assert {e.findtext(f"{ATOM}id") for e in entries} == {HOME + it for it in guide}
    assert len(entries) == len(guide)
    assert days == sorted(days, reverse=True)
    reviewed: list[date] = [page.meta["reviewed"] for page in guide.values()]
    assert days[0] == max(reviewed)
    assert str(feed.findtext(f"{ATOM}updated")).startswith(str(days[0]))
    for page in site.rglob("index.html"):
        assert 'type="application/atom+xml"' in page.read_text(encoding="utf-8")


def test_a_fork_gets_its_own_addresses(miniature: Miniature) -> None:
    """Map, feed, robots and cards all name the address from the environment."""
    own = "https://guide.example/sps/"
    assert miniature.build(SITE_URL=own).returncode == 0
    for name in ("sitemap.xml", "feed.xml", "robots.txt", "index.html"):
        text = (miniature.site / name).read_text(encoding="utf-8")
        assert own in text, name
        assert "localhost" not in text, name
