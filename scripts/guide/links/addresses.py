"""Addresses as they stand in a page: what they ask for, or why they cannot be one."""

import difflib
import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import quote, unquote, urljoin, urlsplit

import idna

Kind = Literal["web", "other", "malformed"]

BLANKS = "".join(map(chr, range(33)))
WEB = ("http", "https")
LONGEST_HOST = 253
HIGHEST_PORT = 65535
# Thousands of links share hundreds of hosts.
HOSTS_KEPT = 4096
# What browsers hand on to another program or keep to themselves.
OTHER_SCHEMES = frozenset(
    [
        "about",
        "android-app",
        "blob",
        "callto",
        "chrome",
        "cid",
        "data",
        "doi",
        "facetime",
        "facetime-audio",
        "feed",
        "file",
        "ftp",
        "ftps",
        "geo",
        "git",
        "intent",
        "ios-app",
        "irc",
        "ircs",
        "itms",
        "itms-apps",
        "javascript",
        "kakaotalk",
        "line",
        "magnet",
        "mailto",
        "maps",
        "matrix",
        "mid",
        "ms-word",
        "msteams",
        "news",
        "nntp",
        "obsidian",
        "rtmp",
        "rtmps",
        "rtsp",
        "sftp",
        "sgnl",
        "signal",
        "sip",
        "sips",
        "skype",
        "slack",
        "sms",
        "smsto",
        "spotify",
        "ssh",
        "steam",
        "svn",
        "tel",
        "tg",
        "threema",
        "urn",
        "viber",
        "vscode",
        "webcal",
        "wechat",
        "weixin",
        "whatsapp",
        "ws",
        "wss",
        "xmpp",
        "zoommtg",
        "zotero",
    ]
)
# What browsers send as it stands, by the percent-encode sets of the URL standard.
KEPT_IN_PATH = "!#$%&'()*+,/:;=?@[]~|\\"
KEPT_IN_QUERY = "!#$%&()*+,/:;=?@[]~|^`{}\\"
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
LACKS_SCHEME = re.compile(r"(?i)www\.[^/\s]+\.[a-z]{2,}(?:[/:?#]|$)")
BROKEN_SCHEME = re.compile(r"(?i)(?:https?)(?:;|//|/{1,}:|\s*:\s*/\s)|https?:?$")
FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20#/<>?@\[\\\]^|%\x7f]")
# RFC 6761: names that no public resolver may answer for.
NEVER_A_HOST = (".invalid",)
LOCAL_HOSTS = (".localhost", ".local", ".internal", ".home.arpa")


@dataclass(frozen=True)
class Address:
    """One address: as written, and as it goes over the wire."""

    written: str
    kind: Kind
    wire: str = ""
    fragment: str = ""
    host: str = ""
    port: int = 0
    fault: str = ""

    @property
    def origin(self) -> str:
        """Host and port, the server that answers."""
        return f"{self.host}:{self.port}"


def read(written: str, base: str = "") -> Address:
    """Read an address as a browser does.

    Args:
        written: the address as it stands, HTML entities already resolved.
        base: the absolute address it is relative to, or "".

    Returns:
        A "web" address with its wire form (everything escaped stays as it was
        written, what must be escaped is), an "other" one (mailto:, tel:, ...),
        or a "malformed" one with the fault in words.
    """
    whole = written.encode("utf-8", "replace").decode("utf-8")
    clean = re.sub(r"[\t\r\n]", "", whole.strip(BLANKS))
    fault = _scheme_fault(clean)
    if fault:
        return Address(clean, "malformed", fault=fault)
    match = SCHEME.match(clean)
    scheme = match[1].lower() if match else ""
    if scheme and scheme not in WEB:
        return Address(clean, "other", fault=f"{scheme}: is not a web address")
    if not scheme and not base:
        return Address(clean, "malformed", fault="it lacks https://")
    try:
        absolute = clean if scheme else urljoin(base, clean.replace("\\", "/"))
    except ValueError as error:
        return Address(clean, "malformed", fault=f"it cannot be read ({error})")
    return _read_absolute(clean, absolute)


def is_private(host: str) -> bool:
    """True for a host that only a private network knows, by name or number."""
    number = _number(host)
    if number is None:
        name = f".{host.rstrip('.')}"
        return name.endswith(LOCAL_HOSTS)
    return is_private_number(number)


def is_private_number(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """True for an IP address that is not on the public internet."""
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if inner is None and number in ipaddress.IPv6Network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return is_private_number(inner)
    return not number.is_global or number.is_multicast


def never_exists(host: str) -> bool:
    """True for a name that is reserved for never existing."""
    return f".{host.rstrip('.')}".endswith(NEVER_A_HOST)


def without_fragment(address: str) -> str:
    """The address up to its fragment."""
    return address.partition("#")[0]


def segments(address: str) -> tuple[str, ...]:
    """The path's parts, decoded and in lower case, without empty ones."""
    path = urlsplit(address).path
    return tuple(unquote(part).casefold() for part in path.split("/") if part)


def is_front_page(address: str) -> bool:
    """True if the address is a site's entrance: no path, or only a language."""
    parts = [p for p in segments(address) if not _is_entrance(p)]
    return not parts and not urlsplit(address).query


def host_of(address: str) -> str:
    """The host of a wire address, without "www."; "" if there is none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def closest(word: str, known: Iterable[str]) -> str:
    """The known word nearest to the given one, or ""."""
    return next(iter(difflib.get_close_matches(word, list(known), 1, 0.5)), "")


def _is_entrance(part: str) -> bool:
    if re.fullmatch(r"[a-z]{2}([-_][a-z]{2})?", part):
        return True
    return bool(re.fullmatch(r"(index|default|home|start)(\.\w{2,5})?", part))


def _scheme_fault(clean: str) -> str:  # noqa: PLR0911 -- one return a rule
    """What is wrong before the first colon, in words, or ""."""
    if LACKS_SCHEME.match(clean):
        return "it lacks https://"
    match = SCHEME.match(clean)
    if not match:
        return "its beginning is misspelt" if BROKEN_SCHEME.match(clean) else ""
    scheme = match[1].lower()
    if scheme in WEB:
        slashes = re.match(r"[/\\]*", clean[match.end() :])
        if slashes is None or len(slashes[0]) != len("//"):
            return f"{scheme}: must be followed by two slashes and a host"
        return ""
    if scheme in OTHER_SCHEMES:
        return ""
    if "." in scheme or re.match(r"\d{1,5}(/|$)", clean[match.end() :]):
        return "it lacks https://"
    if closest(scheme, WEB) or scheme in ("hxxp", "hxxps", "ttp", "ttps"):
        return f"{scheme}: is probably a misspelt https:"
    return ""


def _read_absolute(written: str, absolute: str) -> Address:
    """Read an address that has a scheme; the pieces are cut as browsers cut them."""
    scheme, _, rest = absolute.replace("\\", "/", 3).partition(":")
    scheme = scheme.lower()
    if scheme not in WEB:
        return Address(written, "other", fault=f"{scheme}: is not a web address")
    end = re.search(r"[/?#\\]", rest[2:])
    cut = end.start() + 2 if end else len(rest)
    authority, tail = rest[2:cut], rest[cut:]
    host_text, port_text = _split_authority(authority)
    host, fault = _host(host_text)
    port = {"http": 80, "https": 443}[scheme]
    if not fault and port_text:
        if not re.fullmatch(r"[0-9]+", port_text) or int(port_text) > HIGHEST_PORT:
            fault = f"its port {port_text!r} is not a number up to {HIGHEST_PORT}"
        else:
            port = int(port_text)
    if fault:
        return Address(written, "malformed", fault=fault)
    resource, _, fragment = tail.partition("#")
    shown = f"[{host}]" if ":" in host else host
    place = shown if port in _default_ports(scheme) else f"{shown}:{port}"
    wire = f"{scheme}://{place}{_resource(resource)}"
    return Address(written, "web", wire, fragment, host, port)


def _default_ports(scheme: str) -> tuple[int, ...]:
    return (80,) if scheme == "http" else (443,)


def _split_authority(authority: str) -> tuple[str, str]:
    """Host and port as written; whoever is named before "@" is left out."""
    place = authority.rpartition("@")[2]
    if place.startswith("["):
        host, bracket, after = place.partition("]")
        return host + bracket, after.removeprefix(":")
    host, _, port = place.partition(":")
    return host, port


def _resource(resource: str) -> str:
    """Path and query with dots resolved and only forbidden characters escaped."""
    path, mark, query = resource.partition("?")
    path = _without_dots(path.replace("\\", "/")) or "/"
    return quote(path, KEPT_IN_PATH) + mark + quote(query, KEPT_IN_QUERY)


def _without_dots(path: str) -> str:
    """Resolve "." and ".." as every browser does before it asks."""
    parts = path.split("/")
    if not any(_dots(part) for part in parts):
        return path
    kept: list[str] = []
    for part in parts[1:]:
        if _dots(part) == len(".."):
            del kept[-1:]
        elif not _dots(part):
            kept.append(part)
    if _dots(parts[-1]):
        kept.append("")
    return "/" + "/".join(kept)


def _dots(part: str) -> int:
    plain = part.lower().replace("%2e", ".")
    return len(plain) if plain in (".", "..") else 0


@lru_cache(HOSTS_KEPT)
def _host(text: str) -> tuple[str, str]:  # noqa: PLR0911 -- one return a rule
    """The host in its wire form, and what is wrong with it ("" if nothing)."""
    if text.startswith("["):
        try:
            if not text.endswith("]"):
                return "", f"{text!r} lacks its closing bracket"
            return str(ipaddress.IPv6Address(text[1:-1])), ""
        except ValueError:
            return "", f"{text!r} is not an IPv6 address"
    name = unquote(text)
    if not name:
        return "", "it names no host"
    if not name.isascii():
        try:
            name = _ascii(name)
        except UnicodeError:
            return "", f"the host {text!r} cannot be a domain name"
    name = name.lower()
    fault = _name_fault(name)
    if fault:
        return "", f"the host {text!r} {fault}"
    number = _number(name)
    if number is None and _looks_numeric(name):
        return "", f"the host {text!r} is not an IP address"
    return (str(number) if number is not None else name), ""


def _name_fault(name: str) -> str:  # noqa: PLR0911 -- one return a rule
    if name in WEB:
        return "is a second https://"
    if FORBIDDEN_IN_HOST.search(name):
        return "holds a character that no host may have"
    labels = name.removesuffix(".").split(".")
    if not all(labels):
        return "has two dots in a row, or one at its beginning"
    if len(name) > LONGEST_HOST or any(len(label) > 63 for label in labels):  # noqa: PLR2004 -- RFC 1035
        return "is too long"
    for label in labels:
        if label.startswith("xn--"):
            try:
                if not label[4:].encode().decode("punycode"):
                    return "is not valid Punycode"
            except UnicodeError:
                return "is not valid Punycode"
    return ""


def _ascii(name: str) -> str:
    """A domain name in Punycode, by the rules of today or else those of 2003."""
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError:  # emoji, for one, are no longer allowed but still used
        return name.encode("idna").decode("ascii")


def _looks_numeric(name: str) -> bool:
    last = name.rstrip(".").rpartition(".")[2]
    return bool(re.fullmatch(r"[0-9]+|0x[0-9a-f]*", last))


@lru_cache(HOSTS_KEPT)
def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address that browsers see in a host ("127.1", "0x7f.1"), or None."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    if not _looks_numeric(host):
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host.rstrip(".")))
    except (OSError, UnicodeError):
        return None
