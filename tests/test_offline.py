"""Offline: kept at a first visit, as read, on request; updated whole or not at all."""

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, Host, Miniature, run, soup_of
from guide.pages import glance, rules
from guide.site import precache
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect
from screens import READY, open_search

KEPT = """async (path) => {
    const name = (await caches.keys()).find((it) => it.startsWith("guide "));
    if (!name) return false;
    const kept = await (await caches.open(name)).keys();
    const wanted = new URL(`/${path}?sha=`, location).href;
    return kept.some(({ url }) => url.startsWith(wanted));
}"""
UNTIL_KEPT = f"""async (path) => {{
    while (!(await ({KEPT})(path))) await new Promise(requestAnimationFrame);
}}"""
UPDATED = """async () => {
    const registration = await navigator.serviceWorker.ready;
    const ended = new Promise((resolve) => {
        registration.addEventListener("updatefound", () => {
            const arrived = registration.installing;
            arrived.addEventListener("statechange", () => {
                if (["activated", "redundant"].includes(arrived.state))
                    resolve(arrived.state);
            });
        });
    });
    await registration.update();
    return ended;
}"""
NEW = "This sentence arrived with a new edition."


def visit(context: BrowserContext, host: Host, address: str = "") -> Page:
    """Open a page and wait until the worker keeps what it keeps at a first visit."""
    page = context.new_page()
    page.goto(host.address + address)
    page.evaluate(READY)
    return page


RELEASED = {"/worker.js", "/precache.js"}  # asked for to see whether all is new


def press(page: Page, host: Host, name: str) -> str:
    """Press a button of the page about keeping; return what it then says."""
    page.goto(host.address + "about/offline/")
    page.get_by_role("button", name=name).click()
    said = page.locator(".guide-keep [role=status]")
    expect(said).to_have_text(re.compile("Edition of|as you chose|could not"))
    return said.inner_text()


def edit(host: Host, address: str) -> Callable[[], None]:
    """Upload a new edition of a page, the list first; return how to end the upload."""
    page = host.folder / address / "index.html"
    old = page.read_text(encoding="utf-8")
    page.write_text(old.replace("</h1>", f"</h1><p>{NEW}</p>", 1), encoding="utf-8")
    precache.renew(host.folder)
    whole = page.read_text(encoding="utf-8")
    page.write_text(old, encoding="utf-8")

    def finish() -> None:
        page.write_text(whole, encoding="utf-8")

    return finish


def test_the_list_names_every_file_and_its_hash(site: Path) -> None:
    """Each page and asset once; what the emergency page needs is kept at once."""
    written = precache.written(site)
    list_ = (site / precache.LIST).read_bytes()
    named = f'importScripts("precache.js?{hashlib.sha256(list_).hexdigest()[:16]}");'
    assert named in (site / precache.WORKER).read_text(encoding="utf-8")
    pages = {
        page.relative_to(site).as_posix().removesuffix("index.html")
        for page in site.rglob("index.html")
    }
    assert set(written["pages"]) == pages
    assert pages <= set(written["files"])
    for address, hash_ in written["files"].items():
        place = site / address
        file = place / "index.html" if place.is_dir() else place
        assert hashlib.sha256(file.read_bytes()).hexdigest().startswith(hash_)
    soup = BeautifulSoup((site / "emergency/index.html").read_text(), "html.parser")
    for sheet in soup.select("link[rel=stylesheet], script[src]"):
        needed = str(sheet.get("href") or sheet.get("src")).removeprefix("../")
        assert needed in written["needed"]


def test_the_emergency_page_opens_without_a_network(
    context: BrowserContext, host: Host
) -> None:
    """After one visit of any page, with its looks; another page leads to words."""
    page = visit(context, host, "about/disclaimer/")
    host.cut = True
    answer = page.goto(host.address + "emergency/")
    assert answer
    assert answer.from_service_worker
    assert page.get_by_text("Call an ambulance if").is_visible()
    assert page.evaluate(
        "[...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)"
    )
    page.goto(host.address + "evidence/references/")
    assert page.url == host.address + "about/offline/"
    assert page.get_by_role("heading", name="Did a page not open?").is_visible()


def test_without_the_worker_nothing_would_open(browser: Browser, host: Host) -> None:
    """The test above tests the worker, not the browser's own copies."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(host.address + "about/disclaimer/")
    host.cut = True
    with pytest.raises(Error):
        page.goto(host.address + "emergency/")
    context.close()


def test_a_page_that_was_read_opens_again(context: BrowserContext, host: Host) -> None:
    """The first page too, which the worker did not see being fetched."""
    page = visit(context, host, "treatments/ivig/")
    page.evaluate(UNTIL_KEPT, "treatments/ivig/")
    page.goto(host.address + "treatments/")
    page.evaluate(UNTIL_KEPT, "treatments/")
    host.cut = True
    for address in ("treatments/ivig/", "treatments/"):
        page.goto(host.address + address)
        assert page.url == host.address + address
    every = len([*host.folder.rglob("index.html")])
    assert f"7 of {every} pages" in press(page, host, "Show what is kept")
    titles = page.locator(".guide-keep-titles li").all_inner_texts()
    assert "In an emergency" in titles
    assert len(titles) == 7


def test_a_second_visit_asks_for_nothing(context: BrowserContext, host: Host) -> None:
    """Only whether there is a new edition."""
    page = visit(context, host, "treatments/ivig/")
    page.evaluate(UNTIL_KEPT, "treatments/ivig/")
    host.asked.clear()
    page.goto("about:blank")
    page.goto(host.address + "treatments/ivig/", wait_until="networkidle")
    assert {it.partition("?")[0] for it in host.asked} <= RELEASED


def test_the_whole_guide_is_kept_on_request(
    context: BrowserContext, host: Host
) -> None:
    """Every page opens without a network, and the search finds."""
    page = visit(context, host)
    assert press(page, host, "Keep this guide").endswith(
        "the whole guide is kept on this device."
    )
    host.cut = True
    for path in sorted(host.folder.rglob("index.html")):
        address = path.relative_to(host.folder).as_posix().removesuffix("index.html")
        page.goto(host.address + address)
        assert page.url == host.address + address
    page.goto(host.address)
    open_search(page)


def test_a_new_edition_arrives_under_a_quiet_page(
    context: BrowserContext, host: Host
) -> None:
    """The open page stays as it is; only what changed is fetched; the next is new."""
    page = visit(context, host, "emergency/")
    page.evaluate("window.untouched = true")
    before = page.locator(".guide-text").inner_html()
    edit(host, "emergency")()
    host.asked.clear()
    assert page.evaluate(UPDATED) == "activated"
    asked = {it.partition("?")[0] for it in host.asked}
    assert asked <= RELEASED | {"/emergency/"}
    assert page.locator(".guide-text").inner_html() == before
    assert page.evaluate("window.untouched") is True
    host.cut = True
    page.goto(host.address + "emergency/")
    assert page.get_by_text(NEW).is_visible()


def test_a_half_finished_update_changes_nothing(
    context: BrowserContext, host: Host
) -> None:
    """The list is new, a page still old: the old edition stays whole till the end."""
    page = visit(context, host, "emergency/")
    finish = edit(host, "emergency")
    assert page.evaluate(UPDATED) == "redundant"
    page.reload()
    assert not page.get_by_text(NEW).count()
    finish()
    assert page.evaluate(UPDATED) == "activated"
    host.cut = True
    page.reload()
    assert page.get_by_text(NEW).is_visible()


def test_what_was_kept_on_request_is_brought_up_to_date(
    context: BrowserContext, host: Host
) -> None:
    """A new page of a new edition is kept too, without asking again."""
    page = visit(context, host)
    press(page, host, "Keep this guide")
    (host.folder / "new").mkdir()
    text = (host.folder / "index.html").read_text(encoding="utf-8")
    new = re.sub("<title>.*?</title>", "<title>New</title>", text, flags=re.DOTALL)
    (host.folder / "new" / "index.html").write_text(new, encoding="utf-8")
    precache.renew(host.folder)
    assert page.evaluate(UPDATED) == "activated"
    host.cut = True
    page.goto(host.address + "new/")
    assert page.title() == "New"


def limit(page: Page, host: Host, room: int) -> None:
    """Leave the browser so many bytes of room."""
    devtools = page.context.new_cdp_session(page)
    origin = {"origin": host.address.rstrip("/")}
    used = devtools.send("Storage.getUsageAndQuota", origin)["usage"]
    devtools.send(
        "Storage.overrideQuotaForOrigin", {**origin, "quotaSize": used + room}
    )


def test_a_full_device_is_told_so(context: BrowserContext, host: Host) -> None:
    """In words; what was kept before stays, and the emergency page opens."""
    page = visit(context, host, "about/offline/")
    (host.folder / "large.svg").write_text("<svg/>" * 300_000, encoding="utf-8")
    precache.renew(host.folder)
    assert page.evaluate(UPDATED) == "activated"
    limit(page, host, 200_000)
    assert press(page, host, "Keep this guide").startswith(
        "There is no more room on this device."
    )
    host.cut = True
    page.goto(host.address + "emergency/")
    assert page.get_by_text("Call an ambulance if").is_visible()


def test_a_device_that_was_always_full_still_reads(
    context: BrowserContext, host: Host
) -> None:
    """Pages open, nothing complains, and the button says that it could not."""
    page = context.new_page()
    limit(page, host, 1)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(host.address + "emergency/")
    assert page.get_by_text("Call an ambulance if").is_visible()
    assert "could not keep pages" in press(page, host, "Keep this guide")
    assert faults == []


def test_a_lost_network_is_told_while_keeping(
    context: BrowserContext, host: Host
) -> None:
    """What arrived is kept, and the next press goes on from there."""
    page = visit(context, host, "about/offline/")
    host.cut = True
    assert press(page, host, "Keep this guide").startswith("The network was lost.")
    host.cut = False
    assert "the whole guide" in press(page, host, "Keep this guide")


def test_the_reader_can_refuse(context: BrowserContext, host: Host) -> None:
    """Everything goes, nothing comes back by itself, and the choice can be undone."""
    page = visit(context, host)
    said = press(page, host, "Remove it")
    assert said == "Nothing is kept on this device, as you chose."
    page.goto(host.address + "emergency/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("caches.keys()") == []
    registered = "navigator.serviceWorker.getRegistrations().then((it) => it.length)"
    assert page.evaluate(registered) == 0
    assert "as you chose" in press(page, host, "Show what is kept")
    assert "the whole guide" in press(page, host, "Keep this guide")


def test_nothing_moves_on_the_page_about_keeping(
    context: BrowserContext, host: Host
) -> None:
    """It changes only after a button was pressed."""
    page = context.new_page()
    page.goto(host.address + "about/offline/")
    said = page.locator(".guide-text")
    before = said.inner_html(), page.screenshot()
    page.evaluate(READY)
    page.evaluate(UNTIL_KEPT, "about/offline/")
    assert (said.inner_html(), page.screenshot()) == before


def test_nothing_that_is_sent_reloads_a_page(site: Path) -> None:
    """Neither the worker nor a script of ours knows how."""
    for script in (site / "worker.js", site / "guide.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"location\.(?:reload|assign|replace|href =)", text)
        assert not re.search(r"\.navigate\(|openWindow", text)


def test_it_can_be_installed(context: BrowserContext, host: Host) -> None:
    """The manifest is whole, its icons have the size it says, the browser agrees."""
    page = visit(context, host, "treatments/ivig/")
    devtools = context.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["url"] == host.address + "manifest.webmanifest"
    manifest = json.loads(found["data"])
    assert {"name", "short_name", "start_url", "display", "icons"} <= set(manifest)
    for icon in manifest["icons"]:
        file = host.folder / icon["src"]
        assert file.exists()
        if icon["type"] == "image/png":
            side = int.from_bytes(file.read_bytes()[16:20])
            assert icon["sizes"] == f"{side}x{side}"
    faults = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    allowed = {"in-incognito"}  # every test runs in a private profile
    assert {fault["errorId"] for fault in faults} <= allowed


@pytest.fixture(scope="module")
def folder(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide as a reader has unpacked it."""
    home = tmp_path_factory.mktemp("folder")
    copy = home / "site"
    shutil.copytree(site, copy)
    packed = run("scripts/pack_offline.py", "--site", copy)
    assert packed.returncode == 0, packed.stderr
    with zipfile.ZipFile(copy / "downloads" / "sps-guide.zip") as zipped:
        zipped.extractall(home)
    return home / "sps-guide"


def test_the_folder_opens_by_a_double_click(
    context: BrowserContext, folder: Path
) -> None:
    """Pages, links, looks and search, without a server, a fault or a request."""
    page = context.new_page()
    faults: list[str] = []
    asked: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("link", name="Emergency", exact=True).click()
    expect(page.get_by_text("Call an ambulance if")).to_be_visible()
    open_search(page)
    page.locator(".guide-search-found a").first.click()
    expect(page.locator("h1")).to_have_count(1)
    assert [
        url for url in asked if not url.startswith(("file:", "blob:", "data:"))
    ] == []
    assert faults == []


def dead_links(folder: Path, pages: str = "*.html") -> list[str]:
    """Return each relative address in the pages of a folder that names no file."""
    return [
        f"{page.relative_to(folder)}: {to}"
        for page in sorted(folder.rglob(pages))
        for tag in soup_of(page).select("[href],[src]")
        if ":" not in (to := str(tag.get("href") or tag.get("src")).split("#")[0])
        and to
        and not (page.parent / to).is_file()
    ]


def test_every_link_in_the_folder_leads_to_a_file(folder: Path) -> None:
    """None names a bare folder, which a browser would list as files."""
    assert dead_links(folder) == []


def test_a_link_to_a_bare_folder_is_found(folder: Path) -> None:
    """The check above sees one."""
    page = folder / "planted.html"
    page.write_text('<a href="emergency/">x</a>', encoding="utf-8")
    found = dead_links(folder, "planted.html")
    page.unlink()
    assert found == ["planted.html: emergency/"]


GLANCE = "".join(f"  {field}: Words [@many2017authors].\n" for field in glance.COLUMNS)
TREATMENT = f"""---
title: A leaflet
description: A treatment of the miniature guide, to be printed as a leaflet.
kind: treatment
still_to_do: true
reviewed: 2026-11-22
next_review: 2027-05-22
searched_to: 2026-11-22
glance:
{GLANCE}---

# A leaflet
""" + "".join(
    f"\n## {heading}\n\nWords [@many2017authors].\n"
    for heading, always in rules.TREATMENT_HEADINGS.items()
    if always
)


def test_a_leaflet_is_linked_with_its_size(miniature: Miniature) -> None:
    """From its own page alone, and never before it is printed."""
    page = miniature.docs / "treatments" / "ivig.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text(TREATMENT, encoding="utf-8")
    made = miniature.build()
    assert made.returncode == 0, made.stderr
    built = miniature.site / "treatments" / "ivig" / "index.html"
    assert "leaflets/" not in built.read_text(encoding="utf-8")
    browser = ROOT / ".venv" / "browser"
    for _ in range(2):  # a second run renews the link, it does not add one
        printed = run(
            ROOT / "scripts" / "print_leaflets.py",
            "--browser",
            browser,
            cwd=miniature.folder,
        )
        assert printed.returncode == 0, printed.stderr
    leaflet = miniature.site / "leaflets" / "ivig.pdf"
    assert leaflet.read_bytes().startswith(b"%PDF")
    links = BeautifulSoup(built.read_text(), "html.parser").select("a[href$='.pdf']")
    size = round(leaflet.stat().st_size / 1000)
    assert [(a["href"], a.get_text()) for a in links] == [
        ("../../leaflets/ivig.pdf", f"Leaflet (PDF, {size} kB)")
    ]
    assert b"127.0.0.1" not in leaflet.read_bytes()
    hashes = precache.written(miniature.site)["files"].values()
    assert hashlib.sha256(built.read_bytes()).hexdigest()[:16] in hashes


@pytest.mark.parametrize("program", ["pack_offline.py", "print_leaflets.py"])
def test_without_a_built_guide_a_program_says_so(program: str, tmp_path: Path) -> None:
    """One sentence, exit 2."""
    tried = run(ROOT / "scripts" / program, cwd=tmp_path)
    assert tried.returncode == 2
    assert tried.stderr == "site holds no built guide. Run make build first.\n"
