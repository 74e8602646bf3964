"""The medicines: every name is found, every warning has its source."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from guide.facts import medicines
from guide.facts.medicines import Medicine, Medicines
from guide.findings import FindingsError
from guide.library.bibtex import Work

LIBRARY = {"fda2020a": Work("fda2020a", "online", 1, (), {})}
ENTRY: dict[str, Any] = {
    "key": "diazepam",
    "generic": "diazepam",
    "class": "benzo",
    "page": "gaba-modulators",
    "works": "It calms.",
    "warnings": ["It makes sleepy [@fda2020a]."],
    "do_not_stop_suddenly": True,
    "refs": ["fda2020a"],
}
FULL = {
    "form": "tablets",
    "several": True,
    "other_names": ["older name"],
    "brands": {"USA": ["Valium", "Diastat (gel)"], "UK": ["Valium"]},
    "stopping": "Seizures can follow [@fda2020a].",
}


def whole(*entries: dict[str, Any]) -> str:
    """Return a file of medicines with one class."""
    held = {"classes": {"benzo": "benzodiazepines"}, "medicines": list(entries)}
    return yaml.safe_dump(held, sort_keys=False)


def changed(**fields: object) -> dict[str, Any]:
    """Return the entry with other fields."""
    return {**ENTRY, **{name.rstrip("_"): it for name, it in fields.items()}}


def read(folder: Path, *entries: dict[str, Any]) -> Medicines:
    """Return what a file of these entries holds."""
    path = folder / "medicines.yml"
    path.write_text(whole(*entries), encoding="utf-8")
    return medicines.read(path, "m.yml", LIBRARY)


def told(folder: Path, **fields: object) -> str:
    """Return what is said of a file with one changed entry."""
    with pytest.raises(FindingsError) as error:
        read(folder, changed(**fields))
    return str(error.value)


def test_what_is_not_written(tmp_path: Path) -> None:
    """The fields that may be left out are empty."""
    assert read(tmp_path, ENTRY).all == (
        Medicine(
            key="diazepam",
            generic="diazepam",
            form="",
            several=False,
            other_names=(),
            brands={},
            kind="benzodiazepines",
            page="gaba-modulators",
            works="It calms.",
            warnings=("It makes sleepy [@fda2020a].",),
            do_not_stop_suddenly=True,
            stopping="",
            refs=("fda2020a",),
        ),
    )


def test_what_is_written(tmp_path: Path) -> None:
    """Every field arrives, and the form is part of the name."""
    [found] = read(tmp_path, changed(**FULL)).all
    assert found.name == "diazepam (tablets)"
    assert found.several is True
    assert found.other_names == ("older name",)
    assert found.brands == {"USA": ("Valium", "Diastat (gel)"), "UK": ("Valium",)}
    assert found.stopping == "Seizures can follow [@fda2020a]."


def test_by_the_alphabet_and_by_page(tmp_path: Path) -> None:
    """Small and capital letters alike."""
    found = read(
        tmp_path,
        changed(key="b", generic="botulinum", page="other"),
        changed(key="c", generic="Adalat"),
        ENTRY,
    )
    assert [it.name for it in found.all] == ["Adalat", "botulinum", "diazepam"]
    assert [it.name for it in found.of("other")] == ["botulinum"]
    assert found.of("none") == ()


def test_every_name(tmp_path: Path) -> None:
    """Generic, class, other names and brands; for a reader each once."""
    found = read(tmp_path, changed(**FULL))
    assert list(found.names) == [
        "diazepam",
        "benzodiazepines",
        "older name",
        "Valium",
        "Diastat (gel)",
        "Valium",
    ]
    assert medicines.names(found.all) == ("diazepam", "older name", "Valium", "Diastat")


def test_what_the_finder_knows(tmp_path: Path) -> None:
    """Each name with a note that says what kind of name it is."""
    found = read(tmp_path, changed(**FULL))
    assert medicines.findable(found, lambda page: f"/{page}/") == [
        {
            "name": "diazepam (tablets)",
            "substance": "diazepam",
            "several": True,
            "kind": "benzodiazepines",
            "link": "/gaba-modulators/",
            "names": [
                {"name": "diazepam", "note": "tablets"},
                {"name": "older name", "note": ""},
                {"name": "Valium", "note": "brand, USA; UK"},
                {"name": "Diastat", "note": "brand, USA: gel"},
            ],
        }
    ]
    assert medicines.findable(found, lambda _: None)[0]["link"] is None


UNKNOWN = "which is not in references.bib. Add that source, or correct the key."
FAULTS: list[tuple[dict[str, Any], str]] = [
    (
        {"class_": "benzos"},
        "the field 'class' is 'benzos', which has no name. Add it under classes, "
        "above the medicines. Did you mean 'benzo'?",
    ),
    (
        {"refs": ["fda2020b"]},
        f"the field 'refs' holds 'fda2020b', {UNKNOWN} Did you mean 'fda2020a'?",
    ),
    ({"works": "It calms [@xy]."}, f"the field 'works' holds 'xy', {UNKNOWN}"),
    (
        {"warnings": ["It makes sleepy."]},
        "the field 'warnings' says 'It makes sleepy.' without a source. Cite it as "
        "[@key].",
    ),
    (
        {"stopping": "Seizures."},
        "the field 'stopping' says 'Seizures.' without a source. Cite it as [@key].",
    ),
    (
        {"stopping": "Seizures [@fda2020a].", "do_not_stop_suddenly": False},
        "the field 'stopping' tells of a sudden stop, but 'do_not_stop_suddenly' is "
        "false. Write true, or take 'stopping' out.",
    ),
    (
        {"works": "It calms @fda2020a too."},
        "the field 'works' holds '@fda2020a', which is not a citation. Write [@key] "
        "or [@one; @two].",
    ),
]


@pytest.mark.parametrize(("fields", "said"), FAULTS)
def test_what_does_not_fit(tmp_path: Path, fields: dict[str, Any], said: str) -> None:
    """One sentence, with the line of the entry and what to do."""
    assert told(tmp_path, **fields) == f"m.yml:4: 'diazepam': {said}"
