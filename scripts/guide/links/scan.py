"""Scan: every address of our pages, with every file and line where it stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from guide.links import addresses, webpages
from guide.links.addresses import Address
from guide.links.record import Link, LinkPlace
from guide.links.webpages import OwnPage

# Stands for our site while a folder is read; RFC 6761 keeps it from ever existing.
FOLDER_SITE = "https://this-site.invalid/"
PAGE_ENDINGS = (".html", ".htm", ".xhtml")


@dataclass(frozen=True)
class PageSource:
    """A page of ours: its address, its file, its HTML."""

    url: str
    file: str
    html: str


@dataclass(frozen=True)
class OwnSite:
    """Where our pages begin: what starts so is ours.

    `root` is an absolute address that ends with a slash; `known_as` are the
    addresses under which the same pages are published.
    """

    root: str
    known_as: tuple[str, ...] = ()
    scheme: str = "https"

    @property
    def in_folder(self) -> bool:
        """True if the pages lie in a folder, as they will be published."""
        return self.root.startswith(FOLDER_SITE)

    def path(self, address: Address) -> str | None:
        """The path below the root if an address is ours ("" for the root itself)."""
        for root in (self.root, *self.known_as):
            if address.wire.startswith(root):
                return address.wire[len(root) :]
            if address.wire + "/" == root:
                return ""
        if self.in_folder and address.wire.startswith(FOLDER_SITE):
            # The site is published below a path, and this leads above it.
            return f"../{address.wire[len(FOLDER_SITE) :]}"
        return None


@dataclass
class Scan:
    """What a reading of all pages has found."""

    links: dict[str, Link] = field(default_factory=dict)
    pages: dict[str, OwnPage] = field(default_factory=dict)
    passed_over: frozenset[str] = frozenset()


def read_pages(site: OwnSite, sources: Iterable[PageSource]) -> Scan:
    """Read all pages of a site.

    Args:
        site: where it begins.
        sources: its pages; their `url` starts with the site's root.

    Returns:
        The links by address, sorted, each with its places in the built pages, and
        what the pages can be linked to by, under their path below the root.
    """
    found: dict[str, Link] = {}
    places: defaultdict[str, set[LinkPlace]] = defaultdict(set)
    pages: dict[str, OwnPage] = {}
    passed: set[str] = set()
    for source in sources:
        page = webpages.read_own(source.html)
        pages[source.url[len(site.root) :]] = page
        base = addresses.read(page.base, source.url).wire if page.base else source.url
        shown = shown_path(site, source.url)
        passed |= {addresses.read(one, base).wire for one in page.passed_over}
        for mention in page.mentions:
            link = _link(site, mention.written, base, source.url)
            if link:
                found.setdefault(link.url, link)
                places[link.url].add(LinkPlace(source.file, mention.line, shown))
    links = {
        url: replace(link, places=tuple(sorted(places[url])))
        for url, link in sorted(found.items())
    }
    return Scan(links, pages, frozenset(passed))


def shown_path(site: OwnSite, url: str) -> str:
    """How a page is named to people: its path, without index.html."""
    path = "/" + url[len(site.root) :] if site.in_folder else url
    return path[: -len("index.html")] if path.endswith("/index.html") else path


def with_sources(
    links: Mapping[str, Link], written: Mapping[str, Iterable[tuple[str, int]]]
) -> dict[str, Link]:
    """Put the sources' files and lines in the place of the built pages'.

    Args:
        links: the links of a scan.
        written: for an address the files and lines where the sources name it.
    """
    return {
        url: replace(link, places=_merged(link.places, written.get(url, ())))
        for url, link in links.items()
    }


def is_missing(path: str, files: frozenset[str]) -> bool:
    """True if a folder has no file, and no folder with a page, at a path."""
    plain = unquote(path.partition("?")[0].partition("#")[0])
    candidates = (plain, f"{plain.rstrip('/')}/index.html".lstrip("/"))
    return not any(name in files for name in candidates if not name.endswith("/"))


def page_at(path: str, pages: Mapping[str, OwnPage]) -> OwnPage | None:
    """The page of ours at a path below the root, or None if it is no page."""
    plain = path.partition("?")[0].partition("#")[0]
    for name in (plain, unquote(plain), f"{plain.rstrip('/')}/index.html".lstrip("/")):
        for key in (name, quote(name)):
            if key in pages:
                return pages[key]
    return None


def _link(site: OwnSite, written: str, base: str, page: str) -> Link | None:
    """The link that an address in a page makes; None for one to the page's own top."""
    text = written.strip(addresses.BLANKS)
    if not text or text in ("#", "#top"):
        return None
    if text.startswith("//"):
        address = addresses.read(f"{_protocol(site, text)}:{text}")
    else:
        # A fragment alone stays on its page, whatever <base> says on a built site.
        address = addresses.read(
            text, page if text.startswith("#") and base == page else base
        )
    if address.kind != "web":
        return Link(address.written, address, None)
    path = site.path(address)
    if path is None:
        return Link(_absolute(text, address), address, None)
    url = ("/" if site.in_folder else site.root) + path
    return Link(f"{url}#{address.fragment}" if address.fragment else url, address, path)


def _absolute(text: str, address: Address) -> str:
    """An address as people know it: as written if that is enough to find it."""
    if text.startswith("//"):
        return address.written.partition(":")[2]
    if addresses.SCHEME.match(address.written):
        return address.written
    return address.wire + (f"#{address.fragment}" if address.fragment else "")


def _protocol(site: OwnSite, text: str) -> str:
    """What "//host" means: the site's own protocol; an odd port is rarely https."""
    if not site.in_folder:
        return urlsplit(site.root).scheme
    port = addresses.read(f"http:{text}").port
    return site.scheme if port in (80, 443) else "http"


def _merged(
    built: tuple[LinkPlace, ...], written: Iterable[tuple[str, int]]
) -> tuple[LinkPlace, ...]:
    """Places in sources, each with the page it makes; built lines for the rest."""
    sources = sorted(set(written))
    merged: set[LinkPlace] = set()
    paired: set[str] = set()
    for file, line in sources:
        page = next((p.page for p in built if _makes(file, p.page)), "")
        paired.add(page)
        merged.add(LinkPlace(file, line, page))
    merged.update(place for place in built if place.page not in paired)
    return tuple(sorted(merged))


def _makes(file: str, page: str) -> bool:
    """True if a source file is, by its name, the one that a page is built from."""
    path = urlsplit(page).path.strip("/").removesuffix("index.html").strip("/")
    stem = PurePosixPath(file).with_suffix("").as_posix()
    stem = stem.removesuffix("index").removesuffix("README").rstrip("/")
    wanted = path.rpartition(".html")[0] or path
    return PurePosixPath(file).suffix == ".md" and (
        stem == wanted or stem.endswith(f"/{wanted}") if wanted else "/" not in stem
    )
