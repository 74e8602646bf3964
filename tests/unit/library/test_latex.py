"""LaTeX in BibTeX fields becomes the characters that a reader sees, or is refused."""

from contextlib import suppress

import pytest
from guide.library.latex import UnknownMacroError, plain
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("plain words", "plain words"),
        ("  two   blanks\n and a line ", "two blanks and a line"),
        (r"Sol{\`e}r", "Solèr"),
        (r"M{\"u}ller", "Müller"),
        (r"Mu\~noz", "Muñoz"),
        (r"{\o}re", "øre"),
        (r"$\gamma$-aminobutyric", "\N{GREEK SMALL LETTER GAMMA}-aminobutyric"),
        (r"GABA\textsubscript{A}", "GABAA"),
        (r"CD19\textsuperscript{+}", "CD19⁺"),
        (r"H$_2$O", "H₂O"),
        (r"10$^{-3}$", "10⁻³"),
        (r"x$_{12}$", "x₁₂"),
        (r"$\mathrm{CD}4^{+}$", "CD4⁺"),
        (r"a \& b", "a & b"),
        (r"5\% and 6%", "5% and 6%"),
        ("5% of {GAD}", "5% of GAD"),
        ("{Stiff} person", "Stiff person"),
        ("748--756", "748–756"),
        (r"cost \$5 or \$6", "cost $5 or $6"),
        ("CD4$^+$", "CD4⁺"),
        (r"37$^\circ$C and 37$^{\circ}$C", "37°C and 37°C"),
        ("x$<$5", "x<5"),
        ("{A & B} -- C & D", "A & B – C & D"),
        ("J.~Neurol.", "J. Neurol."),
        ("``stiff'' man's", "\N{LEFT DOUBLE QUOTATION MARK}stiff"
         "\N{RIGHT DOUBLE QUOTATION MARK} man's"),
        ("`stiff' man's", "\N{LEFT SINGLE QUOTATION MARK}stiff"
         "\N{RIGHT SINGLE QUOTATION MARK} man's"),
    ],
)  # fmt: skip
def test_what_is_printed(written: str, read: str) -> None:
    """Accents, Greek, escapes, braces, sub- and superscripts."""
    assert plain(written) == read


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (r"a \nosuchmacro b", r"the unknown LaTeX command \nosuchmacro"),
        (r"{\href{a}{b}", r"LaTeX that cannot be read"),
        (r"open { brace", r"LaTeX that cannot be read"),
        (r"\href{a}{b}", r"the unknown LaTeX command \href"),
        (r"see \cite{a}", r"the unknown LaTeX command \cite"),
        ("from $5 to $10", r"a $ that is no mathematics (write \$)"),
        ("$5-$10", r"a $ that is no mathematics (write \$)"),
        ("costs 5$ to me or 6$", r"a $ that is no mathematics (write \$)"),
        (r"$\frac{1}{2}$", "mathematics that does not fit a line"),
        ("$x^{(n)}y^*$", "mathematics that does not fit a line"),
        ("about ~50", "a ~ before a number"),
        ("<i>GAD</i>", "HTML (<i>)"),
        ("a &amp; b", "HTML (&amp;)"),
    ],
)
def test_what_is_refused(written: str, told: str) -> None:
    """An unknown command and braces that do not match raise; nothing is dropped."""
    with pytest.raises(UnknownMacroError) as error:
        plain(written)
    assert told in str(error.value)


@given(st.text(alphabet=st.characters(exclude_characters="\\${}-%~&#_^`'\"<>!?,")))
def test_text_without_signs_stays(text: str) -> None:
    """Text without LaTeX keeps its words, whatever they are."""
    assert plain(text) == " ".join(text.split())


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text ends in another error."""
    with suppress(UnknownMacroError):
        assert isinstance(plain(text), str)
