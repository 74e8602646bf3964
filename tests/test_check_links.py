"""The whole program on a rough web of its own."""

import asyncio
import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from guide.links.net.fetch import door
from link_program import build, check, run
from rough_web import (
    PROSE,
    Asked,
    Case,
    RoughWeb,
    always,
    answer,
    drip,
    in_turn,
    leads,
    only,
    packed,
    page,
    running,
)

SALE = page("This domain is for sale. Make an offer today.", "health.example")
SPAM = page(
    "Slot gacor and online casino with welcome bonus, free spins, best betting odds",
    "Play",
)
GONE = page("Sorry, the page you want was not found.", "Page not found")


async def never(_asked: Asked) -> None:
    """Say nothing for an hour."""
    await asyncio.sleep(3600)


async def hang_up(asked: Asked) -> None:
    """Break the connection off."""
    asked.writer.transport.abort()


def named_robots(asked: Asked) -> bytes:
    """Forbid everything to whoever asks, by name."""
    name = asked.headers["user-agent"].split("/")[0]
    if asked.path == "/robots.txt":
        return answer(200, f"User-agent: {name}\nDisallow: /\n", "text/plain")
    return answer()


named_robots.robots = True  # type: ignore[attr-defined]


def all_robots(asked: Asked) -> bytes:
    """Forbid everything to crawlers."""
    if asked.path == "/robots.txt":
        return answer(200, "User-agent: *\nDisallow: /\n", "text/plain")
    return answer()


all_robots.robots = True  # type: ignore[attr-defined]


def far_robots(asked: Asked) -> bytes:
    """Keep robots.txt behind a redirect."""
    if asked.path == "/robots.txt":
        return answer(301, "", Location="/far/robots.txt")
    if asked.path == "/far/robots.txt":
        return named_robots(replace(asked, path="/robots.txt"))
    return answer()


far_robots.robots = True  # type: ignore[attr-defined]


def wants_cookie(asked: Asked) -> bytes:
    """Show the page to those who bring the cookie back."""
    if "cookie" in asked.headers:
        return answer()
    return answer(302, "", Location=asked.path, Set_Cookie="a=b; Path=/")


def exact(path: str) -> Case:
    """Know one path, exactly as written."""
    return lambda asked: answer() if asked.path == path else answer(404, "no")


# name: (path with fragment, case, verdict)
CASES: dict[str, tuple[str, Case, str]] = {
    "ok": ("/page", always(), "ok"),
    "ok-203": ("/page", always(203), "ok"),
    "s400": ("/page", always(400), "flaky"),
    "s401": ("/page", always(401), "blocked"),
    "s402": ("/page", always(402), "blocked"),
    "s403": ("/page", always(403), "blocked"),
    "s404": ("/page", always(404), "dead"),
    "s404-first": ("/page", in_turn(answer(404), answer(200)), "ok"),
    "s406": ("/page", always(406), "blocked"),
    "s407": ("/page", always(407), "blocked"),
    "s500-404-200": ("/page", in_turn(answer(500), answer(404), answer(200)), "ok"),
    "s500-500-404": ("/page", in_turn(answer(500), answer(500), answer(404)), "flaky"),
    "s404-500-404": ("/page", in_turn(answer(404), answer(500), answer(404)), "dead"),
    "s410": ("/page", always(410), "dead"),
    "s451": ("/page", always(451), "blocked"),
    "s500": ("/page", always(500), "flaky"),
    "s500-once": ("/page", in_turn(answer(500), answer(200)), "ok"),
    "s502-twice": ("/page", in_turn(answer(502), answer(502), answer(200)), "ok"),
    "s503": ("/page", always(503), "flaky"),
    "s503-wait": ("/page", in_turn(answer(503, Retry_After="1"), answer(200)), "ok"),
    "s504": ("/page", always(504), "flaky"),
    "s599": ("/page", always(599), "flaky"),
    "s999": ("/page", always(999), "blocked"),
    "s204": ("/page", always(204, "", Content_Length="-"), "content"),
    "s304": ("/page", always(304, "", Content_Length="-"), "flaky"),
    "s103": (
        "/page",
        lambda _: b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer(),
        "ok",
    ),
    "s429-once": ("/page", in_turn(answer(429, Retry_After="1"), answer(200)), "ok"),
    "s429-long": ("/page", always(429, Retry_After="3600"), "blocked"),
    "s429-always": ("/page", always(429, Retry_After="1"), "blocked"),
    "s429-date": (
        "/page",
        always(429, Retry_After="Wed, 21 Oct 2099 07:28:00 GMT"),
        "blocked",
    ),
    "challenge-503": (
        "/page",
        always(503, page("Checking your browser before accessing", "Just a moment...")),
        "blocked",
    ),
    "perm": ("/page", leads(301, "/new"), "moved"),
    "perm-308": ("/page", leads(308, "/new"), "moved"),
    "temp-302": ("/page", leads(302, "/new"), "ok"),
    "temp-303": ("/page", leads(303, "/new"), "ok"),
    "temp-307": ("/page", leads(307, "/new"), "ok"),
    "slash": ("/page", leads(302, "/page/"), "moved"),
    "relative": ("/page", leads(301, "new"), "moved"),
    "other-host": ("/page", leads(301, "http://ok.localhost:PORT/page"), "moved"),
    "mixed": (
        "/page",
        lambda a: (
            answer(301, "", Location="/b")
            if a.path == "/page"
            else answer(302, "", Location="/c")
            if a.path == "/b"
            else answer()
        ),
        "ok",
    ),
    "chain": (
        "/page",
        lambda a: (
            answer(301, "", Location="/b")
            if a.path == "/page"
            else answer(301, "", Location="/c")
            if a.path == "/b"
            else answer()
        ),
        "moved",
    ),
    "perm-dead": (
        "/page",
        lambda a: (
            answer(301, "", Location="/b") if a.path == "/page" else answer(404, "x")
        ),
        "dead",
    ),
    "loop": ("/page", always(302, "", Location="/page"), "dead"),
    "ping-pong": (
        "/page",
        lambda a: answer(302, "", Location="/b" if a.path == "/page" else "/page"),
        "dead",
    ),
    "endless": (
        "/page",
        lambda a: answer(302, "", Location=f"/n{len(a.path)}{a.path[1:]}"),
        "dead",
    ),
    "no-location": ("/page", always(302, "", Location="-"), "dead"),
    "bad-location": ("/page", always(301, "", Location="http://[::1"), "dead"),
    "file": ("/page", always(302, "", Location="file:///etc/passwd"), "dead"),
    "data": ("/page", always(302, "", Location="data:text/html,x"), "dead"),
    "script": ("/page", always(302, "", Location="javascript:alert(1)"), "dead"),
    "front": (
        "/a/page",
        lambda a: answer(301, "", Location="/") if a.path == "/a/page" else answer(),
        "soft-404",
    ),
    "front-temp": (
        "/a/page",
        lambda a: answer(302, "", Location="/") if a.path == "/a/page" else answer(),
        "soft-404",
    ),
    "to-login": (
        "/page",
        leads(
            302,
            "/login?next=/page",
            page('<form>Sign in <input type="password"></form>', "Sign in"),
        ),
        "blocked",
    ),
    "login-200": (
        "/page",
        always(200, page('<form>Log in <input type="password"></form>', "Log in")),
        "blocked",
    ),
    "login-in-header": (
        "/page",
        always(200, page('<input type="password">Log in ' + PROSE * 30)),
        "ok",
    ),
    "captcha": (
        "/page",
        always(200, page("Please verify you are a human", "Security check")),
        "blocked",
    ),
    "meta": (
        "/page",
        lambda a: (
            answer(
                200, page("", head='<meta http-equiv="refresh" content="0; url=/new">')
            )
            if a.path == "/page"
            else answer()
        ),
        "moved",
    ),
    "meta-base": (
        "/a/page",
        lambda a: (
            answer(
                200,
                page(
                    "",
                    head='<base href="/b/">'
                    '<meta http-equiv="refresh" content="0; url=new">',
                ),
            )
            if a.path == "/a/page"
            else exact("/b/new")(a)
        ),
        "moved",
    ),
    "meta-later": (
        "/page",
        lambda a: (
            answer(
                200,
                page(
                    "We moved", head='<meta http-equiv="refresh" content="5; url=/new">'
                ),
            )
            if a.path == "/page"
            else answer()
        ),
        "ok",
    ),
    "meta-reload": (
        "/page",
        always(200, page(head='<meta http-equiv="refresh" content="300">')),
        "ok",
    ),
    "meta-noscript": (
        "/page",
        lambda a: (
            answer(
                200,
                page(
                    head='<noscript><meta http-equiv="refresh" content="0; url=/no"></noscript>'  # noqa: E501 -- a long pattern or address
                ),
            )
            if a.path == "/page"
            else answer(404)
        ),
        "ok",
    ),
    "refresh-header": (
        "/page",
        lambda a: (
            answer(200, "x", Refresh="0; url=/new") if a.path == "/page" else answer()
        ),
        "moved",
    ),
    "sale": ("/page", always(200, SALE), "parked"),
    "spam": ("/page", always(200, SPAM), "parked"),
    "soft": ("/page", always(200, GONE), "soft-404"),
    "about-404": (
        "/page",
        only(
            "/page",
            200,
            page("The article explains what the message 404 not found means. " + PROSE),
        ),
        "ok",
    ),
    "empty": ("/page", always(200, ""), "content"),
    "blank": ("/page", always(200, page("  ", "")), "content"),
    "short": ("/page", always(200, page(), Content_Length="5000"), "content"),
    "long": ("/page", always(200, page(), Content_Length="50"), "ok"),
    "pdf": ("/a.pdf", always(200, b"%PDF-1.7 hello", "application/pdf"), "ok"),
    "pdf-html": ("/a.pdf", always(200, page()), "content"),
    "pdf-part": (
        "/a.pdf#page=3",
        always(200, b"%PDF-1.7 hello", "application/pdf"),
        "ok",
    ),
    "gzip-bomb": (
        "/page",
        always(200, packed("gzip", 50_000_000), Content_Encoding="gzip"),
        "ok",
    ),
    "deflate-bomb": (
        "/page",
        always(200, packed("deflate", 50_000_000), Content_Encoding="deflate"),
        "ok",
    ),
    "br-bomb": (
        "/page",
        always(200, packed("br", 50_000_000), Content_Encoding="br"),
        "ok",
    ),
    "gzip-broken": (
        "/page",
        always(200, b"\x1f\x8bnonsense", Content_Encoding="gzip"),
        "content",
    ),
    "gzip-plain": ("/page", always(200, page(), Content_Encoding="gzip"), "content"),
    "gzip-cut": (
        "/page",
        always(200, packed("gzip", 90_000)[:60], Content_Encoding="gzip"),
        "content",
    ),
    "endless-body": (
        "/page",
        drip(answer(200, "<p>x", Content_Length="-"), b"<p>word</p>" * 5000, 0),
        "ok",
    ),
    "binary": ("/page", always(200, bytes(range(1, 9)) * 500), "content"),
    "latin": (
        "/page",
        always(200, page(PROSE + " caf\xe9").encode("latin-1"), "text/html"),
        "ok",
    ),
    "odd-charset": ("/page", always(200, page(), "text/html; charset=x-unknown"), "ok"),
    "refused-later": ("/page", hang_up, "flaky"),
    "garbage": ("/page", lambda _: b"hello, this is no web server\r\n\r\n", "flaky"),
    "id": ("/page#dose", always(200, page('<p id="dose">' + PROSE)), "ok"),
    "name": ("/page#dose", always(200, page('<a name="dose">' + PROSE)), "ok"),
    "no-id": ("/page#dose", always(200, page()), "anchor"),
    "id-in-comment": (
        "/page#dose",
        always(200, page('<!-- <p id="dose"> -->' + PROSE)),
        "anchor",
    ),
    "id-coded": ("/page#%C3%BCber", always(200, page('<p id="über">' + PROSE)), "ok"),
    "id-plain": ("/page#über", always(200, page('<p id="über">' + PROSE)), "ok"),
    "id-far": (
        "/page#dose",
        always(200, page("<p>word</p>" * 60_000 + '<p id="dose">')),
        "ok",
    ),
    "top": ("/page#top", always(), "ok"),
    "text": ("/page#:~:text=vein", always(), "ok"),
    "route": ("/page#/dose", always(), "ok"),
    "bang": ("/page#!dose", always(), "ok"),
    "escaped": ("/a%2Fb+c%20d", exact("/a%2Fb+c%20d"), "ok"),
    "case": ("/PaGe?Q=%7e", exact("/PaGe?Q=%7e"), "ok"),
    "umlaut": ("/sch\u00f6n", exact("/sch%C3%B6n"), "ok"),
    "space": ("/a b", exact("/a%20b"), "ok"),
    "robots-us": ("/page", named_robots, "unchecked"),
    "robots-all": ("/page", all_robots, "ok"),
    "cookie": ("/page", wants_cookie, "ok"),
    "text-plain": ("/page.txt", always(200, "hello world", "text/plain"), "ok"),
    "image": ("/a.png", always(200, b"\x89PNG....", "image/png"), "ok"),
    "to-404": (
        "/page",
        lambda a: (
            answer(200, GONE)
            if a.path == "/404.html"
            else answer(302, "", Location="/404.html")
        ),
        "soft-404",
    ),
    "to-404-301": (
        "/page",
        lambda a: (
            answer(200, GONE)
            if a.path == "/404.html"
            else answer(301, "", Location="/404.html")
        ),
        "soft-404",
    ),
    "front-lang": (
        "/a/page",
        lambda a: answer(301, "", Location="/en/") if a.path == "/a/page" else answer(),
        "soft-404",
    ),
    "part-kept": (
        "/page#dose",
        leads(301, "/new", page('<p id="dose">' + PROSE)),
        "moved",
    ),
    "part-renamed": (
        "/page#old",
        leads(301, "/new#dose", page('<p id="dose">' + PROSE)),
        "moved",
    ),
    "robots-elsewhere": ("/page", far_robots, "unchecked"),
    "part-lost": ("/page#dose", leads(301, "/new"), "anchor"),
    "gzip-twice": (
        "/page#dose",
        always(
            200,
            gzip.compress(gzip.compress(page('<p id="dose">').encode())),
            Content_Encoding="gzip, gzip",
        ),
        "ok",
    ),
    "no-packing": (
        "/page#dose",
        always(200, page('<p id="dose">' + PROSE), Content_Encoding="utf-8"),
        "ok",
    ),
    "utf-16": (
        "/page#dose",
        always(
            200,
            page('<p id="dose">' + PROSE).encode("utf-16-be"),
            "text/html; charset=utf-16be",
        ),
        "ok",
    ),
    "x-sjis": (
        "/page#%E7%94%A8",
        always(
            200,
            page('<p id="用">' + PROSE).encode("shift_jis"),
            "text/html; charset=x-sjis",
        ),
        "ok",
    ),
    "front-query": (
        "/a/page",
        lambda a: (
            answer(302, "", Location="/?notfound=1")
            if a.path == "/a/page"
            else answer()
        ),
        "soft-404",
    ),
    "sale-it": (
        "/page",
        always(200, page("Questo dominio è in vendita.")),
        "parked",
    ),
    "sale-sign": (
        "/page",
        always(200, page("Related", head='<script>window.park="x"</script>')),
        "parked",
    ),
    "soft-tr": (
        "/page",
        always(200, page("Sayfa bulunamad\u0131.", "Hata")),
        "soft-404",
    ),
    "human-de": (
        "/page",
        always(200, page("Bitte bestätigen Sie, dass Sie ein Mensch sind.")),
        "blocked",
    ),
    "turnstile": (
        "/page",
        always(200, page('<div class="cf-turnstile"></div>Attendez')),
        "blocked",
    ),
    "long-captcha": ("/page", always(200, page("captcha " + PROSE * 20)), "ok"),
    "spa": (
        "/page#dose",
        always(200, page('<div id="root"></div><script>x()</script>')),
        "ok",
    ),
    "meta-dead": (
        "/page",
        lambda a: (
            answer(
                200, page("", head='<meta http-equiv="refresh" content="0; url=/new">')
            )
            if a.path == "/page"
            else answer(404)
        ),
        "dead",
    ),
    "to-nowhere": ("/page", leads(302, "http://gone.invalid/"), "dead"),
    "to-refused": ("/page", leads(302, "http://127.0.0.1:1/"), "flaky"),
    "protocol": ("/page", leads(301, "//ok.localhost:PORT/page"), "moved"),
    "query": ("/page?a=1&b=%26&c=x+y", exact("/page?a=1&b=%26&c=x+y"), "ok"),
    "dots": ("/x/../page", exact("/page"), "ok"),
    "cut-chunk": (
        "/page",
        lambda _: (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
        ),
        "content",
    ),
    "bad-utf8-location": (
        "/page",
        lambda a: (
            b"HTTP/1.1 301 X\r\nLocation: /\xfcber\r\nContent-Length: 0\r\n\r\n"
            if a.path == "/page"
            else answer()
        ),
        "moved",
    ),
    "http-1-0-close": (
        "/page",
        lambda _: (
            b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page().encode()
        ),
        "ok",
    ),
    "upper": (
        "/page",
        lambda _: answer().replace(b"Content-Type", b"CONTENT-TYPE"),
        "ok",
    ),
    "h10": ("/page", lambda _: answer().replace(b"HTTP/1.1", b"HTTP/1.0"), "ok"),
}


def test_each_case_of_the_rough_web_gets_its_verdict(tmp_path: Path) -> None:
    """Every fault is named for what it is, and manners are kept meanwhile."""
    with running({name: case for name, (_, case, _) in CASES.items()}) as web:
        links = {web.url(name, path): name for name, (path, _, _) in CASES.items()}
        build(tmp_path, *links)
        found = check(tmp_path)
    wrong = {
        name: (found[url]["verdict"], CASES[name][2], found[url]["reason"])
        for url, name in links.items()
        if found[url]["verdict"] != CASES[name][2]
    }
    assert wrong == {}
    assert_manners(web, 0.05)


def assert_manners(web: RoughWeb, pause: float) -> None:
    """One connection a host, a pause apart, under an honest name."""
    assert max(web.busiest.values()) == 1
    last: dict[str, float] = {}
    for request in web.log:
        gap = request.time - last.get(request.host, 0)
        assert gap >= pause * 0.95, (request.host, request.path, gap)
        last[request.host] = request.time
        agent = request.headers["user-agent"]
        assert "care@example.org" in agent
        assert not any(
            word in agent for word in ("link", "bot", "check", "crawl", "spider")
        )


def test_a_history_of_six_runs_is_told_in_the_right_runs(tmp_path: Path) -> None:
    """Links die, recover, move and are taken over; people hear of it in time."""
    weeks = [f"2026-01-{day:02}T06:00:00+00:00" for day in (1, 8, 15, 22, 29)]
    weeks.append("2026-02-05T06:00:00+00:00")
    good, gone, moved = answer(), answer(404, "x"), answer(301, "", Location="/new")
    taken = answer(
        200,
        page(
            "Betting and casino tips for every player of slots every day of the year",
            "Casino",
        ),
    )
    glad = answer(200, page("Online Glücksspiel, Wetten, Bonus, jetzt gleich gewinnen"))
    broken = answer(500, "x")
    stories: dict[str, tuple[list[bytes], str]] = {
        "fine": ([good] * 6, "ok ok ok ok ok ok"),
        "dies": ([good, good, gone, gone, gone, gone], "ok ok dead dead! dead! dead!"),
        "recovers": ([good, gone, gone, good, good, gone], "ok dead dead! ok ok dead!"),
        "moves": (
            [good, good, moved, moved, moved, moved],
            "ok ok moved! moved! moved! moved!",
        ),
        "taken-at-a-word": (
            [good, good, glad, glad, good, good],
            "ok ok parked! parked! ok ok",
        ),
        "taken": (
            [good, good, taken, taken, good, good],
            "ok ok parked! parked! ok ok",
        ),
        "down": (
            [good, broken, broken, broken, broken, good],
            "ok flaky flaky flaky down! ok",
        ),
        "shaky": ([good, gone, good, gone, good, gone], "ok dead ok dead! ok dead"),
    }
    week = 0

    def acting(answers: list[bytes]) -> Case:
        return lambda asked: (
            answers[week]
            if asked.path == "/page"
            else answer(404 if "nowhere" in asked.path else 200)
        )

    heard: dict[str, list[str]] = {name: [] for name in stories}
    with running(
        {name: acting(answers) for name, (answers, _) in stories.items()}
    ) as web:
        build(tmp_path, *(web.url(name) for name in stories))
        for week, now in enumerate(weeks):  # noqa: B007 -- the cases read it
            found = check(tmp_path, now)
            for name, story in heard.items():
                item = found[web.url(name)]
                story.append(item["verdict"] + ("!" if item["told"] else ""))
    assert {name: " ".join(story) for name, story in heard.items()} == {
        name: told for name, (_, told) in stories.items()
    }


def test_a_second_run_writes_the_same_bytes(tmp_path: Path) -> None:
    """Same findings, same bytes, in the report and the JSON."""
    with running({"a": always(404), "b": always()}) as web:
        build(tmp_path, web.url("a"), web.url("b"), "http://[", "mailto:a@b.org")
        check(tmp_path)
        (tmp_path / "m.json").unlink()
        first = [(tmp_path / name).read_bytes() for name in ("o.json", "r.md")]
        check(tmp_path)
    assert [(tmp_path / name).read_bytes() for name in ("o.json", "r.md")] == first


def test_a_page_with_many_parts_is_asked_for_once(tmp_path: Path) -> None:
    """Links that differ in their fragment share one look."""
    with running({"a": always(200, page('<p id="x">' + PROSE))}) as web:
        url = web.url("a")
        build(tmp_path, url, f"{url}#x", f"{url}#y", f"{url}#top")
        found = check(tmp_path)
        asked = [request.path for request in web.log if request.path == "/page"]
    assert len(asked) == 1
    assert {u.partition("#")[2]: f["verdict"] for u, f in found.items()} == {
        "": "ok", "x": "ok", "y": "anchor", "top": "ok"
    }  # fmt: skip


def test_a_silent_host_is_left_alone(tmp_path: Path) -> None:
    """A host that never answered twice is not asked for its other links."""
    with running({"a": hang_up}) as web:
        hang_up.robots = True  # type: ignore[attr-defined]
        build(tmp_path, *(web.url("a", f"/{n}") for n in range(20)))
        found = check(tmp_path)
        count = len(web.log)
    verdicts = sorted(item["verdict"] for item in found.values())
    assert verdicts == ["flaky"] + ["unchecked"] * 19
    assert count == 4


def test_a_host_that_breaks_some_pages_off_is_asked_for_the_others(
    tmp_path: Path,
) -> None:
    """Two resets do not make a host silent that shows its robots.txt."""

    async def some(asked: Asked) -> bytes | None:
        if asked.path in ("/0", "/1"):
            await hang_up(asked)
            return None
        return answer()

    with running({"a": some}) as web:
        build(tmp_path, *(web.url("a", f"/{n}") for n in range(9)))
        found = check(tmp_path)
    verdicts = [item["verdict"] for _, item in sorted(found.items())]
    assert verdicts == ["flaky"] * 2 + ["ok"] * 7


def test_each_port_is_a_server_of_its_own() -> None:
    """So that a refused http port does not silence https."""
    assert door("http://a.org/") == door("http://a.org:80/x") == ("a.org", 80)
    assert door("https://a.org/") == door("https://a.org:443/x") == ("a.org", 443)


def test_registries_are_treated_as_other_hosts_are(tmp_path: Path) -> None:
    """Two silences are enough, Retry-After is obeyed, and one 404 proves nothing."""
    dois = [f"https://doi.org/10.1000/{n}" for n in range(4)]
    trial = "https://clinicaltrials.gov/study/NCT00000001"
    waits = in_turn(
        answer(429, "", Retry_After="1"), answer(200, '{"responseCode": 1}')
    )
    cases = {"doi": hang_up, "ct": always(404), "waits": waits, "ok": always()}
    arguments = ("site", "--json", "o.json", "--pause", "0", "--allow-private")
    with running(cases) as web:
        build(tmp_path, *dois, trial, web.url("ok"))
        run(
            tmp_path,
            *arguments,
            DOI_URL=web.url("doi", ""),
            CTGOV_URL=web.url("ct", ""),
        )
        found = json.loads((tmp_path / "o.json").read_text())
        asked = [r.host.partition(".")[0] for r in web.log if r.path != "/robots.txt"]
        build(tmp_path, dois[0])
        run(tmp_path, *arguments, DOI_URL=web.url("waits", ""))
        times = [r.time for r in web.log if r.host.startswith("waits")]
    assert (asked.count("doi"), asked.count("ct")) == (2, 2)
    verdicts = sorted(item["verdict"] for item in found)
    assert verdicts == ["dead", "ok", *["unchecked"] * 4]
    assert times[1] - times[0] >= 1
    assert json.loads((tmp_path / "o.json").read_text())[0]["verdict"] == "ok"


def test_what_cannot_be_written_is_refused_before_the_run(tmp_path: Path) -> None:
    """No file is written if one cannot be."""
    with running({"a": always()}) as web:
        build(tmp_path, web.url("a"))
        (tmp_path / "o.json").mkdir()
        result = run(
            tmp_path, "site", "--memory", "m.json", "--json", "o.json", "--pause", "0",
            "--allow-private",
        )  # fmt: skip
        asked = len(web.log)
    assert (result.returncode, asked, (tmp_path / "m.json").exists()) == (2, 0, False)
    assert "o.json: this is a folder" in result.stderr


def test_settings_of_another_encoding_are_named(tmp_path: Path) -> None:
    """The file is named."""
    (tmp_path / "links.toml").write_bytes(b"# caf\xe9")
    assert "links.toml: this is not UTF-8" in run(tmp_path, "site").stderr


def test_a_new_address_carries_no_tracking(tmp_path: Path) -> None:
    """A session and the like are left out; alone they are no move."""
    with running({
        "s": leads(301, "/page;jsessionid=AB12"), "u": leads(301, "/new?utm_source=x&a=1")  # noqa: E501 -- a long pattern or address
    }) as web:  # fmt: skip
        build(tmp_path, web.url("s"), web.url("u"))
        found = check(tmp_path)
        wanted = web.url("u", "/new?a=1")
        assert found[web.url("s")]["verdict"] == "ok"
        assert found[web.url("u")]["suggestion"] == wanted


def test_what_no_reader_is_led_to_is_no_difference(tmp_path: Path) -> None:
    """A canonical address, a citation's source, a background need no report."""
    with running({"a": always()}) as web:
        build(tmp_path, web.url("a"))
        url = web.url("a", "/else")
        with (tmp_path / "site" / "index.html").open("a") as page_file:
            page_file.write(
                f'<link rel="canonical" href="{url}1"><q cite="{url}2">q</q>'
                f'<button formaction="{url}3">b</button>'
                f'<p style="background:url({url}4)">p</p>'
            )
        result = run(tmp_path, "site", "--pause", "0", "--allow-private")
    assert "report it" not in result.stderr


def test_where_nobody_answers_the_network_fails(tmp_path: Path) -> None:
    """Five links on five hosts, no answer at all: nothing is written."""
    build(tmp_path, *(f"http://h{n}.localhost:1/" for n in range(5)))
    result = run(
        tmp_path, "site", "--memory", "m.json", "--pause", "0", "--allow-private"
    )
    assert (result.returncode, (tmp_path / "m.json").exists()) == (2, False)
    assert "The network fails" in result.stderr


def test_a_third_failing_together_makes_the_run_invalid(tmp_path: Path) -> None:
    """Then nothing is written, and the exit code says that the check failed."""
    dead = False
    with running(
        {f"h{n}": lambda _: answer(404 if dead else 200) for n in range(9)}
    ) as web:
        build(tmp_path, *(web.url(f"h{n}") for n in range(9)))
        check(tmp_path)
        before = (tmp_path / "m.json").read_bytes()
        dead = True
        result = run(
            tmp_path, "site", "--memory", "m.json", "--pause", "0", "--allow-private"
        )
    assert (result.returncode, (tmp_path / "m.json").read_bytes()) == (2, before)
    assert "fail together" in result.stderr


def test_without_links_or_pages_the_run_is_invalid(tmp_path: Path) -> None:
    """No folder, no page, no link: each is a sentence and exit 2."""
    assert run(tmp_path, "site").returncode == 2
    (tmp_path / "site").mkdir()
    assert "no page" in run(tmp_path, "site").stderr
    (tmp_path / "site" / "a.html").write_text("<p>nothing")
    result = run(tmp_path, "site")
    assert (result.returncode, "No links" in result.stderr) == (2, True)


def test_a_corrupt_memory_is_kept_and_said(tmp_path: Path) -> None:
    """The run goes on with a fresh memory; the bad file stays beside."""
    with running({"a": always()}) as web:
        build(tmp_path, web.url("a"))
        (tmp_path / "m.json").write_text('{"version": 1, "links": [')
        result = run(
            tmp_path, "site", "--memory", "m.json", "--pause", "0", "--allow-private"
        )
    assert (result.returncode, "starts afresh" in result.stderr) == (0, True)
    assert (tmp_path / "m.json.corrupt").exists()
    assert json.loads((tmp_path / "m.json").read_text())["version"] == 1


def test_an_unknown_setting_is_a_sentence(tmp_path: Path) -> None:
    """With the nearest known key."""
    (tmp_path / "links.toml").write_text("canary = []\n")
    result = run(tmp_path, "site")
    assert result.returncode == 2
    assert (
        "links.toml: the key 'canary' is unknown. Did you mean 'canaries'?"
        in result.stderr
    )


def test_private_addresses_are_not_asked(tmp_path: Path) -> None:
    """Without --allow-private no request reaches a private network."""
    with running({"a": always()}) as web:
        build(
            tmp_path,
            web.url("a"),
            f"http://127.0.0.1:{web.port}/",
            f"http://2130706433:{web.port}/",
        )
        result = run(tmp_path, "site", "--json", "o.json", "--pause", "0")
        asked = len(web.log)
    found = json.loads((tmp_path / "o.json").read_text())
    assert (result.returncode, asked) == (0, 0)
    assert {item["verdict"] for item in found} == {"dead"}


def test_moved_addresses_are_written_into_the_sources(tmp_path: Path) -> None:
    """The address and nothing else; a second run changes nothing."""
    with running({"a": leads(301, "/new_page?x=1&y=2")}) as web:
        old, new = web.url("a"), web.url("a", "/new_page?x=1&y=2")
        build(tmp_path, old)
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / "index.md").write_bytes(
            f"A [b]({old}).\r\n`{old}` {old}/more\r\n".encode()
        )
        (tmp_path / "r.bib").write_text(
            f"@misc{{a,\n  url = {{{old}}},\n  note = {{At {old}}},\n}}\n"
        )
        arguments = ("site", "--memory", "m.json", "--json", "o.json", "--pause", "0", "--allow-private",  # noqa: E501 -- a long pattern or address
                     "--sources", "docs", "r.bib", "--fix")  # fmt: skip
        first = run(tmp_path, *arguments)
        assert "3 addresses changed" in first.stdout, first.stderr
        places = json.loads((tmp_path / "o.json").read_text())[0]["places"]
        second = run(tmp_path, *arguments)
    assert places == [
        {"file": "docs/index.md", "line": 1, "page": "/"},
        {"file": "r.bib", "line": 2, "page": ""},
        {"file": "r.bib", "line": 3, "page": ""},
    ]
    assert (
        tmp_path / "docs" / "index.md"
    ).read_bytes() == f"A [b]({new}).\r\n`{old}` {old}/more\r\n".encode()
    escaped = new.replace("_", "\\_").replace("&", "\\&")
    assert (
        tmp_path / "r.bib"
    ).read_text() == f"@misc{{a,\n  url = {{{new}}},\n  note = {{At {escaped}}},\n}}\n"
    assert "No address to change" in second.stdout


def test_a_site_below_a_path_begins_its_own_links_with_it(tmp_path: Path) -> None:
    """As SITE_URL says; what leads above it is told at once."""
    build(tmp_path, "/sps/two.html", "/sps/", "/two.html", "two.html", "/sps/no.html")
    (tmp_path / "site" / "two.html").write_text("<p>Two")
    run(
        tmp_path, "site", "--json", "o.json", SITE_URL="https://guide.example/sps/"
    )  # fmt: skip
    found = {
        (item["url"], item["verdict"], item["told"])
        for item in json.loads((tmp_path / "o.json").read_text())
    }
    assert ("/../two.html", "dead", True) in found
    assert ("/no.html", "dead", True) in found
    assert ("/", "ok", False) in found


def test_the_site_behind_an_address_is_crawled(tmp_path: Path) -> None:
    """Its pages are read once each, its links checked, all else is external."""
    pages = {
        "/guide/": '<a href="b.html">b</a><a href="b.html#no">c</a><a href="/other/x">o</a><a href="gone.html">g</a>',  # noqa: E501 -- a long pattern or address
        "/guide/b.html": '<a href="http://ext.localhost:PORT/gone">e</a><p id="yes">',
        "/other/x": "outside",
    }

    def site(asked: Asked) -> bytes:
        text = pages.get(asked.path)
        return (
            answer(200, page(text.replace("PORT", str(asked.port))))
            if text
            else answer(404, "no")
        )

    with running({"our": site, "ext": always(404)}) as web:
        root = web.url("our", "/guide/")
        result = run(
            tmp_path, root, "--json", "o.json", "--pause", "0.05", "--allow-private"
        )
        assert_manners(web, 0.05)
        asked = sorted(r.path for r in web.log if r.host == "our.localhost")
    found = {
        item["url"]: item for item in json.loads((tmp_path / "o.json").read_text())
    }
    assert result.returncode == 1
    assert {url: (item["verdict"], item["told"]) for url, item in found.items()} == {
        f"{root}b.html": ("ok", False),
        f"{root}b.html#no": ("anchor", True),
        f"{root}gone.html": ("dead", True),
        web.url("our", "/other/x"): ("ok", False),
        web.url("ext", "/gone"): ("dead", False),
    }
    assert asked == [
        "/guide/",
        "/guide/b.html",
        "/guide/gone.html",
        "/guide/gone.html",
        "/other/x",
        "/robots.txt",
    ]


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ({"responseCode": 1}, "ok"),
        ({"responseCode": 100}, "dead"),
        ("down", "unchecked"),
    ],
)
def test_a_doi_is_asked_of_the_handle_system(
    tmp_path: Path, answers: object, verdict: str
) -> None:
    """Publishers refuse machines; the registry knows."""
    body = json.dumps(answers)
    with running({"doi": lambda _: answer(200, body, "application/json")}) as web:
        build(
            tmp_path, "https://doi.org/10.1000/a_b(1)", "https://dx.doi.org/10.1000/x"
        )
        run(
            tmp_path,
            "site",
            "--json",
            "o.json",
            "--pause",
            "0",
            "--allow-private",
            DOI_URL=web.url("doi", ""),
        )
        paths = {request.path for request in web.log}
    found = json.loads((tmp_path / "o.json").read_text())
    assert [item["verdict"] for item in found] == [verdict, verdict]
    assert (
        "/api/handles/10.1000/a_b%281%29" in paths
        or "/api/handles/10.1000/a_b(1)" in paths
    )


def test_pubmed_is_asked_once_for_all(tmp_path: Path) -> None:
    """E-utilities take many identifiers at once."""
    body = json.dumps(
        {
            "result": {
                "uids": ["1", "2"],
                "1": {"uid": "1"},
                "2": {"uid": "2", "error": "cannot get document summary"},
            }
        }
    )
    with running({"nc": lambda _: answer(200, body, "application/json"),
                  "ct": lambda a: answer(200, '{"protocolSection": {}}') if "NCT00000001" in a.path else answer(404, "x")}) as web:  # fmt: skip  # noqa: E501 -- a long pattern or address
        build(tmp_path, "https://pubmed.ncbi.nlm.nih.gov/1/", "https://pubmed.ncbi.nlm.nih.gov/2/",
              "https://clinicaltrials.gov/study/NCT00000001", "https://clinicaltrials.gov/study/NCT00000002")  # fmt: skip  # noqa: E501 -- a long pattern or address
        run(tmp_path, "site", "--json", "o.json", "--pause", "0", "--allow-private",
            EUTILS_URL=web.url("nc", ""), CTGOV_URL=web.url("ct", ""))  # fmt: skip
        asked = [r.path for r in web.log if r.host == "nc.localhost"]
    found = {
        i["url"]: i["verdict"] for i in json.loads((tmp_path / "o.json").read_text())
    }
    assert list(found.values()) == ["ok", "dead", "ok", "dead"]
    assert len(asked) == 1
