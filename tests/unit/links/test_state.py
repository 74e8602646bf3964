"""State: the file of known links, read whole or refused in a sentence."""

import json
from typing import Any, get_args

import pytest
from guide.links import state
from guide.links.state import KnownLink, Memory, Track, Verdict
from hypothesis import given
from hypothesis import strategies as st

STAMP = "2026-01-05T06:00:00+00:00"
PLAIN = {"verdict": "ok", "since": STAMP, "streak": 1, "first_seen": STAMP}


def text(item: object, **more: Any) -> str:  # noqa: ANN401
    """A memory of one link."""
    data = {"version": 1, "checked": STAMP, "links": {"u": item}, **more}
    return json.dumps(data)


def test_a_memory_is_one_line_a_link_sorted_without_what_is_empty() -> None:
    """The same bytes for the same facts."""
    track = Track("dead", STAMP, 2)
    links = {
        "b": KnownLink("ok", STAMP, 1, STAMP),
        "a": KnownLink(
            "dead", STAMP, 2, STAMP, doubts=(track,), outage=track, changes=(STAMP,)
        ),
    }
    assert state.write(Memory(links, STAMP)) == (
        '{"version": 1, "checked": "2026-01-05T06:00:00+00:00", '
        '"reached": false, "links": {\n'
        '"a": {"attempts": 0, "changes": ["2026-01-05T06:00:00+00:00"], '
        '"doubts": [{"runs": 2, "since": "2026-01-05T06:00:00+00:00", '
        '"verdict": "dead"}], "first_seen": "2026-01-05T06:00:00+00:00", '
        '"outage": {"runs": 2, "since": "2026-01-05T06:00:00+00:00", '
        '"verdict": "dead"}, "since": "2026-01-05T06:00:00+00:00", "streak": 2, '
        '"verdict": "dead"},\n'
        '"b": {"attempts": 0, "first_seen": "2026-01-05T06:00:00+00:00", '
        '"since": "2026-01-05T06:00:00+00:00", "streak": 1, "verdict": "ok"}\n'
        "}}\n"
    )


def test_an_empty_memory_is_read_back() -> None:
    """It has no line."""
    written = state.write(Memory({}))
    assert written == '{"version": 1, "checked": "", "reached": false, "links": {}}\n'
    assert state.parse(written) == Memory({})


def test_half_a_surrogate_pair_does_not_stop_the_writing() -> None:
    """Foreign titles may hold one."""
    known = KnownLink("ok", STAMP, 1, STAMP, title="a\ud800b")
    assert '"title": "a?b"' in state.write(Memory({"u": known}))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("", "Expecting value"),
        ("[]", "it is not a memory of links"),
        ('{"version": 1}', "it is not a memory of links ('checked')"),
        (text(PLAIN, version=0), "its version is 0, not 1"),
        (text(PLAIN, version=2), "A newer version of this program wrote its memory."),
        (text(PLAIN, checked="2026-01-05"), "the time '2026-01-05' has no zone"),
        (text(PLAIN, checked=5), "the time 5 is not a text"),
        (text(PLAIN, links=[]), "it is not a memory of links"),
        (text([]), "it is not a memory of links"),
        (text({**PLAIN, "verdict": "fine"}), "its verdict is 'fine'"),
        (text({**PLAIN, "title": 5}), "its title is 5, not a text"),
        (text({**PLAIN, "words": None}), "its words is None, not a text"),
        (text({**PLAIN, "host": []}), "its host is [], not a text"),
        (text({**PLAIN, "archived": 0}), "its archived is 0, not a text"),
        (text({**PLAIN, "streak": -1}), "-1 is not a number of runs"),
        (text({**PLAIN, "streak": True}), "True is not a number of runs"),
        (text({**PLAIN, "attempts": 1.0}), "1.0 is not a number of runs"),
        (text({**PLAIN, "since": "x"}), "Invalid isoformat"),
        (text({**PLAIN, "since": ""}), "it lacks its first day"),
        (text({**PLAIN, "first_seen": ""}), "it lacks its first day"),
        (text({**PLAIN, "last_good": "2026-01-05"}), "has no zone"),
        (text({**PLAIN, "told": "2026-01-05"}), "has no zone"),
        (text({**PLAIN, "unstable": "2026-01-05"}), "has no zone"),
        (text({**PLAIN, "changes": ["2026-01-05"]}), "has no zone"),
        (text({**PLAIN, "outage": {"verdict": "x"}}), "it is not a memory of links"),
        (
            text({**PLAIN, "outage": {"verdict": 5, "since": STAMP, "runs": 1}}),
            "it remembers {",
        ),
        (
            text({**PLAIN, "strange": {"verdict": "x", "since": "", "runs": 1}}),
            "it remembers {",
        ),
        (
            text({**PLAIN, "doubts": [{"verdict": "x", "since": STAMP, "runs": -1}]}),
            "-1 is not a number of runs",
        ),
        (text({"verdict": "ok"}), "it is not a memory of links"),
        ("[" * 100_000, "it is not a memory of links"),
    ],
)
def test_what_is_no_memory_is_refused_in_a_sentence(wrong: str, sentence: str) -> None:
    """It is said, not guessed at."""
    with pytest.raises(ValueError, match=r".") as error:
        state.parse(wrong)
    assert sentence in str(error.value)


def test_what_a_later_version_adds_is_left_out() -> None:
    """Unknown facts of a link are no fault."""
    assert state.parse(text({**PLAIN, "colour": "red"})).links == {
        "u": KnownLink("ok", STAMP, 1, STAMP)
    }


@pytest.mark.parametrize(
    ("address", "archived"),
    [
        ("https://web.archive.org/web/2020/x", True),
        ("http://web.archive.org/x", True),
        ("ftp://web.archive.org/x", False),
        ("https://web.archive.org.evil.example/x", False),
        ("https://evil@web.archive.org/x", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_the_archive_keeps_archived_copies(
    address: str, *, archived: bool
) -> None:
    """Nothing else is offered to readers."""
    assert state.is_archived(address) is archived


TIMES = st.sampled_from([STAMP, "2026-02-01T00:00:00+01:00"])
TRACKS = st.builds(Track, st.sampled_from(["dead", "flaky"]), TIMES, st.integers(0, 9))
KNOWN = st.builds(
    KnownLink,
    st.sampled_from(get_args(Verdict)),
    TIMES,
    st.integers(0, 9),
    TIMES,
    st.one_of(st.just(""), TIMES),
    title=st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    doubts=st.lists(TRACKS, max_size=2).map(tuple),
    strange=st.none() | TRACKS,
    outage=st.none() | TRACKS,
    changes=st.lists(TIMES, max_size=2).map(tuple),
)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), KNOWN))
def test_any_memory_is_read_as_it_was_written(links: dict[str, KnownLink]) -> None:
    """Whole."""
    memory = Memory(links, STAMP, reached=True)
    assert state.parse(state.write(memory)) == memory
