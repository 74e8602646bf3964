"""LaTeX as it stands in BibTeX fields, turned into plain Unicode text."""

import re
from functools import cache, partial

from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)
from pylatexenc.latexwalker import LatexMacroNode, LatexWalkerParseError

SUBSCRIPTS = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
SCRIPTS = (
    (re.compile(r"\\textsubscript\{([^{}]*)\}|_\{([^{}]*)\}|_(\w)"), SUBSCRIPTS),
    (
        re.compile(r"\\textsuperscript\{([^{}]*)\}|\^\{([^{}]*)\}|\^([\w+-])"),
        SUPERSCRIPTS,
    ),
)
SCRIPT_COMMAND = re.compile(r"\\text(?:sub|super)script\{[^{}]*\}")
MATH = re.compile(r"(?<!\\)\$([^$]*)(?<!\\)\$(\d?)")
SIGNS_ABOVE = re.compile(r"\^(?:\{\s*)?\\(circ|prime)\b(?:\s*\})?")
ABOVE = {"circ": "°", "prime": "\N{PRIME}"}
RAW_SIGN = re.compile(r"(?<!\\)([%&])")
HTML = re.compile(
    r"</?(?:a|b|br|div|em|i|inf|p|scp|span|strong|su[bp]|u)(?: [^<>]*)?/?>"
    r"|&(?:[a-z]+|#\d+);",
    re.IGNORECASE,
)
WORDS = re.compile(r"\s[A-Za-z]{2,}\s")
QUOTED = re.compile(r"(?<![`?!])`([^`']+)'(?!')")
ABOUT = re.compile(r"(?:^|\s)~\s?\d")
PLAIN = re.compile(r"[^\\${}~&`]*")
NOT_WORDS = (  # commands that stand for something that no reader sees
    *("cite", "footnote", "href", "includegraphics", "input", "label", "ref", "url"),
)


class UnknownMacroError(ValueError):
    """A LaTeX command that we cannot print; silently dropping it would falsify."""


@cache  # the same few thousand names and titles are asked for again and again
def plain(text: str) -> str:
    """Return LaTeX text as Unicode: accents, Greek, escapes, sub- and superscripts.

    Raises:
        UnknownMacroError: for a command that is not known, braces that do not match,
            mathematics that needs more than a line, or HTML.
    """
    if found := HTML.search(text):
        raise UnknownMacroError(f"HTML ({found[0]})")
    if PLAIN.fullmatch(text) and "--" not in text and "''" not in text:
        return " ".join(text.split())
    if ABOUT.search(text):
        raise UnknownMacroError("a ~ before a number, which BibTeX prints as a blank")
    text = RAW_SIGN.sub(r"\\\1", text)  # BibTeX has neither comments nor columns
    text = QUOTED.sub(
        "\N{LEFT SINGLE QUOTATION MARK}\\1\N{RIGHT SINGLE QUOTATION MARK}", text
    )
    text = MATH.sub(_mathematics, SCRIPT_COMMAND.sub(_scripts, text))
    converter = LatexNodes2Text(
        latex_context=_context(), math_mode="text", strict_latex_spaces=False
    )
    try:
        return " ".join(converter.latex_to_text(text, tolerant_parsing=False).split())
    except LatexWalkerParseError as error:
        raise UnknownMacroError(f"LaTeX that cannot be read ({error.msg})") from error


def _mathematics(found: re.Match[str]) -> str:
    """Return a stretch of mathematics that fits into a line.

    Two sums of money are none: a digit follows both signs.
    """
    inner, digit = found[1], found[2]
    money = inner[:1].isdigit() and (digit or inner[-1:].isspace())
    if money or WORDS.search(inner):
        raise UnknownMacroError(r"a $ that is no mathematics (write \$)")
    inner = SIGNS_ABOVE.sub(lambda sign: ABOVE[sign[1]], inner)
    text = _scripts_of(inner)
    if "^" in text or re.search(r"\\(?:frac|sqrt|sum|int)\b", text):
        raise UnknownMacroError(f"mathematics that does not fit a line (${found[1]}$)")
    return f"${text}${digit}"


def _scripts(found: re.Match[str]) -> str:
    return _scripts_of(found[0])


def _scripts_of(text: str) -> str:
    """Turn the sub- and superscripts of a stretch of LaTeX into Unicode digits."""
    text = text.replace(r"\mathrm", "").replace(r"\text{", "{")
    text = re.sub(r"\{\s*\{([^{}]*)\}\s*\}", r"{\1}", text)
    for pattern, table in SCRIPTS:
        text = pattern.sub(partial(_script, table), text)
    return text


def _script(table: dict[int, int], found: re.Match[str]) -> str:
    return next(filter(None, found.groups()), "").translate(table)


def _refuse(node: LatexMacroNode) -> str:
    raise UnknownMacroError(f"the unknown LaTeX command \\{node.macroname}")


def _context() -> object:
    context = get_default_latex_context_db()
    context.add_context_category(
        "not words",
        macros=[MacroTextSpec(name, simplify_repl=_refuse) for name in NOT_WORDS],
        prepend=True,
    )
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_refuse))
    return context
