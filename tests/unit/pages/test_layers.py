"""What keeps a page from answering, on both sides of each edge."""

from collections.abc import Mapping
from typing import Any

import pytest
from guide.pages import layers, parser


def page(file: str, body: str, **front: object) -> parser.Page:
    """Return a page with this front matter."""
    lines = "\n".join(f"{name}: {value}" for name, value in front.items())
    return parser.parse(f"---\n{lines}\n---\n{body}", file)


def told(
    file: str, body: str, beside: Mapping[str, str] = {}, **front: object
) -> list[str]:
    """Return what is said of a page, without lines."""
    files = {file, *beside}
    return [said for _, said in layers.faults(page(file, body, **front), files)]


def words(count: int) -> str:
    """Return so many words."""
    return " ".join(["cat"] * count)


IVIG = "docs/treatments/ivig/index.md"
EVIDENCE = {"docs/treatments/ivig/evidence.md": ""}
WAY = "\n\n[How we know](evidence.md)\n"


@pytest.mark.parametrize(
    ("kind", "file", "most"),
    [
        ("living", "docs/living/a.md", 1200),
        ("overview", "docs/treatments/index.md", 1200),
        ("professional", "docs/emergency/staff.md", 700),
        ("treatment", IVIG, 400),
    ],
)
def test_a_page_has_its_length(kind: str, file: str, most: int) -> None:
    """One word more needs a reason; a reason needs one word more."""
    said = f"{most + 1} words. Keep it to {most}, or give the warning"
    assert told(file, f"# A\n\n## B\n\n{words(most)}\n", kind=kind) == []
    [fault] = told(file, f"# A\n\n## B\n\n{words(most + 1)}\n", kind=kind)
    assert said in fault
    because: dict[str, Any] = {"kind": kind, "longer_because": "a warning"}
    assert told(file, f"# A\n\n## B\n\n{words(most + 1)}\n", **because) == []
    [fault] = told(file, f"# A\n\n## B\n\n{words(most)}\n", **because)
    assert "Take 'longer_because' out." in fault


def test_what_a_treatment_warns_of_is_not_counted() -> None:
    """Of its 700 words none is a danger sign or a warning not to stop."""
    warned = f"## Danger signs\n\n{words(90)}\n\n## Do not stop suddenly\n\n{words(90)}"
    for count, faults in ((698, 0), (699, 1)):  # and three words lead to the evidence
        body = f"# A\n\n## B\n\n{words(count - 1)}{WAY}\n{warned}\n"
        assert len(told(IVIG, body, EVIDENCE, kind="treatment")) == faults


def test_a_page_answers_within_sixty_words() -> None:
    """Counted before its first heading."""
    for count, said in (
        (60, []),
        (61, ["61 words stand before the first answer. Keep them to 60."]),
    ):
        body = f"# A\n\n{words(count)}\n\n## B\n\nWords.\n"
        assert told("docs/a.md", body, kind="living") == said


def test_a_sentence_has_one_mark() -> None:
    """Several sources stand behind it."""
    assert told("docs/a.md", "# A\n\nIt is so [@one; @two].\n", kind="living") == []
    [said] = told("docs/a.md", "# A\n\nIt is [@one] so [@two].\n", kind="living")
    assert said == (
        "the sentence 'It is so. …' has several marks. "
        "Make them one, or two sentences of it."
    )


def test_a_treatment_leads_to_its_evidence() -> None:
    """Where there is some."""
    assert told(IVIG, "# A\n", EVIDENCE, kind="treatment") == [
        "the page does not lead to its evidence.md. Link to it."
    ]
    assert told(IVIG, f"# A{WAY}", EVIDENCE, kind="treatment") == []


def test_evidence_opens_with_its_summary() -> None:
    """It stands beside a page, has its kind, and begins with what was found."""
    file, beside = "docs/treatments/ivig/evidence.md", {IVIG: ""}
    summary, other = "# A\n\n## Summary of findings\n", "# A\n\n## Harms\n"
    opens = "evidence opens with '## Summary of findings'. Put that section first."
    assert told(file, summary, beside, kind=layers.KIND) == []
    assert told(file, other, beside, kind=layers.KIND) == [opens]
    assert told(file, summary, kind=layers.KIND) == [
        "evidence is 'evidence.md' beside a treatment's 'index.md'. Rename it."
    ]
    assert told(file, summary, beside, kind="about") == [
        "the evidence of a treatment has 'kind: treatment-evidence'. Correct the kind."
    ]


def test_what_is_still_to_do_is_spared_until_it_answers() -> None:
    """Then the note is taken out."""
    long = f"# A\n\n{words(61)}\n"
    assert told("docs/a.md", long, kind="living", still_to_do="true") == []
    assert told("docs/a.md", "# A\n\nWords.\n", kind="living", still_to_do="true") == [
        "the page answers in time. Take 'still_to_do' out."
    ]
