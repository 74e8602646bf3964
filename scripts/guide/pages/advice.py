"""Advice: what is ours carries nobody's source; what is a giver's names the giver."""

import re

from guide.pages import citations
from guide.pages.parser import Sentence

VERB = (
    r"(?:ask|tell|call|ring|keep|take|carry|bring|show|check|avoid|watch|look for|plan|"
    r"agree|wear|use|drink|eat|stop|start|never|do not|don't|go|see|write down|say|let)"
)
ADVISED = re.compile(
    rf"^(?:\w+: )?{VERB}\b"
    rf"|(?:[;:,]|\bso|\band then|\bthen) (?:so )?{VERB} (?!of|is|was|were|may|can)"
    r"(?:the|a|an|your|you|at|for|how|whether|which|what|it|them|suddenly|on)\b"
    r"|\byou (?:should|must|need to|ought to)\b",
    re.IGNORECASE,
)
GIVER = re.compile(  # who gives the advice, or tells what was given
    r"\b(?:says?|said|advis\w+|warns?|warned|warning|recommend\w*|asks|tells|told|"
    r"according|label|leaflet|guid(?:e|ance|eline)s?|regulators?|NHS|FDA|MHRA|"
    r"course|authors?|charity|rules?|law)\b"
)


def advice_cited(sentence: Sentence) -> str:
    """Say what is wrong with advice that stands on somebody's source, or ""."""
    if not citations.find(sentence.written) or GIVER.search(sentence.said):
        return ""
    found = ADVISED.search(sentence.said)
    if not found:
        return ""
    return (
        f"'{found[0].strip(' ;:,')} …' is advice on somebody's source. Name who gives "
        "it ('the label says …'), or give our advice a sentence without a source."
    )


def lead_in_cited(sentence: Sentence) -> str:
    """Say what is wrong with a source on the words that lead in a list, or ""."""
    if not sentence.said.endswith(":") or not citations.find(sentence.written):
        return ""
    start = " ".join(sentence.said.split()[:6])
    return f"'{start} …' leads in a list. Cite at each item what the source says of it."
