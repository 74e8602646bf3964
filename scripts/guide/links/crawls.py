"""Crawls: what LinkChecker has written about a site, in its XML."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

LONGEST_END = 300  # a comment with the time follows the last element


@dataclass(frozen=True)
class Crawled:
    """One address as LinkChecker met it; `line` is 0 if it does not say."""

    url: str
    written: str
    parent: str
    line: int
    valid: bool
    result: str
    warnings: tuple[str, ...]


def parse(xml: bytes) -> tuple[Crawled, ...]:
    """Read LinkChecker's XML.

    Raises:
        ValueError: if the document is not closed, as after a crash.
    """
    if b"\n</linkchecker>" not in xml[-LONGEST_END:]:
        raise ValueError("its report breaks off")
    # Foreign text may hold characters that XML forbids: recover skips them.
    events = etree.iterparse(BytesIO(xml), tag="urldata", recover=True, huge_tree=True)
    return tuple(_crawled(events))


def _crawled(events: Iterator[tuple[str, etree._Element]]) -> Iterator[Crawled]:
    for _, element in events:
        parent = element.find("parent")
        valid = element.find("valid")
        line = (parent.get("line") if parent is not None else None) or "0"
        yield Crawled(
            url=element.findtext("realurl") or "",
            written=element.findtext("url") or "",
            parent=element.findtext("parent") or "",
            line=int(line) if line.isdigit() else 0,
            valid=valid is not None and valid.text == "1",
            result=(valid.get("result") or "") if valid is not None else "",
            warnings=tuple(w.text or "" for w in element.iterfind("warnings/warning")),
        )
        element.clear()
