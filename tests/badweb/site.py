"""A small built site on disk that holds the links of the cases, one a line."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from .cases import fill, places

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .case import Case

PER_PAGE = 12
TOP = '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
Spots = dict[str, list[tuple[str, int]]]


def write(
    folder: Path, cases: Iterable[tuple[int, Case]], ports: dict[str, str]
) -> Spots:
    """Write the site; give the file and line of every link by its case."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.html"):
        old.unlink()
    spots: Spots = defaultdict(list)
    pages = share_out(list(cases))
    names = [f"page-{number:02}.html" for number in range(1, len(pages) + 1)]
    for name, (head, held) in zip(names, pages, strict=True):
        lines = [TOP, f"<title>{name}</title>{head}</head><body>"]
        lines += [f"<h1>{name}</h1>", '<h2 id="here">Here</h2>']
        for case, markup in held:
            spots[case.name].append(
                (name, 1 + sum(text.count("\n") + 1 for text in lines))
            )
            lines += [f"<p>{markup}</p>"]
        (folder / name).write_text(fill("\n".join([*lines, "</body></html>\n"]), ports))
    entries = "\n".join(f'<li><a href="{name}">{name}</a></li>' for name in names)
    index = f"{TOP}\n<title>All pages</title></head><body><ul>\n{entries}\n</ul>"
    (folder / "index.html").write_text(index + "</body></html>\n")
    (folder / "fine.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return spots


def share_out(
    cases: list[tuple[int, Case]],
) -> list[tuple[str, list[tuple[Case, str]]]]:
    """Share the links out over pages; one with a head of its own stands alone."""
    common: list[tuple[Case, str]] = []
    many: list[tuple[Case, str]] = []
    alone: list[tuple[str, list[tuple[Case, str]]]] = []
    for number, case in cases:
        where = places(number, case)
        link = fill(case.link, where)
        markup = fill(case.markup.replace("{link}", link), where)
        if case.head:
            alone.append((fill(case.head, where), [(case, markup)]))
        elif case.copies > 1:
            many += [(case, markup)] * case.copies
        else:
            common.append((case, markup))
    cut = [common[at : at + PER_PAGE] for at in range(0, len(common), PER_PAGE)]
    while len(cut) < len(many):
        cut.append([])
    for page, copy in zip(cut, many, strict=False):
        page.append(copy)
    return [*(("", held) for held in cut), *alone]
