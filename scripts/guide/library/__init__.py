"""The sources: BibTeX in, works out; Vancouver, exports, notes, identifiers.

May be imported by every room but the shared modules beside it.
Front doors: `bibtex.read` and `vancouver.reference`.
"""
