"""The overview: what a treatment's page says of it stands folded below its line."""

from guide.pages import glance
from guide.site import html_tree, overview
from markdown import markdown

GLANCE = dict.fromkeys(glance.COLUMNS, "Words.")
BODY = (
    "### One\n\n- [A](a/index.md): helps.\n- [B](b.md): does not.\n- **C**: no page.\n"
)


def test_each_line_keeps_its_own_facts() -> None:
    """Closed, named after the treatment; a line without a page has none."""
    rows = [("A", "a/index.md", GLANCE), ("B", "b.md", GLANCE)]
    root = html_tree.read(markdown(overview.add(BODY, rows)))
    overview.fold(root)
    lines = root.findall("ul/li")
    assert [len(line.findall("details/ul/li")) for line in lines] == [4, 4, 0]
    said = [summary.text for summary in root.iter("summary")]
    assert said == ["A at a glance", "B at a glance"]
    assert html_tree.words(lines[2]).strip() == "C: no page."


def test_other_nested_lists_stay_open() -> None:
    """The fold is for the facts alone."""
    root = html_tree.read("<ul><li>A<ul><li>b</li></ul></li></ul>")
    overview.fold(root)
    assert root.find(".//details") is None


def test_a_treatment_left_out_is_told() -> None:
    """The overview lists each."""
    assert [*glance.missing(BODY, ["a/index.md", "b.md"])] == []
    assert [*glance.missing(BODY, ["c/index.md"])] == [
        "'c/index.md' is not listed. Give it a line: '- [Name](c/index.md) ...'."
    ]
