"""Precache: every file of the built site with its hash, as the worker needs it.

The worker keeps a file only if its bytes have the hash that the release names: so a
half-finished upload can never be mixed with what a reader has.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from lxml.html import HtmlElement

from guide.site import html_tree

SOURCE = "assets/worker.js"  # where the looks keep it
WORKER = "worker.js"  # at the root: a worker governs the folder that it stands in
LIST = "precache.js"  # beside it: the list, as a script so that it is there at once
NAMED = re.compile(r'importScripts\("precache\.js(?:\?\w+)?"\)')
WRITTEN = re.compile(r"const RELEASE = (?P<list>.*);\n")
ALWAYS = ("emergency/", "about/offline/")  # kept at the first visit, with their needs
NOT_KEPT = re.compile(
    r"(?:worker\.js|precache\.js|robots\.txt|sitemap\.xml(?:\.gz)?|feed\.xml|404\.html|.*\.map"
    r"|.*/lunr/.*|(?:previews|leaflets|downloads|evidence/library)/.*"
    r"|emergency/emergency-page\.html)"
)
LOADED = ("stylesheet", "icon", "manifest")  # links whose files belong to the page


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
    """Put the worker of a built site at its root, and beside it the list of files."""
    (site / SOURCE).rename(site / WORKER)
    _write(site, read(site, date))


def renew(site: Path) -> None:
    """Write the list anew after a file of a built site was changed or added."""
    _write(site, read(site, written(site)["date"]))


def written(site: Path) -> dict[str, Any]:
    """Return the list that a built site holds.

    Raises:
        ValueError: it holds none.
    """
    path = site / LIST
    found = WRITTEN.fullmatch(path.read_text(encoding="utf-8"))
    if not found:
        raise ValueError(f"{path} holds no list of files. Run make build first.")
    release: dict[str, Any] = json.loads(found["list"])
    return release


def _write(site: Path, release: Release) -> None:
    """Write the list, and its hash into the worker: so a browser sees a new edition."""
    text = f"const RELEASE = {json.dumps(asdict(release))};\n"
    (site / LIST).write_text(text, encoding="utf-8")
    named = f'importScripts("{LIST}?{hashlib.sha256(text.encode()).hexdigest()[:16]}")'
    worker = site / WORKER
    source = worker.read_text(encoding="utf-8")
    worker.write_text(NAMED.sub(named, source, count=1), encoding="utf-8")


def read(site: Path, date: str) -> Release:
    """Return the release that a folder holds."""
    files, pages, needed = {}, {}, set()
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or NOT_KEPT.fullmatch(name) or name == SOURCE:
            continue
        body, place = path.read_bytes(), address(name)
        if name.endswith(".html"):
            page = html_tree.read_page(body.decode())
            if page.find("head/meta[@name='robots']") is not None:
                continue  # it only leads on
            title = (page.findtext("head/title") or "").strip()
            pages[place] = title.rsplit(" - ", 1)[0]
            if place.startswith(ALWAYS):
                needed |= {place, *needs(page, place)}
        files[place] = hashlib.sha256(body).hexdigest()[:16]
    return Release(date, tuple(sorted(needed & files.keys())), pages, files)


def address(name: str) -> str:
    """Return the address of a file below the root: a folder for its index.html."""
    return name.removesuffix("index.html") if name.endswith("index.html") else name


def needs(page: HtmlElement, place: str) -> set[str]:
    """Return the addresses of the styles, scripts and pictures of a page."""
    found = [it.get("src", "") for it in page.iter("script", "img", "source")]
    found += [it.get("href", "") for it in page.iter("link") if it.get("rel") in LOADED]
    return {normpath(join(dirname(place), to)) for to in found if to and ":" not in to}
