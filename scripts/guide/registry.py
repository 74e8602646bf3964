"""The registry that mkdocs-bibtex asks: our library, our style, nothing rewritten."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Protocol

from guide import vancouver
from guide.library import Library


class Citation(Protocol):
    """What mkdocs-bibtex 4.4 knows of one cited key."""

    key: str


class CitationBlock(Protocol):
    """What mkdocs-bibtex 4.4 knows of one pair of brackets."""

    citations: list[Citation]


class VancouverRegistry:
    """Stands in for a `ReferenceRegistry` of mkdocs-bibtex 4.4, its only clean seam.

    Pages are checked before they reach it (`guide.rules`), so it can trust its keys.
    """

    footnote_format = "{key}"

    def __init__(self, library: Library) -> None:
        """Serve the works of a library."""
        self.library = library
        self.bib_data = SimpleNamespace(entries=library)
        self._printed: dict[str, str] = {}

    def validate_citation_blocks(self, blocks: Iterable[CitationBlock]) -> None:
        """Accept: keys were checked with file and line."""

    def inline_text(self, block: CitationBlock) -> str:
        """Return the marks of a citation, one a work, none twice."""
        keys = dict.fromkeys(citation.key for citation in block.citations)
        return "".join(f"[^{key}]" for key in keys)

    def reference_text(self, citation: Citation) -> str:
        """Return the printed reference of one work, made once."""
        key = citation.key
        if key not in self._printed:
            self._printed[key] = vancouver.reference(self.library[key])
        return self._printed[key]
