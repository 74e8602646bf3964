"""The files of data/: YAML in, typed records out, each held to the schema beside it.

Imports `library`, `pages.citations` and what is shared.
Front doors: `studies.read` and `medicines.read`.
"""
