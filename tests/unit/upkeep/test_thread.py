"""The standing thread: what to do with it, and what its body holds."""

import pytest
from found_links import found_link
from guide.links import reports
from guide.upkeep import thread
from guide.upkeep.thread import Action, Thread

STAMP = "2026-01-05T06:00:00+00:00"
ONE, TWO = frozenset({"aaaaaaaa"}), frozenset({"aaaaaaaa", "bbbbbbbb"})


def body(points: frozenset[str], text: str = "Text.\n") -> str:
    """A body that tells these points."""
    return thread.body("links", text, points, "See there.")


def test_a_body_holds_marker_text_and_points() -> None:
    """The hidden ones are comments."""
    assert body(TWO) == (
        "<!-- standing: links -->\nText.\n\n<!-- points: aaaaaaaa bbbbbbbb -->\n"
    )
    assert thread.told(body(TWO)) == TWO
    assert thread.told(body(TWO).replace("\n", "\r\n")) == TWO
    assert thread.told("no points") == frozenset()
    assert thread.told(body(frozenset())) == frozenset()


@pytest.mark.parametrize(
    ("known", "points", "action"),
    [
        (None, frozenset(), Action("nothing", 0, "There is nothing to tell.")),
        (None, ONE, Action("open", 0, "There is something to tell.")),
        (
            Thread(7, is_open=True, body=body(ONE)),
            frozenset(),
            Action("close", 7, "#7 is closed: nothing is left."),
        ),
        (
            Thread(7, is_open=True, body=body(ONE).replace("\n", "\r\n") + "\n"),
            ONE,
            Action("nothing", 7, "#7 says it already."),
        ),
        (
            Thread(7, is_open=True, body=body(ONE)),
            TWO,
            Action("update", 7, "#7 is brought up to date."),
        ),
        (
            Thread(7, is_open=False, body=body(TWO)),
            frozenset(),
            Action("nothing", 0, "There is nothing to tell."),
        ),
        (
            Thread(7, is_open=False, body=body(TWO)),
            ONE,
            Action("nothing", 7, "A person closed #7, and nothing is new since."),
        ),
        (
            Thread(7, is_open=False, body=body(ONE)),
            TWO,
            Action("open", 0, "There is something to tell."),
        ),
        (
            Thread(7, is_open=False, body=body(ONE), merged=True),
            ONE,
            Action("open", 0, "There is something to tell."),
        ),
    ],
)
def test_the_newest_thread_decides(
    known: Thread | None, points: frozenset[str], action: Action
) -> None:
    """Nobody is told twice what they have put aside."""
    assert thread.decide(known, body(points), points) == action


def test_a_point_is_a_told_link() -> None:
    """One that comes back is another, unless its kind knows no first day."""
    later = "2026-02-05T06:00:00+00:00"
    dead = found_link("https://a.example/", "dead", STAMP, told=True)
    again = found_link("https://a.example/", "dead", later, told=True)
    quiet = found_link("https://b.example/", "dead", STAMP)
    moved = found_link("https://a.example/", "moved", STAMP, told=True)
    moved_later = found_link("https://a.example/", "moved", later, told=True)
    down = found_link("https://a.example/", "down", STAMP, told=True)
    assert reports.points([dead, quiet]) == reports.points([dead])
    assert len(reports.points([dead, again, moved, moved_later, down])) == 4
    assert thread.point("a", "b") == "7e18f737"
    assert thread.point("\ud800") == thread.point("?")


def cut(text: str, points: frozenset[str] = ONE) -> str:
    """The body of a text that is too long."""
    found = body(points, text)
    assert len(found.encode("utf-16-le")) // 2 <= 65_536
    return found


def test_the_longest_body_that_fits_is_whole() -> None:
    """One sign more is cut before a heading; the foot is kept."""
    frame = len(body(ONE, ""))
    items = "\n## Head\n\n" + "x" * 100
    foot = "\n---\nFoot."
    room = 65_536 - frame - len(items) - len(foot)
    whole = "y" * room + items + foot
    assert cut(whole) == body(ONE, whole)
    assert len(body(ONE, whole)) == 65_536
    longer = "y" * (room + 1) + items + foot
    found = cut(longer)
    assert "## Head" not in found
    assert found.endswith(
        "yyy\n\n**This is not all.** See there.\n\n---\nFoot."
        "\n<!-- points: aaaaaaaa -->\n"
    )


@pytest.mark.parametrize("mark", ["\n## ", "\n### ", "\n- "])
def test_a_text_is_cut_before_a_heading_or_an_item(mark: str) -> None:
    """Where no code span can be open; the last one that fits stays."""
    text = "Begin" + "".join(mark + f"{n} " + "z" * 9_990 for n in range(7))
    found = cut(text)
    assert f"{mark}5 " in found
    assert f"{mark}6 " not in found


def test_a_text_without_a_place_to_cut_is_left_out() -> None:
    """And said so."""
    assert cut("z" * 70_000).partition("\n")[2].startswith("**This is not all.**")


def test_signs_outside_the_basic_plane_count_twice() -> None:
    """As GitHub may count them."""
    assert "not all" in cut("\U0001f600" * 33_000)
    assert "not all" not in cut("\U0001f600" * 32_000)


def test_a_body_tells_3000_points_at_most() -> None:
    """Sorted; more would crowd out the text."""
    points = frozenset(f"{number:08x}" for number in range(3_001))
    assert thread.told(body(points)) == points - {"00000bb8"}


def test_what_fits_to_the_last_sign_stays() -> None:
    """Not a heading more is cut than must be."""
    note = "\n\n**This is not all.** See there.\n"
    room = 65_536 - len(body(ONE, "")) - len(note)
    found = cut("y" * room + "\n- " + "z" * 1_000)
    assert len(found) == 65_536
    assert "y" * room in found
