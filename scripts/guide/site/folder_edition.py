"""The guide as a folder: pages that open by a double click, search included.

A browser gives files in a folder no server's help: a link must name its index.html,
and the search cannot fetch its words, but loads them as a script.
"""

import html as entities
import json
import re
from collections.abc import Iterator
from pathlib import Path

from guide.library import exports
from guide.site import search_index
from guide.site.precache import NOT_KEPT

REFERENCE = re.compile(r'(?P<before>\s(?:href|src)=")(?P<to>[^"]*)(?P<after>")')
ONLINE = re.compile(r'\s*<link rel="(?:manifest|alternate)"[^>]*>')
OWN_FILES = re.compile(r"((?:script|style|img)-src) 'self'")
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
    named = REFERENCE.sub(_named, ONLINE.sub("", html))
    return OWN_FILES.sub(r"\1 'self' file:", named)


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
    index["pages"] = {_file(to): page for to, page in index["pages"].items()}
    index["sections"] = [[_file(to), *rest] for to, *rest in index["sections"]]
    index["words"] = [{**it, "to": _file(it["to"])} for it in index["words"]]
    return f"var __index = {json.dumps(index, ensure_ascii=False)}"


def _file(to: str) -> str:
    """Return the file that an address below the root names."""
    place, mark, part = to.partition("#")
    return f"{place}index.html{mark}{part}"
