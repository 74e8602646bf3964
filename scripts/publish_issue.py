"""Keep one issue on GitHub that tells which links need a person.

It is opened when there is something to tell, updated in place, closed when nothing is
left. Exit 0: done, or nothing to do. 2: it could not be done; if the check of the
links itself failed, that says nothing about the links, and nothing is touched.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from guide.links import artifact, reports, thread
from guide.links.artifact import FinishedRun
from guide.links.thread import Thread
from guide.upkeep.artifact import ArtifactError
from guide.upkeep.github import GitHub, GitHubError

MARKER, LABEL = "links", "links"
TITLE = "Links that need a person"
AUTHOR = "github-actions[bot]"


def main() -> int:
    """Publish what the run found; see --help."""
    options = _options()
    try:
        run = artifact.read_run(options.json, options.memory)
        github = GitHub.from_environment(writes=True)
        print(_publish(run, github, options.author))
    except ArtifactError as error:
        print(f"No issue was touched. {error}", file=sys.stderr)
    except GitHubError as error:
        print(f"The issue could not be published. {error}", file=sys.stderr)
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
    add("--author", default=AUTHOR, help=f"whose issue it is ({AUTHOR})")
    return parser.parse_args()


def _publish(run: FinishedRun, github: GitHub, author: str) -> str:
    points = thread.points(run.links)
    text = reports.to_markdown(run.links, run.time)
    body = thread.body(MARKER, text, points, _elsewhere())
    action = thread.decide(_newest(github, author), body, points)
    if action.deed == "open":
        made = github.post("/issues", title=TITLE, body=body, labels=[LABEL])
        return f"{action.why} Issue #{made['number']} is open."
    path = f"/issues/{action.number}"
    if action.deed == "update":
        github.patch(path, body=body)
    elif action.deed == "close":
        github.patch(path, body=body, state="closed", state_reason="completed")
        github.post(f"{path}/comments", body=_farewell(run))
    return action.why


def _newest(github: GitHub, author: str) -> Thread | None:
    """Return the newest issue with our label, author and marker."""
    listed = github.pages(
        "/issues", labels=LABEL, state="all", sort="created", direction="desc"
    )
    return next((_thread(item) for item in listed if _is_ours(item, author)), None)


def _is_ours(item: dict[str, Any], author: str) -> bool:
    return (
        (item["user"] or {}).get("login") == author
        and "pull_request" not in item
        and (item["body"] or "").startswith(thread.hidden(MARKER))
    )


def _thread(item: dict[str, Any]) -> Thread:
    return Thread(item["number"], item["state"] == "open", item["body"])


def _farewell(run: FinishedRun) -> str:
    day = run.time.date().isoformat()
    return f"Nothing is left to do: the links were checked on {day}."


def _elsewhere() -> str:
    """Say where the whole report is, if it was too long for an issue."""
    server, number = (os.environ.get(f"GITHUB_{n}") for n in ("SERVER_URL", "RUN_ID"))
    if not server or not number:
        return "`make links` writes the whole report, links-report.md."
    run = f"{server}/{os.environ['GITHUB_REPOSITORY']}/actions/runs/{number}"
    return f"The whole report, links-report.md, is kept with [the run]({run})."


if __name__ == "__main__":
    sys.exit(main())
