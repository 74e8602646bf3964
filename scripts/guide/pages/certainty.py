"""Certainty: how sure a statement is, typed in plain words behind it.

    IVIG probably reduces stiffness (moderate certainty) [@dalakas2001ivig].

The four grades and their words are those of GRADE.
"""

import re
from collections.abc import Iterator

from guide.findings import nearest

WORDS = {  # what a sentence of each grade must say
    "high": None,
    "moderate": re.compile(r"\bprobably\b", re.IGNORECASE),
    "low": re.compile(r"\b(?:may|might)\b", re.IGNORECASE),
    "very low": re.compile(r"\bvery uncertain\b", re.IGNORECASE),
}
SAY = {"moderate": "'probably'", "low": "'may'", "very low": "'we are very uncertain'"}
HEDGED = re.compile(r"\b(?:probably|may|might|very uncertain)\b", re.IGNORECASE)
NAMED = re.compile(r"\((?P<grade>[^()\[\]]{1,24}?) +(?P<word>[a-z]{6,12})\)")
SPELT = re.compile(r"cert[a-z]*t[a-z]*")  # as "certainty" is, or nearly
CITED = re.compile(r"\s*\[@")
DANGER = "known danger"  # of a label or a regulator: outside the four grades


def faults(written: str) -> Iterator[str]:
    """Yield a sentence for each grade in a written sentence that breaks its rule."""
    for found in NAMED.finditer(written):
        if not SPELT.fullmatch(found["word"]):
            continue
        grade = " ".join(found["grade"].split())
        if grade not in WORDS or found["word"] != "certainty":
            guess = nearest(grade, WORDS) if grade not in WORDS else ""
            yield (
                f"'{found[0]}' is not a grade. Write (high certainty), (moderate "
                f"certainty), (low certainty) or (very low certainty).{guess}"
            )
        elif not CITED.match(written, found.end()):
            yield f"'{found[0]}' has no source. Cite one directly behind it, as [@key]."
        else:
            yield from _wrong_word(grade, written)


def _wrong_word(grade: str, written: str) -> Iterator[str]:
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
