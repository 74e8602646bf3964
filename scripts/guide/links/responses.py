"""Responses: what the web answers to one address, after all redirects and tries."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlsplit

from guide.links import webpages
from guide.links.webpages import WebPage

Failure = Literal[
    "",
    "time-out",
    "refused",
    "reset",
    "garbage",
    "no host",
    "no name service",
    "certificate",
    "certificate chain",
    "tls",
    "private",
    "silent",
    "throttled",
    "unsure",
    "robots",
    "loop",
    "location",
]

FINE = range(200, 300)
PERMANENT = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
TEMPORARY = (
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
)
REDIRECTS = PERMANENT + TEMPORARY
LONGEST_TITLE = 120


@dataclass(frozen=True)
class Hop:
    """One step from an address to the next."""

    source: str
    target: str
    permanent: bool


@dataclass(frozen=True)
class Response:
    """The end of a link's requests: a last answer, or why there is none.

    `status` is 0 without an answer; `detail` says a failure in words; `fault` is
    what is wrong with the body ("truncated", "undecodable") or ""; `title` and `words`
    are what stays of a page that need not be kept.
    """

    url: str
    final_url: str
    hops: tuple[Hop, ...] = ()
    status: int = 0
    failure: Failure = ""
    detail: str = ""
    media: str = ""
    head: bytes = b""
    size: int = 0
    fault: str = ""
    page: WebPage | None = None
    nowhere: WebPage | None = None
    attempts: int = 1
    challenged: bool = False
    title: str = ""
    words: str = ""


def without_pages(response: Response) -> Response:
    """A response of which only what is remembered is kept: pages are large."""
    page = response.page
    return replace(
        response,
        head=b"",
        page=None,
        nowhere=None,
        title=page.title[:LONGEST_TITLE] if page else "",
        words=webpages.fingerprint(page) if page else "",
    )


def is_trivial(source: str, target: str) -> bool:
    """True for a step that only adds https or a slash: the same page."""
    before, after = urlsplit(source), urlsplit(target)
    secured = (before.scheme, after.scheme) == ("http", "https")
    if before.hostname != after.hostname or before.query != after.query:
        return False
    # With the protocol the port changes, too.
    if not secured and before[:2] != after[:2]:
        return False
    return before.path.rstrip("/") == after.path.rstrip("/")
