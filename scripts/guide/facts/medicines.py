"""Every medicine that the guide knows by name: read from YAML, held to its schema."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from guide.facts import entries
from guide.facts.entries import Written
from guide.findings import nearest
from guide.library.bibtex import Library
from guide.pages import citations

FORM = entries.Form(
    Path(__file__).parent / "medicines.schema.json", "medicines", "medicine"
)


@dataclass(frozen=True)
class Medicine:
    """One medicine, as `medicines.schema.json` describes its fields.

    Attributes:
        form: how it is given, where a substance has two entries, else "".
        several: whether the entry is a group of substances.
        brands: its brand names by region; a name may end with a note in brackets.
        kind: the name of its class, in the plural.
        works, warnings, stopping: plain words, cited.
    """

    key: str
    generic: str
    form: str
    several: bool
    other_names: tuple[str, ...]
    brands: Mapping[str, tuple[str, ...]]
    kind: str
    page: str
    works: str
    warnings: tuple[str, ...]
    do_not_stop_suddenly: bool
    stopping: str
    refs: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its generic name, with the form that tells it from another entry."""
        return f"{self.generic} ({self.form})" if self.form else self.generic


@dataclass(frozen=True)
class Medicines:
    """All medicines, by the alphabet."""

    all: tuple[Medicine, ...]

    @property
    def names(self) -> Iterator[str]:
        """Every name of every medicine, and of its class."""
        for medicine in self.all:
            yield from (medicine.generic, medicine.kind, *medicine.other_names)
            for brands in medicine.brands.values():
                yield from brands

    def of(self, page: str) -> tuple[Medicine, ...]:
        """Return the medicines that belong to the page of this file name."""
        return tuple(medicine for medicine in self.all if medicine.page == page)


def read(path: Path, name: str, library: Library) -> Medicines:
    """Return the medicines of a YAML file; `name` is what findings call it.

    Raises:
        FindingsError: the file cannot be read, or breaks a rule.
    """
    written = entries.read(path, name, FORM, partial(_faults, library))
    found = (_medicine(entry, written["classes"]) for entry in written["medicines"])
    return Medicines(tuple(sorted(found, key=lambda it: it.name.casefold())))


def findable(
    medicines: Medicines, link: Callable[[str], str | None]
) -> list[dict[str, Any]]:
    """Return what the finder of names has to know of each medicine.

    Args:
        medicines: all medicines.
        link: gives the address of a page by its file name, None where there is none.
    """
    return [
        {
            "name": it.name,
            "substance": it.generic,
            "several": it.several,
            "kind": it.kind,
            "link": link(it.page),
            "names": [{"name": n, "note": note} for n, note in _names(it).items()],
        }
        for it in medicines.all
    ]


def names(own: Iterable[Medicine]) -> tuple[str, ...]:
    """Return every name of some medicines, each once and without its note."""
    return tuple(dict.fromkeys(name for it in own for name in _names(it)))


def _names(medicine: Medicine) -> Mapping[str, str]:
    """Return every name of a medicine, and in a few words what kind of name it is."""
    names = {medicine.generic: medicine.form}
    names |= dict.fromkeys(medicine.other_names, "")
    told: dict[str, list[str]] = {}
    for region, brands in medicine.brands.items():
        for brand in brands:
            name, _, note = brand.partition(" (")
            where = f"{region}: {note.removesuffix(')')}" if note else region
            told.setdefault(name, []).append(where)
    return names | {name: f"brand, {'; '.join(all_)}" for name, all_ in told.items()}


def _medicine(written: Written, classes: Mapping[str, str]) -> Medicine:
    brands = written.get("brands", {})
    given = {
        "form": "",
        "several": False,
        "stopping": "",
        **{name: value for name, value in written.items() if name != "class"},
        "kind": classes[written["class"]],
        "brands": {region: tuple(names) for region, names in brands.items()},
        "other_names": tuple(written.get("other_names", ())),
        "warnings": tuple(written["warnings"]),
        "refs": tuple(written["refs"]),
    }
    return Medicine(**given)


def _faults(library: Library, medicine: Written, written: Written) -> Iterator[str]:
    """Say what a schema cannot know: the names of classes, the library."""
    classes = written["classes"]
    if medicine["class"] not in classes:
        yield (
            f"the field 'class' is '{medicine['class']}', which has no name. Add it "
            f"under classes, above the medicines.{nearest(medicine['class'], classes)}"
        )
    for key in medicine["refs"]:
        if key not in library:
            yield _unknown("refs", key, library)
    texts = [("works", medicine["works"])]
    texts += [("warnings", text) for text in medicine["warnings"]]
    texts += [("stopping", medicine["stopping"])] if "stopping" in medicine else []
    for field, text in texts:
        yield from _uncited(field, text, library)
    if "stopping" in medicine and not medicine["do_not_stop_suddenly"]:
        yield (
            "the field 'stopping' tells of a sudden stop, but 'do_not_stop_suddenly' "
            "is false. Write true, or take 'stopping' out."
        )


def _uncited(field: str, text: str, library: Library) -> Iterator[str]:
    """Say what is wrong with the citations of a text; `works` may be without one."""
    marks = citations.find(text)
    if not marks and field != "works":
        yield f"the field '{field}' says '{text}' without a source. Cite it as [@key]."
    for _, stray in citations.malformed(text):
        yield (
            f"the field '{field}' holds '{stray}', which is not a citation. Write "
            "[@key] or [@one; @two]."
        )
    for mark in marks:
        for key in mark.keys:
            if key not in library:
                yield _unknown(field, key, library)


def _unknown(field: str, key: str, library: Library) -> str:
    return (
        f"the field '{field}' holds '{key}', which is not in references.bib. Add that "
        f"source, or correct the key.{nearest(key, library)}"
    )
