"""The registry that mkdocs-bibtex asks: our library, our style, nothing rewritten."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import SimpleNamespace
from typing import Protocol

from guide.library import notes
from guide.library.bibtex import Library
from guide.library.notes import Note
from guide.site import sources


class Citation(Protocol):
    """What mkdocs-bibtex 4.4 knows of one cited key."""

    key: str


class CitationBlock(Protocol):
    """What mkdocs-bibtex 4.4 knows of one pair of brackets."""

    citations: list[Citation]


class VancouverRegistry:
    """Stands in for a `ReferenceRegistry` of mkdocs-bibtex 4.4, its only clean seam.

    An unknown key gets no mark here: `guide.rules` stops the build with its line.
    """

    footnote_format = "{key}"

    def __init__(self, library: Library) -> None:
        """Serve the works of a library."""
        self.library = library
        self.bib_data = SimpleNamespace(entries=library)
        self.keys = list(library)
        self._marks = {key: sources.mark(n) for n, key in enumerate(library)}

    def validate_citation_blocks(self, blocks: Iterable[CitationBlock]) -> None:
        """Accept: `guide.rules` names file and line, which this cannot."""

    def inline_text(self, block: CitationBlock) -> str:
        """Return the marks of a citation, one a work, none twice."""
        keys = dict.fromkeys(citation.key for citation in block.citations)
        return "".join(self._marks.get(key, "") for key in keys)

    def reference_text(self, citation: Citation) -> str:
        """Return the printed reference of one work."""
        return self.notes[citation.key].reference

    @cached_property
    def notes(self) -> Mapping[str, Note]:
        """What a reader should know of every work, by key."""
        return {key: notes.note(work) for key, work in self.library.items()}
