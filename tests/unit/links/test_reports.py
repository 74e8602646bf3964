"""Reports: clear to a maintainer, and safe whatever foreign pages say."""

import json
from datetime import UTC, datetime

from found_links import found_link
from guide.links.record import LinkPlace
from guide.links.reports import to_json, to_markdown

NOW = datetime(2026, 1, 12, tzinfo=UTC)
HOSTILE = "x`](http://evil.org) @team <img src=x> #1 https://evil.org\n# Head"


def test_foreign_text_cannot_leave_its_place() -> None:
    """No markup, no mention, no link, no new line."""
    link = found_link(
        url="http://a.org/`@team`\n# x", verdict="dead", since=NOW.isoformat(), told=True,  # noqa: E501 -- a long pattern or address
        reason=HOSTILE, title=HOSTILE, suggestion="https://w.org/>)<b>", places=(LinkPlace("a`.md", 3, ""),),  # noqa: E501 -- a long pattern or address
    )  # fmt: skip
    text = to_markdown([link], NOW)
    assert "### ``http://a.org/`@team` # x``" in text
    assert "\n# Head" not in text
    assert "<img" not in text.replace("\\<img", "")
    assert "@team \\<" not in text
    assert "https://evil" not in text.split("Search")[0]
    assert "- Where: ``a`.md:3``" in text
    assert "<https://w.org/%3E%29%3Cb%3E>" in text


def test_json_says_all_of_each_link() -> None:
    """In one order of keys and links; what is unknown is null."""
    findings = [
        found_link("http://b.org", "ok", "2026-01-01T00:00:00+00:00"),
        found_link(
            "http://a.org",
            "dead",
            "2026-01-01T00:00:00+00:00",
            places=(LinkPlace("f", 1, "/"),),
        ),
    ]
    items = json.loads(to_json(findings))
    assert [item["url"] for item in items] == ["http://a.org", "http://b.org"]
    assert list(items[0]) == [
        "url", "verdict", "since", "last_good", "status", "final_url", "attempts",
        "reason", "suggestion", "told", "places",
    ]  # fmt: skip
    assert (items[0]["places"], items[0]["status"]) == (
        [{"file": "f", "line": 1, "page": "/"}],
        None,
    )


def test_nothing_to_do_is_said() -> None:
    """A clean run has a clean report."""
    text = to_markdown([found_link("http://a.org", "ok", NOW.isoformat())], NOW)
    assert text.startswith("# Links: nothing to do\n\n1 link: 1 fine, 0 to do")
    assert text.endswith("Last checked: 2026-01-12.\n")
