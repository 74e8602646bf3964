"""A client without a network: it gives the answers that a test lays out."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from guide.links.net.client import Answer, Limits

OK = Answer("", 200, {"content-type": "text/html"}, b"<p>A fine page of words</p>")
NONE = Answer("", 404)
USUAL = Limits()


def fails(failure: str, seconds: float = 0.0) -> Answer:
    """A request without an answer."""
    return Answer("", failure=failure, detail=failure, seconds=seconds)  # type: ignore[arg-type]


def leads(target: str, status: int = 301) -> Answer:
    """A redirect."""
    return Answer("", status, {"location": target})


@dataclass
class FakeLimit:
    """Notes how long hosts are left alone."""

    held: list[tuple[str, float]] = field(default_factory=list)

    def hold(self, host: str, seconds: float) -> None:
        """Note it."""
        self.held.append((host, seconds))


@dataclass
class FakeClient:
    """Answers each address in turn; the last answer stays, and others are 404."""

    answers: Mapping[str, Sequence[Answer]]
    asked: list[str] = field(default_factory=list)
    limit: FakeLimit = field(default_factory=FakeLimit)

    @asynccontextmanager
    async def browse(self) -> AsyncIterator["FakeClient"]:
        """Begin to browse."""
        yield self

    async def get(
        self,
        url: str,
        limits: Limits = USUAL,
        refusal: Callable[[], Answer | None] = lambda: None,
    ) -> Answer:
        """Answer as laid out."""
        assert limits.total > 0
        refused = refusal()
        if refused:
            return refused
        self.asked.append(url)
        laid = self.answers.get(url, (NONE,))
        turn = min(self.asked.count(url), len(laid)) - 1
        return replace(laid[turn], url=url)

    def pages(self) -> list[str]:
        """What was asked beside robots.txt."""
        return [url for url in self.asked if not url.endswith("/robots.txt")]
