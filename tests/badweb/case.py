"""What a case is: a link, what stands there, the right verdict, who hears when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import answers as a

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .wire import Answer

VERDICTS = frozenset(
    "ok moved dead parked soft-404 tls anchor malformed blocked flaky down content "
    "unchecked".split()
)
RUNS = 6
DOWN_FROM = 4  # flaky in four weekly runs in a row is `down`
FIRST_TOLD = {
    "moved": 1,
    "parked": 1,
    "malformed": 1,
    "dead": 2,
    "soft-404": 2,
    "tls": 2,
    "anchor": 2,
    "content": 3,
    "flaky": DOWN_FROM,
}
NEVER = 0
DEEP = "/topics/2019/{name}"


def case(
    name: str,
    verdict: str | tuple[str, ...],
    why: str,
    answer: Answer,
    **more: object,
) -> Case:
    """Make a case whose link stands on a host of its own."""
    return Case(name, verdict, why, answer, **more)  # type: ignore[arg-type]


def either(*verdicts: str) -> frozenset[str]:
    """Name the verdicts that the specification leaves room for."""
    return frozenset(verdicts)


@dataclass(frozen=True)
class Case:
    """One link: its address, what stands there, and the right verdict on it."""

    name: str
    verdict: str | tuple[str, ...]
    why: str
    answer: Answer = field(default_factory=a.say)
    link: str = "{home}" + DEEP
    also: frozenset[str] = frozenset()
    told: frozenset[int] | None = None
    paths: Mapping[str, Answer] = field(default_factory=dict)
    other: Mapping[str, Answer] = field(default_factory=dict)
    otherwise: Answer = field(default_factory=a.not_found)
    host: str = ""
    tls: str = ""
    runs: int = RUNS
    markup: str = '<a href="{link}">{name}</a>'
    head: str = ""
    address: str = ""
    suggests: str = ""
    copies: int = 1
    asked: bool = True
    listens: bool = True
    once: bool = False
    timeline: str = "weekly"
    waits: bool = False

    @property
    def slow(self) -> bool:
        """Tell whether its host lets half a minute pass."""
        return self.runs < RUNS or self.waits

    def expected(self, run: int) -> str:
        """Give the right verdict in a run."""
        if isinstance(self.verdict, tuple):
            return self.verdict[run - 1]
        if self.verdict == "flaky" and run >= DOWN_FROM:
            return "down"
        return self.verdict

    def accepted(self, run: int) -> frozenset[str]:
        """Give every verdict that the specification leaves room for in a run."""
        late = {"down"} if "flaky" in self.also and run >= DOWN_FROM else set()
        return frozenset({self.expected(run), *self.also, *late})

    def told_in(self) -> frozenset[int]:
        """Give the runs in which a person may first hear of it; 0 is never."""
        if self.told is not None:
            return self.told
        verdicts = {self.expected(1), *self.also}
        firsts = {FIRST_TOLD.get(verdict, NEVER) for verdict in verdicts}
        return frozenset(run if run <= self.runs else NEVER for run in firsts)
