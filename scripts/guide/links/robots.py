"""robots.txt: whether it names us and forbids a path.

Rules for all robots ("*") are for crawlers; we open single cited pages, as a reader
does, and so mind only what is said to us by name.
"""

import re
from urllib.parse import unquote


def forbids(robots: str, product: str, path: str) -> bool:
    """True if robots.txt forbids the path (with query) to the product by name."""
    best, allowed = -1, True
    for rule, pattern in _rules_for(robots, product.casefold()):
        length = len(pattern)
        if pattern and length >= best and _matches(pattern, path):
            if length > best or rule == "allow":
                allowed = rule == "allow"
            best = length
    return not allowed


def _rules_for(robots: str, product: str) -> list[tuple[str, str]]:
    """The allow and disallow lines of the groups that name the product."""
    rules: list[tuple[str, str]] = []
    named, in_agents = False, False
    for line in robots.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            named = _is_us(value.casefold(), product) or (in_agents and named)
            in_agents = True
            continue
        in_agents = False
        if named and key in ("allow", "disallow"):
            rules.append((key, value))
    return rules


def _is_us(agent: str, product: str) -> bool:
    token = re.split(r"[/\s]", agent, maxsplit=1)[0]
    return len(token) > 2 and (token == product or product.startswith(token))  # noqa: PLR2004 -- not by chance


def _matches(pattern: str, path: str) -> bool:
    ends = pattern.endswith("$")
    parts = [re.escape(unquote(part)) for part in pattern.rstrip("$").split("*")]
    return bool(re.match(".*".join(parts) + ("$" if ends else ""), unquote(path)))
