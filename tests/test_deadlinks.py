"""Dead links in a built guide: told beside the link, counted, never a trap."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Miniature
from guide.site import dead_links

DOI = "https://doi.org/10.5555/accents_2020"
PAGE = "https://example.org/page?a=1&b=2_3"
SHOP = "https://taken.example/"
COPY = "https://web.archive.org/web/2020/"
DAY = {"SOURCE_DATE_EPOCH": "1795348800"}  # 22 November 2026, noon


def entry(verdict: str, *, told: bool = False, archived: str = "") -> dict[str, Any]:
    """What the memory holds of one link."""
    stamp = "2026-11-01T06:00:00+00:00"
    known = {
        "verdict": verdict,
        "since": stamp,
        "streak": 3,
        "first_seen": stamp,
        "archived": archived,
    }
    return known | ({"told": stamp} if told else {})


def remember(
    guide: Miniature,
    links: Mapping[str, Mapping[str, Any]],
    checked: str = "2026-11-21T06:00:00+00:00",
) -> None:
    """Lay the memory of a link check where the build looks for it."""
    text = json.dumps({"version": 1, "checked": checked, "links": links})
    (guide.folder / "links.json").write_text(text, encoding="utf-8")


def write(guide: Miniature, text: str) -> None:
    """Add a paragraph to the home page."""
    with (guide.docs / "index.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{text}\n")


def report_line(guide: Miniature) -> str:
    """Return the line on the report page that tells the state of all links."""
    found = re.search(
        r'<p class="guide-links">(.*?)</p>', guide.article("about/report-a-problem")
    )
    assert found
    return found[1]


def test_without_a_check_the_page_says_so_and_the_build_nothing(
    miniature: Miniature,
) -> None:
    """No memory is no fault: most copies on a laptop have none."""
    built = miniature.build(**DAY)
    assert (built.returncode, built.stdout, built.stderr) == (0, "", "")
    assert report_line(miniature) == "No check of the links has run yet."


def test_a_dead_link_says_so_with_its_archived_copy(miniature: Miniature) -> None:
    """In the text, in the sources below it, and in the list of all works."""
    links = {
        DOI: entry("dead", told=True, archived=f"{COPY}{DOI}"),
        PAGE: entry("soft-404", told=True),
    }
    remember(miniature, links)
    write(miniature, f"This is [a page]({PAGE}) and a source [@accents2020latex].")
    assert miniature.build(**DAY).returncode == 0
    note = (
        '<span class="guide-dead">(this link was dead on 21 November 2026; '
        f'<a href="{COPY}{DOI}">archived copy</a>)</span>'
    )
    home, works = miniature.article(""), miniature.article("evidence/references")
    assert f'<a href="{DOI}">DOI</a> {note}' in home
    assert f'<a href="{DOI}">DOI</a> {note}' in works
    assert (
        '<a href="https://example.org/page?a=1&amp;b=2_3">a page</a> '
        '<span class="guide-dead">(this link was dead on 21 November 2026)</span>'
    ) in home
    assert home.count("guide-dead") == 2
    assert works.count("guide-dead") == 2


def test_a_link_in_other_hands_is_switched_off(miniature: Miniature) -> None:
    """Its words stay, its address is nowhere on the page."""
    remember(miniature, {SHOP: entry("parked", told=True, archived=f"{COPY}{SHOP}")})
    write(miniature, f'See [the *old* home]({SHOP} "A title") of the group.')
    assert miniature.build(**DAY).returncode == 0
    html = miniature.article("")
    assert (
        '<span class="guide-unlinked">the <em>old</em> home</span> '
        '<span class="guide-dead">(we switched this link off: on 21 November 2026 its '
        "address was for sale or in other hands; "
        f'<a href="{COPY}{SHOP}">archived copy</a>)</span>'
    ) in html
    assert f'href="{SHOP}"' not in html


QUIET = {
    "not-yet-certain": entry("dead"),
    "closed-to-machines": entry("blocked", told=True),
    "moved": entry("moved", told=True),
    "flaky": entry("flaky"),
    "certificate": entry("tls", told=True),
}


def test_nothing_else_is_said_beside_a_link(miniature: Miniature) -> None:
    """A false alarm beside a good link costs a reader the source."""
    known = {f"https://example.org/{name}": it for name, it in QUIET.items()}
    write(miniature, " ".join(f"[{url}]({url})" for url in known))
    assert miniature.build(**DAY).returncode == 0
    before = miniature.article("")
    assert all(f'href="{url}"' in before for url in known)
    remember(miniature, known)
    assert miniature.build(**DAY).returncode == 0
    assert miniature.article("") == before


def test_an_archived_copy_elsewhere_is_not_offered(miniature: Miniature) -> None:
    """The memory comes over the network: nobody may slip an address under it."""
    evil = [
        'javascript:alert("1")',
        "https://web.archive.org@evil.example/",
        "https://web.archive.org.evil.example/",
        'https://web.archive.org/"><script>alert(1)</script>',
    ]
    links = {
        f"https://e{n}.example/": entry("dead", told=True, archived=address)
        for n, address in enumerate(evil)
    }
    remember(miniature, links)
    write(miniature, " ".join(f"[{n}](https://e{n}.example/)" for n in range(4)))
    assert miniature.build(**DAY).returncode == 0
    html = miniature.article("")
    assert html.count("guide-dead") == 4
    assert html.count("archived copy") == 1
    assert "<script>alert" not in html
    assert "evil" not in html


def test_the_report_page_counts_all_links(miniature: Miniature) -> None:
    """Each link is counted once, whatever is known of it."""
    links = {
        **{f"https://a{n}.example/": entry("ok") for n in range(1811)},
        "https://b.example/": entry("moved", told=True),
        **{
            f"https://c{n}.example/": entry(v, told=True)
            for n, v in enumerate(["dead", "parked", "down"])
        },
        **{
            f"https://d{n}.example/": entry(("blocked", "flaky", "unchecked")[n % 3])
            for n in range(40)
        },
    }
    remember(miniature, links)
    assert miniature.build(**DAY).returncode == 0
    assert report_line(miniature) == (
        "Links last checked on 21 November 2026: 1,812 work, 3 do not, "
        "40 could not be seen by a machine."
    )
    remember(
        miniature,
        {
            "https://a.example/": entry("ok"),
            "https://b.example/": entry("tls", told=True),
            "https://c.example/": entry("dead"),
        },
    )
    assert miniature.build(**DAY).returncode == 0
    assert report_line(miniature) == (
        "Links last checked on 21 November 2026: 1 works, 1 does not, "
        "1 will be tried again, 0 could not be seen by a machine."
    )


def test_a_schedule_that_stopped_is_noticed(miniature: Miniature) -> None:
    """From 21 days on the strict build says so in a line, and goes on."""
    remember(miniature, {}, "2026-11-02T12:00:00+00:00")
    built = miniature.build(**DAY)
    assert (built.returncode, built.stderr) == (0, "")
    remember(miniature, {}, "2026-11-01T12:00:00+00:00")
    built = miniature.build(**DAY)
    assert built.returncode == 0
    assert built.stderr == (
        "The links were last checked on 1 November 2026, 21 days ago. See whether "
        "the weekly check (.github/workflows/links.yml) still runs.\n"
    )


@pytest.mark.parametrize("text", ["", "[]", "{", '{"version": 7}', "\x00", "[" * 9999])
def test_a_broken_memory_is_told_and_knows_nothing(tmp_path: Path, text: str) -> None:
    """A sentence says so, and no link is shown as dead."""
    (tmp_path / "links.json").write_text(text, encoding="utf-8")
    state = dead_links.read(tmp_path, "links.json")
    assert state.fault.startswith("links.json cannot be read (")
    assert state == dead_links.State(fault=state.fault)


def test_a_broken_memory_does_not_stop_the_build(miniature: Miniature) -> None:
    """A line says so; the guide is built as if no check had run."""
    (miniature.folder / "links.json").write_text("{", encoding="utf-8")
    built = miniature.build(**DAY)
    assert built.returncode == 0
    assert built.stderr.startswith("links.json cannot be read (")
    assert len(built.stderr.splitlines()) == 1
    assert report_line(miniature) == "No check of the links has run yet."


def test_the_search_does_not_find_dead_links(miniature: Miniature) -> None:
    """The note is beside the link, not among the words that a reader looks for."""
    remember(miniature, {PAGE: entry("dead", told=True)})
    write(miniature, f"See [a page]({PAGE}).")
    assert miniature.build(**DAY).returncode == 0
    index = (miniature.site / "search" / "index.json").read_text("utf-8")
    assert "was dead" not in index


def test_the_check_itself_sees_links_as_they_were_written(
    miniature: Miniature,
) -> None:
    """A link that is switched off would otherwise be forgotten, and come back."""
    write(miniature, f"See [the old home]({SHOP}).")
    remember(miniature, {SHOP: entry("parked", told=True)})
    assert miniature.build(LINK_MEMORY="", **DAY).returncode == 0
    html = miniature.article("")
    assert f'<a href="{SHOP}">the old home</a>' in html
    assert "guide-dead" not in html


def test_nothing_is_scanned_without_a_dead_link(tmp_path: Path) -> None:
    """The very page comes back, whatever it is."""
    page: Any = object()
    assert dead_links.marked(page, dead_links.read(tmp_path, "links.json")) is page
