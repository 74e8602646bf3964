"""Everyone ever studied: drawn, listed, sliced, sorted, and refused where wrong."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import ROOT, Miniature, Serve
from conftest import soup_of as parsed
from guide.facts import studies
from guide.library import bibtex
from guide.pages import parser, rules
from guide.site import charts
from playwright.sync_api import Browser, Page, expect

PAGE = "evidence/studies/"
DATA = ROOT / "data" / "studies.yml"
COLUMNS = [
    "Treatment",
    "Year",
    "Design",
    "People",
    "Compared with",
    "Result",
    "Serious harms",
    "Registry number",
    "Sources",
]


@pytest.fixture(scope="module")
def known() -> studies.Studies:
    """The studies of the guide."""
    works = bibtex.read(ROOT / "references.bib")
    return studies.read(DATA, "data/studies.yml", works)


def soup_of(site: Path, address: str) -> BeautifulSoup:
    """Return a built page."""
    return parsed(site / address / "index.html")


def said(tag: Tag | None) -> str:
    """Return the words of an element on one line."""
    assert tag
    return " ".join(tag.get_text(" ").split())


def dots(around: BeautifulSoup) -> tuple[int, int]:
    """Return how many filled dots and rings a page draws, its legend left out."""
    drawn = around.select(".guide-people > ul circle")
    rings = [dot for dot in drawn if dot.get("class") == ["ring"]]
    return len(drawn) - len(rings), len(rings)


def test_every_person_is_one_dot(site: Path, known: studies.Studies) -> None:
    """Filled against placebo, a ring without a comparison; no result, no dot."""
    told = {studies.COMPARED: 0, studies.ALONE: 0, studies.WITHOUT_RESULT: 0}
    for study in known.all:
        told[study.kind] += study.people or 0
    soup = soup_of(site, PAGE)
    assert dots(soup) == (told[studies.COMPARED], told[studies.ALONE])
    caption = said(soup.select_one(".guide-people figcaption"))
    assert caption.startswith(
        f"One dot or ring is one person. {sum(told.values())} people in all: "
        f"{told[studies.COMPARED]} against placebo, {told[studies.ALONE]} without"
    )


def test_the_dots_of_each_study_are_told_in_words(site: Path) -> None:
    """A picture of n dots says n, and the words beside it say n people."""
    rows = soup_of(site, PAGE).select(".guide-people svg[role=img]")
    assert rows
    for row in rows:
        number = str(len(row.select("circle")))
        assert str(row["aria-label"]).split()[0] == number
        beside = row.find_previous_sibling("span")
        assert isinstance(beside, Tag)
        assert said(beside).split(": ")[1].split()[0] == number


def test_every_study_is_a_row_of_the_table(site: Path, known: studies.Studies) -> None:
    """All fields, in the words of the data, each cell with its heading."""
    soup = soup_of(site, PAGE)
    assert [said(cell) for cell in soup.select("table thead th")] == COLUMNS
    rows = soup.select("table tbody tr")
    assert len(rows) == len(known.all)
    for study in known.all:
        same = [
            row
            for row in rows
            if said(row.select_one("th")) == study.name
            and study.result in said(row)
            and study.harms in said(row)
            and study.who in said(row)
            and study.registry in said(row)
        ]
        assert len(same) == 1, study.key
        labels = [cell["data-label"] for cell in same[0].select("td")]
        assert labels == COLUMNS[1:]
        cited = same[0].select("td")[-1].select("a.footnote-ref")
        assert [link["href"] for link in cited] == [f"#fn:{key}" for key in study.refs]


def test_a_treatment_page_shows_its_own_slice(
    site: Path, known: studies.Studies
) -> None:
    """At the end of What studies found: the same drawing, each study with sources."""
    soup = soup_of(site, "treatments/ivig/")
    heading = soup.select_one("#everyone-studied")
    assert heading
    before = heading.find_previous("h2")
    after = heading.find_next("h2")
    assert isinstance(before, Tag)
    assert isinstance(after, Tag)
    assert (before["id"], after["id"]) == ("what-studies-found", "possible-harms")
    own = known.of("ivig")
    people = [sum(s.people or 0 for s in own if s.kind == k) for k in charts.DOTS]
    assert dots(soup) == tuple(people)
    shown = heading.find_next("figure")
    assert isinstance(shown, Tag)
    items = shown.find_next_sibling("ul")
    assert isinstance(items, Tag)
    listed = items.find_all("li", recursive=False)
    assert len(listed) == len(own)
    for item, study in zip(listed, own, strict=True):
        assert f"{study.year}, {study.design}" in said(item)
        assert study.result in said(item)
        assert study.harms in said(item)
        links = [link["href"] for link in item.select("a.footnote-ref")]
        assert links == [f"#fn:{key}" for key in study.refs]
    numbers = [said(mark) for mark in soup.select("article .footnote-ref")]
    assert len(set(numbers)) == len(soup.select(".footnote li"))


TREATMENT = """---
title: {title}
description: A page about a treatment, with a description long enough to pass. {title}
kind: treatment
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
    """A page without studies has none; a study without a page breaks nothing."""
    for name in ("ivig", "other"):
        write_treatment(miniature, name)
    built = miniature.build()
    assert built.returncode == 0, built.stderr
    own = soup_of(miniature.site, "treatments/ivig/")
    assert dots(own) == (12, 1)
    item = own.select_one("figure.guide-people + ul > li:first-child")
    assert said(item) == (
        "2001, randomised trial, 12 people. The treatment, for a month, against "
        "placebo. It was better than placebo. Serious harms: None were told. "
        "NCT00000000 [4] [5]"
    )
    other = soup_of(miniature.site, "treatments/other/")
    assert not other.select(".guide-people")


def test_the_data_keep_the_rules_of_the_pages(known: studies.Studies) -> None:
    """Short sentences, respectful words, no dose."""
    for study in known.all:
        prose = (study.name, study.described, study.who, study.result, study.harms)
        for words in prose:
            assert not rules.ANY_BANNED.search(words), words
            assert not rules.DOSE.search(words), words
            for sentence in parser.split(words):
                assert len(rules.WORD.findall(sentence)) <= rules.SENTENCE_WORDS, words
        assert study.result.endswith(".")
        assert study.harms.endswith(".")


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
        "data/studies.yml:6: 'first2001': the field 'people' is missing. Write how "
        "many people took part, as a whole number, or: not told.",
    ),
    "no participants": (
        "people: 12",
        "people: 0",
        "data/studies.yml:6: 'first2001': the field 'people' is '0', but there is a "
        "result. Count the people, or correct the field 'design'.",
    ),
    "a number that is none": (
        "people: 12",
        "people: a dozen",
        "data/studies.yml:6: 'first2001': the field 'people' is 'a dozen'. Write how "
        "many people took part, as a whole number, or: not told.",
    ),
    "an unknown field": (
        "harms: None were told.",
        "harm: None were told.\n    harms: None.",
        "data/studies.yml:6: 'first2001': the field 'harm' is unknown. "
        "Did you mean 'harms'?",
    ),
    "an unknown design": (
        "design: case report",
        "design: cohort",
        "data/studies.yml:20: 'second2020': the field 'design' is 'cohort'. Write one "
        "of: randomised trial, placebo-controlled study,",
    ),
    "a source that is not in the library": (
        "[others2016short]",
        "[others2016shor]",
        "data/studies.yml:20: 'second2020': the field 'refs' holds 'others2016shor', "
        "which is not in references.bib. Add that source, or correct the key. "
        "Did you mean 'others2016short'?",
    ),
    "a treatment without a name": (
        "treatments: [gone, ivig]",
        "treatments: [gone, ivg]",
        "data/studies.yml:20: 'second2020': the field 'treatments' holds 'ivg', which "
        "has no name. Add it under treatments, above the studies. "
        "Did you mean 'ivig'?",
    ),
    "a key twice": (
        "key: second2020",
        "key: first2001",
        "data/studies.yml:20: 'first2001': the field 'key' stands in an earlier study "
        "too. Give it another.",
    ),
    "a study that is none": (
        "  - key: second2020",
        "  - many\n  - key: second2020",
        "data/studies.yml:20: study 2: this is 'many'. Write a study as lines "
        "'field: value'.",
    ),
    "a registry number that is none": (
        "registry: NCT00000000",
        "registry: NCT1",
        "data/studies.yml:6: 'first2001': the field 'registry' is 'NCT1'. Write the "
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
        "data/studies.yml:6: 'first2001': the field 'year' stands twice. Keep one.",
    ),
    "no YAML": (
        "name: Another treatment",
        "name: Another: treatment",
        "data/studies.yml:23: this is not YAML. Write 'field: value' lines,",
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
        "data/studies.yml:1: the file cannot be read (No such file or directory). "
        "Put it back."
    ) in built.stderr
    assert "Traceback" not in built.stderr


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a phone in a fresh profile."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, service_workers="block"
    )
    yield context.new_page()
    context.close()


def column(page: Page, number: int) -> list[str]:
    """Return the words of a column of the table, from above."""
    cells = page.locator(f"tbody tr > :nth-child({number})").all_inner_texts()
    return [cell.strip() for cell in cells]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_table_is_sorted_by_keyboard(
    page: Page, site: Path, serve: Serve, width: int
) -> None:
    """Up, then down; the heading and a status say so; what is not told comes last."""
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(serve(site) + PAGE)
    year = page.get_by_role("button", name="Year")
    year.focus()
    page.keyboard.press("Enter")
    years = column(page, 2)
    assert years == sorted(years)
    heading = page.get_by_role("columnheader", name="Year")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(page.locator(".guide-sorted")).to_have_text("Sorted by Year, upward.")
    page.keyboard.press("Space")
    assert column(page, 2) == sorted(years, reverse=True)
    expect(heading).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-sort]")).to_have_count(1)
    people = [re.match(r"\d+", words) for words in column(page, 4)]
    told = [int(number[0]) for number in people if number]
    assert told == sorted(told)
    assert all(people[: len(told)])
    assert len(told) < len(people)


def test_sorting_moves_nothing_unasked(page: Page, site: Path, serve: Serve) -> None:
    """The buttons stand before the first paint: no layout shift, at both widths."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        page.goto("about:blank")
        page.goto(serve(site) + PAGE + "#study-by-study")
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
def test_without_script_the_table_is_plain(
    browser: Browser, site: Path, serve: Serve, width: int
) -> None:
    """All rows, no button, nothing wider than the window."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 640}
    )
    page = context.new_page()
    page.goto(serve(site) + PAGE)
    rows = len(soup_of(site, PAGE).select("tbody tr"))
    assert page.locator("tbody tr").count() == rows
    assert page.locator("table button").count() == 0
    assert page.locator("tbody tr").last.is_visible()
    context.close()


@pytest.mark.parametrize("address", [PAGE, "treatments/ivig/", "evidence/references/"])
def test_nothing_is_cut_on_a_phone(
    page: Page, site: Path, serve: Serve, address: str
) -> None:
    """320 px: no sideways scroll, every drawing whole."""
    page.goto(serve(site) + address)
    wide = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(wide) == 0
    cut = """[...document.querySelectorAll(".guide-people svg")].filter(svg =>
      svg.getBoundingClientRect().width < svg.getAttribute("width") - 0.5).length"""
    assert page.evaluate(cut) == 0


def test_each_row_of_blocks_is_still_a_table(site: Path) -> None:
    """Drawn as blocks, tags lose their meaning to some readers: roles say it."""
    table = soup_of(site, PAGE).select_one("table[role=table]")
    assert table
    for row in table.select("tbody tr"):
        roles = [cell.get("role") for cell in row.find_all(recursive=False)]
        assert row.get("role") == "row"
        assert roles == ["rowheader", *["cell"] * (len(COLUMNS) - 1)]
    heads = table.select("thead [role=columnheader]")
    assert [said(head) for head in heads] == COLUMNS
