"""Cases of how addresses are written, secured, named, marked up and registered."""

from __future__ import annotations

from . import answers as a
from . import registries
from .case import DEEP, DOWN_FROM, NEVER, Case, case, either

AT_ONCE = frozenset({1})


def table() -> list[Case]:
    """Give every case of this table."""
    return [
        *certificates(),
        *addresses(),
        *odd_addresses(),
        *not_addresses(),
        *schemes(),
        *names(),
        *markup(),
        *own_pages(),
        *registered(),
        *silent_host(),
    ]


def certificates() -> list[Case]:
    """Certificates, good and bad."""
    kinds = {
        "good": ("ok", "a certificate by the trusted authority"),
        "full-chain": ("ok", "a chain with its middle"),
        "self-signed": ("tls", "signed by itself"),
        "unknown-authority": ("tls", "signed by nobody we know"),
        "expired": ("tls", "out of date"),
        "not-yet-valid": ("tls", "too early"),
        "wrong-host": ("tls", "made out to another host"),
    }
    ours = [
        case(f"tls-{kind}", verdict, why, a.say(), link="{secure}" + DEEP, tls=kind)
        for kind, (verdict, why) in kinds.items()
    ]
    weak = either("ok", "blocked", "flaky")
    return [
        *ours,
        case(
            "tls-incomplete-chain",
            "tls",
            "the middle is missing: weak evidence",
            a.say(),
            link="{secure}" + DEEP,
            tls="incomplete-chain",
            also=weak,
            told=frozenset({NEVER, 2, 3, 4, 5, 6}),
        ),
        case(
            "tls-expired-404",
            "tls",
            "out of date, whatever stands behind",
            a.not_found(),
            link="{secure}" + DEEP,
            tls="expired",
        ),
        case(
            "tls-good-404",
            "dead",
            "a good certificate, a page gone",
            a.not_found(),
            link="{secure}" + DEEP,
            tls="good",
        ),
        case(
            "tls-on-plain-port",
            "flaky",
            "https where plain http is spoken",
            a.say(),
            link="https://{address}:{port}" + DEEP,
            also=either("tls"),
        ),
    ]


def addresses() -> list[Case]:
    """Addresses that must be sent as they are written, or as browsers send them."""
    exact = {
        "slash-encoded": "/a%2Fb/c",
        "plus": "/a+b",
        "plus-in-query": "/s?q=a+b",
        "plus-encoded": "/s?q=a%2Bb",
        "blank-encoded": "/two%20words",
        "capitals-in-percent": "/caf%C3%89",
        "small-percent": "/caf%c3%a9",
        "needless-percent": "/%7Euser",
        "tilde": "/~user",
        "query-order": "/s?b=2&amp;a=1&amp;b=1",
        "query-without-value": "/s?flag&amp;x=",
        "query-with-slash": "/s?url=http://a.example/b?c=d",
        "semicolon": "/page;v=1.1",
        "double-slash": "/a//b",
        "marks": "/(a)!*'$,@:",
        "capitals": "/CamelCase/Page.HTM",
        "percent-25": "/100%2525",
        "long-query": "/s?q=" + "x" * 1500,
        "brackets-in-query": "/s?a[]=1",
        "pipe-encoded": "/a%7Cb",
        "equals-at-end": "/s?token=YWJj==",
    }
    ours = [
        case(f"written-{name}", "ok", "sent as written", a.say(), link="{home}" + path)
        for name, path in exact.items()
    ]
    browsers = {
        "unicode-path": ("/über/straße", "/%C3%BCber/stra%C3%9Fe"),
        "raw-blank": ("/two words", "/two%20words"),
        "unicode-query": ("/s?q=é", "/s?q=%C3%A9"),
    }
    odd = [
        case(
            f"written-{name}",
            "ok",
            "sent as browsers send it",
            a.not_found(),
            link="{home}" + path,
            paths={sent: a.say()},
        )
        for name, (path, sent) in browsers.items()
    ]
    return [*ours, *odd]


def odd_addresses() -> list[Case]:
    """Addresses that are odd and good."""
    return [
        case(
            "written-blanks-around",
            "ok",
            "blanks around it mean nothing",
            a.say(),
            link="  {home}/around \n",
            address="{home}/around",
            paths={"/around": a.say()},
        ),
        case(
            "written-line-inside",
            "ok",
            "a line feed inside means nothing to browsers",
            a.not_found(),
            link="{home}/be\nfore",
            address="{home}/before",
            paths={"/before": a.say()},
        ),
        case(
            "written-like-entity",
            "ok",
            "looks like an entity, is none: HTML says so",
            a.not_found(),
            link="{home}/s?a=1&copy=2",
            address="{home}/s?a=1&copy=2",
            paths={"/s?a=1&copy=2": a.say()},
        ),
        case(
            "written-capital-scheme",
            "ok",
            "capitals in scheme",
            a.say(),
            link="HTTP://{address}:{port}" + DEEP,
        ),
        case("written-no-path", "ok", "no path at all", a.say(), link="{home}"),
        case(
            "written-query-no-path",
            "ok",
            "a query without path",
            a.say(),
            link="{home}?id=1",
            paths={"/?id=1": a.say()},
        ),
        case(
            "written-dots",
            "ok",
            "steps back within the path",
            a.not_found(),
            link="{home}/a/../b",
            paths={"/a/../b": a.say(), "/b": a.say()},
        ),
        case(
            "written-user",
            "ok",
            "a user and a password in it",
            a.say(),
            link="http://user:word@{address}:{port}" + DEEP,
            also=either("malformed", "blocked", "unchecked"),
        ),
        case(
            "written-entity",
            "ok",
            "an entity in the address",
            a.say(),
            link="{home}/s?a=1&#38;copy=2",
            address="{home}/s?a=1&copy=2",
        ),
        case(
            "written-dead",
            "dead",
            "gone, with marks in its address",
            a.not_found(),
            link="{home}/a%2Fb/c+d?x=%20&amp;y=(z)",
        ),
    ]


def not_addresses() -> list[Case]:
    """What cannot be an address."""
    bad = {
        "port-too-high": "http://{address}:99999/page",
        "port-a-word": "http://{address}:port/page",
        "host-with-blank": "http://two words.example/page",
        "no-host": "http:///page",
        "only-scheme": "http://",
        "bracket": "http://[::1/page",
        "label-empty": "http://www..example/page",
        "label-too-long": "http://" + "a" * 70 + ".example/page",
        "host-with-percent": "http://%zz.example/page",
        "two-schemes": "http://http://clinic.example/page",
    }
    open_to = {
        "label-empty": either("dead"),
        "label-too-long": either("dead"),
        "two-schemes": either("dead", "flaky"),
        "host-with-percent": either("dead"),
    }
    ours = [
        case(
            f"malformed-{name}",
            "malformed",
            "cannot be an address",
            a.say(),
            link=link,
            asked=False,
            also=open_to.get(name, either()),
        )
        for name, link in bad.items()
    ]
    return [
        *ours,
        case(
            "malformed-port-0",
            "malformed",
            "nobody can be at port 0",
            a.say(),
            link="http://{address}:0/page",
            also=either("flaky", "dead"),
            told=frozenset({1, 2, 4}),
        ),
        case(
            "malformed-scheme",
            "malformed",
            "a slip in the scheme",
            a.say(),
            link="htp://clinic.example/page",
            also=either("unchecked", "dead"),
        ),
        case(
            "single-label",
            "dead",
            "a host without a dot, unknown here",
            a.say(),
            link="http://intranet/page",
            also=either("malformed", "flaky"),
            told=frozenset({NEVER, 1, 2, 4}),
        ),
    ]


def schemes() -> list[Case]:
    """Links that are no web addresses."""
    links = {
        "mailto": "mailto:help@clinic.example",
        "tel": "tel:+441234567890",
        "javascript": "javascript:void(0)",
        "data": "data:text/plain,hello",
        "sms": "sms:+441234567890",
    }
    return [
        case(
            f"scheme-{name}",
            "unchecked",
            "only counted",
            a.say(),
            link=link,
            also=either("ok", "absent"),
        )
        for name, link in links.items()
    ]


def names() -> list[Case]:
    """Hosts by name."""
    return [
        case(
            "name-plain",
            "ok",
            "a host by name",
            a.say(),
            link="http://good-name.localhost:{port}" + DEEP,
            host="good-name.localhost",
        ),
        case(
            "name-capitals",
            "ok",
            "capitals in a name mean nothing",
            a.say(),
            link="http://Loud-Name.LOCALHOST:{port}" + DEEP,
            host="loud-name.localhost",
        ),
        case(
            "name-idn",
            "ok",
            "a name beyond ASCII",
            a.say(),
            link="http://bücher.localhost:{port}" + DEEP,
            host="xn--bcher-kva.localhost",
        ),
        case(
            "name-punycode",
            "ok",
            "the same, in its letters for machines",
            a.say(),
            link="http://xn--mnchen-3ya.localhost:{port}" + DEEP,
            host="xn--mnchen-3ya.localhost",
        ),
        case(
            "name-underscore",
            "ok",
            "an underscore, as real hosts have",
            a.say(),
            link="http://my_name.localhost:{port}" + DEEP,
            host="my_name.localhost",
        ),
        case(
            "name-missing",
            "dead",
            "no such host, while the canaries answer",
            a.say(),
            link="http://clinic-closed.invalid" + DEEP,
        ),
        case(
            "name-missing-https",
            "dead",
            "no such host, while the canaries answer",
            a.say(),
            link="https://hospital-closed.invalid" + DEEP,
        ),
        case(
            "name-later",
            "flaky",
            "the name cannot be looked up for the moment",
            a.say(),
            link="http://later.clinic.example" + DEEP,
        ),
    ]


def markup() -> list[Case]:
    """Where in a page a link may stand."""
    gone = a.not_found()
    based = '<base href="{home}/based/">'
    ours = [
        case(f"markup-{name}", "dead", f"gone, in {name}", gone, markup=tag)
        for name, tag in {
            "image": '<img src="{link}" alt="">',
            "iframe": '<iframe src="{link}" title="x"></iframe>',
            "srcset": '<img src="fine.png" srcset="{home}/new 1x, {link} 2x" alt="">',
            "area": '<map name="m"><area href="{link}" alt="x"></map>',
            "video": '<video src="{link}"></video>',
            "object": '<object data="{link}"></object>',
            "stylesheet": '<link rel="stylesheet" href="{link}">',
            "script": '<script src="{link}"></script>',
            "unquoted": "<a href={link}>x</a>",
            "capitals": '<A HREF="{link}">x</A>',
            "single-quotes": "<a class='b' href='{link}'>x</a>",
        }.items()
    ]
    silent = [
        case(
            f"markup-{name}",
            "absent",
            f"in {name}: no link",
            a.say(),
            markup=tag,
            asked=False,
            also=either("unchecked"),
        )
        for name, tag in {
            "comment": '<!-- <a href="{link}">x</a> -->',
            "text": "<code>{link}</code>",
            "script-text": "<script>var x = '<a href=\"{link}\">x</a>';</script>",
        }.items()
    ]
    everywhere = case(
        "markup-everywhere", "dead", "gone, and stands on twenty pages", gone, copies=20
    )
    return [
        *ours,
        *silent,
        everywhere,
        case(
            "markup-base",
            "ok",
            "a relative link on a page with a base",
            gone,
            link="part.html",
            head=based,
            address="{home}/based/part.html",
            paths={"/based/part.html": a.say()},
        ),
        case(
            "markup-base-dead",
            "dead",
            "the same, and gone",
            gone,
            link="part.html",
            head=based,
            address="{home}/based/part.html",
        ),
        case(
            "markup-no-scheme",
            "ok",
            "a link that begins with two slashes",
            a.say(),
            link="//no-scheme.example/page",
            host="no-scheme.example",
        ),
    ]


def own_pages() -> list[Case]:
    """Links within our own site."""
    return [
        case(
            "own-page",
            "ok",
            "a page of ours",
            a.say(),
            link="page-01.html",
            also=either("absent"),
        ),
        case(
            "own-anchor",
            "ok",
            "an anchor of ours",
            a.say(),
            link="page-01.html#here",
            also=either("absent"),
        ),
        case(
            "own-page-missing",
            "dead",
            "no such page of ours",
            a.say(),
            link="no-such-page.html",
            told=frozenset({1, 2}),
        ),
        case(
            "own-anchor-missing",
            "anchor",
            "no such anchor of ours: told at once",
            a.say(),
            link="page-01.html#nowhere",
            told=AT_ONCE,
        ),
        case(
            "own-host-forgotten",
            "dead",
            "a web address without its scheme",
            a.say(),
            link="www.clinic.example/page",
            also=either("malformed"),
            told=frozenset({1, 2}),
        ),
    ]


def registered() -> list[Case]:
    """Links that a registry answers for."""
    doi = "https://doi.org/"
    unsure = either("unchecked", "blocked")
    ours = {
        "doi": (doi + registries.LIVING_DOI[0], "ok", either()),
        "doi-old": ("http://dx.doi.org/10.1000/ALIVE", "ok", either("moved")),
        "doi-odd": (doi + "10.1002/(SICI)1097%3C1::AID-X%3E3.0.CO;2-F", "ok", either()),
        "doi-never": (doi + "10.1000/never-existed", "dead", either()),
        "doi-silent": (doi + registries.SILENT_DOI, "flaky", unsure),
        "doi-broken": (doi + registries.BROKEN_DOI, "flaky", unsure),
        "doi-valueless": (
            doi + registries.VALUELESS_DOI,
            "ok",
            either("unchecked", "flaky"),
        ),
        "pubmed": ("https://pubmed.ncbi.nlm.nih.gov/12345678/", "ok", either()),
        "pubmed-missing": (
            "https://pubmed.ncbi.nlm.nih.gov/99999999/",
            "dead",
            either(),
        ),
        "pubmed-old": (
            "https://www.ncbi.nlm.nih.gov/pubmed/11794476",
            "ok",
            either("moved"),
        ),
        "pmc": ("https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/", "ok", either()),
        "pmc-missing": (
            "https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/",
            "dead",
            either(),
        ),
        "trial": ("https://clinicaltrials.gov/study/NCT01234567", "ok", either()),
        "trial-old": (
            "https://clinicaltrials.gov/ct2/show/NCT01234567",
            "ok",
            either("moved"),
        ),
        "trial-missing": (
            "https://clinicaltrials.gov/study/NCT09999999",
            "dead",
            either(),
        ),
    }
    found = [
        case(
            f"registered-{name}",
            verdict,
            "the registry knows",
            a.say(),
            link=link,
            also=also,
        )
        for name, (link, verdict, also) in ours.items()
    ]
    copy = "{home}/archived/{name}"
    return [
        *found,
        case(
            "dead-with-copy",
            "dead",
            "gone, and the archive has a copy",
            a.not_found(),
            link=copy,
            suggests=f"web/{registries.ARCHIVED_TIME}/",
        ),
    ]


def silent_host() -> list[Case]:
    """Many links of one host that never answers: asked twice, and down for all."""
    either_way = either("unchecked")
    quick = [
        case(
            f"mute-{number:02}",
            "flaky",
            "one of many links of a mute host",
            a.hang_up,
            link="http://mute.localhost:{port}/part/{name}",
            host="mute.localhost",
            paths={"/robots.txt": a.hang_up},
            otherwise=a.hang_up,
            also=either_way,
            told=frozenset({DOWN_FROM}),
        )
        for number in range(12)
    ]
    slow = [
        case(
            f"silent-{number:02}",
            "flaky",
            "one of many links of a silent host",
            a.silence,
            link="http://silent.localhost:{port}/part/{name}",
            host="silent.localhost",
            otherwise=a.silence,
            also=either_way,
            runs=1,
        )
        for number in range(12)
    ]
    return [*quick, *slow]
