"""The words of the bad web: honest articles, and every kind of page that lies."""

from __future__ import annotations

import random
from functools import cache
from html import escape

MEDICAL = tuple(
    (
        "antibody autoimmune axon biopsy cerebellum clinician cohort corticosteroid "
        "diagnosis dosage encephalopathy enzyme exercise fatigue gait genetic "
        "hospital immunoglobulin infusion inflammation ligament lymphocyte marrow "
        "medication membrane muscle neurologist neuropathy nursing oxygen patient "
        "pharmacist plasma protein receptor rehabilitation remission screening "
        "seizure spasm specialist stiffness symptom syndrome therapy thyroid tissue "
        "trial vaccine ventilation"
    ).split()
)
ASTRONOMY = tuple(
    (
        "aperture asteroid aurora comet constellation corona crater dwarf eclipse "
        "equinox exoplanet galaxy helium horizon hubble hydrogen kepler latitude "
        "lens lunar magma meteor moon nebula neutron observatory orbit parallax "
        "perihelion photon planet pulsar quasar redshift rocket satellite saturn "
        "solstice spectrum star sunspot telescope titan transit universe venus "
        "vernal void wavelength zenith zodiac"
    ).split()
)
GAMBLING = tuple(
    (
        "casino slots jackpot roulette blackjack poker betting bonus spins "
        "sportsbook wager odds bookmaker baccarat deposit payout gacor togel judi "
        "bandar maxwin freebet croupier gambling lottery bingo scatter"
    ).split()
)
PHARMACY = tuple(
    (
        "viagra cialis levitra tramadol xanax pills cheap overnight discount "
        "without prescription order online pharmacy generic tadalafil sildenafil "
        "shipping pack mg buy bestprice"
    ).split()
)


@cache
def prose(words: tuple[str, ...], subject: str, count: int = 320) -> str:
    """Make the same paragraphs for the same subject, every time."""
    dice = random.Random(subject)  # noqa: S311 - steady text, no secret
    chosen = dice.sample(words, k=max(8, len(words) * 2 // 3))
    text = [dice.choice(chosen) for _ in range(count)]
    lines = [" ".join(text[at : at + 12]) for at in range(0, count, 12)]
    return "\n".join(f"<p>{line.capitalize()}.</p>" for line in lines)


def page(title: str, body: str, head: str = "") -> str:
    """Wrap a body into a whole HTML page."""
    return (
        "<!doctype html>\n"
        f'<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"{head}</head>\n<body>\n{body}\n</body></html>\n"
    )


def article(subject: str, extra: str = "", head: str = "", title: str = "") -> str:
    """Make an honest, long page about a subject."""
    heading = title or f"Understanding {escape(subject)}"
    body = f"<h1>{heading}</h1>\n{prose(MEDICAL, subject)}\n{extra}"
    return page(heading, body, head)


def rewritten(subject: str) -> str:
    """Make an honest page that shares no word with the article."""
    body = f"<h1>Sky notes</h1>\n{prose(ASTRONOMY, subject)}"
    return page("Sky notes for tonight", body)


def front(host: str) -> str:
    """Make the front page of a host."""
    links = "".join(f"<li><a href='/part/{n}'>Part {n}</a></li>" for n in range(9))
    body = f"<h1>Welcome to {escape(host)}</h1><ul>{links}</ul>"
    return page(f"Home of {escape(host)}", body + prose(MEDICAL, host + " front", 120))


def gambling(subject: str) -> str:
    """Make the page of a gambling ring that bought a lapsed domain."""
    body = f"<h1>Best online casino slots</h1>\n{prose(GAMBLING, subject)}"
    return page("Casino slots jackpot: situs judi slot gacor", body)


def pharmacy(subject: str) -> str:
    """Make the page of a pill shop that broke into a host."""
    body = f"<h1>Buy cheap viagra online</h1>\n{prose(PHARMACY, subject)}"
    return page("Cheap viagra and cialis without prescription", body)


def missing(path: str = "") -> str:
    """Make the short page of a host that says 'not found' with a straight face."""
    echo = f"<p>{escape(path)}</p>" if path else ""
    return page(
        "Page not found",
        f"<h1>Page not found</h1>{echo}<p>Sorry, the page you are looking for could "
        "not be found. It may have been removed. <a href='/'>Home</a></p>",
    )


def login(title: str = "Sign in") -> str:
    """Make a page that is nothing but a login form."""
    return page(
        title,
        f"<h1>{title}</h1><p>Please sign in to continue.</p>"
        "<form action='/session' method='post'>"
        "<label>E-mail <input type='email' name='user'></label>"
        "<label>Password <input type='password' name='password'></label>"
        "<button>Sign in</button></form>",
    )


def for_sale(domain: str) -> str:
    """Make the page of a domain dealer."""
    return page(
        f"{domain} is for sale",
        f"<h1>{domain}</h1><p>This domain is for sale! Buy this domain now.</p>"
        "<p>Make an offer, or lease to own. The owner of this domain has listed it "
        "with a domain marketplace.</p><form><input name='offer'></form>",
    )


def sponsored_listings(domain: str) -> str:
    """Make a parking page full of advertisements."""
    return page(
        domain,
        "<div id='sedoparking'><h2>Related Searches</h2><ul>"
        "<li>Health Insurance</li><li>Clinic Near Me</li><li>Pain Relief</li></ul>"
        f"<p>Sponsored listings. The domain {domain} is parked free, courtesy of its "
        "registrar. This domain may be for sale by its owner.</p></div>",
        "<script src='https://img.sedoparking.com/js/parking.js'></script>",
    )


def just_a_moment() -> str:
    """Make Cloudflare's waiting page."""
    return page(
        "Just a moment...",
        "<noscript>Enable JavaScript and cookies to continue</noscript>"
        "<p>Checking if the site connection is secure</p>"
        "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'>"
        "</script>",
    )


def captcha() -> str:
    """Make a page that asks for proof of being human."""
    return page(
        "Are you a robot?",
        "<h1>Please verify you are a human</h1><p>Complete the captcha below to "
        "continue.</p><div class='g-recaptcha' data-sitekey='x'></div>"
        "<script src='https://www.google.com/recaptcha/api.js'></script>",
    )


def interruption() -> str:
    """Make the page of another guard against robots."""
    return page(
        "Pardon Our Interruption",
        "<h1>Pardon Our Interruption</h1><p>As you were browsing something about "
        "your browser made us think you were a bot. Please make sure that cookies and "
        "JavaScript are enabled, then reload the page.</p>",
    )


def proof_of_work() -> str:
    """Make the page of a guard that lets the browser count."""
    return page(
        "Making sure you're not a bot!",
        "<h1>Making sure you're not a bot!</h1><p>Loading...</p>"
        "<p>You are seeing this because the administrator of this website has set up "
        "Anubis to protect the server against scraping.</p>",
    )
