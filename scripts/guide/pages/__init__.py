"""What an author wrote: front matter, blocks, includes, citations, rules, reading age.

Reads no network, prints nothing, knows no HTML. Imports `library` and what is shared.
Front doors: `parser.read_all` for the pages, `rules.check` for the guide.
"""
