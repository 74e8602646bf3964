"""Reports: clear to a maintainer, and safe whatever foreign pages say."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from found_links import found_link
from guide.links.record import Link, LinkPlace
from guide.links.reports import search_url, to_json, to_markdown, to_terminal
from guide.links.state import Verdict

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


DAY = "2026-01-05T06:00:00+00:00"
GOOD = "2025-12-29T06:00:00+00:00"
COPY = "https://web.archive.org/web/2020/x"


def told(url: str, verdict: Verdict, **facts: Any) -> Link:  # noqa: ANN401
    """A link that a person is told of."""
    return found_link(url, verdict, DAY, told=True, **facts)


LINKS = [
    told(
        "https://a.example/gone", "dead", last_good=GOOD, reason="Gone.",
        suggestion=COPY, title="A paper", places=(LinkPlace("docs/a.md", 3, "/a/"),),
    ),
    told("https://b.example/old", "moved", reason="It has moved for good.",
         suggestion="https://b.example/new", last_good=DAY),
    told("https://c.example/#x", "anchor", reason="No part."),
    told("htps://d.example", "malformed", reason="Misspelt."),
    told("https://e.example/", "parked", reason="For sale.", last_good=GOOD),
    told("https://f.example/", "tls", reason="Browsers warn."),
    told("https://g.example/", "blocked", reason="Shut."),
    told("https://h.example/", "blocked", reason="Shut.", last_good=GOOD),
    told("https://i.example/", "content", reason="Empty."),
    told("https://j.example/", "dead", reason="Gone.", unstable=True),
    found_link("https://k.example/", "flaky", DAY, reason="Slow."),
    found_link("https://l.example/", "blocked", DAY, reason="Shut."),
    found_link("https://m.example/", "blocked", DAY, reason="Shut.", last_good=GOOD),
    found_link("https://n.example/", "ok", DAY),
    found_link("mailto:a@b.example", "unchecked", DAY),
]  # fmt: skip


def test_a_report_is_grouped_by_what_to_do() -> None:
    """Each with where, since when, what was seen, what to do."""
    text = to_markdown(LINKS, NOW, ["A note_x."])
    assert text == (Path(__file__).parent / "report.md").read_text(encoding="utf-8")


def test_the_terminal_says_the_same_in_plain_lines() -> None:
    """What to do, the address, where it stands."""
    text = to_terminal(LINKS)
    assert text == (Path(__file__).parent / "report.txt").read_text(encoding="utf-8")


def test_nothing_to_do_is_one_line_on_the_terminal() -> None:
    """The summary."""
    assert to_terminal([]) == (
        "0 links: 0 fine, 0 to do, 0 to wait for, 0 closed to machines, 0 not checked."
    )


def test_twenty_places_are_named_and_the_others_counted() -> None:
    """One more is "1 more"."""
    places = tuple(LinkPlace(f"docs/{n:02}.md", 0, "") for n in range(21))
    one = told("https://a.example/", "dead", places=places[:20])
    assert "`docs/19.md`\n" in to_markdown([one], NOW)
    two = told("https://a.example/", "dead", places=places)
    text = to_markdown([two], NOW)
    assert "`docs/19.md`, and 1 more place\n" in text
    assert "docs/20.md" not in text
    assert to_terminal([two]).count("docs/") == 20
    three = told("https://a.example/", "dead", places=(*places, places[0]))
    assert "and 2 more places\n" in to_markdown([three], NOW)


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (LinkPlace("a.md", 3, "/a/"), "`a.md:3 (/a/)`"),
        (LinkPlace("a.md", 0, "/a/"), "`a.md (/a/)`"),
        (LinkPlace("a.md", 3, ""), "`a.md:3`"),
        (LinkPlace("/a/", 0, "/a/"), "`/a/`"),
    ],
)
def test_a_place_is_a_file_a_line_and_a_page(place: LinkPlace, shown: str) -> None:
    """As far as they are known."""
    text = to_markdown([told("https://a.example/", "dead", places=(place,))], NOW)
    assert f"- Where: {shown}\n" in text


@pytest.mark.parametrize(
    ("url", "title", "search"),
    [
        ("https://a.example/x", "T & U", "T+%26+U+a.example"),
        ("https://a.example/one_two/%C3%A9t%C3%A9-3x?q=no", "", "one+two+%C3%A9t%C3%A9+3x+a.example"),  # noqa: E501 -- a long pattern or address
        ("https://a.example/a/1/2/bb/cc/dd/ee/ff/gg/hh/ii/jj", "", "cc+dd+ee+ff+gg+hh+ii+jj+a.example"),  # noqa: E501 -- a long pattern or address
        ("https://a.example/", "t" * 160, "t" * 150),
        ("/own/page", "", ""),
    ],
)  # fmt: skip
def test_a_search_uses_the_title_or_the_address(
    url: str, title: str, search: str
) -> None:
    """And the host."""
    link = told(url, "dead", title=title)
    assert search_url(link) == f"https://duckduckgo.com/?q={search}"


def test_one_thing_to_do_is_one() -> None:
    """Grammar holds for small numbers."""
    text = to_markdown([told("https://a.example/", "dead")], NOW)
    assert text.startswith("# Links: 1 thing to do\n")


def test_half_a_surrogate_pair_does_not_stop_a_report() -> None:
    """Foreign pages may hold one."""
    text = to_json([told("https://a.example/\ud800", "dead")])
    assert "a.example/?" in text
