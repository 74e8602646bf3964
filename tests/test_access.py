"""Open to everyone: axe's rules, keyboard, targets, zoom, spacing, forced colours."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from conftest import Serve
from guide.site import emergency_file
from playwright.sync_api import Browser, Page
from screens import NARROW, STATES, TEMPLATES, WIDE, addresses, open_contents

RULES = {
    "runOnly": {
        "type": "tag",
        "values": [
            *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
            "best-practice",
        ],
    },
    # AAA is asked of contrast alone: 7:1
    "rules": {"color-contrast-enhanced": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],
}
LEFT_OUT = [
    # One template of ten lines writes all entries: twelve stand for hundreds.
    ".guide-works > li:nth-child(n + 13)",
    # It cannot tell what lies behind the words of a drawing, and leaves them undecided.
    # Their tokens are those of the page; who draws looks at both palettes.
    ".guide-drawing svg",
]
LOOKS = [(NARROW, "light"), (WIDE, "dark")]  # on every page
OTHER_LOOKS = [(NARROW, "dark"), (WIDE, "light")]  # on one page of each template too


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a fresh profile."""
    context = browser.new_context(
        viewport={"width": NARROW, "height": 640},
        bypass_csp=True,
        service_workers="block",  # it has tests of its own, and would answer for a host
    )
    yield context.new_page()
    context.close()


@cache
def axe() -> str:
    """Return axe-core."""
    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")


def violations(
    page: Page,
    width: int,
    colours: Any,  # noqa: ANN401  # Playwright's literals
    told: tuple[str, ...] = ("violations", "incomplete"),
) -> list[str]:
    """Return each rule that the page breaks, or may break, with the place."""
    page.set_viewport_size({"width": width, "height": 640})
    page.emulate_media(color_scheme=colours)
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    found = page.evaluate(
        "([out, rules]) => axe.run({exclude: out.map(one => [one])}, rules)",
        [LEFT_OUT, RULES],
    )
    return [
        f"{page.url} {width} {colours}: {rule['id']}: {node['html'][:150]}"
        for kind in told
        for rule in found[kind]
        for node in rule["nodes"]
    ]


def test_axe_finds_nothing_on_any_page(page: Page, site: Path, serve: Serve) -> None:
    """WCAG 2.2 A and AA, contrast AAA: 0 violations, nothing undecided."""
    origin = serve(site)
    for address in addresses(site):
        page.goto(origin + address)
        for look in LOOKS:
            assert violations(page, *look) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_axe_finds_nothing_on_any_template(
    page: Page, site: Path, serve: Serve, template: str
) -> None:
    """The same with the palettes exchanged: both at both widths."""
    page.goto(serve(site) + TEMPLATES[template])
    for look in OTHER_LOOKS:
        assert violations(page, *look) == []


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_where_something_is_open(
    page: Page, site: Path, serve: Serve, state: str
) -> None:
    """The same with the menu, the contents, the search open, the colours chosen."""
    page.goto(serve(site) + TEMPLATES["overview"])
    STATES[state](page)
    for look in LOOKS + OTHER_LOOKS:
        # What lies below the thing that is open is undecided here, and decided above.
        assert violations(page, *look, told=("violations",)) == []


FAULTS = {
    "color-contrast-enhanced": "<p style='color: #666'>Pale, and yet AA on white</p>",
    "link-name": "<a href='#text'></a>",
    "label": "<input type=text>",
    "link-in-text-block": "<p>Told by <a href='#text' style='text-decoration: none;"
    "color: #006'>colour alone</a>, here.</p>",
    "heading-order": "<h6>Skipped</h6>",
    "target-size": "<p><button style='padding: 0; border: 0; font-size: 5px'>a</button>"
    "<button style='padding: 0; border: 0; font-size: 5px'>b</button></p>",
}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_planted_fault_is_found(
    page: Page, site: Path, serve: Serve, tmp_path: Path, rule: str
) -> None:
    """Each of axe's rules that matter here is seen to fail."""
    page.goto(serve(planted(site, tmp_path, FAULTS[rule])))
    assert f": {rule}: " in "\n".join(violations(page, WIDE, "light"))


def planted(site: Path, folder: Path, fault: str) -> Path:
    """Return a copy of one page with a fault at the end of its article."""
    shutil.copytree(site / "assets", folder / "assets")
    page = (site / "about" / "disclaimer" / "index.html").read_text(encoding="utf-8")
    (folder / "index.html").write_text(page.replace("</article>", f"{fault}</article>"))
    return folder


SMALL = """() => {
  const small = [];
  for (const e of document.querySelectorAll("a, button, summary, input")) {
    if (!e.checkVisibility()) continue;
    const box = e.getBoundingClientRect();
    // A link within a sentence has the height of its line (WCAG 2.5.8, inline).
    const inline = e.matches("article p a, article li a, article td a, article th a,"
      + ".guide-frame p:not(.guide-report) a");
    const mark = e.matches(".footnote-ref, .footnote-backref");
    // A door is pressed anywhere on its card.
    const door = e.matches(".guide-home article > ol:first-of-type a");
    if (inline && !mark || door) continue;
    const least = mark ? 24 : 44;
    const width = mark ? box.width : Math.max(box.width, 44); // words may be short
    if (box.height < least - 0.5 || width < least - 0.5)
      small.push(`${e.outerHTML.slice(0, 90)} ${box.width} x ${box.height}`);
  }
  return small;
}"""

CLOSE = """() => {
  const boxes = [...document.querySelectorAll("nav a, nav button, nav summary")]
    .filter(e => e.checkVisibility()).map(e => [e, e.getBoundingClientRect()]);
  const close = [];
  for (const [one, a] of boxes) for (const [other, b] of boxes) {
    if (one === other || one.contains(other) || other.contains(one)) continue;
    if (one.closest("nav") !== other.closest("nav")) continue;
    if (!one.closest(".guide-menu-panel") !== !other.closest(".guide-menu-panel"))
      continue; // the panel lies over what is below the bar
    const gap = Math.max(b.left - a.right, a.left - b.right,
      b.top - a.bottom, a.top - b.bottom);
    if (gap < 7.5) close.push(`${one.outerHTML} ${other.outerHTML} ${gap}`);
  }
  return close;
}"""


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_targets_are_large_and_apart(
    page: Page, site: Path, serve: Serve, width: int
) -> None:
    """44 px, 24 px for a citation mark; 8 px between; on every page, with all open."""
    origin = serve(site)
    page.set_viewport_size({"width": width, "height": 800})
    for address in addresses(site):
        page.goto(origin + address)
        open_contents(page)
        page.evaluate("document.getElementById('menu').open = true")
        assert page.evaluate(SMALL) == [], address
        assert page.evaluate(CLOSE) == [], address


FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const free = [...e.getClientRects()].some(box => {
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    const top = document.elementFromPoint(x, y);
    const edges = box.top >= 0 && box.bottom <= innerHeight;
    return edges && top && (e.contains(top) || top.contains(e));
  });
  if (!e.dataset.nth) e.dataset.nth = ++window.nth || (window.nth = 1);
  return {nth: e.dataset.nth, ring, free, html: e.outerHTML.slice(0, 90)};
}"""


@pytest.mark.parametrize(
    ("template", "size"),
    [
        ("home", (320, 640)),
        ("home", (320, 256)),
        ("treatment", (320, 640)),
        ("treatment", (1280, 720)),
        ("emergency", (320, 256)),
    ],
)
def test_the_keyboard_reaches_everything_in_sight(
    page: Page, site: Path, serve: Serve, template: str, size: tuple[int, int]
) -> None:
    """Tab goes through every link once; each shows its ring, none below the bar."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(serve(site) + TEMPLATES[template])
    every = page.evaluate(
        "[...document.querySelectorAll('a, button, summary, input')]"
        ".filter(e => e.checkVisibility({visibilityProperty: true})).length"
    )
    hidden: list[str] = []
    for nth in range(1, every + 1):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus
        assert focus["nth"] == str(nth), focus["html"]
        if not (focus["ring"] and focus["free"]):
            hidden.append(focus["html"])
    assert hidden == []


def test_menu_and_search_obey_the_keyboard(
    page: Page, site: Path, serve: Serve
) -> None:
    """Enter opens, Escape closes, the focus goes back to where it came from."""
    page.goto(serve(site) + TEMPLATES["treatment"])
    page.locator(".guide-menu > summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".guide-menu-panel").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.locator(".guide-menu-panel").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Menu"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("benzodiazapine")
    found = page.locator(".guide-search-found a")
    found.first.wait_for()
    assert (
        page.locator(".guide-search-said")
        .inner_text()
        .startswith("Read as “benzodiazepine”: ")
    )
    page.keyboard.press("Escape")
    assert not page.locator(".guide-search").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Search"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    address = str(found.first.get_attribute("href")).removeprefix("../../")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{address}")


def test_search_without_an_answer_says_what_to_do(
    page: Page, site: Path, serve: Serve
) -> None:
    """Nothing found, or an index that cannot be had: a sentence names the menu."""
    page.goto(serve(site))
    page.locator(".guide-search-open").click()
    page.locator("#search-words").fill("zzzzzz")
    said = page.get_by_role("status").filter(has_text="Nothing found.")
    said.wait_for()
    page.route("**/search_index.json", lambda route: route.abort())
    page.reload()
    page.locator(".guide-search-open").click()
    page.locator("#search-words").fill("baclofen")
    page.get_by_role("status").filter(has_text="The menu lists every page").wait_for()


@pytest.mark.parametrize("size", [(320, 640), (360, 740)])
def test_help_can_be_called_on_the_first_screen(
    page: Page, site: Path, serve: Serve, size: tuple[int, int]
) -> None:
    """Every number, large and apart, then the title and the line below it."""
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.goto(serve(site) + TEMPLATES["emergency"])
    calls = page.locator("a[href^='tel:']:above(h1)")
    boxes = [box for call in calls.all() if (box := call.bounding_box())]
    assert len(boxes) >= 8
    head = page.locator(".guide-bar").bounding_box()
    assert head
    assert min(box["y"] for box in boxes) - (head["y"] + head["height"]) < 44
    for box in boxes:
        assert min(box["width"], box["height"]) >= 44
    assert page.evaluate(CLOSE) == []
    for below in (page.locator("h1"), page.locator("h1 + *")):
        box = below.bounding_box()
        assert box
        assert box["y"] + min(box["height"], 44) <= height
    page.goto(f"{serve(site)}{emergency_file.FILE}")
    assert page.locator("a[href^='tel:']:above(h1)").count() == len(boxes)


def test_a_tap_beside_the_menu_follows_nothing(
    browser: Browser, site: Path, serve: Serve
) -> None:
    """It closes the menu; the page below stays as it was."""
    context = browser.new_context(
        viewport={"width": NARROW, "height": 640},
        has_touch=True,
        service_workers="block",
    )
    page = context.new_page()
    page.goto(serve(site) + TEMPLATES["overview"])
    below = page.locator(".guide-hub a").first
    below.evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 600)")
    place = below.bounding_box()
    assert place
    x, y = place["x"] + 10, place["y"] + 10
    under = "([x, y]) => document.elementFromPoint(x, y).closest('a') !== null"
    assert page.evaluate(under, [x, y])
    address = page.url
    page.touchscreen.tap(40, 32)  # Menu, in the bar that stays
    assert page.locator(".guide-menu-panel").is_visible()
    panel = page.locator(".guide-menu-panel").bounding_box()
    assert panel
    assert y > panel["y"] + panel["height"]
    page.touchscreen.tap(x, y)
    assert not page.locator(".guide-menu-panel").is_visible()
    assert page.url == address
    assert page.evaluate(under, [x, y])  # now it is the page's again
    context.close()


SPACED = """* {line-height: 1.5 !important; letter-spacing: 0.12em !important;
word-spacing: 0.16em !important} p {margin-bottom: 2em !important}"""
CUT = """() => [...document.querySelectorAll("body *")].filter(e => {
  const style = getComputedStyle(e);
  const clips = style.overflowX === "hidden" || style.overflowX === "clip";
  return clips && e.checkVisibility() && e.scrollWidth > e.clientWidth + 1
    && !e.matches("thead");
}).map(e => e.outerHTML.slice(0, 90))"""


def wide(page: Page) -> int:
    """Return how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_zoom_and_spacing_lose_nothing(page: Page, site: Path, serve: Serve) -> None:
    """400 % of 1280 by 1024, and WCAG's text spacing: no sideways scroll, no cut."""
    origin = serve(site)
    page.set_viewport_size({"width": 320, "height": 256})
    for address in addresses(site):
        page.goto(origin + address)
        open_contents(page)
        assert wide(page) <= 0, address
        page.add_style_tag(content=SPACED)
        assert wide(page) <= 0, address
        assert page.evaluate(CUT) == [], address


def test_menu_and_search_fit_a_zoomed_screen(
    page: Page, site: Path, serve: Serve
) -> None:
    """At 400 % the last choice of the menu and the last place found can be reached."""
    page.set_viewport_size({"width": 320, "height": 256})
    for state, last in (
        ("menu", "[data-colours=dark]"),
        ("search", ".guide-search-found li:last-child a"),
    ):
        page.goto(serve(site) + TEMPLATES["treatment"])
        STATES[state](page)
        page.locator(last).scroll_into_view_if_needed()
        box = page.locator(last).bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + min(box["height"], 44) <= 256


def test_forced_colours_keep_every_edge(page: Page, site: Path, serve: Serve) -> None:
    """Cards, doors and buttons are told by a border, not by a background."""
    page.emulate_media(forced_colors="active")
    for template in ("home", "treatment", "emergency"):
        page.goto(serve(site) + TEMPLATES[template])
        edges = page.evaluate(
            "[...document.querySelectorAll('.admonition, #in-short, .guide-bar button,"
            ".guide-bar summary, .guide-emergency, .guide-home article > ol > li')]"
            ".filter(e => e.checkVisibility())"
            ".map(e => getComputedStyle(e).borderTopWidth)"
        )
        assert edges
        assert "0px" not in edges


def test_without_script_everything_is_there(
    browser: Browser, site: Path, serve: Serve
) -> None:
    """Menu and contents open, what needs script is not offered."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 640}
    )
    page = context.new_page()
    page.goto(serve(site) + TEMPLATES["treatment"])
    page.get_by_text("On this page").click()
    assert page.get_by_role("link", name="What is not known").is_visible()
    assert not page.get_by_role("button", name="Search").is_visible()
    page.get_by_text("Menu", exact=True).click()
    assert page.get_by_role("link", name="Disclaimer", exact=True).is_visible()
    assert not page.get_by_role("group", name="Colours").is_visible()
    context.close()


def test_colours_are_kept_only_once_chosen(
    browser: Browser, site: Path, serve: Serve
) -> None:
    """Before a choice nothing is stored; after it the next page is dark at once."""
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(serve(site))
    assert page.evaluate("localStorage.length") == 0
    STATES["dark colours"](page)
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(paper)
    page.goto(page.url + TEMPLATES["treatment"], wait_until="commit")
    page.wait_for_function("document.body")
    assert page.evaluate(paper) == dark
    page.locator(".guide-menu > summary").click()
    page.get_by_role("button", name="Colours as my device").click()
    assert page.evaluate(paper) != dark
    assert page.evaluate("localStorage.length") == 0
    context.close()


def test_the_emergency_page_is_one_tap_away_at_one_place(
    page: Page, site: Path, serve: Serve
) -> None:
    """On every page, at its beginning and at its end, in the same corner."""
    origin = serve(site)
    corners = set()
    for address in addresses(site):
        page.goto(origin + address)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        link = page.get_by_role("link", name="Emergency", exact=True)
        box = link.bounding_box()
        assert box
        corners.add((box["x"], box["y"]))
        link.click()
        assert page.url == f"{origin}emergency/"
    assert len(corners) == 1


def test_the_reader_is_told_where_she_is(page: Page, site: Path, serve: Serve) -> None:
    """The trail, the menu and the next page say it by name."""
    page.goto(serve(site) + TEMPLATES["treatment"])
    trail = page.get_by_role("navigation", name="You are here")
    assert trail.get_by_role("listitem").all_inner_texts() == [
        "Home",
        "Treatments",
        "IVIG",
    ]
    STATES["menu"](page)
    here = page.locator(".guide-menu-panel [aria-current=page]")
    assert here.all_inner_texts() == ["IVIG"]
    near = page.get_by_role("navigation", name="Previous and next page")
    assert "Plasma exchange" in near.inner_text()
