"""What the job that writes believes of what the job that reads left."""

import json
from pathlib import Path
from typing import Any

import pytest
from found_links import found_link
from guide.links import artifact, reports, state
from guide.links.record import LinkPlace
from guide.links.state import KnownLink, Memory
from guide.upkeep.artifact import MOST_BYTES, ArtifactError

STAMP = "2026-01-05T06:00:00+00:00"
URL = "https://a.example/x"
EMPTY = Memory({})
COPY = "https://web.archive.org/web/2020/x"
SCHEMA = artifact.SCHEMA.read_text(encoding="utf-8")


def item(**facts: Any) -> dict[str, Any]:  # noqa: ANN401
    """One link as the check writes it."""
    plain = {
        "url": URL, "verdict": "dead", "since": STAMP, "last_good": None,
        "status": 404, "final_url": None, "attempts": 2, "reason": "R.",
        "suggestion": None, "told": True,
        "places": [{"file": "f.md", "line": 3, "page": "/f/"}],
    }  # fmt: skip
    return plain | facts


def read(*items: dict[str, Any], memory: Memory = EMPTY) -> Any:  # noqa: ANN401
    """The links of a run."""
    return artifact.parse_links(json.dumps(items), SCHEMA, memory)


def test_a_link_is_read_as_it_was_written() -> None:
    """Whole, with the title that the memory holds."""
    links = [
        found_link(
            URL, "dead", STAMP, last_good=STAMP, status=404, reason="R.", told=True,
            suggestion=COPY, places=(LinkPlace("f.md", 3, "/f/"),),
        ),
        found_link("https://b.example/", "ok", STAMP),
    ]  # fmt: skip
    known = KnownLink("dead", STAMP, 2, STAMP, title="T", unstable=STAMP)
    text = reports.to_json(links)
    first, second = artifact.parse_links(text, SCHEMA, Memory({URL: known}))
    assert reports.to_json([first, second]) == text
    assert (first.title, first.unstable, second.unstable) == ("T", True, False)
    assert (first.status, first.attempts, second.status) == (404, 1, 0)


def test_only_told_links_are_unstable() -> None:
    """The others are none of a person's business."""
    known = KnownLink("dead", STAMP, 2, STAMP, unstable=STAMP)
    (link,) = read(item(told=False), memory=Memory({URL: known}))
    assert link.unstable is False


@pytest.mark.parametrize(
    ("verdict", "suggestion", "kept"),
    [
        ("moved", "https://b.example/", "https://b.example/"),
        ("dead", "https://b.example/", ""),
        ("dead", COPY, COPY),
        ("dead", None, ""),
    ],
)
def test_only_moves_and_archived_copies_are_suggested(
    verdict: str, suggestion: str | None, kept: str
) -> None:
    """All else would be printed as a link."""
    (link,) = read(item(verdict=verdict, suggestion=suggestion))
    assert link.suggestion == kept


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([item(), item()], "it names an address twice"),
        ([item(verdict="x")], "at $[0].verdict it is not what the check writes ("),
        ([item(extra=1)], "at $[0] it is not what the check writes ("),
        ([item(since="yesterday")], "it is not what the check writes ("),
        ([item(since="2026-01-05T06:00:00")], "'2026-01-05T06:00:00' has no zone"),
        ([item(since="2026-13-05T06:00:00+00:00")], "'2026-13-05T06:00:00+00:00' is no time"),  # noqa: E501 -- a long pattern or address
        ([item(last_good="2026-13-05T06:00:00+00:00")], "is no time"),
        ([item(suggestion="javascript:x")], "it is not what the check writes ("),
    ],
)  # fmt: skip
def test_what_the_check_does_not_write_is_refused(
    items: list[dict[str, Any]], sentence: str
) -> None:
    """In a sentence."""
    with pytest.raises(ArtifactError) as error:
        read(*items)
    assert sentence in str(error.value)


def test_what_is_no_json_is_refused() -> None:
    """However deep."""
    for text in ("", "{", "[" * 100_000):
        with pytest.raises(ArtifactError, match=r"^it is not JSON \("):
            artifact.parse_links(text, SCHEMA, Memory({}))


def test_moves_are_told_and_can_be_written() -> None:
    """The others stay where they are."""

    def moved(url: str, new: str, *, told: bool = True) -> Any:  # noqa: ANN401
        return found_link(url, "moved", STAMP, suggestion=new, told=told)

    links = [
        moved("a", "https://b.example/x"),
        moved("c", "https://d.example/x", told=False),
        moved("e", "https://f.example/a b"),
        moved("g", "ftp://h.example/"),
        found_link("i", "dead", STAMP, suggestion="https://j.example/", told=True),
    ]
    assert artifact.moves(links) == {"a": "https://b.example/x"}


def test_a_run_is_read_from_two_files(tmp_path: Path) -> None:
    """Its time is the memory's."""
    links, memory = tmp_path / "found.json", tmp_path / "links.json"
    links.write_text(json.dumps([item()]))
    memory.write_text(state.write(Memory({}, STAMP)))
    run = artifact.read_run(links, memory)
    assert [link.url for link in run.links] == [URL]
    assert run.time.isoformat() == STAMP
    links.write_text("{}")
    with pytest.raises(ArtifactError, match=r"found\.json cannot be used: at \$ "):
        artifact.read_run(links, memory)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"{}", "links.json cannot be used: it is not a memory of links ('version')."),
        (state.write(Memory({})).encode(), "links.json cannot be used: it remembers no check."),  # noqa: E501 -- a long pattern or address
        (b"\xff", "links.json is not UTF-8."),
        (None, "links.json cannot be read (No such file or directory)."),
    ],
)  # fmt: skip
def test_what_is_no_memory_is_refused(
    tmp_path: Path, text: bytes | None, sentence: str
) -> None:
    """In a sentence that names the file."""
    path = tmp_path / "links.json"
    if text is not None:
        path.write_bytes(text)
    with pytest.raises(ArtifactError) as error:
        artifact.read_memory(path)
    assert str(error.value) == f"{tmp_path}/{sentence}"


def test_a_file_has_a_bound(tmp_path: Path) -> None:
    """A byte more is too large to come from the check."""
    path = tmp_path / "links.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert MOST_BYTES == 64 * 1024 * 1024
    with pytest.raises(ArtifactError, match=r"is too large to come from the check\.$"):
        artifact.read_memory(path)
