"""Addresses in sources: found in every manner of writing, replaced and nothing else."""

import pytest
from guide.repairs import find, repair

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
