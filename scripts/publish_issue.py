"""Keep one issue on GitHub that tells what needs a person.

It is opened when there is something to tell, updated in place, closed when nothing is
left. Exit 0: done, or nothing to do. 2: it could not be done; if the check itself
failed, that says nothing about what it checks, and nothing is touched.
"""

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guide.links import artifact, reports
from guide.upkeep import tasks, thread
from guide.upkeep.artifact import ArtifactError
from guide.upkeep.github import GitHub, GitHubError
from guide.upkeep.thread import Thread

LINKS, TITLE = "links", "Links that need a person"
AUTHOR = "github-actions[bot]"


@dataclass(frozen=True)
class Told:
    """What an issue tells.

    Attributes:
        topic: its marker and its label.
        title: what it is called.
        text: all of it, as Markdown.
        points: a point for each thing to do.
        day: when it was checked (ISO).
        whole: where the whole report stands, if an issue is too short for it.
    """

    topic: str
    title: str
    text: str
    points: frozenset[str]
    day: str
    whole: str


def main() -> int:
    """Publish what the run found; see --help."""
    options = _options()
    try:
        told = _tasks(options.tasks) if options.tasks else _links(options)
        github = GitHub.from_environment(writes=True)
        print(_publish(told, github, options.author))
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
    add("--tasks", type=Path, metavar="FILE", help="what to tell, if not of links")
    add("--json", type=Path, default=Path("links-found.json"), metavar="FILE")
    add("--memory", type=Path, default=Path("links.json"), metavar="FILE")
    add("--author", default=AUTHOR, help=f"whose issue it is ({AUTHOR})")
    return parser.parse_args()


def _links(options: argparse.Namespace) -> Told:
    """Return what the check of the links found."""
    run = artifact.read_run(options.json, options.memory)
    text = reports.to_markdown(run.links, run.time)
    points = reports.points(run.links)
    day, file = run.time.date().isoformat(), "links-report.md"
    return Told(LINKS, TITLE, text, points, day, _elsewhere("make links", file))


def _tasks(path: Path) -> Told:
    """Return what another program found."""
    found = tasks.read(path)
    topic, file = found.topic, f"{found.topic}.md"
    whole = _elsewhere(f"make {topic}", file)
    text = tasks.to_markdown(found)
    return Told(topic, tasks.TITLES[topic], text, found.points, found.checked, whole)


def _publish(told: Told, github: GitHub, author: str) -> str:
    body = thread.body(told.topic, told.text, told.points, told.whole)
    newest = _newest(github, author, told.topic)
    action = thread.decide(newest, body, told.points)
    if action.deed == "open":
        made = github.post("/issues", title=told.title, body=body, labels=[told.topic])
        return f"{action.why} Issue #{made['number']} is open."
    path = f"/issues/{action.number}"
    if action.deed == "update":
        github.patch(path, body=body)
    elif action.deed == "close":
        github.patch(path, body=body, state="closed", state_reason="completed")
        farewell = (
            f"Nothing is left to do: the {told.topic} were checked on {told.day}."
        )
        github.post(f"{path}/comments", body=farewell)
    return action.why


def _newest(github: GitHub, author: str, topic: str) -> Thread | None:
    """Return the newest issue with our label, author and marker."""
    listed = github.pages(
        "/issues", labels=topic, state="all", sort="created", direction="desc"
    )
    ours = (_thread(item) for item in listed if _is_ours(item, author, topic))
    return next(ours, None)


def _is_ours(item: dict[str, Any], author: str, topic: str) -> bool:
    return (
        (item["user"] or {}).get("login") == author
        and "pull_request" not in item
        and (item["body"] or "").startswith(thread.hidden(topic))
    )


def _thread(item: dict[str, Any]) -> Thread:
    return Thread(item["number"], item["state"] == "open", item["body"])


def _elsewhere(verb: str, file: str) -> str:
    """Say where the whole report is, if it was too long for an issue."""
    server, number = (os.environ.get(f"GITHUB_{n}") for n in ("SERVER_URL", "RUN_ID"))
    if not server or not number:
        return f"`{verb}` writes the whole report, {file}."
    run = f"{server}/{os.environ['GITHUB_REPOSITORY']}/actions/runs/{number}"
    return f"The whole report, {file}, is kept with [the run]({run})."


if __name__ == "__main__":
    sys.exit(main())
