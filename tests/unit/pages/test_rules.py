"""Each rule of a page, on both sides of its edge, with the sentence that it says."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from guide.library.bibtex import Work
from guide.pages import parser, rules

TODAY = date.today()  # noqa: DTZ011 -- as the rules read it
LIBRARY = {key: Work(key, "article", 1, (), {}) for key in ("one", "two")}
FRONT = {
    "title": "A page",
    "description": "A description of fifty characters or a few more, yes.",
    "kind": "living",
    "reviewed": "2026-11-22",
    "next_review": "2027-05-22",
    "searched_to": "2026-11-22",
}
FILES = frozenset({"docs/assets/cell.svg"})
BODY = "# A page\n\nSome words.\n"
FIRST = 10  # the line of the body's first line


def page(body: str = BODY, **changed: object) -> str:
    """Return a page with some of its front matter changed; None takes a line out."""
    front = {k: v for k, v in {**FRONT, **changed}.items() if v is not None}
    lines = "\n".join(f"{name}: {value}" for name, value in front.items())
    gap = "\n" * (len(FRONT) - len(front))  # the body begins on the same line
    return f"---\n{lines}{gap}\n---\n\n{body}"


def told(folder: Path, *texts: str) -> list[str]:
    """Return what is said of pages, the second in a folder of its own."""
    for number, text in enumerate(texts):
        path = folder / "docs" / ("a.md" if not number else f"sub/b{number}.md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    pages = parser.read_all(folder / "docs", "docs")
    guide = rules.Guide(pages, LIBRARY, frozenset(), FILES, {})
    return [str(finding) for finding in rules.check(guide)]


def test_a_page_without_fault(tmp_path: Path) -> None:
    """Nothing is said of it."""
    assert told(tmp_path, page()) == []


def words(count: int) -> str:
    """Return a sentence of so many words."""
    return " ".join(["Cat", *["cat"] * (count - 1)]) + "."


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": "x" * 65}, None),
        ({"title": "x" * 66}, "the title has 66 characters. Keep it to 65."),
        ({"description": "x" * 50}, None),
        ({"description": "x" * 160}, None),
        ({"description": "x" * 49}, "the description has 49 characters. "
         "Write one sentence of 50 to 160."),
        ({"description": "x" * 161}, "the description has 161 characters. "
         "Write one sentence of 50 to 160."),
        ({"kind": "livng"}, "the kind 'livng' is unknown. Use one of home, overview, "
         "treatment, treatment-evidence, emergency, living, professional, evidence, "
         "about."),
        ({"title": None}, "the front matter has no 'title'. Add it."),
        ({"titel": "x"},
         "the front matter field 'titel' is unknown. Did you mean 'title'?"),
        ({"title": "[a]"}, "'title' is not one line of words. Put it in quotes."),
        ({"template": "forms.html"},
         "the template 'forms.html' is unknown. Take the line out."),
        ({"template": "form.html"}, None),
        ({"reviewed": "yesterday"},
         "'reviewed: yesterday' is not a date. Write it as 2026-11-22."),
        ({"next_review": "2026-11-22"},
         "'next_review' is not after 'reviewed'. Correct one of the two."),
        ({"next_review": "2026-11-21"},
         "'next_review' is not after 'reviewed'. Correct one of the two."),
        ({"next_review": "2026-11-23"}, None),
        ({"next_review": date(2026, 11, 22) + timedelta(days=731)}, None),
        ({"next_review": date(2026, 11, 22) + timedelta(days=732)},
         "'next_review' is over two years after 'reviewed'. Bring it nearer."),
        ({"searched_to": TODAY + timedelta(days=1)}, None),
        ({"searched_to": TODAY + timedelta(days=2)},
         "'reviewed' or 'searched_to' lies in the future. Correct the date."),
        ({"reviewed": TODAY + timedelta(days=2),
          "next_review": TODAY + timedelta(days=9)},
         "'reviewed' or 'searched_to' lies in the future. Correct the date."),
        ({"clinician": "{name: N, role: R}"},
         "'clinician' needs name, role and date. Fill them in or take it out."),
        ({"clinician": "{name: N, role: R, date: soon}"},
         "'clinician' needs name, role and date. Fill them in or take it out."),
        ({"clinician": "{name: N, role: R, date: 2026-11-22}"}, None),
    ],
)  # fmt: skip
def test_front_matter(
    tmp_path: Path, changed: dict[str, object], said: str | None
) -> None:
    """Lengths, kinds, dates and reviewers, on both sides of each edge."""
    due = [f"docs/a.md:1: {said}"] if said else []
    assert told(tmp_path, page(BODY, **changed)) == due


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        (f"# A\n\n{words(20)}\n", 0, None),
        (f"# A\n\n{words(21)}\n", 2,
         "the sentence 'Cat cat cat cat cat cat …' has 21 words. Keep it to 20."),
        ("# A\n\nOne. Two. Three.\n", 0, None),
        ("# A\n\nOne. Two. Three. Four.\n", 2,
         "a paragraph of 4 sentences. Keep it to 3."),
        ("# A\n\n- One. Two. Three. Four.\n", 2,
         "a item of 4 sentences. Keep it to 3."),
        ("# A\n\n" + "- a\n" * 7, 0, None),
        ("# A\n\n" + "- a\n" * 8, 2,
         "a list of 8 items. Split it; seven is the most."),
        ("# A\n\n1. a\n2. b\n3. c\n4. d\n5. e\n6. f\n7. g\n8. h\n", 2,
         "a list of 8 items. Split it; seven is the most."),
        ("## A\n\nWords.\n", 0, "the page does not begin with a heading '# …'. "
         "Add its title."),
        ("# A\n\n# B\n\nWords.\n", 2, "a second heading of level 1. Use '## …'."),
        ("# A\n\n### B\n\nWords.\n", 2,
         "the heading skips from level 1. Use one less '#'."),
        ("# A\n\n## B\n\n### C\n\n## D\n\n### E\n", 0, None),
        ("# A\n\nA <b>c.\n", 2, "'<b>' is HTML. Write Markdown."),
        ("# A\n\n`<b>`\n", 0, None),
        ('# A\n\n![x](https://x.org/a.svg "y")\n', 2,
         "the picture is fetched from elsewhere. Put it into docs/assets/."),
        ('# A\n\n![x](assets/cell.svg "y")\n', 0, None),
        ('# A\n\n![x](assets/cel.svg "y")\n', 2, "there is no file "
         "'docs/assets/cel.svg'. Did you mean 'docs/assets/cell.svg'?"),
        ('# A\n\n![ ](assets/cell.svg "y")\n', 2, "the picture says nothing to "
         "those who cannot see it. Write what it shows between the [ ]."),
        ("# A\n\n![x](assets/cell.svg)\n", 2,
         'the picture has no caption. Write it behind the address, in "quotes".'),
        ("# A\n\n[x]: https://x.org/\n", 2,
         "a link defined apart. Write [words](address) where it stands."),
        ("# A\n\n## Sources\n", 2,
         "'Sources' is made by the build. Take the heading out."),
        ("# A\n\nWords [@on].\n", 2,
         "'@on' is not in references.bib. Did you mean 'one'?"),
        ("# A\n\nWords [@one; @two].\n", 0, None),
        ("# A\n\nWords [@one, p. 3].\n", 2, "'[@one, p. 3]' is not a citation. Write "
         "[@key] or [@one; @two] on one line, or put the @ in `code`."),
        ("# A\n\nIt helps (low certainty) [@one].\n", 2,
         "'(low certainty)' is a typed grade. Name the judgement in its place, as "
         "[=id]: data/judgements.yml holds its grade and its reasons."),
        ("# A\n\nThey suffered.\n", 2,
         "do not write 'suffered'. Say: has, or lives with."),
        ("# A\n\nA breakthrough.\n", 2,
         "do not write 'breakthrough'. Say: what the study found."),
        ("# A\n\nThey got 5 mg a day.\n", 2,
         "the dose '5 mg' has no source. Cite it."),
        ("# A\n\nThey got 5 mg a day [@one].\n", 0, None),
        ("# A\n\nThe usual dose is 5 mg [@one].\n", 2,
         "the dose '5 mg' reads like advice. Say only what a study gave or reported."),
        ("# A\n\nThey got ten milligrams of it.\n", 2,
         "the dose 'ten milligrams' has no source. Cite it."),
        ("# A\n\nReduce it by 10 % every week [@one].\n", 2,
         "this reads like a taper plan. Leave the figures out."),
        ("# A\n\nIt rose by 10 % every week [@one].\n", 0, None),
        ("# A\n\n[x](b.md)\n", 2, "there is no page 'docs/b.md'."
         " Did you mean 'docs/a.md'?"),
        ("# A\n\n[x](#none)\n", 2,
         "'docs/a.md' has no heading '#none'."),
        ("# A\n\n## None\n\n[x](#none)\n", 0, None),
        ("# A\n\n[x](/b/)\n", 2, "'/b/' begins with /. Link to the .md file instead."),
        ("# A\n\n[x](ftp://x.org/)\n", 2,
         "'ftp://x.org/' is no address. Begin it with https://."),
        ("# A\n\n[x](tel:999) [y](mailto:a@b.org) [z](https://x.org/)\n", 0, None),
    ],
)  # fmt: skip
def test_words(tmp_path: Path, body: str, line: int, said: str | None) -> None:
    """Lengths, headings, Markdown, citations, doses and links."""
    due = [f"docs/a.md:{FIRST + line}: {said}"] if said else []
    assert told(tmp_path, page(body)) == due


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("suffer", "has, or lives with"),
        ("sufferers", "has, or lives with"),
        ("victim", "person with SPS"),
        ("complains", "says, or reports"),
        ("complaint", "says, or reports"),
        ("failed treatment", "did not get better with"),
        ("break-through", "what the study found"),
        ("miraculously", "what the study found"),
        ("recently", "the year"),
        ("game-changer", "what the study found"),
        ("gamechanger", "what the study found"),
    ],
)
def test_banned_words(tmp_path: Path, written: str, instead: str) -> None:
    """In the text and in the description, in any case."""
    text = page(f"# A\n\nThey {written.title()} it.\n", title=f"A {written} b")
    assert told(tmp_path, text) == [
        f"docs/a.md:1: do not write '{written}'. Say: {instead}.",
        f"docs/a.md:{FIRST + 2}: do not write '{written.title()}'. Say: {instead}.",
    ]


@pytest.mark.parametrize("kept", ["buffered", "victimless", "plaintiff", "frequently"])
def test_words_that_only_look_banned(tmp_path: Path, kept: str) -> None:
    """A banned word inside another is none."""
    assert told(tmp_path, page(f"# A\n\nA {kept} word.\n")) == []


def test_titles_and_descriptions_are_said_once(tmp_path: Path) -> None:
    """The first file keeps its title; the second is told."""
    assert told(tmp_path, page(), page("# B\n\nWords.\n")) == [
        "docs/sub/b1.md:1: docs/a.md has the same description. "
        "Make it this page's own.",
        "docs/sub/b1.md:1: docs/a.md has the same title. Make it this page's own.",
    ]


def test_links_from_a_folder(tmp_path: Path) -> None:
    """A link leads from the folder of its page, to a page and one of its headings."""
    other = {"title": "B", "description": "y" * 50}
    body = "# B\n\n[x](../a.md#a-page) [y](../a.md#b) [z](a.md)\n"
    assert told(tmp_path, page(), page(body, **other)) == [
        f"docs/sub/b1.md:{FIRST + 2}: 'docs/a.md' has no heading '#b'.",
        f"docs/sub/b1.md:{FIRST + 2}: there is no page 'docs/sub/a.md'. "
        "Did you mean 'docs/sub/b1.md'?",
    ]


FIELDS = ("for: 'A", "evidence: 'B", "dangers: 'C", "given: 'D")
GLANCE = "{" + ", ".join(f"{field} [@one].'" for field in FIELDS) + "}"
SECTIONS = {
    "In short": "- It helps [@one].",
    "How it works": "Somehow.",
    "What studies found": "It helped [@one].",
    "Possible harms": "It harmed [@one].",
    "Who it may suit, who needs special care": "Some.",
    "What it is like": "Fine.",
    "Without this treatment, and other options": "Others.",
    "Questions to ask": "Why?",
    "What is not known": "Much.",
}


def treatment(glance: str = GLANCE, **changed: str | None) -> str:
    """Return a page about a treatment with some sections changed or taken out."""
    parts = {**SECTIONS, **changed}
    body = "".join(f"\n## {name}\n\n{text}\n" for name, text in parts.items() if text)
    return page(f"# A\n{body}", kind="treatment", glance=glance, still_to_do="true")


def test_a_treatment_without_fault(tmp_path: Path) -> None:
    """Nothing is said of it."""
    assert told(tmp_path, treatment()) == []


@pytest.mark.parametrize("missing", SECTIONS)
def test_every_heading_of_a_treatment(tmp_path: Path, missing: str) -> None:
    """A heading left out is told."""
    text = treatment(GLANCE, **{missing: None})
    said = f"docs/a.md:1: the heading '## {missing}' is missing. Write that section."
    assert told(tmp_path, text) == [said]


@pytest.mark.parametrize("section", ["In short", "What studies found"])
def test_what_has_a_source(tmp_path: Path, section: str) -> None:
    """A block that tells benefit or harm has a source, or is our advice, or points."""
    [said] = told(tmp_path, treatment(GLANCE, **{section: "It helps."}))
    assert f"this paragraph of '{section}' cites no source." in said
    for own in ("Ask (our advice).", "See [more](#questions-to-ask)."):
        assert told(tmp_path, treatment(GLANCE, **{section: own})) == []


def test_in_short_is_short(tmp_path: Path) -> None:
    """Ninety words are enough."""
    brief = " ".join([words(15)[:-1] + " [@one]."] * 3)
    for more, said in ((f"\n\n{brief}", []), (f"\n\n{brief}\n\nMore [@one].", ["91"])):
        found = told(tmp_path, treatment(GLANCE, **{"In short": brief + more}))
        assert [line.split(" has ")[1].split()[0] for line in found] == said


@pytest.mark.parametrize(
    ("glance", "said"),
    [
        ("{for: 'A [@one].'}", "'glance' does not hold exactly for, evidence, dangers, "
         "given. Write these four, each with its source."),
        (GLANCE.replace("A [@one]", "A"),
         "'glance: for' cites no source. Add one, as [@key]."),
        (GLANCE.replace("@one].'}", "@on].'}"),
         "'@on' is not in references.bib. Did you mean 'one'?"),
        (GLANCE.replace("A [@one].", words(25)[:-1] + " [@one]."), None),
        (GLANCE.replace("A [@one].", words(26)[:-1] + " [@one]."),
         "'glance: for' has 26 words. Keep it to 25."),
    ],
)  # fmt: skip
def test_the_glance(tmp_path: Path, glance: str, said: str | None) -> None:
    """Four texts with sources, short ones."""
    due = [f"docs/a.md:1: {said}"] if said else []
    assert told(tmp_path, treatment(glance)) == due
