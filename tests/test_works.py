"""All sources: chosen by treatment and kind, and taken away in three forms."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, Miniature, Serve
from guide.library import bibtex, exports
from playwright.sync_api import Browser, Page, expect

PAGE = "evidence/references/"
FOLDER = Path(exports.FOLDER)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a phone in a fresh profile."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, service_workers="block"
    )
    yield context.new_page()
    context.close()


def shown(page: Page) -> list[str]:
    """Return the keys of the sources that can be seen."""
    keys: list[str] = page.evaluate(
        "[...document.querySelectorAll('.guide-works > li')]"
        ".filter(e => e.checkVisibility()).map(e => e.id)"
    )
    return keys


def test_sources_are_chosen_by_keyboard(page: Page, site: Path, serve: Serve) -> None:
    """By treatment, by kind, by both; the count is a status, the rest is hidden."""
    works = bibtex.read(ROOT / "references.bib")
    page.goto(serve(site) + PAGE)
    status = page.locator(".guide-choose").get_by_role("status")
    expect(status).to_have_text(f"All {len(works)} sources are shown.")
    page.get_by_label("Treatment").focus()
    page.keyboard.type("Plasma")
    plasma = shown(page)
    assert {"pagano2014tpe", "albahra2019tpe", "kumawat2024tpe"} <= set(plasma)
    assert "potter2006inpatientpt" not in plasma
    expect(status).to_have_text(f"{len(plasma)} of {len(works)} sources are shown.")
    page.keyboard.press("Tab")
    page.keyboard.type("Uncontrolled")
    both = shown(page)
    assert both == [
        key for key in plasma if works[key].get("design").startswith("uncontrolled")
    ]
    assert both
    page.keyboard.press("Home")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Home")
    assert len(shown(page)) == len(works)
    expect(status).to_have_text(f"All {len(works)} sources are shown.")


def test_every_choice_leaves_as_many_as_it_says(
    page: Page, site: Path, serve: Serve
) -> None:
    """The number beside each treatment and each kind is the number shown."""
    page.goto(serve(site) + PAGE)
    for name in ("Treatment", "Kind of source"):
        select = page.get_by_label(name)
        labels = select.locator("option").all_inner_texts()[1:]
        assert labels
        for label in labels:
            select.select_option(label=label)
            assert label.endswith(f"({len(shown(page))})"), label
        select.select_option("")


def test_a_link_to_a_hidden_source_shows_it(
    page: Page, site: Path, serve: Serve
) -> None:
    """The choice is taken back, so that no link leads nowhere."""
    page.goto(serve(site) + PAGE)
    page.get_by_label("Treatment").select_option("Plasma exchange")
    assert not page.locator("#potter2006inpatientpt").is_visible()
    page.evaluate("location.hash = 'potter2006inpatientpt'")
    expect(page.locator("#potter2006inpatientpt")).to_be_in_viewport()


def test_without_script_every_source_is_there(
    browser: Browser, site: Path, serve: Serve
) -> None:
    """No choice is offered; each entry and its export can be opened."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(serve(site) + PAGE)
    assert not page.locator(".guide-choose").is_visible()
    works = bibtex.read(ROOT / "references.bib")
    assert page.locator(".guide-works > li").count() == len(works)
    entry = page.locator("#dalakas2001ivig")
    entry.get_by_text("Export", exact=True).click()
    with page.expect_download() as download:
        entry.get_by_role("link", name="BibTeX").click()
    assert download.value.suggested_filename == "dalakas2001ivig.bib"
    context.close()


def test_the_whole_library_is_exported(site: Path) -> None:
    """In each form every source once; the BibTeX reads back as the same library."""
    works = bibtex.read(ROOT / "references.bib")
    folder = site / FOLDER
    again = bibtex.read(folder / "all-sources.bib")
    assert {key: work.fields for key, work in again.items()} == {
        key: work.fields for key, work in works.items()
    }
    items = json.loads((folder / "all-sources.json").read_text(encoding="utf-8"))
    assert [item["id"] for item in items] == [*works]
    ris = (folder / "all-sources.ris").read_bytes().decode()
    records = [r for r in ris.split("ER  - \r\n") if r]
    assert [r.split("ID  - ")[1].split("\r\n")[0] for r in records] == [*works]
    assert all(record.startswith("TY  - ") for record in records)


def test_every_entry_is_exported_and_linked(site: Path) -> None:
    """Each link of the page leads to a file, each file is linked."""
    html = (site / PAGE / "index.html").read_text(encoding="utf-8")
    links = BeautifulSoup(html, "html.parser").select("a[download]")
    home = site / PAGE
    linked = {(home / str(link["href"])).resolve() for link in links}
    assert linked == set((site / FOLDER).iterdir())
    assert len(linked) == 3 * (len(bibtex.read(ROOT / "references.bib")) + 1)


def test_an_entry_is_exported_in_each_form(miniature: Miniature) -> None:
    """Accents, particles, organisations and pages arrive; what is not there is not."""
    assert miniature.build().returncode == 0
    folder = miniature.site / FOLDER
    assert (
        (folder / "accents2020latex.bib")
        .read_text(encoding="utf-8")
        .startswith("@article{accents2020latex,\n  author = {G{\\")
    )
    [item] = json.loads((folder / "bauer2021abstract.json").read_text("utf-8"))
    assert item == {
        "id": "bauer2021abstract",
        "type": "paper-conference",
        "title": "What Is *Starred* and _Underlined_ [Bracketed]?",
        "note": "An example. An example.",
        "container-title": "Example Meeting 2021",
        "author": [
            {"family": "von Bauer", "given": "Ida"},
            {"family": "de la Cruz", "given": "Luis"},
            {"family": "O'Neill", "given": "Mary-Ann"},
        ],
        "issued": {"date-parts": [[2021]]},
        "accessed": {"date-parts": [[2026, 1, 2]]},
    }
    ris = (folder / "accents2020latex.ris").read_bytes().decode()
    assert ris.split("\r\n") == [
        "TY  - JOUR",
        "ID  - accents2020latex",
        "AU  - Gödel, Kurt",
        "AU  - García-López, Ana María",
        "AU  - Łukasiewicz, Jan",
        "TI  - Naïve β-cells and \u03b3-aminobutyric acid (GABA₂): 50% of Ca²⁺ & H₂O, "
        "DNA in vivo",
        "T2  - Acta Exempli",
        "PY  - 2020",
        "VL  - 1",
        "IS  - 2",
        "DO  - 10.5555/accents_2020",
        "AN  - 1",
        "C2  - PMC1",
        "N1  - An example.",
        "N1  - An example.",
        "SP  - 3",
        "EP  - 9",
        "Y2  - 2026/11/22",
        "ER  - ",
        "",
    ]
    [council] = json.loads((folder / "council2019page.json").read_text("utf-8"))
    assert [*council["author"][0]] == ["literal"]
