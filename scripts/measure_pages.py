"""Measure a first visit beside stock Material and one bare file with the same words."""

import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, CDPSession, Response, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir")
PAGES = {"treatment": "treatments/ivig/", "home": "", "emergency": "emergency/"}
STOCK = "site_name: Stock\ntheme:\n  name: material\n"
ARTICLE = re.compile(r"<article[^>]*>(.*?)</article>", re.DOTALL)
RUNS = 5
# Lighthouse's mobile profile: a slow phone on a slow network.
PHONE = {"width": 412, "height": 823}
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
LIGHTHOUSE = "lighthouse@12.8.2"
SAID = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
WATCH = """
window.seen = {lcp: 0, shift: 0, blocked: 0};
new PerformanceObserver(l => l.getEntries().forEach(e => seen.lcp = e.startTime))
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => seen.shift += e.value))
  .observe({type: "layout-shift", buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(
  e => seen.blocked += Math.max(0, e.duration - 50)))
  .observe({type: "longtask", buffered: true});
"""


@dataclass(frozen=True)
class Visit:
    """What a first visit cost: bytes and requests, times in milliseconds."""

    bytes: int
    requests: int
    lcp: float
    blocked: float
    shift: float


def main() -> int:
    """Print for each page the three versions side by side, with ratios to bare."""
    browser_note = ROOT / ".venv" / "browser"
    if not browser_note.exists():
        print("This needs the browser of the tests. Run make .venv/browser first.")
        return 2
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sites = write_sites(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=browser_note.read_text(encoding="utf-8").strip(),
            args=["--no-sandbox", "--disable-gpu"],
        )
        print("page       version   bytes  requests  LCP ms  x bare  blocked ms  shift")
        for name, address in PAGES.items():
            report(name, {k: visits(browser, s, address) for k, s in sites.items()})
        browser.close()
        if npx := shutil.which("npx"):
            judge(npx, sites, Path(folder), browser_note.read_text(encoding="utf-8"))
    return 0


def judge(npx: str, sites: dict[str, Path], folder: Path, chromium: str) -> None:
    """Print what Lighthouse's mobile profile says of each version of each page."""
    print("page       version  Lighthouse's four scores  LCP ms  blocked ms  shift")
    told = folder / "told.json"
    flags = "--chrome-flags=--headless --no-sandbox --disable-gpu"
    asked = (npx, "--yes", LIGHTHOUSE, "--quiet", "--output=json", flags)
    for name, address in PAGES.items():
        for version, site in sites.items():
            with served(site) as origin:
                subprocess.run(  # noqa: S603  # a pinned version, on loopback
                    [*asked, f"--output-path={told}", origin + address],
                    env={**os.environ, "CHROME_PATH": chromium.strip()},
                    check=True,
                    capture_output=True,
                )
            found = json.loads(told.read_text(encoding="utf-8"))
            scores = (part["score"] or 0 for part in found["categories"].values())
            lcp, blocked, shift = (found["audits"][key]["numericValue"] for key in SAID)
            print(
                f"{name:9}  {version:7}  "
                f"{' '.join(f'{score * 100:5.0f}' for score in scores):24}  "
                f"{lcp:6.0f}  {blocked:10.0f}  {shift:5.3f}"
            )


def write_sites(folder: Path) -> dict[str, Path]:
    """Build the guide; write its articles anew for stock Material and as bare files."""
    sites = {name: folder / name for name in ("ours", "stock", "bare")}
    build(ROOT, sites["ours"])
    docs = folder / "source" / "docs"
    for address in PAGES.values():
        html = (sites["ours"] / address / "index.html").read_text(encoding="utf-8")
        found = ARTICLE.search(html)
        words = found[1] if found else ""
        bare = sites["bare"] / address / "index.html"
        bare.parent.mkdir(parents=True, exist_ok=True)
        head = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name='
        view = '"viewport" content="width=device-width"><title>Bare</title>'
        bare.write_text(f"{head}{view}{words}</html>", encoding="utf-8")
        page = docs / address / "index.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        one_block = "\n".join(line for line in words.splitlines() if line.strip())
        page.write_text(f"<div>\n{one_block}\n</div>\n", encoding="utf-8")
    (docs.parent / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
    build(docs.parent, sites["stock"])
    return sites


def build(home: Path, to: Path) -> None:
    """Build a site into a folder."""
    subprocess.run([*MKDOCS, str(to)], cwd=home, check=True, capture_output=True)  # noqa: S603  # our own


def visits(browser: Browser, site: Path, address: str) -> Visit:
    """Return the median of some first visits."""
    with served(site) as origin:
        each = [visit(browser, origin + address) for _ in range(RUNS)]
    return Visit(
        bytes=each[0].bytes,
        requests=each[0].requests,
        lcp=statistics.median(one.lcp for one in each),
        blocked=statistics.median(one.blocked for one in each),
        shift=max(one.shift for one in each),
    )


def visit(browser: Browser, address: str) -> Visit:
    """Open a page for the first time, as a slow phone on a slow network does."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]  # a viewport
    context.add_init_script(WATCH)
    # Stock asks a font service; where there is no network it must not wait for it.
    context.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
    page = context.new_page()
    cost = Cost()
    page.on("response", cost.hear)
    devtools: CDPSession = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", NETWORK)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="networkidle")
    seen = page.evaluate("seen")
    context.close()
    return Visit(cost.bytes, cost.requests, seen["lcp"], seen["blocked"], seen["shift"])


class Cost:
    """What crossed the wire so far."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.bytes = 0
        self.requests = 0

    def hear(self, response: Response) -> None:
        """Count one answer, as long as its body was on the wire."""
        self.requests += 1
        self.bytes += int(response.headers.get("content-length", 0))


class Gzipped(SimpleHTTPRequestHandler):
    """A file server that packs what it sends, as a host does."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file, packed."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.exists():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site on loopback for a while."""
    handler = partial(Gzipped, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def report(name: str, found: dict[str, Visit]) -> None:
    """Print one page: a line for each version."""
    for version, cost in found.items():
        ratio = cost.lcp / found["bare"].lcp
        print(
            f"{name:9}  {version:7} {cost.bytes:7}  {cost.requests:8}  "
            f"{cost.lcp:6.0f}  {ratio:6.2f}  {cost.blocked:10.0f}  {cost.shift:5.3f}"
        )


if __name__ == "__main__":
    sys.exit(main())
