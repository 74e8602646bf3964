"""What an author wrote: front matter, blocks, citations, rules, reading age.

Reads no network, prints nothing, knows no HTML. Imports `library` and what is shared.
Front doors: `parser.read` for a page, `rules.check` for the guide.
"""
