"""An article finished in one pass: marks, grades, cards, tables, drawings, links."""

from dataclasses import replace
from datetime import date

import pytest
from guide.facts.judgements import Judgement
from guide.facts.searches import Collection, Search
from guide.library.notes import Note
from guide.pages import judged, receipts
from guide.site import article, emergency_file, sections, sources
from guide.site.article import Around
from guide.site.dead_links import State
from guide.site.marks import mark

ONE, TWO = mark(0), mark(1)
KEYS = ("one", "two")
NOTES = {key: Note(f"<cite>{key}</cite>", key, "<span>worth</span>") for key in KEYS}
SEARCH = Search(
    id="ivig-children",
    question="a study in <children>",
    within=(Collection("our sources"), Collection("a list", "https://x.example/")),
    words="ivig child*",
    day=date(2026, 12, 1),
    found=1,
    read=1,
    result="None.",
    weaker={"one": "One, 2001"},
)
SEARCHES = (replace(SEARCH, id="other", weaker={}), SEARCH)
LIST = f'<div class="footnote" data-list="{sources.SOURCES}">\n<ol>\n'
SVG = """<?xml version="1.0"?><!-- c -->
<svg xmlns="http://www.w3.org/2000/svg" width="9" viewBox="0 0 1 1"><title>t</title>
<linearGradient id="g"/></svg>"""


def around(links: State | None = None) -> Around:
    """Return what an article is finished with, its drawings all the same."""
    return Around(
        KEYS, (), SEARCHES, NOTES, "../judge/", lambda _: SVG, links or State()
    )


def listed(
    key: str,
    worth: str = '<p class="guide-worth"><span>worth</span></p>\n',
    back: str = "",
) -> str:
    """Return the item of a source in the list below a page."""
    return (
        f'<li id="fn:{key}" data-short="{key}">\n<p><cite>{key}</cite> '
        f'<a class="footnote-backref" href="#{back or f"fnref:{key}"}" '
        f'aria-label="Back to the text">↩</a></p>\n{worth}</li>'
    )


def sup(key: str, number: int | str, nth: str = "", to: str = "", why: str = "") -> str:
    """Return a mark as a reader sees it."""
    said = f' data-why="{why}"' if why else ""
    return (
        f'<sup id="fnref{nth}:{key}">'
        f'<a class="footnote-ref" href="#fn:{to or key}"{said}>[{number}]</a></sup>'
    )


def test_marks_are_numbered_as_they_are_met() -> None:
    """Without the space before; the second use has an id of its own."""
    html = f"<p>A {TWO}. B {ONE}. C {TWO}.</p>"
    assert article.finish(html, around()) == (
        f"<p>A{sup('two', 1)}. B{sup('one', 2)}. C{sup('two', 1, '2')}.</p>\n"
        f'<details class="guide-sources">\n<summary>2 sources</summary>\n'
        f"{LIST}{listed('two')}\n{listed('one')}\n</ol>\n</div>\n</details>\n"
    )


BOTH = sup("one", "1, 2")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"<p>A {ONE} and B {TWO}.</p>", f"<p>A and B{BOTH}.</p>"),
        (f"<p><em>B {ONE}{TWO}</em>{ONE}.</p>", f"<p><em>B</em>{BOTH}.</p>"),
        (f"<p>A {ONE}\n{TWO}\n</p>", f"<p>A{BOTH}\n</p>"),
        (
            f'<p>See <a href="x">it {ONE} all {TWO}.</a></p>',
            f'<p>See <a href="x">it all.</a>{BOTH}</p>',
        ),
        (
            f"<p>(It {ONE} <b>helps</b> {TWO}.) And</p>",
            f"<p>(It <b>helps</b>{BOTH}.) And</p>",
        ),
        (f"<p>A. B. {ONE}{TWO}</p>", f"<p>A. B.{BOTH}</p>"),
        (f"<p>A (as in B {ONE}) {TWO}</p>", f"<p>A (as in B){BOTH}</p>"),
        (
            f"<ul><li>A {ONE}<p>B {ONE}</p></li></ul>",
            f"<ul><li>A{sup('one', 1)}<p>B{sup('one', 1, '2')}</p></li></ul>",
        ),
        (
            f"<p>A {ONE}! \u201cB\u201d {ONE}?</p>",
            f"<p>A{sup('one', 1)}! \u201cB\u201d{sup('one', 1, '2')}?</p>",
        ),
    ],
    ids=[
        "middle",
        "emphasis",
        "lines",
        "link",
        "bracket",
        "behind",
        "words",
        "list",
        "signs",
    ],
)
def test_a_sentence_has_one_mark_at_its_end(written: str, shown: str) -> None:
    """Before its last stop, behind its last word, in no link; a list item alike."""
    html = article.finish(written, around())
    assert html[: html.index("\n<details")] == shown


def test_a_source_leads_back_to_the_mark_that_names_it_first() -> None:
    """Also where that mark is called by another source."""
    html = article.finish(f"<p>A {ONE}{TWO}. B {TWO}.</p>", around())
    assert listed("one") in html
    assert listed("two", back="fnref:one") in html


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([3], "3"),
        ([1, 2], "1, 2"),
        ([1, 2, 3], "1–3"),
        ([1, 3, 4, 5, 8, 9], "1, 3–5, 8, 9"),
    ],
)
def test_numbers_are_said_in_short(numbers: list[int], said: str) -> None:
    """Three in a row as a range, two not."""
    assert sources.ranges(numbers) == said


@pytest.mark.parametrize(
    ("headings", "labelled"),
    [
        ('<h2 id="in-short">I</h2>', True),
        ('<h2 id="does-it-help">D</h2><h3 id="more">M</h3>', True),
        ('<h2 id="found">F</h2><h3 id="summary-of-findings">S</h3>', True),
        ('<h2 id="found">F</h2><h3 id="summary-of-findings">S</h3><h3>T</h3>', False),
        ('<h2 id="in-short">I</h2><h2 id="other">O</h2>', False),
        ("", False),
    ],
)
def test_a_grade_is_a_label_where_the_answer_stands(
    headings: str, *, labelled: bool
) -> None:
    """Elsewhere its words say it, and the note of the mark says why."""
    judgement = Judgement(
        id="a-b",
        treatment="a",
        outcome="stiffness",
        kind="benefit",
        says="It may help.",
        studies=("one",),
        people=2,
        origin="",
        compared_with="nothing",
        starts="low",
        down=(),
        up=(),
        grade="low",
        how_often="",
        decided=date(2026, 11, 22),
        by="the guide's makers",
        differed="",
    )
    graded = judged.graded("low certainty", [0])
    html = article.finish(
        f"{headings}<p>It may {graded} {ONE}.</p>",
        replace(around(), judgements=(judgement,)),
    )
    label = (
        ' <a class="guide-certainty guide-why" href="#why:0">low certainty</a>'
        if labelled
        else ""
    )
    assert f"<p>It may{label}{sup('one', 1, why='why:0')}.</p>" in html
    assert "<summary>1 source · Our reasons for 1 grade</summary>" in html
    assert '<li id="why:0" data-short="Low certainty: stiffness">' in html


def test_a_grade_leads_to_its_meaning_only_before_a_mark() -> None:
    """Else it is a word like others."""
    html = f"<p>It may (low certainty) {ONE}. It may (low certainty).</p>"
    assert article.finish(html, around()).startswith(
        '<p>It may <a class="guide-certainty" href="../judge/#low-certainty">'
        f"low certainty</a>{sup('one', 1)}. It may (low certainty).</p>\n<details"
    )


def test_a_receipt_opens_where_was_looked() -> None:
    """One mark, whatever it names; the second of a search has an id of its own."""
    one, two = (chr(receipts.FIRST + number) for number in (1, 0))
    html = article.finish(
        f"<p>None {one}{two}. Few {one}. No {ONE} {one}.</p>", around()
    )
    said = '<a class="guide-why guide-receipt" href="#search:ivig-children"'
    both = ' data-why="search:ivig-children search:other"'
    assert html.startswith(
        f'<p>None<sup id="searched:ivig-children">{said}{both}>[searched]</a></sup>. '
        f'Few<sup id="searched2:ivig-children">{said}>[searched]</a></sup>. '
        f"No{sup('one', 1, why='search:ivig-children')}.</p>\n"
        '<details class="guide-sources">\n'
        "<summary>1 source · Where we looked: 2 searches</summary>\n<div"
    )
    assert html.endswith(
        '<p><a href="../judge/#search-other">Among all searches</a></p>\n'
        "</li>\n</ul>\n</div>\n</details>\n"
    )
    assert (
        '<li id="search:ivig-children" data-short="Where we looked for a study in '
        '&lt;children&gt;">' in html
    )
    assert (
        "<span><b>In</b> our sources; a list</span> "
        "<span><b>With the words</b> ivig, with child*</span> "
        "<span><b>On</b> 1 December 2026</span> "
        "<span><b>Found</b> 1 record, 1 read</span> "
        "<span><b>Result</b> None.</span> "
        "<span><b>Weaker reports</b> One, 2001</span></p>" in html
    )


def test_without_a_mark_there_is_no_list() -> None:
    """The page comes back as it was."""
    html = '<h1 id="a">A</h1>\n<p>B &amp; c.<br></p>'
    assert article.finish(html, around()) == html


@pytest.mark.parametrize(
    ("columns", "wide"), [(2, False), (3, True)], ids=["two columns", "three"]
)
def test_a_table_of_three_columns_says_its_roles(columns: int, *, wide: bool) -> None:
    """Its rows have headings at any width."""
    head = "".join(f"<th>{n}{ONE}</th>" for n in range(columns))
    cells = "".join(f"<td>{n}</td>" for n in range(columns))
    html = article.finish(
        f"<table><thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table>",
        around(),
    )
    assert ('class="guide-table-wide" role="table"' in html) == wide
    assert ('<td role="cell" data-label="1">1</td>' in html) == wide
    role = ' role="rowheader"' if wide else ""
    assert f'<th scope="row"{role}>0</th>' in html


def test_a_drawing_is_set_into_the_page_with_its_caption() -> None:
    """Its names keep their case; what would be a tooltip goes."""
    html = article.finish(
        '<p><img alt="A &amp; b" src="x.svg" title="C."></p>', around()
    )
    assert html == (
        '<figure class="guide-drawing">\n<svg viewBox="0 0 1 1" role="img" '
        'aria-label="A &amp; b"><linearGradient id="g"></linearGradient></svg>\n'
        "<figcaption>C.</figcaption>\n</figure>"
    )


def test_a_picture_in_a_sentence_stays() -> None:
    """As one that is no drawing does."""
    for html in (
        '<p>See <img alt="a" src="x.svg">.</p>',
        '<p><img alt="a" src="x.png"></p>',
    ):
        assert article.finish(html, around()) == html


def test_a_dead_link_is_told_and_a_dangerous_one_switched_off() -> None:
    """Behind the link; the others stay."""
    links = State(
        notes={"http://a/": "dead", "http://b/": "sold"},
        dangerous=frozenset({"http://b/"}),
    )
    html = (
        '<p><a href="http://a/">A</a>, <a href="http://b/"><b>B</b></a>, '
        '<a href="/">C</a></p>'
    )
    assert article.finish(html, around(links)) == (
        '<p><a href="http://a/">A</a> <span class="guide-dead">(dead)</span>, '
        '<span class="guide-unlinked"><b>B</b></span> '
        '<span class="guide-dead">(sold)</span>, <a href="/">C</a></p>'
    )


def test_the_one_file_joins_two_pages() -> None:
    """Links lead into it or out whole, a drawing is inlined, sources stand once."""
    first = (
        f'<h1 id="e">E</h1><p>A{ONE} <a href="../staff/#x">s</a> '
        '<a href="../b/">b</a></p>'
        '<ul><li><a download="f" href="f">f</a></li></ul><h2 id="sources">Sources</h2>'
    )
    second = (
        f'<h1 id="s">S</h1><p><img src="x.svg" alt="a" title="c"></p><h2>T</h2>{ONE}'
    )
    pages = [("https://g/emergency/", first), ("https://g/staff/", second)]
    html = emergency_file.text(pages, around())
    assert html.startswith(
        '<h1 id="e">E</h1><p>A <a href="#x">s</a> '
        f'<a href="https://g/b/">b</a>{sup("one", 1)}</p><ul></ul>'
        '<h2 id="for-staff">S<a class="guide-here" href="#for-staff" '
        'aria-label="Link here">#</a></h2><figure class="guide-drawing">'
    )
    assert f"<h3>T</h3>{sup('one', 1, '2')}\n" in html
    assert html.endswith(f"{LIST}{listed('one', '')}\n</ol>\n</div>\n")


def test_a_section_is_printed_without_marks() -> None:
    """Up to the next, or to the list of sources; the fold of a red card stays out."""
    fold = '<details class="guide-signs"><ul><li>x</li></ul></details>'
    html = f'<h2 id="a">A</h2>\n<p>B{sup("one", 1)}.</p>{fold}<p>C</p><h2 id="b">D</h2>'
    assert sections.bare(html, "a") == "<p>B.</p><p>C</p>"
    with pytest.raises(ValueError, match="The page has no section #c to print"):
        sections.bare(html, "c")
