"""The hands of the check, without a network: bounds, counts, patience, lanes."""

import asyncio
import gzip
import ipaddress
import json
import random
import zlib
from collections.abc import AsyncIterator, Iterable
from types import SimpleNamespace
from typing import Any, cast

import brotli
import pytest
from fake_client import NONE, OK, USUAL, FakeClient, fails
from found_links import found_link
from guide.library.identifiers import Record
from guide.links import addresses, run
from guide.links.net import archive, client
from guide.links.net.client import Answer, Client, Limits
from guide.links.net.identifier_services import (
    NOT_ASKED,
    SILENT,
    WEARY,
    IdentifierServices,
)
from guide.links.net.rate_limit import RateLimit
from guide.links.record import Link, LinkJudgement

STAMP = "2026-01-05T06:00:00+00:00"
NOISE = random.Random(1).randbytes(4096)  # noqa: S311 -- bytes that cannot be packed


def body(
    packed: bytes, coding: str, limits: Limits = USUAL, piece: int = 1000
) -> tuple[bytes, bool, str]:
    """Read a body that comes in pieces."""

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(packed), piece):
            yield packed[start : start + piece]

    answer = SimpleNamespace(
        headers={"Content-Encoding": coding},
        content=SimpleNamespace(iter_any=pieces),
    )
    return asyncio.run(client._body(cast("Any", answer), limits))  # noqa: SLF001 -- its bound is what is tested


def raw_deflate(data: bytes) -> bytes:
    """Deflate without the header that it should have."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("packed", "coding"),
    [
        (NOISE, ""),
        (NOISE, "identity"),
        (NOISE, "utf-8"),
        (gzip.compress(NOISE), "gzip"),
        (gzip.compress(NOISE), " X-GZIP "),
        (zlib.compress(NOISE), "deflate"),
        (raw_deflate(NOISE), "deflate"),
        (brotli.compress(NOISE), "br"),
        (brotli.compress(gzip.compress(NOISE)), "gzip, br"),
        (gzip.compress(brotli.compress(NOISE)), "br, gzip"),
    ],
)
def test_a_body_is_unpacked(packed: bytes, coding: str) -> None:
    """However often it was packed."""
    assert body(packed, coding) == (NOISE, True, "")


@pytest.mark.parametrize(
    ("packed", "coding", "fault"),
    [
        (gzip.compress(NOISE)[:-9], "gzip", "truncated"),
        (brotli.compress(NOISE)[:-9], "br", "truncated"),
        (b"no gzip at all", "gzip", "undecodable"),
        (b"no brotli at all", "br", "undecodable"),
        (b"whatever", "zstd", "undecodable"),
        (b"whatever", "compress", "undecodable"),
    ],
)
def test_what_cannot_be_unpacked_is_said(
    packed: bytes, coding: str, fault: str
) -> None:
    """Broken off or no such packing."""
    _, whole, said = body(packed, coding)
    assert (whole, said) == (False, fault)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, br"])
def test_a_bomb_is_unpacked_to_its_bound(coding: str) -> None:
    """Not a piece more than the bound allows."""
    large = bytes(8 * 1024 * 1024)
    packers = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": brotli.compress,
        "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
    }
    unpacked, whole, fault = body(packers[coding](large), coding, piece=10**6)
    assert len(unpacked) <= 1024 * 1024 + 64 * 1024
    assert (whole, fault) == (False, "")


@pytest.mark.parametrize(
    ("size", "whole"), [(4096, True), (4097, False)], ids=["bound", "more"]
)
def test_a_body_is_read_to_its_bound(size: int, *, whole: bool) -> None:
    """As many bytes as the bound says are whole; one more is cut."""
    data = (NOISE + b"x")[:size]
    read, was_whole, fault = body(data, "", Limits(read=4096))
    assert (read, was_whole, fault) == (data[:4096], whole, "")


def test_an_unpacked_body_of_the_bound_counts_as_cut() -> None:
    """Nobody knows whether more would come."""
    packed = gzip.compress(NOISE)
    assert body(packed, "gzip", Limits(unpacked=4097))[1] is True
    assert body(packed, "gzip", Limits(unpacked=4096))[1] is False


def test_the_bounds_are_those_of_the_policy() -> None:
    """Seconds by the clock, bytes as sent and unpacked."""
    limits = Limits()
    assert (limits.total, limits.read, limits.unpacked) == (30.0, 262_144, 1_048_576)
    assert pytest.approx(10.0) == client.CONNECT_SECONDS


@pytest.mark.parametrize(
    ("header", "media", "charset"),
    [
        ("Text/HTML; Charset='UTF-8'", "text/html", "UTF-8"),
        ("text/html;a=b; charset = latin-1", "text/html", "latin-1"),
        ("text/html", "text/html", ""),
        ("", "", ""),
    ],
)
def test_an_answer_says_what_it_is(header: str, media: str, charset: str) -> None:
    """By its Content-Type."""
    answer = Answer("u", 200, {"content-type": header})
    assert (answer.media, answer.charset) == (media, charset)


def looked_up(*numbers: str, allow_private: bool = False) -> list[str]:
    """What the resolver makes of a name with these addresses."""

    class Known(client.Resolver):
        async def _ask(self, *_: Any) -> list[tuple[int, str, int]]:  # noqa: ANN401
            return [(2, number, 443) for number in numbers]

    async def look() -> list[str]:
        resolver = Known(allow_private=allow_private)
        found = await resolver.resolve("a.example", 443)
        await resolver.close()
        return [one["host"] for one in found]

    return asyncio.run(look())


@pytest.mark.parametrize(
    "number", ["10.0.0.1", "127.0.0.1", "::1", "fe80::1%eth0", "64:ff9b::7f00:1"]
)
def test_a_name_that_leads_into_a_private_network_is_refused(number: str) -> None:
    """Even beside a public address; unless it is allowed."""
    assert looked_up("8.8.8.8", "64:ff9b::808:808") == ["8.8.8.8", "64:ff9b::808:808"]
    with pytest.raises(client.PrivateHostError, match="inside a private network"):
        looked_up("8.8.8.8", number)
    assert looked_up(number, allow_private=True) == [number]
    assert ipaddress.ip_address(number.partition("%")[0])


def test_requests_to_a_host_are_a_pause_apart() -> None:
    """Those to others are not; a turn that was not used costs none."""

    async def times() -> list[float]:
        loop = asyncio.get_running_loop()
        limit, began = RateLimit(0.05, {"slow": 0.1}), loop.time()
        passed = []

        async def turn(host: str, *, used: bool = True) -> None:
            async with limit.turn(host) as held:
                held.used = used
                passed.append(loop.time() - began)

        await turn("a")
        await turn("b", used=False)
        await turn("b")
        await turn("a")
        await turn("slow")
        await turn("slow")
        limit.hold("c", 0.05)
        limit.hold("c", 0.01)
        await turn("c")
        return passed

    a, b, b_again, a_again, slow, slow_again, c = asyncio.run(times())
    assert max(a, b, b_again) < 0.045
    assert 0.05 <= a_again < 0.5
    assert slow - a_again < 0.05
    assert 0.1 <= slow_again - slow < 0.5
    assert c - slow_again >= 0.045


def archived(links: Iterable[Link], answers: dict[str, list[Answer]]) -> FakeClient:
    """Look for copies of dead links."""
    fake = FakeClient(answers)
    found = {link.url: link for link in links}
    asyncio.run(run._add_archived(cast("Client", fake), found))  # noqa: SLF001 -- its patience is what is tested
    return fake


def test_an_archive_that_does_not_answer_twice_is_left_alone() -> None:
    """Its silence must not cost the run minutes."""
    links = [
        found_link(f"https://a.example/{n}", "dead", STAMP, told=True) for n in range(5)
    ]
    web = "https://web.archive.org/web/"
    silent = {f"{web}{link.url}": [fails("time-out")] for link in links}
    assert len(archived(links, silent).asked) == 2
    once = {**silent, f"{web}{links[1].url}": [NONE]}
    assert len(archived(links, once).asked) == 3


def test_only_what_a_person_must_replace_is_looked_for() -> None:
    """Once a finding."""
    links = [
        found_link("https://a.example/1", "dead", STAMP),
        found_link("https://a.example/2", "moved", STAMP, told=True),
        found_link("https://a.example/3", "anchor", STAMP, told=True),
        found_link("http://10.0.0.1/4", "dead", STAMP, told=True),
        *(
            found_link(f"https://a.example/{verdict}", verdict, STAMP, told=True)
            for verdict in ("dead", "down", "soft-404", "parked", "content", "tls")
        ),
    ]  # fmt: skip
    asked = archived(links, {}).asked
    assert [url.rpartition("/")[2] for url in asked] == [
        "content", "dead", "down", "parked", "soft-404", "tls",
    ]  # fmt: skip


def find(answer: Answer) -> str | None:
    """What the archive is understood to say."""
    fake = FakeClient({"https://web.archive.org/web/https://a.example/": [answer]})
    return asyncio.run(archive.find(cast("Client", fake), "https://a.example/#x"))


@pytest.mark.parametrize(
    ("answer", "copy"),
    [
        (Answer("", 302, {"location": "/web/2020/https://a.example/"}), "https://web.archive.org/web/2020/https://a.example/"),
        (Answer("", 302, {"location": "https://b.example/"}), "https://b.example/"),
        (Answer("", 302, {"location": "javascript:x"}), ""),
        (Answer("", 302), ""),
        (Answer("", 200, {"location": "https://b.example/"}), ""),
        (NONE, ""),
        (fails("reset"), None),
    ],
)  # fmt: skip
def test_the_archive_sends_readers_to_its_copy(
    answer: Answer, copy: str | None
) -> None:
    """The copy itself is not fetched."""
    assert find(answer) == copy


@pytest.mark.parametrize(
    ("answer", "copy"),
    [
        ({"closest": {"url": "https://w/", "available": True}}, "https://w/"),
        ({"closest": {"url": "https://w/", "available": False}}, ""),
        ({"closest": {"url": "ftp://w/", "available": True}}, ""),
        ({}, ""),
        (None, None),
    ],
)
def test_the_archives_list_names_the_closest_copy(
    monkeypatch: pytest.MonkeyPatch, answer: object, copy: str | None
) -> None:
    """Where only that is to be asked."""
    monkeypatch.setenv("WAYBACK_AVAILABLE_URL", "https://l.example/")
    url = "https://l.example/?url=https%3A%2F%2Fa.example%2F"
    text = json.dumps({"archived_snapshots": answer}).encode()
    said = Answer("", 200, {}, text) if answer is not None else fails("reset")
    fake = FakeClient({url: [said]})
    found = asyncio.run(archive.find(cast("Client", fake), "https://a.example/"))
    assert found == copy


def told(
    answers: dict[str, list[Answer]], *batches: list[Record]
) -> tuple[list[LinkJudgement], FakeClient]:
    """What identifier services say in one run."""
    fake = FakeClient(answers)

    async def ask() -> list[LinkJudgement]:
        services = IdentifierServices(cast("Client", fake), "a@b.example")
        return [
            judgement
            for batch in batches
            for judgement in (await services.ask(batch)).values()
        ]

    return asyncio.run(ask()), fake


DOI = "https://doi.org/api/handles/10.1/"
LIVES = Answer("", 200, {}, b'{"responseCode": 1}')


def test_a_doi_is_asked_three_times_at_most() -> None:
    """Until the answer can be used."""
    ill = Answer("", 500)
    said, fake = told({DOI + "a": [ill, ill, LIVES]}, [Record("doi", "10.1/a")])
    assert ([one.verdict for one in said], len(fake.asked)) == (["ok"], 3)
    said, fake = told({DOI + "a": [ill]}, [Record("doi", "10.1/a")])
    assert (said, len(fake.asked)) == ([SILENT], 3)


def test_a_service_that_fails_twice_is_not_asked_again() -> None:
    """For its other records."""
    answers = {DOI + name: [fails("reset")] for name in "abc"}
    records = [[Record("doi", f"10.1/{name}")] for name in "abc"]
    said, fake = told(answers, *records)
    assert (said, len(fake.asked)) == ([SILENT, NOT_ASKED, NOT_ASKED], 2)


@pytest.mark.parametrize(("seconds", "asked"), [(60, 2), (61, 1)])
def test_a_service_that_sends_us_away_for_long_is_left_alone(
    seconds: int, asked: int
) -> None:
    """A minute is waited for."""
    away = Answer("", 429, {"retry-after": str(seconds)})
    said, fake = told({DOI + "a": [away, LIVES]}, [Record("doi", "10.1/a")])
    assert len(fake.asked) == asked
    assert said == ([LinkJudgement("ok", "")] if asked == 2 else [WEARY])
    assert fake.limit.held == ([("doi.org", 60.0)] if asked == 2 else [])


def test_a_study_is_missing_if_it_is_twice() -> None:
    """A 404 may be an accident."""
    url = (
        "https://clinicaltrials.gov/api/v2/studies/NCT00000001?fields=NCTId&format=json"
    )
    fine = Answer("", 200, {}, b'{"a": 1}')
    record = [Record("trials", "NCT00000001")]
    assert told({url: [NONE, fine]}, record)[0][0].verdict == "ok"
    said, fake = told({url: [NONE, NONE, fine]}, record)
    assert (said[0].verdict, len(fake.asked)) == ("dead", 2)


def test_a_hundred_records_are_asked_at_once() -> None:
    """One more is another request."""

    class Summaries(FakeClient):
        async def get(self, url: str, *_: object, **__: object) -> Answer:
            self.asked.append(url)
            ids = url.partition("&id=")[2].partition("&")[0].split(",")
            result = {one: {"uid": one} for one in ids}
            return Answer(url, 200, {}, json.dumps({"result": result}).encode())

    for count, asked in ((100, 1), (101, 2)):
        fake = Summaries({})
        records = [Record("pubmed", str(n)) for n in range(count)]
        services = IdentifierServices(cast("Client", fake), "a@b.example")
        said = asyncio.run(services.ask(records))
        assert {one.verdict for one in said.values()} == {"ok"}
        assert len(fake.asked) == asked
        assert fake.asked[0].endswith("&tool=guide&email=a%40b.example")


def test_a_page_is_read_from_its_answer() -> None:
    """Sanity of the fake: it answers as laid out."""
    fake = FakeClient({"https://a.example/": [OK]})
    assert asyncio.run(fake.get("https://a.example/")).status == 200
    assert addresses.read("https://a.example/").host == "a.example"
