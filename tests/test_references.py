"""References: right ones are left alone, wrong ones are found, each for its reason."""

# ruff: noqa: RUF001 -- names and titles as others type them
import json
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import registries
from bs4 import BeautifulSoup
from conftest import ROOT, Miniature, run
from registries import Registered, Registries

PROGRAM = ROOT / "scripts" / "check_references.py"
SUBJECTS = (
    "intravenous immunoglobulin",
    "diazepam and clonazepam",
    "a pump for spinal baclofen",
    "rituximab",
    "plasma exchange",
    "stem cell transplantation",
    "antibodies against GAD65",
    "glycine receptor antibodies",
    "physiotherapy and falls",
    "pregnancy and birth",
)
PEOPLE = (
    "stiff-person syndrome",
    "stiff-limb syndrome",
    "progressive encephalomyelitis with rigidity",
    "adults with painful spasms",
    "children with rigidity",
)
KINDS = ("Outcome", "Long-term follow-up", "Harms", "A case series", "Costs")
NAMES = (
    ("Dalakas", "Marinos C."),
    ("Müller", "Jürgen"),
    ("García-López", "Ana María"),
    ("van der Meer", "Pieter"),
    ("Yılmaz", "Ayşe"),
    ("O'Brien", "Siobhán"),
    ("Łukasiewicz", "Jan"),
    ("Sørensen", "Bjørn"),
    ("Zhang", "Wei"),
    ("Hernández", "Eugenia"),
)


def work(n: int) -> Registered:
    """Return the nth work of the registries: each its own title, names and numbers."""
    subject, people = SUBJECTS[n % 10], PEOPLE[(n // 10) % 5]
    kind = KINDS[(n // 50) % 5]
    first, second = NAMES[(n * 7) % 10], NAMES[(n * 3 + 1) % 10]
    return Registered(
        doi=f"10.1000/j.{n:04}",
        pmid=str(11000000 + n * 37),
        title=f"{kind} of {subject} in {people}",
        authors=(first, second),
        issued=1990 + n % 30,
    )


def bib(key: str, of: Registered, /, kind: str = "article", **fields: str) -> str:
    """Return an entry as an author would type it, with some fields otherwise."""
    authors = (of.group and f"{{{of.group}}}") or " and ".join(
        f"{family}, {given}" for family, given in of.authors
    )
    said = {
        "author": authors,
        "title": f"{of.title}: {of.subtitle}" if of.subtitle else of.title,
        "journal": "A journal",
        "year": str(of.issued),
        "doi": of.doi,
        "pmid": of.pmid,
        **fields,
    }
    lines = "".join(f"  {name} = {{{it}}},\n" for name, it in said.items() if it)
    return f"@{kind}{{{key},\n{lines}}}\n"


def _typed(n: int) -> tuple[Registered, str, str]:
    """Return a right entry in the nth way that bibliographies vary."""
    of, key = work(n), f"right{n}"
    greek = replace(of, title=f"γ-Aminobutyric acid and {of.title}")
    sub = replace(of, subtitle=f"a report of {n} people")
    group = replace(of, authors=(), group=f"Study Group {n}")
    sici = replace(
        of, doi=f"10.1002/(SICI)1097-4598(199605)19:5<{n}::AID-MUS1>3.0.CO;2-B"
    )
    bare = replace(of, doi="", pmid="")
    family, given = of.authors[0]
    ascii_name = {
        "Müller": "Mueller",
        "García-López": "Garcia Lopez",
        "Yılmaz": "Yilmaz",
        "Łukasiewicz": "Lukasiewicz",
        "Sørensen": "Sorensen",
        "Hernández": "Hernandez",
    }
    ways = [
        (of, bib(key, of), "ok"),
        (of, bib(key, of, title=of.title.lower()), "ok"),
        (of, bib(key, of, title=f"{{{of.title.upper()}}}"), "ok"),
        (
            of,
            bib(key, of, title=f"{{\\em The}} {of.title}."),
            "ok",
        ),
        (
            replace(of, title=f"<i>{of.title}</i> &amp; more"),
            bib(key, of, title=f"{of.title} \\& more"),
            "ok",
        ),
        (greek, bib(key, of, title=f"gamma-Aminobutyric acid and {of.title}"), "ok"),
        (
            greek,
            bib(key, of, title=f"$\\gamma$-Aminobutyric acid and {of.title}"),
            "ok",
        ),
        (of, bib(key, of, author=f"{ascii_name.get(family, family)}, {given}"), "ok"),
        (of, bib(key, of, author=f"{given} {family} and others"), "ok"),
        (of, bib(key, of, pmid=""), "ok"),
        (of, bib(key, of, doi=""), "ok"),
        (sub, bib(key, sub), "ok"),
        (sub, bib(key, of), "ok"),
        (replace(of, title=f"{of.title}: {sub.subtitle}"), bib(key, of), "ok"),
        (
            replace(of, online=of.issued - 1),
            bib(key, of, year=str(of.issued - 1)),
            "ok",
        ),
        (
            replace(of, online=of.issued - 3),
            bib(key, of, year=str(of.issued - 3)),
            "ok",
        ),
        (sici, bib(key, sici), "ok"),
        (replace(of, doi=of.doi.upper()), bib(key, of), "ok"),
        (of, bib(key, of, doi=f"https://doi.org/{of.doi}"), "ok"),
        (group, bib(key, group), "ok"),
        (replace(of, agency="datacite", pmid=""), bib(key, of, pmid=""), "ok"),
        (replace(of, title=f"[{of.title}]"), bib(key, of), "ok"),
        (replace(of, title=of.title.replace("-", "\u2010")), bib(key, of), "ok"),
        (
            replace(group, doi="", pmid="", trial=f"NCT{n:08}"),
            bib(key, bare, "online", number=f"NCT{n:08}", author=f"{{{group.group}}}"),
            "ok",
        ),
        (
            bare,
            bib(key, bare, "manual", author="{A Company}", title=f"Label {n}"),
            "unverified",
        ),
        (bare, bib(key, bare, "book", title=f"A book of {n} chapters"), "unverified"),
        (
            bare,
            bib(
                key,
                bare,
                "online",
                title=f"A page about {n}",
                url=f"https://example.org/{n}",
            ),
            "unverified",
        ),
    ]
    return ways[n % len(ways)]


def _wrong(n: int) -> tuple[list[Registered], str, str]:
    """Return a wrong entry in the nth way that references go wrong."""
    of, other, key = work(300 + n), work(400 + n), f"wrong{n}"
    other = replace(other, title=f"{other.title} {n} years on")
    retitled = replace(of, title=f"Why {of.authors[0][0]} {n} was not right")
    ways: list[tuple[list[Registered], str, str]] = [
        ([], bib(key, of, pmid=""), "doi-not-found"),
        ([], bib(key, of), "doi-not-found"),
        ([], bib(key, of, doi=""), "pmid-not-found"),
        ([other], bib(key, retitled, doi=other.doi, pmid=""), "mismatch"),
        ([other], bib(key, retitled, doi="", pmid=other.pmid), "mismatch"),
        ([other], bib(key, retitled, doi=other.doi, pmid=other.pmid), "mismatch"),
        ([of, other], bib(key, of, pmid=other.pmid), "id-mismatch"),
        ([of, other], bib(key, of, doi=other.doi), "id-mismatch"),
        ([of], bib(key, of, year=str(of.issued + 4)), "mismatch"),
        ([of], bib(key, of, author="Someone, Else and Other, Person"), "mismatch"),
        ([of], bib(key, of, pmid="631759602"), "pmid-not-found"),
        ([of, other], bib(key, of, title=other.title), "mismatch"),
        ([replace(of, change="retracted")], bib(key, of), "retracted"),
        ([replace(of, change="concern", pmid="")], bib(key, of, pmid=""), "concern"),
        ([replace(of, change="corrected", doi="")], bib(key, of, doi=""), "corrected"),
        (
            [replace(of, change="retracted", title=f"RETRACTED: {of.title}")],
            bib(key, of),
            "retracted",
        ),
        ([replace(of, notice=True)], bib(key, of), "mismatch"),
        ([], bib(key, of, doi="10.9/short", pmid=""), "doi-not-found"),
        (
            [],
            bib(key, replace(of, doi="", pmid=""), "online", number="NCT09999999"),
            "mismatch",
        ),
        (
            [of, other],
            bib(
                key,
                of,
                author=" and ".join(f"{f}, {g}" for f, g in reversed(of.authors)),
            ),
            "mismatch",
        ),
    ]
    return ways[n % len(ways)]


RIGHT = [_typed(n) for n in range(216)]
WRONG = [_wrong(n) for n in range(60)]
EXPECTED = {f"right{n}": it[2] for n, it in enumerate(RIGHT)} | {
    f"wrong{n}": it[2] for n, it in enumerate(WRONG)
}


def check(
    folder: Path, known: Registries, text: str, *more: str | Path
) -> tuple[subprocess.CompletedProcess[str], dict[str, dict[str, Any]]]:
    """Check a bibliography; return what the program did and what it found."""
    source, out = folder / "b.bib", folder / "out.json"
    source.write_text(text, encoding="utf-8")
    out.unlink(missing_ok=True)
    done = run(
        PROGRAM,
        "--bib",
        source,
        "--json",
        out,
        "--pause",
        "0",
        *more,
        env=known.environment,
    )
    return done, json.loads(out.read_text("utf-8")) if out.exists() else {}


@pytest.fixture(scope="module")
def known() -> Registries:
    """All works of the right and the wrong entries, without a server."""
    works = [it[0] for it in RIGHT] + [one for it in WRONG for one in it[0]]
    return Registries(works)


def test_right_ones_are_left_alone_and_wrong_ones_are_found(
    tmp_path: Path, known: Registries
) -> None:
    """216 right entries in 27 ways, 60 wrong ones in 20: each for its reason."""
    text = "\n".join([it[1] for it in RIGHT] + [it[1] for it in WRONG])
    with registries.running(known.works) as served:
        done, found = check(tmp_path, served, text)
    assert done.returncode == 1, done.stderr
    given = {key: it["finding"] for key, it in found.items()}
    wrong = {
        key: (EXPECTED[key], said, found[key]["details"])
        for key, said in given.items()
        if said != EXPECTED[key]
    }
    assert wrong == {}
    assert len(given) == 276
    asked = Counter(served.asked)
    assert asked["pubmed"] == 6  # two forms of three batches
    assert asked["handle"] <= 276


RIGHT_ONE, RETRACTED = work(0), replace(work(1), change="retracted")


def test_a_service_that_fails_is_no_finding(tmp_path: Path) -> None:
    """Who needs it is unverified, the others are as they are; the exit says so."""
    only_pubmed = replace(work(2), doi="")
    text = bib("a", RIGHT_ONE, pmid="") + bib("b", only_pubmed)
    with registries.running([RIGHT_ONE, only_pubmed]) as served:
        for status in (500, 403, -1):
            served.failing = {"pubmed": status, "europe": status}
            done, found = check(tmp_path, served, text)
            assert done.returncode == 2
            assert found["a"]["finding"] == "ok"
            assert found["b"]["finding"] == "unverified"
            assert "PubMed" in found["b"]["details"]
            assert "PubMed could not be asked" in done.stderr
        served.failing = {"handle": 429}
        done, found = check(tmp_path, served, bib("a", RIGHT_ONE))
        assert found["a"]["finding"] == "unverified"


def test_europe_pmc_is_asked_where_another_is_silent(tmp_path: Path) -> None:
    """What it knows is as good."""
    with registries.running([RIGHT_ONE]) as served:
        served.failing = {"pubmed": 503, "crossref": 503}
        _, found = check(tmp_path, served, bib("a", RIGHT_ONE))
    assert found["a"]["finding"] == "ok"
    assert "Europe PMC" in found["a"]["details"]


def test_what_was_told_is_remembered_for_some_days(tmp_path: Path) -> None:
    """Nobody is asked twice in two weeks; a silence and an absence are asked again."""
    memory = tmp_path / "memory.json"
    text = bib("a", RIGHT_ONE) + bib("b", work(5))
    with registries.running([RIGHT_ONE]) as served:
        for day, asked in (
            ("2026-12-01", True),
            ("2026-12-15", False),
            ("2026-12-16", True),
        ):
            served.asked.clear()
            done, found = check(
                tmp_path, served, bib("a", RIGHT_ONE), "--memory", memory, "--now", day
            )
            assert done.returncode == 0
            assert found["a"]["finding"] == "ok"
            assert bool(served.asked) == asked, day
        _, found = check(
            tmp_path, served, text, "--memory", memory, "--now", "2026-12-17"
        )
        served.asked.clear()
        check(tmp_path, served, text, "--memory", memory, "--now", "2026-12-18")
        assert "handle" in served.asked
        memory.write_text("{", encoding="utf-8")
        done, _ = check(tmp_path, served, text, "--memory", memory)
        assert "is kept as memory.json.corrupt" in done.stderr


def test_an_offer_is_written_when_a_person_accepts_it(tmp_path: Path) -> None:
    """Identifier and day into the entry, and not a byte elsewhere."""
    bare = bib("a", RIGHT_ONE, doi="", pmid="", design="review")
    text = f"% A comment.\n{bib('z', work(7))}\n{bare}\n"
    with registries.running([RIGHT_ONE, work(7)]) as served:
        _, found = check(tmp_path, served, text)
        assert found["a"]["finding"] == "unverified"
        assert found["a"]["proposal"]["doi"] == RIGHT_ONE.doi
        out, source = tmp_path / "out.json", tmp_path / "b.bib"
        accept = ("--bib", source, "--json", out, "--now", "2026-12-02", "--accept")
        done = run(PROGRAM, *accept, "a")
        assert done.returncode == 0, done.stderr
        changed = source.read_text(encoding="utf-8")
        added = f"  doi = {{{RIGHT_ONE.doi}}},\n  checked = {{2026-12-02}},\n"
        assert changed == text.replace("  design", f"{added}  design")
        assert run(PROGRAM, *accept, "z").returncode == 2
        assert run(PROGRAM, *accept, "nobody").returncode == 2


def test_what_readers_are_told_is_written(tmp_path: Path) -> None:
    """Retractions with the day they were first seen; what is well again goes."""
    record = tmp_path / "changes.yml"
    text = bib("a", RIGHT_ONE) + bib("b", RETRACTED)
    with registries.running([RIGHT_ONE, RETRACTED]) as served:
        for day in ("2026-12-01", "2027-01-01"):
            check(tmp_path, served, text, "--record", record, "--now", day)
            written = record.read_text(encoding="utf-8")
            assert "- key: b\n  finding: retracted\n" in written
            assert "since: '2026-12-01'" in written
            assert "key: a" not in written
        served.failing = dict.fromkeys(("handle", "pubmed", "europe"), 500)
        check(tmp_path, served, text, "--record", record)
        assert "key: b" in record.read_text(encoding="utf-8")
        served.failing, served.works[1] = {}, replace(RETRACTED, change="")
        check(tmp_path, served, text, "--record", record)
        assert "key: b" not in record.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("no bibliography", "it holds no entry. Nothing was changed."),
        ("@article{a, title = {x}", "all else is checked."),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, text: str, said: str) -> None:
    """One sentence."""
    done, _ = check(tmp_path, Registries(), text)
    if said:
        assert done.returncode == (2 if "Nothing" in said else 0)
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    done = run(PROGRAM, "--bib", tmp_path / "none.bib")
    assert done.returncode == 2
    assert done.stderr.endswith(
        "none.bib: No such file or directory. Nothing was changed.\n"
    )


def test_the_report_says_what_to_do(tmp_path: Path) -> None:
    """Grouped, the weightiest first, each with a link and what to do next."""
    report = tmp_path / "r.md"
    text = bib("a", RETRACTED) + bib("b", work(9))
    with registries.running([RETRACTED]) as served:
        done, _ = check(tmp_path, served, text, "--report", report)
    assert done.returncode == 1
    written = report.read_text(encoding="utf-8")
    assert written.startswith("# Sources that need a person\n\n2 to look at.\n")
    assert written.index("## Retracted (1)") < written.index("## Numbers that do not")
    assert "Take each statement that rests on it out" in written
    assert f"<https://doi.org/{RETRACTED.doi}>" in written


ADD = ROOT / "scripts" / "add_reference.py"


def test_a_source_is_added_to_annotate(tmp_path: Path) -> None:
    """In its place by the alphabet, as the registry tells it, its notes empty."""
    source = tmp_path / "b.bib"
    new = replace(work(1), title="R&D of <i>IVIG</i>", subtitle="a trial")
    with registries.running([RIGHT_ONE, new, replace(work(2), doi="")]) as served:
        source.write_text(bib("aaa", RIGHT_ONE) + "\n" + bib("zzz", work(9)))
        before = source.read_text()
        add = (ADD, "--bib", source, "--pause", "0")
        done = run(*add, "--doi", f"https://doi.org/{new.doi}", env=served.environment)
        assert done.returncode == 0, done.stderr
        written = source.read_text()
        key = "sorensen1991ivig"
        entry = written[
            written.index(f"@article{{{key},") : written.index("@article{zzz")
        ]
        assert written.replace(entry, "") == before
        assert "  title = {R\\&D of IVIG: a trial},\n" in entry
        assert f"  doi = {{{new.doi}}},\n  design = {{}},\n" in entry
        again = run(*add, "--doi", new.doi.upper(), env=served.environment)
        assert again.returncode == 1
        assert f"holds it already, as '{key}'" in again.stderr
        number = run(*add, "--pmid", work(2).pmid, env=served.environment)
        assert number.returncode == 0, number.stderr
        assert f"  pmid = {{{work(2).pmid}}},\n" in source.read_text()
        nobody = run(*add, "--doi", "10.1000/none", env=served.environment)
        assert (nobody.returncode, nobody.stderr) == (
            1,
            "No registry knows it. Look at the number again.\n",
        )
        served.failing = {"crossref": 500}
        silent = run(*add, "--doi", "10.1000/other", env=served.environment)
        assert silent.returncode == 2
        assert silent.stderr.endswith("Nothing was changed.\n")


WATCH = ROOT / "scripts" / "watch_evidence.py"
QUERIES = """pubmed = "stiff person"
clinicaltrials = "stiff person"
[pages]
"treatments/ivig" = ["immunoglobulin"]
"living/pregnancy" = ["pregnan"]
"""
SEARCHES = "collections: {}\n\nsearches:\n  - id: other\n    day: x\n"


def test_new_evidence_is_listed_by_page(tmp_path: Path) -> None:
    """What the library holds is left out; each look is kept; silence is no finding."""
    ivig, births, trial = (
        work(0),
        work(9),
        Registered(trial="NCT01234567", title="A trial"),
    )
    known, queries = tmp_path / "b.bib", tmp_path / "evidence.toml"
    searches, left = tmp_path / "searches.yml", tmp_path / "evidence.json"
    known.write_text(bib("a", work(1)), encoding="utf-8")
    queries.write_text(QUERIES, encoding="utf-8")
    searches.write_text(SEARCHES, encoding="utf-8")
    files = ("--bib", known, "--queries", queries, "--searches", searches)
    watch = (WATCH, *files, "--tasks", left, "--pause", "0", "--now")
    with registries.running([ivig, births, work(1), trial]) as served:
        done = run(*watch, "2026-12-01", env=served.environment)
        assert done.returncode == 1, done.stderr
        groups = json.loads(left.read_text(encoding="utf-8"))["groups"]
        assert {it["title"]: len(it["tasks"]) for it in groups} == {
            "For treatments/ivig": 1,
            "For living/pregnancy": 1,
            "For no page in particular": 1,
        }
        assert "NCT01234567, 2026-11-30: A trial (2026)." in done.stdout
        written = searches.read_text(encoding="utf-8")
        assert written.startswith(SEARCHES.rstrip())
        assert '    found: 3\n    read: 0\n    result: "2 new to read."' in written
        known.write_text(bib("a", work(1)) + bib("b", ivig) + bib("c", births))
        served.works.remove(trial)
        done = run(*watch, "2026-12-08", env=served.environment)
        assert (done.returncode, done.stdout) == (0, "Nothing to do.\n")
        again = searches.read_text(encoding="utf-8")
        assert again.count("id: watch-pubmed") == 1
        assert 'day: "2026-12-08"' in again
        assert 'result: "Nothing new."' in again
        served.failing = {"pubmed": 500}
        done = run(*watch, "2026-12-15", env=served.environment)
        assert done.returncode == 2
        assert "PubMed could not be asked" in done.stderr
        kept = searches.read_text(encoding="utf-8")
        assert kept.count('day: "2026-12-08"') == 1  # of PubMed, which was silent
        assert kept.count('day: "2026-12-15"') == 1


PAGE = """---
title: A page that rests on one source
description: 'A page of the miniature guide, which rests on a retracted source.'
kind: living
reviewed: 2026-11-22
next_review: 2027-05-22
searched_to: 2026-11-22
questions:
  - what became of the source?
---

# A page that rests on one source

It helps [=help-high].
"""
CHANGES = """changes:
- key: many2017authors
  finding: retracted
  said: It has been retracted. Crossref say so.
  since: '2026-12-01'
- key: others2016short
  finding: corrected
  said: A correction has been published. Crossref say so.
  since: '2026-12-01'
"""


def test_a_retraction_reaches_readers(miniature: Miniature) -> None:
    """On the page, in the note, among all sources, beside its judgement, as data."""
    (miniature.docs / "living").mkdir(exist_ok=True)
    (miniature.docs / "living" / "one.md").write_text(PAGE, encoding="utf-8")
    (miniature.folder / "data" / "reference-checks.yml").write_text(CHANGES)
    built = miniature.build()
    assert built.returncode == 0, built.stderr
    html = (miniature.site / "living" / "one" / "index.html").read_text("utf-8")
    page = BeautifulSoup(html, "html.parser")
    [banner] = page.select("article .guide-overdue")
    assert "Retracted: One A and others, 2017" in " ".join(banner.get_text().split())
    source = page.select_one(r"#fn\:many2017authors .guide-became")
    assert source
    assert source.get_text() == "Retracted It has been retracted. Crossref say so."
    reasons = page.select_one(".guide-reasons")
    assert reasons
    assert "Beware many2017authors: It has been retracted." in reasons.get_text()
    listed = miniature.site / "evidence" / "references" / "index.html"
    every = BeautifulSoup(listed.read_text("utf-8"), "html.parser")
    assert len(every.select(".guide-became")) == 2
    claims = json.loads((miniature.site / "evidence" / "claims.json").read_text())
    assert [it["finding"] for it in claims["changed_sources"]] == [
        "retracted",
        "corrected",
    ]


def test_a_record_of_a_source_that_is_not_there(miniature: Miniature) -> None:
    """The check names it."""
    text = CHANGES.replace("many2017authors", "many2017author")
    (miniature.folder / "data" / "reference-checks.yml").write_text(text)
    done = run(ROOT / "scripts" / "check_pages.py", "--home", miniature.folder)
    assert done.returncode == 1
    assert (
        "data/reference-checks.yml:2: 'many2017author': it is not in references.bib. "
        "Take these lines out, or correct the key. Did you mean 'many2017authors'?"
    ) in done.stdout
