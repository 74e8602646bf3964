"""The guide as a folder: pages that open by a double click, search included.

A browser gives files in a folder no server's help: a link must name its index.html,
and the search cannot fetch its words, but loads them as a script.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from guide.library import exports
from guide.site import html_tree, search_index
from guide.site.precache import NOT_KEPT

ONLINE = ("manifest", "alternate")  # links that only a server can answer
LOADED = ("script-src 'self'", "style-src 'self'", "img-src 'self'")
INDEX = search_index.FILE
# Not kept by the worker, but taken along.
TAKEN = ("leaflets/", f"{exports.FOLDER}/", "emergency/emergency-page.html")


def files(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file of the folder, from the built site."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        skipped = NOT_KEPT.fullmatch(name) and not name.startswith(TAKEN)
        if not path.is_file() or skipped or name in {INDEX, "manifest.webmanifest"}:
            continue
        if name.endswith(".html"):
            yield name, page(path.read_text(encoding="utf-8")).encode()
        else:
            yield name, path.read_bytes()
    yield "search/index.js", _index(site / INDEX).encode()


def page(html: str) -> str:
    """Return a page whose links name files, and whose policy admits its folder."""
    root = html_tree.read_page(html)
    for link in [it for it in root.iter("link") if it.get("rel") in ONLINE]:
        html_tree.remove(link)
    for held in root.iterfind("head/meta[@http-equiv]"):
        for rule in LOADED:
            held.set("content", held.get("content", "").replace(rule, f"{rule} file:"))
    for name in ("href", "src"):
        for one in root.iterfind(f".//*[@{name}]"):
            one.set(name, address(one.get(name, "")))
    return html_tree.write_page(root)


def address(to: str) -> str:
    """Return a relative address with the index.html that a server would add."""
    path, mark, part = to.partition("#")
    if not path or ":" in path or path.startswith("/"):
        return to
    last = path.rsplit("/", 1)[-1]
    if last in {"", ".", ".."}:
        path = f"{path.rstrip('/')}/index.html"
    return f"{path}{mark}{part}"


def _index(path: Path) -> str:
    """Return the words of the search as a script, its addresses naming files."""
    index = json.loads(path.read_text(encoding="utf-8"))
    index["pages"] = {_file(to): page for to, page in index["pages"].items()}
    index["sections"] = [[_file(to), *rest] for to, *rest in index["sections"]]
    index["words"] = [{**it, "to": _file(it["to"])} for it in index["words"]]
    return f"var __index = {json.dumps(index, ensure_ascii=False)}"


def _file(to: str) -> str:
    """Return the file that an address below the root names."""
    place, mark, part = to.partition("#")
    return f"{place}index.html{mark}{part}"
