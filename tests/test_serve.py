"""`make serve`: it shows the guide, and shows every edit."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Miniature, run

DEADLINE = 60.0  # seconds after which a wait has failed


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.1)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def served(miniature: Miniature) -> Iterator[tuple[Miniature, str]]:
    """A miniature guide being served, with scripts of its own to edit."""
    for name in ("scripts", "overrides"):
        link = miniature.folder / name
        source = link.resolve()
        link.unlink()
        subprocess.run(["cp", "-r", source, link], check=True)
    port = free_port()
    command = ["-m", "mkdocs", "serve", "--strict", "--livereload", "-a"]
    with subprocess.Popen(
        [sys.executable, *command, f"127.0.0.1:{port}"],
        cwd=miniature.folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        yield miniature, f"http://127.0.0.1:{port}/"
        process.terminate()


def fetch(address: str) -> str:
    """Return a page, or "" while nothing answers."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  # loopback
            text: str = answer.read().decode()
            return text
    except urllib.error.HTTPError as error:
        told: str = error.read().decode()
        return told
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def replace(path: Path, old: str, new: str) -> None:
    """Edit a file as an author would."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_every_edit_is_shown(served: tuple[Miniature, str]) -> None:
    """Pages, library, templates and scripts are watched, also after a fault."""
    guide, address = served
    wait_for(lambda: "one work" in fetch(address), "the first page")
    replace(guide.docs / "index.md", "one work", "a single work")
    wait_for(lambda: "a single work" in fetch(address), "an edit of a page")
    replace(guide.folder / "references.bib", "Seven authors", "Seven writers")
    wait_for(lambda: "Seven writers" in fetch(address), "an edit of the library")
    (guide.docs / "shared").mkdir()
    (guide.docs / "shared" / "it.md").write_text("Shared.\n", encoding="utf-8")
    replace(guide.docs / "index.md", "This page", '--8<-- "it.md"\n\nThis page')
    wait_for(lambda: "Shared." in fetch(address), "an include")
    replace(guide.docs / "shared" / "it.md", "Shared", "Common")
    wait_for(lambda: "Common." in fetch(address), "an edit of a shared text")
    frame = guide.folder / "overrides" / "partials" / "frame.html"
    replace(frame, "Full disclaimer", "Whole disclaimer")
    wait_for(lambda: "Whole disclaimer" in fetch(address), "an edit of a template")
    replace(guide.docs / "index.md", "a single work", "a bad key [@nobody]")
    fault = "&#x27;@nobody&#x27; is not in references.bib"
    wait_for(lambda: fault in fetch(address), "a page that says the fault")
    assert fault in fetch(f"{address}about/disclaimer/")
    replace(guide.docs / "index.md", "a bad key [@nobody]", "a repaired work")
    wait_for(lambda: "a repaired work" in fetch(address), "a repair after a fault")
    script = guide.folder / "scripts" / "guide" / "dates.py"
    replace(script, "{day.day} {day:%B %Y}", "day {day.day} of {day:%B %Y}")
    wait_for(lambda: "day 22 of" in fetch(address), "an edit of a script")


def test_a_taken_port_is_told_in_one_sentence() -> None:
    """It names the port and the way out, and exits with 2."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        checked = run(ROOT / "scripts" / "check_port.py", str(port))
    assert checked.returncode == 2
    assert re.fullmatch(
        rf"Port {port} cannot be used \(.*\)\. Stop the other server, "
        r"or choose a port: make serve PORT=8001\.\n",
        checked.stderr,
    )
