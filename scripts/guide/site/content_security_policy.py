"""The lock of a page: a policy that admits this origin alone, and no referrer."""

import base64
import hashlib
import html as entities
import re
from collections.abc import Iterable

CHARSET = '<meta charset="utf-8">'
SCRIPT = re.compile(r"<script\b(?P<with>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style\b[^>]*>(?P<code>.*?)</style>", re.DOTALL)
STYLED = re.compile(r'<[a-z][^<>]*\sstyle="(?P<code>[^"]*)"')
RUNS = re.compile(r'\btype="(?!module"|text/javascript")')  # other types never run
LINK = re.compile(r"<a\b[^>]*>")
HREF = re.compile(r'\shref="?(?P<to>https?://[^\s">]+)')
FORM = re.compile(r'<form\b[^>]*\saction="(?P<origin>https?://[^/"]+)')
REL = re.compile(r'\srel="[^"]*"')
NO_REFERRER = '<meta name="referrer" content="no-referrer">'


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
    if CHARSET not in html:
        raise ValueError(f"A page has no {CHARSET}, after which its policy belongs.")
    quiet = LINK.sub(lambda link: _silent(link[0], home), html)
    head = (
        f'{CHARSET}\n<meta http-equiv="Content-Security-Policy" '
        f'content="{policy(quiet)}">\n{NO_REFERRER}'
    )
    return quiet.replace(CHARSET, head, 1)


def policy(html: str) -> str:
    """Return the policy of a page: this origin, and its own inline code by hash."""
    scripts = (
        found["code"]
        for found in SCRIPT.finditer(html)
        if not re.search(r"\bsrc=", found["with"]) and not RUNS.search(found["with"])
    )
    styles = (found["code"] for found in STYLE.finditer(html))
    styled = [entities.unescape(code) for code in _styled(html)]
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
        " ".join(("form-action", *(_receivers(html) or ["'none'"]))),
    ]
    if styled:  # Markdown sets the columns of a table so
        rules.append(f"style-src-attr 'unsafe-hashes' {' '.join(_hashes(styled))}")
    return "; ".join(rules)


def _styled(html: str) -> list[str]:
    """Return the style attributes of a page; most have none, which is seen at once."""
    return STYLED.findall(html) if ' style="' in html else []


def _receivers(html: str) -> list[str]:
    """Return the origins that the page's own forms lead to, each once."""
    return sorted({found["origin"] for found in FORM.finditer(html)})


def _hashes(codes: Iterable[str]) -> list[str]:
    hashed = (hashlib.sha256(code.encode()).digest() for code in codes)
    return sorted({f"'sha256-{base64.b64encode(it).decode()}'" for it in hashed})


def _silent(link: str, home: str) -> str:
    """Return the tag of a link; an outward one names no page that it was on."""
    found = HREF.search(link)
    if not found or found["to"].startswith(home):
        return link
    return REL.sub("", link)[:-1] + ' rel="noopener noreferrer">'
