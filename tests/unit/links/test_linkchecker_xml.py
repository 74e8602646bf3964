"""Crawls: LinkChecker's XML."""

import pytest
from guide.links.crawls import Crawled, parse

XML = b"""<?xml version="1.0" encoding="utf-8"?>
<linkchecker>
<urldata><url>b.html</url><parent line="7" column="3">http://h/a.html</parent>
<realurl>http://h/b.html</realurl><valid result="404 Not Found">0</valid>
<warnings><warning tag="x">One.</warning><warning/></warnings></urldata>
<urldata><url>c</url><realurl>http://h/c</realurl>
<valid result="200 OK">1</valid></urldata>
<urldata><url>d</url><parent line="x">http://h/</parent></urldata>
</linkchecker>
<!-- Stopped checking at 2026-01-05 06:00:00 (1 seconds) -->
"""


def test_each_address_is_read() -> None:
    """With its line, its result and its warnings."""
    assert parse(XML) == (
        Crawled(
            "http://h/b.html", "b.html", "http://h/a.html", 7, valid=False,
            result="404 Not Found", warnings=("One.", ""),
        ),
        Crawled("http://h/c", "c", "", 0, valid=True, result="200 OK", warnings=()),
        Crawled("", "d", "http://h/", 0, valid=False, result="", warnings=()),
    )  # fmt: skip


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"<linkchecker>\n <urldata>",
        XML.replace(b"</linkchecker>", b""),
        XML + b" " * 400,
        b"</linkchecker>",
    ],
)
def test_a_document_that_breaks_off_is_a_failure(broken: bytes) -> None:
    """As after a crash."""
    with pytest.raises(ValueError, match=r"."):
        parse(broken)


@pytest.mark.parametrize(("after", "ends"), [(285, True), (286, False)])
def test_the_end_stands_within_the_last_300_bytes(after: int, *, ends: bool) -> None:
    """A comment with the time follows it, and nothing more."""
    document = b"<linkchecker>\n</linkchecker>" + b" " * after
    if ends:
        assert parse(document) == ()
        return
    with pytest.raises(ValueError, match="breaks off"):
        parse(document)


def test_signs_that_xml_forbids_are_passed_over() -> None:
    """Foreign addresses may hold them."""
    odd = XML.replace(b"<url>c</url>", b"<url>c\x01d</url>")
    assert [item.url for item in parse(odd)][:2] == ["http://h/b.html", "http://h/c"]
