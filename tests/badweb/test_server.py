"""The bad web behaves as its table says, and the judge judges as it should."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator  # noqa: TC003 - pytest reads the annotations

import pytest

from . import manners, scores
from .case import NEVER, VERDICTS, Case
from .cases import address_of, all_cases, cases_of, fill, hosts_of, places
from .findings import Finding, Findings, canonical
from .histories import HOURS, clock, sequence
from .server import SHIM, BadWeb
from .wire import Visit

WEEKLY = cases_of("weekly")
NUMBERS = {each.name: number for number, each in enumerate(WEEKLY)}
SLOW = {"silence", "head-drip", "body-drip", "endless", "gzip-bomb", "hang-once"}
PLAIN = [
    each.name
    for each in WEEKLY
    if each.link.startswith("{home}") and each.listens and each.name not in SLOW
]


@pytest.fixture(scope="module")
def web() -> Iterator[BadWeb]:
    """Run the weekly bad web in a thread, so that tests may use plain sockets."""
    spare = [places(n, each)["address"] for n, each in enumerate(WEEKLY)]
    bad_web = BadWeb(hosts_of(WEEKLY), spare=spare)
    ready, loop = threading.Event(), asyncio.new_event_loop()
    done: asyncio.Event = asyncio.Event()

    async def live() -> None:
        async with bad_web:
            bad_web.plug(places(NUMBERS["full"], WEEKLY[NUMBERS["full"]])["address"])
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=[live()])
    thread.start()
    assert ready.wait(30)
    yield bad_web
    loop.call_soon_threadsafe(done.set)
    thread.join(30)
    assert not thread.is_alive()
    assert bad_web.troubles == []


def ask(web: BadWeb, name: str, target: str = "", head: str = "") -> bytes:
    """Ask for a case with a bare socket and give every byte that comes."""
    number = NUMBERS[name]
    where = places(number, WEEKLY[number])
    link = address_of(WEEKLY[number], number, web.places)
    path = target or "/" + link.partition("://")[2].partition("/")[2].partition("#")[0]
    path = path.replace(" ", "%20").encode("ascii", "ignore").decode()
    host = WEEKLY[number].host or where["address"]
    address = "127.0.0.1" if WEEKLY[number].host else where["address"]
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}:{web.http_port}", head]
    request = "\r\n".join([*filter(None, lines), "Connection: close"]) + "\r\n\r\n"
    with socket.create_connection((address, web.http_port), 5) as connection:
        connection.sendall(request.encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


def status(answer: bytes) -> int:
    """Read the status of an answer."""
    found = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    return int(found.group(1)) if found else 0


@pytest.mark.parametrize("name", PLAIN)
def test_every_case_answers_where_its_link_points(web: BadWeb, name: str) -> None:
    """A question for any case reaches its own host and is written into the log."""
    before = len(web.visits)
    with contextlib.suppress(ConnectionResetError):
        ask(web, name)
    assert len(web.visits) == before + 1


@pytest.mark.parametrize(
    "name", [name for name in PLAIN if re.fullmatch(r"status-\d{3}", name)]
)
def test_a_status_case_has_the_status_in_its_name(web: BadWeb, name: str) -> None:
    """The case `status-410` answers 410, and so on."""
    assert status(ask(web, name)) == int(name[-3:])


@pytest.mark.parametrize(
    ("name", "location"),
    [
        ("redirect-301", b"/new"),
        ("redirect-other-host", b"http://{other}/new"),
        ("location-file", b"file:///etc/passwd"),
        ("location-empty", b""),
        ("redirect-unicode-location", "/nëu".encode()),
    ],
)
def test_a_redirect_says_where(web: BadWeb, name: str, location: bytes) -> None:
    """A Location is sent as the table has it, addresses filled in."""
    number = NUMBERS[name]
    other = f"{places(number, WEEKLY[number])['other_address']}:{web.http_port}"
    found = re.search(rb"Location: ?(.*?)\r\n", ask(web, name))
    assert found
    assert found.group(1) == location.replace(b"{other}", other.encode())


def test_broken_connections_break(web: BadWeb) -> None:
    """A reset resets, a hang-up ends empty, nobody listens where it is refused."""
    with pytest.raises(ConnectionResetError):
        ask(web, "reset")
    assert ask(web, "hang-up") == b""
    with pytest.raises(ConnectionRefusedError):
        ask(web, "refused")
    where = places(NUMBERS["full"], WEEKLY[NUMBERS["full"]])["address"]
    with pytest.raises(TimeoutError):
        socket.create_connection((where, web.http_port), 0.3)


def test_slow_answers_are_slow(web: BadWeb) -> None:
    """Silence says nothing, and a drip comes a letter at a time."""
    for name, most in (("silence", 0), ("head-drip", 60), ("body-drip", 120)):
        number = NUMBERS[name]
        where = places(number, WEEKLY[number])["address"]
        with socket.create_connection((where, web.http_port), 0.3) as connection:
            line = f"GET /topics/2019/{name} HTTP/1.1\r\nHost: {where}\r\n\r\n"
            connection.sendall(line.encode())
            got = b""
            with contextlib.suppress(TimeoutError):
                while True:
                    got += connection.recv(65536)
            assert len(got) <= most


def test_the_bomb_unpacks_to_half_a_gigabyte(web: BadWeb) -> None:
    """The bomb is small on the wire, and starts with an honest page."""
    body = ask(web, "gzip-bomb").partition(b"\r\n\r\n")[2]
    unpack = zlib.decompressobj(31)
    size, rest, first = 0, body, b""
    while rest and not unpack.eof:
        piece = unpack.decompress(rest, 1_000_000)
        first = first or piece[:200]
        size, rest = size + len(piece), unpack.unconsumed_tail
        if size > 20_000_000:
            break
    assert b"<!doctype html>" in first
    assert len(body) < 1_000_000
    assert size > 20_000_000


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not here")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("gzip", 0),
        ("gzip-capitals", 0),
        ("gzip-twice", 0),
        ("deflate", 0),
        ("identity", 0),
        ("chunks", 0),
        ("chunks-with-trailer", 0),
        ("until-closed", 0),
        ("line-feeds", 0),
        ("length-short", 0),
        ("status-103-first", 0),
        ("http-1.0", 0),
        ("to-cookie-wall", 0),
        ("redirect-relative", 0),
        ("redirect-protocol-relative", 0),
        ("chain-20", 0),
        ("anchor-far", 0),
        ("length-long", 18),
        ("pdf-cut", 18),
        ("chunks-cut", 18),
        ("chunks-broken", 56),
        ("gzip-claimed", 61),
        ("gzip-broken", 61),
        ("loop-pair", 47),
        ("location-ftp", 1),
        ("location-file", 1),
        ("status-404", 22),
    ],
)
def test_curl_agrees(web: BadWeb, name: str, code: int) -> None:
    """A mature client succeeds where the table says fine, and fails where not."""
    web.begin_run(1)
    link = address_of(WEEKLY[NUMBERS[name]], NUMBERS[name], web.places)
    words = ["curl", "-sfL", "--compressed", "--max-time", "9", "--max-redirs", "20"]
    words += ["--proto-redir", "=http,https", "-c", os.devnull, "-o", os.devnull, link]
    done = subprocess.run(words, check=False, env={"PATH": os.environ["PATH"]})
    assert done.returncode == code


def test_second_chances_come_in_turn_and_anew_in_each_run(web: BadWeb) -> None:
    """A host that fails once does so once a run."""
    for run in (2, 3):
        web.begin_run(run)
        assert [status(ask(web, "503-once")) for _ in range(3)] == [503, 200, 200]
    web.begin_run(1)


def test_histories_follow_the_run(web: BadWeb) -> None:
    """The link that dies in the third run dies in the third run."""
    seen = []
    for run in range(1, 7):
        web.begin_run(run)
        seen.append(status(ask(web, "dies")))
    web.begin_run(1)
    assert seen == [200, 200, 404, 404, 404, 404]


def test_robots_names_whoever_asks(web: BadWeb) -> None:
    """The file forbids everything to the agent that fetched it."""
    agent = "User-Agent: Mozilla/5.0 (compatible; GuideCare/1.0; +https://x.example)"
    text = ask(web, "robots-us", "/robots.txt", agent)
    assert b"User-agent: GuideCare\n" in text
    assert b"Mozilla" not in text


def test_cookie_wall_opens_for_its_cookie(web: BadWeb) -> None:
    """It redirects to itself until the cookie comes back."""
    assert status(ask(web, "to-cookie-wall")) == 302
    assert status(ask(web, "to-cookie-wall", head="Cookie: seen=yes")) == 200


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("good", ""),
        ("full-chain", ""),
        ("self-signed", "self-signed certificate"),
        ("unknown-authority", "unable to get local issuer|self-signed"),
        ("expired", "certificate has expired"),
        ("not-yet-valid", "not yet valid"),
        ("wrong-host", "mismatch|not valid for"),
        ("incomplete-chain", "unable to get local issuer"),
    ],
)
def test_certificates_fail_in_their_own_way(web: BadWeb, kind: str, words: str) -> None:
    """Each kind is refused for its own reason, or accepted."""
    number = NUMBERS[f"tls-{kind}"]
    address = places(number, WEEKLY[number])["address"]
    context = ssl.create_default_context(cafile=str(web.bundle))
    expectation: contextlib.AbstractContextManager[object] = (
        pytest.raises(ssl.SSLError, match=words) if words else contextlib.nullcontext()
    )
    with (
        socket.create_connection((address, web.https_port), 5) as plain,
        expectation,
        context.wrap_socket(plain, server_hostname=address) as secure,
    ):
        assert secure.version()


def test_the_resolver_leads_names_home(web: BadWeb) -> None:
    """A Python program reaches the bad web by any name, and nothing else."""
    program = (
        "import urllib.request as u, socket\n"
        "print(u.urlopen('https://www.wikipedia.org/').status)\n"
        "print(u.urlopen('http://good-name.localhost:PORT/').status)\n"
        "for name in ('gone.invalid', 'later.example', 'intranet', '%zz.example'):\n"
        "    try: socket.getaddrinfo(name, 80)\n"
        "    except socket.gaierror as error: print(error.errno)\n"
    ).replace("PORT", str(web.http_port))
    environment = os.environ | web.environment()
    words = [sys.executable, "-c", program]
    done = subprocess.run(
        words, env=environment, check=True, capture_output=True, text=True
    )
    missing, later = str(socket.EAI_NONAME), str(socket.EAI_AGAIN)
    assert done.stdout.split() == ["200", "200", missing, later, missing, missing]
    assert environment["PYTHONPATH"].startswith(str(SHIM))


def test_the_table_is_whole() -> None:
    """Names are unique, verdicts known, addresses filled in."""
    assert len({each.name for each in all_cases()}) == len(all_cases())
    ports = {"port": "80", "tls_port": "443"}
    for timeline in HOURS:
        for number, each in enumerate(cases_of(timeline)):
            for run in range(1, 7):
                assert each.accepted(run) <= VERDICTS | {"absent"}, each.name
            assert "{" not in address_of(each, number, ports), each.name


def perfect(cases: tuple[Case, ...], ports: dict[str, str]) -> list[Findings]:
    """Make the findings of a checker that does everything right."""
    runs = []
    for run in range(1, 7):
        found = {}
        for number, each in enumerate(cases):
            if run <= each.runs and each.expected(run) != "absent":
                address = address_of(each, number, ports)
                told = run == min(each.told_in())
                suggestion = fill(each.suggests, places(number, each), ports)
                found[address] = Finding(
                    address, each.expected(run), told=told, suggestion=suggestion
                )
        index = {canonical(url): one for url, one in found.items()}
        runs.append(Findings(index, found))
    return runs


@pytest.mark.parametrize("timeline", HOURS)
def test_the_judge_finds_no_fault_with_perfection(timeline: str) -> None:
    """Whoever answers as the table does is right in every case."""
    cases, ports = cases_of(timeline), {"port": "8080", "tls_port": "8443"}
    judged = scores.judge(cases, perfect(cases, ports), ports)
    assert [(s.case.name, s.remark) for s in judged if s.kind != "right"] == []


@pytest.mark.parametrize(
    ("first", "kind"), [(NEVER, "missed"), (1, "too early"), (3, "too late")]
)
def test_the_judge_knows_early_from_late(first: int, kind: str) -> None:
    """A death is to be told in the second run."""
    death = WEEKLY[NUMBERS["status-404"]]
    found = [Finding("x", "dead", told=run == first) for run in range(1, 7)]
    assert scores.judge_case(death, found).kind == kind


def visit(began: float, target: str = "/", **more: object) -> Visit:
    """Make a visit of a well-behaved checker."""
    agent = "Mozilla/5.0 (compatible; Care/1.0; +https://x.example)"
    headers = {"user-agent": agent, "accept": "text/html", "accept-language": "en"}
    facts: dict[str, object] = {
        "run": 1,
        "connection": 1,
        "scheme": "http",
        "host": "h",
        "target": target,
        "method": "GET",
        "headers": headers,
        "began": began,
        "ended": began + 0.01,
        "status": 200,
        "sent": 100,
        "retry_after": None,
        "location": "",
    }
    return Visit(**{**facts, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("visits", "broken"),
    [
        ([visit(0), visit(1)], []),
        ([visit(0), visit(0.2)], ["the pause between requests of a host"]),
        (
            [visit(0, ended=3), visit(1.5, connection=2)],
            ["one request a host at a time"],
        ),
        ([visit(0, method="HEAD")], ["GET only"]),
        ([visit(0, retry_after=2), visit(1)], ["Retry-After obeyed"]),
        ([visit(0, ended=50)], ["no answer held longer than 30 seconds"]),
        (
            [visit(n, f"/{n}", host="mute.localhost") for n in range(4)],
            ["at most two links of a dead host"],
        ),
        (
            [visit(0, "/10.1000/x", host="doi.org")],
            ["registries instead of publishers"],
        ),
    ],
)
def test_manners_are_judged_by_the_log(visits: list[Visit], broken: list[str]) -> None:
    """Each rule is seen broken where it is broken, and only there."""
    canaries = [visit(-9, host="good.example"), visit(-8, host="well.example")]
    case = WEEKLY[NUMBERS["name-plain"]]
    judged = manners.judge([*canaries, *visits], [case], 1.0)
    assert [manner.rule for manner in judged if manner.faults] == broken


def test_the_clocks_keep_what_the_histories_count_on() -> None:
    """Weekly spans ten days in four runs, daily does not, monthly looks each time."""
    days = {name: [(t - clock(name)[0]).days for t in clock(name)] for name in HOURS}
    assert days["weekly"] == [0, 7, 14, 21, 28, 35]
    assert days["daily"][-1] < 10
    assert days["monthly"] == [0, 30, 60, 90, 120, 150]
    assert sequence("ok 2 dead 4") == ("ok", "ok", *["dead"] * 4)
