"""robots.txt: whether it names us and forbids an address.

Protego reads it as RFC 9309 says, with one exception. Rules for all robots ("*") are
for crawlers; we open single cited pages, as a reader does, and so mind only what is
said to us by name: the groups for all are kept under a name that nobody has.
"""

import re

from protego import Protego

AGENT = re.compile(r"(?im)^(\s*user-agent\s*:\s*)([^\s/#]+)[^\r\n]*")
NOBODY = "~"


def forbids(robots: str, product: str, url: str) -> bool:
    """True if robots.txt forbids the address to the product by name."""
    return not Protego.parse(AGENT.sub(_named, robots)).can_fetch(url, product)


def _named(line: re.Match[str]) -> str:
    """A user-agent line without a version, which some write and Protego minds."""
    return line[1] + (NOBODY if line[2] == "*" else line[2])
