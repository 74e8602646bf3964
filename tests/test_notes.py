"""Notes: a mark opens its source where it stands, by tap, click or Enter."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Serve
from playwright.sync_api import Browser, BrowserContext, Page

ADDRESS = "treatments/ivig/"
MARK, NOTE = ".footnote-ref", ".guide-note"
LISTED = ".guide-sources li"


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
    mark = page.locator(f"{MARK}:text-is('[3]'):not([data-why])").first
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


def test_a_mark_opens_all_that_its_sentence_rests_on(page: Page) -> None:
    """Each judgement with its reasons, then each source, in one note."""
    mark = page.locator(f"{MARK}[data-why]:text-is('[9–11]')").first
    judged = (mark.get_attribute("data-why") or "").split()
    assert judged
    mark.scroll_into_view_if_needed()
    mark.tap()
    note = page.get_by_role("dialog", name="Sources 9–11", exact=True)
    shorts = [
        page.locator(f"[id='{name}']").get_attribute("data-short") for name in judged
    ]
    shorts += [
        page.locator(".footnote > ol > li").nth(number - 1).get_attribute("data-short")
        for number in range(9, 12)
    ]
    assert note.locator("> b").all_inner_texts() == shorts
    assert note.inner_text().count("Starts") == len(judged)
    assert note.locator("cite").count() == 3


def test_a_label_opens_the_reasons_of_its_grade(page: Page) -> None:
    """And leads to them in the list, which opens for it."""
    label = page.locator(".guide-why").first
    label.tap()
    note = page.locator(NOTE)
    assert "Rests on" in note.inner_text()
    note.get_by_role("link", name="In the list of judgements").tap()
    assert "#why:" in page.url
    item = page.locator(f"[id='{page.url.partition('#')[2]}']")
    item.wait_for(state="visible")


def test_close_is_in_sight_in_the_longest_note(page: Page) -> None:
    """Without scrolling in it, and after scrolling to its end."""
    mark = page.evaluate_handle(
        """() => [...document.querySelectorAll(".footnote-ref")].sort((a, b) =>
        b.textContent.length - a.textContent.length)[0]"""
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
    page.locator(MARK).nth(20).tap()
    assert page.locator(NOTE).count() == 1
    page.locator("h2").first.tap()
    assert page.locator(NOTE).count() == 0


def test_by_keyboard_from_end_to_end(page: Page) -> None:
    """Enter opens and leads into the note; Escape and Close lead back to the mark."""
    mark = page.locator(MARK).nth(5)
    mark.focus()
    page.keyboard.press("Enter")
    note = page.get_by_role("dialog", name=re.compile("^Sources? "))
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
    """The closed list opens, says the same of the source, and leads back."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(serve(site) + ADDRESS)
    assert not page.locator(LISTED).first.is_visible()
    page.locator(MARK).first.click()
    assert "#fn:" in page.url
    item = page.locator(f"[id='{page.url.partition('#')[2]}']")
    item.wait_for(state="visible")
    assert "Limits" in item.inner_text()
    item.locator(".footnote-backref").click()
    assert "#fnref:" in page.url
    context.close()


def test_the_note_leads_to_the_list(page: Page) -> None:
    """For whoever wants the whole reference: closed till then, it opens."""
    assert not page.locator(LISTED).first.is_visible()
    page.locator(MARK).first.tap()
    page.locator(NOTE).get_by_role("link", name="In the list of sources").tap()
    assert "#fn:" in page.url
    page.locator(LISTED).first.wait_for(state="visible")
    assert page.locator(NOTE).count() == 0


def test_paper_has_the_list_and_no_note(page: Page) -> None:
    """An open note is not printed over the text."""
    page.locator(MARK).first.tap()
    page.emulate_media(media="print")
    assert not page.locator(NOTE).is_visible()
    assert page.locator(LISTED).last.is_visible()
    assert not page.locator(".guide-sources > summary").is_visible()


LOOSE = "sup::before { content: none !important }"
APART = """() => [...document.querySelectorAll(".footnote-ref")].filter(mark => {
  const walk = document.createTreeWalker(document.querySelector("article"), 4);
  walk.currentNode = mark;
  let before = walk.previousNode();
  while (before && !before.data.trim()) before = walk.previousNode();
  const last = document.createRange();
  const end = before.data.trimEnd().length;
  last.setStart(before, end - 1);
  last.setEnd(before, end);
  const word = last.getBoundingClientRect();
  const apart = word.bottom - mark.getBoundingClientRect().bottom;
  return word.height && Math.abs(apart) > 20;
}).map(mark => mark.closest("p, li, td").textContent.slice(0, 80))"""


def test_no_mark_stands_alone_at_the_start_of_a_line(page: Page) -> None:
    """At any width; where nothing joins it to its word, one does."""
    page.evaluate(
        """() => { const sup = '<sup><a class="footnote-ref">[1, 2]</a></sup>';
        const text = `word word (word)${sup}. `.repeat(40);
        document.querySelector("article p").innerHTML = text }"""
    )
    widths = range(320, 400, 9)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(APART) == [], width
    page.evaluate(f"document.styleSheets[0].insertRule('{LOOSE}')")
    loose = 0
    for width in widths:
        page.set_viewport_size({"width": width, "height": 640})
        loose += len(page.evaluate(APART))
    assert loose


def test_no_gap_stands_before_a_full_stop(page: Page) -> None:
    """Though a mark is wide enough for a finger."""
    found = page.evaluate(
        """() => { const stop = document.createRange();
        const mark = [...document.querySelectorAll("article p > sup")].find(it =>
        it.nextSibling?.data?.startsWith("."));
        stop.setStart(mark.nextSibling, 0); stop.setEnd(mark.nextSibling, 1);
        const said = document.createRange();
        said.selectNodeContents(mark.querySelector("a"));
        const { right } = said.getBoundingClientRect();
        return stop.getBoundingClientRect().left - right }"""
    )
    assert -1 <= found < 1
