"""Make .venv from the lock, with hashes. Runs on the bare machine: no dependency."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)


def main() -> int:
    """Create or renew the environment; 0 when it is ready, 2 when it cannot be."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        return fail(
            f"This guide needs Python 3.11 or newer, but {sys.executable} is {found}. "
            "Install a newer Python, or name one: make PYTHON=/path/to/python3."
        )
    print("Setting up the environment (once; about a minute) ...", flush=True)
    (VENV / "ready").unlink(missing_ok=True)
    made = run(sys.executable, "-m", "venv", "--clear", str(VENV))
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        return fail(
            f"Python could not make a virtual environment: {last_line(made)} "
            "On Debian and Ubuntu install the package python3-venv, then try again."
        )
    lock = str(ROOT / "requirements.txt")
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    installed = run(*pip, "install", "--require-hashes", "--requirement", lock)
    if installed.returncode:
        return fail(
            f"pip could not install the lock: {last_line(installed)} "
            "The first set-up needs the network; connect it, then run make again."
        )
    (VENV / "ready").touch()
    return 0


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command, keeping what it says."""
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own command


def last_line(process: subprocess.CompletedProcess[str]) -> str:
    """Return the last line that a command printed, its errors before its output."""
    lines = [*process.stdout.splitlines(), *process.stderr.splitlines()]
    errors = [line for line in lines if line.startswith("ERROR")]
    said = (errors or [line for line in lines if line.strip()] or ["no reason given."])[
        -1
    ]
    return said.strip().rstrip(".") + "."


def fail(sentence: str) -> int:
    """Print one sentence to standard error and return the exit code."""
    print(sentence, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
