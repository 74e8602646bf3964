"""Shared texts: typed once, included, checked where they were typed."""

import json

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, Miniature, run
from guide.findings import FindingsError
from guide.pages import includes
from guide.pages.includes import Shared
from guide.site import gate
from guide.site.gate import Places

FRONT = """---
title: {title}
description: A page of the miniature guide, made long enough to pass. {title}.
kind: about
reviewed: 2026-11-22
next_review: 2027-05-22
searched_to: 2026-11-22
---

# {title}

"""
STOP = "Never stop it at once [@many2017authors].\nSee [why](../about/disclaimer.md).\n"


def write(guide: Miniature, name: str, text: str) -> None:
    """Lay a file below the pages; a page of its own gets front matter."""
    path = guide.docs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.parent.name != "shared":
        title = name.removesuffix(".md").replace("/", " ")
        text = FRONT.format(title=title) + text
    path.write_text(text, encoding="utf-8")


def check(guide: Miniature) -> str:
    """Return what the check says of a guide."""
    return run(ROOT / "scripts" / "check_pages.py", cwd=guide.folder).stdout


def lines(text: str, **texts: str) -> list[tuple[str, str, int]]:
    """Return the lines of a page in docs/a/ as they are read."""
    shared = Shared("docs/shared", {f"{name}.md": it for name, it in texts.items()})
    found = includes.expand(text, "docs/a/page.md", shared)
    return [(line.text, line.file, line.number) for line in found]


def fault(text: str, **texts: str) -> str:
    """Return why a page in docs/a/ cannot be read."""
    with pytest.raises(FindingsError) as caught:
        lines(text, **texts)
    return str(caught.value)


def test_each_line_knows_where_it_was_typed() -> None:
    """Also in a list item, in a card, and two includes deep."""
    page = '- One\n\n    --8<-- "stop.md"\n\n!!! do "Do"\n\n    --8<-- "list.md"\n'
    stop = "Stop.\n\nNow.\n"
    assert lines(page, stop=stop, list='- A\n- B\n\n    --8<-- "stop.md"\n') == [
        ("- One", "docs/a/page.md", 1),
        ("", "docs/a/page.md", 2),
        ("    Stop.", "docs/shared/stop.md", 1),
        ("", "docs/shared/stop.md", 2),
        ("    Now.", "docs/shared/stop.md", 3),
        ("", "docs/a/page.md", 4),
        ('!!! do "Do"', "docs/a/page.md", 5),
        ("", "docs/a/page.md", 6),
        ("    - A", "docs/shared/list.md", 1),
        ("    - B", "docs/shared/list.md", 2),
        ("", "docs/shared/list.md", 3),
        ("        Stop.", "docs/shared/stop.md", 1),
        ("", "docs/shared/stop.md", 2),
        ("        Now.", "docs/shared/stop.md", 3),
        ("", "docs/a/page.md", 8),
    ]


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ("docs/page.md", "emergency/index.md"),
        ("docs/emergency/page.md", "index.md"),
        ("docs/treatments/drugs/page.md", "../../emergency/index.md"),
    ],
)
def test_a_link_leads_where_it_was_typed_to_lead(page: str, seen: str) -> None:
    """From a page at any depth; whole addresses, anchors and code stay."""
    text = (
        "[a](../emergency/index.md#call) ![b](../emergency/index.md) "
        "[c](https://e.org/x.md) [d](#here) [e](tel:112) `[f](../x.md)`"
    )
    (line,) = includes.expand(
        '--8<-- "it.md"', page, Shared("docs/shared", {"it.md": text})
    )
    assert line.text == (
        f"[a]({seen}#call) ![b]({seen}) "
        "[c](https://e.org/x.md) [d](#here) [e](tel:112) `[f](../x.md)`"
    )


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (
            'x\n--8<-- "stopp.md"',
            "docs/a/page.md:2: there is no shared text 'docs/shared/stopp.md'. "
            "Did you mean 'stop.md'?",
        ),
        (
            '--8<-- "../index.md"',
            "docs/a/page.md:1: '../index.md' lies outside docs/shared/. "
            "Name a .md file of it alone.",
        ),
        (
            "x --8<-- 'stop.md'",
            "docs/a/page.md:1: this is no include. "
            'Write --8<-- "name.md" on a line of its own.',
        ),
        (
            '--8<-- "one.md"',
            "docs/shared/two.md:2: 'one.md' includes itself by this line. "
            "Take the line out.",
        ),
    ],
    ids=["missing", "outside", "malformed", "loop"],
)
def test_an_include_that_leads_nowhere_is_told(page: str, said: str) -> None:
    """In one sentence, with the file and line that hold it."""
    texts = {"stop": "Stop.", "one": '--8<-- "two.md"', "two": 'x\n--8<-- "one.md"'}
    assert fault(page, **texts) == said


def test_a_finding_names_the_shared_file_once(miniature: Miniature) -> None:
    """However many pages include it; check and build say the same sentence."""
    write(miniature, "shared/stop.md", "Fine.\n\nA breakthrough.\nCited [@nobody].\n")
    write(miniature, "about/one.md", '--8<-- "stop.md"\n')
    write(miniature, "two.md", '- Item\n\n    --8<-- "stop.md"\n')
    told = (
        "docs/shared/stop.md:3: do not write 'breakthrough'. "
        "Say: what the study found.\n"
        "docs/shared/stop.md:4: '@nobody' is not in references.bib."
    )
    said = check(miniature)
    assert said.startswith(told)
    assert len(said.splitlines()) == 2
    assert told in miniature.build().stderr


def test_a_shared_text_that_nobody_includes_is_told(miniature: Miniature) -> None:
    """It would be read by nobody and checked by nothing."""
    write(miniature, "shared/stop.md", STOP)
    assert check(miniature) == (
        "docs/shared/stop.md:1: no page includes this shared text. "
        "Include it, or delete the file.\n"
    )


def test_a_shared_text_is_no_page(miniature: Miniature) -> None:
    """Front matter in it is told."""
    write(miniature, "shared/stop.md", "---\ntitle: x\n---\n")
    assert check(miniature) == (
        "docs/shared/stop.md:1: a shared text is no page and has no front matter. "
        "Take it out.\n"
    )


def test_a_shared_sentence_is_built_into_each_page(miniature: Miniature) -> None:
    """Its links lead right, its claim stands once, and no page is made of it."""
    write(miniature, "shared/stop.md", STOP)
    write(miniature, "about/deep/one.md", '--8<-- "stop.md"\n')
    write(miniature, "two.md", '- Item\n\n    --8<-- "stop.md"\n')
    card = '!!! urgent "Ask"\n\n    --8<-- "stop.md"\n'
    write(miniature, "about/three.md", card)
    built = miniature.build()
    assert built.returncode == 0, built.stderr
    assert not (miniature.site / "shared").exists()
    for address, link in (
        ("about/deep/one", "../../disclaimer/"),
        ("two", "../about/disclaimer/"),
        ("about/three", "../disclaimer/"),
    ):
        article = BeautifulSoup(miniature.article(address), "html.parser")
        assert article.find("a", string="why")["href"] == link  # type: ignore[index]
    assert BeautifulSoup(miniature.article("two"), "html.parser").select_one(
        "li > p > .footnote-ref, li > p > sup"
    )
    told = json.loads((miniature.site / "evidence" / "claims.json").read_text())
    (claim,) = (it for it in told["claims"] if it["sentence"].startswith("Never stop"))
    assert [stand["address"] for stand in (claim, *claim["also"])] == [
        f"{address}/#fnref:many2017authors"
        for address in ("two", "about/three", "about/deep/one")
    ]
    index = json.loads((miniature.site / "search" / "index.json").read_text())
    words = {
        to: {*f"{said} {rest}".casefold().split()}
        for to, _, said, rest in index["sections"]
    }
    found = [to for to, its in words.items() if {"never", "stop"} <= its]
    assert sorted(found) == ["about/deep/one/", "about/three/", "two/"]


def test_every_page_of_the_guide_is_read_with_its_shared_texts() -> None:
    """No line of an include is left in a page."""
    pages = gate.read(Places(ROOT)).pages
    assert len(pages) > 50
    assert not any(includes.SIGN in page.text for page in pages.values())
