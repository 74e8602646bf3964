"""Tasks: what a program found for people to do, for a terminal, an issue, a program.

The web may have a hand in their words. So tasks that another job left are held to a
schema, and whatever is printed as Markdown is made harmless.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from guide.upkeep import artifact, escape, thread
from guide.upkeep.artifact import ArtifactError

SCHEMA = Path(__file__).with_name("tasks.schema.json")
TITLES = {  # of the standing issue of each topic
    "canary": "What newer versions would break",
    "evidence": "New evidence to read",
    "references": "Sources that need a person",
    "reviews": "Pages that need a review",
}
MARKUP = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_{}[]<>()#+!|~$&"})


@dataclass(frozen=True)
class Task:
    """One thing to do: what it is about, what was found and what to do, a link."""

    about: str
    said: str
    link: str = ""


@dataclass(frozen=True)
class Group:
    """Tasks of one kind, with a sentence that says what to do about them."""

    title: str
    advice: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class TaskList:
    """All tasks of a topic, as they were on a day (ISO)."""

    topic: str
    checked: str
    groups: tuple[Group, ...]

    @property
    def points(self) -> frozenset[str]:
        """A point for each task: told once, however often it is found."""
        return frozenset(
            thread.point(group.title, task.about, task.said)
            for group in self.groups
            for task in group.tasks
        )

    def __len__(self) -> int:
        """Count the tasks."""
        return sum(len(group.tasks) for group in self.groups)


def read(path: Path) -> TaskList:
    """Return the tasks that another job left.

    Raises:
        ArtifactError: they cannot be read, or are not of their form.
    """
    try:
        found: Any = json.loads(artifact.read(path))
    except ValueError as error:
        raise ArtifactError(f"{path} is no JSON ({error}).") from error
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for fault in Draft202012Validator(schema).iter_errors(found):
        raise ArtifactError(f"{path} is not of its form: {fault.json_path}.")
    groups = (
        Group(it["title"], it["advice"], tuple(Task(**one) for one in it["tasks"]))
        for it in found["groups"]
    )
    return TaskList(found["topic"], found["checked"], tuple(groups))


def to_json(tasks: TaskList) -> str:
    """Return tasks as JSON; a task without a link has no such field."""
    whole = asdict(tasks)
    for group in whole["groups"]:
        group["tasks"] = [{k: v for k, v in it.items() if v} for it in group["tasks"]]
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def to_markdown(tasks: TaskList) -> str:
    """Return tasks as a page for a maintainer."""
    lines = [f"# {TITLES[tasks.topic]}", "", summary(tasks), ""]
    for group in tasks.groups:
        if group.tasks:
            lines += [f"## {_plain(group.title)} ({len(group.tasks)})", ""]
            lines += [_plain(group.advice), ""]
            lines += [_item(task) for task in group.tasks]
            lines += [""]
    return "\n".join([*lines, "---", "", f"Last checked: {tasks.checked}.", ""])


def to_terminal(tasks: TaskList) -> str:
    """Return tasks as plain lines."""
    return "\n".join([*_lines(tasks), summary(tasks)])


def summary(tasks: TaskList) -> str:
    """Say in a sentence how much there is to do."""
    count = len(tasks)
    return "Nothing to do." if not count else f"{count} to look at."


def _lines(tasks: TaskList) -> Iterator[str]:
    for group in tasks.groups:
        if group.tasks:
            yield f"{group.title}. {group.advice}"
            for task in group.tasks:
                yield f"  {escape.line(task.about)}: {escape.line(task.said)}"
                if task.link:
                    yield f"    {task.link}"
            yield ""


def _item(task: Task) -> str:
    link = f" <{task.link}>" if task.link else ""
    return f"- {escape.code(task.about)}: {_plain(task.said)}{link}"


def _plain(text: str) -> str:
    """Return text in which neither Markdown nor GitHub finds anything to do."""
    return escape.words(text).translate(MARKUP)
