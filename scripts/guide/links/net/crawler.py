"""The crawler: LinkChecker's command line, run over our own pages.

It finds what a reader can reach from the front page and gives the first opinion on
our own links. Everything else is ours, each for a reason that was measured or read
in its source (10.6.0):

- The pages of others are asked by `fetch` only. LinkChecker would have to be
  held to one request a second a host, and cannot be: `Aggregate.wait_for_host`
  sleeps under a lock that all hosts share, for 1 to 6 times the pause; redirects and
  robots.txt are asked without any pause, the latter under the name "LinkChecker";
  two threads may be at one host. Asking everything a second time would double what
  the busiest host bears. So `checkextern` stays off, and it names their addresses.
- Anchors of our pages are compared in `own_pages`: its AnchorCheck downloads and parses
  a page anew for every anchor of it, which takes minutes on a real site.
- Sources, lines, memory, tries, verdicts: it has none of them.

As root it becomes "nobody" when it has begun, and then cannot import what it needs
from a private environment. Its makers' way out is not to start it as root
(`docker run -u`): we start it as an ordinary user from the first moment, with the
one right to read what root may read.
"""

import asyncio
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from guide.links import crawls
from guide.links.crawls import Crawled

NOBODY = 65534
# Bits of Linux capabilities, the more modest one first.
READ_RIGHTS = (("dac_read_search", 2), ("dac_override", 1))
# Pages of ours may wait for their turn at a slow host; requests are counted by us.
SETTINGS = """\
[checking]
threads=10
timeout=900
maxrequestspersecond=1000
maxhttpredirects=20
maxfilesizeparse=52428800
maxfilesizedownload=52428800
robotstxt=0
useragent={agent}
[filtering]
checkextern=0
"""


class CrawlerError(Exception):
    """LinkChecker could not do its work; the message says why."""


@dataclass(frozen=True)
class Account:
    """How to start a program that refuses to be root."""

    prefix: tuple[str, ...] = ()
    user: int | None = None


async def crawl(start: str, agent: str) -> tuple[Crawled, ...]:
    """Let LinkChecker crawl from an address and read what it says.

    Raises:
        CrawlerError: if it could not be started or did not come to its end.
    """
    account = _account()
    with tempfile.TemporaryDirectory(prefix="links-") as name:
        folder = Path(name)
        (folder / "rc").write_text(SETTINGS.format(agent=agent), encoding="utf-8")
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        output = folder / "found.xml"
        code, said = await _run(
            _command(account, folder, output, start), folder, account
        )
        if code not in (0, 1):
            raise CrawlerError(f"LinkChecker failed ({_last_line(said)}).")
        try:
            return crawls.parse(output.read_bytes())
        except (OSError, ValueError) as error:
            raise CrawlerError(f"LinkChecker failed ({error}).") from error


def _command(account: Account, folder: Path, output: Path, start: str) -> list[str]:
    return [
        *_niced(),
        *account.prefix,
        *(sys.executable, "-m", "linkcheck"),
        *("--config", str(folder / "rc")),
        *("--file-output", f"xml/utf-8/{output}"),
        *("--verbose", "--quiet", "--no-status"),
        start,
    ]


async def _run(command: list[str], folder: Path, account: Account) -> tuple[int, str]:
    """Run a command to its end: exit code and what it said; ends with us."""
    keep = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "LD_LIBRARY_PATH")
    environment = {key: os.environ[key] for key in keep if key in os.environ}
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=folder,
            env={**environment, "HOME": str(folder)},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
            preexec_fn=partial(os.setuid, account.user) if account.user else None,
        )
    except OSError as error:
        raise CrawlerError(f"LinkChecker cannot be started ({error}).") from error
    try:
        _, said = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, said.decode("utf-8", "replace")


def _niced() -> tuple[str, ...]:
    """Let LinkChecker give way to the requests to other hosts, which run beside it."""
    nice = shutil.which("nice")
    return (nice, "-n", "10") if nice else ()


def _account() -> Account:
    """Whom to run as: ourselves, or if that is root, an ordinary user who may read."""
    if os.geteuid() != 0:
        return Account()
    setpriv = shutil.which("setpriv")
    right = _read_right()
    if setpriv is None or not right:
        return Account(user=NOBODY)
    ids = (f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    caps = (f"--inh-caps=-all,+{right}", f"--ambient-caps=-all,+{right}")
    return Account((setpriv, *ids, *caps, f"--bounding-set=-all,+{right}"))


def _read_right() -> str:
    """The most modest capability of ours that lets an ordinary user read our files."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return ""
    line = next(
        (x for x in status.splitlines() if x.startswith("CapPrm:")), "CapPrm: 0"
    )
    held = int(line.split()[1], 16)
    return next((name for name, bit in READ_RIGHTS if held >> bit & 1), "")


def _last_line(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if "Error" in line]
    return (errors or lines or ["it said nothing"])[-1][:200]
