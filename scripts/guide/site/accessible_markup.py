"""What the looks need and Markdown cannot say: levels of cards, headings of cells."""

from lxml.html import HtmlElement

from guide.site import html_tree

LEVELS = {  # a card says its level in words, before its title; the others say it there
    "emergency": "Emergency",
    "urgent": "Urgent",
    "stop": "Warning",
    "clash": "When advice differs",
}
TITLE = "admonition-title"
WIDE = 3  # columns that do not fit a phone beside each other
MARKS = ("sup",)


def dress(root: HtmlElement) -> None:
    """Make the cards and tables of a page plain to everyone."""
    for card in root.iter("div"):
        named = html_tree.classes(card)
        level = next((LEVELS[name] for name in LEVELS if name in named), "")
        if "admonition" in named and level and TITLE in html_tree.classes(card[0]):
            said = html_tree.element("span", level, class_="guide-level")
            said.tail = f" {card[0].text or ''}"
            card[0].text = None
            card[0].insert(0, said)
    for table in root.iter("table"):
        drawn = "class" in table.attrib  # by charts.py, which dresses its own
        if table.find("thead") is not None and not drawn:
            _table(table)


def _table(table: HtmlElement) -> None:
    """Give the rows of a table headings; a wide one can stand as blocks too.

    A block is no table to some screen readers, so a wide one also says its roles.
    """
    labels = [
        html_tree.words(cell, MARKS).strip() for cell in table.iterfind("thead//th")
    ]
    wide = len(labels) >= WIDE
    if wide:
        table.set("class", "guide-table-wide")
        table.set("role", "table")
        for part in table:
            part.set("role", "rowgroup")
    for row in table.iter("tr"):
        if wide:
            row.set("role", "row")
        head = row.getparent() is table.find("thead")
        for number, cell in enumerate(row):
            kind = "col" if head else "row" if number == 0 else ""
            role = f"{kind}{'umn' if head else ''}header" if kind else "cell"
            cell.tag = "th" if kind else "td"
            said = {"scope": kind} if kind else {}
            said |= {"role": role} if wide else {}
            said |= {"data-label": labels[number]} if wide and not kind else {}
            own = dict(cell.attrib)
            cell.attrib.clear()
            cell.attrib.update(said | own)
