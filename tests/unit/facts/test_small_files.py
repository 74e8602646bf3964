"""Audits, numbers to call, words people look for: what is read, what is refused."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from guide.facts import audits, helplines, words
from guide.facts.audits import Audit, Miss
from guide.facts.helplines import Helpline, Helplines
from guide.facts.words import Word
from guide.findings import FindingsError
from guide.library.bibtex import Work

LIBRARY = {"hse112": Work("hse112", "online", 1, (), {})}
ANCHORS = {"a.md": ["one", "two"], "b.md": ["three"]}


def file(folder: Path, **held: object) -> Path:
    """Return a file that holds this."""
    path = folder / "f.yml"
    path.write_text(yaml.safe_dump(held, sort_keys=False), encoding="utf-8")
    return path


AUDIT: dict[str, Any] = {
    "id": "one",
    "day": "2026-11-30",
    "by": "a reader",
    "drawn": 60,
    "held": 60,
}
MISSES = [{"sentence": "It helps.", "repair": "It may help."}]


def test_an_audit(tmp_path: Path) -> None:
    """The last day stands first; what is not written is empty."""
    later = {
        **AUDIT,
        "id": "two",
        "day": "2026-12-01",
        "held": 59,
        "seed": 7,
        "misses": MISSES,
        "note": "One.",
    }
    assert audits.read(file(tmp_path, audits=[AUDIT, later]), "a.yml") == (
        Audit(
            id="two",
            day=date(2026, 12, 1),
            by="a reader",
            drawn=60,
            held=59,
            seed=7,
            misses=(Miss("It helps.", "It may help."),),
            note="One.",
        ),
        Audit("one", date(2026, 11, 30), "a reader", 60, 60),
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"day": "2026-13-01"}, "'day: 2026-13-01' is no day. Write it as 2026-11-30."),
        (
            {"held": 61},
            "more sentences held than were drawn. Correct one of the two counts.",
        ),
        (
            {"held": 58, "misses": MISSES},
            "2 did not hold, but 1 misses are listed. List each once.",
        ),
        (
            {"misses": MISSES},
            "0 did not hold, but 1 misses are listed. List each once.",
        ),
        (
            {"held": 59},
            "1 did not hold. List them as 'misses', or tell in 'note'.",
        ),
    ],
)
def test_an_audit_that_does_not_add_up(
    tmp_path: Path, fields: dict[str, Any], said: str
) -> None:
    """The day, the counts, and what did not hold."""
    with pytest.raises(FindingsError) as error:
        audits.read(file(tmp_path, audits=[{**AUDIT, **fields}]), "a.yml")
    assert str(error.value) == f"a.yml:2: 'one': {said}"


def test_misses_may_be_told_in_a_note(tmp_path: Path) -> None:
    """Where they are not listed one by one."""
    told = {**AUDIT, "held": 0, "note": "All."}
    [found] = audits.read(file(tmp_path, audits=[told]), "a.yml")
    assert (found.held, found.misses, found.note) == (0, (), "All.")


def test_numbers_to_call(tmp_path: Path) -> None:
    """In the order in which they stand."""
    written = [
        {"country": "Ireland", "numbers": ["112", "999"], "refs": ["hse112"]},
        {"country": "Elsewhere", "numbers": ["112"], "refs": ["hse112"]},
    ]
    assert helplines.read(
        file(tmp_path, ambulance=written), "h.yml", LIBRARY
    ) == Helplines(
        (
            Helpline("Ireland", ("112", "999"), ("hse112",)),
            Helpline("Elsewhere", ("112",), ("hse112",)),
        )
    )


def test_a_number_needs_a_source_that_is_there(tmp_path: Path) -> None:
    """Never guessed."""
    written = [{"country": "Ireland", "numbers": ["112"], "refs": ["hse113"]}]
    with pytest.raises(FindingsError) as error:
        helplines.read(file(tmp_path, ambulance=written), "h.yml", LIBRARY)
    assert str(error.value) == (
        "h.yml:2: 'Ireland': the field 'refs' holds 'hse113', which is not in "
        "references.bib. Add that source, or correct the key. "
        "Did you mean 'hse112'?"
    )


def test_words(tmp_path: Path) -> None:
    """Page and heading apart; what is not written is empty."""
    written = [
        {"name": "one", "to": "a.md"},
        {
            "name": "want to die",
            "says": "Help is there now.",
            "to": "a.md#two",
            "also": ["kill myself"],
            "urgent": True,
        },
    ]
    assert words.read(file(tmp_path, words=written), "w.yml", ANCHORS) == (
        Word("one", "", "a.md", "", (), urgent=False),
        Word(
            "want to die",
            "Help is there now.",
            "a.md",
            "two",
            ("kill myself",),
            urgent=True,
        ),
    )


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            {"name": "jab", "to": "aa.md"},
            "there is no page 'aa.md'. Did you mean 'a.md'?",
        ),
        (
            {"name": "jab", "to": "a.md#tow"},
            "'a.md' has no heading '#tow'. Did you mean 'two'?",
        ),
        (
            {"name": "Drip", "to": "b.md"},
            "'drip' leads to 'a.md' too, by 'drip'. Let it lead to one page.",
        ),
        (
            {"name": "jab", "to": "b.md", "also": ["infusion"]},
            "'infusion' leads to 'a.md' too, by 'drip'. Let it lead to one page.",
        ),
        (
            {"name": "infusion", "to": "b.md"},
            "'infusion' leads to 'a.md' too, by 'drip'. Let it lead to one page.",
        ),
    ],
)
def test_a_word_leads_to_one_page_that_is_there(
    tmp_path: Path, entry: dict[str, Any], said: str
) -> None:
    """Whatever it is called."""
    first = {"name": "drip", "to": "a.md", "also": ["infusion"]}
    with pytest.raises(FindingsError) as error:
        words.read(file(tmp_path, words=[first, entry]), "w.yml", ANCHORS)
    assert str(error.value) == f"w.yml:6: '{entry['name']}': {said}"


def test_two_words_may_share_a_name_that_leads_to_one_page(tmp_path: Path) -> None:
    """It leads nowhere else."""
    pair = [
        {"name": "drip", "to": "a.md", "also": ["infusion"]},
        {"name": "line", "to": "a.md", "also": ["infusion"]},
    ]
    found = words.read(file(tmp_path, words=pair), "w.yml", ANCHORS)
    assert [it.name for it in found] == ["drip", "line"]
