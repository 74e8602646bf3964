"""What the build makes of library, pages and facts: the HTML and its companions.

Imported by `hooks.py` and the programs; asks `links` for its memory alone.
"""
