"""Programs started from a Python that has loaded the guide: a fork costs no imports.

Each program runs in a process of its own, with its own folder, environment, output
and exit status, as it would from a shell; only the seconds of loading are spared.
"""

import contextlib
import importlib
import json
import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
LOADED = (
    "guide.links.net.client",  # first: it chooses how aiohttp reads answers
    "guide.links.run",
    "guide.links.reports",
    "guide.upkeep.files",
    "guide.upkeep.terminal",
    "uvloop",
    "mkdocs.commands.build",
    "mkdocs_bibtex.plugin",
    "material",
    "hooks",
)


class Preloaded:
    """The process that waits with everything loaded."""

    def __init__(self) -> None:
        """Start it; it loads while the tests go on."""
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, command: list[str], cwd: Path, env: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run `-m module …` or `program.py …`; return its status and what it said."""
        with tempfile.TemporaryDirectory() as folder:
            said = [Path(folder) / name for name in ("out", "err")]
            asked = {"argv": command, "cwd": str(cwd), "env": env}
            asked["said"] = [str(path) for path in said]
            assert self._process.stdin
            assert self._process.stdout
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            status = int(self._process.stdout.readline())
            out, err = (path.read_text(encoding="utf-8") for path in said)
        return subprocess.CompletedProcess(command, status, out, err)

    def stop(self) -> None:
        """End it."""
        self._process.communicate()


def wait() -> list[str]:
    """Fork for each program asked for; return in the child, with its arguments."""
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            os.chdir(asked["cwd"])
            os.environ.clear()
            os.environ.update(asked["env"])
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            for number, path in enumerate(asked["said"], start=1):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
            return list(asked["argv"])
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    sys.exit(0)


def become(argv: list[str]) -> None:
    """Run the program as Python would have from the start."""
    if argv[0] == "-m":
        sys.argv = argv[1:]
        sys.path.insert(0, str(Path.cwd()))
        runpy.run_module(argv[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = argv
        sys.path.insert(0, str(Path(argv[0]).resolve().parent))
        runpy.run_path(argv[0], run_name="__main__")


if __name__ == "__main__":
    sys.path[0] = str(SCRIPTS)  # not tests/: a program must not find what lies there
    with contextlib.redirect_stdout(sys.stderr):  # standard output answers with numbers
        for name in LOADED:
            importlib.import_module(name)
    become(wait())
