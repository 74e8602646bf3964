"""Everyone ever studied: drawn, listed, chosen, exported, and refused where wrong."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from conftest import ROOT, Miniature, Serve
from conftest import soup_of as parsed
from guide.facts import studies
from guide.library import bibtex
from guide.pages import parser, rules
from guide.site import catalogue
from jsonschema import Draft202012Validator
from playwright.sync_api import Browser, Page, expect

PAGE = "evidence/studies/"
DATA = ROOT / "data" / "studies.yml"
DRAWN = ("compared", "series", "cases")
PLACEBO = {"randomised trial", "placebo-controlled study"}


@pytest.fixture(scope="module")
def known() -> studies.Studies:
    """The reports of the guide."""
    works = bibtex.read(ROOT / "references.bib")
    return studies.read(DATA, "data/studies.yml", works)


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    """The reports as they are typed, read without the guide."""
    told: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return told


@pytest.fixture(scope="module")
def soup(site: Path) -> BeautifulSoup:
    """The built page of the catalogue."""
    return soup_of(site, PAGE)


def soup_of(site: Path, address: str) -> BeautifulSoup:
    """Return a built page."""
    return parsed(site / address / "index.html")


def said(tag: Tag | None) -> str:
    """Return the words of an element on one line."""
    assert tag
    return " ".join(tag.get_text(" ").split())


def drawn_in(study: dict[str, Any]) -> str:
    """Return the column in which the people of a typed report are drawn, or ""."""
    if "counted_in" in study:
        return ""
    design = study["design"]
    if design in PLACEBO:
        return "compared"
    if design == "single case":
        return "cases"
    return "series" if design in {"series", "survey", "single-arm trial"} else ""


def had(study: dict[str, Any], treatment: str) -> int | str | None:
    """Return how many people of a typed report had a treatment."""
    if study["design"] in PLACEBO:
        people: int | str = study["people"]
        return people
    told = study["outcomes"][treatment]
    if isinstance(told, str):
        return 1 if study["people"] == 1 else None
    number: int | None = told.get("people")
    return number


def test_each_row_counts_the_people_of_its_treatment(
    soup: BeautifulSoup, written: dict[str, Any]
) -> None:
    """Comparisons, series and single cases apart; a plus where a number is not told."""
    rows = {
        str(row["data-treatment"]): row for row in soup.select(".guide-people tbody tr")
    }
    assert list(rows) == list(written["treatments"])
    for treatment, row in rows.items():
        for look in DRAWN:
            people = [
                had(study, treatment)
                for study in written["studies"]
                if treatment in study["outcomes"] and drawn_in(study) == look
            ]
            told = sum(it for it in people if isinstance(it, int))
            more = "+" if any(not isinstance(it, int) for it in people) else ""
            cell = row.select_one(f"td.guide-{look}")
            assert cell
            assert said(cell.span) == f"{told}{more}", (treatment, look)
            bar = cell.rect
            assert bar
            assert (bar["width"] != "0") == (told > 0)


def test_kinds_never_share_a_total(
    soup: BeautifulSoup, written: dict[str, Any]
) -> None:
    """The caption tells three numbers, and nowhere their sum."""
    told: Counter[str] = Counter()
    for study in written["studies"]:
        if isinstance(study["people"], int):
            told[drawn_in(study)] += study["people"]
    caption = said(soup.select_one(".guide-people caption"))
    assert (
        f"{told['compared']} people compared with placebo; {told['series']} in trials "
        f"and series without a comparison; {told['cases']} single cases."
    ) in caption
    alone = sum(told[look] for look in DRAWN)
    assert not re.search(rf"\b{alone}\b", said(soup.article))


def test_every_report_is_listed_with_its_source(
    soup: BeautifulSoup, written: dict[str, Any]
) -> None:
    """Its words, its results, a link to the library or to where it was found."""
    items = {str(item["id"]): item for item in soup.select(".guide-reports li")}
    assert set(items) == {study["key"] for study in written["studies"]}
    bibliography = written["bibliography"]["url"]
    held = {
        work.get(field): key
        for key, work in bibtex.read(ROOT / "references.bib").items()
        for field in ("doi", "pmid")
        if work.get(field)
    }
    for study in written["studies"]:
        item = items[study["key"]]
        words = said(item)
        assert " ".join(study["found"].split()) in words, study["key"]
        assert f"{len(study['outcomes'])}" == str(
            len(str(item["data-outcomes"]).split())
        )
        links = {str(link["href"]) for link in item.select("a")}
        if "refs" in study:
            assert {f"../references/#{key}" for key in study["refs"]} <= links
        elif key := held.get(study.get("doi")) or held.get(study.get("pmid")):
            assert f"../references/#{key}" in links, "the library holds it"
        elif "doi" in study:
            assert f"https://doi.org/{study['doi']}" in links
        elif "pmid" in study:
            assert f"https://pubmed.ncbi.nlm.nih.gov/{study['pmid']}/" in links
        else:
            assert study.get("url", bibliography) in links


def test_the_same_people_twice_are_shown_as_such(
    soup: BeautifulSoup, written: dict[str, Any]
) -> None:
    """What may overlap names the others; what is told again is not counted."""
    again = 0
    for study in written["studies"]:
        item = soup.find(id=study["key"])
        assert isinstance(item, Tag)
        links = {str(link["href"]) for link in item.select("a")}
        if overlaps := study.get("overlaps"):
            assert "May count the same people as" in said(item)
            assert {f"#{key}" for key in overlaps} <= links
        if "counted_in" in study:
            again += 1
            assert "The same people are counted in" in said(item)
            assert f"#{study['counted_in']}" in links
        assert item.has_attr("data-again") == ("counted_in" in study)
    assert again


def test_why_single_cases_flatter_stands_above_the_drawing(soup: BeautifulSoup) -> None:
    """With its source, and before any number of people."""
    card = soup.select_one(".admonition.short")
    assert card
    assert "27%" in said(card)
    assert "79%" in said(card)
    assert card.select_one('a[href="#fn:arino2015paraneoplastic"]')
    assert soup.select_one(".admonition.short ~ .guide-people")


def test_the_evidence_lists_trials_and_series(
    site: Path, known: studies.Studies
) -> None:
    """In a section of the evidence: its rows, its studies, one line on the rest."""
    soup = soup_of(site, "treatments/ivig/evidence/")
    heading = soup.select_one("h2#everyone-studied")
    assert heading
    table = heading.find_next("table")
    assert isinstance(table, Tag)
    shown = [row["data-treatment"] for row in table.select("tbody tr")]
    assert tuple(shown) == known.on("ivig")
    items = table.find_next_sibling("ul")
    assert isinstance(items, Tag)
    listed = items.find_all("li", recursive=False)
    own = known.of(*known.on("ivig"))
    found = [it for it in own if any(it.found in said(item) for item in listed)]
    assert len(found) == len(listed)
    assert {it.kind for it in found} <= {
        studies.COMPARED,
        studies.SERIES,
        studies.WITHOUT_RESULT,
    }
    trials = [it for it in own if it.kind == studies.COMPARED and not it.counted_in]
    assert found[: len(trials)] == trials
    rest = items.find_next_sibling("p")
    assert isinstance(rest, Tag)
    cases = sum(it.kind == studies.CASES and not it.counted_in for it in own)
    assert f"{cases} single cases" in said(rest)
    to = [link["href"] for link in rest.select("a")]
    assert to == [f"../../../evidence/studies/#on-{key}" for key in known.on("ivig")]


def test_no_page_of_a_treatment_grows_with_the_catalogue(site: Path) -> None:
    """Its studies are a list that can be read, however many are reported."""
    pages = [
        page
        for page in (site / "treatments").rglob("index.html")
        if 'id="everyone-studied"' in page.read_text(encoding="utf-8")
    ]
    assert len(pages) > 10
    for page in pages:
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        items = soup.select("#everyone-studied + table + p + ul > li")
        assert len(items) <= 20, page


TREATMENT = """---
title: {title}
description: A page about a treatment, with a description long enough to pass. {title}
kind: treatment
still_to_do: true
glance:
  for: "An example [@dupont2018chapter]"
  evidence: "An example [@dupont2018chapter]"
  dangers: "An example [@dupont2018chapter]"
  given: "An example [@dupont2018chapter]"
reviewed: 2026-11-22
next_review: 2027-05-22
searched_to: 2026-11-22
---

# {title}

{sections}
"""


def write_treatment(guide: Miniature, name: str) -> None:
    """Write a page about a treatment with the fixed headings."""
    headings = [h for h, always in rules.TREATMENT_HEADINGS.items() if always]
    sections = "\n\n".join(
        f"## {h}\n\nNothing yet [@dupont2018chapter]." for h in headings
    )
    page = guide.docs / "treatments" / f"{name}.md"
    page.parent.mkdir(exist_ok=True)
    text = TREATMENT.format(title=name.capitalize(), sections=sections)
    page.write_text(text, encoding="utf-8")


def test_the_slice_comes_by_the_name_of_the_file(miniature: Miniature) -> None:
    """A page without reports has none; a treatment without a page breaks nothing."""
    for name in ("ivig", "other"):
        write_treatment(miniature, name)
    built = miniature.build()
    assert built.returncode == 0, built.stderr
    own = soup_of(miniature.site, "treatments/ivig/")
    row = own.select_one(".guide-people tbody tr")
    assert said(row) == "IVIG 12 better than placebo 5 1"
    items = own.select(".guide-people ~ ul > li")
    assert [said(item) for item in items] == [
        "2001, randomised trial, 12 people. The treatment, for a month, compared with "
        "placebo. It was better than placebo. Harms: None were told. NCT00000000 "
        "[4, 5]",
        "2022, series, 6 people. The treatment. Two of five improved. "
        "Harms: One had a headache. ( Third and others 2022 )",
    ]
    assert said(own.select_one(".guide-people ~ ul + p")) == (
        "Also reported: 1 single case. Find them in the catalogue: IVIG ."
    )
    other = soup_of(miniature.site, "treatments/other/")
    assert not other.select(".guide-people")


def test_the_data_keep_the_rules_of_the_pages(known: studies.Studies) -> None:
    """Short sentences, respectful words, no dose."""
    for study in known.all:
        prose = (study.given, study.described, study.who, study.found, study.harms)
        for words in prose:
            assert not rules.ANY_BANNED.search(words), words
            assert not rules.DOSE.search(words), words
            for sentence in parser.split(words):
                assert len(rules.WORD.findall(sentence)) <= rules.SENTENCE_WORDS, words
        assert study.found.endswith(".")
        assert study.harms == studies.UNTOLD or study.harms.endswith(".")


def test_the_data_are_sorted(written: dict[str, Any]) -> None:
    """So that two people who add a report do not meet."""
    keys = [study["key"] for study in written["studies"]]
    assert keys == sorted(keys)


@pytest.fixture(scope="module")
def exported(site: Path) -> dict[str, Any]:
    """The catalogue for programs."""
    told: dict[str, Any] = json.loads(
        (site / "evidence" / "studies.json").read_text(encoding="utf-8")
    )
    return told


def test_the_export_keeps_its_schema(site: Path, exported: dict[str, Any]) -> None:
    """The schema is published beside it, and the page leads to all three."""
    schema = (site / "evidence" / "studies.schema.json").read_text(encoding="utf-8")
    assert schema == catalogue.SCHEMA.read_text(encoding="utf-8")
    found = Draft202012Validator(json.loads(schema)).iter_errors(exported)
    assert [error.message for error in found] == []
    links = {str(link["href"]) for link in soup_of(site, PAGE).select("article a")}
    for ending in ("csv", "json", "schema.json"):
        assert f"../studies.{ending}" in links


def test_both_exports_hold_every_report(
    site: Path, exported: dict[str, Any], written: dict[str, Any]
) -> None:
    """One row, one report, with the same fields; no number is lost on the way."""
    text = (site / "evidence" / "studies.csv").read_bytes().decode("utf-8")
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    keys = [study["key"] for study in written["studies"]]
    assert [row["key"] for row in table] == keys
    assert [report["key"] for report in exported["reports"]] == keys
    for row, report, study in zip(
        table, exported["reports"], written["studies"], strict=True
    ):
        assert list(row) == list(report)
        assert row["found"] == report["found"] == study["found"]
        assert row["people"] == str(report["people"])
        assert row["antibodies"].split("; ") == study["antibodies"]
        assert report["pmid"] == study.get("pmid", "")
        for outcome in report["outcomes"]:
            said_so = study["outcomes"][outcome["treatment"]]
            result = said_so if isinstance(said_so, str) else said_so["result"]
            assert outcome["result"] == result
            assert f"{outcome['treatment']}: {result}" in row["outcomes"]


def edited(guide: Miniature, old: str, new: str) -> str:
    """Change the data of a miniature guide; return what the build says."""
    path = guide.folder / "data" / "studies.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    built = guide.build()
    assert built.returncode != 0
    assert "Traceback" not in built.stderr
    assert not guide.site.exists()
    return built.stderr


FAULTS = {
    "a study without participants": (
        "    people: 12\n",
        "",
        "data/studies.yml:13: 'first2001': the field 'people' is missing. Write how "
        "many people with SPS took part, as a whole number, or: not told.",
    ),
    "no participants": (
        "    people: 12\n",
        "    people: 0\n",
        "data/studies.yml:13: 'first2001': the field 'people' is '0', but there is a "
        "result. Count the people, or correct the field 'design'.",
    ),
    "an unknown field": (
        "harms: None were told.",
        "harm: None were told.\n    harms: None.",
        "data/studies.yml:13: 'first2001': the field 'harm' is unknown. "
        "Did you mean 'harms'?",
    ),
    "an unknown design": (
        "design: single case",
        "design: cohort",
        "data/studies.yml:32: 'second2020': the field 'design' is 'cohort'. Write one "
        "of: randomised trial, placebo-controlled study,",
    ),
    "one person as a series": (
        "design: single case",
        "design: series",
        "data/studies.yml:32: 'second2020': the field 'people' is '1', but the field "
        "'design' is 'series'. One person is a single case, more are a series.",
    ),
    "a source that is not in the library": (
        "[others2016short]",
        "[others2016shor]",
        "data/studies.yml:32: 'second2020': the field 'refs' holds 'others2016shor', "
        "which is not in references.bib. Add that source, or correct the key. "
        "Did you mean 'others2016short'?",
    ),
    "no source": (
        "    refs: [others2016short]\n",
        "",
        "data/studies.yml:32: 'second2020': give either the field 'refs', for a source "
        "in references.bib, or the field 'work', for one that is not.",
    ),
    "a treatment without a name": (
        "{gone: same, ivig: better}",
        "{gone: same, ivg: better}",
        "data/studies.yml:32: 'second2020': the field 'outcomes' holds 'ivg', which "
        "has no name. Add it under treatments, above the studies. "
        "Did you mean 'ivig'?",
    ),
    "a result that is none": (
        "{gone: same, ivig: better}",
        "{gone: same, ivig: good}",
        "data/studies.yml:32: 'second2020': the field 'ivig' is 'good'. Write",
    ),
    "a page without a name": (
        "pages: [ivig]}",
        "pages: [ivg]}",
        "data/studies.yml:1: the treatment 'ivig' names the page 'ivg', which has no "
        "name. Add it under pages. Did you mean 'ivig'?",
    ),
    "more people than took part": (
        "{people: 5, better: 2, result: mixed}",
        "{people: 7, better: 2, result: mixed}",
        "data/studies.yml:46: 'third2022': of 'ivig' 7 people are told, but 6 in all.",
    ),
    "more better than had it": (
        "{people: 5, better: 2, result: mixed}",
        "{people: 5, better: 6, result: mixed}",
        "data/studies.yml:46: 'third2022': of 'ivig' 6 are better, but 5 had it.",
    ),
    "a result from a title": (
        "read: part",
        "read: title",
        "data/studies.yml:64: 'fourth2019': of 'ivig' the result is 'better', but only "
        "a title was read. A title supports no result: write 'not told'.",
    ),
    "an overlap with nobody": (
        "overlaps: [fourth2019]",
        "overlaps: [forth2019]",
        "data/studies.yml:46: 'third2022': the field 'overlaps' holds 'forth2019', "
        "which is no other study. Correct the key. Did you mean 'fourth2019'?",
    ),
    "the number of another database": (
        "    doi: 10.1000/third\n",
        "    pmid: '629602180'\n",
        "data/studies.yml:46: 'third2022': the field 'pmid' is '629602180'. Write the "
        "PubMed number that you have seen in quotes, or take the line out. A larger "
        "number is another database's.",
    ),
    "a key twice": (
        "key: second2020",
        "key: first2001",
        "data/studies.yml:32: 'first2001': the field 'key' stands in an earlier study "
        "too. Give it another.",
    ),
    "a study that is none": (
        "  - key: second2020",
        "  - many\n  - key: second2020",
        "data/studies.yml:32: study 2: this is 'many'. Write a study as lines "
        "'field: value'.",
    ),
    "a registry number that is none": (
        "registry: NCT00000000",
        "registry: NCT1",
        "data/studies.yml:13: 'first2001': the field 'registry' is 'NCT1'. Write the "
        "number as NCT00001550, or take the line out.",
    ),
    "no list": (
        "studies:\n",
        "studies: none\nothers:\n",
        "data/studies.yml:1: the field 'studies' is 'none'. Write a list of studies.",
    ),
    "a field twice": (
        "    year: 2001\n",
        "    year: 2001\n    year: 2002\n",
        "data/studies.yml:15: the field 'year' stands twice. Keep one.",
    ),
    "no YAML": (
        "who: one woman",
        "who: one: woman",
        "data/studies.yml:39: this is not YAML. Write 'name: value' lines,",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_field_stops_the_build(miniature: Miniature, fault: str) -> None:
    """One sentence with file, entry, field and remedy; nothing is built."""
    old, new, sentence = FAULTS[fault]
    assert sentence in edited(miniature, old, new)


def test_missing_data_stop_the_build(miniature: Miniature) -> None:
    """One sentence, no traceback."""
    (miniature.folder / "data" / "studies.yml").unlink()
    built = miniature.build()
    assert built.returncode != 0
    assert (
        "data/studies.yml:1: there is no such file or folder. Put it back."
    ) in built.stderr
    assert "Traceback" not in built.stderr


@pytest.fixture
def page(browser: Browser, site: Path, serve: Serve) -> Iterator[Page]:
    """The catalogue on a phone in a fresh profile."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, service_workers="block"
    )
    page = context.new_page()
    page.goto(serve(site) + PAGE)
    yield page
    context.close()


SHOWN = """[...document.querySelectorAll(".guide-reports li")]
  .filter(item => item.checkVisibility()).map(item => item.id)"""


def chosen(written: dict[str, Any], treatment: str, **others: str) -> set[str]:
    """Return the keys of the typed reports that fit a choice."""
    result = others.pop("result", "")
    fields = {"form": "form", "antibody": "antibodies"}
    found = set()
    for study in written["studies"]:
        results = {
            it if isinstance(it, str) else it["result"]
            for key, it in study["outcomes"].items()
            if treatment in ("", key)
        }
        ages = study["age"].split(" and ")
        if (
            results
            and (not result or result in results)
            and others.get("age", ages[0]) in ages
            and all(
                others[name] in study[field]
                for name, field in fields.items()
                if name in others
            )
        ):
            found.add(study["key"])
    return found


@pytest.mark.parametrize(
    "choice",
    [
        {"treatment": "rituximab", "result": "same"},
        {"treatment": "", "form": "PERM", "age": "children"},
        {"treatment": "ivig", "antibody": "none found", "result": "better"},
        {"treatment": "", "result": "worse"},
    ],
)
def test_a_choice_shows_what_fits(
    page: Page, written: dict[str, Any], choice: dict[str, str]
) -> None:
    """A result is that of the chosen treatment; the page says how many fit."""
    for name, value in choice.items():
        page.locator(f"select[name={name}]").select_option(value)
    fitting = chosen(written, **choice)
    assert fitting
    assert set(page.evaluate(SHOWN)) == fitting
    total = len(written["studies"])
    shown = "is" if len(fitting) == 1 else "are"
    expect(page.locator(".guide-choose [role=status]")).to_have_text(
        f"{len(fitting)} of {total} reports {shown} shown."
    )


def test_a_choice_draws_the_rows_anew(page: Page, written: dict[str, Any]) -> None:
    """Children alone: each single case of a child counts, and nobody else."""
    page.locator("select[name=age]").select_option("children")
    for treatment in ("ivig", "rituximab", "baclofen-pump"):
        young = sum(
            1
            for study in written["studies"]
            if treatment in study["outcomes"]
            and "children" in study["age"]
            and drawn_in(study) == "cases"
        )
        cell = page.locator(f"#on-{treatment} .guide-cases span")
        expect(cell).to_have_text(str(young))
    bar = page.locator("#on-ivig .guide-compared rect")
    expect(bar).to_have_attribute("width", "0")


def test_script_and_build_draw_alike(page: Page) -> None:
    """A choice taken back leaves the drawing as the build made it."""
    whole = "document.querySelector('.guide-people').outerHTML"
    before = page.evaluate(whole)
    page.locator("select[name=form]").select_option("limb")
    assert page.evaluate(whole) != before
    page.locator("select[name=form]").select_option("")
    assert page.evaluate(whole) == before
    expect(page.locator(".guide-choose [role=status]")).to_contain_text("All ")


def test_the_way_from_a_treatment_page_chooses_it(
    page: Page, site: Path, serve: Serve, written: dict[str, Any]
) -> None:
    """The link of the line on single cases leads to its reports."""
    page.goto("about:blank")
    page.goto(f"{serve(site)}{PAGE}#on-scig")
    expect(page.locator("select[name=treatment]")).to_have_value("scig")
    assert set(page.evaluate(SHOWN)) == chosen(written, "scig")


def test_a_link_to_a_hidden_report_shows_it(page: Page) -> None:
    """Also where a choice or a fold hides it."""
    page.locator("select[name=treatment]").select_option("ivig")
    hidden = page.locator("#brown1991milacemide")
    expect(hidden).to_be_hidden()
    page.evaluate("location.hash = 'brown1991milacemide'")
    expect(hidden).to_be_visible()
    expect(hidden).to_be_in_viewport()


def test_the_choice_is_made_by_keyboard(page: Page) -> None:
    """Tab reaches each field, and a letter chooses."""
    page.locator("select[name=treatment]").focus()
    for name in ("form", "antibody", "age", "result"):
        page.keyboard.press("Tab")
        expect(page.locator(f"select[name={name}]")).to_be_focused()
    page.keyboard.press("w")
    expect(page.locator("select[name=result]")).to_have_value("worse")


def test_choice_and_drawing_stand_on_one_screen(
    page: Page, site: Path, serve: Serve
) -> None:
    """The choice on the first screen; all rows on one at 1280 px."""
    box = page.locator(".guide-choose select").first.bounding_box()
    assert box
    assert box["y"] + box["height"] <= 640
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(serve(site) + PAGE)
    form = page.locator(".guide-choose").bounding_box()
    drawing = page.locator(".guide-people").bounding_box()
    assert form
    assert drawing
    assert form["y"] + form["height"] <= 800
    assert drawing["height"] <= 720
    assert drawing["x"] + drawing["width"] <= 1280


def test_choosing_moves_nothing_unasked(page: Page, site: Path, serve: Serve) -> None:
    """The fields stand before the first paint: no layout shift, at both widths."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        page.goto("about:blank")
        page.goto(serve(site) + PAGE)
        shift = page.evaluate(
            """() => new Promise(done => {
              let sum = 0;
              new PerformanceObserver(list =>
                list.getEntries().forEach(e => sum += e.value))
                .observe({type: "layout-shift", buffered: true});
              setTimeout(() => done(sum), 300);
            })"""
        )
        assert shift == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_without_script_everything_can_be_read(
    browser: Browser, site: Path, serve: Serve, width: int
) -> None:
    """All rows, all reports behind their folds, no field that does nothing."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 640}
    )
    page = context.new_page()
    page.goto(serve(site) + PAGE)
    expect(page.locator(".guide-choose")).to_be_hidden()
    rows = len(soup_of(site, PAGE).select(".guide-people tbody tr"))
    expect(page.locator(".guide-people tbody tr")).to_have_count(rows)
    fold = page.locator(".guide-reports", has=page.get_by_text("Single cases:"))
    expect(fold.locator("li").last).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.locator("li").last).to_be_visible()
    context.close()


@pytest.mark.parametrize("address", [PAGE, "treatments/ivig/", "evidence/references/"])
def test_nothing_is_cut_on_a_phone(
    page: Page, site: Path, serve: Serve, address: str
) -> None:
    """320 px: no sideways scroll, every number of the drawing whole."""
    page.goto(serve(site) + address)
    wide = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(wide) == 0
    cut = """[...document.querySelectorAll(".guide-people :is(td, th)")].filter(cell =>
      cell.scrollWidth > cell.clientWidth + 1).length"""
    assert page.evaluate(cut) == 0


def test_each_row_of_blocks_is_still_a_table(soup: BeautifulSoup) -> None:
    """Drawn as blocks, tags lose their meaning to some readers: roles say it."""
    table = soup.select_one(".guide-people[role=table]")
    assert table
    for row in table.select("tbody tr"):
        roles = [cell.get("role") for cell in row.find_all(recursive=False)]
        assert row.get("role") == "row"
        assert roles == ["rowheader", "cell", "cell", "cell"]
    assert len(table.select("thead [role=columnheader]")) == 4
