"""Moved addresses, offered as one pull request."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import fake_github
import pytest
from conftest import ROOT, run
from fake_github import FakeGitHub
from found_links import found_link
from guide.links import reports, state
from guide.links.record import Link
from guide.links.state import Memory

NOW = "2026-11-02T06:00:00+00:00"
OLD, NEW = "http://a.example/old", "https://a.example/new"
PAGE = f"# A page\n\nSee [it]({OLD}) and [another](http://b.example/).\n"

Publish = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    """A GitHub that holds one page and one file beside it."""
    with fake_github.running() as fake:
        fake.branch("main", {"docs/a.md": PAGE, "README.md": "Read me.\n"}, "Begin")
        yield fake


@pytest.fixture
def publish(tmp_path: Path, github: FakeGitHub) -> Publish:
    """Publish findings as the workflow does, in a copy of the repository."""

    def start(*findings: Link) -> subprocess.CompletedProcess[str]:
        (tmp_path / "docs").mkdir(exist_ok=True)
        page = github.files("main")["docs/a.md"]
        (tmp_path / "docs" / "a.md").write_text(page, encoding="utf-8")
        known = state.write(Memory({}, NOW))
        (tmp_path / "links.json").write_text(known, encoding="utf-8")
        found = reports.to_json(findings)
        (tmp_path / "links-found.json").write_text(found, encoding="utf-8")
        program = ROOT / "scripts" / "publish_moves.py"
        sources = ("--sources", "docs")
        return run(program, *sources, cwd=tmp_path, env=github.environment)

    return start


def moved(old: str = OLD, new: str = NEW) -> Link:
    """A link that has moved for good."""
    return found_link(url=old, verdict="moved", since=NOW, suggestion=new, told=True)


def test_where_nothing_moved_nothing_is_asked(
    publish: Publish, github: FakeGitHub
) -> None:
    """No branch, no pull request."""
    dead = found_link(url=OLD, verdict="dead", since=NOW, told=True)
    done = publish(dead)
    assert (done.returncode, done.stdout) == (0, "There is nothing to tell.\n")
    assert github.written == []


def test_it_is_opened_updated_and_closed(publish: Publish, github: FakeGitHub) -> None:
    """The address and nothing else changes, on top of the newest main."""
    assert publish(moved()).returncode == 0
    (pull,) = github.pulls
    assert (pull["title"], pull["head"], pull["base"]) == (
        "Update addresses that have moved",
        "link-moves",
        "main",
    )
    assert f"- `docs/a.md:3`: `{OLD}` → `{NEW}`" in pull["body"]
    assert github.files("link-moves") == {
        "docs/a.md": PAGE.replace(OLD, NEW),
        "README.md": "Read me.\n",
    }
    commit = github.commits[github.branches["link-moves"]]
    assert commit["parents"] == [github.branches["main"]]
    assert github.written == [
        "POST /git/trees",
        "POST /git/commits",
        "POST /git/refs",
        "POST /pulls",
    ]
    assert publish(moved()).stdout == "#1 says it already.\n"
    assert github.written == ["POST /git/trees"]  # how we learn that it is the same
    publish(moved(), moved("http://b.example/", "https://b.example/"))
    assert "https://b.example/" in github.files("link-moves")["docs/a.md"]
    assert "https://b.example/" in pull["body"]
    assert publish().returncode == 0
    assert pull["state"] == "closed"
    publish(moved())  # it closed by itself, so what comes back is news
    assert [pull["state"] for pull in github.pulls] == ["closed", "open"]


def test_it_follows_main(publish: Publish, github: FakeGitHub) -> None:
    """The branch is laid anew on what has changed meanwhile."""
    publish(moved())
    newer = PAGE.replace("A page", "A newer page")
    github.branch("main", {"docs/a.md": newer, "README.md": "Read me.\n"}, "More")
    publish(moved())
    assert github.files("link-moves")["docs/a.md"] == newer.replace(OLD, NEW)


def test_a_persons_commits_are_left_alone(publish: Publish, github: FakeGitHub) -> None:
    """Whoever works on the branch keeps it."""
    publish(moved())
    mine = {"docs/a.md": "Mine.\n", "README.md": "Read me.\n"}
    github.branch("link-moves", mine, "My own work")
    done = publish(moved(), moved("http://b.example/", "https://b.example/"))
    assert done.stdout == (
        "The branch link-moves holds somebody's own commits; it is left alone.\n"
    )
    assert github.files("link-moves") == mine


def test_what_a_person_declined_is_not_offered_again(
    publish: Publish, github: FakeGitHub
) -> None:
    """A new move is; and after a merge so is what moves again."""
    publish(moved())
    github.pulls[0]["state"] = "closed"
    assert "A person closed #1" in publish(moved()).stdout
    publish(moved(), moved("http://b.example/", "https://b.example/"))
    assert [pull["state"] for pull in github.pulls] == ["closed", "open"]
    github.pulls[1].update(state="closed", merged_at=NOW)
    publish(moved())
    assert [pull["state"] for pull in github.pulls] == ["closed", "closed", "open"]


@pytest.mark.parametrize(
    "new",
    ["https://a.example/ b", "https://a.example/<b>", "https://a.example/`@octocat`"],
)
def test_an_address_that_is_none_is_not_written(
    publish: Publish, github: FakeGitHub, new: str
) -> None:
    """Nothing but an address gets into a source."""
    assert publish(moved(new=new)).returncode == 0
    assert github.pulls == []


def test_a_refusal_is_a_sentence(publish: Publish, github: FakeGitHub) -> None:
    """Repositories may forbid their workflows to open pull requests."""
    said = "GitHub Actions is not permitted to create or approve pull requests."
    github.refuse["POST /pulls"] = (403, said)
    done = publish(moved())
    assert done.returncode == 2
    assert done.stderr.startswith("The moves could not be published. GitHub refused")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
