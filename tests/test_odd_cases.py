"""Odd input, one case a file in tests/data/: what is refused, and what is shown.

`broken/NAME` must make the check say exactly what `broken/NAME.txt` holds;
`shown/NAME.md` must be built to exactly the article in `shown/NAME.html`.
"""

import shutil
from pathlib import Path

import pytest
from conftest import DATA, MINIATURE, Miniature, make_miniature
from guide.findings import FindingsError
from guide.site import gate
from guide.site.gate import Places

BROKEN = [p for p in sorted((DATA / "broken").iterdir()) if p.suffix != ".txt"]
SHOWN = sorted((DATA / "shown").glob("*.md"))


def check(case: Path, folder: Path) -> str:
    """Return what the check says of a miniature guide with this odd file in it."""
    shutil.copytree(MINIATURE, folder, dirs_exist_ok=True)
    places = {".bib": "references.bib", ".yml": "data/studies.yml"}
    name = places.get(case.suffix, f"docs/{case.name}")
    shutil.copy(case, folder / name)
    with pytest.raises(FindingsError) as caught:
        gate.read(Places(folder))
    return "".join(f"{finding}\n" for finding in caught.value.findings)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_a_fault_is_told_with_file_line_and_remedy(case: Path, tmp_path: Path) -> None:
    """The check names each fault in one sentence and nothing else."""
    expected = case.with_name(f"{case.name}.txt").read_text(encoding="utf-8")
    assert check(case, tmp_path) == expected


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Miniature:
    """A miniature guide with every case to be shown, built once."""
    miniature = make_miniature(tmp_path_factory.mktemp("shown"))
    for case in SHOWN:
        shutil.copy(case, miniature.docs)
    built = miniature.build()
    assert built.returncode == 0, built.stdout + built.stderr
    return miniature


@pytest.mark.parametrize("case", SHOWN, ids=lambda case: case.stem)
def test_an_odd_page_is_shown_as_a_journal_would(case: Path, shown: Miniature) -> None:
    """The built article is the expected one, to the letter."""
    expected = case.with_suffix(".html").read_text(encoding="utf-8")
    assert shown.article(case.stem) + "\n" == expected
