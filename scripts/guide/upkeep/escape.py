"""Foreign text made harmless for GitHub: it says what it says and does nothing.

GitHub looks for mentions and references in the text that Markdown has made, so a
backslash does not stop them; a character of no width does. Code spans are left alone.
"""

import re

NOTHING = "\u2060"  # the word joiner: of no width
LONGEST = 300
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+"
)
REFERENCE = re.compile(r"(?i)(@|#|\bGH-|\bhttps?:|\bwww\.|\bftp:)(?=\S)")


def words(text: str) -> str:
    """Return foreign text in which GitHub finds no mention, reference or address.

    Markup is not escaped here: that is for whoever prints it as Markdown.
    """
    return REFERENCE.sub(rf"\1{NOTHING}", line(text))


def code(text: str) -> str:
    """Return foreign text as a Markdown code span, however many backticks it has."""
    flat = line(text).strip() or " "
    longest = max((len(run) for run in re.findall(r"`+", flat)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{pad}{flat}{pad}{fence}"


def line(text: str) -> str:
    """Return foreign text in one line, without characters that hide, cut."""
    flat = UNSEEN.sub(" ", text)
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"
