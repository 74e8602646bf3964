"""The record of a link: one value, enriched from the page it stands on to the report.

A scan makes it with the places where it stands. The memory adds what was known, the
web its response, the rules their judgement, and the tracks what is known now and
whether a person is told. Reports read it as it is.
"""

from dataclasses import dataclass

from guide.links.addresses import Address
from guide.links.responses import Response
from guide.links.state import KnownLink, Verdict


@dataclass(frozen=True, order=True)
class LinkPlace:
    """A file, a line (0 if unknown), and the page that shows it ("" if unknown)."""

    file: str
    line: int
    page: str


@dataclass(frozen=True)
class LinkJudgement:
    """What a response means, and what a person needs to act on it.

    `weak` evidence must hold for long; a `strange` page is fine but has kept almost
    none of the words that are remembered.
    """

    verdict: Verdict
    reason: str
    suggestion: str = ""
    weak: bool = False
    strange: bool = False


@dataclass(frozen=True)
class Link:
    """One address of our pages, and all that is known of it so far.

    Attributes:
        url: the address as people know it.
        address: what it asks for.
        path: where it leads below our own root; None if it leads elsewhere.
        places: where it stands.
        known: what is remembered of it; after the run, what is known now.
        response: what the web has answered; None if it was not asked.
        judgement: what that means; None until it is judged.
        told: whether a person is told in this run.
        unstable: whether they are told that it keeps changing.
    """

    url: str
    address: Address
    path: str | None = None
    places: tuple[LinkPlace, ...] = ()
    known: KnownLink | None = None
    response: Response | None = None
    judgement: LinkJudgement | None = None
    told: bool = False
    unstable: bool = False

    @property
    def own(self) -> bool:
        """True if it leads to a page of ours."""
        return self.path is not None

    @property
    def verdict(self) -> Verdict:
        """The verdict over all runs."""
        return self.known.verdict if self.known else "unchecked"

    @property
    def since(self) -> str:
        """When that verdict began."""
        return self.known.since if self.known else ""

    @property
    def last_good(self) -> str:
        """When it was last fine; "" for never."""
        return self.known.last_good if self.known else ""

    @property
    def title(self) -> str:
        """The title of its page when it was last fine."""
        return self.known.title if self.known else ""

    @property
    def status(self) -> int:
        """The last status of this run; 0 for none."""
        return self.response.status if self.response else 0

    @property
    def final_url(self) -> str:
        """Where its redirects have led in this run."""
        return self.response.final_url if self.response else ""

    @property
    def attempts(self) -> int:
        """How often it was asked in this run."""
        return self.response.attempts if self.response else 0

    @property
    def reason(self) -> str:
        """What was seen, in words."""
        return self.judgement.reason if self.judgement else ""

    @property
    def suggestion(self) -> str:
        """The address to put in its place; "" if there is none."""
        new = self.judgement.suggestion if self.judgement else ""
        return new or (self.known.archived if self.known else "")
