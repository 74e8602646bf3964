"""Verdicts: what a response means for a reader who follows the link.

The order of the rules is the order of certainty: no answer, an answer that is an
error, a door that is shut to machines, a page that is not the one meant, a page
that is broken, a part of the page that is missing, and only then a fine page.
"""

import re
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from guide.links import addresses, webpages
from guide.links.phrases import (
    OTHER_CHALLENGE,
    OTHER_FOR_SALE,
    OTHER_NOT_FOUND,
    STRONG_SPAM,
)
from guide.links.record import Link, LinkJudgement
from guide.links.responses import FINE, Failure, Response, without_pages
from guide.links.state import GOOD, Verdict
from guide.links.webpages import WebPage

GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
SHUT = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.PAYMENT_REQUIRED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
    HTTPStatus.IM_A_TEAPOT,
    HTTPStatus.LOCKED,
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
    999,  # LinkedIn's own
)
KEPT_SHARE = 0.15
FEW_WORDS = 8
SHORT_PAGE = 250  # words in order; a page that says no more than "not found"
LOGIN_WORDS = 200
SPAM_KINDS = 3
CHALLENGE_WORDS = 30  # a form with a captcha stands on honest pages, too
# What a front page is told of the page that is not there.
LOST_QUERY = re.compile(r"(?i)not[-_]?found|404|error|missing|gone")

# These are searched in folded text: ignoring case would take four times as long.
NOT_FOUND = re.compile(
    OTHER_NOT_FOUND + "|"
    r"\b(?:not[\s-]+found|404|410|no longer (?:exists?|available|here)|"
    r"(?:does|do|did)(?:n['\u2019]t| not) exist|"
    r"can(?:not|['\u2019]t| not) (?:be found|find)|could(?:n['\u2019]t| not) (?:be found|find)|"  # noqa: E501 -- a long pattern or address
    r"(?:has|have) been (?:removed|deleted)|page (?:is )?(?:missing|gone|unavailable)|"
    r"nicht gefunden|existiert nicht|introuvable|n['\u2019]existe (?:pas|plus)|"
    r"no encontrad[ao]|no existe|non trovat[ao]|n\u00e3o encontrad[ao]|niet gevonden|"
    r"nie znaleziono|ikke fundet|hittades inte|ei l\u00f6ydy)\b|"
    r"\u043d\u0435 \u043d\u0430\u0439\u0434\u0435\u043d|\u627e\u4e0d\u5230|"
    r"\u4e0d\u5b58\u5728|\u898b\u3064\u304b\u308a\u307e\u305b\u3093",
)
CHALLENGE = re.compile(
    OTHER_CHALLENGE + r"|just a moment|one moment, please|"
    r"request is being verified|"
    r"checking (?:if the site connection is secure|your browser)|"
    r"attention required.{0,20}cloudflare|ddos protection by|"
    r"(?:verify|confirm|prove)(?:ing)? (?:that )?you(?:['\u2019]re| are) (?:a |not a )?(?:human|robot)|"  # noqa: E501 -- a long pattern or address
    r"(?:are you|i['\u2019]m not) (?:a |human|robot)|unusual traffic|captcha|"
    r"you(?:['\u2019]re| are) not a (?:bot|robot)|"
    r"human verification|security check|bot (?:detection|protection)|"
    r"please enable (?:javascript and )?cookies|"
    r"pardon our interruption|request unsuccessful\. incapsula|access (?:to this page )?(?:has been |is )?denied|"  # noqa: E501 -- a long pattern or address
    r"you have been blocked|(?:enable|requires?) javascript to (?:continue|proceed)",
)
LOGIN = re.compile(
    r"\b(?:log|sign)[\s-]?(?:in|on)\b|\banmelden\b|\bconnexion\b|\biniciar sesi\u00f3n\b|"  # noqa: E501 -- a long pattern or address
    r"\bauthenticat|\bsubscribers only\b",
)
LOGIN_PATH = re.compile(
    r"(?i)(?:^|[/._\-])(?:log-?in|log-?on|sign-?in|signon|sso|saml2?|oauth2?|auth|"
    r"authenticate|authorize|idp|shibboleth|cas|openathens|wayf)(?:[/._\-?]|$)"
)
CONSENT = re.compile(r"(?i)(?:^|[/._\-])consent(?:[/._\-?]|$)")
FOR_SALE = re.compile(
    OTHER_FOR_SALE + "|"
    r"(?:this |the )?(?:domain|website|web ?site|site)(?: name)?(?: [\w.\-]{1,60})? "
    r"(?:is|may be|could be|might be) (?:for sale|available for (?:sale|purchase)|parked)|"  # noqa: E501 -- a long pattern or address
    r"[\w\-]+\.[a-z]{2,12} (?:is|may be) for sale|"
    r"buy this domain|(?:purchase|acquire|own|get|make an offer (?:on|for)) this domain|"  # noqa: E501 -- a long pattern or address
    r"domain (?:has|is) (?:expired|parked)|parked (?:free|domain|page)|domain parking|"
    r"(?:inquire|enquire) about this domain|diese domain (?:steht zum verkauf|kaufen)|"
    r"ce (?:nom de )?domaine est \u00e0 vendre|este dominio est\u00e1 (?:en venta|a la venta)|"  # noqa: E501 -- a long pattern or address
    r"sedoparking|hugedomains|parkingcrew|bodis\.com",
)
SELLERS = [
    "afternic.com",
    "bodis.com",
    "dan.com",
    "hugedomains.com",
    "parkingcrew.net",
    "sedo.com",
    "sedoparking.com",
    "undeveloped.com",
    "uniregistry.com",
    "buydomains.com",
    "above.com",
]
# Two of these beside a change of nearly all words betray a sold domain.
SPAM = frozenset(
    [
        "baccarat",
        "betting",
        "bets",
        "blackjack",
        "bookmaker",
        "bookmakers",
        "casino",
        "casinos",
        "cialis",
        "gacor",
        "gambling",
        "jackpot",
        "judi",
        "kamagra",
        "levitra",
        "lottery",
        "poker",
        "roulette",
        "sildenafil",
        "slot",
        "slots",
        "sportsbook",
        "tadalafil",
        "togel",
        "tramadol",
        "viagra",
        "xanax",
    ]
)
# Only sellers speak so: enough of these need no memory of a better page.
SALES_TALK = re.compile(
    r"slot gacor|judi online|situs (?:slot|judi|togel)|togel|no deposit bonus|"
    r"free spins?|welcome bonus|deposit bonus|online casino|casino online|"
    r"(?:play|real money) slots|best betting|bet now|online betting|play now|"
    r"(?:buy|order|cheap|generic) (?:\w+ )?(?:viagra|cialis|levitra|kamagra|tramadol|xanax|sildenafil|tadalafil|pills)|"  # noqa: E501 -- a long pattern or address
    r"(?:no|without(?: a)?) prescription|canadian pharmacy|overnight delivery|"
    r"online pharmacy",
)
SESSION = re.compile(r"(?i);(?:jsessionid|phpsessid|sid)=[^/;]*")
TRACKING = re.compile(r"(?i)(?:utm_\w+|gclid|fbclid|jsessionid|phpsessid)(?:=|$)")
# Whoever stores an address with one of these stores what soon opens nothing.
PASSING = re.compile(
    r"(?i)(?:^|&)(?:[\w-]*(?:session|token|expires?|expiry|signature)(?:_?id)?|sid|auth)="
)
# Folders below which an address is only a short way elsewhere.
SHORTENING = [["go"], ["l"], ["link"], ["r"], ["s"], ["to"], ["u"], ["url"]]
# Fragments that are no place in the page: they steer a viewer, text or a script.
STEERING = re.compile(
    r"(?i)(?:page|t|xywh|nameddest|zoom|view|search|toolbar|navpanes|epubcfi|svgview)[=(]"
)

# Of a page with scripts: a line of a file, a range of lines, a sheet, a state.
STEERING_SCRIPT = re.compile(r"(?i)L\d+(C\d+)?(-L?\d+(C\d+)?)?|[\w.-]+[=:].+|.*[/?&].*")


def judge(link: Link) -> Link:
    """Judge a link by its response and what is remembered of it.

    Its pages are let go: a run may have many thousands of links.
    """
    if link.response is None:
        raise ValueError(f"{link.url} has no response to judge")
    judgement = _judge(link.address.fragment, link.response, link)
    if judgement.verdict in GOOD and link.response.page:
        strange = is_strange(link.response.page, link)
        judgement = replace(judgement, strange=strange)
    return replace(link, judgement=judgement, response=without_pages(link.response))


def _judge(fragment: str, seen: Response, link: Link) -> LinkJudgement:
    for rule in (_unanswered, _status, _shut, _taken_over, _not_found, _broken):
        found = rule(seen, link)
        if found:
            return found
    # As in browsers: the part that a redirect names takes the place of ours.
    brought = seen.final_url.partition("#")[2]
    missing = _missing_part(fragment and (brought or fragment), seen)
    return missing or _fine(fragment, seen)


def is_suspicious(seen: Response) -> bool:
    """True if the page may only say "not found", so that its host must be tested."""
    page = seen.page
    if seen.status not in FINE or page is None:
        return False
    return _says_not_found(page)


def is_strange(page: WebPage, link: Link) -> bool:
    """True if a page has kept almost none of the words that are remembered."""
    words = link.known.words if link.known else ""
    return webpages.share_left(words, page) < KEPT_SHARE


def is_challenge(page: WebPage) -> bool:
    """True if a page begins by asking whether we are human."""
    return bool(CHALLENGE.search(_opening(page)))


def says_same(page: WebPage, nowhere: WebPage) -> bool:
    """True if a host shows the page for an address that cannot exist, too."""
    if page.words == nowhere.words:
        return True
    common = len(page.words & nowhere.words)
    return common >= 0.6 * len(page.words | nowhere.words) or (
        bool(page.title) and page.title == nowhere.title and _says_not_found(nowhere)
    )


def _unanswered(seen: Response, _link: Link) -> LinkJudgement | None:
    """Rules for a look that ended without an answer."""
    if not seen.failure:
        return None
    verdicts: dict[Failure, Verdict] = {
        "no host": "dead",
        "loop": "dead",
        "location": "dead",
        "private": "dead",
        "certificate": "tls",
        "certificate chain": "tls",
        "robots": "unchecked",
        "silent": "unchecked",
        "throttled": "unchecked",
    }
    verdict = verdicts.get(seen.failure, "flaky")
    return LinkJudgement(verdict, seen.detail, weak=seen.failure == "certificate chain")


def _status(seen: Response, _link: Link) -> LinkJudgement | None:
    """Rules for an answer whose status says enough."""
    said = f"The server answers {seen.status}"
    if seen.status in GONE:
        how = "gone" if seen.status == HTTPStatus.GONE else "not found"
        return LinkJudgement("dead", f"{said} ({how}).")
    if seen.status == HTTPStatus.TOO_MANY_REQUESTS:
        return LinkJudgement("blocked", f"{said}: it asks machines to come back later.")
    if seen.status in SHUT or seen.challenged:
        return LinkJudgement("blocked", f"{said}: it does not let machines in.")
    if seen.status not in FINE:
        return LinkJudgement("flaky", f"{said}, an error of its own.")
    return None


def _shut(seen: Response, _link: Link) -> LinkJudgement | None:
    """Rules for a page that stands before the page meant."""
    page = seen.page
    if seen.status == HTTPStatus.ACCEPTED and (
        page is None or len(page.words) < FEW_WORDS
    ):
        return LinkJudgement(
            "blocked", "The server answers 202, as it does to machines."
        )
    if page is None:
        return None
    short = _count(page) < SHORT_PAGE
    marked = "challenge" in page.signs and _count(page) < CHALLENGE_WORDS
    if short and (marked or is_challenge(page)) and not _says_not_found(page):
        return LinkJudgement("blocked", "The page asks whether we are human.")
    if seen.hops and CONSENT.search(seen.final_url) and not CONSENT.search(seen.url):
        return LinkJudgement(
            "blocked", "The link leads to a page that asks for consent."
        )
    return _signing_in(seen, page)


def _signing_in(seen: Response, page: WebPage) -> LinkJudgement | None:
    """Rules for a page that lets in only whom it knows."""
    path, asked = urlsplit(seen.final_url).path, urlsplit(seen.url).path
    to_login = seen.hops and LOGIN_PATH.search(path) and not LOGIN_PATH.search(asked)
    asks = page.asks_password or page.by_script
    if to_login and (asks or LOGIN.search(_opening(page))):
        return LinkJudgement("blocked", "The link leads to a page for signing in.")
    few = _count(page) < LOGIN_WORDS
    if page.asks_password and few and LOGIN.search(_opening(page)):
        return LinkJudgement("blocked", "The page asks to sign in.")
    return None


def _taken_over(seen: Response, link: Link) -> LinkJudgement | None:
    """Rules for a domain that was sold or seized."""
    host = addresses.host_of(seen.final_url)
    sells = any(host == name or host.endswith("." + name) for name in SELLERS)
    if sells and addresses.host_of(seen.url) != host:
        return LinkJudgement(
            "parked", f"The link leads to {host}, a seller of domains."
        )
    page = seen.page
    if page is None:
        return None
    opening = _opening(page)
    short = _count(page) < SHORT_PAGE
    if short and ("parked" in page.signs or FOR_SALE.search(opening)):
        return LinkJudgement("parked", "The page says that the domain is for sale.")
    spam = page.words & SPAM
    last = link.known
    known = last and len(last.words) >= FEW_WORDS * webpages.HASH_DIGITS
    if last and known and _count(page) >= FEW_WORDS and is_strange(page, link):
        changed = bool(last.host) and last.host != host
        sold = len(spam) > 1 or STRONG_SPAM.search(opening) or _is_pharmacy(opening)
        if changed or sold:
            what = f"is now at {host}" if changed else "advertises gambling or pills"
            return LinkJudgement(
                "parked", f"Hardly a word of the old page is left; it {what}."
            )
    if spam or "prescription" in page.words or "pharmacy" in page.words:
        talk = {match[0] for match in SALES_TALK.finditer(opening)}
        if len(talk) >= SPAM_KINDS:
            return LinkJudgement("parked", "The page advertises gambling or pills.")
    return None


def _opening(page: WebPage) -> str:
    """The first words of a page, folded as the patterns are."""
    return f"{page.title} {page.text[: webpages.SHORT_TEXT]}".casefold()


def _is_pharmacy(opening: str) -> bool:
    """True if a page sells pills as only spam does."""
    return len({m[0] for m in SALES_TALK.finditer(opening)}) > 1


def _not_found(seen: Response, link: Link) -> LinkJudgement | None:
    """Rules for a good status on a page that is not the one meant."""
    deep = not addresses.is_front_page(seen.url)
    end = urlsplit(seen.final_url)
    lost = LOST_QUERY.search(end.query)
    final = end._replace(query="").geturl() if lost else seen.final_url
    if (
        seen.hops
        and deep
        and addresses.is_front_page(final)
        and not _is_short(seen.url, final)
    ):
        return LinkJudgement(
            "soft-404", "The link now leads to the front page of a site."
        )
    page = seen.page
    if page is None:
        return None
    if seen.hops and NOT_FOUND.search(page.title.casefold()) and _says_not_found(page):
        return LinkJudgement(
            "soft-404", 'The link now leads to a page titled "not found".'
        )
    if _says_not_found(page) and seen.nowhere and says_same(page, seen.nowhere):
        return LinkJudgement(
            "soft-404", 'The page says "not found", though the server says it is fine.'
        )
    other = is_strange(page, link)
    if seen.hops and other and all(hop.permanent for hop in seen.hops):
        return LinkJudgement(
            "soft-404", "The link now leads to a page about something else."
        )
    return None


def _is_short(url: str, final: str) -> bool:
    """True if an address is a short way to another host, whose front page it means."""
    if addresses.host_of(url) == addresses.host_of(final) or urlsplit(url).query:
        return False
    *folders, name = addresses.segments(url)
    return "." not in name and (not folders or folders in SHORTENING)


def _broken(seen: Response, _link: Link) -> LinkJudgement | None:
    """Rules for a body that a reader cannot use."""
    if seen.fault:
        return LinkJudgement("content", f"The page is {seen.fault}.")
    if not seen.size or (seen.page is not None and seen.page.bare):
        return LinkJudgement("content", "The page is empty.")
    wants_pdf = urlsplit(seen.url).path.lower().endswith(".pdf")
    is_pdf = b"%PDF" in seen.head[:1024]
    says_pdf = seen.media == "application/pdf"
    shows_html = seen.page is not None or seen.media == "text/html"
    wants_pdf = wants_pdf and not _shows_the_file(seen)
    if not is_pdf and (says_pdf or (wants_pdf and shows_html)):
        return LinkJudgement("content", "The address promises a PDF, but it is none.")
    if seen.page and seen.page.whole and webpages.is_gibberish(seen.page.text):
        return LinkJudgement("content", "The page is undecodable.")
    return None


def _shows_the_file(seen: Response) -> bool:
    """True if a page names the file that its address ends in: it is a viewer."""
    name = unquote(urlsplit(seen.url).path).rpartition("/")[2].casefold()
    page = seen.page
    return page is not None and name in _opening(page) and not _says_not_found(page)


def _missing_part(fragment: str, seen: Response) -> LinkJudgement | None:
    """The rule for a fragment that names no part of the page."""
    name = fragment.partition(":~:")[0]
    page = seen.page
    if not name or page is None or not page.whole or page.by_script:
        return None
    if not names_place(name) or has_place(name, page.names):
        return None
    if page.scripted and ("app" in page.signs or STEERING_SCRIPT.fullmatch(name)):
        return None
    shown = unquote(name)[:80]
    return LinkJudgement("anchor", f"The page has no part named {shown!r}.")


def names_place(fragment: str) -> bool:
    """True if a fragment names a part of a page, rather than steers a viewer."""
    name = fragment.partition(":~:")[0]
    if not name or name.casefold() == "top" or name[:1] in "/!":
        return False
    return not STEERING.match(name)


def has_place(fragment: str, names: frozenset[str]) -> bool:
    """True if a page with these ids and names has the part, written or decoded."""
    name = fragment.partition(":~:")[0]
    decoded = unquote(name)
    return not {name, decoded, f"user-content-{decoded}"}.isdisjoint(names)


def _fine(fragment: str, seen: Response) -> LinkJudgement:
    """A good page: where it was expected, or moved for good."""
    if not seen.hops or addresses.without_fragment(seen.final_url) == seen.url:
        return LinkJudgement("ok", "")
    if not all(hop.permanent for hop in seen.hops):
        return LinkJudgement("ok", "It redirects for the time being.")
    new = _without_tracking(seen.final_url)
    if addresses.without_fragment(new) == seen.url:
        return LinkJudgement("ok", "")
    if PASSING.search(urlsplit(new).query):
        return LinkJudgement("ok", "It redirects to an address that will not last.")
    if fragment and "#" not in new:
        new = f"{new}#{fragment}"
    host = addresses.host_of(new)
    where = "" if host == addresses.host_of(seen.url) else f" to {host}"
    return LinkJudgement("moved", f"It has moved{where} for good.", new)


def _without_tracking(url: str) -> str:
    """An address without what only counts or follows its readers."""
    parts = urlsplit(url)
    path = SESSION.sub("", parts.path)
    kept = "&".join(p for p in parts.query.split("&") if not TRACKING.match(p))
    if (path, kept) == (parts.path, parts.query):
        return url
    return parts._replace(path=path, query=kept).geturl()


def _says_not_found(page: WebPage) -> bool:
    """True if the title, or a short page's text, says that nothing is here."""
    if _count(page) >= SHORT_PAGE:
        return bool(NOT_FOUND.search(page.title.casefold())) and len(page.title) < 120  # noqa: PLR2004 -- a title
    return bool(NOT_FOUND.search(f"{page.title} {page.text}".casefold()))


def _count(page: WebPage) -> int:
    """How many words a page shows, repeated ones too."""
    return page.text.count(" ") + 1 if page.text else 0
