"""A page too old to be trusted: what is safe to keep stands, the rest is folded."""

from lxml.html import HtmlElement

from guide.pages import layers
from guide.site import html_tree

FOLD = "guide-too-old"
SAID = "The old text of this page, which may be wrong by now"
SAFE = frozenset({"emergency", "urgent", "stop", "dont"})  # cards
KEPT = {layers.SIGNS, layers.STOPPING, "Get help now", "In an emergency"}


def fold(root: HtmlElement) -> None:
    """Fold every section of an article without a warning to act on."""
    old: list[HtmlElement] = []
    for section in _sections(root):
        if not any(_is_safe(part) for part in section):
            old += [it for it in section if it.tag != "h1"]
    if not old:
        return
    closed = html_tree.element("details", class_=FOLD)
    closed.append(html_tree.element("summary", SAID))
    sources = next((it for it in root if it.get("id") == "sources"), None)
    if sources is None:
        root.append(closed)
    else:
        sources.addprevious(closed)
    closed.extend(old)


def _sections(root: HtmlElement) -> list[list[HtmlElement]]:
    """Return the parts of an article, each from its heading on, without the sources."""
    sections: list[list[HtmlElement]] = [[]]
    for part in root:
        if part.get("id") == "sources":
            break
        if part.tag == "h2":
            sections.append([])
        sections[-1].append(part)
    return sections


def _is_safe(part: HtmlElement) -> bool:
    """Tell whether a part warns: by its heading, or by a card that it is or holds."""
    if part.tag == "h2" and html_tree.words(part).strip() in KEPT:
        return True
    return any(
        "admonition" in (named := html_tree.classes(it)) and named & SAFE
        for it in part.iter()
        if isinstance(it.tag, str)
    )
