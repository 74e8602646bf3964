"""Cases of statuses, redirects, refusals, throttling and broken transport."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

from . import answers as a
from . import pages
from .case import DEEP, DOWN_FROM, NEVER, VERDICTS, Case, case, either

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .wire import Answer


def table() -> list[Case]:
    """Give every case of this table."""
    return [
        *good_statuses(),
        *bad_statuses(),
        *redirects(),
        *long_chains(),
        *useless_redirects(),
        *redirect_targets(),
        *detours(),
        *refreshes(),
        *refusals(),
        *cookies_apart(),
        *throttling(),
        *second_chances(),
        *broken_connections(),
        *slow_answers(),
        *encodings(),
        *lengths(),
    ]


def good_statuses() -> list[Case]:
    """Answers that succeed."""
    open_to = either("ok", "content", "blocked", "flaky")
    ours = [
        case("status-200", "ok", "a plain page", a.say()),
        case("status-203", "ok", "a proxy changed it", a.say(203), also=open_to),
    ]
    for status in (201, 202, 206):
        why = "a success other than 200, left open"
        ours.append(case(f"status-{status}", "ok", why, a.say(status), also=open_to))
    for status in (204, 205):
        why = "a success that has no body"
        answer = a.say(status, "")
        ours.append(case(f"status-{status}", "content", why, answer, also=open_to))
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>; rel=preload\r\n\r\n"
    early += b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
    text = pages.article("early hints").encode()
    hints = a.raw(early + text)
    ours.append(case("status-103-first", "ok", "early hints, then the page", hints))
    old = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + text
    ours.append(case("http-1.0", "ok", "an old server, no length", a.raw(old)))
    return ours


def bad_statuses() -> list[Case]:
    """Answers that fail, by status alone."""
    ours = []
    for status in (404, 410):
        why = "gone, and says so twice"
        ours.append(case(f"status-{status}", "dead", why, a.fail(status)))
    for status in (401, 402, 403, 406, 407, 451, 999):
        why = "we cannot see, a reader may"
        ours.append(case(f"status-{status}", "blocked", why, a.fail(status)))
    for status in (400, 405, 408, 409, 418, 421, 422, 423, 425, 426, 428, 431, 444):
        why = "no proof of death: the table gives that to 404 and 410 only"
        answer = a.fail(status)
        open_to = either("flaky")
        ours.append(case(f"status-{status}", "blocked", why, answer, also=open_to))
    for status in (500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 522, 525, 530):
        why = "the server's own trouble"
        ours.append(case(f"status-{status}", "flaky", why, a.fail(status)))
    for status in (300, 304, 305):
        why = "a redirect that leads nowhere; whether that is death is left open"
        open_to = VERDICTS - {"parked", "malformed", "tls", "anchor", "moved"}
        ours.append(case(f"status-{status}", "dead", why, a.fail(status), also=open_to))
    return ours


def redirects() -> list[Case]:
    """Redirects that end well."""
    ours = []
    for status in (301, 308):
        answer = a.redirect(status, "/new")
        why = "a permanent move to a page of the same subject"
        name = f"redirect-{status}"
        ours.append(case(name, "moved", why, answer, suggests="{home}/new"))
    for status in (302, 303, 307):
        why = "a temporary redirect is no move"
        ours.append(case(f"redirect-{status}", "ok", why, a.redirect(status, "/new")))
    chain = {"/a": a.redirect(301, "/b"), "/b": a.redirect(308, "/new")}
    mixed = {"/a": a.redirect(302, "/b"), "/b": a.redirect(301, "/new")}
    return [
        *ours,
        _moved("chain-permanent", "three permanent hops", "/a", paths=chain),
        case(
            "chain-mixed",
            "ok",
            "one hop is temporary",
            a.redirect(301, "/a"),
            paths=mixed,
        ),
        case(
            "chain-ends-temporary",
            "ok",
            "the last hop is temporary",
            a.redirect(301, "/a"),
            paths={"/a": a.redirect(307, "/new")},
        ),
        _moved("redirect-relative", "a relative Location", "../../new"),
        _moved(
            "redirect-protocol-relative",
            "a Location without scheme",
            "//{other_address}:{port}/new",
            suggests="{other}/new",
        ),
        _moved(
            "redirect-other-host",
            "a move to another host, same words",
            "{other}/new",
            suggests="{other}/new",
        ),
        _moved(
            "redirect-slash",
            "only a slash is added",
            DEEP + "/",
            suggests="{home}" + DEEP + "/",
            good=DEEP + "/",
        ),
        case(
            "redirect-slash-302",
            "moved",
            "a slash is a permanent hop, whatever the status",
            a.redirect(302, DEEP.replace("{name}", "redirect-slash-302") + "/"),
            paths={DEEP.replace("{name}", "redirect-slash-302") + "/": a.say()},
        ),
        _moved(
            "redirect-case",
            "only capitals change",
            "/Topics/2019/Redirect-Case",
            suggests="{home}/Topics/2019/Redirect-Case",
            good="/Topics/2019/Redirect-Case",
        ),
        _moved(
            "redirect-query",
            "the target has a query",
            "/new?id=7&lang=en",
            suggests="{home}/new?id=7&lang=en",
        ),
        _moved(
            "redirect-unicode-location",
            "raw UTF-8 in Location",
            "/nëu",
            suggests="{home}/n%C3%ABu",
            good="/n%C3%ABu",
        ),
        _moved(
            "redirect-space-location",
            "a raw blank in Location",
            "/the new",
            suggests="{home}/the%20new",
            good="/the%20new",
        ),
    ]


def _moved(  # noqa: PLR0913 - each is one trait of a redirect
    name: str,
    why: str,
    location: str,
    *,
    suggests: str = "{home}/new",
    good: str = "",
    paths: Mapping[str, Answer] | None = None,
) -> Case:
    """Make a case of a permanent redirect that ends well."""
    extra = {good.replace("{name}", name): a.say()} if good else {}
    answer = a.redirect(301, location.replace("{name}", name))
    suggests = suggests.replace("{name}", name)
    paths = {**(paths or {}), **extra}
    return case(name, "moved", why, answer, suggests=suggests, paths=paths)


def long_chains() -> list[Case]:
    """Redirects that go on and on."""
    ours = []
    for length, verdict in ((12, "moved"), (20, "moved"), (26, "dead")):
        hops = {f"/hop/{n}": a.redirect(301, f"/hop/{n + 1}") for n in range(2, length)}
        hops[f"/hop/{length}"] = a.redirect(301, "/new")
        why = f"{length} permanent redirects, of which 20 are followed"
        ours.append(
            case(
                f"chain-{length}",
                verdict,
                why,
                a.redirect(301, "/hop/2"),
                paths=hops,
                suggests="{home}/new" if verdict == "moved" else "",
                also=either("flaky") if verdict == "dead" else either(),
            )
        )
    return ours


def useless_redirects() -> list[Case]:
    """Redirects that cannot be followed."""
    ours = []
    for name, location in (
        ("file", "file:///etc/passwd"),
        ("data", "data:text/html,hello"),
        ("javascript", "javascript:alert(1)"),
        ("ftp", "ftp://{other_address}/new"),
        ("mailto", "mailto:someone@host.example"),
        ("broken-bracket", "http://[broken/new"),
        ("bad-port", "http://{address}:99999/new"),
        ("no-host", "http:///new"),
        ("blank-host", "http://two words/new"),
        ("empty", ""),
    ):
        why = "an unusable Location"
        answer = a.redirect(302, location)
        ours.append(case(f"location-{name}", "dead", why, answer))
    loop = {"/a": a.redirect(302, "/b"), "/b": a.redirect(302, "/a")}
    growing = a.redirect(302, "/more?and=more")
    return [
        *ours,
        case("location-missing", "dead", "302 without Location", a.fail(302)),
        case(
            "loop-self",
            "dead",
            "redirects to itself",
            a.redirect(301, DEEP.replace("{name}", "loop-self")),
        ),
        case(
            "loop-pair",
            "dead",
            "two pages redirect to each other",
            a.redirect(301, "/a"),
            paths=loop,
        ),
        case(
            "loop-growing",
            "dead",
            "a loop behind a first step",
            growing,
            paths={"/more": growing},
        ),
        case(
            "loop-across-hosts",
            "dead",
            "two hosts redirect to each other",
            a.redirect(301, "{other}/back"),
            other={"/back": a.redirect(301, "{home}/topics/2019/loop-across-hosts")},
        ),
    ]


def redirect_targets() -> list[Case]:
    """Redirects whose end is what matters."""
    return [
        case(
            "to-front-301",
            "soft-404",
            "a deep link ends on the front page",
            a.redirect(301, "/"),
        ),
        case(
            "to-front-302",
            "soft-404",
            "a deep link ends on the front page",
            a.redirect(302, "{home}/"),
        ),
        case(
            "to-other-front",
            "soft-404",
            "a deep link ends on another front page",
            a.redirect(301, "{other}/"),
        ),
        case(
            "to-login",
            "blocked",
            "a login page stands before it",
            a.redirect(302, "/login?next=/topics"),
            paths={"/login": a.say(200, pages.login())},
        ),
        case(
            "to-sign-in-elsewhere",
            "blocked",
            "sent to another host to sign in",
            a.redirect(302, "{other}/oauth2/authorize?client=x"),
            other={"/oauth2/authorize": a.say(200, pages.login())},
        ),
        case(
            "location-on-200",
            "ok",
            "a Location without a redirect means nothing",
            a.say(headers=[("Location", "/gone")]),
        ),
        case("to-404", "dead", "moved, and gone there", a.redirect(301, "/gone")),
        case(
            "to-410-elsewhere",
            "dead",
            "moved to another host, and gone there",
            a.redirect(301, "{other}/x"),
            other={"/x": a.fail(410)},
        ),
        case(
            "to-403",
            "blocked",
            "moved to where robots are refused",
            a.redirect(301, "/closed"),
            paths={"/closed": a.fail(403)},
        ),
        case(
            "to-500",
            "flaky",
            "moved to where the server is ill",
            a.redirect(301, "/ill"),
            paths={"/ill": a.fail(500)},
        ),
        case(
            "to-no-such-host",
            "dead",
            "moved to a host that does not exist",
            a.redirect(301, "http://no-such-host.invalid/new"),
            also=either("flaky"),
        ),
        case(
            "to-bad-certificate",
            "tls",
            "moved to a host with a false certificate",
            a.redirect(302, "{secure}/new"),
            tls="self-signed",
        ),
    ]


def detours() -> list[Case]:
    """Redirects by way of a wall, a guard or another scheme."""
    return [
        case(
            "to-dealer",
            "parked",
            "moved to a domain dealer's page",
            a.redirect(302, "{other}/lander"),
            other={"/lander": a.subject_page(pages.for_sale)},
        ),
        case(
            "to-cookie-wall", "ok", "asks for a cookie, then lets us in", _cookie_wall()
        ),
        case(
            "upgrade-301",
            "moved",
            "http to https",
            a.when_plain(
                a.redirect(301, "https://upgrade-301.example/topics/2019/upgrade-301")
            ),
            paths={},
            host="upgrade-301.example",
            suggests="https://upgrade-301.example/topics/2019/upgrade-301",
        ),
        case(
            "upgrade-302",
            "moved",
            "http to https is permanent, whatever the status",
            a.when_plain(
                a.redirect(302, "https://upgrade-302.example/topics/2019/upgrade-302")
            ),
            host="upgrade-302.example",
            suggests="https://upgrade-302.example/topics/2019/upgrade-302",
        ),
    ]


def _cookie_wall() -> Answer:
    """Redirect to the same address until the cookie set there comes back."""
    again = a.say(
        302,
        "",
        headers=[
            ("Location", "{home}/topics/2019/to-cookie-wall"),
            ("Set-Cookie", "seen=yes; Path=/"),
        ],
    )
    return a.unless(lambda r: "seen=yes" not in r.headers.get("cookie", ""), again)


def refreshes() -> list[Case]:
    """Pages that send their reader on."""
    header = a.say(headers=[("Refresh", "0; url=/new")])
    return [
        case(
            "refresh-now",
            "moved",
            "an immediate meta refresh",
            a.refresh(0, "{home}/new"),
            suggests="{home}/new",
        ),
        case(
            "refresh-now-relative",
            "moved",
            "an immediate, relative meta refresh",
            a.refresh(0, "/new"),
            suggests="{home}/new",
        ),
        case(
            "refresh-later",
            "ok",
            "five seconds are for reading",
            a.refresh(5, "{home}/new"),
        ),
        case(
            "refresh-to-404",
            "dead",
            "an immediate meta refresh to nowhere",
            a.refresh(0, "/gone"),
        ),
        case(
            "refresh-in-noscript",
            "ok",
            "only for readers without scripts",
            a.refresh(0, "/gone", "<noscript>{}</noscript>"),
        ),
        case(
            "refresh-in-comment",
            "ok",
            "a comment does nothing",
            a.refresh(0, "/gone", "<!-- {} -->"),
        ),
        case(
            "refresh-header",
            "moved",
            "the header form of an immediate refresh",
            header,
            also=either("ok"),
        ),
        case(
            "refresh-itself",
            "ok",
            "a page that reloads itself every minute",
            a.refresh(60, "/topics/2019/refresh-itself"),
        ),
    ]


def refusals() -> list[Case]:
    """Hosts that look at the request before they answer."""

    def lacks(name: str) -> Answer:
        return a.unless(lambda r: not r.headers.get(name), a.fail(406))

    words = ("bot", "link", "check", "crawl", "spider", "python", "curl", "aiohttp")
    return [
        case(
            "head-says-404",
            "ok",
            "HEAD lies, GET is fine",
            a.unless(lambda r: r.method == "HEAD", a.fail(404)),
        ),
        case(
            "head-says-405",
            "ok",
            "HEAD is refused, GET is fine",
            a.unless(lambda r: r.method == "HEAD", a.fail(405)),
        ),
        case(
            "head-says-200",
            "dead",
            "HEAD lies, GET is gone",
            a.unless(lambda r: r.method != "HEAD", a.not_found()),
        ),
        case(
            "agent-refused",
            "ok",
            "robots are refused by a word in their name",
            a.unless(
                lambda r: any(
                    word in r.headers.get("user-agent", "").lower() for word in words
                ),
                a.fail(403),
            ),
        ),
        case(
            "agent-needed", "ok", "whoever has no name is refused", lacks("user-agent")
        ),
        case(
            "accept-needed",
            "ok",
            "whoever accepts nothing is refused",
            a.unless(lambda r: "html" not in r.headers.get("accept", ""), a.fail(406)),
        ),
        case(
            "language-needed",
            "ok",
            "whoever speaks no language is refused",
            lacks("accept-language"),
        ),
        case(
            "range-refused",
            "ok",
            "whoever asks for a range is refused",
            a.unless(lambda r: "range" in r.headers, a.fail(416)),
        ),
        case(
            "referer-hated",
            "ok",
            "whoever tells where he comes from is refused",
            a.unless(lambda r: "referer" in r.headers, a.fail(403)),
            also=either("blocked"),
        ),
    ]


def cookies_apart() -> list[Case]:
    """Two links of a host that refuses whoever brings a cookie from elsewhere."""
    greeting = a.say(headers=[("Set-Cookie", "met=before; Path=/")])
    return [
        case(
            f"cookie-apart-{number}",
            "ok",
            "cookies are kept within one link",
            a.unless(
                lambda r: "met=" in r.headers.get("cookie", ""), a.fail(403), greeting
            ),
            link="http://cookies.localhost:{port}/part/{name}",
            host="cookies.localhost",
        )
        for number in (1, 2)
    ]


def throttling() -> list[Case]:
    """Hosts that ask us to come later."""
    fine = a.say()
    return [
        case(
            "throttled-no-word",
            "blocked",
            "429 without Retry-After, every time",
            a.fail(429),
        ),
        case(
            "throttled-once",
            "ok",
            "429 with two seconds, then fine",
            a.in_turn(a.throttle(2), fine),
        ),
        case(
            "throttled-by-date",
            "ok",
            "429 with a date, then fine",
            a.in_turn(a.throttle(2, as_date=True), fine),
        ),
        case(
            "throttled-always",
            "blocked",
            "429 with one second, every time",
            a.throttle(1),
        ),
        case(
            "throttled-long",
            "blocked",
            "429 with an hour: next run",
            a.throttle(3600),
            also=either("flaky", "unchecked"),
            told=frozenset({NEVER, DOWN_FROM}),
        ),
        case(
            "throttled-garbage",
            "blocked",
            "429 with a Retry-After of nonsense",
            a.say(429, "slow", headers=[("Retry-After", "soon")]),
        ),
        case(
            "throttled-negative",
            "blocked",
            "429 with a Retry-After below zero",
            a.say(429, "slow", headers=[("Retry-After", "-5")]),
        ),
        case(
            "unavailable-once",
            "ok",
            "503 with a second, then fine",
            a.in_turn(a.throttle(1, status=503), fine),
        ),
        case(
            "unavailable-long",
            "flaky",
            "503 with an hour: next run",
            a.throttle(3600, status=503),
            also=either("blocked", "unchecked"),
        ),
    ]


def second_chances() -> list[Case]:
    """Hosts that fail, then do not."""
    fine = a.say()
    return [
        case("503-once", "ok", "503 once, then fine", a.in_turn(a.fail(503), fine)),
        case(
            "500-twice",
            "ok",
            "500 twice, then fine",
            a.in_turn(a.fail(500), a.fail(500), fine),
        ),
        case(
            "404-once",
            "ok",
            "404 is asked twice, and then it is there",
            a.in_turn(a.not_found(), fine),
        ),
        case("reset-once", "ok", "a reset, then fine", a.in_turn(a.reset, fine)),
        case(
            "hang-once",
            "ok",
            "the first try of each run hangs, the second is fine",
            a.in_turn(a.silence, fine),
            waits=True,
        ),
        case(
            "hang-up-twice",
            "ok",
            "two early ends, then fine",
            a.in_turn(a.hang_up, a.hang_up, fine),
        ),
        case(
            "404-then-500",
            "flaky",
            "it does not say the same thing twice",
            a.in_turn(a.not_found(), a.fail(500), a.fail(500), a.fail(500)),
            also=either("dead"),
        ),
    ]


def broken_connections() -> list[Case]:
    """Connections that break."""
    return [
        case("reset", "flaky", "reset at once", a.reset),
        case(
            "reset-in-head",
            "flaky",
            "reset in the middle of the headers",
            a.reset_in_head,
        ),
        case("hang-up", "flaky", "closed without a byte", a.hang_up),
        case("refused", "flaky", "nobody listens", a.say(), listens=False),
        case(
            "gibberish",
            "flaky",
            "the answer is not HTTP",
            a.gibberish,
            also=either("content"),
        ),
        case(
            "status-line-broken",
            "flaky",
            "the status is no number",
            a.raw(b"HTTP/1.1 abc Fine\r\n\r\n"),
            also=either("content"),
        ),
        case(
            "header-huge",
            "flaky",
            "a header of a hundred thousand letters",
            a.raw(b"HTTP/1.1 200 OK\r\nX-Much: " + b"m" * 100_000 + b"\r\n\r\n"),
            also=either("content", "ok"),
        ),
    ]


def slow_answers() -> list[Case]:
    """Hosts that take their time; these links stand in the first run only."""
    return [
        case("silence", "flaky", "taken, and never answered", a.silence, runs=1),
        case(
            "full", "flaky", "neither taken nor refused", a.say(), runs=1, listens=False
        ),
        case("head-drip", "flaky", "a header line a second", a.head_drip, runs=1),
        case(
            "body-drip",
            "flaky",
            "a letter a second",
            a.body_drip,
            runs=1,
            also=either("content"),
        ),
        case("endless", "ok", "a good page that never ends", a.endless),
        case(
            "gzip-bomb",
            "ok",
            "a good page, then half a gigabyte of blanks",
            a.gzip_bomb,
            also=either("content"),
        ),
    ]


def encodings() -> list[Case]:
    """Content encodings, true and claimed."""

    def pack(data: bytes) -> bytes:
        return gzip.compress(data, mtime=0)

    broken = a.encoded("gzip", a.broken_gzip)
    return [
        case("gzip", "ok", "gzip as claimed", a.encoded("gzip", pack)),
        case("gzip-capitals", "ok", "GZIP, as claimed", a.encoded("GZIP", pack)),
        case(
            "gzip-of-old",
            "ok",
            "gzip by its old name",
            a.encoded("x-gzip", pack),
            also=either("content"),
        ),
        case(
            "gzip-twice",
            "ok",
            "packed twice, and says so",
            a.encoded("gzip, gzip", lambda data: pack(pack(data))),
            also=either("content"),
        ),
        case(
            "deflate",
            "ok",
            "deflate by the standard",
            a.encoded("deflate", zlib.compress),
        ),
        case(
            "deflate-raw",
            "ok",
            "deflate as many servers send it",
            a.encoded("deflate", a.raw_deflate),
        ),
        case(
            "identity",
            "ok",
            "an encoding that is none",
            a.encoded("identity", a.as_sent),
        ),
        case(
            "gzip-claimed",
            "content",
            "gzip is claimed, text is sent",
            a.encoded("gzip", a.as_sent),
        ),
        case("gzip-broken", "content", "the gzip stream is spoiled", broken),
        case(
            "brotli-claimed",
            "content",
            "brotli is claimed, text is sent",
            a.encoded("br", a.as_sent),
        ),
    ]


def lengths() -> list[Case]:
    """Lengths and chunks that do not fit."""
    return [
        case(
            "length-short",
            "ok",
            "the page is a little longer than announced",
            a.wrong_length(-20),
        ),
        case(
            "length-long",
            "content",
            "the page is cut: less than announced",
            a.wrong_length(5000),
            also=either("flaky"),
        ),
        case("chunks", "ok", "chunks as they should be", a.chunked(b"0\r\n\r\n")),
        case(
            "chunks-with-trailer",
            "ok",
            "chunks and a trailer",
            a.chunked(b"0\r\nX-Sum: 1\r\n\r\n"),
        ),
        case(
            "chunks-cut",
            "content",
            "the last chunk never comes",
            a.chunked(),
            also=either("flaky"),
        ),
        case(
            "chunks-broken",
            "content",
            "a chunk has no proper size",
            a.chunked(b"zz\r\nno\r\n"),
            also=either("flaky"),
        ),
        case(
            "until-closed",
            "ok",
            "no length, the end is the end",
            a.raw(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
                + pages.article("until closed").encode()
            ),
        ),
        case(
            "line-feeds",
            "ok",
            "headers end in bare line feeds",
            a.raw(
                b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n"
                + pages.article("line feeds").encode()
            ),
            also=either("flaky"),
        ),
    ]
