"""The guide's rooms; imports run down this list only.

`site`, `links` and `upkeep` use `pages` and `facts`; these use `library`; all use the
shared modules beside this file.
"""
