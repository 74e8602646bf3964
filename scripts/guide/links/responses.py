"""Sightings: what one careful look at an address has shown."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from guide.links.webpages import Page

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

PERMANENT = (301, 308)
TEMPORARY = (302, 303, 307)
REDIRECTS = PERMANENT + TEMPORARY


@dataclass(frozen=True)
class Hop:
    """One step from an address to the next."""

    source: str
    target: str
    permanent: bool


@dataclass(frozen=True)
class Sighting:
    """The end of a look: a last answer, or why there is none.

    `status` is 0 without an answer; `detail` says a failure in words; `fault` is
    what is wrong with the body ("truncated", "undecodable") or "".
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
    page: Page | None = None
    nowhere: Page | None = None
    attempts: int = 1
    challenged: bool = False
    waited: int = 0


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
