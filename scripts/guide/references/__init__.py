"""References: whether the sources of a library are what the registries of record say.

`check` is the way in; `entries`, `records`, `matching` and `verdicts` are pure.
Programs alone may come here; it asks the network through `links.net.client`.
"""
