"""Fetch: how often an address is asked, and where its answers lead."""

import asyncio
import itertools
from collections.abc import Sequence
from typing import cast

import pytest
from fake_client import NONE, OK, FakeClient, fails, leads
from guide.links import addresses
from guide.links.net import fetch
from guide.links.net.client import Answer, Client
from guide.links.net.fetch import Fetcher
from guide.links.responses import Response

URL = "https://a.example/x"
ILL = Answer("", 500)


def ask(client: FakeClient, *urls: str, allow_private: bool = False) -> list[Response]:
    """Fetch addresses one after the other, in one run."""

    async def all_of_them() -> list[Response]:
        fetcher = Fetcher(
            cast("Client", client), "StiffPersonGuide", allow_private=allow_private
        )
        return [await fetcher.fetch(addresses.read(url)) for url in urls]

    return asyncio.run(all_of_them())


def throttled(seconds: int, status: int = 429) -> Answer:
    """An answer that asks to wait."""
    return Answer("", status, {"retry-after": str(seconds)})


@pytest.mark.parametrize(
    ("answers", "asked", "status", "failure"),
    [
        ([OK], 1, 200, ""),
        ([ILL, OK], 2, 200, ""),
        ([ILL, ILL, OK], 3, 200, ""),
        ([ILL, ILL, ILL, OK], 3, 500, ""),
        ([NONE, OK], 2, 200, ""),
        ([NONE, NONE, OK], 2, 404, ""),
        ([NONE, ILL, ILL], 3, 500, ""),
        ([ILL, NONE, OK], 3, 200, ""),
        ([ILL, NONE, NONE], 3, 404, ""),
        ([ILL, ILL, NONE], 3, 0, "unsure"),
        ([Answer("", 403)], 1, 403, ""),
        ([Answer("", 499)], 1, 499, ""),
        ([Answer("", 999)], 1, 999, ""),
        ([Answer("", 408), OK], 2, 200, ""),
        ([Answer("", 421), OK], 2, 200, ""),
        ([Answer("", 425), OK], 2, 200, ""),
        ([Answer("", 418), OK], 1, 418, ""),
        ([fails("reset"), OK], 2, 200, ""),
        ([fails("no host"), OK], 1, 0, "no host"),
        ([fails("certificate"), OK], 1, 0, "certificate"),
        ([throttled(60), OK], 2, 200, ""),
        ([throttled(61), OK], 1, 429, ""),
        ([throttled(60, 503), OK], 2, 200, ""),
        ([throttled(61, 503), OK], 1, 503, ""),
        ([Answer("", 200, {}, b"x", fault="truncated"), OK], 2, 200, ""),
        ([Answer("", 200, {}, b"x", fault="undecodable"), OK], 1, 200, ""),
        ([Answer("", 500, {"cf-mitigated": "challenge"}), OK], 1, 500, ""),
        # A page may hang at the first try of every day.
        ([fails("time-out", 30.0), OK], 2, 200, ""),
        ([fails("time-out", 15.0), fails("reset", 14.9), OK], 3, 200, ""),
        ([fails("time-out", 15.0), fails("reset", 15.0), OK], 2, 0, "reset"),
    ],
)  # fmt: skip
def test_an_address_is_asked_as_often_as_it_teaches_something(
    answers: Sequence[Answer], asked: int, status: int, failure: str
) -> None:
    """Three times after an error, twice where nothing is, once if that is final."""
    robots = "https://a.example/robots.txt"
    client = FakeClient({URL: answers, robots: [NONE]})
    (response,) = ask(client, URL)
    assert len(client.pages()) == asked
    assert (response.status, response.failure) == (status, failure)
    assert response.attempts == asked


def test_a_wait_that_is_asked_for_is_kept() -> None:
    """The host is left alone for as long."""
    client = FakeClient({URL: [throttled(7), OK]})
    ask(client, URL)
    assert client.limit.held == [("a.example", 7.0)]


def test_a_host_that_sends_us_away_for_long_is_not_asked_again() -> None:
    """In this run: its answer to one link is its answer to all."""
    urls = [f"https://a.example/{n}" for n in range(3)]
    client = FakeClient({key: [throttled(61)] for key in urls})
    failures = [response.failure for response in ask(client, *urls)]
    assert failures == ["", "throttled", "throttled"]
    assert client.pages() == urls[:1]
    dotted = ["https://a.example/0", "https://a.example./1"]
    client = FakeClient({key: [throttled(61)] for key in dotted})
    assert [response.failure for response in ask(client, *dotted)] == ["", "throttled"]


def test_a_host_that_asks_for_patience_three_times_is_left_alone() -> None:
    """In a row; one good answer in between begins the count anew."""
    urls = [f"https://a.example/{n}" for n in range(4)]
    client = FakeClient({key: [throttled(1)] for key in urls})
    failures = [response.failure for response in ask(client, *urls)]
    assert failures == ["", "throttled", "throttled", "throttled"]
    assert client.pages() == [urls[0]] * 3
    once = {key: [throttled(1), OK] for key in urls}
    assert [r.failure for r in ask(FakeClient(once), *urls)] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("robots", "failure", "asked"),
    [
        (fails("reset"), "reset", 3),
        (fails("time-out"), "time-out", 1),
        (NONE, "reset", 6),
        (NONE, "time-out", 2),
    ],
)
def test_a_host_that_never_answered_is_not_asked_for_its_other_links(
    robots: Answer, failure: str, asked: int
) -> None:
    """Two misses, robots.txt among them; four if that was shown; two that hang.

    A link in hand is still tried three times, unless it hangs.
    """
    urls = [f"https://a.example/{n}" for n in range(6)]
    answers = {key: [fails(failure)] for key in urls}
    client = FakeClient({**answers, "https://a.example/robots.txt": [robots]})
    responses = ask(client, *urls)
    assert len(client.pages()) == asked
    assert responses[-1].failure == "silent"
    assert responses[-1].detail == "Its host does not answer at all."


def test_a_host_that_has_answered_once_is_never_silent() -> None:
    """However much it breaks off later."""
    urls = [f"https://a.example/{n}" for n in range(6)]
    client = FakeClient({**{key: [fails("reset")] for key in urls}, urls[0]: [OK]})
    assert [one.failure for one in ask(client, *urls)] == ["", *["reset"] * 5]


def test_each_port_is_a_server_of_its_own() -> None:
    """By the number that is asked."""
    assert fetch.door("https://a.example/x") == ("a.example", 443)
    assert fetch.door("http://a.example/x") == ("a.example", 80)
    assert fetch.door("http://a.example:443/x") == ("a.example", 443)


@pytest.mark.parametrize(
    ("host", "failure"),
    [
        ("127.0.0.1", "private"),
        ("10.0.0.1", "private"),
        ("printer.local", "private"),
        ("[64:ff9b::a00:1]", "private"),
        ("[64:ff9b::808:808]", ""),
        ("8.8.8.8", ""),
    ],
)
def test_a_private_network_is_not_asked(host: str, failure: str) -> None:
    """Not at once, and not by a redirect; unless it is allowed."""
    inside = f"http://{host}/x"
    client = FakeClient({inside: [OK]})
    (response,) = ask(client, inside)
    assert response.failure == failure
    led = FakeClient({URL: [leads(inside)], inside: [OK]})
    (response,) = ask(led, URL)
    assert response.failure == failure
    assert (inside in led.asked) is not bool(failure)
    allowed = FakeClient({inside: [OK]})
    assert ask(allowed, inside, allow_private=True)[0].status == 200


def test_robots_txt_is_not_followed_into_a_private_network() -> None:
    """Its redirects are like others."""
    robots = "https://a.example/robots.txt"
    client = FakeClient({URL: [OK], robots: [leads("http://127.0.0.1/r")]})
    assert ask(client, URL)[0].status == 200
    assert client.asked == [robots, URL]


@pytest.mark.parametrize(("hops", "forbidden"), [(5, True), (6, False)])
def test_robots_txt_is_looked_for_over_five_redirects(
    hops: int, *, forbidden: bool
) -> None:
    """RFC 9309, 2.3.1.2."""
    rules = b"User-agent: StiffPersonGuide\nDisallow: /x\n"
    said = Answer("", 200, {"content-type": "text/plain"}, rules)
    names = ["robots.txt", *(f"r{n}" for n in range(1, hops + 1))]
    answers = {
        f"https://a.example/{here}": [leads(f"/{there}", 302)]
        for here, there in itertools.pairwise(names)
    }
    client = FakeClient(
        {**answers, f"https://a.example/{names[-1]}": [said], URL: [OK]}
    )
    assert (ask(client, URL)[0].failure == "robots") is forbidden


def test_robots_txt_is_asked_for_once_and_must_be_text() -> None:
    """HTML under its name is a page that says nothing to us."""
    rules = b"User-agent: StiffPersonGuide\nDisallow: /\n"
    robots = "https://a.example/robots.txt"
    for media, failure in (("text/plain", "robots"), ("text/html", ""), ("", "robots")):
        said = Answer("", 200, {"content-type": media}, rules)
        client = FakeClient({robots: [said], URL: [OK], URL + "2": [OK]})
        assert {one.failure for one in ask(client, URL, URL + "2")} == {failure}
        assert client.asked.count(robots) == 1
    gone = Answer("", 404, {"content-type": "text/plain"}, rules)
    assert ask(FakeClient({robots: [gone], URL: [OK]}), URL)[0].failure == ""


@pytest.mark.parametrize(("hops", "failure"), [(20, ""), (21, "loop")])
def test_twenty_redirects_are_followed(hops: int, failure: str) -> None:
    """One more is a loop."""
    names = [f"https://a.example/{n}" for n in range(hops + 1)]
    answers = {here: [leads(there)] for here, there in itertools.pairwise(names)}
    (response,) = ask(FakeClient({**answers, names[-1]: [OK]}), names[0])
    assert response.failure == failure
    assert len(response.hops) == min(hops, 21)


def test_a_chain_may_come_by_an_address_twice() -> None:
    """Cookies may change it; a third time is a loop."""
    back = FakeClient({URL: [leads(URL), OK]})
    assert ask(back, URL)[0].status == 200
    twice = FakeClient({URL: [leads(URL), leads(URL), OK]})
    assert ask(twice, URL)[0].status == 200
    ever = FakeClient({URL: [leads(URL)]})
    assert ask(ever, URL)[0].failure == "loop"
    assert len(ever.pages()) == 3


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(301, True), (308, True), (302, False), (303, False), (307, False), (300, False)],
)
def test_a_redirect_is_permanent_or_not(status: int, *, permanent: bool) -> None:
    """By its status."""
    end = "https://b.example/y"
    (response,) = ask(FakeClient({URL: [leads(end, status)], end: [OK]}), URL)
    assert [(hop.target, hop.permanent) for hop in response.hops] == [(end, permanent)]
    assert response.final_url == end


def test_a_step_to_the_same_page_is_permanent() -> None:
    """Whatever its status."""
    end = "https://a.example/x/"
    (response,) = ask(FakeClient({URL: [leads("/x/", 302)], end: [OK]}), URL)
    assert response.hops[0].permanent


@pytest.mark.parametrize(
    ("answer", "failure", "detail"),
    [
        (Answer("", 301), "location", "It redirects, but does not say where."),
        (
            leads("mailto:a@b.example"),
            "location",
            "It redirects to 'mailto:a@b.example', which is no web address.",
        ),
        (
            leads("http://"),
            "location",
            "It redirects to 'http://', which is no web address.",
        ),
        (Answer("", 300), "", ""),
    ],
)
def test_a_redirect_must_say_where(answer: Answer, failure: str, detail: str) -> None:
    """300 may also leave the choice to the reader."""
    (response,) = ask(FakeClient({URL: [answer]}), URL)
    assert (response.failure, response.detail) == (failure, detail)


def refreshing(delay: str, target: str, status: int = 200) -> Answer:
    """A page that sends its reader elsewhere."""
    html = f'<meta http-equiv="refresh" content="{delay}; url={target}">A page'
    return Answer("", status, {"content-type": "text/html"}, html.encode())


@pytest.mark.parametrize(
    ("delay", "hops", "permanent"),
    [
        ("0", 1, True),
        ("1", 1, True),
        ("1.5", 1, False),
        ("10", 1, False),
        ("10.5", 0, False),
    ],
)
def test_a_page_may_send_its_reader_elsewhere(
    delay: str, hops: int, *, permanent: bool
) -> None:
    """At once for good, soon for the time being, later not at all."""
    end = "https://b.example/y"
    (response,) = ask(FakeClient({URL: [refreshing(delay, end)], end: [OK]}), URL)
    assert len(response.hops) == hops
    assert [hop.permanent for hop in response.hops] == [permanent] * hops


def test_a_page_that_reloads_itself_or_an_error_stays() -> None:
    """Where it is."""
    (response,) = ask(FakeClient({URL: [refreshing("0", URL)]}), URL)
    assert response.hops == ()
    (response,) = ask(FakeClient({URL: [refreshing("0", "/y", 403)]}), URL)
    assert response.hops == ()
    header = Answer("", 200, {"refresh": "0; url=/y"}, b"x")
    end = "https://a.example/y"
    (response,) = ask(FakeClient({URL: [header], end: [OK]}), URL)
    assert response.final_url == end


def test_the_last_fragment_on_the_way_is_kept() -> None:
    """As browsers keep it."""
    one, two = "https://a.example/1", "https://a.example/2"
    client = FakeClient({URL: [leads("/1#p")], one: [leads("/2")], two: [OK]})
    assert ask(client, URL)[0].final_url == f"{two}#p"


def test_a_host_is_tested_with_an_address_that_cannot_exist() -> None:
    """Once a folder, with the same ending, where a page may only say "not found"."""
    lost = Answer("", 200, {"content-type": "text/html"}, b"Page not found")
    urls = [f"https://a.example/f/{n}.html" for n in (1, 2)]

    class Anything(FakeClient):
        async def get(self, url: str, *rest: object, **named: object) -> Answer:
            if "nowhere" in url:
                self.asked.append(url)
                return Answer(url, lost.status, lost.headers, lost.body)
            return await super().get(url, *rest, **named)  # type: ignore[arg-type]

    client = Anything({key: [lost] for key in urls})
    responses = ask(client, *urls)
    assert all(one.nowhere and "not found" in one.nowhere.text for one in responses)
    made_up = [url for url in client.asked if "nowhere" in url]
    assert len(made_up) == 1
    assert made_up[0].startswith("https://a.example/f/nowhere-")
    assert made_up[0].endswith(".html")
    other = FakeClient({key: [lost] for key in urls})
    assert [one.nowhere for one in ask(other, *urls)] == [None, None]


def test_a_host_that_shows_its_robots_txt_is_given_up_at_the_fourth_miss() -> None:
    """A page that hangs then is not asked again."""
    one, two = "https://a.example/1", "https://a.example/2"
    robots = "https://a.example/robots.txt"
    client = FakeClient(
        {one: [fails("reset")], two: [fails("time-out")], robots: [NONE]}
    )
    ask(client, one, two)
    assert client.pages() == [one, one, one, two]
