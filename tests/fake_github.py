"""A fake of the little of GitHub's interface that upkeep uses, on loopback."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

REPOSITORY = "someone/guide"
BOT = "github-actions[bot]"
TOKEN = "a-token"  # noqa: S105  # opens nothing
A_PAGE = 100
MOST_CHARACTERS = 65_536
LABELLED_BY_DEFAULT = "links"

Json = dict[str, Any]


@dataclass
class FakeGitHub:
    """One repository: its issues, pull requests, branches, and what was asked."""

    address: str = ""
    issues: list[Json] = field(default_factory=list)
    pulls: list[Json] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)
    trees: dict[str, dict[str, str]] = field(default_factory=dict)
    commits: dict[str, Json] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    refuse: dict[str, tuple[int, str]] = field(default_factory=dict)
    hidden: bool = False

    @property
    def environment(self) -> dict[str, str]:
        """What a workflow would set."""
        return {
            "GITHUB_API_URL": self.address,
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_TOKEN": TOKEN,
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_RUN_ID": "7",
        }

    @property
    def written(self) -> list[str]:
        """What was asked that changes something, since the last look."""
        writes = [asked for asked in self.asked if not asked.startswith("GET")]
        self.asked.clear()
        return writes

    def issue(self, body: str, **facts: Any) -> Json:  # noqa: ANN401  # JSON
        """Add an issue, by default ours and open."""
        made = {
            "number": len(self.issues) + len(self.pulls) + 1,
            "state": "open",
            "title": "",
            "user": {"login": BOT},
            "labels": [{"name": LABELLED_BY_DEFAULT}],
            "body": body,
            **facts,
        }
        self.issues.append(made)
        return made

    def branch(self, name: str, files: dict[str, str], message: str) -> None:
        """Let a branch end in a commit of these files."""
        tree = self._tree(files)
        parents = [self.branches[name]] if name in self.branches else []
        self.branches[name] = self._commit(tree, message, parents)

    def files(self, name: str) -> dict[str, str]:
        """Return the files at the end of a branch."""
        return self.trees[self.commits[self.branches[name]]["tree"]["sha"]]

    def answer(self, method: str, target: str, data: Json) -> tuple[int, Any]:
        """Answer one request as GitHub would: status and JSON (or a raw file)."""
        parts = urlsplit(target)
        path = parts.path.removeprefix(f"/repos/{REPOSITORY}")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append(f"{method} {path}")
        if self.hidden or path == parts.path:
            return 404, {"message": "Not Found"}
        refused = self.refuse.get(f"{method} {path}")
        if refused:
            return refused[0], {"message": refused[1]}
        for wanted, pattern, deed in self._routes():
            found = re.fullmatch(pattern, path)
            if method == wanted and found:
                return deed(data, query, *found.groups())
        return 404, {"message": "Not Found"}

    def _routes(self) -> tuple[tuple[str, str, Callable[..., tuple[int, Any]]], ...]:
        return (
            ("GET", "", lambda *_: (200, {"full_name": REPOSITORY})),
            ("GET", "/issues", self._list_issues),
            ("POST", "/issues", self._open_issue),
            ("PATCH", r"/issues/(\d+)", self._change_issue),
            ("POST", r"/issues/(\d+)/comments", self._comment),
            ("GET", "/pulls", self._list_pulls),
            ("POST", "/pulls", self._open_pull),
            ("PATCH", r"/pulls/(\d+)", self._change_pull),
            ("GET", "/contents/(.+)", self._file),
            ("GET", "/git/ref/heads/(.+)", self._ref),
            ("GET", "/git/commits/(.+)", lambda _, __, sha: (200, self.commits[sha])),
            ("POST", "/git/trees", self._new_tree),
            ("POST", "/git/commits", self._new_commit),
            ("POST", "/git/refs", self._new_ref),
            ("PATCH", "/git/refs/heads/(.+)", self._move_ref),
        )

    def _list_issues(self, _: Json, query: Json) -> tuple[int, Any]:
        wanted = query["labels"]
        found = [
            issue
            for issue in self.issues
            if wanted in {label["name"] for label in issue["labels"]}
        ]
        return 200, _page(found, query)

    def _open_issue(self, data: Json, _: Json) -> tuple[int, Any]:
        if len(data["body"]) > MOST_CHARACTERS:
            return 422, {"message": "Validation Failed: body is too long"}
        labels = [{"name": name} for name in data["labels"]]
        return 201, self.issue(data["body"], title=data["title"], labels=labels)

    def _change_issue(self, data: Json, _: Json, number: str) -> tuple[int, Any]:
        issue = next(i for i in self.issues if i["number"] == int(number))
        issue.update(data)
        return 200, issue

    def _comment(self, data: Json, _: Json, number: str) -> tuple[int, Any]:
        self.comments.append((int(number), data["body"]))
        return 201, {}

    def _list_pulls(self, _: Json, query: Json) -> tuple[int, Any]:
        found = [pull for pull in self.pulls if pull["label"] == query["head"]]
        return 200, _page(found, query)

    def _open_pull(self, data: Json, _: Json) -> tuple[int, Any]:
        pull = {
            "number": len(self.issues) + len(self.pulls) + 1,
            "state": "open",
            "merged_at": None,
            "label": f"{REPOSITORY.partition('/')[0]}:{data['head']}",
            **data,
        }
        self.pulls.append(pull)
        return 201, pull

    def _change_pull(self, data: Json, _: Json, number: str) -> tuple[int, Any]:
        pull = next(p for p in self.pulls if p["number"] == int(number))
        pull.update(data)
        return 200, pull

    def _file(self, _: Json, query: Json, path: str) -> tuple[int, Any]:
        files = self.files(query["ref"]) if query["ref"] in self.branches else {}
        return (200, files[path]) if path in files else (404, {"message": "Not Found"})

    def _ref(self, _: Json, __: Json, name: str) -> tuple[int, Any]:
        if name not in self.branches:
            return 404, {"message": "Not Found"}
        return 200, {"object": {"sha": self.branches[name]}}

    def _new_tree(self, data: Json, _: Json) -> tuple[int, Any]:
        files = dict(self.trees.get(data.get("base_tree", ""), {}))
        files |= {item["path"]: item["content"] for item in data["tree"]}
        return 201, {"sha": self._tree(files)}

    def _new_commit(self, data: Json, _: Json) -> tuple[int, Any]:
        sha = self._commit(data["tree"], data["message"], data["parents"])
        return 201, {"sha": sha}

    def _new_ref(self, data: Json, _: Json) -> tuple[int, Any]:
        name = data["ref"].removeprefix("refs/heads/")
        if name in self.branches:
            return 422, {"message": "Reference already exists"}
        self.branches[name] = data["sha"]
        return 201, {}

    def _move_ref(self, data: Json, _: Json, name: str) -> tuple[int, Any]:
        parents = self.commits[data["sha"]]["parents"]
        if not data["force"] and self.branches[name] not in parents:
            return 422, {"message": "Update is not a fast forward"}
        self.branches[name] = data["sha"]
        return 200, {}

    def _tree(self, files: dict[str, str]) -> str:
        sha = _name(files)
        self.trees[sha] = files
        return sha

    def _commit(self, tree: str, message: str, parents: list[str]) -> str:
        sha = _name([tree, message, parents])
        self.commits[sha] = {
            "sha": sha,
            "tree": {"sha": tree},
            "message": message,
            "parents": parents,
        }
        return sha


@contextmanager
def running() -> Iterator[FakeGitHub]:
    """Serve a fake GitHub until the end of the block."""
    fake = FakeGitHub()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

        def _serve(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            data = json.loads(self.rfile.read(size) or b"{}")
            if self.headers.get("Authorization") not in {None, f"Bearer {TOKEN}"}:
                status, said = 401, {"message": "Bad credentials"}
            else:
                status, said = fake.answer(self.command, self.path, data)
            text = said if isinstance(said, str) else json.dumps(said)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_PATCH = _serve  # noqa: N815  # the server's names

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()


def _page(items: list[Json], query: Json) -> list[Json]:
    """Return one page of a list, newest first."""
    newest = sorted(items, key=lambda item: -item["number"])
    start = (int(query["page"]) - 1) * int(query["per_page"])
    return newest[start : start + int(query["per_page"])]


def _name(facts: object) -> str:
    return hashlib.sha1(json.dumps(facts).encode()).hexdigest()  # noqa: S324  # as git
