"""Nothing moves: neither by itself, nor when pointed at, nor when something opens."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Serve, every_page, soup_of
from playwright.sync_api import Browser, BrowserContext
from screens import STATES, TEMPLATES, changed_by_pointing, moving, watch

SECONDS = 10.0  # as calm as the guide shall be


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


def test_pointing_changes_nothing_in_what_is_open(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """The same holds inside the menu and the search."""
    page = context.new_page()
    for state in ("menu", "search"):
        page.goto(serve(site) + TEMPLATES["about"])
        STATES[state](page)
        assert changed_by_pointing(page) == [], state


@every_page
def test_no_page_asks_for_a_tooltip(site: Path) -> None:
    """No title attribute, which a browser shows by itself under a resting pointer."""
    for file in sorted(site.rglob("*.html")):
        soup = soup_of(file)
        assert soup.body
        assert soup.body.select("[title], svg title") == [], file


# What happens once, happens some seconds after the watch has begun.
LATE = (
    "<script>const late = deed => window.changes ? setTimeout(deed, 4000) "
    ": setTimeout(late, 50, deed)</script>"
)
MOVING = {
    "script": "<b id=m>1</b><script>setInterval(() => m.textContent++, 500)</script>",
    "style": "<style>@keyframes k {to {margin-left: 9em}} b {display: block;"
    "animation: k 2s infinite !important}</style><b class=m>1</b>",
    "marquee": "<marquee>1</marquee>",
    "drawing": "<svg width=90 height=20><rect width=9 height=9><animate attributeName=x"
    " from=0 to=80 dur=1s repeatCount=indefinite /></rect></svg>",
    "canvas": "<canvas id=m width=9 height=9></canvas><script>setInterval(() => "
    "m.getContext('2d').fillRect(0, 0, Math.random() * 9, 9), 500)</script>",
    "a flash": f"<b id=m>1</b>{LATE}<script>late(() => {{m.style.color = 'red'; "
    "requestAnimationFrame(() => requestAnimationFrame(() => m.style.color = ''))})"
    "</script>",
    "a rule that comes late": f"<style id=m></style>{LATE}<script>late(() => "
    "m.sheet.insertRule('h1 {color: red !important}'))</script>",
    "below": f"<p style='height: 3000px'></p><b id=m>1</b>{LATE}<script>late(() => "
    "m.textContent = 2)</script>",
    "scroll": f"{LATE}<script>late(() => scrollTo(0, 9))</script>",
    "shift": "<p id=m></p><p>Words</p><script>requestAnimationFrame(() => "
    "requestAnimationFrame(() => m.style.height = '90px'))</script>",
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
    shutil.copytree(site / "assets", folder / "assets", dirs_exist_ok=True)
    page = (site / "index.html").read_text(encoding="utf-8")
    unlocked = re.sub("<meta http-equiv=[^>]*>", "", page)  # it would block the fault
    marked = unlocked.replace("</h1>", f"</h1>{fault}", 1)
    (folder / "index.html").write_text(marked, encoding="utf-8")
    return folder


def test_planted_movements_are_seen(
    context: BrowserContext,
    site: Path,
    serve: Serve,
    tmp_path: Path,
    subtests: pytest.Subtests,
) -> None:
    """The watch sees each page that moves, and not one that stands still."""
    origin = serve(tmp_path)
    pages = {}
    for fault, html in {**MOVING, "none": ""}.items():
        planted(site, tmp_path / fault, html)
        pages[fault] = context.new_page()
        pages[fault].goto(f"{origin}{fault}/")
    seen = watch(pages.values(), SECONDS, untouched=True)
    for fault, page in pages.items():
        with subtests.test(fault):
            assert bool(seen[page]) == (fault != "none"), seen[page]


@pytest.mark.parametrize("fault", POPPING)
def test_a_planted_pop_up_is_seen(
    context: BrowserContext, site: Path, serve: Serve, tmp_path: Path, fault: str
) -> None:
    """The check above finds what appears when pointed at."""
    page = context.new_page()
    page.goto(serve(planted(site, tmp_path, POPPING[fault])))
    assert changed_by_pointing(page, within=".guide-head, h1") != []
