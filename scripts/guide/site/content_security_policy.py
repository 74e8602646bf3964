"""The lock of a page: a policy that admits this origin alone, and no referrer."""

import base64
import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from guide.site import html_tree

CHARSET = '<meta charset="utf-8">'
RUNS = ("", "module", "text/javascript")  # a script of another type never runs
OUTWARD = ("http://", "https://")


def lock(html: str, home: str) -> str:
    """Return a built page with its policy, and its outward links told to be silent.

    The policy stands in the page because a plain file host sends no headers of ours.

    Args:
        html: the page, with every inline script and style that it will have.
        home: the address of the site; other links lead outward.

    Raises:
        ValueError: the page does not say its characters first, so that the policy
            has no place above all else.
    """
    root = html_tree.read_page(html)
    first = next(root.iterfind("head/*"), None)
    if first is None or first.get("charset") != "utf-8":
        raise ValueError(f"A page has no {CHARSET}, after which its policy belongs.")
    for link in root.iter("a"):
        to = link.get("href", "")
        if to.startswith(OUTWARD) and not to.startswith(home):
            link.set("rel", "noopener noreferrer")
    named = {"http-equiv": "Content-Security-Policy", "content": policy(root)}
    held = html_tree.element("meta", **named)
    silent = html_tree.element("meta", name="referrer", content="no-referrer")
    silent.tail, first.tail, held.tail = first.tail, "\n", "\n"
    first.addnext(silent)
    first.addnext(held)
    return html_tree.write_page(root)


def policy(page: HtmlElement) -> str:
    """Return the policy of a page: this origin, and its own inline code by hash."""
    scripts = (
        script.text or ""
        for script in page.iter("script")
        if "src" not in script.attrib and script.get("type", "") in RUNS
    )
    styles = (style.text or "" for style in page.iter("style"))
    rules = [
        "default-src 'none'",
        " ".join(("script-src 'self'", *_hashes(scripts))),
        " ".join(("style-src 'self'", *_hashes(styles))),
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        " ".join(("form-action", *(_receivers(page) or ["'none'"]))),
    ]
    styled = [it.get("style") or "" for it in page.iterfind(".//*[@style]")]
    if styled:  # Markdown sets the columns of a table so
        rules.append(f"style-src-attr 'unsafe-hashes' {' '.join(_hashes(styled))}")
    return "; ".join(rules)


def _receivers(page: HtmlElement) -> list[str]:
    """Return the origins that the page's own forms lead to, each once."""
    to = (form.get("action", "") for form in page.iter("form"))
    outward = (urlsplit(it) for it in to if it.startswith(OUTWARD))
    return sorted({f"{it.scheme}://{it.netloc}" for it in outward})


def _hashes(codes: Iterable[str]) -> list[str]:
    hashed = (hashlib.sha256(code.encode()).digest() for code in codes)
    return sorted({f"'sha256-{base64.b64encode(it).decode()}'" for it in hashed})
