"""What the looks need and Markdown cannot say: levels of cards, headings of cells."""

import re
from collections.abc import Iterator
from html import escape, unescape

LEVELS = {  # a card says its level in words, before its title; the others say it there
    "emergency": "Emergency",
    "urgent": "Urgent",
    "stop": "Warning",
    "clash": "When advice differs",
}
CARD = re.compile(
    rf'(<div class="admonition ({"|".join(LEVELS)})">\n<p class="admonition-title">)'
)
TABLE = re.compile(r"<table>\n<thead>.*?</table>", re.DOTALL)
ROW = re.compile(r"<tr>\n(.*?)\n?</tr>", re.DOTALL)
CELL = re.compile(r"<(t[dh])(\b[^>]*)>(.*?)</\1>", re.DOTALL)
TAG = re.compile(r"<sup\b.*?</sup>|<[^>]*>", re.DOTALL)
WIDE = 3  # columns that do not fit a phone beside each other


def dress(html: str) -> str:
    """Return the HTML of a page, its cards and tables made plain to everyone."""
    return TABLE.sub(lambda table: _table(table[0]), CARD.sub(_level, html))


def _level(card: re.Match[str]) -> str:
    return f'{card[1]}<span class="guide-level">{LEVELS[card[2]]}</span> '


def _table(html: str) -> str:
    """Return a table whose rows have headings; a wide one can stand as blocks too.

    A block is no table to some screen readers, so a wide one also says its roles.
    """
    head, rest = html.split("</thead>", 1)
    labels = [_label(cell[3]) for cell in CELL.finditer(head)]
    wide = len(labels) >= WIDE
    role = _roles if wide else _no_roles
    head = CELL.sub(
        lambda c: f'<th scope="col"{role("columnheader")}{c[2]}>{c[3]}</th>', head
    )
    rest = ROW.sub(lambda row: "\n".join(_row(row[1], labels, wide=wide)), rest)
    html = f"{head}</thead>{rest}"
    if wide:
        html = html.replace("<table>", '<table class="guide-table-wide" role="table">')
        html = re.sub("<(thead|tbody)>", r'<\1 role="rowgroup">', html)
        html = html.replace("<tr>", '<tr role="row">')
    return html


def _row(cells: str, labels: list[str], *, wide: bool) -> Iterator[str]:
    role = _roles if wide else _no_roles
    yield "<tr>"
    for number, cell in enumerate(CELL.finditer(cells)):
        if number == 0:
            yield f'<th scope="row"{role("rowheader")}{cell[2]}>{cell[3]}</th>'
        else:
            label = f' data-label="{labels[number]}"' if wide else ""
            yield f"<td{role('cell')}{label}{cell[2]}>{cell[3]}</td>"
    yield "</tr>"


def _label(heading: str) -> str:
    return escape(unescape(TAG.sub("", heading)).strip())


def _roles(name: str) -> str:
    return f' role="{name}"'


def _no_roles(_name: str) -> str:
    return ""
