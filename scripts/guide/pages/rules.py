"""What a page of the guide must keep: each rule yields findings, one sentence each."""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from guide.dates import today
from guide.findings import Finding, nearest
from guide.library.bibtex import Library
from guide.pages import (
    addresses,
    certainty,
    citations,
    glance,
    includes,
    layers,
    reading_age,
    settled,
)
from guide.pages.parser import Block, Page, Sentence
from guide.pages.settled import Unsettled

KINDS = (
    "home",
    "overview",
    "treatment",
    layers.KIND,
    "emergency",
    "living",
    "professional",
    "evidence",
    "about",
)
DATES = ("reviewed", "next_review", "searched_to")
REQUIRED = ("title", "description", "kind", *DATES)
OPTIONAL = (
    "clinician",
    "do_not_stop_suddenly",
    "glance",
    "hard_to_read",
    "hide",
    layers.LONGER,
    addresses.FIELD,
    "other_names",
    "questions",
    "search",
    "short_disclaimer",
    layers.STILL_TO_DO,
    "template",
)
UNCITED = frozenset(["heading", "picture", "title"])
CLINICIAN = ("name", "role", "date")
LONGEST_REVIEW = timedelta(days=731)
TITLE_CHARACTERS = 65
DESCRIPTION_CHARACTERS = range(50, 161)
SENTENCE_WORDS = 20
PARAGRAPH_SENTENCES = 3
LIST_ITEMS = 7
IN_SHORT_WORDS = 90
TREATMENT_HEADINGS = {  # in this order; True: every treatment page has it
    "In short": True,
    "Get help now": False,
    "Do not stop suddenly": False,
    "How it works": True,
    "What studies found": True,
    "Possible harms": True,
    "Who it may suit, who needs special care": True,
    "What it is like": True,
    "Without this treatment, and other options": True,
    "When general advice does not fit": False,
    "Questions to ask": True,
    "What is not known": True,
}
SAID_ONCE = ("title", "description")
CITED_SECTIONS = (
    "In short",
    "Do not stop suddenly",
    "What studies found",
    "Possible harms",
)
OWN = re.compile(  # no fact of its own: our advice, or the way to where the fact stands
    r"\(our advice\)|\bOur advice:|\b[Ss]ee \[[^\]]+\]\([^)]+\)|\]\(evidence\.md"
)
BANNED = {  # what is not said: what to say
    r"suffer(?:s|ed|er|ers|ing)?": "has, or lives with",
    r"victims?": "person with SPS",
    r"complain(?:s|ed|ing|ts?)?": "says, or reports",
    r"failed (?:treatment|therapy|medication)": "did not get better with",
    r"break-?through": "what the study found",
    r"miracles?|miraculous(?:ly)?": "what the study found",
    r"recent(?:ly)?": "the year",
    r"wonder drug|game-?changer": "what the study found",
}
ANY_BANNED = re.compile(rf"\b(?:{'|'.join(BANNED)})\b", re.IGNORECASE)
NUMBER = (
    r"(?:\d[\d.,]*|half an?|an?|one|two|three|four|five|six|eight|ten|twenty|thirty|"
    r"forty|fifty|a hundred|hundred)"
)
UNIT = (
    r"(?:mg|milligrams?|mcg|µg|micrograms?|grams?|g per kg|g/kg|ml|millilitres?|"
    r"tablets?|capsules?|pills?|drops?|puffs?|units?|IU)"
)
DOSE = re.compile(rf"\b{NUMBER}\s?(?:(?:-|–|to)\s?{NUMBER}\s?)?{UNIT}\b", re.IGNORECASE)
ADVICE = re.compile(
    r"\b(?:take|start(?: with)?|begin with|increase|raise|lower|reduce|cut|halve|"
    r"double|you (?:can|may|should|must)|should|must|try|inject|equals?|equivalent|"
    r"corresponds? to|same as|usual (?:amount|dose))\b",
    re.IGNORECASE,
)
SHARE = r"(?:\d+\s?(?:%|per ?cent\b)|\b(?:a|one|by) (?:quarter|half|third|tenth)\b)"
EACH = r"\b(?:every|each|per|a|intervals of)\b.{0,12}\b(?:days?|weeks?|months?)\b"
TAPER = re.compile(rf"{SHARE}.{{0,60}}{EACH}", re.IGNORECASE)
FEWER = re.compile(r"\b(?:cut|reduc|lower|taper|decreas|step)", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")
DEFINITION = re.compile(r"^[ ]{0,3}\[[^\]\n@]+\]:", re.MULTILINE)
TABLE_HEAD = re.compile(r"(?m)^[ \t]*\|(?P<cells>.*)\|[ \t]*\n[ \t]*\|[ \t:]*-{3}")
FOREIGN_IMAGE = re.compile(r"!\[[^\]]*\]\(\s*<?(?:https?:)?//")
TEMPLATES = (
    "a-z.html",
    "card.html",
    "changes.html",
    "claims.html",
    "diary.html",
    "form.html",
    "judgements.html",
    "medicine-names.html",
    "offline.html",
    "references.html",
    "report.html",
    "reviewers.html",
    "studies.html",
)
PRINTED = {"card.html": "What the card says"}  # the section that a template takes up
PICTURE = re.compile(
    r"!\[(?P<words>[^\[\]]*)\]\([^\s()]+(?:\s+\"(?P<caption>[^\"]*)\")?\s*\)"
)
MADE = ("emergency-page.html",)  # by the build
ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
WORD = re.compile(r"\S*\w\S*")


@dataclass(frozen=True)
class Guide:
    """All that a rule may look at.

    Attributes:
        pages: the pages, by file.
        library: the works that they may cite.
        names: the words that no writer can make easier.
        files: the other files of their folder.
        unsettled: the sentences that may still break a rule of words.
    """

    pages: Mapping[str, Page]
    library: Library
    names: frozenset[str]
    files: frozenset[str]
    unsettled: Unsettled

    @cached_property
    def first_to_say(self) -> Mapping[tuple[str, str], str]:
        """The first file that has a title or description, by name and value."""
        first: dict[tuple[str, str], str] = {}
        for page in self.pages.values():
            for name in SAID_ONCE:
                first.setdefault((name, str(page.meta.get(name))), page.file)
        return first


Found = Iterator[tuple[int, str]]
Rule = Callable[[Page, Guide], Found]


def check(guide: Guide) -> list[Finding]:
    """Return all that the pages of a guide have to repair, by file and line.

    What is wrong with a shared text is said once, where it was typed.
    """
    findings = {
        Finding(*page.place(line), sentence)
        for page in guide.pages.values()
        for rule in RULES
        for line, sentence in rule(page, guide)
    }
    return sorted(findings)


def front_matter(page: Page, _guide: Guide) -> Found:
    """Front matter is complete and known."""
    meta = page.meta
    for name in REQUIRED:
        if meta.get(name) in (None, ""):
            yield 1, f"the front matter has no '{name}'. Add it."
    known = {*REQUIRED, *OPTIONAL}
    for name in meta:
        if name not in known:
            yield (
                1,
                f"the front matter field '{name}' is unknown.{nearest(name, known)}",
            )
    for name in ("title", "description"):
        if name in meta and not isinstance(meta[name], str):
            yield 1, f"'{name}' is not one line of words. Put it in quotes."
    if meta.get("template", TEMPLATES[0]) not in TEMPLATES:
        yield 1, f"the template '{meta['template']}' is unknown. Take the line out."
    if meta.get("kind") and meta["kind"] not in KINDS:
        yield 1, f"the kind '{meta['kind']}' is unknown. Use one of {', '.join(KINDS)}."


def lengths(page: Page, _guide: Guide) -> Found:
    """Title and description fit a search result and a link card."""
    meta = page.meta
    title, description = str(meta.get("title", "")), str(meta.get("description", ""))
    if len(title) > TITLE_CHARACTERS:
        yield (
            1,
            f"the title has {len(title)} characters. Keep it to {TITLE_CHARACTERS}.",
        )
    if description and len(description) not in DESCRIPTION_CHARACTERS:
        yield (
            1,
            f"the description has {len(description)} characters. "
            "Write one sentence of 50 to 160.",
        )


def dates(page: Page, _guide: Guide) -> Found:
    """Dates are dates, in an order that can be true."""
    given = {name: page.meta[name] for name in DATES if page.meta.get(name)}
    for name, value in given.items():
        if type(value) is not date:
            yield 1, f"'{name}: {value}' is not a date. Write it as 2026-11-22."
    if len(given) < len(DATES) or any(type(day) is not date for day in given.values()):
        return
    reviewed, due, searched = (given[name] for name in DATES)
    if max(reviewed, searched) > today() + timedelta(days=1):  # any time zone
        yield 1, "'reviewed' or 'searched_to' lies in the future. Correct the date."
    if due <= reviewed:
        yield 1, "'next_review' is not after 'reviewed'. Correct one of the two."
    elif due - reviewed > LONGEST_REVIEW:
        yield (
            1,
            "'next_review' is over two years after 'reviewed'. Bring it nearer.",
        )


def template_section(page: Page, _guide: Guide) -> Found:
    """A template that prints a section of its page finds that section."""
    needed = PRINTED.get(str(page.meta.get("template")))
    if needed and needed not in {b.section for b in page.blocks if b.level}:
        yield (
            1,
            f"the heading '## {needed}' is missing, whose list "
            f"{page.meta['template']} prints. Write that section.",
        )


def clinician(page: Page, _guide: Guide) -> Found:
    """A page names its clinical reviewer wholly, or says that there is none."""
    signed = page.meta.get("clinician")
    if signed is None:
        return
    complete = isinstance(signed, dict) and all(signed.get(part) for part in CLINICIAN)
    if not complete or type(signed["date"]) is not date:
        yield 1, "'clinician' needs name, role and date. Fill them in or take it out."


def headline(page: Page, _guide: Guide) -> Found:
    """A page has one heading of level 1, before all others, and skips no level."""
    headings = [block for block in page.blocks if block.kind == "heading"]
    if not headings or headings[0].level != 1:
        line = headings[0].line if headings else 1
        yield line, "the page does not begin with a heading '# …'. Add its title."
    level = 1
    for heading in headings[1:]:
        if heading.level == 1:
            yield heading.line, "a second heading of level 1. Use '## …'."
        if heading.level > level + 1:
            yield (
                heading.line,
                f"the heading skips from level {level}. Use one less '#'.",
            )
        level = heading.level


def fixed_headings(page: Page, guide: Guide) -> Found:
    """A treatment page has the fixed headings, in their order, and no other."""
    if page.meta.get("kind") != "treatment":
        return
    found = {b.section: b.line for b in page.blocks if b.level == 2}  # noqa: PLR2004
    fixed_here = layers.HEADINGS if layers.turned(page) else TREATMENT_HEADINGS
    order = list(fixed_here)
    required = {name for name, always in fixed_here.items() if always}
    if layers.is_brief(page, guide.pages):
        required = {layers.HELPS}
        order += layers.BUILT
    if page.meta.get("do_not_stop_suddenly"):
        required.add("Do not stop suddenly")
    for name in order:
        if name in required and name not in found:
            yield 1, f"the heading '## {name}' is missing. Write that section."
    yield from _empty_or_repeated(page)
    for name, line in found.items():
        if name not in order:
            guess = nearest(name, order)
            yield line, f"'## {name}' is not a heading of a treatment page.{guess}"
    fixed = [name for name in found if name in order]
    for before, after in pairwise(fixed):
        if order.index(before) > order.index(after):
            yield found[after], f"'## {after}' belongs above '## {before}'. Move it up."


def _empty_or_repeated(page: Page) -> Found:
    filled = {block.section for block in page.blocks if block.kind != "heading"}
    seen: set[str] = set()
    for block in page.blocks:
        if block.level != 2:  # noqa: PLR2004  # the fixed headings are of level 2
            continue
        if block.section in seen:
            yield block.line, f"'## {block.section}' stands twice. Make one of the two."
        seen.add(block.section)
        if block.section not in filled and block.section not in layers.BUILT:
            yield (
                block.line,
                f"'## {block.section}' is empty. Say what is known, or that "
                "nothing was found.",
            )


def listed_in_the_overview(page: Page, guide: Guide) -> Found:
    """The overview has a line for every treatment."""
    for block in page.blocks:
        if block.level and block.said == glance.SECTION:
            here = posixpath.dirname(page.file)
            treatments = (
                posixpath.relpath(other.file, here)
                for other in guide.pages.values()
                if glance.FIELD in other.meta
            )
            for fault in glance.missing(page.text, treatments):
                yield block.line, fault


def seen_at_a_glance(page: Page, guide: Guide) -> Found:
    """A treatment says in four texts what the overview shows of it."""
    said = page.meta.get(glance.FIELD)
    if said is None:
        if page.meta.get("kind") == "treatment":
            yield 1, f"the front matter has no '{glance.FIELD}'. Add its four texts."
        return
    for fault in glance.faults(said):
        yield 1, fault
    for text in said.values() if isinstance(said, dict) else ():
        for mark in citations.find(str(text)):
            for key in mark.keys:
                if key not in guide.library:
                    guess = nearest(key, guide.library)
                    yield 1, f"'@{key}' is not in references.bib.{guess}"


def plain_markdown(page: Page, _guide: Guide) -> Found:
    """Prose is Markdown: no HTML, no foreign picture, no link defined elsewhere."""
    text = citations.without_code(page.prose)
    for tag in TAG.finditer(text):
        yield _line(text, tag.start()), f"'{tag[0][:40]}' is HTML. Write Markdown."
    for image in FOREIGN_IMAGE.finditer(text):
        problem = "the picture is fetched from elsewhere. Put it into docs/assets/."
        yield _line(text, image.start()), problem
    for definition in DEFINITION.finditer(text):
        problem = "a link defined apart. Write [words](address) where it stands."
        yield _line(text, definition.start()), problem
    for block in page.blocks:
        if block.level and block.said == "Sources":
            yield block.line, "'Sources' is made by the build. Take the heading out."


def table_heads(page: Page, _guide: Guide) -> Found:
    """Each column of a table has a head: on a phone it names the cells below it."""
    text = citations.without_code(page.prose)
    for head in TABLE_HEAD.finditer(text):
        if not all(cell.strip() for cell in head["cells"].split("|")):
            problem = "a column of the table has no head. Name what stands in it."
            yield _line(text, head.start("cells")), problem


def pictures(page: Page, _guide: Guide) -> Found:
    """A picture says in words what it shows, and has a caption."""
    text = citations.without_code(page.prose)
    for picture in PICTURE.finditer(text):
        line = _line(text, picture.start())
        if not picture["words"].strip():
            yield (
                line,
                "the picture says nothing to those who cannot see it. Write what it "
                "shows between the [ ].",
            )
        if not (picture["caption"] or "").strip():
            yield (
                line,
                'the picture has no caption. Write it behind the address, in "quotes".',
            )


def cited_sections(page: Page, _guide: Guide) -> Found:
    """Where a page tells benefit and harm, every paragraph and item has a source.

    What is our advice, or only leads to where a fact stands, has none to name.
    """
    if page.meta.get("kind") == "about" or page.meta.get("template"):
        return  # what they say is about the guide itself
    asked = layers.CITED if layers.turned(page) else CITED_SECTIONS
    for block in page.blocks:
        if block.section not in asked or block.kind in UNCITED:
            continue
        if block.kind == "cell" or OWN.search(block.text):
            continue
        if not citations.find(block.text):
            yield (
                block.line,
                f"this {block.kind} of '{block.section}' cites no source. "
                "Add one, as [@key], before the full stop.",
            )


def known_citations(page: Page, guide: Guide) -> Found:
    """Every citation is well formed, and its key is in the library."""
    text = page.prose
    for place, written in citations.malformed(text):
        yield (
            _line(text, place),
            f"'{written}' is not a citation. Write [@key] or [@one; @two] on one line, "
            "or put the @ in `code`.",
        )
    for mark in page.citations:
        for key in mark.keys:
            if key not in guide.library:
                yield (
                    _line(text, mark.start),
                    f"'@{key}' is not in references.bib.{nearest(key, guide.library)}",
                )


def certain_words(page: Page, _guide: Guide) -> Found:
    """A grade is one of the four, has a source, and the sentence speaks as it does."""
    for block, sentence in sentences(page.blocks):
        for fault in certainty.faults(sentence.written):
            yield block.line, fault


def no_dose_advice(page: Page, _guide: Guide) -> Found:
    """A dose stands only as what a source reported; no taper, no conversion."""
    suspect = (b for b in page.blocks if DOSE.search(b.said) or TAPER.search(b.said))
    for block, sentence in sentences(suspect):
        said = sentence.said
        if TAPER.search(said) and FEWER.search(said):
            yield block.line, "this reads like a taper plan. Leave the figures out."
        dose = DOSE.search(said)
        if not dose:
            continue
        if not citations.find(sentence.written):
            yield block.line, f"the dose '{dose[0].strip()}' has no source. Cite it."
        if ADVICE.search(said):
            yield (
                block.line,
                f"the dose '{dose[0].strip()}' reads like advice. "
                "Say only what a study gave or reported.",
            )


def respectful_words(page: Page, _guide: Guide) -> Found:
    """No word that belittles, frightens or promises."""
    names = ("title", "description", "short_disclaimer")
    front = [(1, str(page.meta.get(name, ""))) for name in names]
    for line, said in [*front, *((block.line, block.said) for block in page.blocks)]:
        for found in ANY_BANNED.finditer(said):
            instead = next(
                BANNED[p] for p in BANNED if re.fullmatch(p, found[0], re.IGNORECASE)
            )
            yield line, f"do not write '{found[0]}'. Say: {instead}."


def short_enough(page: Page, _guide: Guide) -> Found:
    """Sentences, paragraphs, lists and In short stay readable on a bad day."""
    for block, sentence in sentences(page.blocks):
        words = len(WORD.findall(sentence.said))
        if words > SENTENCE_WORDS and block.kind not in {"heading", "picture"}:
            start = " ".join(sentence.said.split()[:6])
            yield (
                block.line,
                f"the sentence '{start} …' has {words} words. "
                f"Keep it to {SENTENCE_WORDS}.",
            )
    for block in page.blocks:
        count = len(block.sentences)
        if block.kind in {"paragraph", "item"} and count > PARAGRAPH_SENTENCES:
            yield block.line, f"a {block.kind} of {count} sentences. Keep it to 3."
    lists = Counter(b.list_line for b in page.blocks if _begins_item(b))
    for line, items in lists.items():
        if items > LIST_ITEMS:
            yield line, f"a list of {items} items. Split it; seven is the most."
    brief = [b for b in page.blocks if b.section == "In short" and b.kind != "heading"]
    words = sum(len(WORD.findall(block.said)) for block in brief)
    if words > IN_SHORT_WORDS:
        yield brief[0].line, f"'In short' has {words} words. Keep it to 90."


def easy_to_read(page: Page, guide: Guide) -> Found:
    """A page can be read at the age that it is written for, or says why not."""
    for fault in reading_age.faults(page, guide.names):
        yield 1, fault


def live_links(page: Page, guide: Guide) -> Found:
    """Every link inside the guide leads to a page and a heading that exist."""
    text = page.prose
    for link in includes.LINK.finditer(text):
        target = urlsplit(link["to"])
        line = _line(text, link.start())
        if target.scheme or target.netloc:
            if target.scheme not in {"http", "https", "mailto", "tel"}:
                yield line, f"'{link['to']}' is no address. Begin it with https://."
            continue
        path = unquote(target.path)
        if path.startswith("/"):
            yield line, f"'{link['to']}' begins with /. Link to the .md file instead."
            continue
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page.file), path))
        file = file if path else page.file
        if not file.endswith(".md"):
            if file not in guide.files and posixpath.basename(file) not in MADE:
                yield line, f"there is no file '{file}'.{nearest(file, guide.files)}"
        elif file not in guide.pages:
            yield line, f"there is no page '{file}'.{nearest(file, guide.pages)}"
        elif target.fragment and target.fragment not in guide.pages[file].anchors:
            guess = nearest(target.fragment, guide.pages[file].anchors)
            yield line, f"'{file}' has no heading '#{target.fragment}'.{guess}"


def answers_first(page: Page, guide: Guide) -> Found:
    """A page answers before it explains, and can be read in a few minutes."""
    yield from layers.faults(page, guide.pages)


def said_once(page: Page, guide: Guide) -> Found:
    """No two pages share a title or a description."""
    for name in SAID_ONCE:
        first = guide.first_to_say.get((name, str(page.meta.get(name))), page.file)
        if first != page.file:
            yield 1, f"{first} has the same {name}. Make it this page's own."


def settled_words(page: Page, guide: Guide) -> Found:
    """Absences name their search, advice names its giver, lead-ins cite nobody."""
    yield from settled.faults(page, guide.unsettled)


RULES: tuple[Rule, ...] = (
    front_matter,
    lengths,
    dates,
    clinician,
    headline,
    template_section,
    fixed_headings,
    listed_in_the_overview,
    seen_at_a_glance,
    plain_markdown,
    table_heads,
    pictures,
    cited_sections,
    known_citations,
    certain_words,
    settled_words,
    no_dose_advice,
    respectful_words,
    short_enough,
    easy_to_read,
    live_links,
    answers_first,
    said_once,
)


def sentences(blocks: Iterable[Block]) -> Iterator[tuple[Block, Sentence]]:
    """Yield each sentence with the block it stands in."""
    for block in blocks:
        for sentence in block.sentences:
            yield block, sentence


def _begins_item(block: Block) -> bool:
    return block.kind == "item" and bool(ITEM.match(block.text))


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
