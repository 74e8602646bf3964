"""Verdicts: what a response means, with each threshold on both sides of its edge."""

from dataclasses import replace

import pytest
from guide.links import addresses, verdicts, webpages
from guide.links.record import Link
from guide.links.responses import Failure, Hop, Response
from guide.links.state import KnownLink
from guide.links.webpages import WebPage

URL = "https://a.example/papers/one"
PROSE = " ".join(f"word{number:03}" for number in range(300))
STAMP = "2026-01-05T06:00:00+00:00"


def page(text: str, title: str = "A paper", extra: str = "") -> WebPage:
    """A foreign page."""
    html = f"<html><head><title>{title}</title>{extra}</head><body>{text}</body></html>"
    return webpages.read(html.encode())


def words(count: int, name: str = "word") -> str:
    """So many words, each another."""
    return " ".join(f"{name}{number:03}" for number in range(count))


def response(shown: WebPage | None = None, **facts: object) -> Response:
    """A good answer."""
    plain = Response(URL, URL, status=200, media="text/html", head=b"<html", size=100)
    return replace(plain, page=shown, **facts)  # type: ignore[arg-type]


def hops(*targets: str, permanent: bool = True) -> tuple[Hop, ...]:
    """Redirects from the link to its last address."""
    sources = (URL, *targets)
    pairs = zip(sources, targets, strict=False)
    return tuple(Hop(source, target, permanent) for source, target in pairs)


def known(text: str, host: str = "a.example") -> KnownLink:
    """What is remembered of a page of these words."""
    remembered = webpages.fingerprint(page(text, ""))
    return KnownLink("ok", STAMP, 1, STAMP, STAMP, words=remembered, host=host)


def judged(
    seen: Response, last: KnownLink | None = None, url: str = URL
) -> tuple[str, str]:
    """The verdict and its reason."""
    link = Link(url, addresses.read(url), known=last, response=seen)
    judgement = verdicts.judge(link).judgement
    assert judgement is not None
    return judgement.verdict, judgement.reason


def verdict(seen: Response, last: KnownLink | None = None, url: str = URL) -> str:
    """The verdict alone."""
    return judged(seen, last, url)[0]


def test_a_link_without_a_response_cannot_be_judged() -> None:
    """It is a fault of the program."""
    with pytest.raises(ValueError, match=f"^{URL} has no response to judge$"):
        verdicts.judge(Link(URL, addresses.read(URL)))


@pytest.mark.parametrize(
    ("failure", "wanted"),
    [
        ("no host", "dead"),
        ("loop", "dead"),
        ("location", "dead"),
        ("private", "dead"),
        ("certificate", "tls"),
        ("certificate chain", "tls"),
        ("robots", "unchecked"),
        ("silent", "unchecked"),
        ("throttled", "unchecked"),
        ("time-out", "flaky"),
        ("refused", "flaky"),
        ("reset", "flaky"),
        ("garbage", "flaky"),
        ("no name service", "flaky"),
        ("tls", "flaky"),
        ("unsure", "flaky"),
    ],
)
def test_no_answer_says_why(failure: Failure, wanted: str) -> None:
    """Each failure has its verdict; its words are the reason."""
    seen = Response(URL, URL, failure=failure, detail="So it is.")
    link = verdicts.judge(Link(URL, addresses.read(URL), response=seen))
    assert link.judgement is not None
    assert (link.judgement.verdict, link.judgement.reason) == (wanted, "So it is.")
    assert link.judgement.weak is (failure == "certificate chain")


@pytest.mark.parametrize(
    ("status", "wanted", "reason"),
    [
        (404, "dead", "The server answers 404 (not found)."),
        (410, "dead", "The server answers 410 (gone)."),
        (
            429,
            "blocked",
            "The server answers 429: it asks machines to come back later.",
        ),
        *(
            (
                status,
                "blocked",
                f"The server answers {status}: it does not let machines in.",
            )
            for status in (401, 402, 403, 405, 406, 407, 418, 423, 451, 999)
        ),
        *(
            (status, "flaky", f"The server answers {status}, an error of its own.")
            for status in (100, 199, 300, 304, 400, 409, 411, 500, 503, 599)
        ),
    ],
)
def test_a_status_says_enough(status: int, wanted: str, reason: str) -> None:
    """An error, a shut door, trouble of the server's own."""
    assert judged(response(status=status)) == (wanted, reason)


@pytest.mark.parametrize("status", [200, 203, 299])
def test_a_good_status_is_a_good_page(status: int) -> None:
    """Where the page says nothing else."""
    assert judged(response(page(PROSE), status=status)) == ("ok", "")


def test_a_challenged_error_is_a_shut_door() -> None:
    """A 503 that tests for humans lets readers in."""
    assert verdict(response(status=503, challenged=True)) == "blocked"


@pytest.mark.parametrize(("count", "wanted"), [(7, "blocked"), (8, "ok")])
def test_202_without_words_is_what_machines_get(count: int, wanted: str) -> None:
    """A page with words is a page."""
    assert verdict(response(page(words(count), ""), status=202)) == wanted
    assert verdict(response(status=202)) == "blocked"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Just a moment... " + words(240), "blocked"),
        ("Just a moment... " + words(247), "ok"),
        ("Verify you are human. Page not found.", "ok"),
        ("sie ein mensch sind", "blocked"),
        ("A paper on a captive chatter", "ok"),
    ],
)
def test_a_challenge_is_short(text: str, wanted: str) -> None:
    """250 words are a page, and what says "not found" is none."""
    assert verdict(response(page(text, ""))) == wanted


@pytest.mark.parametrize(("count", "wanted"), [(29, "blocked"), (30, "ok")])
def test_a_captcha_alone_is_a_challenge(count: int, wanted: str) -> None:
    """A form with a captcha stands on honest pages, too."""
    box = f'<p>{words(count)}</p><div class="x g-recaptcha"></div>'
    assert verdict(response(page(box, ""))) == wanted


def test_a_page_for_consent_is_a_shut_door() -> None:
    """Unless it was asked for, or nothing led there."""
    end = "https://a.example/consent?to=one"
    seen = response(page(PROSE), final_url=end, hops=hops(end, permanent=False))
    assert verdict(seen) == "blocked"
    assert verdict(response(page(PROSE), final_url=end)) == "ok"
    asked = "https://a.example/consent/form"
    assert verdict(replace(seen, url=asked)) == "ok"


@pytest.mark.parametrize(
    ("path", "text", "wanted"),
    [
        ("/login", '<input type="password">' + PROSE, "blocked"),
        ("/login", "Please sign in", "blocked"),
        ("/login", "Welcome to all", "ok"),
        ("/account/sso", "Log in with", "blocked"),
        ("/catalogin", "Log in with", "ok"),
        ("/login", "<script>go()</script>Wait", "blocked"),
    ],
)
def test_a_redirect_to_a_login_is_a_shut_door(
    path: str, text: str, wanted: str
) -> None:
    """If the page looks like one."""
    end = f"https://a.example{path}"
    seen = response(page(text, ""), final_url=end, hops=hops(end, permanent=False))
    assert verdict(seen) == wanted
    at_once = replace(seen, hops=())
    assert verdict(replace(at_once, final_url=URL)) == "ok"


def test_a_login_that_was_cited_is_no_redirect_to_one() -> None:
    """Its address says so itself."""
    asked = "https://a.example/login/help"
    end = "https://a.example/sso"
    seen = response(page("Please sign in"), url=asked, final_url=end)
    seen = replace(seen, hops=(Hop(asked, end, permanent=False),))
    assert verdict(seen, url=asked) == "ok"


@pytest.mark.parametrize(("count", "wanted"), [(197, "blocked"), (198, "ok")])
def test_a_short_page_that_asks_for_a_password_is_shut(count: int, wanted: str) -> None:
    """200 words are a page, with a form beside them."""
    text = f'<input type="PASSWORD">Log in {words(count)}'
    assert verdict(response(page(text, ""))) == wanted
    assert verdict(response(page(text.replace("Log in", "Come in"), ""))) == "ok"


@pytest.mark.parametrize(
    ("end", "wanted"),
    [
        ("https://www.sedo.com/x", "parked"),
        ("https://eu.sedo.com/x", "parked"),
        ("https://notsedo.com/x", "ok"),
    ],
)
def test_a_seller_of_domains_is_known(end: str, wanted: str) -> None:
    """By the host that a link leads to."""
    seen = response(page(PROSE), final_url=end, hops=hops(end, permanent=False))
    assert verdict(seen) == wanted
    if wanted == "parked":
        assert judged(seen)[1].startswith("The link leads to ")


def test_a_seller_may_be_cited() -> None:
    """Who links to one means it."""
    url = "https://sedo.com/about"
    assert verdict(response(page(PROSE), url=url, final_url=url), url=url) == "ok"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("This domain is for sale. " + words(244), "parked"),
        ("This domain is for sale. " + words(245), "ok"),
        ("The domain name a-b.example may be available for purchase", "parked"),
        ("Diese Domain steht zum Verkauf", "parked"),
        ("This house is for sale", "ok"),
    ],
)
def test_a_page_for_sale_is_short(text: str, wanted: str) -> None:
    """A long page may speak of domains."""
    assert verdict(response(page(text, ""))) == wanted


def test_the_markup_of_sellers_gives_them_away() -> None:
    """Whatever language the page speaks."""
    html = b'<html data-adblockkey="x"><body>abc def</body></html>'
    assert verdict(response(webpages.read(html))) == "parked"


@pytest.mark.parametrize(
    ("left", "wanted"), [(2, "parked"), (3, "ok")], ids=["10 %", "15 %"]
)
def test_a_page_that_lost_its_words_to_another_host_was_taken_over(
    left: int, wanted: str
) -> None:
    """Under 15 % of 20 remembered words, on another host."""
    kept = f"{words(left)} {words(20, 'other')}"
    seen = response(page(kept, ""), final_url="https://b.example/papers/one")
    seen = replace(seen, hops=hops(seen.final_url, permanent=False))
    assert verdict(seen, known(words(20))) == wanted


@pytest.mark.parametrize(("count", "wanted"), [(7, "ok"), (8, "parked")])
def test_few_remembered_words_prove_nothing(count: int, wanted: str) -> None:
    """Eight are enough."""
    end = "https://b.example/papers/one"
    last = known(words(count).replace("word", "old"))
    last = replace(last, words=last.words[: count * 5])
    seen = response(page(words(20, "other"), ""), final_url=end)
    seen = replace(seen, hops=hops(end, permanent=False))
    assert verdict(seen, last) == wanted


@pytest.mark.parametrize(("count", "wanted"), [(7, "ok"), (8, "parked")])
def test_few_words_of_today_prove_nothing(count: int, wanted: str) -> None:
    """Nor do few words on the page."""
    end = "https://b.example/papers/one"
    seen = response(page(words(count, "other"), ""), final_url=end)
    seen = replace(seen, hops=hops(end, permanent=False))
    assert verdict(seen, known(words(20))) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("poker jackpot", "parked"),
        ("poker", "ok"),
        ("kasino", "parked"),
        ("cheap pills, order pills", "parked"),
        ("cheap pills", "ok"),
        ("", "ok"),
    ],
)
def test_gambling_on_the_old_host_is_a_takeover(text: str, wanted: str) -> None:
    """One strong word, two of the others, or two sentences of a seller."""
    shown = page(f"{text} {words(20, 'other')}", "")
    assert verdict(response(shown), known(words(20))) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("casino: welcome bonus, free spins, bet now", "parked"),
        ("casino: welcome bonus, free spins", "ok"),
        ("welcome bonus, free spins, bet now", "ok"),
        ("no prescription, overnight delivery, online pharmacy", "parked"),
    ],
)
def test_three_sentences_of_a_seller_need_no_memory(text: str, wanted: str) -> None:
    """Only sellers speak so."""
    assert verdict(response(page(f"{text} {PROSE}", ""))) == wanted


@pytest.mark.parametrize(
    ("end", "wanted"),
    [
        ("https://a.example/", "soft-404"),
        ("https://a.example/en/", "soft-404"),
        ("https://a.example/?notfound=1", "soft-404"),
        ("https://a.example/?error=404", "soft-404"),
        ("https://a.example/?page=3", "moved"),
        ("https://a.example/papers", "moved"),
    ],
)
def test_a_deep_link_that_ends_on_the_front_page_is_lost(end: str, wanted: str) -> None:
    """Whatever the front page is told of it."""
    assert verdict(response(page(PROSE), final_url=end, hops=hops(end))) == wanted


@pytest.mark.parametrize(
    ("url", "end", "wanted"),
    [
        ("https://a.example/sps", "https://b.example/", "moved"),
        ("https://a.example/go/sps", "https://b.example/", "moved"),
        ("https://a.example/sps", "https://www.a.example/", "soft-404"),
        ("https://a.example/sps.html", "https://b.example/", "soft-404"),
        ("https://a.example/papers/sps", "https://b.example/", "soft-404"),
        ("https://a.example/sps?id=3", "https://b.example/", "soft-404"),
    ],
)
def test_a_short_address_may_mean_a_front_page(url: str, end: str, wanted: str) -> None:
    """Of another host; a page that was deep is lost there, too."""
    seen = response(page(PROSE), url=url, final_url=end)
    seen = replace(seen, hops=(Hop(url, end, permanent=True),))
    assert verdict(seen, url=url) == wanted


def test_a_front_page_may_lead_to_another() -> None:
    """It was never deep."""
    url, end = "https://a.example/", "https://a.example/en/"
    seen = response(page(PROSE), url=url, final_url=end)
    seen = replace(seen, hops=(Hop(url, end, permanent=True),))
    assert verdict(seen, url=url) == "moved"


def test_a_page_that_says_not_found_is_believed_if_its_host_repeats_itself() -> None:
    """It says the same of an address that cannot exist."""
    shown = page("Sorry, the page was not found.", "Oops")
    assert verdict(response(shown, nowhere=shown)) == "soft-404"
    assert verdict(response(shown)) == "ok"
    other = page(words(30, "other"), "Another")
    assert verdict(response(shown, nowhere=other)) == "ok"


@pytest.mark.parametrize(("common", "same"), [(6, True), (5, False)])
def test_six_tenths_of_the_words_are_the_same_page(common: int, *, same: bool) -> None:
    """Of all words of both."""
    one = page(words(common) + " " + words(10 - common, "mine"), "")
    two = page(words(common), "")
    assert verdicts.says_same(one, two) is same


def test_the_same_title_is_the_same_page_if_it_says_not_found() -> None:
    """A title alone proves nothing."""
    gone = page("page not found " + words(30), "Site")
    other = page("page not found " + words(30, "other"), "Site")
    fine = page(words(30, "other"), "Site")
    untitled = page("page not found " + words(30, "other"), "")
    assert verdicts.says_same(gone, other)
    assert not verdicts.says_same(other, page(words(30, "third"), "Site"))
    assert not verdicts.says_same(gone, fine)
    assert not verdicts.says_same(page("not found " + words(30), ""), untitled)


@pytest.mark.parametrize(
    ("text", "title", "suspicious"),
    [
        ("Sorry, this page does not exist", "", True),
        ("Seite nicht gefunden", "", True),
        (PROSE, "404 - Page not found", True),
        (PROSE + " was not found", "", False),
        (words(246) + " was not found", "", True),
        (words(247) + " was not found", "", False),
        (PROSE, "not found " + "x" * 109, True),
        (PROSE, "not found " + "x" * 110, False),
        (PROSE, "All is well", False),
    ],
)
def test_a_page_that_may_say_not_found_is_looked_into(
    text: str, title: str, *, suspicious: bool
) -> None:
    """By the title of a long page, or all of a short one."""
    seen = response(page(text, title))
    assert verdicts.is_suspicious(seen) is suspicious
    assert not verdicts.is_suspicious(replace(seen, status=404))
    assert not verdicts.is_suspicious(replace(seen, page=None))


def test_a_permanent_move_to_other_words_is_lost() -> None:
    """The page that was cited is not there."""
    end = "https://a.example/papers/two"
    seen = response(page(words(20, "other")), final_url=end, hops=hops(end))
    assert verdict(seen, known(words(20))) == "soft-404"
    later = replace(seen, hops=hops(end, permanent=False))
    assert verdict(later, known(words(20))) == "ok"
    assert verdict(replace(seen, hops=()), known(words(20))) == "ok"
    assert verdict(seen, known(words(20, "other"))) == "moved"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"fault": "truncated"}, "The page is truncated."),
        ({"size": 0}, "The page is empty."),
        ({"page": page("", "")}, "The page is empty."),
        ({"page": page("\ufffd" * 30 + "a" * 60, "")}, "The page is undecodable."),
    ],
)
def test_a_body_that_nobody_can_use_is_content(
    facts: dict[str, object], reason: str
) -> None:
    """Broken off, empty, or no text."""
    assert judged(replace(response(page(PROSE)), **facts)) == ("content", reason)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "media", "head", "wanted"),
    [
        ("https://a.example/x.pdf", "text/html", b"<html", "content"),
        ("https://a.example/x.PDF", "text/html", b"<html", "content"),
        ("https://a.example/x.pdf", "application/pdf", b"\n%PDF-1.7", "ok"),
        ("https://a.example/x", "application/pdf", b"junk", "content"),
        ("https://a.example/x.pdf", "text/html", b" " * 1020 + b"%PDF", "ok"),
        ("https://a.example/x.pdf", "text/html", b" " * 1021 + b"%PDF", "content"),
        ("https://a.example/x.pdf", "image/png", b"PNG", "ok"),
        ("https://a.example/x.pdf?y", "text/html", b"<html", "content"),
    ],
)
def test_a_pdf_is_one(url: str, media: str, head: bytes, wanted: str) -> None:
    """By its first bytes, whatever the server calls it."""
    seen = response(url=url, final_url=url, media=media, head=head)
    assert verdict(seen, url=url) == wanted


def test_a_page_behind_a_pdf_address_is_none() -> None:
    """It shows HTML."""
    url = "https://a.example/x.pdf"
    seen = response(page(PROSE), url=url, final_url=url, media="")
    assert verdict(seen, url=url) == "content"


@pytest.mark.parametrize(
    ("text", "title", "wanted"),
    [
        (f"You see the.pdf here. {PROSE}", "", "ok"),
        (PROSE, "The.pdf - viewer", "ok"),
        ("The.pdf was not found.", "", "content"),
    ],
)
def test_a_page_may_show_the_file(text: str, title: str, wanted: str) -> None:
    """A viewer names the file that its address ends in."""
    url = "https://a.example/the.pdf"
    seen = response(page(text, title), url=url, final_url=url)
    assert verdict(seen, url=url) == wanted


@pytest.mark.parametrize(
    ("fragment", "plain", "scripted", "app"),
    [
        ("L10", "anchor", "ok", "ok"),
        ("L10-L20", "anchor", "ok", "ok"),
        ("L10C3-20", "anchor", "ok", "ok"),
        ("gid=0", "anchor", "ok", "ok"),
        ("a/b", "anchor", "ok", "ok"),
        ("gone", "anchor", "anchor", "ok"),
    ],
)
def test_a_script_may_be_steered(
    fragment: str, plain: str, scripted: str, app: str
) -> None:
    """Lines of a file and sheets where there are scripts; all where they build it."""
    url, script = f"{URL}#{fragment}", "<script>x()</script>"
    assert verdict(response(page(PROSE)), url=url) == plain
    assert verdict(response(page(PROSE + script)), url=url) == scripted
    mount = f'<div id="root">{PROSE}</div>'
    assert verdict(response(page(mount + script)), url=url) == app
    assert verdict(response(page(mount)), url=url) == plain


@pytest.mark.parametrize(
    ("fragment", "wanted"),
    [
        ("here", "ok"),
        ("a%20b", "ok"),
        ("readme", "ok"),
        ("gone", "anchor"),
        ("top", "ok"),
        ("TOP", "ok"),
        ("/route", "ok"),
        ("!route", "ok"),
        (":~:text=x", "ok"),
        ("here:~:text=x", "ok"),
        ("gone:~:text=x", "anchor"),
        ("page=3", "ok"),
        ("zoom(2)", "ok"),
        ("pages=3", "anchor"),
    ],
)
def test_a_part_of_a_page_must_be_there(fragment: str, wanted: str) -> None:
    """Written or decoded; what steers a viewer is no part."""
    text = f'<p id="here"><p id="a b"><p id="user-content-readme">{PROSE}'
    url = f"{URL}#{fragment}"
    seen = response(page(text))
    assert verdict(seen, url=url) == wanted


def test_a_missing_part_is_named() -> None:
    """Decoded and cut at 80 letters."""
    found = judged(response(page(PROSE)), url=f"{URL}#{'%61' * 90}")
    assert found == ("anchor", f"The page has no part named {'a' * 80!r}.")


def test_parts_are_looked_for_only_in_pages_read_whole_without_script() -> None:
    """A script may make them, and the rest may hold them."""
    url = f"{URL}#gone"
    shown = page(PROSE)
    assert verdict(response(replace(shown, whole=False)), url=url) == "ok"
    assert verdict(response(replace(shown, by_script=True)), url=url) == "ok"
    assert verdict(response(), url=url) == "ok"


def test_the_part_that_a_redirect_names_takes_the_place_of_ours() -> None:
    """As in browsers."""
    end = "https://a.example/two#here"
    text = page(f'<p id="here">{PROSE}')
    seen = response(text, final_url=end, hops=hops("https://a.example/two"))
    assert verdict(seen, url=f"{URL}#gone") == "moved"
    lost = replace(seen, final_url="https://a.example/two#lost")
    assert verdict(lost, url=f"{URL}#gone") == "anchor"
    assert verdict(lost) == "moved"


@pytest.mark.parametrize(
    ("end", "new"),
    [
        ("https://a.example/two", "https://a.example/two"),
        ("https://a.example/two?utm_source=x&a=1", "https://a.example/two?a=1"),
        ("https://a.example/two;jsessionid=1A?b", "https://a.example/two?b"),
        ("https://a.example/two?gclid=1", "https://a.example/two"),
        ("https://a.example/two#there", "https://a.example/two#there"),
    ],
)
def test_a_move_for_good_offers_the_new_address(end: str, new: str) -> None:
    """Without what only follows readers."""
    seen = response(page(PROSE), final_url=end, hops=hops(end))
    link = verdicts.judge(Link(URL, addresses.read(URL), response=seen))
    assert link.judgement is not None
    assert (link.judgement.verdict, link.judgement.reason) == (
        "moved",
        "It has moved for good.",
    )
    assert link.judgement.suggestion == new


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("session=1", "ok"),
        ("a=1&X-Amz-Signature=2", "ok"),
        ("sessionid=1", "ok"),
        ("access_token=1", "ok"),
        ("Expires=1", "ok"),
        ("sid=1", "ok"),
        ("a=session", "moved"),
        ("side=1", "moved"),
        ("author=1", "moved"),
    ],
)
def test_an_address_that_will_not_last_is_no_repair(query: str, wanted: str) -> None:
    """It carries a session, a token or an end."""
    end = f"https://a.example/two?{query}"
    seen = response(page(PROSE), final_url=end, hops=hops(end))
    assert verdict(seen) == wanted


@pytest.mark.parametrize(
    ("text", "title", "wanted"),
    [
        ("Sorry.", "Page not found", "soft-404"),
        (PROSE, "404", "soft-404"),
        ("The page was not found.", "A site", "moved"),
        (PROSE, "A paper", "moved"),
    ],
)
def test_a_move_to_an_error_page_is_no_move(text: str, title: str, wanted: str) -> None:
    """Whatever its status; its title says what it is."""
    end = "https://a.example/404.html"
    seen = response(page(text, title), final_url=end, hops=hops(end))
    assert verdict(seen) == wanted
    assert verdict(response(page(text, title))) == "ok"


def test_a_move_keeps_the_part_and_names_a_new_host() -> None:
    """The fragment goes along if the new address has none."""
    end = "https://b.example/two"
    text = page(f'<p id="part">{PROSE}')
    seen = response(text, final_url=end, hops=hops(end))
    url = f"{URL}#part"
    link = verdicts.judge(Link(url, addresses.read(url), response=seen))
    assert link.judgement is not None
    assert link.judgement.reason == "It has moved to b.example for good."
    assert link.judgement.suggestion == "https://b.example/two#part"


def test_a_redirect_for_the_time_being_is_fine() -> None:
    """So is one that comes back."""
    end = "https://a.example/two"
    seen = response(page(PROSE), final_url=end, hops=hops(end, permanent=False))
    assert judged(seen) == ("ok", "It redirects for the time being.")
    one_of_two = (*hops(end), Hop(end, end + "x", permanent=False))
    seen = replace(seen, hops=one_of_two, final_url=end + "x")
    assert judged(seen) == ("ok", "It redirects for the time being.")
    back = response(page(PROSE), final_url=f"{URL}#x", hops=hops(URL))
    assert judged(back) == ("ok", "")
    counted = response(page(PROSE), final_url=f"{URL}?utm_a=1", hops=hops("x"))
    assert judged(counted) == ("ok", "")


@pytest.mark.parametrize(("left", "strange"), [(2, True), (3, False)])
def test_a_fine_page_of_other_words_is_strange(left: int, *, strange: bool) -> None:
    """Under 15 % of 20 words are left; the pages are let go."""
    shown = page(f"{words(left)} {words(20, 'other')}", "T" * 130)
    seen = response(shown, nowhere=shown)
    link = Link(URL, addresses.read(URL), known=known(words(20)), response=seen)
    after = verdicts.judge(link)
    assert after.judgement is not None
    assert after.response is not None
    assert (after.judgement.verdict, after.judgement.strange) == ("ok", strange)
    assert (after.response.page, after.response.nowhere) == (None, None)
    assert (after.response.head, after.response.title) == (b"", "T" * 120)
    assert after.response.words == webpages.fingerprint(shown)


def test_only_fine_pages_are_strange() -> None:
    """A bad one is told anyway."""
    seen = response(page(words(20, "other")), status=500)
    link = Link(URL, addresses.read(URL), known=known(words(20)), response=seen)
    judgement = verdicts.judge(link).judgement
    assert judgement is not None
    assert (judgement.verdict, judgement.strange) == ("flaky", False)
