"""Addresses in sources: found in every manner of writing, replaced and nothing else."""

from time import process_time

import pytest
from guide.links.repairs import find, repair

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


def test_thousands_of_addresses_are_found_in_one_reading() -> None:
    """The time grows with the text, not with the text times the addresses."""
    addresses = [f"http://a.org/page-{n}/some_name?x={n}&y=2" for n in range(5000)]
    text = "\n\n".join(f"Before [name]({one}) and `code`." for one in addresses)
    began = process_time()
    assert len(find(text, "a.md", addresses)) == len(addresses)
    assert process_time() - began < 5
