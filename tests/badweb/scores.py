"""Judge what a checker found in six runs against the table of cases."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .case import NEVER, Case
from .cases import address_of, fill, places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .findings import Finding, Findings
    from .site import Spots

FAULTS = frozenset("dead parked soft-404 tls anchor malformed content down".split())
KINDS = ("right", "wrong", "missed", "false alarm", "too early", "too late")


def judge(
    cases: Sequence[Case], runs: Sequence[Findings], ports: dict[str, str]
) -> list[Score]:
    """Judge every case over all runs."""
    return [
        judge_case(each, seen(each, number, runs, ports))
        for number, each in enumerate(cases)
    ]


def seen(
    each: Case, number: int, runs: Sequence[Findings], ports: dict[str, str]
) -> list[Finding]:
    """Collect what was found on one link, run by run."""
    address = address_of(each, number, ports)
    own = ":" not in address and not address.startswith("//")
    return [found.of(address, own=own) for found in runs[: each.runs]]


def judge_case(each: Case, found: Sequence[Finding]) -> Score:
    """Judge one case: its verdict in each run, and when a person was told."""
    wrong = [
        f"run {run}: {one.verdict}, not {each.expected(run)}"
        for run, one in enumerate(found, 1)
        if one.verdict not in each.accepted(run)
    ]
    told = [run for run, one in enumerate(found, 1) if one.told]
    first = told[0] if told else NEVER
    kind, remark = judge_telling(each, first, len(found))
    if kind == "right" and each.once and len(told) > 1:
        kind, remark = "wrong", f"told {len(told)} times, not once"
    if kind == "right" and wrong:
        kind = harm(each, found)
    reasons = sorted({one.reason for one in found if one.reason})[:2]
    remarks = [*([remark] if remark else []), *wrong]
    return Score(each, kind, "; ".join(remarks), " | ".join(reasons), len(wrong))


def judge_telling(each: Case, first: int, runs: int) -> tuple[str, str]:
    """Judge the run in which a person first heard of it."""
    wanted = {run if run <= runs else NEVER for run in each.told_in()}
    due = sorted(wanted - {NEVER})
    if first in wanted:
        return "right", ""
    if not due and max(each.told_in()) > runs:
        return "too early", f"told in run {first}, not {max(each.told_in())}"
    if not due:
        return "false alarm", f"told in run {first}, should never be"
    if first == NEVER:
        return "missed", f"never told, should be in run {due[0]}"
    if first < due[0]:
        return "too early", f"told in run {first}, not {due[0]}"
    return "too late", f"told in run {first}, not {due[-1]}"


def harm(each: Case, found: Sequence[Finding]) -> str:
    """Name the kind of a wrong verdict that was told at the right time."""
    for run, one in enumerate(found, 1):
        accepted = each.accepted(run)
        if one.verdict not in accepted and accepted & FAULTS and one.verdict == "ok":
            return "missed"
    return "wrong"


def details(
    cases: Sequence[Case],
    runs: Sequence[Findings],
    spots: Spots,
    ports: dict[str, str],
) -> list[str]:
    """List what is amiss beside verdict and telling: places, suggestions, dates."""
    amiss = []
    for number, each in enumerate(cases):
        found = seen(each, number, runs, ports)
        if found and found[0].verdict != "absent":
            lacking = set(spots.get(each.name, [])) - found[0].spots
            if lacking:
                where = ", ".join(
                    f"{file}:{line}" for file, line in sorted(lacking)[:3]
                )
                amiss.append(f"{each.name}: {len(lacking)} places not named: {where}")
        amiss += wrong_suggestion(each, number, found, ports)
    return amiss


def wrong_suggestion(
    each: Case, number: int, found: Sequence[Finding], ports: dict[str, str]
) -> list[str]:
    """Say when the repair that is due is not offered."""
    if not each.suggests:
        return []
    wanted = fill(each.suggests, places(number, each), ports)
    offered = [one for one in found if one.verdict in {"moved", "dead"} and one.told]
    if not offered or unquote(wanted) in unquote(offered[0].suggestion):
        return []
    return [f"{each.name}: suggests {offered[0].suggestion!r}, not {wanted!r}"]


def wrong_dates(
    cases: Sequence[Case],
    runs: Sequence[Findings],
    ports: dict[str, str],
    days: Sequence[str],
) -> list[str]:
    """Say where `since` or `last_good` of a plain death is another day."""
    amiss = []
    for number, each in enumerate(cases):
        wanted = [each.expected(run) for run in range(1, len(runs) + 1)]
        found = seen(each, number, runs, ports)
        if "dead" not in wanted or len(found) < len(wanted) or each.also:
            continue
        start = wanted.index("dead")
        one = found[start]
        if one.verdict == "dead" and not one.since.startswith(days[start]):
            amiss.append(f"{each.name}: since {one.since!r}, not {days[start]}")
        if start and wanted[start - 1] == "ok" and one.verdict == "dead":
            good = days[start - 1]
            if not one.last_good.startswith(good):
                amiss.append(f"{each.name}: last good {one.last_good!r}, not {good}")
    return amiss


def tally(scores: Sequence[Score]) -> Mapping[str, int]:
    """Count the scores by kind."""
    counted = Counter(score.kind for score in scores)
    return {kind: counted[kind] for kind in KINDS}


@dataclass(frozen=True)
class Score:
    """The judgement on one case."""

    case: Case
    kind: str
    remark: str
    reason: str
    wrong_runs: int
