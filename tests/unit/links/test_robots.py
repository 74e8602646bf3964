"""robots.txt: only what is said to us by name is minded."""

import pytest
from guide.links.robots import forbids

US = "StiffPersonGuide"
URL = "https://a.example/papers/one.html?part=2"


def by_name(*rules: str) -> str:
    """Write a robots.txt with a group for us."""
    return "\n".join(("User-agent: *", "Disallow:", f"User-agent: {US}", *rules))


@pytest.mark.parametrize(
    ("robots", "forbidden"),
    [
        ("", False),
        ("User-agent: *\nDisallow: /\n", False),
        ("user-agent:*\nDisallow: /\n", False),
        (f"User-agent: *\nUser-agent: {US}\nDisallow: /\n", True),
        (by_name("Disallow: /"), True),
        (by_name("Disallow:"), False),
        (f"USER-AGENT: {US.upper()}\r\nDISALLOW: /\r\n", True),
        (f"User-agent: {US}/1.0\nDisallow: /\n", True),
        ("User-agent: StiffPerson\nDisallow: /\n", True),
        ("User-agent: PersonGuide\nDisallow: /\n", False),
        ("User-agent: StiffPersonGuideToo\nDisallow: /\n", False),
        (f"User-agent: {US} # it is polite\nDisallow: /papers # all\n", True),
        ("User-agent: Other\nDisallow: /\n", False),
        (by_name("Disallow: /papers"), True),
        (by_name("Disallow: /papers/two"), False),
        (by_name("Disallow: /papers", "Allow: /papers/one"), False),
        (by_name("Allow: /papers", "Disallow: /papers/one"), True),
        # Of equally long ones the friendlier holds.
        (by_name("Disallow: /papers", "Allow: /papers"), False),
        (by_name("Allow: /papers", "Disallow: /papers"), False),
        (by_name("Disallow: /*.html$"), False),
        (by_name("Disallow: /*.html"), True),
        (by_name("Disallow: /*part=2$"), True),
        (by_name("Disallow: /*part=3"), False),
        (by_name("Disallow: /p%61pers"), True),
        ("Disallow: /\n", False),
        ("<!doctype html>no robots here", False),
    ],
)
def test_only_what_names_us_is_minded(robots: str, *, forbidden: bool) -> None:
    """We open single cited pages, as a reader does."""
    assert forbids(robots, US, URL) is forbidden
