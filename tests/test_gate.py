"""The gate: all is read before anything is made; check and build say the same."""

import os
import shutil
import time
from pathlib import Path

import pytest
from conftest import MINIATURE, ROOT, Miniature, run
from guide.facts import unsettled
from guide.findings import FindingsError
from guide.site import gate
from guide.site.gate import Places

SETTLE = ROOT / "scripts" / "settle_words.py"
UNSETTLED = 213  # when the last rule of words came
MENU = """site_name: x
nav:
  - index.md
  - About:
      - about/disclaimer.md
      - about/report-a-problem.md
  - evidence/references.md
not_in_nav: /treatments/
extra:
  contact: !ENV [CONTACT, ""]
"""


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """The pages, library and data of the miniature guide."""
    shutil.copytree(MINIATURE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def told(guide: Path) -> list[str]:
    """Return what the gate says of a guide."""
    try:
        gate.read(Places(guide))
    except FindingsError as error:
        return [str(finding) for finding in error.findings]
    return []


def test_a_page_that_is_renamed_is_missed_by_its_data(guide: Path) -> None:
    """Its medicines and studies would be lost, with their warnings."""
    assert told(guide) == []
    page = guide / "docs" / "treatments" / "ivig.md"
    page.rename(page.with_name("ivg.md"))
    assert told(guide) == [
        f"data/{file}: 'ivig' names a page, and there is no 'ivig.md' below docs/. "
        "Name the page as its file is named. Did you mean 'ivg'?"
        for file in ("medicines.yml:12", "studies.yml:6")
    ]


def test_an_index_has_the_name_of_its_folder(guide: Path) -> None:
    """So a page may become a folder with its evidence beside it."""
    page = guide / "docs" / "treatments" / "ivig.md"
    (page.parent / "ivig").mkdir()
    page.rename(page.parent / "ivig" / "index.md")
    assert told(guide) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", None),
        (
            "about/disclaimer",
            "about/disclamer",
            [
                "docs/about/disclaimer.md:1: the menu does not lead to this page. "
                "Add it to nav in mkdocs.yml.",
                "mkdocs.yml:5: the menu leads to 'about/disclamer.md', which is no "
                "page. Did you mean 'about/disclaimer.md'?",
            ],
        ),
        (
            "contact",
            "contcat",
            ["mkdocs.yml:10: 'extra: contcat' is unknown. Did you mean 'contact'?"],
        ),
        (
            "site_name: x",
            "site_name: x\nsite_name: y",
            ["mkdocs.yml:2: the field 'site_name' stands twice. Keep one."],
        ),
    ],
)
def test_the_menu_is_held_to_the_pages(
    guide: Path, old: str, new: str, said: list[str] | None
) -> None:
    """Every entry is a page, every page an entry, every name known."""
    (guide / "mkdocs.yml").write_text(MENU.replace(old, new, 1), encoding="utf-8")
    assert told(guide) == (said or [])


@pytest.mark.parametrize(
    "name",
    [
        "references.bib",
        "data/studies.yml",
        "data/medicines.yml",
        "data/helplines.yml",
        "data/words.yml",
        "data/searches.yml",
        "data/unsettled.yml",
        "data/audits.yml",
    ],
)
def test_a_file_that_is_lost_is_told(guide: Path, name: str) -> None:
    """In one sentence, with what to do."""
    (guide / name).unlink()
    assert told(guide) == [f"{name}:1: there is no such file or folder. Put it back."]


def test_the_list_of_the_unsettled_only_shrinks() -> None:
    """What stands in it was there when the rule came; a new sentence is settled."""
    listed = unsettled.read(ROOT / "data" / "unsettled.yml", "data/unsettled.yml")
    assert sum(map(len, listed.values())) <= UNSETTLED


def test_a_settled_sentence_is_taken_out_of_the_list(guide: Path) -> None:
    """The check says where it stands; the program takes it out, and no other."""
    page, path = guide / "docs" / "index.md", guide / "data" / "unsettled.yml"
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\nWe found no trial.\n\nWe saw none.\n", encoding="utf-8")
    assert [line.partition(": ")[2][:12] for line in told(guide)] == [
        "'We found no",
        "'We saw none",
    ]
    place = ("docs/index.md", "absence")
    listed = {place: {"We found no trial.": 0, "We hold none.": 0, "We saw none.": 0}}
    path.write_text(unsettled.written(listed), encoding="utf-8")
    [left] = told(guide)
    assert left.startswith("data/unsettled.yml:8: 'We hold none. …' is settled, or ")
    said = run(SETTLE, "--home", guide).stdout
    assert said == "1 taken out, 2 left.\n"
    assert told(guide) == []
    page.write_text(text, encoding="utf-8")
    assert run(SETTLE, "--home", guide).stdout == "2 taken out, 0 left.\n"
    assert told(guide) == []


def test_all_faults_are_told_at_once(guide: Path) -> None:
    """A page that cannot be read hides no fault of the data, and no other page."""
    (guide / "docs" / "latin.md").write_bytes("# Caf\xe9\n".encode("latin-1"))
    (guide / "docs" / "bare.md").write_text("# Bare\n", encoding="utf-8")
    assert [line.split(": ")[0] for line in told(guide)] == [
        "docs/bare.md:1",
        "docs/latin.md:1",
    ]


def test_a_failed_build_leaves_the_last_good_one(miniature: Miniature) -> None:
    """Check and build say the same sentences; nothing half made is left.

    The library is an hour ahead of this clock, which once killed the build.
    """
    ahead = time.time() + 3600
    os.utime(miniature.folder / "references.bib", (ahead, ahead))
    built = miniature.build()
    assert built.returncode == 0, built.stderr
    before = {path.name for path in miniature.folder.iterdir()}
    home = (miniature.site / "index.html").read_bytes()
    page = miniature.docs / "index.md"
    good = page.read_text(encoding="utf-8")
    page.write_text(f"{good}\nBad [@nobody].\nA breakthrough.\n", encoding="utf-8")
    (miniature.docs / "about" / "disclaimer.md").write_text(
        good.replace("2026-11-22", "2026-11-31"), encoding="utf-8"
    )
    said = run(ROOT / "scripts" / "check_pages.py", cwd=miniature.folder).stdout
    failed = miniature.build()
    assert failed.returncode != 0
    assert "'2026-11-31' is a date that cannot be." in said
    assert all(line in failed.stderr for line in said.splitlines())
    assert "Traceback" not in failed.stderr
    shutil.copy(
        MINIATURE / "docs" / "about" / "disclaimer.md", miniature.docs / "about"
    )
    page.write_text(f"{good}\n1. A.\n\n    A footnote[^1].\n", encoding="utf-8")
    assert "'[^1]' is left" in miniature.build().stderr  # while MkDocs renders
    assert (miniature.site / "index.html").read_bytes() == home
    assert {path.name for path in miniature.folder.iterdir()} == before


def test_every_page_has_been_turned_round() -> None:
    """Answers first; a page may wait for it while it is written, not on main."""
    pages = (ROOT / "docs").rglob("*.md")
    late = [it.name for it in pages if "\nstill_to_do: true\n" in it.read_text("utf-8")]
    assert late == []
