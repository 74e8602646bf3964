"""Measure our build beside stock Material: the same pages, citations taken out."""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from guide.pages import citations, includes, parser

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(
    (path for path in DOCS.rglob("*.md") if path.parent != DOCS / includes.FOLDER),
    key=lambda path: "treatments" not in path.parts,  # first those that data/ names
)
NEEDED = ("about/disclaimer.md", "evidence/references.md")
PAGE_LINK = re.compile(r"(?<!!)(\[[^\]]*\])\([^):#]*\.(?:md|html)[^)]*\)")
ASSET = re.compile(r"(?:\.\./)+assets/")
TEMPLATE = re.compile(r"^template: .*\n", re.MULTILINE)
MODELS = [
    path
    for path in PAGES
    if not TEMPLATE.search(path.read_text(encoding="utf-8"))
    and path.relative_to(DOCS).as_posix() not in NEEDED
]
NAV = re.compile(r"^nav:\n(?:[ ]+.*\n)+", re.MULTILINE)
EXTENSIONS = re.compile(r"^markdown_extensions:\n(?:[ ]+.*\n)+", re.MULTILINE)
STOCK = "site_name: Stock\ntheme:\n  name: material\n  font: false\n"


def main() -> int:
    """Print, for each number of pages, both medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[50, 200, 1000])
    parser.add_argument("--runs", type=int, default=3, help="runs of each, in turn")
    options = parser.parse_args()
    print("pages  ours (s)  stock (s)  ratio (median of pairs)")
    for pages in options.pages:
        with tempfile.TemporaryDirectory() as folder:
            ours, stock = (
                write_ours(Path(folder), pages),
                write_stock(Path(folder), pages),
            )
            pairs = [(build(ours), build(stock)) for _ in range(options.runs)]
        medians = [statistics.median(times) for times in zip(*pairs, strict=True)]
        ratio = statistics.median(mine / theirs for mine, theirs in pairs)
        print(f"{pages:5}  {medians[0]:8.2f}  {medians[1]:9.2f}  {ratio:5.2f}")
    return 0


def write_ours(folder: Path, pages: int) -> Path:
    """Write a guide of so many cited pages with the whole library and machinery."""
    home = folder / "ours"
    (home / "docs" / "pages").mkdir(parents=True)
    for name in ("scripts", "overrides", "data", "references.bib"):
        (home / name).symlink_to(ROOT / name)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    own = NAV.sub("", settings)
    (home / "mkdocs.yml").write_text(own, encoding="utf-8")
    shutil.copytree(DOCS / "assets", home / "docs" / "assets")
    for file in NEEDED:
        copy = home / "docs" / file
        copy.parent.mkdir(exist_ok=True)
        text = (DOCS / file).read_text(encoding="utf-8")
        copy.write_text(to_itself(text, copy.name), encoding="utf-8")
    for number in range(pages):
        page = home / "docs" / "pages" / file_name(number)
        page.write_text(model(number), encoding="utf-8")
    return home


def write_stock(folder: Path, pages: int) -> Path:
    """Write the same pages for Material alone, without a single citation."""
    home = folder / "stock"
    (home / "docs" / "pages").mkdir(parents=True)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    extensions = EXTENSIONS.search(settings)
    same = extensions[0] if extensions else ""
    (home / "mkdocs.yml").write_text(STOCK + same, encoding="utf-8")
    shutil.copytree(DOCS / "assets", home / "docs" / "assets")
    for number in range(pages):
        page = home / "docs" / "pages" / file_name(number)
        text = citations.without(model(number))
        page.write_text(text, encoding="utf-8")
    return home


def file_name(number: int) -> str:
    """Return the file name of a page: the first is called as its model is."""
    first = number < len(MODELS) and MODELS[number].stem != "index"
    return MODELS[number].name if first else f"{number:04}.md"


def model(number: int) -> str:
    """Return one of the guide's own pages, in turn, under a title of its own."""
    path = MODELS[number % len(MODELS)]
    source = path.read_text(encoding="utf-8")
    head = source.split("\n---\n", 1)[0]
    shared = includes.read(DOCS, "docs")
    file = f"docs/{path.relative_to(DOCS).as_posix()}"
    rest = to_itself(parser.parse(source, file, shared).body, file_name(number))
    about = "of many that stand in for a grown guide, so that it can be timed."
    own = {"title": f"Page {number}", "description": f"Page {number} {about}"}
    lines = [
        f"{name}: {own[name]}" if (name := line.split(":")[0]) in own else line
        for line in head.split("\n")
    ]
    return "\n".join(lines) + "\n---\n" + rest


def to_itself(text: str, name: str) -> str:
    """Return a page whose links to others lead to itself: those are not here."""
    return ASSET.sub("../assets/", PAGE_LINK.sub(rf"\1({name})", text))


def build(home: Path) -> float:
    """Build once, in seconds of the clock."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean"]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=home, check=True, env=quiet)  # noqa: S603  # our own
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
