"""On paper: words, sources with addresses, date, disclaimer, a way back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, Miniature, Serve
from guide.site import qr_codes
from playwright.sync_api import Browser, Page
from screens import TEMPLATES

SITE_URL = "https://guide.example/sps/"
A4 = {"width": 660, "height": 980}  # CSS pixels between the margins


SIDE = re.compile(rb"/Type\s*/Page\b")
LEAFLET = ROOT / "overrides" / "assets" / "leaflet.css"
DOCS = ROOT / "docs"
LONGEST = [
    f"{it.parent.relative_to(DOCS).as_posix()}/"
    for it in sorted(
        (
            it
            for it in DOCS.glob("treatments/**/index.md")
            if it.with_name("evidence.md").exists()
        ),
        key=lambda it: it.stat().st_size,
    )[-4:]
] + ["treatments/gabaergic-drugs/gaba-a-agonists/"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page as it is printed by somebody who reads in the dark."""
    context = browser.new_context(viewport=A4, color_scheme="dark", bypass_csp=True)  # type: ignore[arg-type]  # a viewport
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


LEFT_ON_PAPER = """() => [...document.querySelectorAll(
  "nav, button, summary, dialog, .guide-foot, .footnote-backref, .guide-skip")]
  .filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 90))"""

WITHOUT_ADDRESS = """() => [...document.querySelectorAll(".footnote a[href^=http]")]
  .filter(a => !getComputedStyle(a, "::after").content.includes("<"))
  .map(a => a.href)"""

TORN = """() => [...document.querySelectorAll(".admonition, tr, .footnote li")]
  .filter(e => getComputedStyle(e).breakInside !== "avoid")
  .map(e => e.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_print_holds_words_sources_date_and_disclaimer(
    page: Page, site: Path, serve: Serve, template: str
) -> None:
    """Nothing to press is printed; each source has its address; cards stay whole."""
    page.goto(serve(site) + TEMPLATES[template])
    assert page.evaluate(LEFT_ON_PAPER) == []
    assert page.evaluate(WITHOUT_ADDRESS) == []
    assert page.evaluate(TORN) == []
    assert page.locator(".guide-disclaimer").is_visible()
    if template != "not found":
        assert page.locator(".guide-dates").is_visible()
        assert page.locator(".guide-return svg").is_visible()
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert max(int(part) for part in ink[4:-1].split(",")) < 80, ink
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= A4["width"]


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_print_is_made(page: Page, site: Path, serve: Serve, size: str) -> None:
    """A whole PDF comes of the emergency page in both sizes."""
    page.goto(serve(site) + TEMPLATES["emergency"])
    assert page.pdf(format=size).startswith(b"%PDF-")


def test_a_leaflet_has_two_sides(page: Page, site: Path, serve: Serve) -> None:
    """The longest pages of treatments fit on one sheet of A4."""
    origin, sides = serve(site), {}
    for address in LONGEST:
        page.goto(origin + address)
        page.add_style_tag(path=LEAFLET)
        sides[address] = len(SIDE.findall(page.pdf(format="A4")))
    assert sides == dict.fromkeys(LONGEST, 2)


def test_the_way_back_is_the_address_of_the_page(miniature: Miniature) -> None:
    """Code, words and the foot of each leaf name the published address and the date."""
    assert miniature.build(SITE_URL=SITE_URL).returncode == 0
    html = (miniature.site / "about" / "disclaimer" / "index.html").read_text()
    address = f"{SITE_URL}about/disclaimer/"
    drawn = BeautifulSoup(qr_codes.qr(address), "html.parser").select_one("path")
    assert drawn
    assert f'd="{drawn["d"]}"' in html
    assert f"This page, with its sources and latest changes:<br>{address}" in html
    assert f'@bottom-right {{ content: "{address} · " counter(page)' in html
    assert "Reviewed 22 November 2026, next review 22 May 2027. Words " in html


PLANTED = {
    ".guide-bar nav {display: flex !important}": LEFT_ON_PAPER,
    "a::after {content: none !important}": WITHOUT_ADDRESS,
    ".admonition {break-inside: auto !important}": TORN,
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_on_paper_is_found(
    page: Page, site: Path, serve: Serve, fault: str
) -> None:
    """Each check above is seen to fail."""
    page.goto(serve(site) + TEMPLATES["treatment"])
    page.add_style_tag(content=fault)
    assert page.evaluate(PLANTED[fault]) != []
