"""What a volunteer searches, from outside: matches, counts, an entry to fill in."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import MINIATURE, ROOT, run

PROGRAM = ROOT / "scripts" / "search_library.py"
HELD = (
    "2020  Naïve β-cells and \u03b3-aminobutyric acid (GABA₂): "
    "50% of Ca²⁺ & H₂O, DNA in vivo"
)
ROWS = (
    ("2001", "Stiff-baby: an example", "10.5555/baby", "", "Two children, on a drip."),
    ("2020", "Another title of a held work", "10.5555/ACCENTS_2020", "", "A child."),
    ("", "A café in spring", "", "7", "Nothing here."),
)


@pytest.fixture
def bibliography(tmp_path: Path) -> Path:
    """A bibliography with summaries, one of its works held by the library too."""
    path = tmp_path / "b.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("year", "title", "doi", "pmid", "abstract"), *ROWS]
        )
    return path


def search(words: str, bibliography: Path) -> tuple[int, list[str]]:
    """Return exit status and lines of the program in the miniature guide."""
    told = run(PROGRAM, words, "--home", MINIATURE, "--bibliography", bibliography)
    return told.returncode, (told.stdout + told.stderr).splitlines()


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("naive held", [f"{HELD}  [library, bibliography: accents2020latex]  "
         "doi:10.5555/accents_2020  pmid:1"]),
        ("child*|cafe drip", [
            "2001  Stiff-baby: an example  [bibliography]  doi:10.5555/baby",
        ]),
        ("'stiff baby'", [
            "2001  Stiff-baby: an example  [bibliography]  doi:10.5555/baby",
        ]),
        ("CAFÉ", ["----  A café in spring  [bibliography]  pmid:7"]),
        ("'baby stiff'", []),
        ("chil", []),
    ],
)  # fmt: skip
def test_what_is_found(words: str, lines: list[str], bibliography: Path) -> None:
    """All words, whatever their case and accents; a work in two places once."""
    status, told = search(words, bibliography)
    assert status == 0
    assert told[: len(lines)] == lines
    assert told[len(lines) + 1].startswith(f"# {len(lines)} found.")


def test_the_entry_says_what_was_searched(bibliography: Path) -> None:
    """Ready for data/searches.yml, but for what only a person knows."""
    _, told = search('drip "a phrase"', bibliography)
    assert told[2:] == [
        "  - id: TREATMENT-TOPIC",
        '    question: "WHAT WAS LOOKED FOR"',
        "    in: [bibliography, catalogue, library]",
        '    words: "drip \\"a phrase\\""',
        f'    day: "{datetime.now(UTC).date()}"',
        "    found: 0",
        "    read: HOW MANY OF THEM YOU READ",
        '    result: "WHAT CAME OF IT"',
        "",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", 'name what to look for, as WORDS="ivig child*".'),
        ("'open", "No closing quotation"),
    ],
)
def test_what_cannot_be_searched(words: str, said: str, bibliography: Path) -> None:
    """In a sentence, and with 2."""
    assert search(words, bibliography) == (2, [said])


def test_a_bibliography_of_another_form(tmp_path: Path) -> None:
    """It names the column that is missing; a lost file is named."""
    path = tmp_path / "x.csv"
    path.write_text("year,title,doi\n", encoding="utf-8")
    assert search("x", path) == (2, [f"{path} has no column 'pmid'. Name another."])
    status, [said] = search("x", tmp_path / "none.csv")
    assert (status, "none.csv" in said) == (2, True)


def test_the_lean_list_holds_no_summary() -> None:
    """Titles and identifiers are facts; the words of summaries are their authors'."""
    with (ROOT / "data" / "bibliography.csv").open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert head == ["year", "title", "doi", "pmid"]
    assert len(rows) == 1039
    assert all(len(title) < 400 for _, title, _, _ in rows)
    assert all(not pmid or (pmid.isdigit() and len(pmid) <= 8) for *_, pmid in rows)
