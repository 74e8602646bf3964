"""Links under check: addresses, web pages, verdicts, tracks, reports, repairs.

Judges what `links.net` has fetched; knows nothing of MkDocs.
Front door: `run.check`.
"""
