"""Web pages, ours and foreign: what their bytes say to a reader.

lxml reads them: tolerant, fast enough for thousands of pages beside the network
(the standard html.parser takes 30 times as long), and it knows line numbers.
"""

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast
from urllib.parse import urljoin

from lxml import etree

SHORT_TEXT = 4_000
READ_TEXT = 30_000
WORD = re.compile(r"\w{3,}")
REFRESH = re.compile(
    r"""\s*(?P<delay>\d*\.?\d*)\s*[;,\s]\s*(?:url\s*=\s*)?["']?(?P<url>[^"']*)""",
    re.IGNORECASE,
)
META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w.:\-]+)""", re.IGNORECASE
)
# Names that browsers know and Python does not, or knows as something narrower.
CHARSETS = {"x-sjis": "cp932", "shift_jis": "cp932", "gb2312": "gb18030"}
UTF_16 = {"utf-16be": "utf-16-be", "utf-16-be": "utf-16-be"}
# What the markup of a page gives away, whatever language it speaks.
SIGNS = {
    "parked": re.compile(r"data-adblockkey\s*=|window\.park\s*="),
    "challenge": re.compile(
        r"""class\s*=\s*["'][^"']*\b(?:cf-turnstile|h-captcha|g-recaptcha)\b"""
    ),
    "app": re.compile(
        r"""(?i)\bid\s*=\s*["']?(?:app|root|__next|__nuxt|__next_data__|react-root|"""
        r"""app-root|svelte|gatsby)["'\s>]|\bdata-reactroot|\bng-(?:app|version)\b|"""
        r"""<(?:react-app|app-root|turbo-frame)\b|__INITIAL_STATE__|"""
        r"""<noscript>[^<]{0,80}(?:<\w+>)?[^<]{0,80}javascript"""
    ),
}
STYLE_URL = re.compile(r"""url\(\s*["']?([^"')]*)""")
BLANKS = " \t\n\f\r"  # a no-break space is part of an address
SRCSET_ADDRESS = re.compile(rf"[{BLANKS},]*([^{BLANKS},][^{BLANKS}]*)")
ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
UNSEEN = ("script", "style", "noscript", "template")
SHOWING = etree.XPath(
    "//img | //iframe | //frame | //object | //embed | //svg | //video | //audio"
    " | //canvas"
)
PASSWORDS = etree.XPath("//input[translate(@type,'PASWORD','pasword')='password']")
# A page of scripts with fewer words than this is built by the scripts.
SHELL_WORDS = 40
# How much of a page is remembered: this many of its words, as hashes of 20 bits.
REMEMBERED = 48
HASH_DIGITS = 5

ADDRESS_ATTRIBUTES = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "embed": ("src",),
    "form": ("action",),
    "frame": ("src",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "video": ("src", "poster"),
}
# Relations that name a host or ourselves, not something that a reader is given.
SILENT_RELATIONS = frozenset(
    [
        "canonical",
        "dns-prefetch",
        "edituri",
        "pingback",
        "preconnect",
        "shortlink",
        "wlwmanifest",
    ]
)


@dataclass(frozen=True)
class Mention:
    """An address in a page of ours and the line where it stands."""

    written: str
    line: int


@dataclass(frozen=True)
class Refresh:
    """A page's wish that the reader go elsewhere after some seconds."""

    delay: float
    target: str


@dataclass(frozen=True)
class WebPage:
    """What a page shows."""

    title: str
    text: str
    words: frozenset[str]
    names: frozenset[str]
    refresh: Refresh | None
    asks_password: bool
    by_script: bool
    scripted: bool
    bare: bool
    whole: bool
    signs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OwnPage:
    """What a page of ours links to and can be linked to by."""

    base: str
    mentions: tuple[Mention, ...]
    names: frozenset[str]
    passed_over: frozenset[str] = frozenset()


def read(body: bytes, charset: str = "", *, whole: bool = True) -> WebPage:
    """Read a foreign page.

    Args:
        body: its bytes, unpacked.
        charset: the one that the server named, or "".
        whole: whether the bytes are all of it.
    """
    markup = decode(body, charset)
    root, parsed = _parse(markup)
    if root is None:
        return _plain("", whole=whole)
    signs = frozenset(name for name, sign in SIGNS.items() if sign.search(markup))
    names = _names(root)
    scripts = root.find(".//script") is not None
    shows = bool(SHOWING(root))
    refresh = _meta_refresh(root)
    password = bool(PASSWORDS(root))
    title = _title(root)
    etree.strip_elements(root, *UNSEEN, with_tail=False)
    text = _flat(" ".join(map(str, root.itertext(etree.Element))))
    words = frozenset(WORD.findall(text.casefold()))
    shell = scripts and len(words) < SHELL_WORDS
    return WebPage(
        title=title,
        text=text,
        words=words,
        names=names,
        refresh=refresh,
        asks_password=password,
        by_script=shell,
        scripted=scripts,
        bare=not text and not scripts and not shows,
        whole=whole and parsed,
        signs=signs,
    )


def read_plain(body: bytes, charset: str = "") -> WebPage:
    """Read a foreign text without markup; it has no parts that could be missing."""
    return _plain(decode(body, charset)[:READ_TEXT], whole=False)


def _plain(text: str, *, whole: bool) -> WebPage:
    flat = _flat(text)
    words = frozenset(WORD.findall(flat.casefold()))
    return WebPage(
        title="",
        text=flat,
        words=words,
        names=frozenset(),
        refresh=None,
        asks_password=False,
        by_script=False,
        scripted=False,
        bare=not flat,
        whole=whole,
    )


def read_own(html: str) -> OwnPage:
    """Read a page of ours: its links in order, each with its line."""
    root, _ = _parse(html)
    if root is None:
        return OwnPage("", (), frozenset())
    base = root.find(".//base[@href]")
    passed = _passed_over(root)
    for template in root.iter("template"):  # what scripts may fill in is no link yet
        passed |= {one.written for part in template.iter() for one in _mentions(part)}
    etree.strip_elements(root, "template", with_tail=False)
    mentions = tuple(
        one for element in root.iter(etree.Element) for one in _mentions(element)
    )
    start = "" if base is None else base.get("href", "")
    return OwnPage(start, mentions, _names(root), passed)


def _passed_over(root: etree._Element) -> frozenset[str]:
    """Addresses in a page that no reader is led to."""
    cited = cast("list[str]", root.xpath("//@cite | //@formaction"))
    styles = cast("list[str]", root.xpath("//@style | //style/text()"))
    found = {str(value) for value in cited}
    for element in root.iter("link", "form"):
        found |= {element.get("href") or "", element.get("action") or ""}
    for style in styles:
        found |= {match[1].strip() for match in STYLE_URL.finditer(str(style))}
    return frozenset(found - {""})


def decode(body: bytes, charset: str = "") -> str:
    """Bytes to text by mark, server, page or habit, in this order."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    charset = CHARSETS.get(charset.lower(), charset)
    if charset.lower().startswith("utf-16"):
        return body.decode(UTF_16.get(charset.lower(), "utf-16-le"), "replace")
    declared = META_CHARSET.search(body[:2048])
    for name in (charset, declared[1].decode("ascii") if declared else "", "utf-8"):
        try:
            if name and not name.lower().startswith("utf-16"):
                return body.decode(name, "replace" if name == charset else "strict")
        except (LookupError, UnicodeError):
            continue
    return body.decode("cp1252", "replace")


def is_gibberish(text: str) -> bool:
    """True if a fifth of the text is no text: wrong encoding or binary data."""
    sample = text[:READ_TEXT]
    if sample.isprintable() and "\ufffd" not in sample:
        return False
    odd = len(re.findall(r"[\x00-\x08\x0e-\x1f\ufffd]", sample))
    return odd * 5 > len(sample)


def parse_refresh(content: str) -> Refresh | None:
    """Read the value of a Refresh header or meta element."""
    match = REFRESH.match(content + " ")
    if not match or not match["url"].strip():
        return None
    try:
        delay = float(match["delay"] or 0)
    except ValueError:
        return None
    return Refresh(delay, match["url"].strip())


def parse_srcset(value: str) -> Iterator[str]:
    """The addresses of a srcset, by the steps of the HTML standard.

    An address runs to the next blank; commas at its end close it without a descriptor.
    Else the descriptor runs to a comma outside of brackets.
    """
    position = 0
    while match := SRCSET_ADDRESS.match(value, position):
        position = match.end()
        address = match[1].rstrip(",")
        if address:
            yield address
        if address == match[1]:
            position = _descriptor_end(value, position)


def _descriptor_end(value: str, start: int) -> int:
    """Where a srcset's descriptor ends."""
    depth = 0
    for position in range(start, len(value)):
        sign = value[position]
        if sign == "," and not depth:
            return position
        depth = max(depth + {"(": 1, ")": -1}.get(sign, 0), 0)
    return len(value)


def fingerprint(page: WebPage) -> str:
    """What is remembered of a page's words: some of their hashes, in hexadecimal."""
    return "".join(sorted(_hashes(page.words))[:REMEMBERED])


def share_left(remembered: str, page: WebPage) -> float:
    """The share, 0 to 1, of the remembered words that the page still has."""
    if not remembered:
        return 1.0
    step, now = HASH_DIGITS, _hashes(page.words)
    old = [remembered[i : i + step] for i in range(0, len(remembered), step)]
    return sum(word in now for word in old) / len(old)


def _hashes(words: frozenset[str]) -> frozenset[str]:
    return frozenset(
        hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=4).hexdigest()[
            :HASH_DIGITS
        ]
        for word in words
    )


def _parse(text: str) -> tuple[etree._Element | None, bool]:
    """The root of a page, and whether it could be read to its end."""
    # A NUL ends libxml2's reading; huge_tree lifts its limit on depth to 2,048.
    # It also ends at </html>, after which browsers read on.
    whole = ENDS.sub("", text.replace("\0", "\ufffd"))
    data = whole.encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None, False
    fatal = any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)
    return root, root is not None and not fatal


def _names(root: etree._Element) -> frozenset[str]:
    found = {element.get("id") for element in root.iterfind(".//*[@id]")}
    found |= {element.get("name") for element in root.iterfind(".//a[@name]")}
    found |= {root.get("id")}
    return frozenset(name for name in found if name)


def _title(root: etree._Element) -> str:
    element = root.find(".//title")
    if element is None:
        return ""
    return _flat("".join(map(str, element.itertext())))


def _flat(text: str) -> str:
    """A text in one line, cut."""
    return " ".join(text.split())[:READ_TEXT]


def _meta_refresh(root: etree._Element) -> Refresh | None:
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        # Readers have scripts: what stands in <noscript> is not for them.
        if not any(up.tag == "noscript" for up in meta.iterancestors()):
            refresh = parse_refresh(meta.get("content") or "")
            base = root.find(".//base[@href]")
            return refresh if base is None else _based(refresh, base.get("href") or "")
    return None


def _based(refresh: Refresh | None, base: str) -> Refresh | None:
    """A refresh whose address starts from the page's <base>."""
    if refresh is None:
        return None
    try:
        return Refresh(refresh.delay, urljoin(base.strip(), refresh.target))
    except ValueError:
        return refresh


def _mentions(element: etree._Element) -> Iterator[Mention]:
    tag = str(element.tag)
    line = _line(element)
    if tag == "link" and SILENT_RELATIONS & set(
        (element.get("rel") or "").lower().split()
    ):
        return
    if tag == "form" and (element.get("method") or "").lower() == "post":
        return
    if tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
        refresh = parse_refresh(element.get("content") or "")
        if refresh:
            yield Mention(refresh.target, line)
    for attribute in ADDRESS_ATTRIBUTES.get(tag, ()):
        value = element.get(attribute)
        if value is None or not value.strip(BLANKS):
            continue
        if attribute == "srcset":
            yield from (Mention(written, line) for written in parse_srcset(value))
        else:
            yield Mention(value.strip(BLANKS), line)


def _line(element: etree._Element) -> int:
    """The line an element begins on; libxml2 gives the one its start tag ends on."""
    ends = cast("int | None", element.sourceline) or 0
    return ends - sum(str(value).count("\n") for value in element.attrib.values())
