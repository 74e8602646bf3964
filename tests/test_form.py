"""Papers for an emergency: form, card, page for staff, the file to save, the diary.

What is typed stays in the page: each test that types counts requests and storage.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from access import LOOKS, OTHER_LOOKS, SMALL, violations
from bs4 import BeautifulSoup
from conftest import Host, Miniature, Serve
from guide.site import emergency_file, qr_codes, sections
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from screens import READY, changed_by_pointing

FORM, CARD, STAFF = "emergency/form/", "emergency/card/", "emergency/staff/"
DIARY, FILE = "living/diary/", emergency_file.FILE
STORED = """() => [document.cookie, ...Object.keys(localStorage),
    ...Object.keys(sessionStorage)].filter(Boolean)"""
MILLIMETRE = 96 / 25.4  # CSS pixels, on paper as on a screen
SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")
TYPED = {
    "name": "Test Person",
    "born": "1 January 1970",
    "number": "000 000",
    "contacts.0.name": "First Contact",
    "contacts.0.phone": "000 001",
    "contacts.1.name": "Second Contact",
    "diagnosis": "Stiff-person syndrome",
    "neurologist.name": "Dr Example",
    "neurologist.phone": "000 002",
    "medicines.0.name": "Medicine A",
    "medicines.0.amount": "as on the label",
    "medicines.0.times": "8:00 and 20:00",
    "medicines.1.name": "Medicine B",
    "medicines.2.name": "Medicine C",
    "pump.has": "yes",
    "pump.maker": "Maker Z",
    "pump.refill": "2 February",
    "pump.clinic": "Clinic Y",
    "allergies": "Allergy X",
    "illnesses": "Illness W",
    "plan": "Plan V",
}
SENTENCES = (
    "They are prescribed. Depending on a benzodiazepine is not",
    "Benzodiazepines: stopping suddenly can cause seizures",
    "Speak before you touch",
)


@pytest.fixture
def offline(context: BrowserContext, host: Host) -> Page:
    """The form with the network off, after one visit of another page."""
    page = context.new_page()
    page.goto(f"{host.address}about/disclaimer/")
    page.evaluate(READY)
    host.cut = True
    page.goto(host.address + FORM)
    return page


def at(page: Page, address: str) -> Page:
    """Open another page of the same host."""
    page.goto("/".join(page.url.split("/")[:3]) + f"/{address}")
    return page


def fill_by_keyboard(page: Page) -> None:
    """Go through every field of the form by Tab, and type what belongs there."""
    page.locator("#name").focus()
    seen: list[str] = []
    left = ["contacts", "medicines", "medicines"]  # what each row to be added is of
    while (name := page.evaluate("document.activeElement.name")) != "print":
        if name == "pump.has":
            page.keyboard.press("Space")
        elif name in TYPED:
            page.keyboard.type(TYPED[name])
        seen.append(name)
        group = page.evaluate("document.activeElement.dataset.more")
        if group in left:
            left.remove(group)
            page.keyboard.press("Enter")  # leads to the first field of the new row
        else:
            page.keyboard.press("Tab")
    assert set(TYPED) <= set(seen)


def values(page: Page) -> dict[str, str]:
    """Return what stands in the fields, empty ones left out."""
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries(new FormData(document.querySelector('.guide-fill')))"
    )
    return {name: value for name, value in found.items() if value}


KEEPING, ACTING = "Keep or open", "Print, save, delete"  # where the form speaks
CONTACTS, MEDICINES = "Whom to call", "Medicines"


def said(page: Page, place: str) -> str:
    """Return what the page says aloud in a part of the form."""
    part = page.get_by_role("region", name=place, exact=True)
    rows = page.get_by_role("group", name=place, exact=True)
    return part.or_(rows).get_by_role("status").inner_text()


def seen(page: Page, words: str) -> bool:
    """Return whether these words can be read without scrolling."""
    box = page.get_by_text(words).bounding_box()
    height = page.evaluate("innerHeight")
    return bool(box and box["y"] >= 0 and box["y"] + box["height"] <= height)


def press(page: Page, name: str) -> None:
    """Press a button by keyboard."""
    page.get_by_role("button", name=name).last.focus()
    page.keyboard.press("Enter")


def give(page: Page, saved: object) -> None:
    """Open a file that holds this."""
    text = saved if isinstance(saved, str) else json.dumps(saved)
    file: FilePayload = {
        "name": "any.json",
        "mimeType": "application/json",
        "buffer": text.encode(),
    }
    status = page.get_by_label(KEEPING, exact=True).get_by_role("status")
    status.evaluate("said => said.textContent = ''")
    page.get_by_label("Open a saved file").set_input_files(file)
    expect(status).not_to_be_empty()


def sheets(page: Page, size: str) -> int:
    """Return how many sheets a print to PDF has."""
    return len(SHEET.findall(page.pdf(format=size)))


def on_paper(page: Page) -> str:
    """Return the words that a print shows."""
    page.emulate_media(media="print")
    shown = " ".join(page.locator("body").inner_text().split())
    page.emulate_media(media="screen")
    return shown


def test_the_form_is_filled_in_and_printed_without_a_network(
    offline: Page, host: Host
) -> None:
    """By keyboard, on one sheet of A4 and Letter; nothing is asked, nothing stored."""
    assert values(offline) == {}
    asked: list[str] = []
    offline.on("request", lambda request: asked.append(request.url))
    host.asked.clear()
    fill_by_keyboard(offline)
    assert values(offline) == TYPED
    # The browser takes the icon when it likes, from the copies that are kept.
    assert [url for url in asked if not url.endswith("/icon-192.png")] == []
    assert host.asked == []
    assert offline.evaluate(STORED) == []
    assert sheets(offline, "A4") == 1
    assert sheets(offline, "Letter") == 1
    shown = on_paper(offline)
    for words in (*TYPED.values(), *SENTENCES):
        assert words in shown or words == "yes", words
    assert "Save to a file" not in shown


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("script", [True, False])
def test_the_blank_form_is_one_sheet(
    browser: Browser, site: Path, serve: Serve, *, size: str, script: bool
) -> None:
    """With and without JavaScript, with lines to write on and the fixed sentences."""
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(serve(site) + FORM)
    assert sheets(page, size) == 1
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text()
    for words in SENTENCES:
        assert words in shown
    kind = ".guide-told" if script else ".guide-field input"
    line = page.locator(f"{kind}:visible")
    assert line.count() > 30
    height = line.first.bounding_box()
    assert height
    assert height["height"] > 4 * MILLIMETRE
    assert not page.get_by_role("button", name="Save to a file").is_visible()
    context.close()


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_twelve_medicines_fit_and_no_word_is_cut_off(
    context: BrowserContext, site: Path, serve: Serve, size: str
) -> None:
    """Rows are added up to a limit that is told; what is long goes on below."""
    page = context.new_page()
    page.goto(serve(site) + FORM)
    for _ in range(11):
        press(page, "Add a medicine")
    assert said(page, MEDICINES) == "Medicine 12 is added."
    assert page.evaluate("document.activeElement.name") == "medicines.11.name"
    press(page, "Add a medicine")
    assert said(page, MEDICINES) == "There is room for 12 rows, not more."
    press(page, "Add a contact")
    fields = page.locator(".guide-field :is(input, textarea)")
    for number in range(fields.count()):
        fields.nth(number).fill(f"Some words {number}")
    assert sheets(page, size) == 1
    for number in range(fields.count()):
        most = int(fields.nth(number).get_attribute("maxlength") or 0)
        fields.nth(number).fill(f"{number} {'long ' * 60}"[: most - 1] + "Z")
    cut = """() => [...document.querySelectorAll(".guide-told")].filter(told =>
        told.scrollWidth > told.clientWidth + 1
        || told.scrollHeight > told.clientHeight + 1).length"""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 980})
    assert page.evaluate(cut) == 0
    assert page.locator(".guide-told:visible").count() == fields.count()


def test_medicines_come_and_go_one_by_one(
    browser: Browser, site: Path, serve: Serve
) -> None:
    """By touch: one row at first; taking one out loses no other, and can be undone."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, has_touch=True, service_workers="block"
    )
    page = context.new_page()
    page.goto(serve(site) + FORM)
    medicines = page.get_by_role("group", name=re.compile(r"^Medicine \d+$"))
    page.get_by_label("Keep what I type on this device").tap()
    expect(medicines).to_have_count(1)
    expect(page.get_by_role("button", name="Remove this medicine")).to_have_count(0)
    page.locator("[name='medicines.0.name']").fill("Medicine A")
    for letter in "BC":
        page.get_by_role("button", name="Add a medicine").tap()
        page.keyboard.type(f"Medicine {letter}")  # the focus is there
    page.locator("[name='medicines.2.times']").fill("8:00")
    three = values(page)
    assert len(three) == 4
    medicines.nth(1).get_by_role("button", name="Remove this medicine").tap()
    two = {
        "medicines.0.name": "Medicine A",
        "medicines.1.name": "Medicine C",
        "medicines.1.times": "8:00",
    }
    assert values(page) == two
    expect(medicines).to_have_count(2)
    assert said(page, MEDICINES) == "Medicine 2 is removed. The others stay."
    assert seen(page, "Medicine 2 is removed.")
    kept = "JSON.parse(localStorage['guide.form']).fields"
    assert page.evaluate(kept) == two
    page.get_by_role("button", name="Put it back").tap()
    assert values(page) == page.evaluate(kept) == three
    page.reload()
    assert values(page) == three
    expect(medicines).to_have_count(3)
    context.close()


def test_the_choice_stands_first_and_saving_says_so(offline: Page) -> None:
    """It comes right behind the person; what is said is read where one presses."""
    next_to = """() => {
        const person = document.querySelector("fieldset");
        return person.contains(document.getElementById("name"))
            && person.nextElementSibling.contains(keep);
    }"""
    assert offline.evaluate(next_to)
    expect(offline.get_by_text("This device keeps nothing:")).to_be_visible()
    offline.get_by_label("Keep what I type on this device").check()
    assert seen(offline, "From now on this device keeps what you type.")
    expect(offline.get_by_text("This device keeps nothing:")).to_be_hidden()
    with offline.expect_download():
        offline.get_by_role("button", name="Save to a file").click()
    assert seen(offline, "Saved as sps-emergency-form.json among your downloads.")
    offline.locator("#name").fill("Test Person")
    assert said(offline, ACTING) == ""  # it is no longer true


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_sheet_is_shown_large(offline: Page, colours: Any) -> None:  # noqa: ANN401
    """Over the whole phone, black on white, without a network; Escape leads back."""
    offline.emulate_media(color_scheme=colours)
    give(offline, form_of(**{k.replace(".", "__"): v for k, v in TYPED.items()}))
    shown = offline.get_by_role("button", name="Show it large").first
    shown.focus()
    offline.keyboard.press("Enter")
    sheet = offline.get_by_role("dialog", name="The sheet for whoever helps")
    assert sheet.bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 640}
    words = " ".join(sheet.inner_text().split())
    for said_there in (*TYPED.values(), "do not stop them suddenly"):
        assert said_there.lower() in words.lower()
    assert "Hospital or practice" not in words  # empty: not shown
    looks = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    assert sheet.evaluate(looks) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    card = sheet.locator(".admonition").first
    assert card.evaluate(looks) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    assert sheet.evaluate(size) >= 20
    shut = sheet.get_by_role("button", name="Close")
    sheet.evaluate("e => e.scrollTo(0, e.scrollHeight)")
    box = shut.bounding_box()
    assert box
    assert 0 <= box["y"] < 640
    assert box["height"] >= 44
    offline.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(shown).to_be_focused()


def test_a_sheet_with_few_words_has_larger_type(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """And stays on one leaf of either size; a full one is set smaller."""
    page = context.new_page()
    page.goto(serve(site) + FORM)
    types: list[float] = []
    full = {f"medicines.{n}.name": f"Medicine {n}" for n in range(12)}
    for fields in (TYPED, TYPED | full | {"plan": "long " * 48}):
        give(page, form_of() | {"fields": fields})
        assert sheets(page, "A4") == sheets(page, "Letter") == 1
        style = "document.documentElement.style.getPropertyValue('--sheet-type')"
        types.append(float(page.evaluate(style).removesuffix("pt")))
    assert types[0] > types[1] + 1
    assert types[0] >= 10


def test_keeping_is_a_choice_and_can_be_undone(offline: Page) -> None:
    """Off at first; then a reload and the card show it; unticked, it is gone."""
    offline.locator("#name").fill("Test Person")
    offline.get_by_role("group", name="Medicine 1").get_by_label("Name").fill(
        "Medicine A"
    )
    assert offline.evaluate(STORED) == []
    offline.reload()
    assert values(offline) == {}
    keep = offline.get_by_label("Keep what I type on this device")
    expect(keep).not_to_be_checked()
    offline.locator("#name").fill("Test Person")
    keep.focus()
    offline.keyboard.press("Space")
    assert said(offline, KEEPING) == "From now on this device keeps what you type."
    assert seen(offline, "From now on this device keeps what you type.")
    offline.locator("#diagnosis").fill("Stiff-person syndrome")
    assert offline.evaluate(STORED) == ["guide.form"]
    at(offline, CARD)
    assert values(offline) == {"name": "Test Person"}
    offline.locator("#born").fill("1 January 1970")
    at(offline, FORM)
    assert values(offline) == {
        "name": "Test Person",
        "born": "1 January 1970",
        "diagnosis": "Stiff-person syndrome",
    }
    offline.get_by_label("Keep what I type on this device").uncheck()
    assert offline.evaluate(STORED) == []
    assert values(offline)["name"] == "Test Person"


def test_everything_can_be_deleted(offline: Page) -> None:
    """After a question: what was typed and what was kept; a slip changes nothing."""
    offline.locator("#name").fill("Test Person")
    offline.get_by_label("Keep what I type on this device").check()
    press(offline, "Delete everything")
    expect(offline.get_by_role("dialog")).to_be_visible()
    offline.keyboard.press("Escape")
    assert values(offline) == {"name": "Test Person"}
    press(offline, "Delete everything")
    press(offline, "Yes, delete everything")
    assert values(offline) == {}
    assert offline.evaluate(STORED) == []
    assert said(offline, ACTING).startswith("Everything is deleted here.")
    assert "Test Person" not in on_paper(offline)
    offline.reload()
    assert values(offline) == {}


def test_what_is_saved_to_a_file_opens_again(offline: Page) -> None:
    """All fields and added rows; on the card too, which hands on what it hides."""
    typed = TYPED | {"medicines.8.name": "Medicine I"}
    give(offline, {"format": "sps-emergency-form", "version": 1, "fields": typed})
    assert values(offline) == typed
    with offline.expect_download() as saving:
        press(offline, "Save to a file")
    assert saving.value.suggested_filename == "sps-emergency-form.json"
    saved = json.loads(saving.value.path().read_text(encoding="utf-8"))
    assert saved == {"format": "sps-emergency-form", "version": 1, "fields": typed}
    assert offline.evaluate(STORED) == []
    at(offline, CARD)
    give(offline, saved)
    assert said(offline, KEEPING).startswith("The file is opened.")
    with offline.expect_download() as again:
        press(offline, "Save to a file")
    assert json.loads(again.value.path().read_text(encoding="utf-8")) == saved


def form_of(**fields: object) -> dict[str, Any]:
    """Return a saved form with these fields."""
    named = {name.replace("__", "."): value for name, value in fields.items()}
    return {"format": "sps-emergency-form", "version": 1, "fields": named}


REFUSED = {
    "cut short": ('{"format": "sps-emerg', "This file is damaged"),
    "no JSON": ("%PDF-1.4", "This file is damaged"),
    "empty": ("", "This file is damaged"),
    "foreign": ({"format": "other", "fields": {}}, "This file was not saved by"),
    "null": ("null", "This file was not saved by"),
    "list": ([1], "This file was not saved by"),
    "newer": (form_of() | {"version": 2}, "This file comes from another edition"),
    "no fields": (form_of() | {"fields": None}, "This file is damaged"),
    "fields a list": (form_of() | {"fields": ["x"]}, "This file is damaged"),
    "unknown": (form_of(shoe="9"), "that this form cannot take: “shoe”"),
    "inherited": (form_of(constructor="9"), "cannot take: “constructor”"),
    "pattern": (form_of() | {"fields": {"medicines.*.name": "x"}}, "cannot take"),
    "too long": (form_of(name="x" * 61), "cannot take: “name”"),
    "no text": (form_of(name=7), "cannot take: “name”"),
    "too many rows": (form_of(medicines__12__name="x"), "“medicines.12.name”"),
    "no choice": (form_of(pump__has="may"), "cannot take: “pump.has”"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_damaged_or_foreign_file_changes_nothing(
    context: BrowserContext, site: Path, serve: Serve, case: str
) -> None:
    """A sentence says what is wrong and what to do; what was typed stays."""
    saved, sentence = REFUSED[case]
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(serve(site) + FORM)
    page.locator("#name").fill("Test Person")
    give(page, saved)
    assert sentence in said(page, KEEPING)
    assert "Nothing was changed" in said(page, KEEPING)
    assert values(page) == {"name": "Test Person"}
    assert page.evaluate(STORED) == []
    assert faults == []


@pytest.mark.parametrize("kept", ["{", '{"format": "other"}', '{"fields": 1}'])
def test_a_damaged_kept_copy_is_told(
    context: BrowserContext, site: Path, serve: Serve, kept: str
) -> None:
    """The form stays empty and usable; deleting removes the copy."""
    page = context.new_page()
    origin = serve(site)
    page.goto(origin)
    page.evaluate("kept => localStorage.setItem('guide.form', kept)", kept)
    page.goto(origin + FORM)
    assert "is damaged and was not opened" in said(page, KEEPING)
    assert values(page) == {}
    press(page, "Delete everything")
    press(page, "Yes, delete everything")
    assert page.evaluate(STORED) == []


def test_a_shut_storage_is_told(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """The choice goes back to off, and a sentence names the file instead."""
    page = context.new_page()
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('', 'Quota'); }"
    )
    page.goto(serve(site) + FORM)
    keep = page.get_by_label("Keep what I type on this device")
    keep.click()
    expect(keep).not_to_be_checked()
    assert said(page, KEEPING).endswith("Save to a file instead.")


@pytest.mark.parametrize("address", [FORM, CARD])
def test_labels_and_hints_are_read_out(
    context: BrowserContext, site: Path, serve: Serve, address: str
) -> None:
    """Each field has a name, each hint its field; what is said is announced."""
    page = context.new_page()
    page.goto(serve(site) + address)
    soup = BeautifulSoup(page.content(), "html.parser")
    form = soup.select_one(".guide-fill")
    assert form
    for field in form.select("input:not([type=radio]), textarea"):
        assert form.select(f"label[for='{field['id']}']"), field["id"]
    hints = {str(it["id"]) for it in form.select("small")}
    described = {
        str(it["aria-describedby"]) for it in form.select("[aria-describedby]")
    }
    assert hints <= described
    identities = [str(it["id"]) for it in soup.select("[id]")]
    assert len(identities) == len(set(identities))
    assert soup.select(".guide-fill-tools > [role=status]")
    assert soup.select(".guide-more > [role=status]")


def test_the_card_has_the_size_of_a_bank_card(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """85.6 by 54 mm in the layout for paper, at 96 CSS pixels an inch; lines to cut."""
    page = context.new_page()
    page.goto(serve(site) + CARD)
    give(page, form_of(**{k.replace(".", "__"): v for k, v in TYPED.items()}))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 660, "height": 980})
    for side in ("front", "back"):
        card = page.locator(f"[data-side={side}]")
        box = card.bounding_box()
        assert box
        assert box["width"] / MILLIMETRE == pytest.approx(85.6, abs=0.1)
        assert box["height"] / MILLIMETRE == pytest.approx(54, abs=0.1)
        outline = "card => getComputedStyle(card).outlineStyle"
        assert card.evaluate(outline) == "dashed"
    front = page.locator("[data-side=front]").inner_text()
    for name in ("name", "born", "contacts.0.phone", "neurologist.name", "allergies"):
        assert TYPED[name] in front
    back = page.locator("[data-side=back]").inner_text()
    assert "Medicine A" in back
    assert "Depending on a benzodiazepine is not in itself addiction." in back
    assert sheets(page, "A4") == sheets(page, "Letter") == 1


def test_a_card_too_full_is_told(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """As soon as words would be cut off; the sentence goes when they fit again."""
    page = context.new_page()
    page.goto(serve(site) + CARD)
    most = "wide words " * 20
    full = {
        name: most[:length]
        for name, length in {
            "name": 60,
            "contacts.0.name": 50,
            "neurologist.name": 60,
            "allergies": 160,
        }.items()
    }
    full |= {f"medicines.{n}.name": most[:40] for n in range(12)}
    give(page, form_of() | {"fields": full})
    assert "of the card is too full" in said(page, ACTING)
    for number in range(12):
        page.locator(f"[name='medicines.{number}.name']").fill("")
    page.locator("#allergies").fill("")
    assert said(page, ACTING) == ""


def test_the_code_opens_the_page_for_staff(site: Path) -> None:
    """It is made at build, of that address alone; form and card bear the same."""
    code = BeautifulSoup(qr_codes.qr(f"http://localhost:8000/{STAFF}"), "html.parser")
    drawn = code.select_one("path")
    assert drawn
    for address, place in ((CARD, ".guide-card-code"), (FORM, ".guide-sheet-code")):
        html = (site / address / "index.html").read_text(encoding="utf-8")
        shown = BeautifulSoup(html, "html.parser").select_one(f"{place} path")
        assert shown
        assert shown["d"] == drawn["d"]


def test_the_page_for_staff_is_short_and_says_it_once(site: Path) -> None:
    """At most 700 words before the sources; the emergency page leads there."""
    html = (site / STAFF / "index.html").read_text(encoding="utf-8")
    article = BeautifulSoup(html, "html.parser").select_one("article")
    assert article
    for gone in article.select(".guide-sources, .guide-contents, sup, #sources"):
        gone.decompose()
    words = re.findall(r"\S*\w\S*", article.get_text(" "))
    assert len(words) <= 700
    for needed in (
        "Flumazenil",
        "Maltose",
        "pump",
        "Anaesthesia",
        "trigger",
        "Baclofen",
    ):
        assert needed in " ".join(words)
    emergency = (site / "emergency/index.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(emergency, "html.parser")
    assert soup.select("article a[href='staff/']")
    assert "lumazenil" not in str(soup.select_one("article"))


@pytest.fixture
def file(site: Path, tmp_path: Path) -> Path:
    """The file as a reader has saved it: alone in a folder."""
    return Path(shutil.copy(site / FILE, tmp_path / "sps-emergency.html"))


def test_the_file_is_whole_and_small(site: Path, file: Path) -> None:
    """Under 100 kB; both pages, all their sources; each link leads somewhere."""
    assert file.stat().st_size < 100_000
    soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
    assert soup.select("script, link[href]:not([href='data:,']), img, [src]") == []
    said_there = soup.get_text(" ")
    for address in ("emergency/", STAFF):
        html = (site / address / "index.html").read_text(encoding="utf-8")
        page = BeautifulSoup(html, "html.parser")
        for item in page.select("article .admonition li"):
            for mark in item.select("sup"):
                mark.decompose()
            assert " ".join(item.get_text().split())[:25] in " ".join(
                re.sub(r"\[[\d, –]+\]", "", said_there).split()
            )
        keys = {str(item["id"]) for item in page.select(".footnote li")}
        assert keys <= {str(item["id"]) for item in soup.select(".footnote li")}
    identities = [str(it["id"]) for it in soup.select("[id]")]
    assert len(identities) == len(set(identities))
    for link in soup.select("a[href]"):
        to = str(link["href"])
        assert to.startswith(("http", "tel:")) or to[1:] in identities, to
    assert soup.select_one("a[href='#for-staff']")


def test_the_file_opens_from_a_folder_and_asks_for_nothing(
    context: BrowserContext, file: Path
) -> None:
    """Its styles work within its policy; without JavaScript; no request."""
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert faults == []
    assert page.get_by_text("Call an ambulance if").is_visible()
    edge = "getComputedStyle(document.querySelector('.admonition')).borderLeftStyle"
    assert page.evaluate(edge) == "solid"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_file_is_offered_as_a_download(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """From the emergency page, whole; it says where its latest edition stands."""
    page = context.new_page()
    page.goto(f"{serve(site)}emergency/")
    with page.expect_download() as saving:
        page.get_by_role("link", name="as one file").click()
    assert saving.value.suggested_filename == "sps-emergency.html"
    assert saving.value.path().read_bytes() == (site / FILE).read_bytes()


def test_a_guide_without_the_pages_has_no_file(miniature: Miniature) -> None:
    """The build goes on without it."""
    assert miniature.build().returncode == 0
    assert not (miniature.site / FILE).exists()


def test_the_diary_is_two_blank_sheets(
    context: BrowserContext, site: Path, serve: Serve
) -> None:
    """Rows to write in, each 2 cm high; nothing is typed; a phone shows one of each."""
    page = context.new_page()
    page.goto(serve(site) + DIARY)
    assert page.locator("tbody tr:visible").count() == 2
    assert page.locator("article :is(input, textarea, script)").count() == 0
    assert sheets(page, "A4") == sheets(page, "Letter") == 2
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 660, "height": 980})
    rows = page.locator("tbody tr")
    assert rows.count() == 15
    for row in rows.all():
        box = row.bounding_box()
        assert box
        assert box["height"] > 20 * MILLIMETRE


@pytest.mark.parametrize("address", [FORM, CARD, STAFF, DIARY, FILE])
def test_axe_finds_nothing_and_targets_are_large(
    browser: Browser, site: Path, serve: Serve, address: str
) -> None:
    """Both palettes at 320 and 1280 px, filled in where there is something to fill."""
    context = browser.new_context(bypass_csp=True, service_workers="block")
    page = context.new_page()
    page.goto(serve(site) + address)
    if address in {FORM, CARD}:
        page.locator("#name").fill("Test Person")
        press(page, "Add a medicine")
        page.locator("[name='pump.has']").first.check()
    page.evaluate("scrollTo(0, 0)")  # so that the bar lies over no field
    for look in LOOKS + OTHER_LOOKS:
        assert violations(page, *look) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if address != FILE:
            assert page.evaluate(SMALL) == []
    context.close()


def test_axe_finds_nothing_in_the_question(
    browser: Browser, site: Path, serve: Serve
) -> None:
    """The same where the page asks whether to delete."""
    context = browser.new_context(bypass_csp=True, service_workers="block")
    page = context.new_page()
    page.goto(serve(site) + FORM)
    press(page, "Delete everything")
    for look in LOOKS + OTHER_LOOKS:
        assert violations(page, *look, told=("violations",)) == []
        assert page.evaluate(SMALL) == []
    context.close()


@pytest.mark.parametrize("address", [FORM, CARD])
def test_pointing_changes_nothing(
    browser: Browser, site: Path, serve: Serve, address: str
) -> None:
    """Hover and focus leave fields, boxes and buttons as they were."""
    context = browser.new_context(bypass_csp=True, service_workers="block")
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(serve(site) + address)
    changed = changed_by_pointing(page, within=".guide-fill")
    # A field that gets the focus has the letters near it drawn anew, a grey apart.
    assert [one for one in changed if not one.startswith("focus: <input")] == []
    context.close()


def test_a_section_to_print_must_be_there() -> None:
    """Its list is handed on without marks; a missing one is a sentence."""
    html = '<h2 id="a">A</h2>\n<ul><li>One<sup id="x">[1]</sup>.</li></ul><h2 id="b">'
    assert sections.bare(html, "a") == "<ul><li>One.</li></ul>"
    with pytest.raises(ValueError, match="has no section #c to print"):
        sections.bare(html, "c")
