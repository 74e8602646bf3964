"""Change the logic of some rooms one bit at a time, and say which changes no test sees.

mutmut makes the changes and runs the unit tests of each room (tests/unit/ROOM) against
them. It takes a module's name from its path, so it works in a copy in which `guide`
lies at the root.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("library", "pages", "facts", "links")
UNSEEN = ("survived", "no tests", "suspicious", "timeout")
SETTINGS = """[tool.mutmut]
source_paths = ["guide/{room}"]
do_not_mutate = ["guide/links/net/*"]
also_copy = ["guide", "data", "overrides"]
pytest_add_cli_args_test_selection = ["tests/unit/{room}"]

[tool.pytest.ini_options]
pythonpath = [".", "tests"]
addopts = "-q -p no:cacheprovider -p no:xdist"
"""


def main() -> int:
    """Exit 0 if enough changes are seen in every room, 1 if not, 2 if mutmut failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rooms", nargs="*", default=ROOMS, help="folders of guide/")
    parser.add_argument("--least", type=int, default=85, help="percent to be seen")
    options = parser.parse_args()
    enough = True
    for room in options.rooms:
        folder = prepare(room)
        ran = subprocess.run(
            [sys.executable, "-m", "mutmut", "run"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        found = results(folder)
        if ran.returncode or not found:
            print(f"{room}: mutmut failed.\n{ran.stdout[-2000:]}", file=sys.stderr)
            return 2
        enough &= told(room, found) >= options.least
    return 0 if enough else 1


def prepare(room: str) -> Path:
    """Return a fresh copy of the code and the unit tests of one room."""
    folder = Path(tempfile.mkdtemp(prefix=f"mutants-{room}-"))
    shutil.copytree(ROOT / "scripts" / "guide", folder / "guide")
    shutil.copytree(ROOT / "tests" / "unit", folder / "tests" / "unit")
    for name in ("found_links.py", "fake_client.py"):
        shutil.copy(ROOT / "tests" / name, folder / "tests")
    for name in ("data", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "pyproject.toml").write_text(SETTINGS.format(room=room))
    return folder


def results(folder: Path) -> dict[str, str]:
    """Return what became of each change, by its name."""
    listed = subprocess.run(
        [sys.executable, "-m", "mutmut", "results", "--all", "true"],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    pairs = (line.strip().rpartition(": ") for line in listed.stdout.splitlines())
    return {name: state for name, _, state in pairs if "__mutmut_" in name}


def told(room: str, found: dict[str, str]) -> float:
    """Print what was seen in a room and what was not; return the share in percent."""
    states = Counter(found.values())
    unseen = [name for name, state in found.items() if state in UNSEEN]
    share = 100 * (1 - len(unseen) / len(found))
    print(f"{room}: {share:.1f} % of {len(found)} changes seen {json.dumps(states)}")
    for name in unseen:
        print(f"  {found[name]}: {name}")
    return share


if __name__ == "__main__":
    sys.exit(main())
