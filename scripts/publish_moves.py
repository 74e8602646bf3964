"""Offer the new addresses of moved links as one pull request.

Reads what the check found, writes the addresses into the sources on a branch of its
own, and opens, updates or closes the pull request. Exit 0: done, or nothing to do.
2: it could not be done, in a sentence.
"""

import argparse
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guide.links import artifact, repairs
from guide.links.repairs import Change
from guide.upkeep import escape, thread
from guide.upkeep.artifact import ArtifactError
from guide.upkeep.github import Commit, GitHub, GitHubError
from guide.upkeep.thread import Action, Thread

MARKER, BRANCH = "link-moves", "link-moves"
TITLE = "Update addresses that have moved"
ABOUT = (
    "These pages have moved for good; only their addresses change here.",
    "Open each new address, and see that it is still the same page.",
    "Checks do not start by themselves: close this and open it again to start them.",
)


@dataclass(frozen=True)
class Repair:
    """The sources with new addresses, each change, and what could not be changed."""

    files: Mapping[str, str]
    changes: tuple[Change, ...]
    refused: tuple[str, ...]

    @property
    def points(self) -> frozenset[str]:
        """What the pull request tells."""
        return frozenset(thread.point(c.old, c.new) for c in self.changes)


def main() -> int:
    """Publish what moved; see --help."""
    options = _options()
    try:
        run = artifact.read_run(options.json, options.memory)
        repair = _repair(options.sources, artifact.moves(run.links))
        for fault in repair.refused:
            print(escape.line(fault), file=sys.stderr)
        print(_publish(repair, GitHub.from_environment(writes=True), options.base))
    except ArtifactError as error:
        print(f"No pull request was touched. {error}", file=sys.stderr)
    except GitHubError as error:
        print(f"The moves could not be published. {error}", file=sys.stderr)
    except (OSError, UnicodeDecodeError) as error:
        print(f"A source cannot be read: {error}.", file=sys.stderr)
    else:
        return 0
    return 2


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n\n")[0],
        epilog="GITHUB_REPOSITORY (owner/name) and GITHUB_TOKEN come from the "
        "environment, GITHUB_API_URL too where it is not github.com.",
    )
    add = parser.add_argument
    add("--json", type=Path, default=Path("links-found.json"), metavar="FILE")
    add("--memory", type=Path, default=Path("links.json"), metavar="FILE")
    add("--base", default="main", metavar="BRANCH", help="what it is offered to (main)")
    add("--sources", nargs="+", type=Path, required=True, metavar="PATH")
    return parser.parse_args()


def _repair(sources: Iterable[Path], moves: Mapping[str, str]) -> Repair:
    """Return the sources that change; where nothing moved, none is read."""
    changed: dict[str, str] = {}
    changes: list[Change] = []
    refused: list[str] = []
    for path in _files(sources) if moves else ():
        name = path.as_posix()
        text = path.read_bytes().decode("utf-8")
        repaired = repairs.repair(text, name, moves)
        changes += repaired.changes
        refused += repaired.refused
        if repaired.changes:
            changed[name] = repaired.text
    return Repair(changed, tuple(changes), tuple(refused))


def _files(sources: Iterable[Path]) -> Iterable[Path]:
    for path in sources:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in repairs.KINDS:
                yield file


def _publish(repair: Repair, github: GitHub, base: str) -> str:
    body = thread.body(MARKER, _text(repair), repair.points, "See the changed files.")
    newest = _newest(github)
    action = thread.decide(newest, body, repair.points)
    if action.deed == "close":
        github.patch(f"/pulls/{action.number}", body=body, state="closed")
        return action.why
    if not repair.points or (action.deed == "nothing" and not _is_open(newest)):
        return action.why
    if not _push(repair, github, base):
        return f"The branch {BRANCH} holds somebody's own commits; it is left alone."
    return _offer(action, github, base, body)


def _offer(action: Action, github: GitHub, base: str, body: str) -> str:
    if action.deed == "open":
        made = github.post("/pulls", title=TITLE, body=body, head=BRANCH, base=base)
        return f"{action.why} Pull request #{made['number']} is open."
    if action.deed == "update":
        github.patch(f"/pulls/{action.number}", body=body)
    return action.why


def _push(repair: Repair, github: GitHub, base: str) -> bool:
    """Let the branch be the base with new addresses; False if a person works there."""
    start, last = github.head(base), github.head(BRANCH)
    if start is None:
        raise GitHubError(f"There is no branch {base} to offer it to.")
    if last and not _is_ours(last, start):
        return False
    tree = github.tree(repair.files, start)
    if last is None or last.tree != tree:
        sha = github.commit(tree, TITLE, start)
        github.point(BRANCH, sha, exists=last is not None, force=True)
    return True


def _is_ours(last: Commit, start: Commit) -> bool:
    return last.message == TITLE or last.sha == start.sha


def _is_open(thread: Thread | None) -> bool:
    return thread is not None and thread.is_open


def _newest(github: GitHub) -> Thread | None:
    """Return the newest pull request from our branch of this very repository."""
    listed = github.pages(
        "/pulls",
        head=f"{github.owner}:{BRANCH}",
        state="all",
        sort="created",
        direction="desc",
    )
    marker = thread.hidden(MARKER)
    return next(
        (_thread(item) for item in listed if (item["body"] or "").startswith(marker)),
        None,
    )


def _thread(item: dict[str, Any]) -> Thread:
    is_open, is_merged = item["state"] == "open", bool(item["merged_at"])
    return Thread(item["number"], is_open, item["body"], is_merged)


def _text(repair: Repair) -> str:
    lines = [*ABOUT, ""]
    for change in repair.changes:
        where = escape.code(f"{change.file}:{change.line}")
        old, new = escape.code(change.old), escape.code(change.new)
        lines.append(f"- {where}: {old} → {new}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
