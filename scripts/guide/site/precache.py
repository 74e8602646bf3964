"""A release: every file of the built site with its hash, as the worker needs it.

The worker keeps a file only if its bytes have the hash that the release names: so a
half-finished upload can never be mixed with what a reader has.
"""

import hashlib
import html as entities
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from posixpath import dirname, join, normpath

SOURCE = "assets/worker.js"  # where the looks keep it
WORKER = "worker.js"  # at the root: a worker governs the folder that it stands in
UNWRITTEN = "const RELEASE = null;"
WRITTEN = re.compile(r"^const RELEASE = (?P<list>.*);$", re.MULTILINE)
ALWAYS = ("emergency/", "about/offline/")  # kept at the first visit, with their needs
NOT_KEPT = re.compile(
    r"(?:worker\.js|robots\.txt|sitemap\.xml(?:\.gz)?|feed\.xml|404\.html|.*\.map"
    r"|.*/lunr/.*|(?:previews|leaflets|downloads|evidence/library)/.*"
    r"|emergency/emergency-page\.html)"
)
NEEDS = re.compile(
    r'<(?:script|img|source)\b[^>]*\ssrc="?(?P<src>[^\s">]+)'
    r'|<link\b[^>]*rel="?(?:stylesheet|icon|manifest)"?[^>]*href="?(?P<href>[^\s">]+)'
)
TITLE = re.compile(r"<title>(?P<title>.*?)</title>", re.DOTALL)


@dataclass(frozen=True)
class Release:
    """What a worker knows of a site.

    Attributes:
        date: the day it was built, as 2026-11-22.
        needed: the addresses kept at the first visit.
        pages: the title of each page, by address.
        files: the hash of each file, by address.
    """

    date: str
    needed: tuple[str, ...]
    pages: Mapping[str, str]
    files: Mapping[str, str]


def write(site: Path, date: str) -> None:
    """Put the worker of a built site at its root, with the list of its files."""
    source = (site / SOURCE).read_text(encoding="utf-8")
    (site / SOURCE).unlink()
    text = source.replace(UNWRITTEN, _line(read(site, date)))
    (site / WORKER).write_text(text, encoding="utf-8")


def renew(site: Path) -> None:
    """Write the list anew after a file of a built site was changed or added."""
    worker = site / WORKER
    text = worker.read_text(encoding="utf-8")
    found = WRITTEN.search(text)
    if not found:
        raise ValueError(f"{worker} holds no list of files. Run make build first.")
    release = read(site, json.loads(found["list"])["date"])
    worker.write_text(text.replace(found[0], _line(release)), encoding="utf-8")


def read(site: Path, date: str) -> Release:
    """Return the release that a folder holds."""
    files, pages, needed = {}, {}, set()
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or NOT_KEPT.fullmatch(name) or name == SOURCE:
            continue
        body, place = path.read_bytes(), address(name)
        files[place] = hashlib.sha256(body).hexdigest()[:16]
        if name.endswith(".html"):
            html = body.decode()
            pages[place] = _title(html)
            if place.startswith(ALWAYS):
                needed |= {place, *needs(html, place)}
    return Release(date, tuple(sorted(needed & files.keys())), pages, files)


def address(name: str) -> str:
    """Return the address of a file below the root: a folder for its index.html."""
    return name.removesuffix("index.html") if name.endswith("index.html") else name


def needs(html: str, place: str) -> set[str]:
    """Return the addresses of the styles, scripts and pictures of a page."""
    found = (match["src"] or match["href"] for match in NEEDS.finditer(html))
    return {
        normpath(join(dirname(place), entities.unescape(to)))
        for to in found
        if ":" not in to
    }


def _title(html: str) -> str:
    found = TITLE.search(html)
    whole = entities.unescape(found["title"]).strip() if found else ""
    return whole.rsplit(" - ", 1)[0]


def _line(release: Release) -> str:
    return f"const RELEASE = {json.dumps(asdict(release), ensure_ascii=True)};"
