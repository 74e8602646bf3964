"""The registry that mkdocs-bibtex asks: our library, our style, nothing rewritten."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from types import SimpleNamespace
from typing import Protocol

from guide.facts.reference_checks import Changes
from guide.library import notes
from guide.library.bibtex import Library
from guide.library.notes import Note
from guide.pages import citations
from guide.site import marks
from guide.site.dead_links import State, marked


class CitedKey(Protocol):
    """What mkdocs-bibtex 4.4 knows of one cited key."""

    key: str


class CitationBlock(Protocol):
    """What mkdocs-bibtex 4.4 knows of one pair of brackets."""

    citations: list[CitedKey]


class VancouverRegistry:
    """Stands in for a `ReferenceRegistry` of mkdocs-bibtex 4.4, its only clean seam.

    The plugin takes any text in brackets with an @ for a citation; what is none goes
    back as it was. An unknown key never comes here: the gate names its line.
    """

    footnote_format = "{key}"

    def __init__(self, library: Library, links: State, changes: Changes) -> None:
        """Serve the works of a library, their dead links and what became of them."""
        self.library = library
        self.bib_data = SimpleNamespace(entries=library)
        self.keys = list(library)
        self._marks = {key: marks.mark(n) for n, key in enumerate(library)}
        self._links = links
        self._became = {it.key: (it.label, it.said) for it in changes.values()}

    def validate_citation_blocks(self, blocks: Iterable[CitationBlock]) -> None:
        """Accept: the gate names file and line, which this cannot."""

    def inline_text(self, block: CitationBlock) -> str:
        """Return a piece of text in brackets, each citation in it made its marks."""
        return citations.CITATION.sub(self._marked, str(block))

    def reference_text(self, citation: CitedKey) -> str:
        """Return the printed reference of one work; "" for what is no citation."""
        note = self.notes.get(citation.key)
        return note.reference if note else ""

    @cached_property
    def notes(self) -> Mapping[str, Note]:
        """What a reader should know of every work, by key."""
        made = {
            key: notes.note(work, self._became.get(key, ("", "")))
            for key, work in self.library.items()
        }
        return {
            key: replace(note, reference=marked(note.reference, self._links))
            for key, note in made.items()
        }

    def cite(self, keys: Iterable[str]) -> str:
        """Return the marks of works, one a work, none twice."""
        return "".join(self._marks.get(key, "") for key in dict.fromkeys(keys))

    def _marked(self, citation: re.Match[str]) -> str:
        return self.cite(citations.KEY.findall(citation[0]))
