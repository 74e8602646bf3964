"""Matching: whether an entry and a record are the same work, and where they differ."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from html import unescape

from guide.references.entries import Entry
from guide.references.records import Record

ALIKE = 0.85  # two titles
NAMED_ALIKE = 0.8  # two family names, for the sake of transliterations
GROUPS_ALIKE = 0.6
FEWEST_WORDS = 3  # of a title that stands for one with a subtitle
FEWEST_LETTERS = 4  # of a family name that may be part of a double one
YEARS = 1
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
WITHDRAWN = re.compile(
    r"^\W*(?:retracted(?:\s+article)?|withdrawn(?:\s+article)?|removed)\W*[:\]]\s*"
    r"|\s*[(\[]retracted(?:\s+article)?[^)\]]*[)\]]\W*$",
    re.IGNORECASE,
)
SUBTITLE = re.compile(r"\s*[:?!.]\s+|\s+[-–—]\s+|\s*:\s*")
LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ł": "l",
        "Ł": "L",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "þ": "th",
        "&": " and ",
        "’": "'",
        "µ": "μ",
    }
)
UMLAUTS = re.compile(r"(?<=[aou])e")


def folded(text: str) -> str:
    """Return text as letters and digits alone, whatever its markup and its accents."""
    bare = TAG.sub("", unescape(unescape(text)))
    plain = WITHDRAWN.sub("", bare).translate(LETTERS)
    spelt = "".join(_spelt(sign) for sign in plain)
    apart = unicodedata.normalize("NFKD", spelt.casefold())
    letters = (it for it in apart if not unicodedata.combining(it))
    return " ".join(re.sub(r"[^\w]+|_", " ", "".join(letters)).split())


def _spelt(sign: str) -> str:
    """Return the name of a Greek letter, any other sign as it is."""
    if not "\u0370" <= sign <= "\u03ff":
        return sign
    words = unicodedata.name(sign, "").split()
    return words[3].lower() if words[:1] == ["GREEK"] and len(words) > 3 else sign  # noqa: PLR2004  # GREEK SMALL LETTER ALPHA


def likeness(ours: str, theirs: Iterable[str]) -> float:
    """Return how alike our title is to the one most like it, from 0 to 1."""
    return max((_alike(ours, it) for it in theirs), default=0.0)


def _alike(ours: str, theirs: str) -> float:
    pairs = [(folded(ours), folded(theirs))]
    pairs += [(pairs[0][0], start) for start in _starts(theirs)]
    pairs += [(start, pairs[0][1]) for start in _starts(ours)]
    return max(_ratio(a, b) for a, b in pairs)


def _starts(title: str) -> Iterator[str]:
    """Yield a title without its subtitle, if it is long enough to stand alone."""
    for cut in SUBTITLE.finditer(title):
        start = folded(title[: cut.start()])
        if len(start.split()) >= FEWEST_WORDS:
            yield start


def _ratio(a: str, b: str) -> float:
    if not a or not b:
        return 0.0
    if a.replace(" ", "") == b.replace(" ", ""):
        return 1.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def differences(entry: Entry, record: Record) -> list[str]:
    """Return in sentences where an entry and a record are not the same work."""
    found = []
    if entry.title and likeness(entry.title, record.titles) < ALIKE:
        title = record.titles[-1] if record.titles else ""
        found.append(f"{record.service} calls it “{title}”.")
    if wrong := _year(entry, record):
        found.append(wrong)
    if wrong := _author(entry, record):
        found.append(wrong)
    return found


def _year(entry: Entry, record: Record) -> str:
    if not entry.year or not record.years or record.service == "ClinicalTrials.gov":
        return ""
    if any(abs(int(entry.year) - year) <= YEARS for year in record.years):
        return ""
    years = " and ".join(map(str, record.years))
    return f"{record.service} dates it {years}, not {entry.year}."


def _author(entry: Entry, record: Record) -> str:
    if entry.family and record.families:
        if any(same_name(entry.family, it) for it in record.families):
            return ""
        if any(_ratio(folded(entry.family), folded(it)) >= GROUPS_ALIKE
               for it in record.groups):  # fmt: skip
            return ""
        first = record.families[0]
        return f"{record.service} names {first} as first author, not {entry.family}."
    return ""


def same_name(ours: str, theirs: str) -> bool:
    """Tell whether two family names are one: accents, particles, transliteration."""
    a, b = (folded(it).replace(" ", "") for it in (ours, theirs))
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    if len(short) >= FEWEST_LETTERS and (
        long.startswith(short) or long.endswith(short)
    ):
        return True
    plain = [UMLAUTS.sub("", it) for it in (a, b)]
    return plain[0] == plain[1] or (
        len(short) > FEWEST_LETTERS and _ratio(plain[0], plain[1]) >= NAMED_ALIKE
    )
