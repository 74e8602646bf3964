"""A form for auditors, from outside: the same seed draws the same sentences."""

import json
from pathlib import Path

import pytest
from conftest import MINIATURE, ROOT, run
from guide.facts import audits
from guide.findings import FindingsError

PROGRAM = ROOT / "scripts" / "draw_sentences.py"
KEY = "accents2020latex"


def claim(number: int, address: str, **more: object) -> dict[str, object]:
    """Return a claim of claims.json."""
    said = {"page": "Page", "section": "", "sentence": f"Sentence {number}."}
    return {**said, "address": address, "sources": [KEY], "judgements": [], **more}


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """A list of claims: three of safety pages, nine others, one without a source."""
    listed = [claim(n, f"emergency/#{n}") for n in range(3)]
    listed += [claim(n, f"treatments/x/#{n}") for n in range(3, 12)]
    listed.append(claim(12, "treatments/x/#12", sources=[]))
    path = tmp_path / "claims.json"
    told = {"date": "2026-12-01", "site": "https://g.example/", "claims": listed}
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def draw(claims: Path, sentences: int, safety: int, seed: int) -> tuple[int, str]:
    """Return exit status and words of the program in the miniature guide."""
    numbers = {"--sentences": sentences, "--safety": safety, "--seed": seed}
    options = [str(part) for it in numbers.items() for part in it]
    told = run(PROGRAM, "--home", MINIATURE, "--claims", claims, *options)
    return told.returncode, told.stdout + told.stderr


def test_the_seed_decides(claims: Path) -> None:
    """All from safety pages that are wished, each once, none without a source."""
    status, form = draw(claims, 12, 3, 7)
    assert status == 0
    said = [line for line in form.splitlines() if line.startswith("> ")]
    assert sorted(said) == sorted(f"> Sentence {n}." for n in range(12))
    assert draw(claims, 6, 2, 7) == draw(claims, 6, 2, 7)
    assert draw(claims, 6, 2, 7) != draw(claims, 6, 2, 8)


def test_what_an_auditor_is_given(claims: Path) -> None:
    """Page, sentence, address, source with its notes, and boxes to tick."""
    _, form = draw(claims, 3, 3, 1)
    assert "## 1. Page\n\n> Sentence " in form
    assert "<https://g.example/emergency/#" in form
    assert f"- `{KEY}` Gödel K and others, 2020. Naïve" in form
    assert "<https://doi.org/10.5555/accents_2020>" in form
    assert form.count("- [ ] holds\n- [ ] does not hold, because:") == 3


def test_what_cannot_be_drawn(claims: Path, tmp_path: Path) -> None:
    """More than there are, or from a guide that is not built."""
    assert draw(claims, 4, 4, 1) == (
        2,
        "4 of 3 cannot be drawn from the safety pages.\n",
    )
    status, said = draw(tmp_path / "none.json", 4, 4, 1)
    assert (status, "none.json" in said) == (2, True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("held: 3\n    note: x", "more sentences held than were drawn. Correct one of "
         "the two counts."),
        ("held: 1", "1 did not hold. List them as 'misses', or tell in 'note'."),
        ("held: 0\n    misses: [{sentence: x, repair: y}]",
         "2 did not hold, but 1 misses are listed. List each once."),
    ],
)  # fmt: skip
def test_an_audit_counts_its_misses(tmp_path: Path, fields: str, said: str) -> None:
    """Nothing that did not hold is kept back."""
    path = tmp_path / "a.yml"
    head = 'audits:\n  - id: a\n    day: "2026-11-30"\n    by: x\n    drawn: 2\n    '
    path.write_text(head + fields + "\n", encoding="utf-8")
    with pytest.raises(FindingsError) as error:
        audits.read(path, "a.yml")
    assert str(error.value) == f"a.yml:2: 'a': {said}"


def test_sources_that_many_sentences_cite_are_told() -> None:
    """With how many; a report, and no fault."""
    program = ROOT / "scripts" / "report_cited.py"
    told = run(program, "--home", MINIATURE, "--more-than", "0")
    assert (told.returncode, told.stderr) == (0, "")
    counts = [int(line.split()[0]) for line in told.stdout.splitlines()]
    assert counts == sorted(counts, reverse=True)
    none = run(program, "--home", MINIATURE, "--more-than", "99")
    assert (none.returncode, none.stdout) == (0, "")
