"""Print treatment pages as leaflets and their evidence as booklets; link each."""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from guide.site import downloads, gate, precache
from playwright.sync_api import BrowserContext, Route, sync_playwright

CANONICAL = re.compile(r'<link rel="canonical" href="(?P<url>[^"]+)">')
LEAFLET = Path(__file__).parent.parent / "overrides" / "assets" / "leaflet.css"
LABELS = {  # what a print of each kind of page is called
    "treatment": "Leaflet (PDF",
    "treatment-evidence": "Booklet (PDF",
}


def main() -> int:
    """Write site/leaflets/; 0, or 2 where nothing is built."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=Path("site"))
    parser.add_argument("--browser", type=Path, default=Path(".venv/browser"))
    options = parser.parse_args()
    site: Path = options.site
    if not (site / precache.WORKER).exists():
        print(f"{site} holds no built guide. Run make build first.", file=sys.stderr)
        return 2
    (site / "leaflets").mkdir(exist_ok=True)
    path = options.browser.read_text(encoding="utf-8").strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(service_workers="block", bypass_csp=True)
        for place, label in printed():
            print(print_one(context, site, place, label))
        browser.close()
    precache.renew(site)
    return 0


def printed() -> Iterator[tuple[str, str]]:
    """Yield the address of each page that is printed, and what its print is called."""
    places = gate.Places()
    for file, page in gate.read(places).pages.items():
        if label := LABELS.get(str(page.meta.get("kind"))):
            below = file.removeprefix(f"{places.docs}/").removesuffix(".md")
            yield f"{below.removesuffix('index')}/".replace("//", "/"), label


def print_one(context: BrowserContext, site: Path, place: str, label: str) -> Path:
    """Print a page and link the leaflet; return where it lies."""
    built = site / place / "index.html"
    html = built.read_text(encoding="utf-8")
    found = CANONICAL.search(html)
    if not found:
        raise ValueError(f"{built} has no canonical address, which a print leads to.")
    home = found["url"].removesuffix(place)
    above, own = place.strip("/").split("/")[-2:]
    name = f"{above}-{own}" if own == "evidence" else own
    leaflet = site / "leaflets" / f"{name}.pdf"
    page = context.new_page()
    page.route("**/*", lambda route: answer(route, site, home))
    page.goto(found["url"])  # its own address: so the links of the print lead there
    if label == LABELS["treatment"]:
        page.add_style_tag(content=LEAFLET.read_text(encoding="utf-8"))
    page.pdf(path=leaflet, format="A4", tagged=True, outline=True)
    page.close()
    up = "../" * place.count("/")
    address = f"{up}leaflets/{leaflet.name}"
    linked = downloads.link(html, "leaflet", address, label, leaflet)
    built.write_text(linked, encoding="utf-8")
    return leaflet


def answer(route: Route, site: Path, home: str) -> None:
    """Serve the built site under its own address; ask nobody else."""
    url = route.request.url.split("?")[0].split("#")[0]
    file = site / url.removeprefix(home)
    if file.is_dir():
        file /= "index.html"
    if url.startswith(home) and file.is_file():
        route.fulfill(path=file)
    else:
        route.abort()


if __name__ == "__main__":
    sys.exit(main())
