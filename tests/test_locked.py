"""Locked: this origin alone, no foreign script, no cookie, no storage, no referrer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import Serve, every_page, soup_of
from guide.site import content_security_policy
from playwright.sync_api import Browser, BrowserContext, Page
from screens import choose_dark, open_search

OUTWARD = re.compile(r"https?://(?!localhost)")
SILENT = {"noopener", "noreferrer"}
INJECTED = "<script>document.title = 'injected'</script>"
STORED = """() => [document.cookie, Object.keys(localStorage),
    Object.keys(sessionStorage)].flat().filter(Boolean)"""
BROKEN = """addEventListener("securitypolicyviolation",
    (event) => console.error(`policy: ${event.violatedDirective}`))"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile on a phone."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    context.add_init_script(BROKEN)
    yield context
    context.close()


def faults_of(page: Page) -> list[str]:
    """Return a list that fills with what the page's console complains of."""
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    return faults


def pages_of(site: Path) -> list[Path]:
    """Return every page of a built site."""
    return sorted(site.rglob("*.html"))


def unlocked(soup: BeautifulSoup) -> list[str]:
    """Return what a built page lacks of its lock, as words."""
    held = soup.select_one("meta[http-equiv=Content-Security-Policy]")
    rules = str(held["content"]) if held else ""
    missing = [] if "default-src 'none'" in rules else ["policy"]
    if re.search(r"(?<!-)'unsafe-|https?:|\*", rules.replace("'unsafe-hashes'", "")):
        missing.append("policy admits others")
    first = soup.select_one("script, link, style")
    if held and first and first in held.find_all_previous(first.name):
        missing.append("policy comes late")
    referrer = soup.select_one("meta[name=referrer]")
    if not referrer or referrer["content"] != "no-referrer":
        missing.append("referrer")
    missing += [
        f"rel of {link['href']}"
        for link in soup.select("a[href]")
        if OUTWARD.match(str(link["href"])) and set(link.get("rel") or []) != SILENT
    ]
    missing += [f"handler on <{it.name}>" for it in soup.select("[onclick],[onload]")]
    return missing


@every_page
def test_every_page_carries_its_lock(site: Path) -> None:
    """Policy above all else, no referrer, silent links, no inline handler."""
    found = {
        page.relative_to(site).as_posix(): missing
        for page in pages_of(site)
        if (missing := unlocked(soup_of(page)))
    }
    assert found == {}


def test_a_page_without_its_lock_is_found() -> None:
    """The check above sees each thing that can be missing."""

    def lacking(html: str) -> list[str]:
        return unlocked(BeautifulSoup(html, "lxml"))

    bare = f"<head>{content_security_policy.CHARSET}<script src=x></script></head>"
    body = '<a href="https://other.example/" onclick="x()">o</a>'
    assert lacking(bare + body) == [
        "policy",
        "referrer",
        "rel of https://other.example/",
        "handler on <a>",
    ]
    assert lacking(content_security_policy.lock(bare, "http://h/")) == []
    wide = content_security_policy.lock(bare, "http://h/").replace(
        "img-src 'self'", "img-src *"
    )
    assert lacking(wide) == ["policy admits others"]


def test_search_runs_within_the_policy(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """No breach, no cookie, nothing stored; test_pages.py asks it of each page."""
    origin = serve(site)
    page = context.new_page()
    faults = faults_of(page)
    page.goto(origin)
    open_search(page)
    assert page.evaluate(STORED) == []
    assert context.cookies() == []
    assert faults == []


def test_the_palette_is_stored_once_it_is_chosen(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """A choice is kept, and holds on the next page."""
    page = context.new_page()
    page.goto(serve(site))
    choose_dark(page)
    assert len(page.evaluate(STORED)) == 1
    page.reload()
    assert page.evaluate("document.getElementById('dark').media") == "screen"


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (INJECTED, "script-src"),
        ("<img src=x onerror=\"document.title = 'injected'\">", "script-src"),
        ('<style>h1 { display: none }</style><p style="color: red">x</p>', "style-src"),
        ('<img src="https://other.example/x.png">', "img-src"),
        ('<iframe src="https://other.example/"></iframe>', "default-src"),
        ('<script src="https://other.example/x.js"></script>', "script-src"),
    ],
)
def test_what_is_planted_is_blocked(
    context: BrowserContext, site: Path, serve: Serve, planted: str, said: str
) -> None:
    """Inline script, handler, style, and anything of another origin do nothing."""
    html = (site / "emergency" / "index.html").read_text(encoding="utf-8")
    page = context.new_page()
    faults = faults_of(page)
    came: list[str] = []
    page.on("response", lambda response: came.append(response.url))
    address = serve(site) + "emergency/"
    page.route(
        address,
        lambda route: route.fulfill(
            body=html.replace("</article>", f"{planted}</article>"),
            content_type="text/html",
        ),
    )
    page.goto(address)
    assert "injected" not in page.title()
    assert page.locator("h1").is_visible()
    assert [url for url in came if "other.example" in url] == []
    assert any(said in fault for fault in faults), faults


def test_without_the_lock_a_planted_script_would_run(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """The test above tests the policy, not the browser."""
    html = (site / "emergency" / "index.html").read_text(encoding="utf-8")
    open_page = re.sub(r"<meta http-equiv=[^>]*>", "", html)
    page = context.new_page()
    address = serve(site) + "emergency/"
    page.route(
        address,
        lambda route: route.fulfill(
            body=open_page.replace("</article>", f"{INJECTED}</article>"),
            content_type="text/html",
        ),
    )
    page.goto(address)
    assert page.title() == "injected"


def test_a_linked_site_learns_nothing(
    context: BrowserContext, site: Path, serve: Serve, tmp_path: Path
) -> None:
    """Neither the page nor the guide is named to the site that a link leads to."""
    (tmp_path / "index.html").write_text("<title>other</title>", encoding="utf-8")
    other = serve(tmp_path)
    page = context.new_page()
    page.goto(serve(site) + "emergency/")
    page.locator(".guide-sources > summary").click()
    page.evaluate(
        """(other) => {
            const link = document.querySelector("article a[href^='http']");
            link.href = other;
        }""",
        other,
    )
    with page.expect_request(other) as asked:
        page.locator(f"a[href='{other}']").click()
    assert "referer" not in asked.value.all_headers()
    page.wait_for_load_state()
    assert page.evaluate("document.referrer") == ""
