"""What the tests share: a miniature guide, the real site, a server, a browser."""

import atexit
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from bs4 import BeautifulSoup
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from preloaded import Preloaded

ROOT = Path(__file__).resolve().parent.parent
MINIATURE = ROOT / "tests" / "site"
DATA = ROOT / "tests" / "data"
# Tests that read all built pages share one worker, which then parses each page once.
every_page = pytest.mark.xdist_group("every page")
SILENT = ' rel="noopener noreferrer"'  # on each outward link; test_locked.py proves it
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def run(
    *command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of our programs with this Python and keep what it says."""
    words = [str(word) for word in command]
    whole = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **(env or {})}
    if words[:2] == ["-m", "mkdocs"] or (cwd / words[0]).parent == ROOT / "scripts":
        return preloaded().run([*words], cwd, whole)
    return subprocess.run(
        [sys.executable, *words],
        cwd=cwd,
        env=whole,
        capture_output=True,
        text=True,
        check=False,
    )


@cache
def preloaded() -> Preloaded:
    """The process that our programs are forked from."""
    process = Preloaded()
    atexit.register(process.stop)
    return process


@lru_cache(maxsize=200)
def _soup(path: Path, _changed: int) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def soup_of(path: Path) -> BeautifulSoup:
    """Return a built page as a tree, parsed once for all tests that only read it."""
    return _soup(path, path.stat().st_mtime_ns)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests in a browser come last: its event loop would be in the way of others.

    The pages come before them: they take longest, and both workers then end together.
    """

    def place(item: pytest.Item) -> int:
        names = getattr(item, "fixturenames", ())
        return 1 + ("visits" not in names) if "browser" in names else 0

    items.sort(key=place)


@dataclass(frozen=True)
class Miniature:
    """A small guide in a folder of its own, with the project's machinery."""

    folder: Path

    @property
    def docs(self) -> Path:
        """The folder of its pages."""
        return self.folder / "docs"

    @property
    def site(self) -> Path:
        """The folder that it is built into."""
        return self.folder / "site"

    def build(self, **env: str) -> subprocess.CompletedProcess[str]:
        """Build it strictly; of what MkDocs says keep all but its progress."""
        built = run("-m", "mkdocs", "build", "--strict", cwd=self.folder, env=env)
        lines = built.stderr.splitlines(keepends=True)
        built.stderr = "".join(x for x in lines if not x.startswith("INFO"))
        return built

    def article(self, address: str) -> str:
        """Return the article of a built page, without the space around it."""
        html = (self.site / address / "index.html").read_text(encoding="utf-8")
        found = re.search(r"<article[^>]*>(.*?)</article>", html, re.DOTALL)
        assert found
        article = found[1].replace(SILENT, "")
        return re.sub(r"\n\s*\n+", "\n", article).strip()


@pytest.fixture
def miniature(tmp_path: Path) -> Miniature:
    """A fresh miniature guide."""
    return make_miniature(tmp_path)


def make_miniature(folder: Path) -> Miniature:
    """Copy the miniature guide and link the project's machinery to it."""
    shutil.copytree(MINIATURE, folder, dirs_exist_ok=True)
    for name in ("scripts", "overrides"):
        (folder / name).symlink_to(ROOT / name)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    own = re.sub(r"^nav:\n(?:[ ]+.*\n|\n(?=[ ]))+", "", settings, flags=re.MULTILINE)
    (folder / "mkdocs.yml").write_text(own, encoding="utf-8")
    return Miniature(folder)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The real site, built strictly once, by whichever worker asks first."""
    home = tmp_path_factory.getbasetemp()
    folder = (home if worker_id == "master" else home.parent) / "site"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            begun = folder.with_suffix(".begun")
            built = run("-m", "mkdocs", "build", "--strict", "--site-dir", begun)
            assert built.returncode == 0, built.stderr
            begun.rename(folder)
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    """A file server that logs nothing and serves 404.html as a host would."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name
        """Say nothing."""

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """Send the guide's own page where nothing is found."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


Serve = Callable[[Path], str]


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Serve folders on loopback; call it with a folder, get its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        handler = partial(_Quiet, directory=str(folder))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium that `make test` found or installed, one a worker."""
    path = (ROOT / ".venv" / "browser").read_text(encoding="utf-8").strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=list(CHROMIUM_FLAGS)
        )
        yield browser
        browser.close()


@dataclass
class Host:
    """A file host that can fall silent, as a network does, and remembers requests."""

    folder: Path
    address: str = ""
    cut: bool = False
    asked: list[str] = field(default_factory=list)


class Line(SimpleHTTPRequestHandler):
    """Serves like GitHub Pages, whose copies a browser may use for ten minutes."""

    def __init__(self, host: Host, *args: object) -> None:
        """Serve the folder of a host."""
        self.host = host
        super().__init__(*args, directory=str(host.folder))  # type: ignore[arg-type]

    def do_GET(self) -> None:  # its name
        """Send a file, or hang up where the network is cut."""
        if self.host.cut:
            self.close_connection = True
            return
        self.host.asked.append(self.path)
        super().do_GET()

    def end_headers(self) -> None:
        """Let copies live as long as they do there."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name
        """Say nothing."""


@pytest.fixture
def host(site: Path, tmp_path: Path) -> Iterator[Host]:
    """A host with a copy of the real site, to be changed and cut off."""
    folder = tmp_path / "host"
    shutil.copytree(site, folder)
    host = Host(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Line, host))
    host.address = f"http://127.0.0.1:{server.server_port}/"
    Thread(target=server.serve_forever, daemon=True).start()
    yield host
    server.shutdown()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile on a phone."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield context
    context.close()
