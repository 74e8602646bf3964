"""The drawing of everyone studied: one dot a person, as HTML with inline SVG.

Words are HTML, so that they wrap and grow with the reader's type; dots alone are SVG.
"""

from collections.abc import Iterable, Iterator
from html import escape

from guide.facts.studies import ALONE, COMPARED, WITHOUT_RESULT, Studies, Study

IN_A_ROW = 20  # with a gap in the middle: tens are counted at a glance
STEP, GAP = 13, 5  # 20 dots fit 284 px, the text of a phone of 320 px
DOTS = {  # filled or hollow: told apart without colour
    COMPARED: ("filled dot", '<circle cx="{}" cy="{}" r="5"/>'),
    ALONE: ("ring", '<circle class="ring" cx="{}" cy="{}" r="4"/>'),
}


def everyone(studies: Studies) -> str:
    """Return the drawing of all studies, treatment by treatment."""
    parts = []
    for treatment, name in studies.treatments.items():
        own = [one for one in studies.of(treatment) if one.treatments[0] == treatment]
        if own:
            kinds = "\n".join(_kinds(own))
            parts.append(f"<li>\n<p>{escape(name)}</p>\n<ul>\n{kinds}\n</ul>\n</li>")
    return _figure(studies.all, "\n".join(parts), _total(studies.all))


def some(studies: Iterable[Study]) -> str:
    """Return the drawing of the studies of one treatment."""
    shown = list(studies)
    return _figure(shown, "\n".join(_kinds(shown)))


def counted(number: int, one: str, more: str) -> str:
    """Return a number with its word: 1 person, 2 people."""
    return f"{number} {one if number == 1 else more}"


def _total(studies: Iterable[Study]) -> str:
    """Say how many people were ever counted, and how many against placebo."""
    told = {COMPARED: 0, ALONE: 0, WITHOUT_RESULT: 0}
    for study in studies:
        told[study.kind] += study.people or 0
    return (
        f" {sum(told.values())} people in all: {told[COMPARED]} against placebo, "
        f"{told[ALONE]} without a comparison group."
    )


def _figure(studies: Iterable[Study], parts: str, total: str = "") -> str:
    used = {study.kind for study in studies}
    key = "\n".join(
        f"<li>{_dots(1, kind, '')} {words}</li>"
        for kind, words in (
            (COMPARED, "randomised or placebo-controlled"),
            (ALONE, "no comparison group"),
        )
        if kind in used
    )
    legend = f'\n<ul class="guide-people-key">\n{key}\n</ul>' if key else ""
    return (
        '<figure class="guide-people">\n<figcaption>One dot or ring is one person.'
        f"{total}{legend}\n</figcaption>\n<ul>\n{parts}\n</ul>\n</figure>"
    )


def _kinds(studies: Iterable[Study]) -> Iterator[str]:
    """Yield a list item for each kind of study: its people, then study by study."""
    shown = list(studies)
    for kind in (COMPARED, ALONE, WITHOUT_RESULT):
        own = [study for study in shown if study.kind == kind]
        if not own:
            continue
        told = sum(study.people or 0 for study in own)
        how_many = counted(len(own), "study", "studies")
        people = f": {counted(told, 'person', 'people')}" if told else ""
        rows = "\n".join(map(_row, own))
        yield (f"<li>\n<p>{kind}{people} in {how_many}</p>\n<ul>\n{rows}\n</ul>\n</li>")


def _row(study: Study) -> str:
    label = f"{study.year}: {people(study)}"
    if study.kind == WITHOUT_RESULT or not study.people:
        return f"<li><span>{label}</span></li>"
    shape = DOTS[study.kind][0]
    told = counted(study.people, shape, f"{shape}s")
    return f"<li><span>{label}</span> {_dots(study.people, study.kind, told)}</li>"


def people(study: Study) -> str:
    """Return how many people took part, or are to."""
    if study.people is None:
        planned = f", {study.planned} planned" if study.planned else ""
        return f"number of people not told{planned}"
    return counted(study.people, "person", "people") if study.people else "nobody"


def _dots(number: int, kind: str, told: str) -> str:
    """Return so many dots in rows; `told` is what stands for them in words."""
    dots = "".join(
        DOTS[kind][1].format(
            6 + STEP * (n % IN_A_ROW) + GAP * (n % IN_A_ROW >= IN_A_ROW // 2),
            6 + STEP * (n // IN_A_ROW),
        )
        for n in range(number)
    )
    row = min(number, IN_A_ROW)
    width = STEP * row + GAP * (row > IN_A_ROW // 2) - 1
    height = STEP * -(-number // IN_A_ROW) - 1
    said = f'role="img" aria-label="{told}"' if told else 'aria-hidden="true"'
    return (
        f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f"{said}>{dots}</svg>"
    )
