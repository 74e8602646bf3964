"""Measure the search beside stock Material's: right pages found, and time to answer.

The half of tests/data/questions.yml that nobody tuned by is only run when asked for.
"""

import argparse
import gzip
import statistics
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import measure_pages
import yaml
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "data" / "questions.yml"
FIRST = 3
ASK = """([question, {input, found, links}]) => new Promise((done) => {
    const field = document.querySelector(input);
    const list = document.querySelector(found);
    const type = (words) => {
        field.value = words;
        field.dispatchEvent(new Event("input", {bubbles: true}));
        field.dispatchEvent(new KeyboardEvent("keyup", {bubbles: true}));
    };
    const answers = () => [...document.querySelectorAll(links)];
    const read = () => done([performance.now() - begun, answers()
        .map((a) => new URL(a.href).pathname.replace(/^\\/|\\/$/g, ""))]);
    let begun;
    type("");
    setTimeout(() => {
        const watch = new MutationObserver(() => { watch.disconnect(); read(); });
        watch.observe(list, {childList: true, subtree: true});
        setTimeout(() => { watch.disconnect(); read(); }, 3000);
        begun = performance.now();
        type(question);
    }, 50);
})"""


@dataclass(frozen=True)
class Search:
    """A search: how it is opened, where it is asked, where and how it answers."""

    opens: str
    input: str
    found: str
    links: str
    ready: str


OURS = Search(
    ".guide-search-open",
    "#search-words",
    ".guide-search-found",
    ".guide-search-urgent p a, .guide-search-found a",  # what cannot wait stands first
    "document.getElementById('search').open",
)
STOCK = Search(
    ".md-search__input",
    ".md-search__input",
    ".md-search-result__list",
    ".md-search-result__list a",
    "!/Initiali/.test(document.querySelector('.md-search-result__meta').textContent)",
)


def main() -> int:
    """Print for each half how many questions find a right page, and the misses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--held-out", action="store_true", help="run the half nobody tuned by"
    )
    half = "held_out" if parser.parse_args().held_out else "tuning"
    asked = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))[half]
    if not asked:
        print(f"{QUESTIONS.name} has no question under '{half}'. Write some first.")
        return 2
    browser_note = ROOT / ".venv" / "browser"
    if not browser_note.exists():
        print("This needs the browser of the tests. Run make .venv/browser first.")
        return 2
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ours, stock = write_sites(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=browser_note.read_text(encoding="utf-8").strip(),
            args=["--no-sandbox", "--disable-gpu"],
        )
        print(f"{len(asked)} questions, {half}")
        mine = answers(browser, ours, OURS, asked)
        theirs = answers(browser, stock, STOCK, asked)
        browser.close()
        report("ours", asked, mine)
        report("stock", asked, theirs)
        pairs = zip(mine, theirs, strict=True)
        ratio = statistics.median(a[0] / b[0] for a, b in pairs)
        print(f"time to answer, ours to stock: {ratio:.2f}")
        names = ("engine.js", "index.json")
        packed = [gzip.compress((ours / "search" / it).read_bytes()) for it in names]
        print(f"first question: {sum(map(len, packed)):,} bytes gzipped")
    return 0


def write_sites(folder: Path) -> tuple[Path, Path]:
    """Build the guide, and its articles anew for stock Material."""
    ours, stock, docs = folder / "ours", folder / "stock", folder / "source" / "docs"
    measure_pages.build(ROOT, ours)
    for built in sorted(ours.rglob("index.html")):
        found = measure_pages.ARTICLE.search(built.read_text(encoding="utf-8"))
        page = docs / built.relative_to(ours).with_suffix(".md")
        page.parent.mkdir(parents=True, exist_ok=True)
        words = found[1] if found else ""
        one_block = "\n".join(line for line in words.splitlines() if line.strip())
        page.write_text(f"<div>\n{one_block}\n</div>\n", encoding="utf-8")
    settings = f"{measure_pages.STOCK}plugins: [search]\n"
    (docs.parent / "mkdocs.yml").write_text(settings, encoding="utf-8")
    measure_pages.build(docs.parent, stock)
    return ours, stock


def answers(
    browser: Browser, site: Path, search: Search, asked: Iterable[dict[str, Any]]
) -> list[tuple[float, list[str]]]:
    """Return for each question the milliseconds and the pages, the best first."""
    with measure_pages.served(site) as origin:
        page: Page = browser.new_page()
        page.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
        page.goto(origin)
        page.locator(search.opens).first.click()
        page.wait_for_function(search.ready)
        places = {"input": search.input, "found": search.found, "links": search.links}
        page.evaluate(ASK, ["ivig", places])  # the first answer also loads the index
        devtools = page.context.new_cdp_session(page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": measure_pages.SLOWER})
        found = [page.evaluate(ASK, [it["ask"], places]) for it in asked]
        page.close()
    return [(milliseconds, [*dict.fromkeys(pages)]) for milliseconds, pages in found]


def report(
    name: str, asked: list[dict[str, Any]], found: list[tuple[float, list[str]]]
) -> None:
    """Print the shares, the slowest answer and, of ours, what was missed."""
    right = [
        next((n for n, it in enumerate(pages) if it in one["pages"]), None)
        for one, (_, pages) in zip(asked, found, strict=True)
    ]
    first = sum(it == 0 for it in right)
    top = sum(it is not None and it < FIRST for it in right)
    slowest = max(milliseconds for milliseconds, _ in found)
    print(
        f"{name:5}  first {first / len(asked):4.0%}  "
        f"first three {top / len(asked):4.0%}  slowest {slowest:.0f} ms"
    )
    for one, place, (_, pages) in zip(asked, right, found, strict=True):
        if name == "ours" and (place is None or place >= FIRST):
            print(f"  missed: {one['ask']} -> {', '.join(pages[:FIRST])}")


if __name__ == "__main__":
    sys.exit(main())
