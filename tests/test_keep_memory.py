"""The memory of the link check, kept on a branch of its own."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import fake_github
import pytest
from conftest import ROOT, run
from fake_github import FakeGitHub
from guide.links import state
from guide.links.state import KnownLink, Memory

FIRST, SECOND = "2026-11-02T06:00:00+00:00", "2026-11-09T06:00:00+00:00"


def text(at: str = FIRST) -> str:
    """Return the memory of one link."""
    return state.write(
        Memory({"https://a.example/": KnownLink("ok", FIRST, 1, FIRST)}, at)
    )


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    """A GitHub with nothing on it."""
    with fake_github.running() as fake:
        yield fake


def keep(
    deed: str, folder: Path, github: FakeGitHub, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder."""
    program = ROOT / "scripts" / "keep_memory.py"
    return run(program, deed, cwd=folder, env=github.environment | env)


def test_before_the_first_check_there_is_nothing_to_say(
    tmp_path: Path, github: FakeGitHub
) -> None:
    """No branch is no fault; what lies there stays."""
    done = keep("fetch", tmp_path, github)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_what_is_pushed_is_fetched(tmp_path: Path, github: FakeGitHub) -> None:
    """Byte for byte, one commit a check, the older ones behind it."""
    path = tmp_path / "links.json"
    path.write_text(text(), encoding="utf-8")
    assert keep("push", tmp_path, github).stdout == (
        "The branch link-memory holds the memory of 1 links.\n"
    )
    first = github.branches["link-memory"]
    path.write_text(text(SECOND), encoding="utf-8")
    assert keep("push", tmp_path, github).returncode == 0
    last = github.commits[github.branches["link-memory"]]
    assert last["parents"] == [first]
    assert last["message"] == "Remember the links as of 2026-11-09"
    assert github.files("link-memory") == {"links.json": text(SECOND)}
    path.unlink()
    assert keep("fetch", tmp_path, github, GITHUB_TOKEN="").returncode == 0
    assert path.read_text(encoding="utf-8") == text(SECOND)


def test_the_same_memory_is_no_new_commit(tmp_path: Path, github: FakeGitHub) -> None:
    """The branch is left where it is."""
    (tmp_path / "links.json").write_text(text(), encoding="utf-8")
    keep("push", tmp_path, github)
    before = dict(github.branches)
    done = keep("push", tmp_path, github)
    assert done.stdout == "The branch link-memory holds this memory already.\n"
    assert github.branches == before


@pytest.mark.parametrize(
    "bad", ["", "[]", '{"version": 1, "checked": "", "links": {}}', '"@everyone"']
)
def test_only_a_memory_is_pushed(tmp_path: Path, github: FakeGitHub, bad: str) -> None:
    """One sentence, exit 2, the branch as it was."""
    (tmp_path / "links.json").write_text(bad, encoding="utf-8")
    done = keep("push", tmp_path, github)
    assert done.returncode == 2
    assert done.stderr.startswith("The memory was not pushed. links.json cannot be")
    assert len(done.stderr.splitlines()) == 1
    assert github.branches == {}


def test_what_no_memory_holds_does_not_get_to_the_branch(
    tmp_path: Path, github: FakeGitHub
) -> None:
    """Fields that the check does not know are left behind."""
    slipped = text().replace('"streak": 1', '"streak": 1, "more": "slipped in"')
    assert slipped != text()
    (tmp_path / "links.json").write_text(slipped, encoding="utf-8")
    assert keep("push", tmp_path, github).returncode == 0
    assert github.files("link-memory") == {"links.json": text()}


@pytest.mark.parametrize("deed", ["fetch", "push"])
def test_a_repository_out_of_sight_is_no_empty_memory(
    tmp_path: Path, github: FakeGitHub, deed: str
) -> None:
    """GitHub says 404 to both; only one of them may start the memory afresh."""
    (tmp_path / "links.json").write_text(text(), encoding="utf-8")
    github.hidden = True
    done = keep(deed, tmp_path, github)
    assert done.returncode == 2
    assert done.stderr == (
        f"The memory was not {deed}ed. GitHub refused GET / (404): there is no such "
        "thing, or the token may not see it. It says: Not Found\n"
    )
    assert (tmp_path / "links.json").read_text(encoding="utf-8") == text()
