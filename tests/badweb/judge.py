"""Judge a link checker on the bad web: verdicts, telling, manners, time, memory.

python -m tests.badweb.judge -- python scripts/check_links.py
python -m tests.badweb.judge --linkchecker
python -m tests.badweb.judge --load 1000 --hosts 50 -- python scripts/check_links.py
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from . import findings, load, manners, processes, sanity, scores, shipped, site
from .case import DOWN_FROM
from .cases import cases_of, hosts_of, places
from .histories import HOURS, clock
from .server import BadWeb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .case import Case
    from .findings import Findings
    from .wire import Visit

RUN_LIMIT = 600.0
SHOWN = 5


def main() -> int:
    """Read the command line, judge, print, and give 0 only when all is right."""
    arguments = parse(sys.argv[1:])
    return asyncio.run(judge(arguments))


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line; what follows `--` is the checker's."""
    parser = argparse.ArgumentParser(
        prog="judge", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--timeline", action="append", choices=[*HOURS], default=None)
    parser.add_argument("--runs", type=int, default=6, help="how many of the six runs")
    parser.add_argument(
        "--short", action="store_true", help="four weekly runs, without slow hosts"
    )
    parser.add_argument("--only", default="", help="cases whose name holds this")
    parser.add_argument("--pause", type=float, default=0.05)
    parser.add_argument("--keep", type=Path, help="folder for JSON, reports, output")
    parser.add_argument("--linkchecker", action="store_true", help="LinkChecker alone")
    parser.add_argument("--sanity", action="store_true", help="only the sanity checks")
    parser.add_argument("--load", type=int, default=0, help="so many good links")
    parser.add_argument("--hosts", type=int, default=50, help="on so many hosts")
    parser.add_argument("--bombs", action="store_true", help="with bombs among them")
    parser.add_argument(
        "--all", action="store_true", help="list every fault of manners"
    )
    parser.add_argument("command", nargs="*", help="the checker, after --")
    return parser.parse_args(words)


async def judge(arguments: argparse.Namespace) -> int:
    """Do what the command line asks for."""
    with tempfile.TemporaryDirectory(prefix="badweb-judge-") as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)  # LinkChecker leaves root's rights before it reads
        if arguments.linkchecker and not arguments.load:
            return await shipped.judge(folder, arguments.pause)
        if arguments.load:
            return await load.judge(arguments, folder)
        if not arguments.command:
            print("Name the checker after --, or ask for --linkchecker.")
            return 2
        faults = 0
        if arguments.short:
            arguments.timeline, arguments.runs = ["weekly"], DOWN_FROM
        if not arguments.sanity:
            for timeline in arguments.timeline or HOURS:
                trial = await try_timeline(arguments, timeline, folder / timeline)
                faults += show(arguments, trial)
        if arguments.sanity or not (arguments.timeline or arguments.only):
            faults += await sanity.judge(arguments.command, folder / "sanity")
        return int(faults > 0)


async def try_timeline(
    arguments: argparse.Namespace, timeline: str, folder: Path
) -> Trial:
    """Run the checker six times over the cases of one timeline."""
    cases = [
        each
        for each in cases_of(timeline)
        if arguments.only in each.name and not (arguments.short and each.slow)
    ]
    trial = Trial(timeline, cases, [], [], {}, [], {}, [])
    async with BadWeb(hosts_of(tuple(cases)), spare=unheard(cases)) as web:
        for number, each in enumerate(cases):
            if each.name == "full":
                web.plug(places(number, each)["address"])
        trial.ports.update(web.places)
        for run, now in enumerate(clock(timeline)[: arguments.runs], 1):
            web.begin_run(run)
            standing = [(n, each) for n, each in enumerate(cases) if run <= each.runs]
            spots = site.write(folder / "site", standing, web.places)
            trial.spots.update(spots if run == 1 else {})
            command = checker_command(arguments, folder, run, now.isoformat())
            ended = await processes.run(command, web.environment(), limit=RUN_LIMIT)
            (folder / f"output-{run}.txt").write_text(ended.output)
            trial.outcomes.append(ended)
            trial.runs.append(findings.read(folder / f"found-{run}.json"))
            print(
                f"{timeline} run {run} ({now:%Y-%m-%d %H:%M}): exit {ended.code}, "
                f"{ended.seconds:.1f} s, {ended.megabytes:.0f} MB",
                flush=True,
            )
        trial.visits.extend(web.visits)
    for run in range(1, len(trial.runs) + 1):
        report = folder / f"report-{run}.md"
        trial.reports.append(report.read_text() if report.exists() else "")
    return trial


def unheard(cases: Sequence[Case]) -> list[str]:
    """Name the addresses where the port must be free and nobody listens."""
    return [
        places(number, each)["address"]
        for number, each in enumerate(cases)
        if not each.listens
    ]


def checker_command(
    arguments: argparse.Namespace, folder: Path, run: int, now: str
) -> list[str]:
    """Give the words by which the checker is called."""
    return [
        *arguments.command,
        str(folder / "site"),
        *("--json", str(folder / f"found-{run}.json")),
        *("--memory", str(folder / "links.json")),
        *("--report", str(folder / f"report-{run}.md")),
        *("--now", now),
        *("--pause", str(arguments.pause)),
        "--allow-private",
    ]


def show(arguments: argparse.Namespace, trial: Trial) -> int:
    """Print the judgement on one timeline, and count its faults."""
    judged = scores.judge(trial.cases, trial.runs, trial.ports)
    counted = scores.tally(judged)
    runs = sum(min(each.runs, len(trial.runs)) for each in trial.cases)
    wrong_runs = sum(score.wrong_runs for score in judged)
    print(f"\n{trial.timeline}: {len(judged)} links")
    for kind, number in counted.items():
        print(f"  {kind:12} {number:4}  {number / max(1, len(judged)):6.1%}")
    print(f"  verdicts right in {runs - wrong_runs} of {runs} looks")
    for score in judged:
        if score.kind != "right":
            print(f"  {score.kind}: {score.case.name} ({score.case.why}): ", end="")
            print(f"{score.remark} [{score.reason[:120]}]")
    lists = [*show_manners(arguments, trial), ("details", other_faults(trial))]
    for title, faults in lists:
        print(f"  {title}: {len(faults) or 'kept'}")
        for fault in faults if arguments.all else faults[:SHOWN]:
            print(f"      {fault}")
    seconds = sum(ended.seconds for ended in trial.outcomes)
    peak = max((ended.megabytes for ended in trial.outcomes), default=0)
    print(f"  {seconds:.0f} s in all, {peak:.0f} MB at most\n", flush=True)
    bad = len(judged) - counted["right"]
    return bad + sum(len(faults) for _, faults in lists)


def show_manners(
    arguments: argparse.Namespace, trial: Trial
) -> list[tuple[str, list[str]]]:
    """Give the rules with their faults."""
    judged = manners.judge(trial.visits, trial.cases, arguments.pause)
    return [(manner.rule, list(manner.faults)) for manner in judged]


def other_faults(trial: Trial) -> list[str]:
    """List what is amiss in places, suggestions, dates, JSON, report and exit."""
    days = [now.date().isoformat() for now in clock(trial.timeline)]
    amiss = scores.details(trial.cases, trial.runs, trial.spots, trial.ports)
    amiss += scores.wrong_dates(trial.cases, trial.runs, trial.ports, days)
    for run, (found, ended) in enumerate(
        zip(trial.runs, trial.outcomes, strict=True), 1
    ):
        amiss += [f"run {run}: {complaint}" for complaint in found.complaints]
        told = any(one.told for one in found.as_written.values())
        if told and ended.code != 1:
            amiss.append(f"run {run}: somebody is told, yet exit {ended.code}")
        if ended.code not in {0, 1}:
            amiss.append(f"run {run}: exit {ended.code}: {ended.output[-300:]!r}")
    for run, report in enumerate(trial.reports, 1):
        amiss += [f"run {run}: {fault}" for fault in report_faults(report)]
    return amiss


def report_faults(report: str) -> list[str]:
    """Find hostile text of foreign titles that came through into a report."""
    if not report:
        return ["no report was written"]
    plain = "".join(report.split("`")[::2])
    faults = []
    if "<script>" in report:
        faults.append("the report holds a foreign <script>")
    if "@octocat" in plain:
        faults.append("the report mentions @octocat, who would be notified")
    if "[x](y)" in plain:
        faults.append("the report holds a link that a foreign title made")
    return faults


@dataclass
class Trial:
    """Six runs over one timeline, with all that was seen."""

    timeline: str
    cases: list[Case]
    runs: list[Findings]
    outcomes: list[processes.Outcome]
    ports: dict[str, str]
    visits: list[Visit]
    spots: site.Spots
    reports: list[str]


if __name__ == "__main__":
    sys.exit(main())
