"""Certainty: how sure a statement is, in words that a sentence must fit.

The four grades and their words are those of GRADE. A page names a judgement, whose
grade `pages.judged` puts in its place; nobody types a grade.
"""

import re
from collections.abc import Iterator

from guide.pages import judged

WORDS = {  # what a sentence of each grade must say
    "high": None,
    "moderate": re.compile(r"\bprobably\b", re.IGNORECASE),
    "low": re.compile(r"\b(?:may|might)\b", re.IGNORECASE),
    "very low": re.compile(r"\bvery uncertain\b", re.IGNORECASE),
}
DANGER = "known danger"  # of a label or a regulator: outside the four grades
SAY = {"moderate": "'probably'", "low": "'may'", "very low": "'we are very uncertain'"}
HEDGED = re.compile(r"\b(?:probably|may|might|very uncertain)\b", re.IGNORECASE)
NAMED = re.compile(
    rf"(?P<judged>{judged.SIGN.pattern})?"
    r"\((?P<grade>[^()\[\]]{1,24}?) +(?P<word>[a-z]{6,12})\)"
)
SPELT = re.compile(r"cert[a-z]*t[a-z]*")  # as "certainty" is, or nearly


def faults(written: str) -> Iterator[str]:
    """Yield a sentence for each grade in a written sentence that breaks its rule."""
    for found in NAMED.finditer(written):
        if not SPELT.fullmatch(found["word"]):
            continue
        if found["judged"]:
            yield from wrong_word(found["grade"], written)
        else:
            yield (
                f"'{found[0]}' is a typed grade. Name the judgement in its place, as "
                "[=id]: data/judgements.yml holds its grade and its reasons."
            )


def wrong_word(grade: str, written: str) -> Iterator[str]:
    """Yield what is wrong with the words of a sentence of this grade."""
    needed = WORDS[grade]
    if needed is None:
        hedge = HEDGED.search(written)
        if hedge:
            yield (
                f"a sentence of high certainty says '{hedge[0]}'. "
                "Take the word out, or lower the grade."
            )
    elif not needed.search(written):
        yield (
            f"a sentence of {grade} certainty does not say {SAY[grade]}. "
            "Say it so, or correct the grade."
        )
