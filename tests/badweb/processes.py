"""Run a program, and measure how long it took and how much memory its tree held."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SAMPLE_SECONDS = 0.1
KILOBYTE = 1024


async def run(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    limit: float,
    interrupt: asyncio.Event | None = None,
) -> Outcome:
    """Run to the end, or kill it and its children when the time is up."""
    started = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, **environment},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    watching = asyncio.create_task(watch_memory(process.pid))
    stopping = asyncio.create_task(stop_when(interrupt, process))
    try:
        async with asyncio.timeout(limit):
            output, _ = await process.communicate()
    except TimeoutError:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        watching.cancel()
        stopping.cancel()
    peak, _ = await asyncio.gather(watching, stopping, return_exceptions=True)
    memory = peak if isinstance(peak, float) else 0.0
    seconds = time.monotonic() - started
    text = output.decode("utf-8", "replace")
    return Outcome(process.returncode or 0, seconds, memory, text)


async def stop_when(
    event: asyncio.Event | None, process: asyncio.subprocess.Process
) -> None:
    """Send what Ctrl-C sends, to the whole group, once the event has come."""
    if event is not None:
        await event.wait()
        os.killpg(process.pid, signal.SIGINT)


async def watch_memory(root: int) -> float:
    """Follow the memory of a process and its descendants until cancelled."""
    peak = 0.0
    try:
        while True:
            peak = max(peak, sum(map(resident, tree(root))))
            await asyncio.sleep(SAMPLE_SECONDS)
    except asyncio.CancelledError:
        return peak


def tree(root: int) -> set[int]:
    """List a process and its descendants."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(folder.name)] = int(fields[1])
    found = {root}
    while True:
        more = {one for one, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def resident(process: int) -> float:
    """Give the resident memory of a process in megabytes."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / KILOBYTE / KILOBYTE


@dataclass(frozen=True)
class Outcome:
    """How a program ended."""

    code: int
    seconds: float
    megabytes: float
    output: str
