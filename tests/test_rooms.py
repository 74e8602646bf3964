"""Rooms: who may import whom, read off the source; ARCHITECTURE.md shows the map."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

SCRIPTS = ROOT / "scripts"
GUIDE = SCRIPTS / "guide"
SHARED = "shared"  # the modules beside the rooms
ROOMS = {  # each room: the rooms that it may ask for something
    SHARED: set[str](),
    "library": {SHARED},
    "pages": {SHARED, "library"},
    "facts": {SHARED, "library", "pages"},
    "site": {SHARED, "library", "pages", "facts", "links"},
    "links": {SHARED, "library", "pages", "upkeep", "links/net"},
    "links/net": {SHARED, "library", "upkeep", "links"},
    "references": {SHARED, "library", "upkeep", "links/net"},
    "upkeep": {SHARED},
}
STATE = {"guide.links.state"}
DOORS = {"scripts/hooks.py", "scripts/guide/site/build.py"}  # alone know MkDocs


def imports(path: Path) -> Iterator[str]:
    """Yield every name that a source imports, with its module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def room_of(name: str) -> str:
    """Return the room that a dotted name below `guide` lies in."""
    place, rooms = GUIDE, []
    for part in name.split(".")[1:]:
        place = place / part
        if not place.is_dir():
            break
        rooms.append(part)
    return "/".join(rooms) or SHARED


def arrows() -> Iterator[tuple[str, str, str, str]]:
    """Yield the file of each import between rooms, both rooms, and what is imported."""
    for path in sorted(GUIDE.rglob("*.py")):
        own = path.relative_to(GUIDE).parent.as_posix().replace(".", SHARED)
        for name in imports(path):
            if name.startswith("guide.") and room_of(name) != own:
                yield path.relative_to(ROOT).as_posix(), own, room_of(name), name


def test_arrows_point_down() -> None:
    """No room asks one above it."""
    seen = {(own, to) for _, own, to, _ in arrows()}
    assert ("site", "pages") in seen  # the reader of the source does see arrows
    assert {(own, to) for own, to in seen if to not in ROOMS[own]} == set()


def test_every_room_is_known() -> None:
    """A new folder has its line above, and its door says who may come in."""
    rooms = {
        path.parent.relative_to(GUIDE).as_posix()
        for path in GUIDE.rglob("*/__init__.py")
    }
    assert rooms == ROOMS.keys() - {SHARED}
    for room in rooms:
        said = ast.get_docstring(ast.parse((GUIDE / room / "__init__.py").read_text()))
        assert said, room


def test_a_build_loads_no_link_check() -> None:
    """Of the link check it asks for what is known of the links, and no more."""
    asked = {name for _, own, to, name in arrows() if (own, to) == ("site", "links")}
    assert {".".join(name.split(".")[:3]) for name in asked} <= STATE | {"guide.links"}
    assert not {
        name for name in asked if name.endswith(("verdicts", "run", "webpages"))
    }


def test_two_modules_alone_know_mkdocs() -> None:
    """All else would outlive it."""
    know = {
        path.relative_to(ROOT).as_posix()
        for path in SCRIPTS.rglob("*.py")
        if any(name.split(".")[0].startswith("mkdocs") for name in imports(path))
    }
    assert know == DOORS


@pytest.mark.parametrize("room", ["library", "pages", "facts"])
def test_what_is_read_knows_no_html_and_no_network(room: str) -> None:
    """Text becomes records and findings there; `site` makes HTML of them."""
    foreign = {"aiohttp", "jinja2", "lxml", "socket", "urllib3", "bs4"}
    for path in (GUIDE / room).glob("*.py"):
        assert not foreign & {name.split(".")[0] for name in imports(path)}, path


def test_no_expression_reads_html_in_the_way_of_a_page() -> None:
    """What finishes an article works on its tree."""
    for name in (
        "article",
        "accessible_markup",
        "drawings",
        "sections",
        "emergency_file",
    ):
        assert "re" not in set(imports(GUIDE / "site" / f"{name}.py")), name


def test_the_door_is_thin() -> None:
    """Each event is one call; nothing is decided there."""
    tree = ast.parse((SCRIPTS / "hooks.py").read_text(encoding="utf-8"))
    events = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert len(events) > 10
    for event in events:
        assert len(event.body) <= 2, event.name
        assert not any(isinstance(it, ast.If | ast.For) for it in ast.walk(event))
