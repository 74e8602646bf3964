"""The Sources of a page: marks in its text, a list below it, a way back, none raw.

While Markdown and the search index read a page, each mark is one private character:
neither has to read, nor can mistake, what a mark or a title holds.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from guide.library.notes import Note

FIRST_MARK = 0xF0000  # the first character of Unicode's private plane
MARK = re.compile("[\U000f0000-\U000ffffd]")
SPACED = re.compile(f" ?{MARK.pattern}+")
HEADING = "\n\n## Sources\n"
CODE = re.compile(r"<(code|pre|script|style)\b.*?</\1>", re.DOTALL)
RAW = re.compile(r"\[@[\w; @-]*\]|\[\^[\w-]+\]")


def mark(number: int) -> str:
    """Return the character that marks the work of this number (0 is the first)."""
    return chr(FIRST_MARK + number)


def marked(html: str, keys: Sequence[str]) -> list[str]:
    """Return the keys that marked text cites, as often as it does."""
    return [keys[ord(char) - FIRST_MARK] for char in MARK.findall(html)]


def cited(html: str, keys: Sequence[str]) -> tuple[str, ...]:
    """Return the keys that marked text cites, each once, in order of first use."""
    return tuple(dict.fromkeys(marked(html, keys)))


def without_marks(html: str) -> str:
    """Return marked text without its marks and the space before each."""
    return SPACED.sub("", html)


def finish(html: str, keys: Sequence[str], notes: Mapping[str, Note]) -> str:
    """Return a page with numbered marks, and its sources below it.

    Args:
        html: the marked HTML of a page, its heading Sources last.
        keys: the key of every work, by number.
        notes: what a reader should know of every work, by key.
    """
    order = {key: number for number, key in enumerate(cited(html, keys), 1)}
    uses: Counter[str] = Counter()

    def numbered(char: re.Match[str]) -> str:
        key = keys[ord(char[0]) - FIRST_MARK]
        uses[key] += 1
        return (
            f'<sup id="{place(key, uses[key])}">'
            f'<a class="footnote-ref" href="#fn:{key}">[{order[key]}]</a></sup>'
        )

    html = MARK.sub(numbered, SPACED.sub(lambda marks: marks[0].lstrip(), html))
    if not order:
        return html
    items = "\n".join(
        f'<li id="fn:{key}" data-short="{notes[key].short}">\n'
        f"<p>{notes[key].reference} {_way_back(key)}</p>\n"
        f"{_worth(notes[key])}</li>"
        for key in order
    )
    return f'{html}\n<div class="footnote">\n<ol>\n{items}\n</ol>\n</div>\n'


def left_raw(html: str) -> Iterator[str]:
    """Yield a sentence for each citation left as brackets in the HTML outside code."""
    for found in RAW.finditer(CODE.sub("", html)):
        yield (
            f"'{found[0]}' is left in the built page. Take it out of the link, picture "
            "or HTML it stands in; cite as [@key]."
        )


def place(key: str, nth: int) -> str:
    """Return the id of the nth mark of a work on a page."""
    return f"fnref{nth if nth > 1 else ''}:{key}"


def _worth(note: Note) -> str:
    return f'<p class="guide-worth">{note.worth}</p>\n' if note.worth else ""


def _way_back(key: str) -> str:
    return (
        f'<a class="footnote-backref" href="#{place(key, 1)}" '
        'aria-label="Back to the text">↩</a>'
    )
