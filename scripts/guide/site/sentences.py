"""Sentences of a built page: their words run through several elements of its tree."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree
from lxml.html import HtmlElement

from guide.pages import parser
from guide.site import html_tree

INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "em",
        "i",
        "q",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
    ]
)
SKIPPED = frozenset(["svg", "script", "style"])
END = re.compile(r"(?:[.!?:;]+[\"'”’)\]]*)?\s*\Z")  # what a mark stands before
HEADINGS = ("h2", "h3")


@dataclass
class _Piece:
    """A text of the tree: that of an element, or the one behind it."""

    holder: HtmlElement
    after: bool
    start: int
    text: str


@dataclass
class Block:
    """The words of a paragraph, item or cell, wherever in it they stand.

    Attributes:
        within: the ids of the headings that it stands under.
        pieces: its texts in order.
        text: its words.
    """

    within: frozenset[str]
    pieces: list[_Piece] = field(default_factory=list)
    text: str = ""

    def add(self, holder: HtmlElement, *, after: bool) -> None:
        """Add the next text."""
        text = (holder.tail if after else holder.text) or ""
        self.pieces.append(_Piece(holder, after, len(self.text), text))
        self.text += text

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Yield where each sentence begins and ends."""
        start = 0
        for gap in parser.SENTENCE_END.finditer(self.text):
            yield start, gap.end()
            start = gap.end()
        yield start, len(self.text)

    def change(
        self, gone: Iterable[tuple[int, int]], new: Iterable[tuple[int, HtmlElement]]
    ) -> None:
        """Take some of the words out, and put elements in, each before a place."""
        cuts = sorted(gone)
        put: dict[int, list[tuple[int, HtmlElement]]] = {}
        for place, one in sorted(new, key=lambda it: it[0]):
            number, at = self._room(place)
            put.setdefault(number, []).append((at, one))
        for number, piece in enumerate(self.pieces):
            own = put.get(number, [])
            if own or any(
                start < piece.start + len(piece.text) and end > piece.start
                for start, end in cuts
            ):
                _refill(piece, cuts, own)

    def _room(self, place: int) -> tuple[int, int]:
        """Return the piece in which an element stands at a place; none in a link."""
        fits = [number for number, it in enumerate(self.pieces) if it.start <= place]
        number = fits[-1]
        holder, after = self.pieces[number].holder, self.pieces[number].after
        outer = holder.getparent() if after else holder
        links = [it for it in (outer, *outer.iterancestors()) if it.tag == "a"]
        if not links:
            return number, place
        behind = next(
            number
            for number, it in enumerate(self.pieces)
            if it.after and it.holder is links[-1]
        )
        return behind, self.pieces[behind].start


def blocks(root: HtmlElement) -> Iterator[Block]:
    """Yield the blocks of a page that say something, in order."""
    within: dict[str, str] = {}
    block = Block(frozenset())
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, at in walk:
        skipped = at.tag in SKIPPED
        if event == "start" and skipped:
            walk.skip_subtree()
        if at.tag not in INLINE:
            if block.text.strip():
                yield block
            if event == "start" and at.tag in HEADINGS:
                above = HEADINGS[: HEADINGS.index(at.tag)]
                within = {tag: within.get(tag, "") for tag in above}
                within[at.tag] = at.get("id", "")
            block = Block(frozenset(within.values()))
        if event == "end" and at is not root:
            block.add(at, after=True)
        elif event == "start" and not skipped:
            block.add(at, after=False)
    if block.text.strip():
        yield block


def end(text: str, start: int, stop: int, gone: Sequence[tuple[int, int]]) -> int:
    """Return where the mark of a sentence stands: behind its last word.

    Where a source is named behind the full stop, because it carries several sentences,
    the mark stands there.

    Args:
        text: the block.
        start: where the sentence begins.
        stop: where it ends.
        gone: what is taken out of it.
    """
    out = {place for cut in gone for place in range(*cut)}
    kept = [place for place in range(start, stop) if place not in out]
    said = "".join(text[place] for place in kept)
    found = END.search(said)
    last = found.start() if found else len(said)
    if last == len(kept):
        return stop
    behind = [first for first, _ in gone if first > kept[last]]  # so it was typed
    return min(behind, default=kept[last])


def _refill(
    piece: _Piece, cuts: Iterable[tuple[int, int]], new: list[tuple[int, HtmlElement]]
) -> None:
    stop = piece.start + len(piece.text)
    ends = [piece.start, *(at for at, _ in new), stop]
    said = [_left(piece, cuts, first, last) for first, last in pairwise(ends)]
    elements = [one for _, one in new]
    for one, tail in zip(elements, said[1:], strict=True):
        one.tail = tail
    html_tree.fill(piece.holder, said[0], elements, after=piece.after)


def _left(piece: _Piece, cuts: Iterable[tuple[int, int]], first: int, last: int) -> str:
    """Return what is left of a piece between two places."""
    said = ""
    for start, stop in cuts:
        if stop > first and start < last:
            said += piece.text[first - piece.start : max(first, start) - piece.start]
            first = min(stop, last)
    return said + piece.text[first - piece.start : last - piece.start]
