"""Web pages: what their bytes say."""

import pytest
from guide.links import webpages
from guide.links.webpages import Refresh
from hypothesis import given
from hypothesis import strategies as st

KOI8 = b"<meta charset=koi8-r>"
LATE = b" " * 2048  # no browser looks further


def mentions(html: str) -> list[str]:
    """The addresses in a page of ours."""
    return [one.written for one in webpages.read_own(html).mentions]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href=" x ">a</a>', ["x"]),
        ('<a href="">a</a><a href="  ">a</a><a>b</a>', []),
        ('<area href="x">', ["x"]),
        ('<img src="x" srcset="y 1x, z 2x">', ["x", "y", "z"]),
        ('<picture><source srcset="y 100w"></picture>', ["y"]),
        ('<video src="x" poster="y"></video>', ["x", "y"]),
        ('<iframe src="x"></iframe><embed src="y">', ["x", "y"]),
        ('<object data="x"></object>', ["x"]),
        ('<audio src="x"></audio><track src="y">', ["x", "y"]),
        ('<script src="x"></script><input src="y">', ["x", "y"]),
        ('<link rel="stylesheet" href="x">', ["x"]),
        ('<link rel="canonical" href="x">', []),
        ('<link rel="icon Preconnect" href="x">', []),
        ('<form action="x">', ["x"]),
        ('<form action="x" method="POST">', []),
        ('<form action="x" method="get">', ["x"]),
        ('<meta http-equiv="Refresh" content="3; url=x">', ["x"]),
        ('<meta http-equiv="refresh" content="3">', []),
        ('<meta name="x" content="3; url=x">', []),
        ('<blockquote cite="x">', []),
        ("<!-- <a href=x> -->", []),
        ('<template><a href="x">a</a></template><a href="y">b</a>', ["y"]),
        ("<html><body></body></html><a href='x'>a</a>", ["x"]),
        ("", []),
    ],
)
def test_every_address_a_reader_is_led_to_is_found(html: str, found: list[str]) -> None:
    """In their order."""
    assert mentions(html) == found


def test_an_address_stands_on_the_line_its_element_begins() -> None:
    """Also where the element runs over several lines."""
    html = '<p>\n<a\n href="x"\n title="a\nb">t</a>\n<a href="y">t</a>'
    found = webpages.read_own(html).mentions
    assert [(one.written, one.line) for one in found][1] == ("y", 6)


def test_what_no_reader_is_led_to_is_passed_over() -> None:
    """Citations, styles, relations, where forms are sent."""
    html = (
        '<blockquote cite="a"></blockquote><button formaction="b"></button>'
        "<p style=\"background:url('c')\"></p><style>p{background:url( d )}</style>"
        '<link rel="canonical" href="e"><form action="f" method="post"></form>'
        '<a href="g">g</a>'
    )
    assert webpages.read_own(html).passed_over == {"a", "b", "c", "d", "e", "f"}


def test_a_page_of_ours_can_be_linked_to_by_ids_and_names() -> None:
    """And says where its addresses start."""
    html = (
        '<html id="all"><base href="/x/"><a name="n"></a><p id="i">'
        '<img name="m"></html>'
    )
    own = webpages.read_own(html)
    assert own.names == {"all", "n", "i"}
    assert own.base == "/x/"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png 1x,b.png 2x", ["a.png", "b.png"]),
        ("a.png, b.png 2x", ["a.png", "b.png"]),
        (" a.png\n 300w ,\n\tb.png 600w ", ["a.png", "b.png"]),
        ("a,b.png 1x", ["a,b.png"]),
        ("data:image/gif;base64,R0lG/+= 1x, b.png 2x", ["data:image/gif;base64,R0lG/+=", "b.png"]),  # noqa: E501 -- a long pattern or address
        ("data:image/gif;base64,R0lGODlhAQAB", ["data:image/gif;base64,R0lGODlhAQAB"]),
        ("w_300,h_200/a.png 300w, w_600,h_400/b.png 600w", ["w_300,h_200/a.png", "w_600,h_400/b.png"]),  # noqa: E501 -- a long pattern or address
        ("https://a.example/a?x=1,2w,3 2x", ["https://a.example/a?x=1,2w,3"]),
        (",a.png 1x,,b.png 2x,", ["a.png", "b.png"]),
        ("a.png (1x, 2x), b.png", ["a.png", "b.png"]),
        (",, ,", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_srcset_is_parsed_as_html_says(value: str, found: list[str]) -> None:
    """Commas may be part of an address, a descriptor may hold brackets."""
    assert list(webpages.parse_srcset(value)) == found


ADDRESSES = st.from_regex(r"[a-z:/?=;_.0-9][a-z:/?=;,_.0-9]{0,20}[a-z]", fullmatch=True)
DESCRIPTORS = st.sampled_from(["", " 1x", " 2.5x", "\n300w"])


@given(st.lists(st.tuples(ADDRESSES, DESCRIPTORS), min_size=1, max_size=5))
def test_any_srcset_gives_back_its_addresses(parts: list[tuple[str, str]]) -> None:
    """However many, with commas inside or not."""
    value = ", ".join(address + descriptor for address, descriptor in parts)
    assert list(webpages.parse_srcset(value)) == [address for address, _ in parts]


@given(st.text(max_size=60))
def test_any_text_can_be_a_srcset(text: str) -> None:
    """No address is empty, holds a blank or ends in a comma."""
    for address in webpages.parse_srcset(text):
        assert address
        assert not any(sign in address for sign in " \t\n\r\f")
        assert not address.endswith(",")


@pytest.mark.parametrize(
    ("content", "refresh"),
    [
        ("0; url=x", Refresh(0.0, "x")),
        ("5;URL='x y'", Refresh(5.0, "x y")),
        ('1.5, "x"', Refresh(1.5, "x")),
        ("3 x", Refresh(3.0, "x")),
        (";url=x", Refresh(0.0, "x")),
        ("3", None),
        ("3; url=", None),
        (".;x", None),
        ("", None),
        ("soon; url=x", None),
    ],
)
def test_a_refresh_is_read_as_browsers_do(
    content: str, refresh: Refresh | None
) -> None:
    """With or without quotes and url=."""
    assert webpages.parse_refresh(content) == refresh


def test_a_refresh_in_a_page_counts_unless_it_is_for_those_without_scripts() -> None:
    """It starts from the page's base."""
    meta = '<meta http-equiv=" REFRESH " content="0; url=x">'
    assert webpages.read(meta.encode()).refresh == Refresh(0.0, "x")
    hidden = f"<noscript>{meta}</noscript>"
    assert webpages.read(hidden.encode()).refresh is None
    based = f'<base href=" https://b.example/y/ ">{meta}'
    refresh = webpages.read(based.encode()).refresh
    assert refresh == Refresh(0.0, "https://b.example/y/x")
    broken = f'<base href="http://[">{meta}'
    assert webpages.read(broken.encode()).refresh == Refresh(0.0, "x")
    none = '<base href="/y/"><meta http-equiv="refresh" content="3">'
    assert webpages.read(none.encode()).refresh is None


def test_a_page_shows_its_text_and_words() -> None:
    """Not its scripts and styles; words have three letters."""
    html = b"<title> A \n B </title><style>no</style><p>One, two\n to Tw\xc3\xb6<script>no</script> end"  # noqa: E501 -- a long pattern or address
    page = webpages.read(html)
    assert (page.title, page.text) == ("A B", "A B One, two to Tw\u00f6 end")
    assert page.words == {"one", "two", "tw\u00f6", "end"}
    assert page.whole
    assert not page.bare
    assert not webpages.read(html, whole=False).whole


@pytest.mark.parametrize(
    ("html", "bare"),
    [
        (b"", True),
        (b"<p></p>", True),
        (b"<p>x", False),
        (b"<img src=x>", False),
        (b"<canvas></canvas>", False),
        (b"<script></script>", False),
        (b"<p><br></p>", True),
    ],
)
def test_a_page_that_shows_nothing_is_bare(html: bytes, *, bare: bool) -> None:
    """A picture is something; a script may make something."""
    assert webpages.read(html).bare is bare


@pytest.mark.parametrize(("count", "shell"), [(39, True), (40, False)])
def test_few_words_beside_a_script_are_a_shell(count: int, *, shell: bool) -> None:
    """The script builds the page."""
    text = " ".join(f"word{n}" for n in range(count))
    html = f"<script></script>{text}".encode()
    assert webpages.read(html).by_script is shell
    assert not webpages.read(text.encode()).by_script


def test_the_markup_gives_challenges_and_sellers_away() -> None:
    """Whatever language the page speaks."""
    assert webpages.read(b'<p class="cf-turnstile">').signs == {"challenge"}
    assert webpages.read(b"<p class='a h-captcha b'>").signs == {"challenge"}
    assert webpages.read(b"<script>window.park = 1</script>").signs == {"parked"}
    assert webpages.read(b"<p>captcha</p>").signs == frozenset()
    assert webpages.read(b'<input type="PassWord">').asks_password
    assert not webpages.read(b'<input type="text">').asks_password


def test_plain_text_has_no_parts_to_miss() -> None:
    """It is never read whole."""
    page = webpages.read_plain("Zwei W\u00f6rter".encode("latin-1"), "latin-1")
    assert page.text == "Zwei W\u00f6rter"
    assert page.words == {"zwei", "w\u00f6rter"}
    assert (page.whole, page.bare, page.by_script, page.asks_password) == (
        False,
        False,
        False,
        False,
    )
    assert webpages.read_plain(b" \n").bare
    assert len(webpages.read_plain(b"a" * 30_001).text) == 30_000


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("ü".encode(), "", "ü"),
        ("ü".encode("latin-1"), "latin-1", "ü"),
        ("ü".encode("latin-1"), "", "ü"),
        ("ü".encode(), "no-such", "ü"),
        (b"\xef\xbb\xbf" + "ü".encode(), "latin-1", "ü"),
        (b"\xff\xfe" + "ü".encode("utf-16-le"), "", "ü"),
        (b"\xfe\xff" + "ü".encode("utf-16-be"), "", "ü"),
        ("ü".encode("utf-16-be"), "UTF-16BE", "ü"),
        ("ü".encode("utf-16-le"), "utf-16", "ü"),
        ("ア".encode("cp932"), "Shift_JIS", "ア"),
        ("汉".encode("gb18030"), "GB2312", "汉"),
        (b"<meta charset=latin-1>\xfc", "", "<meta charset=latin-1>ü"),
        (b"<meta charset=utf-16>\xc3\xbc", "", "<meta charset=utf-16>ü"),
        (b"<meta charset=utf-8>\xfc", "", "<meta charset=utf-8>ü"),
        (b"\xfc", "utf-8", "\ufffd"),
        (b"\x80", "", "€"),
        (LATE + KOI8 + b"\xc1", "", (LATE + KOI8).decode() + "Á"),
    ],
)  # fmt: skip
def test_bytes_become_text_by_mark_server_page_or_habit(
    body: bytes, charset: str, text: str
) -> None:
    """In this order."""
    assert webpages.decode(body, charset) == text


@pytest.mark.parametrize(
    ("text", "gibberish"),
    [
        ("a" * 100, False),
        ("\ufffd" * 20 + "a" * 80, False),
        ("\ufffd" * 21 + "a" * 79, True),
        ("\x00" * 21 + "a" * 79, True),
        ("\n" * 50, False),
        ("", False),
    ],
)
def test_a_fifth_of_odd_signs_is_gibberish(text: str, *, gibberish: bool) -> None:
    """Line ends are not odd."""
    assert webpages.is_gibberish(text) is gibberish


def test_a_page_is_remembered_by_48_hashes() -> None:
    """Of five digits each, sorted."""
    many = webpages.read(" ".join(f"word{n}" for n in range(100)).encode())
    print_ = webpages.fingerprint(many)
    assert len(print_) == 48 * 5
    parts = [print_[n : n + 5] for n in range(0, 240, 5)]
    assert parts == sorted(parts)
    assert webpages.fingerprint(webpages.read(b"hello")) == "ea670"
    assert webpages.fingerprint(webpages.read(b"")) == ""


def test_the_share_of_kept_words_is_counted() -> None:
    """Nothing remembered is all kept."""
    ten = webpages.read(" ".join(f"word{n}" for n in range(10)).encode())
    three = webpages.read(b"word1 word2 word3 other")
    remembered = webpages.fingerprint(ten)
    assert webpages.share_left(remembered, three) == pytest.approx(0.3)
    assert webpages.share_left(remembered, ten) == pytest.approx(1.0)
    assert webpages.share_left("", three) == pytest.approx(1.0)


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "latin-1", "utf-16"]))
def test_any_bytes_are_a_page(body: bytes, charset: str) -> None:
    """Never an error."""
    page = webpages.read(body, charset)
    assert "\n" not in page.text
