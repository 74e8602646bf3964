"""mkdocs.yml as a person wrote it: its menu is held to the pages, its names known."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pathspec.gitignore import GitIgnoreSpec
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from guide import yaml_text
from guide.findings import Finding, nearest

EXTRA = ("behaviours", "contact", "generator", "link_memory", "repository")


def faults(path: Path, name: str, docs: str, pages: Iterable[str]) -> Iterator[Finding]:
    """Yield what is wrong with the settings; without a menu MkDocs makes one.

    Args:
        path: the file.
        name: what findings call it.
        docs: what findings call the folder of the pages.
        pages: the files of the pages, below that folder.

    Raises:
        FindingsError: the file is not YAML.
    """
    known = set(pages)
    node = yaml_text.compose(path.read_text(encoding="utf-8"), name)
    for key in _fields(_field(node, "extra")):
        if key.value not in EXTRA:
            guess = nearest(key.value, EXTRA) or " Take it out."
            problem = f"'extra: {key.value}' is unknown.{guess}"
            yield Finding(name, key.start_mark.line + 1, problem)
    menu = _field(node, "nav")
    if menu is None:
        return
    listed = {entry.value: entry for entry in _entries(menu)}
    for to, entry in listed.items():
        if to not in known and ":" not in to:
            problem = f"the menu leads to '{to}', which is no page.{nearest(to, known)}"
            yield Finding(name, entry.start_mark.line + 1, problem)
    left_out = _field(node, "not_in_nav")
    spec = GitIgnoreSpec.from_lines(str(left_out.value if left_out else "").split("\n"))
    for page in sorted(known - set(listed)):
        if not spec.match_file(page):
            problem = f"the menu does not lead to this page. Add it to nav in {name}."
            yield Finding(f"{docs}/{page}", 1, problem)


def _fields(node: Node | None) -> list[Node]:
    """Return the names that a mapping gives its values."""
    return [key for key, _ in node.value] if isinstance(node, MappingNode) else []


def _field(node: Node | None, name: str) -> Node | None:
    pairs = node.value if isinstance(node, MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)


def _entries(menu: Node) -> Iterator[ScalarNode]:
    """Yield where each entry of a menu leads, at any depth."""
    if isinstance(menu, ScalarNode):
        yield menu
    elif isinstance(menu, SequenceNode):
        for part in menu.value:
            yield from _entries(part)
    elif isinstance(menu, MappingNode):
        for _, part in menu.value:
            yield from _entries(part)
