"""Names of authors as BibTeX writes them, read into people or refused with a sentence.

What BibTeX would read as somebody else ("Lee J", an organisation without double
braces, "Smith, John and") is refused: a wrong name is a wrong citation.
"""

import re
import unicodedata

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.exceptions import PybtexError

from guide.library.latex import plain

OTHERS = "others"
LINEAGE = ("Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV")
DEGREES = {"MD", "PhD", "MSc", "BSc", "MPH", "DO", "RN", "FRCP"}
LOOSE_AND = re.compile(r"^and\b|\band$|\band\s+and\b", re.IGNORECASE)
INITIALS = re.compile(r"[A-Z]{1,3}")
LONG = re.compile(r"[^\W\d_]{4,}")  # in capitals, and yet no row of initials
ORGANISATION = re.compile(
    r"[&\d]|\b(academy|administration|agency|association|authority|cent(re|er)"
    r"|collaborat\w+|college|committee|company|consortium|corporation|department"
    r"|federation|foundation|gmbh|group|hospital|inc|institute|investigators|limited"
    r"|llc|ltd|ministry|network|office|organi[sz]ation|pharma\w*|registry|service"
    r"|society|trust|university)\b\.?",
    re.IGNORECASE,
)
BETWEEN = "Put 'and' between two people."
SUFFIX = "Write 'Family, Jr, Given'."
COMMA = "Write the family name first and a comma: 'Family, Given'."
BRACED = "Put an organisation, or a name of one word, in double braces: {{Name}}."


class MisreadNameError(ValueError):
    """A name that would be printed as somebody else; the message is a sentence."""


def people(text: str) -> tuple[Person, ...]:
    """Return the people of an author field; the last may be "others".

    Raises:
        MisreadNameError: names that BibTeX would read as other people.
        UnknownMacroError: LaTeX in a name that cannot be printed.
    """
    if not text.strip():
        return ()
    if LOOSE_AND.search(text.strip()):
        raise MisreadNameError("has an 'and' without a name beside it in its authors.")
    return tuple(_person(name) for name in split_name_list(text))


def initials(given: str) -> str:
    """Return the initials of given names: "Marinos C." is MC, "Jean-Paul" is JP.

    Letters run together are initials already (MC); a script without capitals has none.
    """
    parts = re.split(r"[\s.-]+", given)
    if given and not any(map(_has_case, parts)):
        return given
    return "".join(
        part if INITIALS.fullmatch(part) else found[0].upper()
        for part in parts
        if (found := re.search(r"[^\W\d_]", part))
    )


def _person(name: str) -> Person:
    try:
        person = Person(name)
    except PybtexError as error:
        raise MisreadNameError(_told(name, BETWEEN)) from error
    given = [plain(part) for part in (*person.first_names, *person.middle_names)]
    family = [plain(part) for part in (*person.prelast_names, *person.last_names)]
    if name == OTHERS or (_braced(name) and not given):
        return person
    if advice := _misread(name, given, family, person.lineage_names):
        raise MisreadNameError(_told(name, advice))
    return person


def _misread(
    name: str, given: list[str], family: list[str], lineage: list[str]
) -> str | None:
    """Return what to do about a name that would be printed as another, or None."""
    whole = [*given, *family]
    comma = "," in name
    initials_as_family = INITIALS.fullmatch(family[-1].rstrip(".")) is not None
    doubts = (
        ("et al" in name, "Write 'and others' for people who are not named."),
        (not {*lineage} <= {*LINEAGE} or ";" in name, f"{BETWEEN} {SUFFIX}"),
        (not {*whole}.isdisjoint(LINEAGE), SUFFIX),
        (ORGANISATION.search(name) is not None or not given, BRACED),
        (len(given) > 1 and len(given[0]) > 1 and not DEGREES.isdisjoint(given),
         "Leave degrees out."),
        (initials_as_family and (not comma or len(family) > 1), COMMA),
        (not comma and not any(map(_has_case, family)), COMMA),
        (any(run.isupper() for part in whole for run in LONG.findall(part)),
         "Write it in small letters, with capitals where they belong."),
    )  # fmt: skip
    return next((advice for doubt, advice in doubts if doubt), None)


def _told(name: str, advice: str) -> str:
    return f"has the author '{name}'. {advice}"


def _braced(name: str) -> bool:
    return name.startswith("{") and name.endswith("}")


def _has_case(part: str) -> bool:
    return any(unicodedata.category(letter) in {"Lu", "Ll", "Lt"} for letter in part)
