"""A page as a sheet to review, what comes back, and what is published."""

import re
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import ROOT, Miniature, run

PROGRAM = ROOT / "scripts" / "review_page.py"
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))
PAGE = """---
title: A page to review
description: 'A page of the miniature guide, which somebody reads against its sources.'
kind: living
reviewed: 2026-11-22
next_review: 2027-05-22
searched_to: 2026-11-22
SIGNEDquestions:
  - who has read it?
---

# A page to review

It says a thing [@many2017authors].
It helps [=help-high].

Our advice: ask.
"""


def write(guide: Miniature, signed: str = "", more: str = "") -> None:
    """Write the page, signed or not."""
    (guide.docs / "living").mkdir(exist_ok=True)
    text = PAGE.replace("SIGNED", signed) + more
    (guide.docs / "living" / "page.md").write_text(text, encoding="utf-8")


def sheet(guide: Miniature, page: str = "living/page") -> str:
    """Return the sheet of a page of a built miniature."""
    claims = guide.site / "evidence" / "claims.json"
    done = run(PROGRAM, page, "--home", guide.folder, "--claims", claims)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_sheet_holds_every_sentence(miniature: Miniature) -> None:
    """With its sources, their findings and links, its judgement, and two boxes."""
    write(miniature)
    assert miniature.build(SITE_URL="https://guide.example/").returncode == 0
    text = sheet(miniature, "/living/page/")
    assert text.startswith("# Review of “A page to review”\n\nWords ")
    assert ", 2 cited sentences.\n<https://guide.example/living/page/>" in text
    assert "> It says a thing." in text
    assert "- `many2017authors` One A and others, 2017." in text
    assert "- `help-high` high certainty. Rests on: 3 people with SPS" in text
    assert text.count("- [ ] does not hold, because:") == 2
    assert "- [ ] Our advice: ask." in text


def test_a_page_that_changed_after_its_review_says_so(miniature: Miniature) -> None:
    """On the page, and in the list of all reviews."""
    write(miniature)
    (miniature.docs / "about" / "reviewers.md").write_text(
        (ROOT / "docs" / "about" / "reviewers.md").read_text(encoding="utf-8")
    )
    assert miniature.build().returncode == 0
    listed = "Nobody yet. No page of this guide has been reviewed"
    assert listed in miniature.article("about/reviewers")
    found = re.search(r"Words ([0-9a-f]{8}),", sheet(miniature))
    assert found
    signed = (
        "clinician:\n  name: A. Tester\n  role: Neurologist\n  date: 2026-11-23\n"
        f"  words: '{found[1]}'\n"
    )
    for more, changed in (("", False), ("\nAnother sentence.\n", True)):
        write(miniature, signed, more)
        assert miniature.build().returncode == 0
        html = (miniature.site / "living" / "page" / "index.html").read_text("utf-8")
        assert ("the words have changed since" in html) == changed
        article = miniature.article("about/reviewers")
        assert "A. Tester, Neurologist, 23 November 2026" in article
        assert ("its words have changed since" in article) == changed


@pytest.mark.parametrize(
    ("page", "said"),
    [("living/pag", "There is no page at 'living/pag/'. Did you mean 'living/page/'?")],
)
def test_a_page_that_is_not_there(miniature: Miniature, page: str, said: str) -> None:
    """The nearest is named; without a build it says what to do."""
    write(miniature)
    done = run(PROGRAM, page, "--home", miniature.folder, cwd=miniature.folder)
    assert done.returncode == 2
    assert done.stderr.endswith("Run make build first.\n")
    assert miniature.build().returncode == 0
    claims = miniature.site / "evidence" / "claims.json"
    done = run(PROGRAM, page, "--home", miniature.folder, "--claims", claims)
    assert (done.returncode, done.stderr) == (2, f"{said}\n")


@pytest.mark.parametrize("form", FORMS, ids=lambda it: it.stem)
def test_forms_warn_of_personal_details(form: Path) -> None:
    """Each begins with it, and takes the address of the page from a link."""
    asked = yaml.safe_load(form.read_text(encoding="utf-8"))["body"]
    assert asked[0]["type"] == "markdown"
    assert "everybody can read" in asked[0]["attributes"]["value"] or (
        "No personal health details" in asked[0]["attributes"]["value"]
    )
    assert "page" in {it.get("id") for it in asked}


def test_the_forms_are_reached_from_the_guide(miniature: Miniature) -> None:
    """With a repository; by e-mail without one; else the page says plainly how."""
    repository = "https://github.example/own/guide"
    page = miniature.site / "about" / "report-a-problem" / "index.html"
    assert miniature.build(REPOSITORY_URL=repository).returncode == 0
    links = BeautifulSoup(page.read_text("utf-8"), "html.parser").select("article a")
    led = {str(a["href"]).partition("template=")[2] for a in links if a.get("href")}
    assert {"link.yml", "evidence.yml", "review.yml"} <= led
    assert miniature.build(CONTACT="us@guide.example").returncode == 0
    assert "mailto:us@guide.example" in page.read_text("utf-8")
    assert miniature.build().returncode == 0
    assert "names no way to reach its makers" in page.read_text("utf-8")


def test_what_leads_to_this_machine_is_not_published(miniature: Miniature) -> None:
    """A note for who builds, an error for who publishes."""
    program = ROOT / "scripts" / "check_published.py"
    here = ("--site", miniature.site)
    assert run(program, *here).returncode == 1
    assert miniature.build().returncode == 0
    note = run(program, *here)
    assert note.returncode == 0
    assert note.stderr.startswith("Links, feed and shared addresses lead to http://")
    assert run(program, *here, "--refuse").returncode == 1
    for url in ("http://127.0.0.1/", "http://[::1]/", "http://192.168.1.7/x/"):
        assert miniature.build(SITE_URL=url).returncode == 0
        assert run(program, *here, "--refuse").returncode == 1, url
    assert miniature.build(SITE_URL="https://guide.example/sps/").returncode == 0
    done = run(program, *here, "--refuse")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_print_can_be_held_against_the_guide(miniature: Miniature) -> None:
    """The number at its foot stands on the page of changes, and follows the words."""
    changes = (ROOT / "docs" / "about" / "changes.md").read_text(encoding="utf-8")
    head = changes[: changes.index("# What has changed")]
    page = miniature.docs / "about" / "changes.md"
    page.write_text(f"{head}# What has changed\n\nWords.\n", encoding="utf-8")
    numbers = []
    for more in ("", "\nAnother sentence.\n"):
        write(miniature, more=more)
        assert miniature.build().returncode == 0
        html = (miniature.site / "living" / "page" / "index.html").read_text("utf-8")
        found = re.search(r"Words ([0-9a-f]{8})\.", html)
        assert found
        assert f"{found[1]}, reviewed 22 November 2026" in miniature.article(
            "about/changes"
        )
        numbers.append(found[1])
    assert numbers[0] != numbers[1]
