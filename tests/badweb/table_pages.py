"""Cases of what a page says: contents, anchors, guards, parking, soft errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import answers as a
from . import pages
from .case import DEEP, Case, case, either

if TYPE_CHECKING:
    from .wire import Answer

BIG = 400_000  # beyond the 256 kB that are read
FIRST_DAY = frozenset({1})


def table() -> list[Case]:
    """Give every case of this table."""
    return [
        *contents(),
        *files(),
        *anchors(),
        *unjudged_anchors(),
        *missing_anchors(),
        *guards(),
        *honest_pages(),
        *parked_pages(),
        *soft_errors(),
        *robots(),
    ]


def contents() -> list[Case]:
    """Bodies that are not what they should be, and some that are."""
    shell = "<div id='root'></div><script src='/app.js'></script>"
    return [
        case("empty", "content", "200 and nothing", a.say(200, "")),
        case(
            "blank",
            "content",
            "200 and blanks",
            a.say(200, " \n\n "),
            also=either("ok"),
        ),
        case(
            "script-shell",
            "ok",
            "a page that scripts fill",
            a.say(200, pages.page("A guide", shell)),
            also=either("blocked"),
        ),
        case(
            "latin-1-as-utf-8",
            "ok",
            "accents in the wrong charset",
            a.say(200, pages.article("x", "<p>caf\xe9</p>").encode("latin-1")),
        ),
        case(
            "charset-unknown",
            "ok",
            "a charset that nobody knows",
            a.say(kind="text/html; charset=klingon"),
        ),
        case("type-missing", "ok", "no content type", a.say(kind="")),
        case(
            "utf-16",
            "ok",
            "UTF-16 with its mark",
            a.say(200, pages.article("utf").encode("utf-16"), "text/html"),
        ),
    ]


def files() -> list[Case]:
    """Give PDFs, images and other files, and what only calls itself so."""

    def file(suffix: str) -> str:
        return "{home}/files/{name}" + suffix

    truncated = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n"
    truncated += b"Content-Length: 90000\r\n\r\n" + a.PDF
    html_pdf = a.say(kind="application/pdf")
    return [
        case(
            "pdf",
            "ok",
            "a PDF",
            a.say(200, a.PDF, "application/pdf"),
            link=file(".pdf"),
        ),
        case(
            "pdf-octets",
            "ok",
            "a PDF by its bytes only",
            a.say(200, a.PDF, "application/octet-stream"),
            link=file(".pdf"),
        ),
        case(
            "pdf-without-suffix",
            "ok",
            "a PDF behind a plain address",
            a.say(200, a.PDF, "application/pdf"),
        ),
        case(
            "pdf-big",
            "ok",
            "a PDF beyond what is read",
            a.say(200, a.PDF + b"%" * BIG, "application/pdf"),
            link=file(".pdf"),
        ),
        case(
            "pdf-is-html", "content", "a .pdf that is HTML", a.say(), link=file(".pdf")
        ),
        case(
            "pdf-is-html-inside",
            "content",
            "a .pdf that says PDF and is HTML",
            html_pdf,
            link=file(".pdf"),
        ),
        case(
            "pdf-empty",
            "content",
            "a .pdf of no bytes",
            a.say(200, b"", "application/pdf"),
            link=file(".pdf"),
        ),
        case(
            "pdf-cut",
            "content",
            "a .pdf that breaks off",
            a.raw(truncated),
            link=file(".pdf"),
            also=either("flaky"),
        ),
        case(
            "pdf-is-login",
            "blocked",
            "a .pdf behind a login page",
            a.say(200, pages.login()),
            link=file(".pdf"),
            also=either("content"),
        ),
        case(
            "image", "ok", "an image", a.say(200, a.PNG, "image/png"), link=file(".png")
        ),
        case(
            "feed",
            "ok",
            "a feed",
            a.say(200, "<?xml version='1.0'?><rss><channel/></rss>", "text/xml"),
        ),
        case(
            "plain-text",
            "ok",
            "plain words",
            a.say(200, "All is well with this text file.\n", "text/plain"),
        ),
        case(
            "download",
            "ok",
            "a file to keep",
            a.say(
                200,
                b"PK\x03\x04zip",
                "application/zip",
                [("Content-Disposition", "attachment; filename=a.zip")],
            ),
        ),
    ]


def anchors() -> list[Case]:
    """Fragments that are there."""

    def at(fragment: str) -> str:
        return "{home}" + DEEP + "#" + fragment

    here = a.article('<h2 id="dose">Dose</h2>')
    named = a.article('<a name="dose"></a>')
    accent = a.article('<h2 id="übersicht">Alles</h2>')
    blank = a.article('<h2 id="two words">Both</h2>')
    return [
        case("anchor-id", "ok", "an id", here, link=at("dose")),
        case("anchor-name", "ok", "an old name", named, link=at("dose")),
        case(
            "anchor-encoded",
            "ok",
            "an id, percent-encoded in the link",
            accent,
            link=at("%C3%BCbersicht"),
        ),
        case(
            "anchor-unicode",
            "ok",
            "an id beyond ASCII, as written",
            accent,
            link=at("übersicht"),
        ),
        case("anchor-blank", "ok", "an id with a blank", blank, link=at("two%20words")),
        case(
            "anchor-unquoted",
            "ok",
            "an id without quotes",
            a.article("<h2 id=dose class=x>Dose</h2>"),
            link=at("dose"),
        ),
        case(
            "anchor-entity",
            "ok",
            "an id written with an entity",
            a.article('<h2 id="a&amp;b">Both</h2>'),
            link=at("a&amp;b"),
        ),
    ]


def unjudged_anchors() -> list[Case]:
    """Fragments that are no anchors, or of which nothing can be said."""

    def at(fragment: str) -> str:
        return "{home}" + DEEP + "#" + fragment

    here = a.article('<h2 id="dose">Dose</h2>')
    far = a.article("<p>filler</p>" * (BIG // 13) + '<h2 id="far">Far</h2>')
    cut = a.article("<p>filler</p>" * (BIG // 13))
    pdf = a.say(200, a.PDF, "application/pdf")
    return [
        case("anchor-top", "ok", "#top is everywhere", a.say(), link=at("top")),
        case("anchor-empty", "ok", "# alone is the top", a.say(), link=at("")),
        case(
            "anchor-text", "ok", "a text fragment", a.say(), link=at(":~:text=symptom")
        ),
        case(
            "anchor-id-and-text",
            "ok",
            "an id and a text fragment",
            here,
            link=at("dose:~:text=Dose"),
        ),
        case(
            "anchor-pdf-page",
            "ok",
            "a page of a PDF",
            pdf,
            link="{home}/files/{name}.pdf#page=3",
        ),
        case(
            "anchor-route", "ok", "a route for scripts", a.say(), link=at("/patients/1")
        ),
        case(
            "anchor-bang",
            "ok",
            "an old route for scripts",
            a.say(),
            link=at("!/patients/1"),
        ),
        case("anchor-far", "ok", "stands beyond what is read", far, link=at("far")),
        case(
            "anchor-far-missing",
            "ok",
            "not read whole: nothing can be said",
            cut,
            link=at("far"),
        ),
        case(
            "anchor-image",
            "ok",
            "a fragment of an image means nothing",
            a.say(200, a.PNG, "image/png"),
            link="{home}/files/{name}.png#dose",
        ),
    ]


def missing_anchors() -> list[Case]:
    """Fragments that are missing, and two that move."""

    def at(fragment: str) -> str:
        return "{home}" + DEEP + "#" + fragment

    here = a.article('<h2 id="dose">Dose</h2>')
    wrong = a.article('<h2 id="Dose">Dose</h2>')
    quoted = a.article(
        '<p>the code: &lt;h2 id=&quot;dose&quot;&gt;</p><!-- <h2 id="dose"> -->'
    )
    return [
        case("anchor-missing", "anchor", "no such id", a.say(), link=at("dose")),
        case("anchor-capitals", "anchor", "ids know capitals", wrong, link=at("dose")),
        case(
            "anchor-quoted",
            "anchor",
            "only in text and in a comment",
            quoted,
            link=at("dose"),
        ),
        case(
            "anchor-dead-page",
            "dead",
            "the page itself is gone",
            a.not_found(),
            link=at("dose"),
        ),
        case(
            "anchor-moved",
            "moved",
            "moved for good; the anchor goes along",
            a.redirect(301, "/there"),
            link=at("dose"),
            paths={"/there": here},
            suggests="{home}/there#dose",
        ),
        case(
            "anchor-after-redirect",
            "ok",
            "redirected, and there it is",
            a.redirect(302, "/there"),
            link=at("dose"),
            paths={"/there": here},
        ),
    ]


def guards() -> list[Case]:
    """Challenges, captchas and login pages: we cannot see, a reader may."""
    cloud = [("Server", "cloudflare"), ("cf-mitigated", "challenge")]
    moment = pages.just_a_moment()
    listed: list[tuple[str, str, Answer]] = [
        ("challenge-403", "Cloudflare's challenge", a.say(403, moment, headers=cloud)),
        (
            "challenge-503",
            "Cloudflare's older challenge",
            a.say(503, moment, headers=[("Server", "cloudflare")]),
        ),
        ("challenge-200", "a challenge with the status of success", a.say(200, moment)),
        (
            "challenge-404",
            "a challenge with the status of death",
            a.say(404, moment, headers=cloud),
        ),
        (
            "challenge-202",
            "a guard that counts with 202",
            a.say(
                202,
                "<script>window.awsWafCookieDomainList=[];</script>"
                "<script src='https://x.token.awswaf.com/challenge.js'></script>",
                headers=[("x-amzn-waf-action", "challenge")],
            ),
        ),
        ("captcha-200", "asks for proof of being human", a.say(200, pages.captcha())),
        (
            "captcha-404",
            "asks so, with the status of death",
            a.say(404, pages.captcha()),
        ),
        ("interruption-200", "takes us for a robot", a.say(200, pages.interruption())),
        (
            "proof-of-work-200",
            "lets the browser count",
            a.say(200, pages.proof_of_work()),
        ),
        ("login-200", "nothing but a login form", a.say(200, pages.login())),
        (
            "login-named-log-in",
            "a login form by another title",
            a.say(200, pages.login("Log in to your account")),
        ),
    ]
    open_to = {
        "challenge-404": either("dead"),
        "captcha-404": either("dead"),
        "challenge-202": either("ok", "flaky", "content"),
    }
    return [
        case(name, "blocked", why, answer, also=open_to.get(name, either()))
        for name, why, answer in listed
    ]


def honest_pages() -> list[Case]:
    """Good pages that look like bad ones to a hasty eye."""
    sign_in = "<form><input type='password' name='p'><button>Sign in</button></form>"
    contact = "<form><div class='g-recaptcha'></div><button>Send</button></form>"
    titled = {
        "404-in-title": "Bus route 404: Bristol to the hospital",
        "404-gene": "Locus 404 and its neighbours: a gene study",
        "not-found-in-title": "Antibodies not found: what a negative test means",
        "page-not-found-history": "Page not found: a history of error 404",
        "gone-in-title": "When the pain is gone: life after treatment",
        "forbidden-in-title": "Forbidden foods during steroid treatment",
        "for-sale-in-title": "Equipment for sale: how to judge used wheelchairs",
        "captcha-in-title": "Are captchas a barrier for disabled people?",
        "casino-in-title": "Gambling and dopamine drugs: a warning for patients",
        "moment-in-title": "Just a moment: living with absence seizures",
        "log-in-title": "Login problems with the patient portal explained",
        "maintenance-in-title": "Maintenance treatment: temporarily unavailable drugs",
    }
    ours = [
        case(
            f"honest-{name}",
            "ok",
            "these words are the page's subject",
            a.article(title=title),
        )
        for name, title in titled.items()
    ]
    dealer = "<p>Rumours said that this domain is for sale. They are not true.</p>"
    short = pages.page("Result not found", "<h1>Not found</h1><p>No antibodies.</p>")
    return [
        *ours,
        case(
            "honest-sign-in-box",
            "ok",
            "an article with a sign-in box",
            a.article(sign_in),
        ),
        case(
            "honest-captcha-form",
            "ok",
            "an article with a guarded form",
            a.article(contact),
        ),
        case(
            "honest-for-sale-words",
            "ok",
            "an article that mentions a sale",
            a.article(dealer),
        ),
        case(
            "honest-cloudflare-script",
            "ok",
            "an article behind Cloudflare",
            a.article(
                "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'>"
                "</script>"
            ),
        ),
        case(
            "honest-short",
            "ok",
            "a short page; its host has honest 404s",
            a.say(200, short),
            also=either("soft-404"),
        ),
        case(
            "honest-shallow-front",
            "moved",
            "a shallow link moved to the front page",
            a.redirect(301, "/"),
            link="{home}/index.html",
            suggests="{home}/",
        ),
    ]


def parked_pages() -> list[Case]:
    """Domains that belong to dealers now."""
    lander = "<html><head><script>window.onload=function(){window.location.href="
    lander += '"/lander"}</script></head></html>'
    title = "This domain is for sale &lt;script>alert(1)&lt;/script> @octocat [x](y)"
    hostile = pages.page(title, "<h1>Buy this domain now</h1><p>Make an offer.</p>")
    return [
        case(
            "hostile-title",
            "parked",
            "for sale, with a title that attacks reports",
            a.say(200, hostile),
            otherwise=a.say(200, hostile),
        ),
        case(
            "for-sale",
            "parked",
            "the domain is for sale",
            a.subject_page(pages.for_sale),
            otherwise=a.subject_page(pages.for_sale),
        ),
        case(
            "for-sale-front",
            "parked",
            "the domain is for sale, linked shallowly",
            a.subject_page(pages.for_sale),
            link="{home}/",
            paths={"/": a.subject_page(pages.for_sale)},
        ),
        case(
            "sponsored",
            "parked",
            "a parking page of advertisements",
            a.subject_page(pages.sponsored_listings),
            otherwise=a.subject_page(pages.sponsored_listings),
        ),
        case(
            "for-sale-404",
            "parked",
            "for sale, with the status of death",
            a.subject_page(pages.for_sale, 404),
            also=either("dead"),
        ),
        case(
            "lander",
            "parked",
            "a parking page that a script opens",
            a.say(200, lander),
            otherwise=a.say(200, lander),
            also=either("ok", "content", "blocked", "soft-404"),
        ),
        case(
            "dealer-redirect",
            "parked",
            "sent to a dealer's own host",
            a.redirect(302, "{other}/lander?domain={address}"),
            other={"/lander": a.subject_page(pages.sponsored_listings)},
        ),
    ]


def soft_errors() -> list[Case]:
    """Errors that come with the status of success."""
    german = pages.page(
        "Seite nicht gefunden",
        "<h1>Seite nicht gefunden</h1>"
        "<p>Die angeforderte Seite wurde nicht gefunden.</p>",
    )
    error = pages.page("404", "<h1>404</h1><p>Oops! That page can't be found.</p>")
    number = pages.page("Error 404 - Clinic", "<h1>Error 404</h1><p>Not found.</p>")
    unsure = pages.page("Page not found", "<h1>Page not found</h1>")
    front = a.say(200, pages.front("everything"))
    gone = a.say(200, error)
    return [
        case(
            "soft-404",
            "soft-404",
            "says 'not found' to every address",
            a.soft_missing(),
            otherwise=a.soft_missing(),
        ),
        case(
            "soft-404-short",
            "soft-404",
            "says '404' to every address",
            gone,
            otherwise=gone,
        ),
        case(
            "soft-404-number",
            "soft-404",
            "a title of its own and '404'",
            a.say(200, number),
            otherwise=a.say(200, number),
        ),
        case(
            "soft-404-redirected",
            "soft-404",
            "sends every address to an error page",
            a.redirect(302, "/error"),
            otherwise=a.redirect(302, "/error"),
            paths={"/error": gone},
        ),
        case(
            "soft-404-german",
            "soft-404",
            "says so in German",
            a.say(200, german),
            otherwise=a.say(200, german),
            also=either("ok"),
        ),
        case(
            "soft-404-unsure",
            "ok",
            "says so, yet has honest 404s for others",
            a.say(200, unsure),
            also=either("soft-404"),
        ),
        case(
            "one-page-for-all",
            "ok",
            "one page for every address, no word of error",
            front,
            otherwise=front,
            also=either("soft-404"),
        ),
    ]


def robots() -> list[Case]:
    """What robots.txt says, and to whom."""
    everyone = {"/robots.txt": a.robots("User-agent: *\nDisallow: /\n")}
    partly = "User-agent: *\nDisallow: /private/\n"
    return [
        case(
            "robots-all",
            "ok",
            "forbids crawlers; a single cited page is asked",
            a.say(),
            paths=everyone,
        ),
        case(
            "robots-all-dead",
            "dead",
            "forbids crawlers, and the page is gone",
            a.not_found(),
            paths=everyone,
        ),
        case(
            "robots-us",
            "unchecked",
            "robots.txt names us",
            a.say(),
            asked=False,
            paths={"/robots.txt": a.robots_naming_you},
        ),
        case(
            "robots-us-dead",
            "unchecked",
            "robots.txt names us; gone or not",
            a.not_found(),
            asked=False,
            paths={"/robots.txt": a.robots_naming_you},
        ),
        case(
            "robots-part",
            "ok",
            "forbids another part",
            a.say(),
            paths={"/robots.txt": a.robots(partly)},
        ),
        case(
            "robots-500",
            "ok",
            "robots.txt itself is ill",
            a.say(),
            paths={"/robots.txt": a.fail(500)},
        ),
        case(
            "robots-403",
            "ok",
            "robots.txt itself is refused",
            a.say(),
            paths={"/robots.txt": a.fail(403)},
        ),
        case(
            "robots-html",
            "ok",
            "robots.txt is a page",
            a.say(),
            paths={"/robots.txt": a.soft_missing()},
        ),
        case(
            "robots-others",
            "ok",
            "names a robot that is not us",
            a.say(),
            paths={"/robots.txt": a.robots("User-agent: GPTBot\nDisallow: /\n")},
        ),
    ]
