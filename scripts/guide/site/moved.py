"""Moved pages: at an old address a small page leads on, without help of a server."""

import posixpath
from collections.abc import Callable

from guide.site import content_security_policy


def text(old: str, new: str, title: str, home: str, render: Callable[..., str]) -> str:
    """Return the page of an old address.

    Args:
        old: the address below the site.
        new: where it leads, below the site.
        title: of the page that it leads to.
        home: the address of the site, "" if it is not known.
        render: fills in the template with `to`, `canonical` and `title`.
    """
    to = posixpath.relpath(new or ".", old) + "/"
    html = render(to=to, canonical=f"{home}{new}", title=title)
    return content_security_policy.lock(html, home)
