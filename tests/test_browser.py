"""Every page in a real browser: it opens, says what it is, and asks nobody else."""

from pathlib import Path

import pytest
from conftest import Serve
from playwright.sync_api import Browser, ConsoleMessage, Page, Request
from screens import addresses


@pytest.fixture
def page(browser: Browser) -> Page:
    """A page in a fresh profile, as wide as a phone."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    return context.new_page()


def test_every_page_opens_whole(page: Page, site: Path, serve: Serve) -> None:
    """Title, disclaimer, no console error, no request that leaves the origin."""
    origin = serve(site)
    faults: list[str] = []
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error":
            faults.append(said.text)

    page.on("request", note)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", hear)
    for address in addresses(site):
        answer = page.goto(origin + address, wait_until="load")
        assert answer
        assert answer.ok, address
        assert "Stiff-person syndrome treatment guide" in page.title(), address
        assert page.locator(".guide-disclaimer").is_visible(), address
        assert page.locator("h1").count() == 1, address
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{address} is {wide} px wide"
    assert [url for url in asked if not url.startswith((origin, "data:"))] == []
    assert faults == []


def test_an_unknown_address_shows_the_way_back(
    page: Page, site: Path, serve: Serve
) -> None:
    """The 404 page carries the disclaimer and links home and to the emergency page."""
    page.goto(serve(site) + "no/such/page/")
    assert page.locator("h1").inner_text() == "Page not found"
    assert page.locator(".guide-disclaimer").is_visible()
    page.get_by_role("article").get_by_role("link", name="In an emergency").click()
    assert "emergency" in page.url
