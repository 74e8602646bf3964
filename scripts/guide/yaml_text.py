"""YAML as a person wrote it: read once, each fault told with its line."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from guide.findings import Finding, FindingsError

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Loaded: TypeAlias = Any  # what YAML or JSON happened to hold
DATE = "tag:yaml.org,2002:timestamp"
MERGE = "<<"  # may stand twice: it takes in another mapping


def read(text: str, name: str, above: int = 0) -> tuple[Loaded, Node | None]:
    """Return what a YAML text holds, and the same with the lines that it stands on.

    Args:
        text: the YAML.
        name: what findings call its file.
        above: how many lines of the file stand above it.

    Raises:
        FindingsError: it is not YAML, holds a name twice, or a date that cannot be.
    """
    node = compose(text, name, above)
    return LOADER("").construct_document(node) if node else None, node


def compose(text: str, name: str, above: int = 0) -> Node | None:
    """Return a YAML text as nodes with their lines, whatever its tags stand for.

    Raises:
        FindingsError: as `read` does.
    """
    loader = LOADER(text)
    try:
        node: Node | None = loader.get_single_node()
        found = [*_faults(node)]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line if mark else 0
        tab = text.split("\n")[line].startswith("\t")
        problem = (
            "a tab stands where YAML wants spaces. Write spaces."
            if tab
            else "this is not YAML. Write 'name: value' lines, and put quotes around "
            "a value that holds a colon and a space."
        )
        node, found = None, [(line, problem)]
    finally:
        loader.dispose()
    if found:
        lines = (Finding(name, 1 + above + line, said) for line, said in found)
        raise FindingsError(lines)
    return node


def _faults(node: Node | None) -> Iterator[tuple[int, str]]:
    """Yield line and sentence of what YAML would read otherwise than it was meant."""
    for inner in _nodes(node, set()):
        if isinstance(inner, MappingNode):
            names = [str(key.value) for key, _ in inner.value]
            for number, (key, _) in enumerate(inner.value):
                if key.value in names[:number] and key.value != MERGE:
                    problem = f"the field '{key.value}' stands twice. Keep one."
                    yield key.start_mark.line, problem
        elif isinstance(inner, ScalarNode) and inner.tag == DATE:
            try:
                yaml.SafeLoader("").construct_yaml_timestamp(inner)
            except ValueError:
                problem = f"'{inner.value}' is a date that cannot be. Correct it."
                yield inner.start_mark.line, problem


def _nodes(node: Node | None, seen: set[int]) -> Iterator[Node]:
    """Yield a node and all nodes in it, each once, however often it is named."""
    if node is None or id(node) in seen:
        return
    seen.add(id(node))
    yield node
    if isinstance(node, ScalarNode):
        return
    for part in node.value:
        for inner in part if isinstance(part, tuple) else (part,):
            yield from _nodes(inner, seen)
