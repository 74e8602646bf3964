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
    (re.compile(r"\\textsuperscript\{([^{}]*)\}|\^\{([^{}]*)\}|\^(\w)"), SUPERSCRIPTS),
)
SCRIPT_COMMAND = re.compile(r"\\text(?:sub|super)script\{[^{}]*\}")
MATH = re.compile(r"(?<!\\)\$[^$]*(?<!\\)\$")
RAW_PERCENT = re.compile(r"(?<!\\)%")


class UnknownMacroError(ValueError):
    """A LaTeX command that we cannot print; silently dropping it would falsify."""


@cache  # the same few thousand names and titles are asked for again and again
def plain(text: str) -> str:
    """Return LaTeX text as Unicode: accents, Greek, escapes, sub- and superscripts.

    Raises:
        UnknownMacroError: for a command that is not known, or braces that do not match.
    """
    if "\\" not in text and "$" not in text and "{" not in text and "--" not in text:
        return " ".join(text.split())
    text = RAW_PERCENT.sub(r"\\%", text)  # BibTeX knows no comments inside a field
    text = MATH.sub(_scripts, SCRIPT_COMMAND.sub(_scripts, text))
    converter = LatexNodes2Text(
        latex_context=_context(), math_mode="text", strict_latex_spaces=False
    )
    try:
        return " ".join(converter.latex_to_text(text, tolerant_parsing=False).split())
    except LatexWalkerParseError as error:
        raise UnknownMacroError(f"LaTeX that cannot be read ({error.msg})") from error


def _scripts(found: re.Match[str]) -> str:
    """Turn the sub- and superscripts of a stretch of LaTeX into Unicode digits."""
    text = found[0].replace(r"\mathrm", "").replace(r"\text{", "{")
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
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_refuse))
    return context
