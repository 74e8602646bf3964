"""Cases that change from run to run, and the clocks they live by."""

from __future__ import annotations

import datetime as dt

from . import answers as a
from . import pages
from .case import DEEP, NEVER, Case, case, either

START = dt.datetime(2027, 1, 4, 8, 0, tzinfo=dt.UTC)
HOURS = {
    # a week apart: four runs span three weeks
    "weekly": (0, 168, 336, 504, 672, 840),
    # 12, 24, 24, 48 and 12 hours apart: six runs span five days
    "daily": (0, 12, 36, 60, 108, 120),
    # a month apart: every link is looked into again in every run
    "monthly": (0, 720, 1440, 2160, 2880, 3600),
}
STEADY = 30  # good links beside the histories, so that few fail together


def clock(timeline: str) -> tuple[dt.datetime, ...]:
    """Give the six moments of a timeline."""
    return tuple(START + dt.timedelta(hours=hours) for hours in HOURS[timeline])


def all_histories() -> tuple[Case, ...]:
    """Give every case that changes, with good company in each timeline."""
    return (
        *weekly(),
        *weekly_changes(),
        *daily(),
        *daily_faults(),
        *takeovers(),
        *monthly_changes(),
        *steady("daily"),
        *steady("monthly"),
    )


def steady(timeline: str) -> list[Case]:
    """Give links that are always good."""
    return [
        case(
            f"{timeline}-steady-{number:02}",
            "ok",
            "always good",
            a.say(),
            timeline=timeline,
        )
        for number in range(STEADY)
    ]


def told(*runs: int) -> frozenset[int]:
    """Name the runs in which a person may hear first; none means never."""
    return frozenset(runs or {NEVER})


def sequence(text: str) -> tuple[str, ...]:
    """Spell out six verdicts; a verdict may be followed by how often it comes."""
    verdicts: list[str] = []
    for word in text.split():
        if word.isdigit():
            verdicts += [verdicts[-1]] * (int(word) - 1)
        else:
            verdicts.append(word)
    return tuple(verdicts)


def weekly() -> list[Case]:
    """Links checked once a week that die or fall ill."""
    fine, gone, ill = a.say(), a.not_found(), a.fail(500)
    return [
        case(
            "dies",
            sequence("ok 2 dead 4"),
            "dies in the third run",
            a.by_run(fine, fine, gone),
            told=told(4),
        ),
        case(
            "dies-and-recovers",
            sequence("ok dead 2 ok 3"),
            "dies, and comes back",
            a.by_run(fine, gone, gone, fine),
            told=told(3),
        ),
        case(
            "gone-once",
            sequence("ok 2 dead ok 3"),
            "is away for one run",
            a.by_run(fine, fine, gone, fine),
            told=told(),
        ),
        case(
            "ill-twice",
            sequence("ok flaky 2 ok 3"),
            "is ill for two runs",
            a.by_run(fine, ill, ill, fine),
            told=told(),
        ),
        case(
            "ill-to-the-end",
            sequence("ok flaky 3 down 2"),
            "never recovers",
            a.by_run(fine, ill),
            told=told(5),
        ),
        case(
            "down-and-back",
            sequence("flaky 3 down ok 2"),
            "down, then back",
            a.by_run(ill, ill, ill, ill, fine),
            told=told(4),
        ),
        case(
            "ill-on-and-off",
            sequence("ok flaky ok flaky ok flaky"),
            "ill every other run: never told, or once as unstable",
            a.by_run(fine, ill, fine, ill, fine, ill),
            told=told(NEVER, 4, 5),
            once=True,
        ),
        case(
            "ill-thrice-then-ill",
            sequence("flaky 3 ok flaky 2"),
            "one good run starts the count again",
            a.by_run(ill, ill, ill, fine, ill, ill),
            told=told(),
        ),
    ]


def weekly_changes() -> list[Case]:
    """Links checked once a week that change without dying."""
    fine, gone, ill = a.say(), a.not_found(), a.fail(500)
    return [
        case(
            "moves",
            sequence("ok 2 moved 4"),
            "moves in the third run",
            a.by_run(fine, fine, a.redirect(301, "/new")),
            told=told(3),
            suggests="{home}/new",
        ),
        case(
            "moves-and-dies",
            sequence("ok moved 2 dead 3"),
            "moves, then is gone",
            a.by_run(fine, *[a.redirect(301, "/new")] * 2, gone),
            told=told(2),
        ),
        case(
            "refuses",
            sequence("ok 2 blocked 4"),
            "begins to refuse robots",
            a.by_run(fine, fine, a.fail(403)),
            told=told(),
        ),
        case(
            "throttles",
            sequence("ok 2 blocked ok 3"),
            "throttles for a run",
            a.by_run(fine, fine, a.fail(429), fine),
            told=told(),
        ),
        case(
            "falls-to-front",
            sequence("ok 2 soft-404 4"),
            "a deep link falls to the front page",
            a.by_run(fine, fine, a.redirect(302, "/")),
            told=told(4),
        ),
        case(
            "empties",
            sequence("content 2 ok 4"),
            "empty for two runs, then good",
            a.by_run(a.say(200, ""), a.say(200, ""), fine),
            told=told(),
        ),
        case(
            "empty-thrice",
            sequence("content 3 ok 3"),
            "empty for three runs",
            a.by_run(*[a.say(200, "")] * 3, fine),
            told=told(3),
        ),
        case(
            "soft-once",
            sequence("soft-404 ok 5"),
            "a soft error for one run",
            a.by_run(a.redirect(302, "/"), fine),
            told=told(),
        ),
        case(
            "anchor-returns",
            sequence("anchor ok 5"),
            "an anchor comes back",
            a.by_run(fine, a.article('<p id="dose">x</p>')),
            link="{home}" + DEEP + "#dose",
            told=told(),
        ),
        case(
            "host-vanishes",
            sequence("flaky 2 dead 4"),
            "ill, then gone for good",
            a.by_run(ill, ill, gone),
            told=told(4),
        ),
    ]


def daily() -> list[Case]:
    """Links checked about once a day that die or fall ill."""
    fine, gone, ill = a.say(), a.not_found(), a.fail(500)
    reset = a.reset
    ours = [
        case(
            "daily-dies-early",
            sequence("dead 6"),
            "dead twice within 20 hours is not enough",
            gone,
            told=told(3),
        ),
        case(
            "daily-gone-half-a-day",
            sequence("dead 2 ok 4"),
            "dead twice within 20 hours, then well",
            a.by_run(gone, gone, fine),
            told=told(),
        ),
        case(
            "daily-dies-late",
            sequence("ok 4 dead 2"),
            "dead in the last two runs, 12 hours apart",
            a.by_run(*[fine] * 4, gone),
            told=told(),
        ),
        case(
            "daily-dies",
            sequence("ok 2 dead 4"),
            "dead, a day apart",
            a.by_run(fine, fine, gone),
            told=told(4),
        ),
        case(
            "daily-ill",
            sequence("flaky 6"),
            "ill in six runs, over five days only",
            ill,
            told=told(),
        ),
        case(
            "daily-reset",
            sequence("ok 2 flaky 4"),
            "four runs over less than ten days",
            a.by_run(fine, fine, reset),
            told=told(),
        ),
    ]
    return [_in("daily", each) for each in ours]


def daily_faults() -> list[Case]:
    """Links checked about once a day that fail in other ways."""
    fine, gone, empty = a.say(), a.not_found(), a.say(200, "")
    ours = [
        case(
            "daily-empty",
            sequence("content 6"),
            "empty in the third run still",
            empty,
            told=told(3),
        ),
        case(
            "daily-flaps",
            sequence("dead ok dead ok dead ok"),
            "changes its mind every run: told once, as unstable",
            a.by_run(gone, fine, gone, fine, gone, fine),
            also=either("flaky"),
            told=told(4, 5),
            once=True,
        ),
        case(
            "daily-parked",
            sequence("ok 3 parked 3"),
            "for sale: told at once",
            a.by_run(fine, fine, fine, a.redirect(302, "{other}/lander")),
            other={"/lander": a.subject_page(pages.for_sale)},
            told=told(4),
        ),
        case(
            "daily-tls",
            sequence("tls 6"),
            "a false certificate",
            fine,
            link="{secure}" + DEEP,
            tls="expired",
            told=told(2, 3),
        ),
        case(
            "daily-soft",
            sequence("soft-404 6"),
            "falls to the front page",
            a.redirect(302, "/"),
            told=told(2, 3),
        ),
        case(
            "daily-anchor",
            sequence("anchor 6"),
            "no such anchor",
            fine,
            link="{home}" + DEEP + "#dose",
            told=told(2, 3),
        ),
    ]
    return [_in("daily", each) for each in ours]


def takeovers() -> list[Case]:
    """Links looked into once a month whose hosts fall into other hands."""
    fine = a.say()
    spam = a.subject_page(pages.gambling)
    pills = a.subject_page(pages.pharmacy)
    sky = a.subject_page(pages.rewritten)
    dealer = a.subject_page(pages.for_sale)
    at_other = {"/page": sky, "/same": a.say(), "/spam": spam}
    ours = [
        case(
            "taken-by-casino",
            sequence("ok 2 parked 4"),
            "a gambling ring has the domain",
            a.by_run(fine, fine, spam),
            otherwise=spam,
            told=told(3),
        ),
        case(
            "taken-by-pharmacy",
            sequence("ok 2 parked 4"),
            "a pill shop has it",
            a.by_run(fine, fine, pills),
            told=told(3),
        ),
        case(
            "taken-elsewhere",
            sequence("ok 2 parked 4"),
            "sent to another host, with other words",
            a.by_run(fine, fine, a.redirect(301, "{other}/page")),
            other=at_other,
            told=told(3),
        ),
        case(
            "taken-elsewhere-spam",
            sequence("ok 2 parked 4"),
            "sent to another host, with spam",
            a.by_run(fine, fine, a.redirect(302, "{other}/spam")),
            other=at_other,
            told=told(3),
        ),
        case(
            "taken-and-given-back",
            sequence("ok parked 2 ok 3"),
            "taken, then given back",
            a.by_run(fine, spam, spam, fine),
            told=told(2),
        ),
        case(
            "sold",
            sequence("ok 3 parked 3"),
            "for sale now",
            a.by_run(fine, fine, fine, dealer),
            otherwise=dealer,
            told=told(4),
        ),
    ]
    return [_in("monthly", each) for each in ours]


def monthly_changes() -> list[Case]:
    """Links looked into once a month that change without being taken."""
    fine, gone = a.say(), a.not_found()
    sky = a.subject_page(pages.rewritten)
    kept = a.article("<p>casino slots jackpot, says a spammer in the comments</p>")
    anchored = a.article('<h2 id="dose">Dose</h2>')
    pdf = a.say(200, a.PDF, "application/pdf")
    ours = [
        case(
            "rewritten",
            sequence("ok 6"),
            "rewritten by the same host",
            a.by_run(fine, fine, sky),
            told=told(),
        ),
        case(
            "rewritten-twice",
            sequence("ok 6"),
            "rewritten, and again",
            a.by_run(fine, sky, fine, sky),
            told=told(),
        ),
        case(
            "spam-in-comments",
            sequence("ok 6"),
            "its own words are still there",
            a.by_run(fine, kept),
            told=told(),
        ),
        case(
            "rewritten-and-moved",
            sequence("ok 2 moved 4"),
            "same host, new address, new words: the subject cannot be told",
            a.by_run(fine, fine, a.redirect(301, "/sky")),
            paths={"/sky": sky},
            also=either("ok", "soft-404"),
            told=told(NEVER, 3, 4),
        ),
        case(
            "moves-host",
            sequence("ok 2 moved 4"),
            "another host, same words",
            a.by_run(fine, fine, a.redirect(301, "{other}/new")),
            told=told(3),
            suggests="{other}/new",
        ),
        case(
            "loses-anchor",
            sequence("ok 2 anchor 4"),
            "loses an anchor",
            a.by_run(anchored, anchored, fine),
            link="{home}" + DEEP + "#dose",
            told=told(4),
        ),
        case(
            "pdf-turns-html",
            sequence("ok 2 content 4"),
            "a PDF turns into a page",
            a.by_run(pdf, pdf, fine),
            link="{home}/files/{name}.pdf",
            told=told(5),
        ),
        case(
            "turns-soft",
            sequence("ok 2 soft-404 4"),
            "turns into a soft error",
            a.by_run(fine, fine, a.soft_missing()),
            otherwise=a.soft_missing(),
            told=told(4),
        ),
        case(
            "turns-login",
            sequence("ok 2 blocked 4"),
            "turns into a login page",
            a.by_run(fine, fine, a.say(200, pages.login())),
            told=told(NEVER, 5, 6),
        ),
        case(
            "refuses-for-months",
            sequence("ok blocked 5"),
            "blocked for more than 90 days: no machine has seen it",
            a.by_run(fine, a.fail(403)),
            told=told(NEVER, 4, 5),
        ),
        case(
            "flaps-slowly",
            sequence("ok dead ok 2 dead ok"),
            "changes its mind, but twice in 60 days at most",
            a.by_run(fine, gone, fine, fine, gone, fine),
            told=told(),
        ),
    ]
    return [_in("monthly", each) for each in ours]


def _in(timeline: str, each: Case) -> Case:
    """Put a case into a timeline."""
    fields = {**each.__dict__, "timeline": timeline}
    return Case(**fields)
