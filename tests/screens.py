"""The screens of the guide: one page of each template, and what can be opened there."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from guide.site import emergency_file
from playwright.sync_api import ElementHandle, Page

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
READY = """async () => {
    const changed = new Promise((resolve) => {
        navigator.serviceWorker.addEventListener("controllerchange", resolve);
    });
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) await changed;
}"""


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
    contents = page.locator(".guide-contents details:not([open]) > summary:visible")
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


SETTLED = (
    "() => new Promise(ok => requestAnimationFrame(() => requestAnimationFrame(ok)))"
)
OBSERVED = """() => {
  window.changes = [];
  new MutationObserver(records => changes.push(...records)).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true});
}"""
CHANGED = """() => {
  if (!window.changes) return ["the document was loaded anew"];
  const told = ({target}) => (target.outerHTML || target.parentNode?.outerHTML || "");
  return changes.splice(0).map(it => `${it.type}: ${told(it).slice(0, 120)}`);
}"""
SHIFTED = """since => new Promise(done => {
  const found = document.getAnimations().map(it => `animation: ${it.animationName}`);
  const told = ({node, previousRect, currentRect}) =>
    `${node && (node.outerHTML || node.textContent).slice(0, 80)} from ` +
    `${previousRect.y} to ${currentRect.y}`;
  new PerformanceObserver(list => list.getEntries()
    .filter(entry => entry.startTime >= since).forEach(entry => found.push(
      `shifted by ${entry.value}: ${entry.sources.map(told)}`)))
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(found)));
})"""


class Watch:
    """Sees everything that a page does by itself from now on, and costs nothing.

    The browser hands over a frame whenever it has painted something anew, be it for a
    moment or one pixel; what is painted outside the window, the document's observer
    and the count of layout shifts see.
    """

    def __init__(self, page: Page, *, untouched: bool = False) -> None:
        """Begin, once the page stands; shifts count from the load if untouched."""
        self.page = page
        self._frames: list[int] = []
        page.evaluate(OBSERVED)
        page.evaluate(SETTLED)
        self._since = 0 if untouched else page.evaluate("performance.now()")
        self._tools = page.context.new_cdp_session(page)
        self._tools.on("Page.screencastFrame", self._note)
        self._tools.send(
            "Page.startScreencast", {"format": "jpeg", "maxWidth": 8, "maxHeight": 8}
        )
        while not self._frames:  # the first shows how it stands
            page.evaluate(SETTLED)

    def _note(self, frame: dict[str, Any]) -> None:
        self._frames.append(frame["sessionId"])

    def painted(self) -> bool:
        """Return whether something was painted anew since the last question."""
        new, self._frames = self._frames[1:], self._frames[:1]
        for number in new:
            self._tools.send("Page.screencastFrameAck", {"sessionId": number})
        return bool(new)

    def seen(self) -> list[str]:
        """Return what moved since the last question."""
        painted = ["something was painted anew"] if self.painted() else []
        changed = self.page.evaluate(CHANGED)
        return [*painted, *changed, *self.page.evaluate(SHIFTED, self._since)]


def watch(
    pages: Iterable[Page], seconds: float, *, untouched: bool = False
) -> dict[Page, list[str]]:
    """Return what each page does by itself for some seconds, all side by side."""
    watched = [Watch(page, untouched=untouched) for page in pages]
    watched[-1].page.wait_for_timeout(seconds * 1000)
    return {it.page: it.seen() for it in watched}


def moving(pages: Iterable[Page], seconds: float) -> list[str]:
    """Return the address of each page that moves by itself, and how."""
    seen = watch(pages, seconds)
    return [f"{page.url}: {how}" for page, hows in seen.items() for how in hows]


KINDS = """within => {
  const seen = new Set(), kept = [];
  const wanted = "a, button, summary, input, mark, sup, abbr, img, svg, table, th, td,"
    + "li, p, h1, h2, h3, dt, dd, .admonition, [tabindex], [title]";
  for (const element of document.querySelectorAll(wanted)) {
    if (!element.checkVisibility()) continue;
    if (!element.closest(within)) continue;
    if (element.matches(".guide-skip")) continue; // its focus is asked to show it
    const part = element.parentElement.closest("[class^=guide-], .admonition, sup");
    const kind = [element.tagName, element.className, part && part.className].join();
    if (seen.has(kind)) continue;
    seen.add(kind);
    kept.push(element);
  }
  // A hundred more entries of the same kinds would only be laid out again each time.
  for (const entry of document.querySelectorAll(".guide-works > li"))
    if (!kept.some(it => entry.contains(it))) entry.remove();
  return kept;
}"""


# The ring and the caret belong to the focus; a round corner is never drawn twice alike.
NO_RING = """* {outline: none !important; outline-offset: 0 !important;
  caret-color: transparent !important}
* {border-radius: 0 !important}"""


def dress(page: Page, style: str) -> None:
    """Add a style sheet, which the page's policy would not let in as text."""
    page.evaluate(
        """text => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(text);
          document.adoptedStyleSheets.push(sheet);
        }""",
        style,
    )


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
    dress(page, NO_RING)
    elements = page.evaluate_handle(KINDS, within).get_properties().values()
    watched, before = Watch(page), None
    for element in [*(it.as_element() for it in elements), None]:
        point_at_nothing(page)
        if element:
            element.scroll_into_view_if_needed()
        page.evaluate(SETTLED)
        if watched.painted() and before:  # what was painted late, too
            changed += looks_changed_by_pointing(page, before)
        if element:
            page.evaluate(CHANGED)
            for deed in (hover, focus):
                deed(page, element)
                page.evaluate(SETTLED)
                changed += [f"{deed.__name__}: {it}" for it in page.evaluate(CHANGED)]
            if watched.painted():
                changed += looks_changed_by_pointing(page, element)
        before = element
    return [*dict.fromkeys(changed)]


def looks_changed_by_pointing(page: Page, element: ElementHandle) -> list[str]:
    """Return what hover and focus change in the looks, by frames before and after."""
    point_at_nothing(page)
    element.scroll_into_view_if_needed()
    before = frame(page)
    changed = []
    for deed in (hover, focus):
        deed(page, element)
        if frame(page) != before:
            outer = element.evaluate("e => e.outerHTML")
            changed.append(f"{deed.__name__}: {outer[:120]}")
    return changed


def hover(page: Page, element: ElementHandle) -> None:
    """Point at the middle of an element, whatever lies over it."""
    box = element.bounding_box()
    if box:
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def focus(page: Page, element: ElementHandle) -> None:
    """Focus an element, and point at nothing."""
    page.mouse.move(0, 0)
    element.evaluate("e => e.focus({preventScroll: true})")


def point_at_nothing(page: Page) -> None:
    """Take pointer and focus away."""
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
