"""Responses: which steps lead to the same page."""

import pytest
from guide.links import responses


@pytest.mark.parametrize(
    ("source", "target", "trivial"),
    [
        ("http://a.example/x", "https://a.example/x", True),
        ("http://a.example:80/x", "https://a.example:443/x", True),
        ("https://a.example/x", "https://a.example/x/", True),
        ("http://a.example/x/", "https://a.example/x", True),
        ("https://a.example/x", "http://a.example/x", False),
        ("https://a.example/x", "https://a.example/y", False),
        ("https://a.example/x", "https://b.example/x", False),
        ("http://a.example/x", "https://www.a.example/x", False),
        ("https://a.example/x", "https://a.example:8443/x", False),
        ("https://a.example/x?a", "https://a.example/x?b", False),
        ("https://a.example/x?a", "https://a.example/x/?a", True),
    ],
)
def test_a_step_to_https_or_a_slash_leads_to_the_same_page(
    source: str, target: str, *, trivial: bool
) -> None:
    """With the protocol the port changes, too."""
    assert responses.is_trivial(source, target) is trivial
