"""Scan: every address of our pages, with every place where it stands."""

import pytest
from guide.links import addresses, scan
from guide.links.record import Link, LinkPlace
from guide.links.scan import FOLDER_SITE, OwnSite, PageSource

FOLDER = OwnSite(FOLDER_SITE, ("https://guide.example/sps/",))
SITE = OwnSite("http://guide.example/sps/")


def read(html: str, site: OwnSite = FOLDER, name: str = "a/index.html") -> list[Link]:
    """The links of one page."""
    source = PageSource(site.root + name, f"site/{name}", html)
    return list(scan.read_pages(site, [source]).links.values())


@pytest.mark.parametrize(
    ("written", "url", "path"),
    [
        ("https://b.example/x", "https://b.example/x", None),
        ("https://B.example/x#y", "https://B.example/x#y", None),
        ("../b/", "/b/", "b/"),
        ("../b/#c", "/b/#c", "b/"),
        ("/b/", "/b/", "b/"),
        ("#c", "/a/index.html#c", "a/index.html"),
        ("https://guide.example/sps/b/", "/b/", "b/"),
        ("https://guide.example/sps", "/", ""),
        ("https://guide.example/other", "https://guide.example/other", None),
        ("//b.example/x", "//b.example/x", None),
        ("mailto:a@b.example", "mailto:a@b.example", None),
        ("https://", "https://", None),
        ("b c.html", "/a/b%20c.html", "a/b%20c.html"),
        ("x\u00a0", "/a/x%C2%A0", "a/x%C2%A0"),
    ],
)
def test_a_link_is_ours_or_somebody_elses(
    written: str, url: str, path: str | None
) -> None:
    """Named as people know it."""
    (link,) = read(f'<a href="{written}">x</a>')
    assert (link.url, link.path, link.own) == (url, path, path is not None)


@pytest.mark.parametrize(
    ("written", "url", "path"),
    [
        ("/sps/b/", "/b/", "b/"),
        ("../b/", "/b/", "b/"),
        ("/sps", "/", ""),
        ("/b/", "/../b/", "../b/"),
        ("../../b/", "/../b/", "../b/"),
        ("https://guide.example/sps/b/", "/b/", "b/"),
    ],
)
def test_a_site_may_be_published_below_a_path(
    written: str, url: str, path: str
) -> None:
    """What leads above it leads nowhere of ours."""
    site = OwnSite(f"{FOLDER_SITE}sps/", ("https://guide.example/sps/",))
    (link,) = read(f'<a href="{written}">x</a>', site)
    assert (link.url, link.path) == (url, path)
    assert link.places == (LinkPlace("site/a/index.html", 1, "/a/"),)
    missing = scan.is_missing(path, frozenset({"index.html", "b/index.html"}))
    assert missing is path.startswith("../")


@pytest.mark.parametrize("written", ["", " ", "#", "#top"])
def test_the_top_of_a_page_is_no_link(written: str) -> None:
    """It is always there."""
    assert read(f'<a href="{written}">x</a>') == []


def test_the_site_behind_an_address_is_named_by_it() -> None:
    """Its relative links lead to it."""
    links = read('<a href="../b/">x</a><a href="//c.example/">x</a>', SITE)
    assert [(link.url, link.path) for link in links] == [
        ("//c.example/", None),
        ("http://guide.example/sps/b/", "b/"),
    ]
    assert links[0].address.wire == "http://c.example/"
    relative = read('<a href="/x?y#z">x</a>', SITE)[0]
    assert relative.url == "http://guide.example/x?y#z"


@pytest.mark.parametrize(
    ("written", "wire"),
    [
        ("//b.example/", "https://b.example/"),
        ("//b.example:80/", "https://b.example:80/"),
        ("//b.example:443/", "https://b.example/"),
        ("//b.example:8080/", "http://b.example:8080/"),
    ],
)
def test_an_address_without_a_protocol_takes_the_sites(written: str, wire: str) -> None:
    """An odd port is rarely https."""
    assert read(f'<a href="{written}">x</a>')[0].address.wire == wire
    insecure = OwnSite(FOLDER_SITE, (), "http")
    assert read('<a href="//b.example/">x</a>', insecure)[0].address.wire == (
        "http://b.example/"
    )


def test_each_place_is_named_once_in_order() -> None:
    """File, line and the page that shows it."""
    html = '<a href="/x">x</a>\n<a href="/x">x</a><a href="/x">x</a>'
    sources = [
        PageSource(FOLDER_SITE + name, f"site/{name}", html)
        for name in ("b/index.html", "a.html")
    ]
    found = scan.read_pages(FOLDER, sources)
    assert found.links["/x"].places == (
        LinkPlace("site/a.html", 1, "/a.html"),
        LinkPlace("site/a.html", 2, "/a.html"),
        LinkPlace("site/b/index.html", 1, "/b/"),
        LinkPlace("site/b/index.html", 2, "/b/"),
    )
    assert sorted(found.pages) == ["a.html", "b/index.html"]


def test_a_base_moves_all_but_fragments_of_its_own_page() -> None:
    """As in browsers, on a page that is its own base."""
    html = '<base href="/c/"><a href="d">x</a><blockquote cite="e"></blockquote>'
    source = PageSource(FOLDER_SITE + "a.html", "f", html)
    found = scan.read_pages(FOLDER, [source])
    assert list(found.links) == ["/c/d"]
    assert found.passed_over == {"https://this-site.invalid/c/e"}
    based = read('<base href="/c/"><a href="#d">x</a>')
    assert [link.url for link in based] == ["/c/#d"]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("a/index.html", "/a/"),
        ("index.html", "/"),
        ("a.html", "/a.html"),
        ("myindex.html", "/myindex.html"),
    ],
)
def test_a_page_is_named_by_its_path(url: str, shown: str) -> None:
    """Without index.html."""
    assert scan.shown_path(FOLDER, FOLDER_SITE + url) == shown


def test_the_page_of_an_address_is_named_by_its_address() -> None:
    """Whole."""
    assert scan.shown_path(SITE, SITE.root + "a/index.html") == SITE.root + "a/"


@pytest.mark.parametrize(
    ("path", "missing"),
    [
        ("", False),
        ("a/", False),
        ("a", False),
        ("a/index.html", False),
        ("a%20b.png", False),
        ("a b.png?x=1#y", False),
        ("c/", True),
        ("c", True),
        ("a%2520b.png", True),
        ("a b.png/", True),
    ],
)
def test_a_page_or_file_is_missing(path: str, *, missing: bool) -> None:
    """A folder stands for its index.html."""
    files = frozenset({"index.html", "a/index.html", "a b.png"})
    assert scan.is_missing(path, files) is missing


def test_a_page_is_found_at_its_path() -> None:
    """Written or decoded, with or without index.html."""
    html = '<p id="x">'
    names = ("index.html", "a/index.html", "b%20c.html")
    sources = [PageSource(FOLDER_SITE + name, name, html) for name in names]
    pages = scan.read_pages(FOLDER, sources).pages
    for path in ("", "a/", "a", "a/?x#y", "a/index.html", "b c.html", "b%20c.html"):
        assert scan.page_at(path, pages) is not None, path
    for path in ("c/", "a.html"):
        assert scan.page_at(path, pages) is None, path


def placed(*pages: str) -> Link:
    """A link that stands on line 9 of built pages."""
    places = tuple(LinkPlace(f"site{page}index.html", 9, page) for page in pages)
    return Link("u", addresses.read("https://a.example/"), places=places)


@pytest.mark.parametrize(
    ("file", "page"),
    [
        ("docs/living/index.md", "/living/"),
        ("docs/living/falls.md", "/living/falls/"),
        ("docs/index.md", "/"),
        ("docs/README.md", "/"),
        ("docs/living/falls.md", "/living/falls.html"),
    ],
)
def test_a_source_takes_the_place_of_the_page_it_makes(file: str, page: str) -> None:
    """With its own line."""
    links = scan.with_sources({"u": placed(page)}, {"u": [(file, 3), (file, 3)]})
    assert links["u"].places == (LinkPlace(file, 3, page),)


@pytest.mark.parametrize(
    ("file", "page"),
    [
        ("docs/living/falls.md", "/falling/"),
        ("docs/my-falls.md", "/falls/"),
        ("data/falls.yml", "/falls/"),
        ("docs/living/falls.md", "/"),
    ],
)
def test_a_source_that_makes_no_such_page_stands_beside_it(
    file: str, page: str
) -> None:
    """Both are named."""
    links = scan.with_sources({"u": placed(page)}, {"u": [(file, 3)]})
    assert set(links["u"].places) == {
        LinkPlace(file, 3, ""),
        LinkPlace(f"site{page}index.html", 9, page),
    }


def test_without_sources_the_built_pages_stay() -> None:
    """Every one of them."""
    link = placed("/a/", "/b/")
    assert scan.with_sources({"u": link}, {}) == {"u": link}
