"""The search as a patient uses it: questions typed, the first results read."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import DATA, ROOT, Serve
from guide.site import gate
from guide.site.gate import Places
from playwright.sync_api import Browser, BrowserContext, Page, expect

SHARE = 0.95  # of the questions for tuning have a right page among the first three
FIRST = 3
MOST_BYTES = 90_000  # gzipped, for the first question
TOP = """() => [...document.querySelectorAll(
    ".guide-search-urgent p a, .guide-search-found a")].map((a) =>
    new URL(a.href).pathname.replace(/^\\/|\\/$/g, ""))"""


def questions(part: str) -> list[dict[str, Any]]:
    """Return the questions of one half."""
    text = (DATA / "questions.yml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)[part]
    return found


@pytest.fixture(scope="module")
def searching(browser: Browser, site: Path, serve: Serve) -> Iterator[Page]:
    """A page with its search open."""
    page = browser.new_page()
    page.goto(serve(site))
    page.locator(".guide-search-open").click()
    yield page
    page.close()


def ask(page: Page, question: str) -> list[str]:
    """Type a question; return the pages that are found, the best first."""
    said = page.locator(".guide-search-said")
    page.locator("#search-words").fill("")
    expect(said).to_have_text("")
    page.locator("#search-words").fill(question)
    expect(said).not_to_have_text("")
    found: list[str] = page.evaluate(TOP)
    return found


def test_patients_find_their_page(searching: Page) -> None:
    """A right page stands among the first three."""
    asked = questions("tuning")
    missed = [
        f"{it['ask']}: {', '.join(found[:FIRST])}"
        for it in asked
        if not {*(found := ask(searching, str(it["ask"])))[:FIRST]} & {*it["pages"]}
    ]
    assert len(missed) <= len(asked) * (1 - SHARE), "\n".join(missed)


def test_no_question_is_typed_into_a_page_first() -> None:
    """What front matter lists would be found by itself."""
    pages = gate.read(Places(ROOT)).pages.values()
    listed = {str(q).casefold() for it in pages for q in it.meta.get("questions", ())}
    known = {page.file for page in pages}
    for part in ("tuning", "held_out"):
        for it in questions(part):
            assert str(it["ask"]).casefold() not in listed
            for page in it["pages"]:
                assert {f"docs/{page}.md", f"docs/{page}/index.md"} & known, page


@pytest.mark.parametrize(
    "question", ["i cant breathe", "want to die", "pump is beeping", "spasm wont stop"]
)
def test_what_cannot_wait_stands_above_all(searching: Page, question: str) -> None:
    """With the numbers to call."""
    ask(searching, question)
    urgent = searching.locator(".guide-search-urgent")
    assert "emergency/" in str(urgent.locator("a").first.get_attribute("href"))
    assert urgent.locator("a[href^='tel:']").count() > 1
    ask(searching, "ivig")
    expect(urgent).to_be_hidden()


def test_enter_opens_the_first_and_back_shows_the_results(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """A question is not typed twice."""
    page = context.new_page()
    page.goto(serve(site))
    page.locator(".guide-search-open").click()
    first = ask(page, "gammagard")[0]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{first}/**")
    page.go_back()
    expect(page.locator(".guide-search-found a").first).to_be_visible()
    expect(page.locator("#search-words")).to_have_value("gammagard")
    page.locator(".guide-search-close").click()
    page.reload()
    expect(page.locator(".guide-search")).to_be_hidden()


def test_nothing_found_leads_on(searching: Page) -> None:
    """To the emergency page, the A–Z, and to whom to tell."""
    assert ask(searching, "zzzzzz") == []
    none = searching.locator(".guide-search-none")
    ways = none.get_by_role("link").evaluate_all("all => all.map((a) => a.href)")
    assert [way.rsplit("/", 2)[-2] for way in ways] == [
        "emergency",
        "a-z",
        "report-a-problem",
    ]


def test_the_first_question_is_cheap(site: Path) -> None:
    """Engine and index together."""
    files = [site / "search" / name for name in ("engine.js", "index.json")]
    assert sum(len(gzip.compress(it.read_bytes())) for it in files) <= MOST_BYTES
