"""Pages act on their dates: what a reader and a maintainer see as the years pass."""

import json
from datetime import UTC, datetime
from pathlib import Path

import fake_github
import pytest
from bs4 import BeautifulSoup, Tag
from conftest import ROOT, Miniature, run

PAGE = """---
title: A page of its time
description: 'A page of the miniature guide, which grows too old as the years pass.'
kind: living
reviewed: 2026-11-22
next_review: 2027-05-22
searched_to: 2026-11-22
questions:
  - how old may a page be?
---

# A page of its time

The first words of it.

## What it says

Words that may be wrong by then.

!!! stop "Do not stop suddenly"

    A warning beside them.

## More words

Others that may be wrong.

## In an emergency

Ring the number.

!!! emergency "Call an ambulance if"

    - somebody cannot be woken.
"""
CASES = {  # the day of the build: what stands on top, what is folded
    "2027-05-22": ("", []),
    "2027-07-01": ("overdue", []),
    "2028-01-01": ("too old", ["The first words of it.", "Others that may be wrong."]),
    "2032-01-01": ("too old", ["The first words of it.", "Others that may be wrong."]),
}


def clock(day: str) -> str:
    """Return a day as SOURCE_DATE_EPOCH has it."""
    return str(int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()))


def built(guide: Miniature, day: str) -> Tag:
    """Build a miniature with this page on a day; return the article."""
    folder = guide.docs / "living"
    folder.mkdir(exist_ok=True)
    (folder / "old.md").write_text(PAGE, encoding="utf-8")
    done = guide.build(SOURCE_DATE_EPOCH=clock(day))
    assert done.returncode == 0, done.stderr
    html = (guide.site / "living" / "old" / "index.html").read_text(encoding="utf-8")
    article = BeautifulSoup(html, "html.parser").select_one("article")
    assert article
    return article


@pytest.mark.parametrize("day", CASES)
def test_what_a_reader_sees(miniature: Miniature, day: str) -> None:
    """Nothing, a note, and at last no more than what is safe to keep."""
    article = built(miniature, day)
    age, folded = CASES[day]
    notes = article.select(".guide-overdue")
    assert len(notes) == bool(age)
    if age:
        said = notes[0].get_text()
        assert "was due by 22 May 2027" in said
        assert ("too old to be relied on" in said) == (age == "too old")
    closed = article.select_one("details.guide-too-old")
    assert bool(closed) == bool(folded)
    if closed:
        assert not closed.has_attr("open")
        inside = closed.get_text()
        assert all(words in inside for words in folded)
        closed.extract()
    shown = article.get_text()
    assert "A warning beside them." in shown
    assert "somebody cannot be woken" in shown
    assert "Ring the number." in shown
    assert all(words not in shown for words in folded)
    assert article.h1


def test_every_page_and_print_names_its_next_review(site: Path) -> None:
    """So a copy that is never built again tells its age."""
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        if "<dt>Reviewed</dt>" in html:
            assert "<dt>Next review</dt>" in html, page
            assert ", next review " in html, page  # at the foot of each printed leaf
    one = (site / "emergency" / "emergency-page.html").read_text(encoding="utf-8")
    assert ", next review " in one


def test_what_a_maintainer_sees(miniature: Miniature, tmp_path: Path) -> None:
    """The program names the pages, and one issue keeps them."""
    program = ROOT / "scripts" / "list_reviews.py"
    here = ("--home", miniature.folder)
    done = run(program, *here, env={"SOURCE_DATE_EPOCH": clock("2026-12-01")})
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "Nothing to do."
    left = tmp_path / "reviews.json"
    done = run(
        program,
        *here,
        "--json",
        left,
        "--report",
        tmp_path / "reviews.md",
        env={"SOURCE_DATE_EPOCH": clock("2027-07-01")},
    )
    assert done.returncode == 1
    assert (
        "  docs/index.md: last reviewed on 22 November 2026, due by 22 May 2027."
        in done.stdout.splitlines()
    )
    titles = [it["title"] for it in json.loads(left.read_text())["groups"]]
    assert titles == ["Too old to be shown whole", "Overdue", "Due within 60 days"]
    with fake_github.running() as github:
        told = run(
            ROOT / "scripts" / "publish_issue.py",
            "--tasks",
            left,
            cwd=tmp_path,
            env=github.environment,
        )
        assert told.returncode == 0, told.stderr
        [issue] = github.issues
        assert issue["title"] == "Pages that need a review"
        assert "## Overdue" in issue["body"]
        again = run(
            ROOT / "scripts" / "publish_issue.py",
            "--tasks",
            left,
            cwd=tmp_path,
            env=github.environment,
        )
        assert "says it already" in again.stdout


def test_pages_that_cannot_be_read(miniature: Miniature) -> None:
    """The findings, and where to look."""
    (miniature.docs / "index.md").write_text("no front matter", encoding="utf-8")
    done = run(ROOT / "scripts" / "list_reviews.py", "--home", miniature.folder)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "The pages cannot be read. Run make check."
    assert "docs/index.md:1:" in done.stderr


def test_make_check_counts_what_falls_due(miniature: Miniature) -> None:
    """In 60 days, overdue, too old."""
    for day, said in (
        ("2027-04-01", "Pages to review within 60 days: "),
        ("2027-07-01", "Pages overdue for review: "),
        ("2032-01-01", "Pages too old to show more than their warnings: "),
    ):
        done = run(
            ROOT / "scripts" / "check_pages.py",
            "--home",
            miniature.folder,
            env={"SOURCE_DATE_EPOCH": clock(day)},
        )
        assert done.returncode == 0, done.stdout
        assert done.stdout.startswith(said)
