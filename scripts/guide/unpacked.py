"""The guide as a folder: pages that open by a double click, search included.

A browser gives files in a folder no server's help: a link must name its index.html,
the search cannot fetch its words, and no worker starts from a file.
"""

import html as entities
import json
import re
from collections.abc import Iterator
from pathlib import Path

from guide.release import NOT_KEPT

REFERENCE = re.compile(r'(?P<before>\s(?:href|src)=")(?P<to>[^"]*)(?P<after>")')
ONLINE = re.compile(r'\s*<link rel="(?:manifest|alternate)"[^>]*>')
SCRIPT = re.compile(r'<script src="(?P<root>[^"]*)assets/javascripts/bundle')
STARTER = r'<script src="\g<root>assets/unpacked.js"></script>\g<0>'
OWN_FILES = re.compile(r"((?:script|style|img|connect)-src) 'self'")
UNWRITTEN = "const WORKER = null;"
ALSO = ("leaflets/", "assets/unpacked.js")  # not on the phone, but in the folder
INDEX = "search/search_index.json"


def files(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file of the folder, from the built site."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        skipped = NOT_KEPT.fullmatch(name) and not name.startswith(ALSO)
        if not path.is_file() or skipped or name in {INDEX, "manifest.webmanifest"}:
            continue
        if name.endswith(".html"):
            yield name, page(path.read_text(encoding="utf-8")).encode()
        elif name == "assets/unpacked.js":
            yield name, _starter(site, path).encode()
        else:
            yield name, path.read_bytes()
    yield "search/search_index.js", _index(site / INDEX).encode()


def page(html: str) -> str:
    """Return a page whose links name files, and whose policy admits its folder."""
    named = REFERENCE.sub(_named, ONLINE.sub("", html))
    started = SCRIPT.sub(
        r'<script src="\g<root>assets/unpacked.js"></script>\g<0>', named
    )
    policy = started.replace("worker-src 'self'", "worker-src 'self' blob:", 1)
    return re.sub(
        r"((?:script|style|img|connect)-src) 'self'", r"\1 'self' file:", policy
    )


def address(to: str) -> str:
    """Return a relative address with the index.html that a server would add."""
    path, mark, part = to.partition("#")
    if not path or ":" in path or path.startswith("/"):
        return to
    last = path.rsplit("/", 1)[-1]
    if last in {"", ".", ".."}:
        path = f"{path.rstrip('/')}/index.html"
    return f"{path}{mark}{part}"


def _named(reference: re.Match[str]) -> str:
    to = address(entities.unescape(reference["to"]))
    if to == entities.unescape(reference["to"]):
        return reference[0]
    return f"{reference['before']}{entities.escape(to)}{reference['after']}"


def _index(path: Path) -> str:
    """Return the words of the search as a script, its addresses naming files."""
    index = json.loads(path.read_text(encoding="utf-8"))
    for entry in index["docs"]:
        place, mark, part = entry["location"].partition("#")
        entry["location"] = f"{place}index.html{mark}{part}"
    return f"var __index = {json.dumps(index, ensure_ascii=False)}"


def _starter(site: Path, starter: Path) -> str:
    """Return the script that starts the search worker from its text."""
    worker = next((site / "assets" / "javascripts" / "workers").glob("search.*.js"))
    text = json.dumps(worker.read_text(encoding="utf-8"))
    source = starter.read_text(encoding="utf-8")
    return source.replace(UNWRITTEN, f"const WORKER = {text};")
