"""The Sources of a built page: in the order of the text, with ways back, none raw."""

import re
from collections import Counter
from collections.abc import Iterator

HEADING = "\n\n## Sources\n\n"
MARK = re.compile(
    r'<sup id="fnref\d*:(?P<key>[^"]+)">'
    r'<a class="footnote-ref" href="#fn:[^"]+">[^<]*</a></sup>'
)
ITEM = re.compile(
    r'<li id="fn:(?P<key>[^"]+)">\s*<p>(?P<text>.*?)'
    r'(?:(?:&#160;| )*<a class="footnote-backref".*?</a>)+</p>\s*</li>',
    re.DOTALL,
)
CODE = re.compile(r"<(code|pre|script|style)\b.*?</\1>", re.DOTALL)
RAW = re.compile(r"\[@[\w; @-]*\]|\[\^[\w-]+\](?!\()")


def arrange(html: str) -> str:
    """Return the HTML of a page, its sources numbered as the text first cites them.

    Python-Markdown 3.11 numbers them in the order in which it happens to reach the
    text (tables and cards late), and gives every way back the same arrow and a
    tooltip. Once it does neither, this can go.
    """
    order: dict[str, int] = {}
    uses: Counter[str] = Counter()

    def numbered(mark: re.Match[str]) -> str:
        key = mark["key"]
        number = order.setdefault(key, len(order) + 1)
        uses[key] += 1
        return (
            f'<sup id="{_place(key, uses[key])}">'
            f'<a class="footnote-ref" href="#fn:{key}">[{number}]</a></sup>'
        )

    html = MARK.sub(numbered, html)
    items = {item["key"]: item for item in ITEM.finditer(html)}
    listed = iter(
        f'<li id="fn:{key}">\n<p>{items[key]["text"].strip()}'
        f"{''.join(_ways_back(key, uses[key]))}</p>\n</li>"
        for key in order
    )
    return ITEM.sub(lambda _: next(listed), html)


def left_raw(html: str) -> Iterator[str]:
    """Yield each citation that stands as brackets in the HTML, outside code."""
    for found in RAW.finditer(CODE.sub("", html)):
        yield found[0]


def _place(key: str, nth: int) -> str:
    return f"fnref{nth if nth > 1 else ''}:{key}"


def _ways_back(key: str, uses: int) -> Iterator[str]:
    for nth in range(1, uses + 1):
        label = f"Back to place {nth}" if uses > 1 else "Back to the text"
        shown = f"↩ {nth}" if uses > 1 else "↩"
        yield (
            f' <a class="footnote-backref" href="#{_place(key, nth)}"'
            f' aria-label="{label}">{shown}</a>'
        )
