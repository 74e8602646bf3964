"""The screens of the guide: one page of each template, and what can be opened there."""

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from guide.site import emergency_file
from playwright.sync_api import Page

TEMPLATES = {  # one page for each template and kind
    "home": "",
    "overview": "treatments/",
    "treatment": "treatments/ivig/",
    "emergency": "emergency/",
    "works": "evidence/references/",
    "studies": "evidence/studies/",
    "medicines": "living/medicine-names/",
    "about": "about/report-a-problem/",
    "not found": "no/such/page/",
}
NARROW, WIDE = 320, 1280


def addresses(site: Path) -> list[str]:
    """Return the address of each page of a built site, without the file to save."""
    pages = [page.relative_to(site).as_posix() for page in sorted(site.rglob("*.html"))]
    return [p.removesuffix("index.html") for p in pages if p != emergency_file.FILE]


def open_menu(page: Page) -> None:
    """Open the menu."""
    page.locator(".guide-menu > summary").click()
    page.locator(".guide-menu-panel").wait_for(state="visible")


def open_contents(page: Page) -> None:
    """Open what the page holds, where it is closed."""
    contents = page.locator(".guide-contents details:not([open]) > summary")
    for _ in range(contents.count()):
        contents.first.click()


def open_search(page: Page) -> None:
    """Open the search and look for a word."""
    page.locator(".guide-search-open").click()
    page.locator("#search-words").fill("baclofen")
    page.locator(".guide-search-found li").first.wait_for(state="visible")


def choose_dark(page: Page) -> None:
    """Choose dark colours in the menu."""
    open_menu(page)
    page.locator("[data-colours=dark]").click()


def open_note(page: Page) -> None:
    """Open the note of a source."""
    page.locator(".footnote-ref").nth(2).click()
    page.locator(".guide-note").wait_for(state="visible")


STATES: Mapping[str, Callable[[Page], None]] = {
    "menu": open_menu,
    "contents": open_contents,
    "search": open_search,
    "dark colours": choose_dark,
    "note": open_note,
}


def frame(page: Page) -> bytes:
    """Return what the window shows, a blinking caret included."""
    return page.screenshot(caret="initial", animations="allow")


def moving(pages: Iterable[Page], seconds: float) -> list[str]:
    """Return the address of each page that changes by itself for some seconds.

    All are watched side by side, so that ten pages take no longer than one.
    """
    pages = list(pages)
    first = {page: frame(page) for page in pages}
    moved: set[Page] = set()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        moved |= {page for page in pages if frame(page) != first[page]}
    return [page.url for page in pages if page in moved]


KINDS = """within => {
  const seen = new Set(), kept = [];
  const wanted = "a, button, summary, input, mark, sup, abbr, img, svg, table, th, td,"
    + "li, p, h1, h2, h3, dt, dd, .admonition, [tabindex], [title]";
  for (const element of document.querySelectorAll(wanted)) {
    if (!element.checkVisibility()) continue;
    if (!element.closest(within)) continue;
    const part = element.parentElement.closest("[class^=guide-], .admonition, sup");
    const kind = [element.tagName, element.className, part && part.className].join();
    if (seen.has(kind)) continue;
    seen.add(kind);
    kept.push(element);
  }
  return kept;
}"""


# The ring and the caret belong to the focus; a round corner is never drawn twice alike.
NO_RING = """*:focus {outline: none !important; caret-color: transparent !important}
* {border-radius: 0 !important}"""


def changed_by_pointing(page: Page, within: str = "body") -> list[str]:
    """Return one of each kind of element that changes something when pointed at.

    Hover, then focus, must leave the document as it was, and its looks, the ring of
    the focus excepted. A native tooltip no picture shows: so none may be asked for.
    """
    changed = [
        f"title: {found}"
        for found in page.evaluate(
            "[...document.querySelectorAll('body [title], body svg title')]"
            ".map(element => element.outerHTML.slice(0, 120))"
        )
    ]
    page.add_style_tag(content=NO_RING)
    elements = page.evaluate_handle(KINDS, within)
    for number in range(page.evaluate("list => list.length", elements)):
        element = page.evaluate_handle(
            "([list, n]) => list[n]", [elements, number]
        ).as_element()
        assert element
        element.scroll_into_view_if_needed()
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur()")
        before = (page.content(), frame(page))
        element.hover(force=True)
        if (page.content(), frame(page)) != before:
            changed.append(f"hover: {element.evaluate('e => e.outerHTML')[:120]}")
        page.mouse.move(0, 0)
        element.evaluate("e => e.focus({preventScroll: true})")
        if (page.content(), frame(page)) != before:
            changed.append(f"focus: {element.evaluate('e => e.outerHTML')[:120]}")
    return changed
