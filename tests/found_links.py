"""Links as a run finds them, made for tests of what is done with them."""

from datetime import datetime

from guide.links import addresses, tracks
from guide.links.record import Link, LinkJudgement, LinkPlace
from guide.links.responses import Failure, Response
from guide.links.state import KnownLink, Verdict


def found_link(  # noqa: PLR0913 -- the facts of a link
    url: str,
    verdict: Verdict,
    since: str,
    *,
    last_good: str = "",
    status: int = 0,
    final_url: str = "",
    reason: str = "",
    suggestion: str = "",
    told: bool = False,
    places: tuple[LinkPlace, ...] = (),
    title: str = "",
    unstable: bool = False,
) -> Link:
    """A link at the end of a run."""
    return Link(
        url=url,
        address=addresses.read(url),
        places=places,
        known=KnownLink(verdict, since, 2, since, last_good, title=title),
        response=Response(url, final_url, status=status),
        judgement=LinkJudgement(verdict, reason, suggestion),
        told=told,
        unstable=unstable,
    )


def step(  # noqa: PLR0913 -- the facts of a run
    known: KnownLink | None,
    verdict: Verdict,
    now: datetime,
    *,
    own: bool = False,
    weak: bool = False,
    strange: bool = False,
    words: str = "",
    title: str = "",
    final_url: str = "",
    failure: Failure = "",
) -> Link:
    """A link after one more run with this verdict."""
    url = "https://a.example/page"
    link = Link(
        url=url,
        address=addresses.read(url),
        path="page" if own else None,
        known=known,
        response=Response(url, final_url, words=words, title=title, failure=failure),
        judgement=LinkJudgement(verdict, "", weak=weak, strange=strange),
    )
    return tracks.advance(link, now)


def known_after(known: KnownLink | None, verdict: Verdict, now: datetime) -> KnownLink:
    """What is known of a link after one more run with this verdict."""
    after = step(known, verdict, now).known
    assert after is not None
    return after
