"""Notes: a mark opens its source where it stands, by tap, click or Enter."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Serve
from playwright.sync_api import Browser, BrowserContext, Page

ADDRESS = "treatments/ivig/"
MARK, NOTE = ".footnote-ref", ".guide-note"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that is touched."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, has_touch=True, service_workers="block"
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, site: Path, serve: Serve) -> Page:
    """A treatment page."""
    page = context.new_page()
    page.goto(serve(site) + ADDRESS)
    return page


def places(page: Page) -> list[float]:
    """Return where every block of the text stands, and how far it is scrolled."""
    found: list[float] = page.evaluate(
        "[scrollY, ...[...document.querySelectorAll('article :is(p, li, h2, sup)')]"
        ".map(e => e.getBoundingClientRect().top)]"
    )
    return found


def test_a_tap_shows_what_a_reader_should_know(page: Page) -> None:
    """Who, what kind, how many, what it found, its limits, and where to read it."""
    mark = page.locator(f"{MARK}[href='#fn:dalakas2001ivig']").nth(1)
    mark.scroll_into_view_if_needed()
    before = places(page)
    mark.tap()
    note = page.locator(NOTE)
    said = note.inner_text()
    for part in ("Dalakas MC and others, 2001", "immune globulin", "Kind", "16 people"):
        assert part in said
    for part in ("Found", "Limits", "DOI", "PubMed"):
        assert part in said
    assert places(page) == before
    box = note.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 640


def test_close_is_in_sight_in_the_longest_note(page: Page) -> None:
    """Without scrolling in it, and after scrolling to its end."""
    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll(".footnote-ref")].map(mark =>
        document.getElementById(decodeURIComponent(mark.hash.slice(1)))
        .textContent.length))"""
    )
    mark = page.evaluate_handle(
        """longest => [...document.querySelectorAll(".footnote-ref")].find(mark =>
        document.getElementById(decodeURIComponent(mark.hash.slice(1)))
        .textContent.length === longest)""",
        longest,
    ).as_element()
    assert mark
    mark.evaluate("e => e.scrollIntoView({block: 'center'})")
    mark.tap()
    note = page.locator(NOTE)
    shut = note.get_by_role("button", name="Close")
    assert note.evaluate("e => e.scrollHeight > e.clientHeight")
    for top in (0, 10_000):
        note.evaluate("(e, top) => e.scrollTo(0, top)", top)
        outer, inner = note.bounding_box(), shut.bounding_box()
        assert outer
        assert inner
        assert inner["height"] >= 44
        assert inner["y"] >= outer["y"]
        assert inner["y"] + inner["height"] <= outer["y"] + outer["height"]
    shut.tap()
    assert note.count() == 0


def test_a_second_tap_and_a_tap_elsewhere_close(page: Page) -> None:
    """And one note at a time is open."""
    mark = page.locator(MARK).nth(3)
    mark.tap()
    mark.tap()
    assert page.locator(NOTE).count() == 0
    mark.tap()
    page.locator(MARK).nth(40).tap()
    assert page.locator(NOTE).count() == 1
    page.locator("h2").first.tap()
    assert page.locator(NOTE).count() == 0


def test_by_keyboard_from_end_to_end(page: Page) -> None:
    """Enter opens and leads into the note; Escape and Close lead back to the mark."""
    mark = page.locator(MARK).nth(5)
    mark.focus()
    page.keyboard.press("Enter")
    note = page.get_by_role("dialog", name="Source ")
    assert note.evaluate("e => e === document.activeElement")
    assert mark.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    assert note.evaluate("e => e.contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert mark.evaluate("e => e === document.activeElement")
    assert mark.get_attribute("aria-expanded") is None
    page.keyboard.press("Enter")
    note.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    assert note.count() == 0
    assert mark.evaluate("e => e === document.activeElement")


def test_without_scripts_the_mark_leads_to_the_list(
    browser: Browser, site: Path, serve: Serve
) -> None:
    """And the list says the same of the source, and leads back."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(serve(site) + ADDRESS)
    page.locator(MARK).first.click()
    assert "#fn:" in page.url
    item = page.locator(f"[id='{page.url.partition('#')[2]}']")
    assert "Limits" in item.inner_text()
    item.locator(".footnote-backref").click()
    assert "#fnref:" in page.url
    context.close()


def test_the_note_leads_to_the_list(page: Page) -> None:
    """For whoever wants the whole reference."""
    page.locator(MARK).first.tap()
    page.locator(NOTE).get_by_role("link", name="In the list of sources").tap()
    assert "#fn:" in page.url
    assert page.locator(NOTE).count() == 0


def test_paper_has_the_list_and_no_note(page: Page) -> None:
    """An open note is not printed over the text."""
    page.locator(MARK).first.tap()
    page.emulate_media(media="print")
    assert not page.locator(NOTE).is_visible()
    assert page.locator(".footnote").first.is_visible()
