"""Claims: every cited sentence with its grade, derived from the pages."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Serve, soup_of
from jsonschema import Draft202012Validator
from playwright.sync_api import Browser, Page

ADDRESS = "evidence/claims/"


@pytest.fixture(scope="session")
def told(site: Path) -> dict[str, Any]:
    """What claims.json says."""
    found: dict[str, Any] = json.loads(
        (site / "evidence" / "claims.json").read_text(encoding="utf-8")
    )
    return found


@pytest.fixture
def page(browser: Browser, site: Path, serve: Serve) -> Iterator[Page]:
    """The list of claims on a phone."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, service_workers="block"
    )
    page = context.new_page()
    page.goto(serve(site) + ADDRESS)
    yield page
    context.close()


def test_the_file_keeps_its_schema(told: dict[str, Any]) -> None:
    """So that auditors can rely on its form."""
    schema = json.loads((ROOT / "data" / "claims.schema.json").read_text())
    assert [*Draft202012Validator(schema).iter_errors(told)] == []
    assert date.fromisoformat(told["date"]) <= date.today()  # noqa: DTZ011 -- any zone


def test_every_claim_stands_where_it_says(site: Path, told: dict[str, Any]) -> None:
    """Its address is its first mark, in a text that holds its words."""
    assert len(told["claims"]) > 100
    for claim in told["claims"]:
        address, _, place = claim["address"].partition("#")
        mark = soup_of(site / address / "index.html").find(id=place)
        assert mark, claim
        assert place.endswith(f":{[*claim['sources'], *claim['searches']][0]}")
        block = mark.find_parent(["p", "li", "tr", "h2", "h3", "figcaption"])
        assert block, claim
        said = re.sub(r" ?\[(?:\d+|searched)\]", "", " ".join(block.get_text().split()))
        assert claim["sentence"].partition(",")[0].rstrip(".")[:25] in said, claim


def test_every_mark_is_in_a_claim(site: Path, told: dict[str, Any]) -> None:
    """No cited sentence is lost: each page's marks are all counted."""
    counted: dict[str, set[str]] = {}
    for claim in told["claims"]:
        for stand in (claim, *claim["also"]):
            address = stand["address"].partition("#")[0]
            counted.setdefault(address, set()).update(claim["sources"])
    for file in site.rglob("index.html"):
        soup = soup_of(file)
        marks = soup.select(".footnote-ref")
        cited = {str(mark["href"])[4:] for mark in marks}
        folder = file.parent.relative_to(site).as_posix()
        address = "" if folder == "." else f"{folder}/"
        assert counted.get(address, set()) == cited, address


def test_a_grade_shows_in_words_and_leads_to_its_reasons(site: Path) -> None:
    """It is part of the sentence, and its link reaches its reasons or its meaning."""
    explained = soup_of(site / "evidence" / "how-we-judge" / "index.html")
    grades = set()
    for file in site.rglob("index.html"):
        soup = soup_of(file)
        for mark in soup.select(".guide-certainty"):
            folder, _, anchor = str(mark["href"]).partition("#")
            where = (file.parent / folder).resolve()
            within = where in (file.parent, site / "evidence" / "how-we-judge")
            assert within, mark
            assert (explained if folder else soup).find(id=anchor), mark
            grades.add(mark.get_text())
    judged = ("high", "moderate", "low", "very low")
    assert grades <= {*(f"{grade} certainty" for grade in judged), "known danger"}
    assert {"moderate certainty", "known danger"} <= grades


def test_the_list_is_searched_by_keyboard(page: Page) -> None:
    """Words and grade narrow it; the count is said; nothing is asked of anybody."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    status = page.get_by_role("status").first
    page.get_by_role("searchbox", name="Words").fill("stroke")
    page.keyboard.press("Enter")
    shown = page.locator(".guide-claims li:visible")
    assert shown.count() > 0
    assert all("stroke" in text.lower() for text in shown.all_inner_texts())
    assert status.inner_text().startswith(f"{shown.count()} of ")
    page.get_by_role("searchbox", name="Words").fill("")
    page.get_by_label("Certainty").select_option("low")
    assert shown.count() > 0
    assert all("low certainty" in text for text in shown.all_inner_texts())
    assert [url for url in asked if "icon" not in url] == []  # it may come late


def test_without_scripts_every_claim_can_be_read(
    browser: Browser, site: Path, serve: Serve, told: dict[str, Any]
) -> None:
    """Folded by page, with no field that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(serve(site) + ADDRESS)
    assert page.locator(".guide-claims li").count() == len(told["claims"])
    assert not page.get_by_role("searchbox", name="Words").is_visible()
    page.locator(".guide-claims summary").first.click()
    assert page.locator(".guide-claims li").first.is_visible()
    context.close()
