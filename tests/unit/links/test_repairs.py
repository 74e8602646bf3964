"""Addresses in sources: found in every manner of writing, replaced and nothing else."""

import pytest
from guide.links.repairs import Change, Repaired, find, repair

OLD, NEW = "http://a.org/x_1?p=1&q=%20", "https://b.org/y_2?r=1&s=%2F"


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("a.md", f"[t]({OLD})", f"[t]({NEW})"),
        ("a.md", f'[t]({OLD} "title").', f'[t]({NEW} "title").'),
        ("a.md", f"<{OLD}>, {OLD}.", f"<{NEW}>, {NEW}."),
        ("a.md", f"[t]: {OLD}\r\n", f"[t]: {NEW}\r\n"),
        ("a.md", f"[t]({OLD.replace('&', '&amp;')})", f"[t]({NEW.replace('&', '&amp;')})"),  # noqa: E501 -- a long pattern or address
        ("a.md", f"[t]({OLD.replace('_', chr(92) + '_')})", f"[t]({NEW.replace('_', chr(92) + '_')})"),  # noqa: E501 -- a long pattern or address
        ("a.md", f"`{OLD}`", f"`{OLD}`"),
        ("a.md", f"```\n{OLD}\n```\n", f"```\n{OLD}\n```\n"),
        ("a.md", f"({OLD}/more) ({OLD}x) https://w.org/{OLD}", f"({OLD}/more) ({OLD}x) https://w.org/{OLD}"),
        ("a.md", f"| {OLD} | b |", f"| {NEW} | b |"),
        ("a.yml", f"url: {OLD}\n", f"url: {NEW}\n"),
        ("a.yml", f"url: '{OLD}' # c\n", f"url: '{NEW}' # c\n"),
        ("a.yml", f'- "see {OLD}, please"\n', f'- "see {NEW}, please"\n'),
        ("a.yml", f"t: >\n  some words\n  {OLD}\n  more\n", f"t: >\n  some words\n  {NEW}\n  more\n"),  # noqa: E501 -- a long pattern or address
        ("a.bib", f"url = {{{OLD}}},", f"url = {{{NEW}}},"),
        ("a.bib", f'url = "{OLD}",', f'url = "{NEW}",'),
        ("a.bib", rf"note = {{\url{{{OLD}}}}}", rf"note = {{\url{{{NEW}}}}}"),
        (
            "a.bib",
            r"url = {http://a.org/x\_1?p=1\&q=\%20},",
            r"url = {https://b.org/y\_2?r=1\&s=\%2F},",
        ),
    ],
)  # fmt: skip
def test_only_the_address_is_changed(file: str, before: str, after: str) -> None:
    """In the manner in which the old one was written; a second repair does nothing."""
    repaired = repair(before, file, {OLD: NEW})
    assert repaired.text == after
    assert repair(after, file, {OLD: NEW}).changes == ()


def test_every_line_of_an_address_is_found() -> None:
    """A BibTeX doi field counts as its address."""
    text = "@article{a,\n  doi = {10.1/a_b},\n  url = {http://a.org/},\n}\n"
    wanted = ["https://doi.org/10.1/A_b", "http://a.org/", "http://a.org"]
    assert find(text, "r.bib", wanted) == {
        "https://doi.org/10.1/A_b": (2,),
        "http://a.org/": (3,),
    }


def test_a_yaml_that_would_break_is_left_alone() -> None:
    """And said so."""
    text = "list: [http://a.org/x, b]\n"
    repaired = repair(text, "a.yml", {"http://a.org/x": "http://a.org/x,y]"})
    assert (repaired.text, len(repaired.refused)) == (text, 1)


X, Y = "http://a.org/x", "https://b.org/y"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.bib", r"url = {http://a.org/x\_y}, note = {http://a.org/x\%20y http://a.org/x\&b}"),
        ("a.md", r"http://a.org/x\_y, [S](http://a.org/x's_syndrome), http://a.org/x's_s"),
        ("a.md", "[S](http://a.org/x*y) [S](http://a.org/x|y) [S](http://a.org/x]y)"),
        ("a.md", "[S](<http://a.org/x)y>), <http://a.org/x)y>, http://a.org/x[1]"),
        ("a.yml", "- http://a.org/x's\n- 'http://a.org/x''s'\n"),
        ("a.md", "1. a\n   - b\n\n      ~~~\n      http://a.org/x\n      ~~~\n"),
        ("a.md", "Text\n\n    curl http://a.org/x\n\nmore\n"),
        ("a.md", "```\nhttp://a.org/x\n```~\nhttp://a.org/x\n```\n"),
        ("a.md", "<!-- http://a.org/x -->"),
        ("a.md", "https://x.org/?u=http://a.org/x"),
    ],
)  # fmt: skip
def test_other_addresses_and_code_stay_untouched(file: str, text: str) -> None:
    """However an address begins, it is another if it goes on."""
    assert repair(text, file, {X: Y}).text == text
    assert find(text, file, [X]) == {}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.md", "```code``` is\n\n[a](http://a.org/x)\n"),
        ("a.md", r"a \` b [c](http://a.org/x) d \`"),
        ("a.md", "*http://a.org/x* _http://a.org/x_ ==http://a.org/x== “http://a.org/x”"),
        ("a.md", "- a\n\n    [c](http://a.org/x)\n\n!!! note\n\n    http://a.org/x\n"),
        ("a.md", "<a href=http://a.org/x>y</a> 见http://a.org/x。"),
        ("README.MD", "http://a.org/x"),
        ("a.yml", "v: !ENV [http://a.org/x]\n"),
    ],
)  # fmt: skip
def test_what_stands_beside_code_or_signs_is_found(file: str, text: str) -> None:
    """Code ends where it ends; the signs of a sentence are no part of an address."""
    assert repair(text, file, {X: Y}).text == text.replace(X, Y)


def test_front_matter_is_yaml() -> None:
    """And a BibTeX note escapes what it must."""
    new = "https://b.org/o'n~u"
    page = f"---\nsource: '{X}'\n---\n{X}\n"
    assert repair(page, "a.md", {X: new}).text == (
        f"---\nsource: 'https://b.org/o''n~u'\n---\n{new}\n"
    )
    note = repair(f"note = {{{X}}}", "a.bib", {X: new}).text
    assert note == r"note = {https://b.org/o'n\~{}u}"


@pytest.mark.parametrize(
    ("file", "text", "lines"),
    [
        ("a.md", "x\n\n<http://a.org/x> http://a.org/x\n\nhttp://a.org/x", (3, 5)),
        ("a.md", "\r\rhttp://a.org/x", (3,)),
        ("a.md", "![i](http://a.org/x)", (1,)),
        ("a.md", "[t](  http://a.org/x 'T')", (1,)),
        ("a.md", "   [t]:  http://a.org/x", (1,)),
        ("a.md", "[a](http://a.org/x(y)) http://a.org/x", (1,)),
        ("a.md", "[a](http://a.org/x(y)", ()),
        ("a.md", "[t]: http://a.org/x.", ()),
        ("a.md", "(http://a.org/x)", (1,)),
        ("a.md", "[http://a.org/x]", (1,)),
        ("a.md", "http://a.org/x?!...", (1,)),
        ("a.md", "http://a.org/x-", ()),
        ("a.md", '<a href="http://a.org/x">', (1,)),
        ("a.md", "<a href='http://a.org/x'>", (1,)),
        ("a.md", '"http://a.org/x"', (1,)),
        ("a.md", "source:http://a.org/x", (1,)),
        ("a.md", "see https://b.org/http://a.org/x", ()),
        ("a.md", "xhttp://a.org/x", ()),
        ("a.md", "HTTP://a.org/x", ()),
        ("a.txt", "http://a.org/x", (1,)),
        ("a.yaml", "u: http://a.org/x # c", (1,)),
        ("a.yml", "u: 'http://a.org/x', v", (1,)),
        ("a.bib", "url = {http://a.org/x}", (1,)),
        ("a.bib", "url = {{http://a.org/x}}", (1,)),
        ("a.bib", 'note = "see http://a.org/x, p. 3"', (1,)),
        ("a.bib", r"note = {\href{http://a.org/x}{x}}", (1,)),
        ("a.bib", "note = {http://a.org/x}y", (1,)),
    ],
)
def test_an_address_is_found_whole(
    file: str, text: str, lines: tuple[int, ...]
) -> None:
    """As far as its source means it to go."""
    assert find(text, file, [X]) == ({X: lines} if lines else {})


@pytest.mark.parametrize(
    ("file", "written", "address"),
    [
        ("a.md", "http://a.org/?a=1&amp;b=2", "http://a.org/?a=1&b=2"),
        ("a.md", "http://a.org/?a=1&#38;b=2", "http://a.org/?a=1&b=2"),
        ("a.md", "http://a.org/?a=1&#x26;b=2", "http://a.org/?a=1&b=2"),
        ("a.md", r"http://a.org/a\_b\*c", "http://a.org/a_b*c"),
        ("a.md", r"[x](http://a.org/a\(b)", "http://a.org/a(b"),
        ("a.md", r"[x](http://a.org/a\))", "http://a.org/a)"),
        ("a.md", r"[x](http://a.org/ab\))", "http://a.org/ab)"),
        ("a.md", "[x](http://a.org/a)", "http://a.org/a"),
        ("a.md", "[x](http://a.org/ab)", "http://a.org/ab"),
        ("a.yml", "'http://a.org/o''n'", "http://a.org/o'n"),
        ("a.bib", r"url = {http://a.org/\~{}u}", "http://a.org/~u"),
        ("a.bib", r"url = {http://a.org/{\textasciitilde}u}", "http://a.org/~u"),
        ("a.bib", r"url = {http://a.org/\textasciitilde{}u}", "http://a.org/~u"),
        ("a.bib", r"url = {http://a.org/a{\_}b}", "http://a.org/a_b"),
        ("a.bib", r"url = {http://a.org/a\^{}b}", "http://a.org/a^b"),
        ("a.bib", r"url = {http://a.org/a\%20b\#c\$d}", "http://a.org/a%20b#c$d"),
        ("a.bib", "url = {http://a.org/?a=1&amp;b}", "http://a.org/?a=1&amp;b"),
    ],
)
def test_an_address_says_what_its_source_means(
    file: str, written: str, address: str
) -> None:
    """Without the escapes of Markdown, YAML and BibTeX."""
    assert find(written, file, [address]) == {address: (1,)}


def test_a_doi_field_names_its_address() -> None:
    """Escaped or not, in any case, with its line; only in BibTeX."""
    text = 'x\n DOI = "10.1/A\\_b" ,\n doi={ 10.2/c }\n'
    one, two = "https://doi.org/10.1/a_B", "https://doi.org/10.2/c"
    assert find(text, "r.BIB", [one, two]) == {one: (2,), two: (3,)}
    assert find(text, "r.md", [one, two]) == {}
    assert find(text, "r.bib", ["https://doi.org/10.3/d"]) == {}


@pytest.mark.parametrize(
    ("file", "before", "new", "after"),
    [
        ("a.md", "[t](OLD)", "https://b.org/a(b)c", "[t](https://b.org/a(b)c)"),
        ("a.md", "[t](OLD)", "https://b.org/a)b(c", "[t](https://b.org/a%29b%28c)"),
        ("a.md", "[t](OLD)", "https://b.org/a(b", "[t](https://b.org/a%28b)"),
        ("a.md", "OLD", "https://b.org/a|b<c>*`\\", "https://b.org/a%7Cb%3Cc%3E%2A%60%5C"),
        ("a.bib", "url = {OLD}", "https://b.org/{a}\\b", "url = {https://b.org/%7Ba%7D%5Cb}"),
        ("a.bib", "url = {OLD}", "https://b.org/a_b%20c&d", "url = {https://b.org/a_b%20c&d}"),
        ("a.bib", "note = {OLD}", "https://b.org/a_b%20c&d#e$f~g^h", r"note = {https://b.org/a\_b\%20c\&d\#e\$f\~{}g\^{}h}"),
        ("a.bib", r"url = {http://a.org/x\_y}", "https://b.org/a_b&c", r"url = {https://b.org/a\_b\&c}"),
        ("a.yml", "u: 'OLD'", "https://b.org/o'n", "u: 'https://b.org/o''n'"),
        ("a.yml", "u: OLD", "https://b.org/o'n", "u: https://b.org/o'n"),
        ("a.yml", 'u: "it\'s OLD"', "https://b.org/o'n", 'u: "it\'s https://b.org/o\'n"'),
    ],
)  # fmt: skip
def test_a_new_address_is_written_in_the_manner_of_its_source(
    file: str, before: str, new: str, after: str
) -> None:
    """What would break it is escaped."""
    moves = {X: new, "http://a.org/x_y": new}
    assert repair(before.replace("OLD", X), file, moves).text == after


def test_each_change_is_named() -> None:
    """With its file and line; other kinds of files are left alone."""
    repaired = repair(f"{X}\n\n{X}\n", "a.md", {X: Y})
    assert repaired.text == f"{Y}\n\n{Y}\n"
    assert repaired.changes == (Change("a.md", 1, X, Y), Change("a.md", 3, X, Y))
    assert repaired.refused == ()
    assert repair(X, "a.txt", {X: Y}) == Repaired(X)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.yml", "- http://a.org/x\n"),
        ("a.md", "---\nu: http://a.org/x\n---\nText\n"),
    ],
)
def test_a_change_that_would_break_the_yaml_is_refused(file: str, text: str) -> None:
    """In front matter, too."""
    repaired = repair(text, file, {X: "https://b.org/ #: {"})
    sentence = f"{file}: the new addresses would break this YAML; change them by hand."
    assert repaired == Repaired(text, (), (sentence,))


def test_yaml_of_any_shape_is_repaired() -> None:
    """Keys, lists, mappings, tags of others; numbers stay numbers."""
    text = f"{X}: 1\nb: !x {{c: {X}}}\nd: !y [{X}, 2]\ne: !z {X}\n---\nf: {X}\n"
    assert repair(text, "a.yml", {X: Y}).text == text.replace(X, Y)
