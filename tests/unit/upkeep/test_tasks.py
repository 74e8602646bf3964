"""Tasks: told to a person, a program and an issue, and believed by none unread."""

from pathlib import Path

import pytest
from guide.upkeep import tasks
from guide.upkeep.artifact import ArtifactError
from guide.upkeep.tasks import Group, Task, TaskList

FOUND = TaskList(
    "references",
    "2026-12-01",
    (
        Group("Retracted", "Take it out.", (Task("key2001a", "It is *gone*."),)),
        Group("None", "Nothing.", ()),
        Group(
            "Look",
            "Read it.",
            (Task("b`c", "See @someone and #7.", "https://doi.org/10.1/x"),),
        ),
    ),
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Whole, also where a task has no link."""
    path = tmp_path / "t.json"
    path.write_text(tasks.to_json(FOUND), encoding="utf-8")
    assert tasks.read(path) == FOUND
    assert '"link": ""' not in path.read_text(encoding="utf-8")


def test_for_an_issue() -> None:
    """Groups with something in them; foreign words mention and mark up nothing."""
    assert tasks.to_markdown(FOUND) == (
        "# Sources that need a person\n\n2 to look at.\n\n"
        "## Retracted (1)\n\nTake it out.\n\n"
        "- `key2001a`: It is \\*gone\\*.\n\n"
        "## Look (1)\n\nRead it.\n\n"
        "- ``b`c``: See @\u2060someone and \\#\u20607. <https://doi.org/10.1/x>\n\n"
        "---\n\nLast checked: 2026-12-01.\n"
    )


def test_for_a_terminal() -> None:
    """Plain lines, and how many."""
    assert tasks.to_terminal(FOUND).splitlines() == [
        "Retracted. Take it out.",
        "  key2001a: It is *gone*.",
        "",
        "Look. Read it.",
        "  b`c: See @someone and #7.",
        "    https://doi.org/10.1/x",
        "",
        "2 to look at.",
    ]
    assert tasks.to_terminal(TaskList("reviews", "2026-12-01", ())) == "Nothing to do."


def test_a_point_for_each_task() -> None:
    """Another sentence, or another group, is another point."""
    one = Task("a", "b")
    assert len(FOUND.points) == len(FOUND) == 2
    same = TaskList("reviews", "x", (Group("g", "h", (one, one)),))
    other = TaskList("reviews", "x", (Group("i", "h", (one,)),))
    assert len(same.points) == 1
    assert same.points != other.points


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no", "is no JSON (Expecting value: line 1 column 1 (char 0))."),
        ("{}", "is not of its form: $."),
        ('{"topic": "links", "checked": "2026-12-01", "groups": []}', "$.topic."),
        (
            '{"topic": "reviews", "checked": "2026-12-01", "groups": [{"title": "a", '
            '"advice": "b", "tasks": [{"about": "a", "said": "b", '
            '"link": "javascript:x"}]}]}',
            "is not of its form: $.groups[0].tasks[0].link.",
        ),
    ],
)
def test_what_is_not_of_its_form(tmp_path: Path, text: str, said: str) -> None:
    """It is refused with the place."""
    path = tmp_path / "t.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ArtifactError) as error:
        tasks.read(path)
    assert str(error.value).endswith(said)
