"""The short judge: the verdicts of the link check on a bad web, in every test run."""

import os
import subprocess
import sys

from conftest import ROOT

CHECKER = (sys.executable, "scripts/check_links.py")


def test_the_judge_finds_nothing_amiss() -> None:
    """Verdicts, telling, manners and reports in four weekly runs.

    The nightly judge takes six runs on three clocks, hosts that are slow, and scenes
    in which the world is at fault.
    """
    judged = subprocess.run(
        [sys.executable, "-m", "tests.badweb.judge", "--short", "--", *CHECKER],
        cwd=ROOT,
        env=os.environ | {"SITE_URL": "https://guide.example/"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout[-4000:] + judged.stderr[-2000:]
