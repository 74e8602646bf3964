"""The link check as a program, run on small sites by the tests."""

import json
import subprocess
from pathlib import Path
from typing import Any

from conftest import ROOT
from conftest import run as run_program

NO_CANARIES = {"CANARIES": ""}  # nothing of the tests leaves the computer
PROGRAM = ROOT / "scripts" / "check_links.py"


def run(
    folder: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the program and let it speak."""
    whole = {**NO_CANARIES, "CONTACT": "care@example.org", **environment}
    return run_program(PROGRAM, *arguments, cwd=folder, env=whole)


def check(
    folder: Path, now: str = "2026-01-05T06:00:00+00:00", pause: str = "0.05"
) -> dict[str, Any]:
    """Check the site in a folder; gives what the JSON says, by address."""
    result = run(
        folder, "site", "--json", "o.json", "--memory", "m.json", "--report", "r.md",
        "--now", now, "--pause", pause, "--allow-private",
    )  # fmt: skip
    assert result.returncode in (0, 1), result.stderr
    found = json.loads((folder / "o.json").read_text())
    assert result.returncode == any(item["told"] for item in found)
    return {item["url"]: item for item in found}


def build(folder: Path, *addresses: str) -> None:
    """Build a site of one page with these links, one a line."""
    (folder / "site").mkdir(exist_ok=True)
    lines = "\n".join(f'<a href="{address}">x</a>' for address in addresses)
    (folder / "site" / "index.html").write_text(
        f"<html><body>\n{lines}\n", encoding="utf-8"
    )
