"""Every page in a browser, visited once: all that is promised of each of them.

Pages are opened some at a time and first left alone: the seconds in which nothing may
move then cost one wait, and no processor. Each promise is told apart, by its name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from access import CLOSE, CUT, SMALL, SPACED, looks, violations, wide
from conftest import ROOT, Serve
from playwright.sync_api import Browser, ConsoleMessage, Page
from screens import (
    NARROW,
    TEMPLATES,
    WIDE,
    addresses,
    changed_by_pointing,
    dress,
    open_contents,
    watch,
)

DOCS = ROOT / "docs"
WRITTEN = sorted(
    "404.html" if name == "404" else f"{name}/".removesuffix("index/")
    for path in DOCS.rglob("*.md")
    if path.parent.name != "shared"
    for name in [path.relative_to(DOCS).as_posix().removesuffix(".md")]
)
PAGES = sorted({*WRITTEN, "404.html"})
# Pages that answer first: those turned round, with their evidence beside them.
ANSWERED = {
    f"{it.parent.relative_to(DOCS).as_posix()}/" for it in DOCS.rglob("evidence.md")
}
ANSWERED |= {"", "emergency/", "start/newly-diagnosed/", "treatments/"}
ANSWER = "article > :is(h2:first-of-type + *, ol, .guide-call, .admonition)"
LINE = 29  # of a line of text: one that begins lower is cut
ONE_SCREEN = 1600  # pixels of a page for professionals at 1280, without its sources
ROW = 45  # from one line of the contents beside the text to the next
TOGETHER = 8  # pages that wait side by side
SECONDS = 10.0  # in which nothing moves
LARGE = {"", "treatments/", "treatments/ivig/", "evidence/references/"}
CORNER = (10, 10)  # pixels from the right and from above
PHONES = ((320, 640), (360, 740))
HIGHEST = 150  # pixels above a title on a phone
TOOLS = {  # what is used stands on the first screen of its page
    "emergency/form/": "input[name=name]",
    "evidence/claims/": "input[name=words]",
    "evidence/references/": "select[name=treatment]",
    "evidence/studies/": "select",
    "living/medicine-names/": "#medicine",
}
LIES = """(wanted) => [...document.querySelectorAll(wanted)]
    .filter((it) => it.checkVisibility()).map((it) => {
      const { top, bottom } = it.getBoundingClientRect();
      return [Math.round(top + scrollY), Math.round(bottom + scrollY)];
    })"""
STORED = """() => [document.cookie, Object.keys(localStorage),
    Object.keys(sessionStorage)].flat().filter(Boolean)"""
LISTEN = """addEventListener("securitypolicyviolation",
    (event) => console.error(`policy: ${event.violatedDirective}`))"""


@dataclass
class Visit:
    """A page that was opened, what it asked for, complained of and did by itself."""

    address: str
    origin: str
    page: Page
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)

    def open(self) -> None:
        """Go there and listen."""
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._hear)
        answer = self.page.goto(self.origin + self.address, wait_until="load")
        assert answer
        assert answer.ok, self.address

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.faults.append(said.text)


Visits = Callable[[str], Visit]


@pytest.fixture(scope="module")
def visits(
    browser: Browser, site: Path, serve: Serve, request: pytest.FixtureRequest
) -> Iterator[Visits]:
    """Visit a page, together with those beside it that will be asked for too."""
    origin = serve(site)
    wanted = {
        item.callspec.params.get("address")
        for item in request.session.items
        if isinstance(item, pytest.Function) and "visits" in item.fixturenames
    }
    opened: dict[str, Visit] = {}

    def visit(address: str) -> Visit:
        if address not in opened:
            context = browser.new_context(
                viewport={"width": NARROW, "height": 640},
                reduced_motion="no-preference",  # it shall be still anyway
            )
            context.add_init_script(LISTEN)
            beside = [it for it in beside_each_other(address) if it in wanted]
            for one in beside:
                opened[one] = Visit(one, origin, context.new_page())
                opened[one].open()
            loaded = [opened[one].page for one in beside]
            moved = watch(loaded, SECONDS, untouched=True)
            for one in beside:
                opened[one].moved = moved[opened[one].page]
        return opened[address]

    yield visit
    for one in opened.values():
        one.page.context.close()


def beside_each_other(address: str) -> list[str]:
    """Return the pages that wait together with this one."""
    first = PAGES.index(address) // TOGETHER * TOGETHER
    return PAGES[first : first + TOGETHER]


def it_stands_still(visit: Visit) -> list[str]:
    """Nothing is painted, changed or shifted for ten seconds after the load."""
    return visit.moved


def it_says_what_it_is(visit: Visit) -> list[str]:
    """Title, one heading, the disclaimer; nothing is stored or wider than a phone."""
    page = visit.page
    faults = {
        "title": "Stiff-person syndrome treatment guide" not in page.title(),
        "disclaimer": not page.locator(".guide-disclaimer").is_visible(),
        "one h1": page.locator("h1").count() != 1,
        "width": wide(page) > 0,
        "script": not page.evaluate("document.documentElement.className"),
        "stored": page.evaluate(STORED) != [],
        "cookies": page.context.cookies() != [],
    }
    return [fault for fault, found in faults.items() if found]


def it_is_open_to_all(visit: Visit) -> list[str]:
    """Axe: WCAG 2.2 A and AA, contrast AAA; each palette, a template at each width."""
    page = visit.page
    found = violations(page, NARROW, "light") + looks(page, WIDE, "dark")
    if visit.address in {*TEMPLATES.values(), "404.html"}:
        found += violations(page, WIDE, "light") + looks(page, NARROW, "dark")
    page.emulate_media(color_scheme="light")
    return found


def pointing_changes_nothing(visit: Visit) -> list[str]:
    """Hover and focus leave document and looks as they were."""
    if visit.address not in LARGE:
        return []
    visit.page.set_viewport_size({"width": WIDE, "height": 2000})
    return changed_by_pointing(visit.page)


def it_begins_on_the_first_screen(visit: Visit) -> list[str]:
    """A title within 150 px of the top; what the page is for on the first screen."""
    page, faults = visit.page, []
    page.evaluate("scrollTo(0, 0)")
    first = TOOLS.get(visit.address)
    for width, height in PHONES:
        page.set_viewport_size({"width": width, "height": height})
        [(top, _)] = page.evaluate(LIES, "h1")
        if top > HIGHEST:
            faults.append(f"{width}: the title begins at {top} px")
        if first and height == PHONES[-1][1]:
            faults += after(page, height, first, "its first field")
        if visit.address in ANSWERED:
            faults += after(page, height, ANSWER, "its answer")
    page.set_viewport_size({"width": NARROW, "height": 640})
    return faults


def after(page: Page, height: int, wanted: str, name: str) -> list[str]:
    """Return what begins below the first screen, or is not there at all."""
    found = page.evaluate(LIES, wanted)
    if not found:
        return [f"{name} is not there"]
    top = min(top for top, _ in found)
    return [f"{name} begins at {top} of {height} px"] if top > height - LINE else []


def the_way_is_short(visit: Visit) -> list[str]:
    """The way is one line, contents come after the title, staff scroll little."""
    page = visit.page
    page.set_viewport_size({"width": PHONES[1][0], "height": PHONES[1][1]})
    ways = page.evaluate(LIES, ".guide-trail ol, .guide-share-to")
    title, contents = (page.evaluate(LIES, it) for it in ("h1", ".guide-contents"))
    faults = ["the trail wraps"] if any(b - a > ROW for a, b in ways) else []
    if contents and contents[0][0] < title[0][1]:
        faults.append("the contents stand before the title")
    page.set_viewport_size({"width": WIDE, "height": 800})
    page.evaluate(
        "document.querySelectorAll('.guide-contents details')"
        ".forEach((it) => { it.open = true })"
    )
    rows = page.evaluate(LIES, ".guide-contents li a")
    for (one, end), (other, _) in pairwise(rows):
        if end - one <= ROW < other - one:  # of one line, and far from the next
            faults.append(f"contents {other - one} px apart")
    for low, _ in page.evaluate(LIES, ".guide-staff #sources"):
        if low > ONE_SCREEN:
            faults.append(f"the text for professionals ends at {low} px")
    page.set_viewport_size({"width": NARROW, "height": 640})
    return faults


def zoom_and_spacing_lose_nothing(visit: Visit) -> list[str]:
    """400 % of 1280 by 1024, and WCAG's text spacing: no sideways scroll, no cut."""
    page = visit.page
    page.set_viewport_size({"width": NARROW, "height": 256})
    open_contents(page)
    found = ["wide"] if wide(page) > 0 else []
    dress(page, SPACED)
    found += ["wide with spacing"] if wide(page) > 0 else []
    found += page.evaluate(CUT)
    page.evaluate("document.adoptedStyleSheets.pop()")
    return found


def targets_are_large_and_apart(visit: Visit) -> list[str]:
    """44 px, 24 px for a citation mark; 8 px between; with all open, at each width."""
    page = visit.page
    open_contents(page)
    page.evaluate("document.getElementById('menu').open = true")
    found = []
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: {it}" for it in page.evaluate(SMALL)]
        found += [f"{width}: {it}" for it in page.evaluate(CLOSE)]
    page.evaluate("document.getElementById('menu').open = false")
    return found


def the_emergency_page_is_one_tap_away(visit: Visit) -> list[str]:
    """At the end of the page too, in the same corner of a phone."""
    page = visit.page
    page.set_viewport_size({"width": NARROW, "height": 640})
    link = page.get_by_role("link", name="Emergency", exact=True)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    box = link.bounding_box()
    assert box
    corner = round(NARROW - box["x"] - box["width"]), round(box["y"])
    link.click(trial=True)  # nothing lies over it
    home = f"{visit.origin}emergency/"
    faults = {
        f"it stands at {corner}": corner != CORNER,
        "it leads elsewhere": link.evaluate("it => it.href") != home,
    }
    return [fault for fault, found in faults.items() if found]


def it_asks_nobody_else(visit: Visit) -> list[str]:
    """No console error, no breach of the policy, no request that leaves the origin."""
    own = (visit.origin, "data:")
    return visit.faults + [url for url in visit.asked if not url.startswith(own)]


PROMISES = (  # in this order: each leaves the page as the next needs it
    it_stands_still,
    it_says_what_it_is,
    it_begins_on_the_first_screen,
    the_way_is_short,
    it_is_open_to_all,
    zoom_and_spacing_lose_nothing,
    targets_are_large_and_apart,
    the_emergency_page_is_one_tap_away,
    pointing_changes_nothing,
    it_asks_nobody_else,
)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(it, marks=pytest.mark.xdist_group(f"pages {n // TOGETHER}"))
        for n, it in enumerate(PAGES)
    ],
)
def test_every_page_keeps_every_promise(
    address: str, visits: Visits, subtests: pytest.Subtests
) -> None:
    """Still, whole, open to all, locked: each promise has a sentence of its own."""
    visit = visits(address)
    for promise in PROMISES:
        with subtests.test(promise.__name__.replace("_", " ")):
            assert promise(visit) == []
    visit.page.close()


def test_no_page_is_left_out(site: Path) -> None:
    """What was built is what is visited above."""
    assert sorted(addresses(site)) == PAGES
