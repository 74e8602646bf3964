"""Judge plain LinkChecker as it is shipped, for comparison: one run, no memory."""

from __future__ import annotations

import shutil
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from . import manners, processes, site
from .cases import address_of, cases_of, hosts_of, places
from .findings import Finding, Findings, canonical
from .scores import FAULTS
from .server import BadWeb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .case import Case

LIMIT = 1800.0
MAPPING = """\
How its result is mapped: valid without warning is `fine`; valid with a warning of a
redirect is `moved`; valid with another warning is `warned`; an error is `broken`.
What is right: `broken` for dead, parked, soft-404, tls, anchor, malformed, content
and down; `moved` (or fine) for moved; anything but `broken` for ok, blocked, flaky
and unchecked.  Calling a temporary redirect moved is let pass.  A link it does not
list is `unlisted`: right only where no link is.
"""


async def judge(folder: Path, pause: float) -> int:
    """Run LinkChecker once over the weekly cases and print what it made of them."""
    cases = [each for each in cases_of("weekly") if isinstance(each.verdict, str)]
    async with BadWeb(hosts_of(tuple(cases)), spare=silent_addresses(cases)) as web:
        for number, each in enumerate(cases):
            if each.name == "full":
                web.plug(places(number, each)["address"])
        site.write(folder / "site", enumerate(cases), web.places)
        results = folder / "results"
        results.mkdir(exist_ok=True)
        results.chmod(0o777)  # as root it goes on as nobody
        command = shipped_command(folder / "site", results / "found.xml", web.bundle)
        ended = await processes.run(command, web.environment(), limit=LIMIT)
        found = read(results / "found.xml")
        (folder / "output.txt").write_text(ended.output)
        print(MAPPING)
        show(cases, found, web.places)
        print(f"  exit {ended.code}, {ended.seconds:.0f} s, {ended.megabytes:.0f} MB")
        for manner in manners.judge(web.visits, cases, pause):
            print(f"  {manner.rule}: {len(manner.faults) or 'kept'}")
    return 0


def silent_addresses(cases: Sequence[Case]) -> list[str]:
    """Name the addresses where nobody listens."""
    return [
        places(n, each)["address"] for n, each in enumerate(cases) if not each.listens
    ]


def shipped_command(folder: Path, output: Path, authority: Path) -> list[str]:
    """Call it as its manual says for a site with its outgoing links.

    Two settings judge nothing: list good links too, and trust the test's authority.
    """
    settings = output.with_suffix(".cfg")
    settings.write_text(f"[checking]\nsslverify={authority}\n")
    beside = Path(sys.executable).parent / "linkchecker"
    program = str(beside) if beside.exists() else shutil.which("linkchecker")
    return [
        program or "linkchecker",
        "--check-extern",
        "--no-status",
        "--verbose",
        *("-f", str(settings)),
        *("-o", "none", "-F", f"xml/utf-8/{output}"),
        str(folder / "index.html"),
    ]


def read(path: Path) -> Findings:
    """Read its XML, also one that breaks off in the middle."""
    found: dict[str, Finding] = {}
    text = path.read_bytes() if path.exists() else b""
    try:
        for _, element in ET.iterparse(BytesIO(text)):  # noqa: S314
            if element.tag == "urldata":
                finding = as_finding(element)
                found.setdefault(canonical(finding.url), finding)
                found.setdefault(canonical(finding.final_url), finding)
    except ET.ParseError:
        pass
    return Findings(found, found)


def as_finding(element: ET.Element) -> Finding:
    """Map one of its results."""

    def text(name: str) -> str:
        return element.findtext(name) or ""

    valid = element.find("valid")
    result = valid.get("result", "") if valid is not None else ""
    warnings = " ".join(one.text or "" for one in element.iter("warning"))
    tags = " ".join(one.get("tag", "") for one in element.iter("warning"))
    verdict = "broken"
    if valid is not None and text("valid") == "1":
        verdict = "fine"
        if tags or warnings:
            redirected = "redirect" in (tags + warnings).lower()
            verdict = "moved" if redirected else "warned"
    return Finding(
        url=text("url"),
        verdict=verdict,
        told=verdict == "broken",
        final_url=text("realurl"),
        reason=f"{result} {warnings}"[:120],
    )


def show(
    cases: Sequence[Case], found: Findings, ports: dict[str, str]
) -> Mapping[str, int]:
    """Print how many it judged rightly, and each that it did not."""
    counted: Counter[str] = Counter()
    lines = []
    for number, each in enumerate(cases):
        address = address_of(each, number, ports)
        own = ":" not in address and not address.startswith("//")
        one = found.of(address, own=own)
        verdict = "unlisted" if one.verdict == "absent" else one.verdict
        kind = kind_of(each, verdict)
        counted[kind] += 1
        if kind != "right":
            lines.append(
                f"    {kind}: {each.name} is {each.expected(1)}, "
                f"it says {verdict} [{one.reason}]"
            )
    print(f"LinkChecker as shipped, {len(cases)} links: {dict(counted)}")
    print("\n".join(lines))
    return counted


def kind_of(each: Case, verdict: str) -> str:
    """Judge one mapped result."""
    accepted = each.accepted(1)
    if verdict == "unlisted":
        quiet = {"absent", "unchecked"} & accepted
        return "right" if quiet else "missed" if accepted <= FAULTS else "unlisted"
    if verdict == "broken":
        return "right" if accepted & FAULTS else "false alarm"
    return "missed" if accepted <= FAULTS else "right"
