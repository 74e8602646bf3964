"""The standing issue: opened, updated, closed, and never saying what was not seen."""

import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import fake_github
import pytest
from conftest import ROOT, run
from fake_github import BOT, FakeGitHub
from found_links import found_link
from guide.links import reports, state
from guide.links.record import Link, LinkPlace
from guide.links.state import KnownLink, Memory
from markdown_it import MarkdownIt

FIRST, SECOND = "2026-11-02T06:00:00+00:00", "2026-11-09T06:00:00+00:00"
URL = "https://example.org/gone"

Publish = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    """A GitHub with nothing on it."""
    with fake_github.running() as fake:
        yield fake


@pytest.fixture
def publish(tmp_path: Path, github: FakeGitHub) -> Publish:
    """Publish findings as the workflow does; call it with them."""

    def start(
        *findings: Link, at: str = FIRST, **env: str
    ) -> subprocess.CompletedProcess[str]:
        hand_over(tmp_path, findings, at)
        return publish_files(tmp_path, github, **env)

    return start


def hand_over(folder: Path, findings: tuple[Link, ...], at: str) -> None:
    """Write what the check writes."""
    entries = {f.url: KnownLink(f.verdict, f.since, 2, f.since) for f in findings}
    text = state.write(Memory(entries, at))
    (folder / "links.json").write_text(text, encoding="utf-8")
    found = reports.to_json(findings)
    (folder / "links-found.json").write_text(found, encoding="utf-8")


def publish_files(
    folder: Path, github: FakeGitHub, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run the program on what lies in a folder."""
    program = ROOT / "scripts" / "publish_issue.py"
    return run(program, cwd=folder, env=github.environment | env)


def dead(url: str = URL, since: str = FIRST, **facts: Any) -> Link:  # noqa: ANN401
    """A link that a person is told of."""
    return found_link(
        url=url,
        verdict="dead",
        since=since,
        status=404,
        reason="The server answers 404.",
        told=True,
        places=(LinkPlace("docs/index.md", 7, "/"),),
        **facts,
    )


FINE = found_link(url="https://example.org/fine", verdict="ok", since=FIRST)


def test_nothing_to_tell_opens_nothing(publish: Publish, github: FakeGitHub) -> None:
    """A clean run leaves no trace."""
    done = publish(FINE)
    assert (done.returncode, done.stderr) == (0, "")
    assert github.written == []


def test_it_is_opened_updated_and_closed(publish: Publish, github: FakeGitHub) -> None:
    """One issue over its life: a comment only at its end."""
    assert publish(dead(), FINE).returncode == 0
    assert github.written == ["POST /issues"]
    (issue,) = github.issues
    assert issue["title"] == "Links that need a person"
    assert "### `https://example.org/gone`" in issue["body"]
    assert "docs/index.md:7" in issue["body"]
    assert "Last checked: 2026-11-02." in issue["body"]
    assert publish(dead(), dead("https://example.org/2"), at=SECOND).returncode == 0
    assert github.written == ["PATCH /issues/1"]
    assert "### `https://example.org/2`" in issue["body"]
    assert "Last checked: 2026-11-09." in issue["body"]
    assert github.comments == []
    assert publish(FINE, at=SECOND).returncode == 0
    assert github.written == ["PATCH /issues/1", "POST /issues/1/comments"]
    assert (issue["state"], issue["state_reason"]) == ("closed", "completed")
    assert github.comments == [
        (1, "Nothing is left to do: the links were checked on 2026-11-09.")
    ]
    assert publish(FINE, at=SECOND).returncode == 0
    assert github.written == []


def test_the_same_findings_write_nothing(publish: Publish, github: FakeGitHub) -> None:
    """Not even where GitHub has stored the ends of lines in its own way."""
    publish(dead())
    github.issues[0]["body"] = github.issues[0]["body"].replace("\n", "\r\n")
    assert github.written == ["POST /issues"]
    assert publish(dead()).stdout == "#1 says it already.\n"
    assert github.written == []


def test_the_issue_is_the_report(
    publish: Publish, github: FakeGitHub, tmp_path: Path
) -> None:
    """What the check wrote for a person is what the issue shows."""
    found = (dead(), FINE)
    publish(*found)
    now = artifacts_time(tmp_path)
    assert reports.to_markdown(found, now) in github.issues[0]["body"]


def artifacts_time(folder: Path) -> datetime:
    """Return the time of the run that lies in a folder."""
    known = state.parse((folder / "links.json").read_text(encoding="utf-8"))
    return datetime.fromisoformat(known.checked)


def test_after_a_person_closed_it_only_news_is_told(
    publish: Publish, github: FakeGitHub
) -> None:
    """Only a new finding, or one that went and came back, opens a successor."""
    publish(dead(), dead("https://example.org/2"))
    github.issues[0]["state"] = "closed"
    github.written  # noqa: B018  # look away
    assert "A person closed #1" in publish(dead(), at=SECOND).stdout
    assert publish(FINE, at=SECOND).returncode == 0
    assert github.written == []
    publish(dead(), dead("https://example.org/3"), at=SECOND)
    assert github.written == ["POST /issues"]
    assert "https://example.org/gone" in github.issues[1]["body"]
    github.issues[1]["state"] = "closed"
    publish(dead(since=SECOND), at=SECOND)
    assert github.written == ["POST /issues"]
    assert [issue["state"] for issue in github.issues] == ["closed", "closed", "open"]


def test_after_it_closed_itself_the_same_finding_opens_a_new_one(
    publish: Publish, github: FakeGitHub
) -> None:
    """What was well in between is news."""
    publish(dead())
    publish(FINE)
    publish(dead())
    assert [issue["state"] for issue in github.issues] == ["closed", "open"]


@pytest.mark.parametrize(
    "facts",
    [
        {"user": {"login": "mallory"}},
        {"user": None},
        {"labels": [{"name": "other"}]},
        {"body": "Ours, but without its marker."},
        {"body": None},
        {"pull_request": {}},
    ],
    ids=["author", "ghost", "label", "marker", "empty", "pull request"],
)
def test_only_its_own_issue_is_touched(
    publish: Publish, github: FakeGitHub, facts: dict[str, Any]
) -> None:
    """Author, label and marker must all be right."""
    publish(dead())
    body = github.issues.pop()["body"]
    github.issue(**({"body": body} | facts))
    before = json.dumps(github.issues[0])
    publish(dead(), at=SECOND)
    assert len(github.issues) == 2
    assert json.dumps(github.issues[0]) == before


def test_it_is_found_behind_many_others(publish: Publish, github: FakeGitHub) -> None:
    """The list has pages."""
    publish(dead())
    for _ in range(150):
        github.issue("Another one.", user={"login": "someone"})
    publish(FINE)
    assert github.issues[0]["state"] == "closed"


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (None, "links-found.json cannot be read (No such file or directory)."),
        ("", "links-found.json cannot be used: it is not JSON"),
        ("{}", "links-found.json cannot be used: at $ it is not what the check writes"),
        ('[{"url": "https://a.example/"}]', "at $[0] it is not what the check writes"),
        ("[" * 100_000, "links-found.json cannot be used: it is not JSON"),
    ],
    ids=["missing", "empty", "no list", "no finding", "deep"],
)
def test_a_check_that_failed_touches_nothing(
    tmp_path: Path, github: FakeGitHub, found: str | None, sentence: str
) -> None:
    """Exit 2 and a sentence; the issue neither says "broken" nor is it closed."""
    hand_over(tmp_path, (dead(),), FIRST)
    publish_files(tmp_path, github)
    before = json.dumps(github.issues)
    github.asked.clear()
    if found is None:
        (tmp_path / "links-found.json").unlink()
    else:
        (tmp_path / "links-found.json").write_text(found, encoding="utf-8")
    done = publish_files(tmp_path, github)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("No issue was touched. ")
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert json.dumps(github.issues) == before
    assert github.asked == []


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "broken"},
        {"told": 1},
        {"since": "yesterday"},
        {"since": "2026-13-02T06:00:00+00:00"},
        {"since": "2026-11-02T06:00:00"},
        {"since": "2026-11-02T06:00:00+00:00\n@everyone"},
        {"reason": ["a", "b"]},
        {"suggestion": "javascript:alert(1)"},
        {"places": [{"file": "a", "line": "1", "page": ""}]},
        {"extra": "more"},
        {"url": "https://example.org/fine"},
    ],
    ids=str,
)
def test_what_the_check_does_not_write_is_refused(
    tmp_path: Path, github: FakeGitHub, change: dict[str, Any]
) -> None:
    """The form of every field is held, and no address comes twice."""
    hand_over(tmp_path, (dead(), FINE), FIRST)
    path = tmp_path / "links-found.json"
    items = json.loads(path.read_text(encoding="utf-8"))
    items[1].update(change)
    path.write_text(json.dumps(items), encoding="utf-8")
    done = publish_files(tmp_path, github)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert github.asked == []


HOSTILE = (
    "@octocat @org/team, fixes #1, closes GH-2, resolves o/r#3 "
    "https://github.com/o/r/issues/4 www.evil.example "
    "<img src=x onerror=alert(1)> <!-- standing: links --> --> <script>x</script> "
    "[text](https://evil.example) ![i](https://evil.example/i.png) "
    "**bold** `code` ~~no~~ | a | b |\n# Heading\n\n- item\n\n```\nfence\r\n"
    "\u202egnissim\u202c &lt;b&gt; \\@again \\#5 user@evil.example ftp://evil.example/"
)


def test_hostile_words_do_nothing(publish: Publish, github: FakeGitHub) -> None:
    """No mention, reference, link, markup or HTML comes out of foreign text."""
    publish(
        dead(
            url=f"https://evil.example/{HOSTILE}",
            final_url=HOSTILE,
            suggestion="https://github.com/o/r/issues/6",
        ),
        found_link(
            url="https://b.example/",
            verdict="parked",
            since=FIRST,
            reason=HOSTILE,
            told=True,
            places=(LinkPlace(HOSTILE, 1, HOSTILE),),
        ),
        found_link(
            url="https://c.example/", verdict="flaky", since=FIRST, reason=HOSTILE
        ),
    )
    body = github.issues[0]["body"]
    shown, inert = shown_by_github(body)
    assert "@\u2060octocat" in shown
    assert not [
        mark
        for mark in (
            "@o",
            "@e",
            "@a",
            "#1",
            "#3",
            "#5",
            "GH-2",
            "www.e",
            "https:/",
            "ftp:/",
        )
        if mark in shown
    ]
    assert not [
        kind
        for kind in inert
        if kind in {"html_inline", "image", "fence", "html_block:other", "strong_open"}
    ]
    assert links_of(body) == {"https://duckduckgo.com"}


def shown_by_github(body: str) -> tuple[str, list[str]]:
    """Return the text in which GitHub looks for mentions, and the kinds of markup."""
    texts, kinds = [], []
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(body):
        kinds.append(token.type)
        if token.type == "html_block" and not token.content.startswith("<!-- "):
            kinds.append("html_block:other")
        for child in token.children or ():
            kinds.append(child.type)
            if child.type == "text":
                texts.append(child.content)
    return "\n".join(texts), kinds


def links_of(body: str) -> set[str]:
    """Return the hosts that links in the body lead to."""
    return {
        "/".join(str(child.attrs["href"]).split("/")[:3])
        for token in MarkdownIt("gfm-like", {"linkify": False}).parse(body)
        for child in token.children or ()
        if child.type == "link_open"
    }


def test_a_report_that_is_too_long_is_cut_whole(
    publish: Publish, github: FakeGitHub
) -> None:
    """Within 65,536 characters; marker, foot and a way to all of it are kept."""
    wide = "\U0001d4b3" * 200  # letters that count twice
    many = [dead(f"https://example.org/{wide}/{n}") for n in range(250)]
    assert publish(*many).returncode == 0
    body = github.issues[0]["body"]
    assert 50_000 < len(body.encode("utf-16-le")) / 2 <= 65_536
    assert body.startswith("<!-- standing: links -->\n")
    assert "Last checked: 2026-11-02." in body
    assert (
        "**This is not all.** The whole report, links-report.md, is kept with "
        "[the run](https://github.example/someone/guide/actions/runs/7)."
    ) in body
    assert body.count("### ") == body.count("- Do:")
    assert publish(*many).stdout == "#1 says it already.\n"
    github.issues[0]["state"] = "closed"
    assert "A person closed" in publish(*many[:200]).stdout


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"GITHUB_TOKEN": ""}, "Set GITHUB_TOKEN to a token that may write there."),
        ({"GITHUB_TOKEN": "wrong"}, "(401): the token is not valid."),
        ({"GITHUB_REPOSITORY": "guide"}, "Set GITHUB_REPOSITORY to owner/name."),
        ({"GITHUB_REPOSITORY": "a/b"}, "(404): there is no such thing"),
        ({"GITHUB_API_URL": "http://api.example"}, "does not begin with https://."),
        ({"GITHUB_API_URL": "http://127.0.0.1:9"}, "GitHub cannot be asked ("),
    ],
    ids=str,
)
def test_what_is_missing_is_said_in_a_sentence(
    publish: Publish, env: dict[str, str], sentence: str
) -> None:
    """Exit 2, one line, no traceback, and never the token."""
    done = publish(dead(), **env)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("The issue could not be published. ")
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "wrong" not in done.stderr


def test_a_write_is_never_sent_twice(publish: Publish, github: FakeGitHub) -> None:
    """A fault of GitHub while it opens an issue may hide that it is open."""
    github.refuse["POST /issues"] = (502, "Bad\ngateway")
    done = publish(dead())
    assert done.returncode == 2
    assert done.stderr == (
        "The issue could not be published. GitHub refused POST /issues (502): "
        "it has trouble of its own; try again later. It says: Bad gateway\n"
    )
    assert github.written == ["POST /issues"]


def test_another_author_can_be_named(
    tmp_path: Path, github: FakeGitHub, publish: Publish
) -> None:
    """On a laptop the issue belongs to whoever runs it."""
    publish(dead())
    github.issues[0]["user"] = {"login": "me"}
    program = ROOT / "scripts" / "publish_issue.py"
    done = run(program, "--author", "me", cwd=tmp_path, env=github.environment)
    assert done.stdout == "#1 says it already.\n"
    assert BOT not in json.dumps(github.issues)
