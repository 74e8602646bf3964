"""The door: what a build refuses, and what every built page carries."""

import json
import os
import shutil
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import ROOT, Miniature, every_page, run, soup_of
from guide.site import emergency_file

DISCLAIMED = (  # what the disclaimer says, each point by a word that stands for it
    "education",
    "medical",
    "legal",
    "guarantee",
    "diet",
    "programme",
    "liab",
    "advertis",
    "examine",
    "examples",
    "control",
    "broken",
    "charity",
    "donation",
)


def append(page: Path, text: str) -> int:
    """Add a paragraph to a page and return its line."""
    before = page.read_text(encoding="utf-8")
    page.write_text(f"{before}\n{text}\n", encoding="utf-8")
    return before.count("\n") + 2


def test_an_unknown_key_stops_the_build(miniature: Miniature) -> None:
    """File, line, key and the nearest known key are named; nothing is built."""
    line = append(miniature.docs / "index.md", "A claim [@many2017author].")
    built = miniature.build()
    assert built.returncode != 0
    assert (
        f"docs/index.md:{line}: '@many2017author' is not in references.bib. "
        "Did you mean 'many2017authors'?"
    ) in built.stderr
    assert not miniature.site.exists()


def test_a_citation_left_raw_stops_the_build(miniature: Miniature) -> None:
    """A citation inside the text of a link is never shown as brackets."""
    append(miniature.docs / "index.md", "1. A.\n\n    A footnote[^1].")
    built = miniature.build()
    assert built.returncode != 0
    assert "docs/index.md: '[^1]' is left in the built page." in built.stderr
    assert not miniature.site.exists()


def test_a_warning_of_mkdocs_stops_the_build(miniature: Miniature) -> None:
    """Strict means strict: a picture that is not there is no finding of ours."""
    append(miniature.docs / "index.md", "![A drawing](missing.png)")
    built = miniature.build()
    assert built.returncode != 0
    assert "missing.png" in built.stderr


def test_a_page_that_is_no_text_stops_the_build(miniature: Miniature) -> None:
    """One sentence, no traceback."""
    (miniature.docs / "latin.md").write_bytes("# Caf\xe9\n".encode("latin-1"))
    built = miniature.build()
    assert built.returncode != 0
    assert "docs/latin.md:1: the file is not UTF-8 text." in built.stderr
    assert "Traceback" not in built.stderr


def test_a_library_that_does_not_parse_stops_the_build(miniature: Miniature) -> None:
    """One sentence with file and line, no traceback."""
    shutil.copy(
        ROOT / "tests" / "data" / "broken" / "does-not-parse.bib",
        miniature.folder / "references.bib",
    )
    built = miniature.build()
    assert built.returncode != 0
    assert "references.bib:3: the entry 'a2020' holds a { without its }." in (
        built.stderr
    )
    assert "Traceback" not in built.stderr


def test_a_missing_library_stops_the_build(miniature: Miniature) -> None:
    """One sentence, no traceback."""
    (miniature.folder / "references.bib").unlink()
    built = miniature.build()
    assert built.returncode != 0
    assert "references.bib" in built.stderr
    assert "Traceback" not in built.stderr


def test_a_page_without_front_matter_stops_the_build(miniature: Miniature) -> None:
    """One sentence with the file."""
    (miniature.docs / "bare.md").write_text("# Bare\n", encoding="utf-8")
    built = miniature.build()
    assert built.returncode != 0
    assert "docs/bare.md:1: the page has no front matter." in built.stderr


def test_every_page_of_the_miniature_has_its_frame(miniature: Miniature) -> None:
    """Dates, clinician, report link, disclaimer, description, canonical address."""
    assert miniature.build(SITE_URL="https://guide.example/sps/").returncode == 0
    soup = BeautifulSoup((miniature.site / "index.html").read_text(), "html.parser")
    frame = soup.select_one(".guide-frame")
    assert frame
    said = " ".join(frame.get_text(" ").split())
    assert said == (
        "Reviewed 22 November 2026 Next review 22 May 2027 "
        "Searched to 22 November 2026 Clinician Not yet reviewed by a clinician "
        "Report a problem with this page "
        "This miniature guide is for tests only. Full disclaimer"
    )
    assert soup.select_one("link[rel=canonical]")["href"] == (  # type: ignore[index]
        "https://guide.example/sps/"
    )
    assert soup.select_one("meta[name=description]")["content"] == (  # type: ignore[index]
        "A page of the miniature guide, with a description long enough to pass. Home."
    )


def test_a_clinician_who_signed_is_named(miniature: Miniature) -> None:
    """Name, role and date stand in place of "not yet reviewed"."""
    page = miniature.docs / "index.md"
    signed = "clinician:\n  name: A. Tester\n  role: Neurologist\n  date: 2026-11-20\n"
    text = page.read_text(encoding="utf-8").replace(
        "kind: home\n", f"kind: home\n{signed}"
    )
    page.write_text(text, encoding="utf-8")
    assert miniature.build().returncode == 0
    html = (miniature.site / "index.html").read_text(encoding="utf-8")
    assert "A. Tester, Neurologist, 20 November 2026" in html
    assert "Not yet reviewed" not in html


def test_a_fork_names_its_own_repository_and_contact(miniature: Miniature) -> None:
    """Both come from the environment; without them nothing is linked."""
    env = {
        "REPOSITORY_URL": "https://github.example/own/guide",
        "CONTACT": "help@guide.example",
        "SITE_URL": "https://guide.example/",
    }
    assert miniature.build(**env).returncode == 0
    soup = BeautifulSoup((miniature.site / "index.html").read_text(), "html.parser")
    assert [a["href"] for a in soup.select(".guide-report a")] == [
        "about/report-a-problem/",
        "https://github.example/own/guide/issues/new?template=problem.yml"
        "&title=Problem+with%3A+Miniature+guide&page=https%3A%2F%2Fguide.example%2F",
        "mailto:help@guide.example?subject=Problem%20with%3A%20Miniature%20guide"
        "&body=Page%3A%20https%3A%2F%2Fguide.example%2F%0ALink%3A%20%0A%0A",
    ]


def test_a_dead_link_is_reported_by_a_form(miniature: Miniature) -> None:
    """It needs no script: GitHub's own form opens with page and link filled in."""
    assert miniature.build().returncode == 0
    assert "<form" not in miniature.article("about/report-a-problem")
    address = "https://github.example/own/guide/"
    assert miniature.build(REPOSITORY_URL=address).returncode == 0
    soup = BeautifulSoup(miniature.article("about/report-a-problem"), "html.parser")
    form = soup.select_one("form")
    assert form
    assert form["action"] == "https://github.example/own/guide/issues/new"
    fields = {str(field["name"]): field.get("value") for field in form.select("input")}
    assert fields == {"template": "problem.yml", "page": None, "link": None}
    asked = yaml.safe_load(
        (ROOT / ".github" / "ISSUE_TEMPLATE" / "problem.yml").read_text("utf-8")
    )
    assert {"page", "link"} <= {item.get("id") for item in asked["body"]}


def test_the_list_of_works_names_the_places_that_cite(miniature: Miniature) -> None:
    """Every work stands there with its annotation and links to the very mark."""
    assert miniature.build().returncode == 0
    html = (miniature.site / "evidence" / "references" / "index.html").read_text()
    soup = BeautifulSoup(html, "html.parser")
    works = soup.select(".guide-works > li")
    assert len(works) == 8
    cited = soup.select_one("#many2017authors")
    assert cited
    assert [" ".join(p.get_text(" ").split()) for p in cited.select("dl > div")] == [
        "Kind randomised trial, against placebo",
        "People 16 people",
        "Found An example.",
        "Limits An example.",
        "Checked 22 November 2026",
        "Cited on Miniature guide",
    ]
    link = cited.select_one("dd a")
    assert link
    assert link["href"] == "../../#fnref:many2017authors"
    assert "no page yet" in soup.select_one("#label2022example").get_text()  # type: ignore[union-attr]


def test_sources_stand_in_the_contents_but_not_in_the_search(
    miniature: Miniature,
) -> None:
    """A reader finds the heading in the contents, and words, not titles, by search."""
    append(miniature.docs / "about" / "disclaimer.md", "## One\n\n## Two")
    append(miniature.docs / "about" / "disclaimer.md", "Cited [@many2017authors].")
    assert miniature.build().returncode == 0
    html = (miniature.site / "about" / "disclaimer" / "index.html").read_text()
    soup = BeautifulSoup(html, "html.parser")
    contents = soup.select(".guide-contents details:first-of-type a")
    assert [link["href"] for link in contents] == ["#one", "#two", "#sources"]
    index = json.loads((miniature.site / "search" / "index.json").read_text())
    assert "about/disclaimer/#one" in {to for to, *_ in index["sections"]}
    assert "about/disclaimer/#sources" not in {to for to, *_ in index["sections"]}
    assert "authors" not in json.dumps(index["sections"])


def pages_of(site: Path) -> list[Path]:
    """Return every page of a built site, without the file to save."""
    return sorted({*site.rglob("*.html")} - {site / emergency_file.FILE})


@every_page
def test_the_disclaimer_stands_on_every_page(site: Path) -> None:
    """Each point of it, on each built page, the 404 page included."""
    assert site / "404.html" in pages_of(site)
    for page in pages_of(site):
        soup = soup_of(page)
        said = soup.select_one(".guide-disclaimer")
        assert said, page
        for word in DISCLAIMED:
            assert word in said.get_text().lower(), f"{page}: {word}"
        link = said.select_one("a")
        assert link, page
        home = site if page.name == "404.html" else page.parent
        target = (home / str(link["href"]).lstrip("/")).resolve()
        assert target == site / "about" / "disclaimer", page


@every_page
def test_every_page_has_title_description_and_canonical_address(site: Path) -> None:
    """No two are the same."""
    seen: set[str] = set()
    for page in pages_of(site):
        if page.name == "404.html":
            continue
        soup = soup_of(page)
        for found in (
            soup.title.get_text() if soup.title else "",
            soup.select_one("meta[name=description]")["content"],  # type: ignore[index]
            soup.select_one("link[rel=canonical]")["href"],  # type: ignore[index]
        ):
            assert found
            assert str(found) not in seen
            seen.add(str(found))


def test_the_work_tree_is_free_of_registry_hosts() -> None:
    """The lock names packages and hashes, never a place to fetch them from."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert "://" not in lock
    assert "--index-url" not in lock


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    """One sentence, exit 2."""
    checked = run(ROOT / "scripts" / "check_port.py", port)
    assert (checked.returncode, checked.stderr) == (
        2,
        f"PORT={port} is not a port number from 1 to 65535.\n",
    )


def test_a_python_that_is_too_old_is_told_so(tmp_path: Path) -> None:
    """One sentence, exit 2, nothing made."""
    program = ROOT / "scripts" / "set_up_environment.py"
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0);"
        f"runpy.run_path({str(program)!r}, run_name='__main__')"
    )
    tried = run("-c", pretend, cwd=tmp_path)
    assert tried.returncode == 2
    assert "This guide needs Python 3.11 or newer" in tried.stderr
    assert "is 3.9.2" in tried.stderr
    assert len(tried.stderr.splitlines()) == 1


def test_a_first_set_up_without_network_is_told_so(tmp_path: Path) -> None:
    """One sentence, exit 2, and the next try starts afresh."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "set_up_environment.py", tmp_path / "scripts")
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_RETRIES": "0",
        "PIP_NO_CACHE_DIR": "1",
        "PIP_FIND_LINKS": str(tmp_path),
    }
    tried = run("scripts/set_up_environment.py", cwd=tmp_path, env=nowhere)
    assert tried.returncode == 2
    assert "The first set-up needs the network" in tried.stderr
    assert len(tried.stderr.splitlines()) == 1
    assert not (tmp_path / ".venv" / "ready").exists()
