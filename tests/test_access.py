"""Open to everyone: axe's rules, keyboard, targets, zoom, spacing, forced colours."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from access import CLOSE, LOOKS, OTHER_LOOKS, looks, violations
from bs4 import BeautifulSoup
from conftest import Serve, every_page, soup_of
from guide.site import emergency_file
from playwright.sync_api import Browser, Page
from screens import NARROW, STATES, TEMPLATES, WIDE


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


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_where_something_is_open(
    page: Page, site: Path, serve: Serve, state: str
) -> None:
    """The same with the menu, the contents, the search open, the colours chosen."""
    page.goto(serve(site) + TEMPLATES["overview"])
    STATES[state](page)
    # What lies below the thing that is open is undecided here; test_pages.py decides.
    told = ("violations",)
    first, *others = (*LOOKS, *OTHER_LOOKS)
    found = violations(page, *first, told)
    found += [it for look in others for it in looks(page, *look, told)]
    assert found == []


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
    page.keyboard.type("rituximb")
    found = page.locator(".guide-search-found a")
    found.first.wait_for()
    assert (
        page.locator(".guide-search-said")
        .inner_text()
        .endswith("No page has “rituximb”: these are spelt like it.")
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
    page.route("**/search/index.json", lambda route: route.abort())
    page.reload()
    page.locator(".guide-search-open").click()
    page.locator("#search-words").fill("baclofen")
    page.get_by_role("status").filter(has_text="The menu lists every page").wait_for()


@pytest.mark.parametrize("size", [(320, 640), (360, 740)])
def test_help_can_be_called_on_the_first_screen(
    page: Page, site: Path, serve: Serve, size: tuple[int, int]
) -> None:
    """The title, every number, large and apart, and the line below them."""
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.goto(serve(site) + TEMPLATES["emergency"])
    calls = page.locator(".guide-call a")
    boxes = [box for call in calls.all() if (box := call.bounding_box())]
    assert len(boxes) >= 8
    title = page.locator("h1").bounding_box()
    assert title
    assert min(box["y"] for box in boxes) - (title["y"] + title["height"]) < 44
    for box in boxes:
        assert min(box["width"], box["height"]) >= 44
    assert page.evaluate(CLOSE) == []
    below = page.locator(".guide-call + p").bounding_box()
    assert below
    assert below["y"] + below["height"] <= height
    page.goto(f"{serve(site)}{emergency_file.FILE}")
    assert page.locator(".guide-call a").count() == len(boxes)


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
    menu = page.get_by_text("Menu", exact=True).bounding_box()
    assert menu
    page.touchscreen.tap(menu["x"] + 20, menu["y"] + 20)  # in the bar that stays
    assert page.locator(".guide-menu-panel").is_visible()
    panel = page.locator(".guide-menu-panel").bounding_box()
    assert panel
    assert y > panel["y"] + panel["height"]
    page.touchscreen.tap(x, y)
    assert not page.locator(".guide-menu-panel").is_visible()
    assert page.url == address
    assert page.evaluate(under, [x, y])  # now it is the page's again
    context.close()


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
    assert page.get_by_role("link", name="What can go wrong?").is_visible()
    assert not page.get_by_role("button", name="Search").is_visible()
    page.get_by_text("Menu", exact=True).click()
    panel = page.locator(".guide-menu-panel")
    panel.get_by_text("About", exact=True).click()
    assert panel.get_by_role("link", name="Disclaimer", exact=True).is_visible()
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


def test_the_reader_is_told_where_she_is(page: Page, site: Path, serve: Serve) -> None:
    """The trail, the menu and the next page say it by name."""
    page.set_viewport_size({"width": WIDE, "height": 800})
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


def test_an_unknown_address_shows_the_way_back(
    page: Page, site: Path, serve: Serve
) -> None:
    """The 404 page carries the disclaimer and links home and to the emergency page."""
    page.goto(serve(site) + "no/such/page/")
    assert page.locator("h1").inner_text() == "Page not found"
    assert page.locator(".guide-disclaimer").is_visible()
    page.get_by_role("article").get_by_role("link", name="In an emergency").click()
    assert "emergency" in page.url


def undescribed(soup: BeautifulSoup) -> list[str]:
    """Return each picture that says nothing to who cannot see it."""
    found = []
    for picture in soup.find_all(["svg", "img"]):
        if picture.find_parent(attrs={"aria-hidden": "true"}):
            continue
        drawn = picture.find_parent(class_="guide-drawing")
        hidden = picture.get("aria-hidden") == "true" and not drawn
        name = (
            picture.get("alt") if picture.name == "img" else picture.get("aria-label")
        )
        least = 5 if drawn else 1  # a drawing that explains takes a sentence
        named = len(str(name or "").split()) >= least
        role = picture.name == "img" or picture.get("role") == "img"
        if not hidden and not (named and role):
            found.append(str(picture)[:120])
    return found


@every_page
def test_every_picture_has_words(site: Path) -> None:
    """Axe leaves drawings out: each is named in words, or is plainly hidden."""
    found = {
        page.relative_to(site).as_posix(): lacking
        for page in sorted(site.rglob("*.html"))
        if (lacking := undescribed(soup_of(page)))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        ("<img src=a.png>", True),
        ("<img src=a.png alt=''>", True),
        ("<svg></svg>", True),
        ("<svg role=img aria-label=''></svg>", True),
        ("<svg aria-label='3 rings'></svg>", True),
        ("<figure class=guide-drawing><svg aria-hidden=true></svg></figure>", True),
        (
            "<figure class=guide-drawing><svg role=img aria-label=Nerves></svg>"
            "</figure>",
            True,
        ),
        ("<svg role=img aria-label='3 rings'></svg>", False),
        ("<svg aria-hidden=true></svg>", False),
        ("<p aria-hidden=true><svg></svg></p>", False),
    ],
)
def test_a_picture_without_words_is_found(picture: str, *, told: bool) -> None:
    """The check above sees each way of saying nothing."""
    assert bool(undescribed(BeautifulSoup(picture, "lxml"))) == told
