"""Workflows: least rights, pinned actions, and every step a verb of the Makefile."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$")
VERBS = set(
    re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
) | {".venv/ready"}
IN_FORKS = "${{ !github.event.repository.fork }}"


def jobs(file: Path) -> dict[str, Any]:
    """Return the jobs of a workflow."""
    read: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))["jobs"]
    return read


def steps(file: Path) -> Iterator[dict[str, Any]]:
    """Yield every step of a workflow."""
    for job in jobs(file).values():
        yield from job["steps"]


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def workflow(request: pytest.FixtureRequest) -> Path:
    """Each workflow in turn."""
    file: Path = request.param
    return file


def test_rights_are_given_job_by_job(workflow: Path) -> None:
    """None on top; each job names its own, never all; each ends by the clock."""
    top = yaml.safe_load(workflow.read_text("utf-8"))
    assert top["permissions"] == {}
    assert set(top["concurrency"]) == {"group", "cancel-in-progress"}
    for job in top["jobs"].values():
        assert isinstance(job["permissions"], dict)
        assert job["timeout-minutes"] <= 120


def test_actions_are_pinned(workflow: Path) -> None:
    """By hash, with the tag beside it; a checkout leaves no token behind."""
    for line in workflow.read_text("utf-8").splitlines():
        if "uses:" in line:
            assert PINNED.search(line), line
    for step in steps(workflow):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"] == {"persist-credentials": False}


def test_every_step_is_a_verb(workflow: Path) -> None:
    """What CI does, a laptop can do; no expression gets into a shell."""
    for step in steps(workflow):
        if "run" in step:
            make, verb = step["run"].split()
            assert make == "make"
            assert verb in VERBS


def test_who_reads_the_web_cannot_write() -> None:
    """The check has no token; the job that writes reads no web."""
    look, tell = (
        jobs(ROOT / ".github" / "workflows" / "links.yml")[n] for n in ("look", "tell")
    )
    assert look["permissions"] == {"contents": "read"}
    (check,) = (step for step in look["steps"] if step.get("run") == "make links")
    assert set(check["env"]) == {"SITE_URL", "CONTACT"}
    assert tell["permissions"] == {
        "contents": "write",
        "issues": "write",
        "pull-requests": "write",
    }
    assert tell["needs"] == "look"
    (handed,) = (s for s in tell["steps"] if "download-artifact" in s.get("uses", ""))
    assert handed["with"] == {"name": "links", "path": "handed-over"}
    assert "make links" not in {step.get("run") for step in tell["steps"]}


def test_the_check_is_weekly_never_cut_and_silent_in_forks() -> None:
    """A fork's readers have their own; two runs at once would lose a memory."""
    file = ROOT / ".github" / "workflows" / "links.yml"
    read = yaml.safe_load(file.read_text("utf-8"))
    assert read[True] == {
        "schedule": [{"cron": "23 4 * * 1"}],
        "workflow_dispatch": None,
    }
    assert read["concurrency"] == {"group": "links", "cancel-in-progress": False}
    assert {job["if"] for job in read["jobs"].values()} == {IN_FORKS}


def test_a_linter_finds_nothing_unsafe() -> None:
    """zizmor, without asking anybody: triggers, rights, templates, pins."""
    done = subprocess.run(
        [Path(sys.executable).with_name("zizmor"), "--offline", "--quiet", ".github"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
