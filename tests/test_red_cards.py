"""Red cards: quiet in an emergency, their sources in the fold right below."""

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import Miniature, Serve, every_page, soup_of
from guide.site import emergency_file, red_cards
from playwright.sync_api import Browser

CARD = """
!!! emergency "Call if"

    - It *burns* [@many2017authors]. Or [it](about/disclaimer.md) itches.
    - It says nothing of sources.

        - Deep inside [@label2022example; @accents2020latex].

    So it is [@label2022example].

After [@many2017authors].
"""


def soup(path: Path) -> BeautifulSoup:
    """Return a built page."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def words(element: Tag) -> str:
    """Return what an element says."""
    return " ".join(element.get_text(" ", strip=True).split())


@every_page
def test_no_red_card_of_the_guide_holds_a_mark(site: Path) -> None:
    """On any built page, the one-file page included; marks below it have a note."""
    cards = 0
    for path in sorted(site.rglob("*.html")):
        page = soup_of(path)
        for card in page.select(".admonition.emergency"):
            cards += 1
            assert not card.select("sup, .footnote-ref"), path
        for mark in page.select(f".{red_cards.FOLD} .footnote-ref"):
            assert page.find(id=str(mark["href"])[1:]), path
    assert cards > 20
    one_file = soup(site / emergency_file.FILE)
    assert one_file.select(f".{red_cards.FOLD} .footnote-ref")


def test_the_fold_repeats_each_line_that_has_sources(miniature: Miniature) -> None:
    """Right below the card, closed, in order; lines without a source stay out."""
    with (miniature.docs / "index.md").open("a", encoding="utf-8") as page:
        page.write(CARD)
    built = miniature.build()
    assert built.returncode == 0, built.stderr
    html = soup(miniature.site / "index.html")
    card = html.select_one(".admonition.emergency")
    assert card
    assert words(card) == (
        "Emergency Call if It burns . Or it itches. It says nothing of sources. "
        "Deep inside. So it is."
    )
    fold = card.find_next_sibling()
    assert isinstance(fold, Tag)
    assert (fold.name, fold.get("open")) == ("details", None)
    assert [words(line) for line in fold.select("summary, li")] == [
        "Sources for these signs",
        "It burns [1] . Or it itches.",
        "Deep inside [2, 3] .",
        "So it is [2] .",
    ]
    assert [a["href"] for a in html.find_all("a", string="it")] == [
        "about/disclaimer/"
    ] * 2


def test_claims_and_search_know_each_line_once(miniature: Miniature) -> None:
    """A claim leads into the fold; the search finds the words in the card alone."""
    with (miniature.docs / "index.md").open("a", encoding="utf-8") as page:
        page.write(CARD)
    assert miniature.build().returncode == 0
    told: dict[str, Any] = json.loads(
        (miniature.site / "evidence" / "claims.json").read_text()
    )
    (claim,) = (it for it in told["claims"] if it["sentence"] == "Deep inside.")
    mark = soup(miniature.site / "index.html").find(id=claim["address"].split("#")[1])
    assert mark
    assert mark.find_parent(class_=red_cards.FOLD)
    found = (miniature.site / "search" / "index.json").read_text()
    assert "inside" in found
    assert red_cards.TITLE not in found


@pytest.mark.parametrize("media", ["screen", "print"])
def test_the_fold_opens_when_it_is_needed(
    browser: Browser, site: Path, serve: Serve, media: str
) -> None:
    """By the way back from a source, and on paper; else it is closed."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    address = f"{serve(site)}emergency/"
    page.goto(address)
    mark = page.locator(f".{red_cards.FOLD} sup").first
    assert not mark.is_visible()
    if media == "print":
        page.emulate_media(media="print")
        assert mark.is_visible()
    else:
        back = page.locator(f"a.footnote-backref[href='#{mark.get_attribute('id')}']")
        page.locator(".guide-sources > summary").click()
        back.first.click()
        mark.wait_for(state="visible")
        mark.locator("a").click()
        assert page.locator(".guide-note").is_visible()
    context.close()


def test_the_kept_file_prints_its_folds(
    browser: Browser, site: Path, serve: Serve
) -> None:
    """It has no script: the style alone opens them on paper."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{serve(site)}{emergency_file.FILE}")
    mark = page.locator(f".{red_cards.FOLD} sup").first
    assert not mark.is_visible()
    page.emulate_media(media="print")
    assert mark.is_visible()
    context.close()
