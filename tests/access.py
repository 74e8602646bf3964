"""What is measured of a page that is open to everyone: axe's rules, targets, width."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page
from screens import NARROW, WIDE

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RULES: Mapping[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {
        # AAA is asked of contrast alone: 7:1, which holds the 4.5:1 that AA asks.
        "color-contrast-enhanced": {"enabled": True},
        "color-contrast": {"enabled": False},
    },
    "resultTypes": ["violations", "incomplete"],
}
# What a palette or a width can change; names, roles and order are what they were.
LOOKED_AT = (
    "color-contrast-enhanced",
    "link-in-text-block",
    "scrollable-region-focusable",
    "target-size",
)
LEFT_OUT = [
    # One template of ten lines writes all entries: twelve stand for hundreds.
    ".guide-works > li:nth-child(n + 13)",
    # It cannot tell what lies behind the words of a drawing, and leaves them undecided.
    # Their tokens are those of the page; who draws looks at both palettes.
    ".guide-drawing svg",
]
LOOKS = [(NARROW, "light"), (WIDE, "dark")]  # on every page
OTHER_LOOKS = [(NARROW, "dark"), (WIDE, "light")]  # on one page of each template too

# Contrast depends on colours, size, weight and on what lies behind: one text of each
# kind stands for all that share them. What is laid over other things is asked each.
AXE = """async ([out, rules]) => {
  const marked = "data-one-of-its-kind", seen = new Set();
  for (const old of document.querySelectorAll(`[${marked}]`))
    old.removeAttribute(marked);
  const behind = new Map();
  const lies = element => {
    if (!element) return "";
    if (behind.has(element)) return behind.get(element);
    const {backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position}
      = getComputedStyle(element);
    const own =
      [backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join();
    let kind = lies(element.parentElement);
    if (own !== "rgba(0, 0, 0, 0),none,1,none,normal") kind += own;
    if (["absolute", "fixed", "sticky"].includes(position)) kind += `#${behind.size}`;
    behind.set(element, kind);
    return kind;
  };
  for (const element of document.body.querySelectorAll("*")) {
    const texts = [...element.childNodes].filter(it => it.nodeType === Node.TEXT_NODE);
    if (!texts.some(it => it.data.trim()) || !element.checkVisibility()) continue;
    if (element.closest(out)) continue;
    const own = getComputedStyle(element);
    const kind = [element.tagName, own.color, own.fontSize, own.fontWeight,
      own.textDecorationLine, getComputedStyle(element.parentElement).color,
      lies(element)].join();
    if (!seen.has(kind)) element.setAttribute(marked, "");
    seen.add(kind);
  }
  axe.configure({rules: [
    {id: "color-contrast-enhanced", selector: `[${marked}]`},
    {id: "link-in-text-block", selector: `a[href][${marked}]`},
  ]});
  const found = await axe.run({exclude: [[out]]}, rules);
  return ["violations", "incomplete"].flatMap(told => found[told].map(
    rule => [told, rule.id, rule.nodes.map(node => node.html)]));
}"""


@cache
def axe() -> str:
    """Return axe-core."""
    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")


def violations(
    page: Page,
    width: int,
    colours: Any,  # noqa: ANN401  # Playwright's literals
    told: tuple[str, ...] = ("violations", "incomplete"),
    rules: Mapping[str, Any] = RULES,
) -> list[str]:
    """Return each rule that the page breaks, or may break, with the place."""
    page.set_viewport_size({"width": width, "height": 640})
    page.emulate_media(color_scheme=colours)
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    found = page.evaluate(AXE, [", ".join(LEFT_OUT), rules])
    return [
        f"{page.url} {width} {colours}: {rule}: {html[:150]}"
        for kind, rule, nodes in found
        if kind in told
        for html in nodes
    ]


def looks(
    page: Page,
    width: int,
    colours: str,
    told: tuple[str, ...] = ("violations", "incomplete"),
) -> list[str]:
    """Return what the rules say that a width or a palette can change."""
    only = {"type": "rule", "values": LOOKED_AT}
    return violations(page, width, colours, told, {**RULES, "runOnly": only})


SMALL = """() => {
  const small = [];
  for (const e of document.querySelectorAll("a, button, summary, input")) {
    if (!e.checkVisibility()) continue;
    const box = e.getBoundingClientRect();
    // A link within a sentence has the height of its line (WCAG 2.5.8, inline).
    const inline = e.matches("article p a, article li a, article td a, article th a,"
      + ".guide-frame p:not(.guide-report) a");
    const mark = e.matches(".footnote-ref, .footnote-backref, .guide-receipt");
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
