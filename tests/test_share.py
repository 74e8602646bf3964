"""Share: a quiet row on each page, link cards with pictures, links to a section."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from conftest import Miniature, Serve, every_page, soup_of
from playwright.sync_api import Browser, BrowserContext, Page, expect

HOME = "http://localhost:8000/"
CARD = ("og:title", "og:description", "og:url", "og:image", "og:type", "twitter:card")
TRACKING = re.compile(r"[?&](utm_\w+|fbclid|gclid|ref|source)=")
PNG = b"\x89PNG\r\n\x1a\n"
PLACES = {
    "E-mail": ("mailto", ""),
    "WhatsApp": ("https", "wa.me"),
    "Facebook": ("https", "www.facebook.com"),
    "X": ("https", "x.com"),
    "Reddit": ("https", "www.reddit.com"),
}
LANDED = """() => {
    const to = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const head = document.querySelector(".guide-bar").getBoundingClientRect();
    const covers = getComputedStyle(document.querySelector(".guide-bar")).position;
    const lid = ["sticky", "fixed"].includes(covers) ? Math.max(0, head.bottom) : 0;
    const end = document.documentElement.scrollHeight - innerHeight - scrollY < 2;
    return {top: to.getBoundingClientRect().top - lid, end, high: innerHeight};
}"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile on a phone that may write to its clipboard."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield context
    context.close()


def soups(site: Path) -> Iterator[tuple[str, BeautifulSoup]]:
    """Yield address and content of each page that is shared: all but the 404 page."""
    for path in sorted(site.rglob("index.html")):
        place = path.relative_to(site).as_posix().removesuffix("index.html")
        yield place, soup_of(path)


@every_page
def test_every_page_can_be_shared_without_a_script(site: Path) -> None:
    """Each plain link carries the page's own address, and nothing that follows it."""
    for place, soup in soups(site):
        links = {a.get_text(): str(a["href"]) for a in soup.select(".guide-share a")}
        for label, (scheme, host) in PLACES.items():
            parts = urlsplit(links[label])
            assert (parts.scheme, parts.netloc) == (scheme, host), label
            said = " ".join(
                v for values in parse_qs(parts.query).values() for v in values
            )
            assert f"{HOME}{place}" in said, (place, label)
            assert not TRACKING.search(links[label])
        assert soup.select_one(".guide-share noscript")
        assert not soup.select(".guide-share :is(img, iframe, script)")


@every_page
def test_every_page_has_its_card(site: Path) -> None:
    """Title, description, address and a picture of its own, large and light."""
    seen: set[str] = set()
    for place, soup in soups(site):
        card = {
            str(meta.get("property") or meta.get("name")): str(meta["content"])
            for meta in soup.select("meta[content]")
        }
        assert all(card.get(name) for name in CARD), place
        assert card["og:url"] == HOME + place
        assert card["og:description"] == card["description"]
        assert card["og:image"].startswith(f"{HOME}previews/")
        assert card["og:image"] not in seen, place
        seen.add(card["og:image"])
        picture = (site / card["og:image"].removeprefix(HOME)).read_bytes()
        assert picture.startswith(PNG)
        size = [int.from_bytes(picture[at : at + 4]) for at in (16, 20)]
        assert size == [1200, 630]
        assert len(picture) < 60_000, f"{place}: {len(picture)}"


def test_a_picture_is_drawn_once(miniature: Miniature) -> None:
    """A second build takes what was drawn; a new title gets a new picture."""
    assert miniature.build().returncode == 0
    kept = miniature.folder / ".cache" / "previews"
    first = {path: path.stat().st_mtime_ns for path in kept.iterdir()}
    assert miniature.build().returncode == 0
    assert {path: path.stat().st_mtime_ns for path in kept.iterdir()} == first
    page = miniature.docs / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("title: Mini", "title: Small mini"), encoding="utf-8")
    assert miniature.build().returncode == 0
    assert len(list(kept.iterdir())) == len(first) + 1
    assert len(list((miniature.site / "previews").iterdir())) == len(first)


def open_row(page: Page, address: str) -> None:
    """Open a page and wait until its row is ready."""
    page.goto(address)
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()


def test_the_link_is_copied_with_its_section(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """The canonical address goes to the clipboard, and the page says so."""
    page = context.new_page()
    open_row(page, serve(site) + "treatments/ivig/#what-can-go-wrong")
    page.get_by_role("button", name="Copy link").click()
    said = page.locator(".guide-share-said")
    expect(said).to_have_text("The link is copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{HOME}treatments/ivig/#what-can-go-wrong"


def test_a_link_that_cannot_be_copied_is_shown(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """Where the clipboard is closed, the address stands there to be copied by hand."""
    context.add_init_script("navigator.clipboard.writeText = () => Promise.reject()")
    page = context.new_page()
    open_row(page, serve(site))
    page.get_by_role("button", name="Copy link").click()
    said = page.locator(".guide-share-said")
    expect(said).to_have_text(f"Copy this address: {HOME}")


def test_the_device_shares_where_it_can(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """The button is there with a share sheet only, and hands over title and address."""
    address = serve(site) + "emergency/"
    page = context.new_page()
    page.add_init_script("delete Navigator.prototype.share")
    open_row(page, address)
    assert not page.get_by_role("button", name="Other apps").is_visible()
    page = context.new_page()
    page.add_init_script(
        """navigator.share = async (what) => { window.sheet = what }"""
    )
    open_row(page, address)
    page.get_by_role("button", name="Other apps").click()
    assert page.evaluate("window.sheet") == {
        "title": "In an emergency – guide to stiff-person syndrome",
        "url": f"{HOME}emergency/",
    }


def test_print_prints(context: BrowserContext, site: Path, serve: Serve) -> None:
    """The button opens the browser's own print dialogue."""
    page = context.new_page()
    page.add_init_script("window.print = () => { window.printed = true }")
    open_row(page, serve(site))
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") is True


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_targets_are_large_and_nothing_moves(
    context: BrowserContext, site: Path, serve: Serve, width: int
) -> None:
    """44 px each, 8 px apart; the buttons appear in a place kept for them."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 640})
    address = serve(site) + "emergency/"
    page.route("**/share.js", lambda route: route.abort())
    page.goto(address)
    frame = page.locator(".guide-frame")
    before = frame.bounding_box()
    page.unroute("**/share.js")
    open_row(page, address)
    assert frame.bounding_box() == before
    boxes = [
        box
        for it in page.locator(".guide-share :is(a, button):visible").all()
        if (box := it.bounding_box())
    ]
    assert len(boxes) >= 8
    assert all(box["width"] >= 44 and box["height"] >= 44 for box in boxes)
    for one in boxes:
        for other in boxes:
            if one is not other:
                beside = max(
                    other["x"] - one["x"] - one["width"],
                    one["x"] - other["x"] - other["width"],
                    other["y"] - one["y"] - one["height"],
                    one["y"] - other["y"] - other["height"],
                )
                assert beside >= 7.5


def test_without_a_script_the_row_shows_links_and_address(
    browser: Browser, site: Path, serve: Serve
) -> None:
    """No dead button; the address can be read and copied by hand."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(serve(site))
    assert page.locator(".guide-share button:visible").count() == 0
    assert page.get_by_role("link", name="WhatsApp").is_visible()
    address = page.locator(".guide-share noscript p")
    assert address.inner_text() == f"Address of this page: {HOME}"
    assert address.bounding_box()
    context.close()


def test_a_link_to_a_section_opens_at_the_section(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """Heading and source stand at the top, free of the header, on phone and desk."""
    origin = serve(site)
    page = context.new_page()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        page.goto(origin + "treatments/ivig/")
        ids = page.evaluate(
            "[...document.querySelectorAll('article :is(h2, h3)[id], .footnote li')]"
            ".map((it) => it.id)"
        )
        assert len(ids) > 20
        for name in [*ids[::15], ids[-1]]:
            page.goto("about:blank")
            page.goto(f"{origin}treatments/ivig/#{name}")
            at = page.evaluate(LANDED)
            assert at["top"] >= 0, f"#{name} lies below the header at {width} px"
            assert at["top"] < 80 or at["end"], f"#{name} is not at the top"
    page.goto(f"{origin}treatments/ivig/#what-can-go-wrong")
    page.evaluate("scrollBy(0, 80)")
    assert page.evaluate(LANDED)["top"] < 0, "a covered heading would not be found"
