"""Addresses: read as browsers read them."""

import ipaddress

import pytest
from guide.links import addresses
from hypothesis import given
from hypothesis import strategies as st

BASE = "https://a.example/one/two.html?x=1"


@pytest.mark.parametrize(
    ("written", "wire"),
    [
        ("https://a.example", "https://a.example/"),
        ("HTTPS://A.Example/Path", "https://a.example/Path"),
        ("https://a.example:443/x", "https://a.example/x"),
        ("http://a.example:80/x", "http://a.example/x"),
        ("http://a.example:443/x", "http://a.example:443/x"),
        ("https://a.example:80/x", "https://a.example:80/x"),
        ("https://a.example:65535/", "https://a.example:65535/"),
        ("https://a.example:/x", "https://a.example/x"),
        ("https://me:secret@a.example/x", "https://a.example/x"),
        ("https://a@b@a.example/x", "https://a.example/x"),
        ("https://a.example/a%2Fb+c", "https://a.example/a%2Fb+c"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("https://a.example/é?ü=ö", "https://a.example/%C3%A9?%C3%BC=%C3%B6"),
        ("https://a.example/a|b^c`{d}", "https://a.example/a|b%5Ec%60%7Bd%7D"),
        ("https://a.example/q?{b}`c`|^'", "https://a.example/q?{b}`c`|^%27"),
        ("https://a.example/it's", "https://a.example/it's"),
        ('https://a.example/a"b<c>', "https://a.example/a%22b%3Cc%3E"),
        ("https://a.example?q=1", "https://a.example/?q=1"),
        ("https://a.example#part", "https://a.example/"),
        ("https:\\\\a.example\\x", "https://a.example/x"),
        ("https://a.example/a/./b/../c", "https://a.example/a/c"),
        ("https://a.example/a/%2E%2e/c", "https://a.example/c"),
        ("https://a.example/../../c", "https://a.example/c"),
        ("https://a.example/a/b/..", "https://a.example/a/"),
        ("https://a.example/a/b/.", "https://a.example/a/b/"),
        ("https://a.example/a/.../b", "https://a.example/a/.../b"),
        ("https://a.example/?a=/../b", "https://a.example/?a=/../b"),
        ("  https://a.example/x\n", "https://a.example/x"),
        ("https://a.exam\nple/\tx", "https://a.example/x"),
        ("https://b\u00fccher.example/", "https://xn--bcher-kva.example/"),
        ("https://%61.example/", "https://a.example/"),
        ("https://127.1/", "https://127.0.0.1/"),
        ("https://0x7f.1/", "https://127.0.0.1/"),
        ("https://2130706433/", "https://127.0.0.1/"),
        ("https://[::1]/x", "https://[::1]/x"),
        ("https://[2001:DB8::1]:8443/x", "https://[2001:db8::1]:8443/x"),
    ],
)
def test_an_address_goes_over_the_wire_as_browsers_send_it(
    written: str, wire: str
) -> None:
    """What is escaped stays escaped; only what must be is."""
    address = addresses.read(written)
    assert (address.kind, address.wire) == ("web", wire)


@pytest.mark.parametrize(
    ("written", "wire"),
    [
        ("three.html", "https://a.example/one/three.html"),
        ("/three", "https://a.example/three"),
        ("?y=2", "https://a.example/one/two.html?y=2"),
        ("#part", "https://a.example/one/two.html?x=1"),
        ("//b.example/x", "https://b.example/x"),
        ("..\\three", "https://a.example/three"),
        ("", "https://a.example/one/two.html?x=1"),
    ],
)
def test_a_relative_address_starts_from_its_page(written: str, wire: str) -> None:
    """As in every browser."""
    assert addresses.read(written, BASE).wire == wire


def test_an_address_knows_its_parts() -> None:
    """Host and port are the server, the fragment a part of the page."""
    address = addresses.read("https://A.example:8443/x?y#Part%201")
    assert (address.host, address.port, address.fragment, address.origin) == (
        "a.example",
        8443,
        "Part%201",
        "a.example:8443",
    )
    assert addresses.read("https://a.example/").port == 443
    assert addresses.read("http://a.example/").port == 80


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("www.a.example/x", "it lacks https://"),
        ("WWW.a.co", "it lacks https://"),
        ("a.example/x", "it lacks https://"),
        ("a.example:8080/x", "it lacks https://"),
        ("host:8080/x", "it lacks https://"),
        ("host:65535", "it lacks https://"),
        ("http//a.example", "its beginning is misspelt"),
        ("https;//a.example", "its beginning is misspelt"),
        ("https", "its beginning is misspelt"),
        ("http/:a.example", "its beginning is misspelt"),
        ("https:a.example", "https: must be followed by two slashes and a host"),
        ("https:/a.example", "https: must be followed by two slashes and a host"),
        ("http:///a.example", "http: must be followed by two slashes and a host"),
        ("htps://a.example", "htps: is probably a misspelt https:"),
        ("ttp://a.example", "ttp: is probably a misspelt https:"),
        ("hxxp://a.example", "hxxp: is probably a misspelt https:"),
        ("https://", "it names no host"),
        ("https://?x", "it names no host"),
        ("https://http://a.example", "the host 'http' is a second https://"),
        (
            "https://two words.example/",
            "the host 'two words.example' holds a character that no host may have",
        ),
        (
            "https://a..example/",
            "the host 'a..example' has two dots in a row, or one at its beginning",
        ),
        (
            "https://.example/",
            "the host '.example' has two dots in a row, or one at its beginning",
        ),
        ("https://xn--a\u00e4/", "the host 'xn--a\u00e4' cannot be a domain name"),
        ("https://xn--/", "the host 'xn--' is not valid Punycode"),
        ("https://1.2.3.256/", "the host '1.2.3.256' is not an IP address"),
        ("https://a.0x1g/", ""),
        ("https://[::1/", "'[::1/' lacks its closing bracket"),
        ("https://[::g]/", "'[::g]' is not an IPv6 address"),
        (
            "https://a.example:65536/",
            "its port '65536' is not a number up to 65535",
        ),
        ("https://a.example:x/", "its port 'x' is not a number up to 65535"),
        (
            "https://a.example:\u0661/",
            "its port '\u0661' is not a number up to 65535",
        ),
    ],
)
def test_what_cannot_be_an_address_is_said_in_words(written: str, fault: str) -> None:
    """So that a person can mend it."""
    address = addresses.read(written)
    if not fault:
        assert address.kind == "web"
        return
    assert (address.kind, address.wire) == ("malformed", "")
    if "closing bracket" in fault:
        assert "lacks its closing bracket" in address.fault
    else:
        assert address.fault == fault


@pytest.mark.parametrize(("label", "fits"), [(63, True), (64, False)], ids=["63", "64"])
def test_a_label_has_63_letters_at_most(label: int, *, fits: bool) -> None:
    """By RFC 1035."""
    address = addresses.read(f"https://{'a' * label}.example/")
    assert (address.kind == "web") is fits
    if not fits:
        assert address.fault.endswith("is too long")


@pytest.mark.parametrize(("length", "fits"), [(253, True), (254, False)])
def test_a_host_has_253_letters_at_most(length: int, *, fits: bool) -> None:
    """By RFC 1035."""
    name = ("a" * 49 + ".") * 5
    host = name + "b" * (length - len(name))
    assert len(host) == length
    assert (addresses.read(f"https://{host}/").kind == "web") is fits


@pytest.mark.parametrize(
    "written",
    ["mailto:a@b.example", "TEL:+441", "javascript:void(0)", "data:,x", "doi:10.1/x"],
)
def test_what_other_programs_open_is_left_to_them(written: str) -> None:
    """It is no web address, and no fault."""
    address = addresses.read(written)
    scheme = written.partition(":")[0].lower()
    assert (address.kind, address.fault) == ("other", f"{scheme}: is not a web address")


def test_an_unknown_scheme_is_somebody_elses() -> None:
    """As long as it is far from https."""
    assert addresses.read("gopherus:x").kind == "other"
    assert addresses.read("ftp://a.example/", BASE).kind == "other"


def test_without_a_base_a_path_lacks_its_scheme() -> None:
    """A relative address means nothing alone."""
    assert addresses.read("three.html").fault == "it lacks https://"
    assert addresses.read("//[::1", BASE).kind == "malformed"


@pytest.mark.parametrize(
    ("number", "private"),
    [
        ("127.0.0.1", True),
        ("10.0.0.1", True),
        ("9.255.255.255", False),
        ("11.0.0.0", False),
        ("172.15.255.255", False),
        ("172.16.0.0", True),
        ("192.168.1.1", True),
        ("169.254.169.254", True),
        ("100.64.0.1", True),
        ("0.0.0.0", True),  # noqa: S104 -- an address to refuse
        ("224.0.0.1", True),
        ("255.255.255.255", True),
        ("8.8.8.8", False),
        ("::1", True),
        ("fc00::1", True),
        ("fe80::1", True),
        ("ff0e::1", True),
        ("2606:4700::1111", False),
        ("::ffff:10.0.0.1", True),
        ("::ffff:8.8.8.8", False),
        ("2002:0a00:0001::", True),
        ("2002:0808:0808::", False),
        # NAT64 leads into whatever network its last four bytes name.
        ("64:ff9b::10.0.0.1", True),
        ("64:ff9b::127.0.0.1", True),
        ("64:ff9b::8.8.8.8", False),
        ("64:ff9b::a9fe:a9fe", True),
        ("64:ff9c::10.0.0.1", False),
        ("64:ff9b::1:10.0.0.1", False),
    ],
)
def test_private_numbers_are_known(number: str, *, private: bool) -> None:
    """Also those that hide in another kind of address."""
    assert addresses.is_private_number(ipaddress.ip_address(number)) is private


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("localhost", True),
        ("a.localhost", True),
        ("localhost.", True),
        ("printer.local", True),
        ("x.internal", True),
        ("x.home.arpa", True),
        ("mylocal", False),
        ("a.example", False),
        ("127.1", True),
        ("0x7f000001", True),
        ("10.1.2.3.", True),
        ("8.8.8.8", False),
        ("10.0.0.example", False),
    ],
)
def test_private_hosts_are_known(host: str, *, private: bool) -> None:
    """By name or number."""
    assert addresses.is_private(host) is private


def test_some_names_never_exist() -> None:
    """They are reserved for it."""
    assert addresses.never_exists("x.invalid")
    assert addresses.never_exists("invalid.")
    assert not addresses.never_exists("xinvalid")


@pytest.mark.parametrize(
    ("address", "front"),
    [
        ("https://a.example", True),
        ("https://a.example/", True),
        ("https://a.example/en/", True),
        ("https://a.example/en-GB/home", True),
        ("https://a.example/de_de/index.html", True),
        ("https://a.example/default.aspx", True),
        ("https://a.example/start", True),
        ("https://a.example/eng/", False),
        ("https://a.example/index.h", False),
        ("https://a.example/index.abcdef", False),
        ("https://a.example/homes", False),
        ("https://a.example/?p=3", False),
        ("https://a.example/page", False),
    ],
)
def test_a_front_page_is_known(address: str, *, front: bool) -> None:
    """No path, or only a language or an index."""
    assert addresses.is_front_page(address) is front


def test_helpers_take_addresses_apart() -> None:
    """Fragment, segments, host."""
    assert addresses.without_fragment("https://a/x#y#z") == "https://a/x"
    assert addresses.segments("https://a/B%20c//D/?e/f") == ("b c", "d")
    assert addresses.host_of("https://www.a.example:8/x") == "a.example"
    assert addresses.host_of("https://[::1") == ""
    assert addresses.host_of("/x") == ""
    assert addresses.closest("cannaries", ["canaries", "exception"]) == "canaries"
    assert addresses.closest("zzz", ["canaries"]) == ""


@given(st.text(max_size=80), st.sampled_from(["", BASE]))
def test_any_text_is_read_or_refused(text: str, base: str) -> None:
    """Never an error; what is read is read the same again."""
    address = addresses.read(text, base)
    assert address.kind in {"web", "other", "malformed"}
    assert bool(address.wire) == (address.kind == "web")
    assert bool(address.fault) == (address.kind != "web")
    if address.kind == "web":
        assert addresses.read(address.wire).wire == address.wire
        assert address.wire.isascii()


@given(
    st.from_regex(r"[a-z0-9]{1,8}(\.[a-z]{2,5}){1,2}", fullmatch=True),
    st.lists(st.from_regex(r"[A-Za-z0-9%+_.\-]{1,6}", fullmatch=True), max_size=4),
)
def test_a_plain_address_is_sent_as_written(host: str, parts: list[str]) -> None:
    """Unless it holds dots to resolve."""
    if any(part.lower().replace("%2e", ".") in {".", ".."} for part in parts):
        return
    written = f"https://{host}/{'/'.join(parts)}"
    assert addresses.read(written).wire == written
