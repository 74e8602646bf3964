"""Addresses have a life: what was published is led on, or missed."""

import json
from collections.abc import Iterator

import pytest
from conftest import ROOT, Miniature, Serve, run
from guide.facts import addresses
from guide.pages.addresses import lost, of
from guide.site import precache
from playwright.sync_api import Browser, Page

PAGE = """---
title: A page that has moved
description: 'A page of the miniature guide, which stood at another address before.'
kind: living
reviewed: 2026-11-22
next_review: 2027-05-22
searched_to: 2026-11-22
questions:
  - where is the page?
old_addresses:
  - living/before/
  - once/upon/a/time/
---

# A page that has moved

Its words.

## A heading

More words.
"""


def write(guide: Miniature, text: str = PAGE) -> None:
    """Write the page into a miniature."""
    (guide.docs / "living").mkdir(exist_ok=True)
    (guide.docs / "living" / "now.md").write_text(text, encoding="utf-8")


def publish(guide: Miniature, *pages: str) -> None:
    """List addresses as published."""
    text = "".join(f"  - page: {page}\n    headings: [a-heading]\n" for page in pages)
    path = guide.folder / "data" / "addresses.yml"
    path.write_text(f"addresses:\n{text}", encoding="utf-8")


def said(guide: Miniature) -> list[str]:
    """Return what the check says of a miniature."""
    done = run(ROOT / "scripts" / "check_pages.py", "--home", guide.folder)
    return done.stdout.splitlines()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_an_old_address_leads_on_with_its_heading(
    miniature: Miniature, page: Page, serve: Serve
) -> None:
    """Below a path too, with the policy in force; search and worker know nothing."""
    write(miniature)
    built = miniature.build(SITE_URL="https://guide.example/sps/")
    assert built.returncode == 0, built.stderr
    origin = serve(miniature.site)
    for old in ("living/before/", "once/upon/a/time/"):
        page.goto(f"{origin}{old}#a-heading")
        page.wait_for_url(f"{origin}living/now/#a-heading")
        html = (miniature.site / old / "index.html").read_text(encoding="utf-8")
        assert 'href="https://guide.example/sps/living/now/"' in html
        assert "Content-Security-Policy" in html
        assert old not in (miniature.site / "sitemap.xml").read_text()
        assert old not in json.dumps(precache.written(miniature.site))
        assert old not in (miniature.site / "search" / "index.json").read_text()


def test_an_old_address_leads_on_without_scripts(
    miniature: Miniature, browser: Browser, serve: Serve
) -> None:
    """By the page itself, and by a link."""
    write(miniature)
    assert miniature.build().returncode == 0
    context = browser.new_context(java_script_enabled=False)
    plain, origin = context.new_page(), serve(miniature.site)
    plain.goto(f"{origin}living/before/")
    plain.wait_for_url(f"{origin}living/now/")
    context.close()


def test_what_was_published_and_is_gone_is_missed(miniature: Miniature) -> None:
    """A page, a heading; with an old address nothing is gone."""
    write(miniature, PAGE.replace("  - living/before/\n", ""))
    publish(miniature, "living/before/")
    assert said(miniature)[0] == (
        "data/addresses.yml:2: no page stands at 'living/before/' any more, and "
        "readers may hold that address. Name it under 'old_addresses' of the page "
        "that answers now. Did you mean 'living/now/'?"
    )
    write(miniature)
    assert said(miniature)[-1].endswith(": fine.")
    write(miniature, PAGE.replace("## A heading", "## Another heading"))
    publish(miniature, "living/before/", "living/now/")
    assert said(miniature)[0] == (
        "data/addresses.yml:4: the heading '#a-heading' of 'living/now/' is gone, and "
        "readers may hold its address. Write {#a-heading} behind the heading that "
        "answers now, or take it out here. Did you mean 'another-heading'?"
    )
    write(miniature, PAGE.replace("## A heading", "## Another heading {#a-heading}"))
    assert said(miniature)[-1].endswith(": fine.")


@pytest.mark.parametrize(
    ("listed", "sentence"),
    [
        ("old_addresses: living/x/", "is no list. Write each address on a line"),
        ("old_addresses: [/living/x]", "'old_addresses: /living/x' is no address."),
        ("old_addresses: [7]", "'old_addresses: 7' is no address."),
        (
            "old_addresses: [about/disclaimer/]",
            "is the address of docs/about/disclaimer.md. Take it out",
        ),
        ("old_addresses: [a/, a/]", "'a/' leads to another page too."),
    ],
)
def test_old_addresses_that_cannot_be(
    miniature: Miniature, listed: str, sentence: str
) -> None:
    """One sentence with the file."""
    head, _, rest = PAGE.partition("old_addresses:")
    write(miniature, f"{head}{listed}\n---{rest.partition('---')[2]}")
    [first, *_] = said(miniature)
    assert first.startswith("docs/living/now.md:1: ")
    assert sentence in first


def test_every_page_and_heading_is_listed() -> None:
    """So that none disappears unnoticed: `make addresses` writes what is missing."""
    path = ROOT / "data" / "addresses.yml"
    listed = addresses.read(path, path.name)
    pages = {
        of(it.relative_to(ROOT / "docs").as_posix())
        for it in (ROOT / "docs").rglob("*.md")
        if it.parent.name != "shared"
    }
    assert pages - listed.keys() == set()


def test_the_list_grows_and_loses_nothing(miniature: Miniature) -> None:
    """What is new is added, what is there stays, a second run changes nothing."""
    write(miniature)
    publish(miniature, "living/before/")
    program = ROOT / "scripts" / "list_addresses.py"
    path = miniature.folder / "data" / "addresses.yml"
    texts = []
    for _ in range(2):
        done = run(program, "--home", miniature.folder)
        assert done.returncode == 0, done.stderr
        texts.append(path.read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    found = addresses.read(path, path.name)
    assert found["living/before/"] == {"a-heading"}
    assert "a-heading" in found["living/now/"]
    publish(miniature, "nowhere/")
    done = run(program, "--home", miniature.folder)
    assert done.returncode == 2
    assert done.stderr.endswith("Nothing was changed. Run make check.\n")


def test_the_address_of_a_file() -> None:
    """A folder for each page, the site itself for the first."""
    assert [of(it) for it in ("index.md", "a/index.md", "a/b.md")] == [
        "/",
        "a/",
        "a/b/",
    ]
    assert list(lost({"a/": ()}, {"a/": frozenset()}, ())) == []
