"""Medicine names: told on each page, found misspelt, compared, forgotten, refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from access import LOOKS, OTHER_LOOKS, SMALL, violations
from bs4 import BeautifulSoup, Tag
from conftest import ROOT, Miniature, Serve
from conftest import soup_of as parsed
from guide.facts import medicines
from guide.library import bibtex
from guide.pages import parser, rules
from playwright.sync_api import Browser, BrowserContext, Page, expect
from screens import moving

PAGE = "living/medicine-names/"
ASK = "Ask your pharmacist."
SAID, FOUND, LIST = "#medicine-said", ".guide-finder-found", ".guide-finder-list"
TOLD = f"{LIST} [role=status] p"


TREATMENT = """---
title: {title}
description: A page about a treatment, with a description long enough to pass. {title}
kind: treatment
still_to_do: true
reviewed: 2026-11-22
next_review: 2027-05-22
searched_to: 2026-11-22
glance:
  for: "One thing [@dupont2018chapter]"
  evidence: "One report [@dupont2018chapter]"
  dangers: "Some [@dupont2018chapter]"
  given: "By mouth [@dupont2018chapter]"
---

# {title}

{sections}
"""


@pytest.fixture(scope="module")
def known() -> medicines.Medicines:
    """The medicines of the guide."""
    works = bibtex.read(ROOT / "references.bib")
    return medicines.read(ROOT / "data" / "medicines.yml", "medicines.yml", works)


def soup_of(site: Path, address: str) -> BeautifulSoup:
    """Return a built page."""
    return parsed(site / address / "index.html")


def said(tag: Tag | None) -> str:
    """Return the words of an element on one line."""
    assert tag
    return " ".join(tag.get_text(" ").split())


def section(soup: BeautifulSoup, heading: str) -> list[Tag]:
    """Return what stands between a heading of level 2 and the next."""
    start = soup.find(id=heading)
    assert isinstance(start, Tag)
    found = []
    for tag in start.find_next_siblings(True):  # noqa: FBT003  # True: any tag
        assert isinstance(tag, Tag)
        if tag.name == "h2":
            break
        found.append(tag)
    return found


def write_treatment(guide: Miniature, name: str) -> None:
    """Write a page about a treatment with the fixed headings."""
    always = [heading for heading, needed in rules.TREATMENT_HEADINGS.items() if needed]
    cited = "Nothing yet [@dupont2018chapter]."
    sections = "\n\n".join(f"## {heading}\n\n{cited}" for heading in always)
    page = guide.docs / "treatments" / f"{name}.md"
    page.parent.mkdir(exist_ok=True)
    text = TREATMENT.format(title=name.capitalize(), sections=sections)
    page.write_text(text, encoding="utf-8")


# Told on pages


def test_the_table_ends_how_it_works(miniature: Miniature) -> None:
    """What holds for each stands above it, once; names and warnings are cited."""
    for name in ("ivig", "experimental", "other"):
        write_treatment(miniature, name)
    built = miniature.build()
    assert built.returncode == 0, built.stderr
    *_, heading, above, shared, table = section(
        soup_of(miniature.site, "treatments/ivig/"), "how-it-works"
    )
    assert [tag.name for tag in (heading, shared, table)] == ["h3", "ul", "table"]
    assert said(heading) == "Medicines on this page #"
    assert said(above) == "What holds for each of them:"
    assert said(shared) == "It makes people sleepy [2] ."
    cells = [
        [said(cell) for cell in row.select("th, td")] for row in table.select("tr")
    ]
    assert cells == [
        ["Medicine", "Brand names", "Main warnings", "Stopping"],
        [
            "Onepam",
            "USA: Firstum, Secondil (liquid); Ireland: Firstum [3]",
            "As above. It can kill with another [4] .",
            "Do not stop suddenly. Seizures can follow [2] .",
        ],
        [
            "Threepam",
            "None seen [3]",
            "As above.",
            "Do not stop suddenly. We hold no source on it, so treat it with care.",
        ],
    ]
    *_, heading, table = section(
        soup_of(miniature.site, "treatments/experimental/"), "how-it-works"
    )
    assert said(table.select_one("tbody tr")) == (
        "Others (also twopam) None seen [2] It was never tested [3] . "
        "We saw no such warning. Ask before you stop."
    )
    other = soup_of(miniature.site, "treatments/other/")
    assert not other.find(id="medicines-on-this-page")


def test_every_medicine_stands_on_its_page(
    site: Path, known: medicines.Medicines
) -> None:
    """Where its page is there, its row is, and the table of names links to it."""
    rows = soup_of(site, PAGE).select("table tbody tr")
    assert len(rows) == len(known.all)
    for medicine, row in zip(known.all, rows, strict=True):
        link = row.select_one("th a")
        built = next(site.glob(f"treatments/**/{medicine.page}/index.html"), None)
        assert bool(link) == bool(built), medicine.key
        if link and built:
            to = (site / PAGE / str(link["href"])).resolve() / "index.html"
            assert to == built.resolve()
            evidence = built.parent / "evidence"
            page = soup_of(evidence if evidence.exists() else built.parent, ".")
            table = section(page, "medicines-and-their-names")[-1]
            names = [said(cell).lower() for cell in table.select("tbody th")]
            assert any(it.startswith(medicine.name.lower()) for it in names)


def test_the_data_keep_the_rules_of_the_pages(known: medicines.Medicines) -> None:
    """Short sentences, respectful words, no dose."""
    for medicine in known.all:
        for text in (medicine.works, *medicine.warnings, medicine.stopping):
            words = parser.plain(text)
            assert not rules.ANY_BANNED.search(words), words
            assert not rules.DOSE.search(words), words
            for sentence in parser.split(text):
                count = len(rules.WORD.findall(parser.plain(sentence)))
                assert count <= rules.SENTENCE_WORDS, sentence


# Refused


FAULTS = {
    "a warning without a source": (
        "- It can kill with another [@many2017authors].",
        "- It can kill with another.",
        "data/medicines.yml:6: 'onepam': the field 'warnings' says 'It can kill with "
        "another.' without a source. Cite it as [@key].",
    ),
    "no warnings": (
        'warnings: ["It was never tested [@many2017authors]."]',
        "warnings: []",
        "data/medicines.yml:31: 'others': the field 'warnings' is a list. Write a list "
        "of its main warnings, each with its source, as 'It can kill",
    ),
    "a source that is not in the library": (
        "Seizures can follow [@label2022example].",
        "Seizures can follow [@label2022exampl].",
        "data/medicines.yml:6: 'onepam': the field 'stopping' holds 'label2022exampl', "
        "which is not in references.bib. Add that source, or correct the key. "
        "Did you mean 'label2022example'?",
    ),
    "a source of names that is not in the library": (
        "refs: [council2019page]",
        "refs: [council2019pag]",
        "data/medicines.yml:6: 'onepam': the field 'refs' holds 'council2019pag', "
        "which is not in references.bib.",
    ),
    "a citation that is none": (
        "works: Nobody knows.",
        'works: "Nobody knows [@two, @three]."',
        "data/medicines.yml:31: 'others': the field 'works' holds '[@two, @three]', "
        "which is not a citation. Write [@key] or [@one; @two].",
    ),
    "a class without a name": (
        "class: group",
        "class: groop",
        "data/medicines.yml:31: 'others': the field 'class' is 'groop', which has no "
        "name. Add it under classes, above the medicines. Did you mean 'group'?",
    ),
    "a page that is none": (
        "page: experimental",
        "page: experiments",
        "data/medicines.yml:36: 'experiments' names a page, and there is no "
        "'experiments.md' below docs/. Name the page as its file is named. "
        "Did you mean 'experimental'?",
    ),
    "a region that is none": (
        "Ireland: [Firstum]",
        "Irland: [Firstum]",
        "data/medicines.yml:6: 'onepam': the field 'brands' is 'Irland'. Write the "
        "brand names of each region (USA,",
    ),
    "a stop that is told and denied": (
        "do_not_stop_suddenly: true\n    stopping",
        "do_not_stop_suddenly: false\n    stopping",
        "data/medicines.yml:6: 'onepam': the field 'stopping' tells of a sudden stop, "
        "but 'do_not_stop_suddenly' is false. Write true, or take 'stopping' out.",
    ),
    "neither true nor false": (
        "do_not_stop_suddenly: false",
        "do_not_stop_suddenly: perhaps",
        "data/medicines.yml:31: 'others': the field 'do_not_stop_suddenly' is "
        "'perhaps'. Write true or false.",
    ),
    "an unknown field": (
        "several: true",
        "severall: true",
        "data/medicines.yml:31: 'others': the field 'severall' is unknown. "
        "Did you mean 'several'?",
    ),
    "a missing field": (
        "    generic: others\n",
        "",
        "data/medicines.yml:31: 'others': the field 'generic' is missing. Write the "
        "name of the substance,",
    ),
    "a key twice": (
        "key: others",
        "key: onepam",
        "data/medicines.yml:31: 'onepam': the field 'key' stands in an earlier "
        "medicine too. Give it another.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_field_stops_the_build(miniature: Miniature, fault: str) -> None:
    """One sentence with file, entry, field and remedy; nothing is built."""
    old, new, sentence = FAULTS[fault]
    path = miniature.folder / "data" / "medicines.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    built = miniature.build()
    assert built.returncode != 0
    assert sentence in built.stderr
    assert "Traceback" not in built.stderr
    assert not miniature.site.exists()


# Found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone in a fresh profile."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        bypass_csp=True,
        service_workers="block",
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, site: Path, serve: Serve) -> Page:
    """The page of medicine names, its field in focus."""
    page = context.new_page()
    page.goto(serve(site) + PAGE)
    page.get_by_label("Name of a medicine").focus()
    return page


def ask(page: Page, name: str) -> None:
    """Type a name into the field, instead of what stood there."""
    page.get_by_label("Name of a medicine").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(name)


def mark(page: Page, *names: str) -> None:
    """Ask for each name, and mark it by keyboard."""
    for name in names:
        ask(page, name.partition(" (")[0])
        box = page.locator(FOUND).get_by_role("checkbox", name=f"{name} is on my list")
        box.first.focus()
        page.keyboard.press("Space")


MISSPELT = {  # what is found first, and on which page
    "valum": (
        "Valium (brand, USA): a name of diazepam. Class: benz",
        "gaba-modulators",
    ),
    "klonapin": (
        "Klonopin (brand, USA): a name of clonazepam. Class",
        "gaba-modulators",
    ),
    "gabapentine": ("gabapentin. Class: GABA analogues", "gaba-analogues"),
    "lioresall": ("Lioresal (brand, USA: tablets, name no", "gaba-b-agonists"),
    "clonazapem": ("clonazepam. Class: benzodiazepines", "gaba-modulators"),
    "Balcofen": ("baclofen (by mouth). Class: GABA-B agonists", "gaba-b-agonists"),
    "xanx": ("Xanax (brand, USA; Other countries): a name of alp", "gaba-modulators"),
}


@pytest.mark.parametrize("typed", MISSPELT)
def test_a_misspelt_name_is_found(page: Page, site: Path, typed: str) -> None:
    """The nearest is told with its class and its page, and that it was not written."""
    told, to = MISSPELT[typed]
    page.keyboard.type(typed)
    expect(page.locator(SAID)).to_contain_text(f"No name here is written “{typed}”.")
    expect(page.locator(f"{FOUND} li").first).to_contain_text(told)
    if next(site.glob(f"treatments/**/{to}/index.html"), None):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{to}/")


def test_a_misspelt_name_of_two_forms_shows_both(page: Page) -> None:
    """Baclofen is swallowed or pumped."""
    page.keyboard.type("baclophen")
    found = page.locator(f"{FOUND} strong")
    expect(found).to_have_text(
        ["baclofen (by mouth)", "baclofen (pump into the spinal fluid)"]
    )
    expect(page.locator(SAID)).to_contain_text("Compare it with your box")


@pytest.mark.parametrize(
    ("typed", "first", "told"),
    [
        ("Rivotril", "Rivotril", "1 name found."),
        ("RIMAPAM", "Rimapam", "1 name found."),
        ("kemstro", "Kemstro", "1 name found."),
        ("sodium valproate", "sodium valproate", "1 name found."),
        ("tramadol", "tramadol", "1 name found."),
        ("zana", "Zanaflex", "1 name found."),
        ("diazepam 5 mg tablets", "diazepam", "1 name found."),
        ("lioresal", "Lioresal", "2 names found."),
    ],
)
def test_a_name_is_found_as_it_is_written(
    page: Page, typed: str, first: str, told: str
) -> None:
    """Any country, old names, groups, beginnings; a status tells how many."""
    page.keyboard.type(typed)
    expect(page.locator(SAID)).to_have_text(told)
    expect(page.locator(SAID)).to_have_attribute("role", "status")
    expect(page.locator(f"{FOUND} strong").first).to_have_text(first)


@pytest.mark.parametrize(
    "typed", ["prednisone", "clonidine", "zantac", "sodium chloride"]
)
def test_a_name_that_is_not_here_is_not_guessed(page: Page, typed: str) -> None:
    """Another medicine is never taken for a misspelling."""
    page.keyboard.type(typed)
    expect(page.locator(f"{FOUND} li")).to_have_count(0)
    expect(page.locator(SAID)).to_have_text(
        f"No name here is written “{typed}”. Ask your pharmacist about it."
    )


# Compared


def test_the_same_medicine_is_told(page: Page) -> None:
    """Two brands, and two forms of one substance."""
    mark(page, "Valium", "Stesolid")
    expect(page.locator(TOLD)).to_have_text(
        [f"Valium and Stesolid are the same medicine, diazepam. {ASK}"]
    )
    mark(page, "baclofen (by mouth)", "Gablofen")
    expect(page.locator(TOLD).nth(1)).to_have_text(
        f"baclofen (by mouth) and Gablofen are the same medicine, baclofen. {ASK}"
    )


def test_the_same_class_is_told(page: Page) -> None:
    """Two substances of a class, and two names of a group."""
    mark(page, "Xanax", "lorazepam")
    expect(page.locator(TOLD)).to_have_text(
        [
            "Xanax (alprazolam) and lorazepam are of the same class, benzodiazepines. "
            + ASK
        ]
    )
    mark(page, "OxyContin", "tramadol")
    expect(page.locator(TOLD).nth(1)).to_have_text(
        "OxyContin (oxycodone) and tramadol are of the same class, "
        f"opioid pain medicines. {ASK}"
    )


def test_nothing_alike_is_no_verdict(page: Page) -> None:
    """It is said that this does not mean that they go together."""
    mark(page, "Valium", "Lyrica")
    expect(page.locator(TOLD)).to_have_text(
        [
            "None of the 2 marked names is the same medicine or class here. That does "
            f"not mean that they go together. {ASK}"
        ]
    )


def test_marks_are_taken_back_by_keyboard(page: Page) -> None:
    """One at the list, all by the button; the focus stays near."""
    mark(page, "Valium", "Xanax", "Lyrica")
    boxes = page.locator(f"{LIST} input")
    expect(boxes).to_have_count(3)
    boxes.first.focus()
    page.keyboard.press("Space")
    expect(boxes).to_have_count(2)
    assert boxes.first.evaluate("e => e === document.activeElement")
    found = page.locator(f"{FOUND} input").first
    expect(found).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(boxes).to_have_count(0)
    expect(found).not_to_be_checked()
    expect(page.get_by_role("button", name="Clear all marks")).to_be_disabled()
    expect(page.get_by_label("Name of a medicine")).to_be_focused()
    expect(page.locator(TOLD)).to_have_text(["You have marked no name yet."])


# Forgotten


def test_nothing_is_sent_or_stored(page: Page, context: BrowserContext) -> None:
    """It works without a network; nothing is kept, and a reload forgets all."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    context.set_offline(offline=True)
    mark(page, "Valium", "Xanax")
    expect(page.locator(TOLD)).to_contain_text([ASK])
    assert asked == []
    assert context.storage_state(indexed_db=True) == {"cookies": [], "origins": []}
    assert page.evaluate("sessionStorage.length") == 0
    assert page.url.endswith(PAGE)
    context.set_offline(offline=False)
    page.reload()
    expect(page.locator(f"{LIST} input")).to_have_count(0)
    expect(page.get_by_label("Name of a medicine")).to_have_value("")


# For everyone


def test_without_script_the_table_is_there(
    browser: Browser, site: Path, serve: Serve, known: medicines.Medicines
) -> None:
    """Every name stands in it; no dead field is shown."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 640}
    )
    page = context.new_page()
    page.goto(serve(site) + PAGE)
    assert not page.locator(".guide-finder").is_visible()
    words = page.locator("table").inner_text()
    for medicine in known.all:
        for name in (medicine.generic, *medicine.other_names):
            assert name.lower() in words.lower()
        for brand in (name for names in medicine.brands.values() for name in names):
            assert brand in words
    context.close()


def test_nothing_is_cut_and_all_can_be_pressed(page: Page) -> None:
    """320 px: no sideways scroll; 44 px for what is pressed."""
    mark(page, "Horizant", "baclofen (pump into the spinal fluid)")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert page.evaluate(SMALL) == []


def test_axe_finds_nothing_with_names_found_and_marked(page: Page) -> None:
    """Both palettes, both widths."""
    mark(page, "Valium", "Xanax")
    for look in LOOKS + OTHER_LOOKS:
        assert violations(page, *look) == []


def test_nothing_moves_with_names_found_and_marked(page: Page) -> None:
    """It stands still, and the finder was there before the first paint."""
    address = page.url
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto("about:blank")
    page.goto(f"{address}#find-a-name")
    assert (
        page.evaluate(
            """() => new Promise(done => {
          let sum = 0;
          new PerformanceObserver(list =>
            list.getEntries().forEach(e => sum += e.value))
            .observe({type: "layout-shift", buffered: true});
          setTimeout(() => done(sum), 300);
        })"""
        )
        == 0
    )
    mark(page, "Valium", "Xanax")
    page.evaluate("document.activeElement.blur()")
    assert moving([page], 2) == []


def test_paper_has_the_table_alone(page: Page) -> None:
    """What nobody can press is not printed."""
    page.emulate_media(media="print")
    assert not page.locator(".guide-finder").is_visible()
    assert page.locator("table").is_visible()
