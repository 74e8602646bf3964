"""Facts from data/ as Markdown, cited like a page: the table and list of studies."""

from collections.abc import Iterable

from guide import charts
from guide.studies import Study

COLUMNS = (
    "Treatment",
    "Year",
    "Design",
    "People",
    "Compared with",
    "Result",
    "Serious harms",
    "Registry number",
    "Sources",
)
REGISTRY = "https://clinicaltrials.gov/study/"


def table(studies: Iterable[Study]) -> str:
    """Return the studies as a Markdown table, its cells as `COLUMNS` names them."""
    rows = [COLUMNS, ("---",) * len(COLUMNS), *map(_row, studies)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def brief(studies: Iterable[Study]) -> str:
    """Return the studies as a Markdown list."""
    return "\n".join(map(_item, studies))


def _row(study: Study) -> tuple[str, ...]:
    return (
        study.name,
        str(study.year),
        f"{_capital(study.design)}: {study.described}",
        f"{_capital(_count(study))}: {study.who}",
        _capital(study.comparison),
        study.result,
        study.harms,
        _registered(study) or "None seen",
        _cited(study),
    )


def _item(study: Study) -> str:
    against = "" if study.comparison == "none" else f", against {study.comparison}"
    registered = f" {_registered(study)}" if study.registry else ""
    return (
        f"- **{study.year}, {study.design}, {charts.people(study)}.** "
        f"{study.name}{against}. {study.result} "
        f"Serious harms: {study.harms}{registered} {_cited(study)}"
    )


def _count(study: Study) -> str:
    if study.people is None:
        return f"not told, {study.planned} planned" if study.planned else "not told"
    return str(study.people)


def _registered(study: Study) -> str:
    number = study.registry
    return f"[{number}]({REGISTRY}{number})" if number else ""


def _cited(study: Study) -> str:
    return f"[{'; '.join(f'@{key}' for key in study.refs)}]"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
