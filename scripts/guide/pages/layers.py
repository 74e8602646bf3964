"""Two layers: a page that answers, and beside a treatment's page its evidence.

The page of a treatment is `index.md` of its folder; what it rests on at length is
`evidence.md` there. The lengths are those of a page that can be read in four minutes.
"""

import posixpath
from collections.abc import Collection, Iterator

from guide.pages import citations
from guide.pages.parser import Block, Page

STILL_TO_DO = "still_to_do"  # the page has not been turned round yet
LONGER = "longer_because"  # a reason: no budget cuts a warning
EVIDENCE = "evidence.md"
KIND = "treatment-evidence"
SUMMARY, EVERYONE, MEDICINES = (  # sections of evidence that the build fills
    "Summary of findings",
    "Everyone studied",
    "Medicines and their names",
)
BUILT = (SUMMARY, EVERYONE, MEDICINES)
HELPS, HARMS = "Does it help?", "What can go wrong?"
SIGNS, STOPPING = "Danger signs", "Do not stop suddenly"
HEADINGS = {  # of a treatment's page, in this order; True: every page has it
    HELPS: True,
    "How soon, and for how long?": True,
    HARMS: True,
    "What does it take?": True,
    "Who needs special care?": True,
    SIGNS: False,
    STOPPING: False,
    "Your next step": True,
}
CITED = (HELPS, HARMS)
LEAD_WORDS = 60
WORDS = {
    "treatment": 700,
    "emergency": 700,
    "professional": 700,
    "living": 1200,
    "overview": 1200,
}
BRIEF_WORDS = 400  # of a treatment that nobody tried in SPS: it has no evidence page
ACTED_ON = (  # no page to read: there is one thing to do
    "emergency/index.md",
    "emergency/card.md",
    "emergency/form.md",
)

Found = Iterator[tuple[int, str]]


def turned(page: Page) -> bool:
    """Tell whether a page has been turned round: answers first."""
    return page.meta.get(STILL_TO_DO) is not True


def is_brief(page: Page, files: Collection[str]) -> bool:
    """Tell whether a treatment has one page alone: nobody tried it in SPS."""
    turned_round = page.meta.get("kind") == "treatment" and turned(page)
    return turned_round and evidence_of(page.file) not in files


def evidence_of(file: str) -> str:
    """Return the file that holds the evidence of a treatment's page."""
    return posixpath.join(posixpath.dirname(file), EVIDENCE)


def faults(page: Page, files: Collection[str]) -> Found:
    """Yield what keeps a page from answering; one that is still to do is spared.

    Args:
        page: the page.
        files: the files of all pages.
    """
    kind = page.meta.get("kind")
    if kind == KIND:
        yield from _evidence(page, files)
        return
    if page.file.endswith(f"/{EVIDENCE}"):
        yield 1, f"the evidence of a treatment has 'kind: {KIND}'. Correct the kind."
    if kind not in WORDS or page.meta.get("template") or page.file.endswith(ACTED_ON):
        return
    found = list(_answers(page, files))
    if turned(page):
        yield from found
    elif not found and (
        kind != "treatment" or HELPS in {it.section for it in page.blocks}
    ):
        yield 1, f"the page answers in time. Take '{STILL_TO_DO}' out."


def _evidence(page: Page, files: Collection[str]) -> Found:
    folder = posixpath.dirname(page.file)
    if posixpath.basename(page.file) != EVIDENCE or f"{folder}/index.md" not in files:
        yield 1, f"evidence is '{EVIDENCE}' beside a treatment's 'index.md'. Rename it."
    first = next((it for it in page.blocks if it.level == 2), None)  # noqa: PLR2004
    if first is None or first.section != SUMMARY:
        line = first.line if first else 1
        yield line, f"evidence opens with '## {SUMMARY}'. Put that section first."


def _answers(page: Page, files: Collection[str]) -> Found:
    own = [it for it in page.blocks if it.kind not in ("heading", "picture")]
    own = [it for it in own if page.place(it.line)[0] == page.file]
    evidence = evidence_of(page.file)
    if page.meta["kind"] == "treatment" and evidence in files:
        if f"]({EVIDENCE}" not in page.text:
            yield 1, f"the page does not lead to its {EVIDENCE}. Link to it."
        own = [it for it in own if it.section not in (SIGNS, STOPPING)]
    yield from _too_long(page, own, files)
    lead = [it for it in own if not it.section]
    if (words := _words(lead)) > LEAD_WORDS:
        yield (
            lead[0].line,
            f"{words} words stand before the first answer. Keep them to {LEAD_WORDS}.",
        )
    for block in page.blocks:
        for sentence in block.sentences:
            if len(list(citations.find(sentence.written))) > 1:
                start = " ".join(sentence.said.split()[:6])
                yield (
                    block.line,
                    f"the sentence '{start} …' has several marks. "
                    "Make them one, or two sentences of it.",
                )


def _too_long(page: Page, own: list[Block], files: Collection[str]) -> Found:
    most = WORDS[page.meta["kind"]]
    if page.meta["kind"] == "treatment" and evidence_of(page.file) not in files:
        most = BRIEF_WORDS
    words, reason = _words(own), page.meta.get(LONGER)
    if words > most and not reason:
        yield (
            1,
            f"the page has {words} words. Keep it to {most}, or give the warning "
            f"that needs more as '{LONGER}'.",
        )
    elif words <= most and reason:
        yield (
            1,
            f"{words} words are no more than {most}. Take '{LONGER}' out.",
        )


def _words(blocks: list[Block]) -> int:
    return sum(len(it.said.split()) for it in blocks)
