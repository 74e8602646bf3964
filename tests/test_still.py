"""Nothing moves: neither by itself, nor when pointed at, nor when something opens."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import Serve
from playwright.sync_api import Browser, BrowserContext
from screens import STATES, TEMPLATES, addresses, changed_by_pointing, moving

SECONDS = 3.0


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile that has not asked for less motion: it shall be still anyway."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        reduced_motion="no-preference",
        bypass_csp=True,
    )
    yield context
    context.close()


def test_no_page_moves_by_itself(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """Frames taken for some seconds after load are the same on every page."""
    origin = serve(site)
    pages = [context.new_page() for _ in addresses(site)]
    for page, address in zip(pages, addresses(site), strict=True):
        page.goto(origin + address)
    assert moving(pages, SECONDS) == []
    assert [page.url for page in pages if page.evaluate(SHIFTED)] == []


SHIFTED = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(
    sum + document.getAnimations().length)));
})"""


def test_nothing_moves_after_something_opens(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """Menu, contents, search and colours open at once and then stand still."""
    origin = serve(site)
    pages = []
    for width in (320, 1280):
        for act in STATES.values():
            page = context.new_page()
            page.set_viewport_size({"width": width, "height": 640})
            page.goto(origin + TEMPLATES["treatment"])
            act(page)
            pages.append(page)
    assert moving(pages, SECONDS) == []


@pytest.mark.parametrize("template", ["home", "treatment", "works"])
def test_pointing_changes_nothing(
    context: BrowserContext, site: Path, serve: Serve, template: str
) -> None:
    """Hover and focus leave document and looks as they were."""
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto(serve(site) + TEMPLATES[template])
    assert changed_by_pointing(page) == []


def test_pointing_changes_nothing_in_what_is_open(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """The same holds inside the menu and the search."""
    page = context.new_page()
    for state in ("menu", "search"):
        page.goto(serve(site) + TEMPLATES["about"])
        STATES[state](page)
        assert changed_by_pointing(page) == [], state


def test_no_page_asks_for_a_tooltip(site: Path) -> None:
    """No title attribute, which a browser shows by itself under a resting pointer."""
    for file in sorted(site.rglob("*.html")):
        soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        assert soup.body
        assert soup.body.select("[title], svg title") == [], file


MOVING = {
    "script": "<b id=m>1</b><script>setInterval(() => m.textContent++, 500)</script>",
    "style": "<style>@keyframes k {to {margin-left: 9em}} b {display: block;"
    "animation: k 2s infinite !important}</style><b class=m>1</b>",
    "marquee": "<marquee>1</marquee>",
}
POPPING = {
    "style": "<style>.n {display: none} h1:hover .n {display: block}</style>"
    "<script>document.querySelector('h1').innerHTML += '<b class=n>note</b>'</script>",
    "script": "<script>document.querySelector('h1').onmouseenter = event => "
    "event.target.dataset.seen = 1</script>",
    "title": "<script>document.querySelector('h1').title = 'note'</script>",
    "focus": "<style>.guide-brand:focus {background: gold}</style>",
}


def planted(site: Path, folder: Path, fault: str) -> Path:
    """Return a copy of the site's home with a fault below its title."""
    shutil.copytree(site / "assets", folder / "assets")
    page = (site / "index.html").read_text(encoding="utf-8")
    unlocked = re.sub("<meta http-equiv=[^>]*>", "", page)  # it would block the fault
    marked = unlocked.replace("</h1>", f"</h1>{fault}", 1)
    assert marked != unlocked
    (folder / "index.html").write_text(marked, encoding="utf-8")
    return folder


@pytest.mark.parametrize("fault", MOVING)
def test_a_planted_movement_is_seen(
    context: BrowserContext, site: Path, serve: Serve, tmp_path: Path, fault: str
) -> None:
    """The check above finds a page that moves."""
    page = context.new_page()
    page.goto(serve(planted(site, tmp_path, MOVING[fault])))
    assert moving([page], SECONDS) == [page.url]


@pytest.mark.parametrize("fault", POPPING)
def test_a_planted_pop_up_is_seen(
    context: BrowserContext, site: Path, serve: Serve, tmp_path: Path, fault: str
) -> None:
    """The check above finds what appears when pointed at."""
    page = context.new_page()
    page.goto(serve(planted(site, tmp_path, POPPING[fault])))
    assert changed_by_pointing(page, within=".guide-head, h1") != []
