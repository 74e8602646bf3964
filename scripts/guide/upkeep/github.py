"""GitHub's interface for programs: the little of it that upkeep needs.

Reads are asked again after a fault of GitHub; writes never, lest they happen twice.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self
from urllib.parse import quote, urlsplit

import urllib3

from guide.upkeep import escape

Method = Literal["GET", "POST", "PATCH"]
API = "https://api.github.com"
NAME = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
VERSION = "2022-11-28"
JSON_MEDIA = "application/vnd.github+json"
RAW_MEDIA = "application/vnd.github.raw+json"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PAGES, A_PAGE = 10, 100
SECONDS = urllib3.Timeout(connect=10, read=60)
READS_AGAIN = urllib3.Retry(
    total=3,
    redirect=2,
    backoff_factor=0.5,
    status_forcelist=(500, 502, 503, 504),
    allowed_methods={"GET"},
    respect_retry_after_header=False,  # it may ask for an hour
    raise_on_status=False,
)
REASONS = {
    401: "the token is not valid.",
    403: "the token may not do that, or has asked too often.",
    404: "there is no such thing, or the token may not see it.",
    422: "it does not accept what was sent.",
    429: "it was asked too often; try again later.",
}


class GitHubError(Exception):
    """GitHub could not be asked, or did not do it; the sentence says why."""


@dataclass(frozen=True)
class Commit:
    """A commit: its name, its tree's, what it says."""

    sha: str
    tree: str
    message: str


@dataclass(frozen=True)
class GitHub:
    """One repository, with the rights of one token ("" for a reader's)."""

    base: str
    repository: str
    token: str
    pool: urllib3.PoolManager

    @classmethod
    def from_environment(cls, *, writes: bool) -> Self:
        """Take address, repository and token from where workflows have them.

        Raises:
            GitHubError: one of them is missing or cannot be right.
        """
        base = os.environ.get("GITHUB_API_URL", "").strip().rstrip("/") or API
        repository = os.environ.get("GITHUB_REPOSITORY", "").strip()
        token = os.environ.get("GITHUB_TOKEN", "").strip()
        parts = urlsplit(base)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise GitHubError(f"GITHUB_API_URL={base} does not begin with https://.")
        if not NAME.fullmatch(repository):
            raise GitHubError("Set GITHUB_REPOSITORY to owner/name.")
        if writes and not token:
            raise GitHubError("Set GITHUB_TOKEN to a token that may write there.")
        return cls(base, repository, token, urllib3.PoolManager(retries=READS_AGAIN))

    @property
    def owner(self) -> str:
        """Whose repository it is."""
        return self.repository.partition("/")[0]

    def get(self, path: str, **query: str) -> Any:  # noqa: ANN401  # JSON
        """Return what stands at a path of the repository."""
        return json.loads(self._ask("GET", path, query=query))

    def pages(self, path: str, **query: str) -> Iterator[Any]:
        """Yield the items of a list, newest first, page by page."""
        for number in range(1, PAGES + 1):
            asked = {**query, "per_page": str(A_PAGE), "page": str(number)}
            items = self.get(path, **asked)
            yield from items
            if len(items) < A_PAGE:
                return

    def post(self, path: str, **data: object) -> Any:  # noqa: ANN401  # JSON
        """Make something new."""
        return json.loads(self._ask("POST", path, data=data))

    def patch(self, path: str, **data: object) -> Any:  # noqa: ANN401  # JSON
        """Change something."""
        return json.loads(self._ask("PATCH", path, data=data))

    def file(self, path: str, branch: str) -> str | None:
        """Return a file of a branch, None if there is none.

        Raises:
            GitHubError: GitHub does not answer, or hides the whole repository.
        """
        try:
            text = self._ask(
                "GET", f"/contents/{path}", query={"ref": branch}, media=RAW_MEDIA
            )
        except NotFoundError:
            self.get("")  # a repository that the token may not see says 404, too
            return None
        return text

    def head(self, branch: str) -> Commit | None:
        """Return the last commit of a branch, None if there is no such branch."""
        try:
            ref = self.get(f"/git/ref/heads/{quote(branch)}")
        except NotFoundError:
            self.get("")
            return None
        commit = self.get(f"/git/commits/{ref['object']['sha']}")
        return Commit(commit["sha"], commit["tree"]["sha"], commit["message"])

    def tree(self, files: Mapping[str, str], base: Commit | None) -> str:
        """Lay files beside those of a commit (or alone), and return their tree."""
        entries = [
            {"path": path, "mode": "100644", "type": "blob", "content": text}
            for path, text in sorted(files.items())
        ]
        beside = {"base_tree": base.tree} if base else {}
        made: str = self.post("/git/trees", tree=entries, **beside)["sha"]
        return made

    def commit(self, tree: str, message: str, parent: Commit | None) -> str:
        """Make a commit that no branch has yet, and return its name."""
        parents = [parent.sha] if parent else []
        made: str = self.post(
            "/git/commits", message=message, tree=tree, parents=parents
        )["sha"]
        return made

    def point(self, branch: str, sha: str, *, exists: bool, force: bool) -> None:
        """Let a branch end in a commit."""
        if exists:
            self.patch(f"/git/refs/heads/{quote(branch)}", sha=sha, force=force)
        else:
            self.post("/git/refs", ref=f"refs/heads/{branch}", sha=sha)

    def _ask(
        self,
        method: Method,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        data: Mapping[str, object] | None = None,
        media: str = JSON_MEDIA,
    ) -> str:
        headers = {"Accept": media, "X-GitHub-Api-Version": VERSION}
        headers |= {"User-Agent": self.repository, "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        url = f"{self.base}/repos/{self.repository}{path}"
        try:
            answer = self.pool.request(
                method,
                url,
                headers=headers,
                fields=query,
                body=None if data is None else json.dumps(data).encode(),
                timeout=SECONDS,
            )
            text = answer.data.decode("utf-8")
        except (urllib3.exceptions.HTTPError, UnicodeDecodeError) as error:
            raise GitHubError(f"GitHub cannot be asked ({_why(error)}).") from error
        if answer.status < 300:  # noqa: PLR2004  # all that went well
            return text
        raise _refusal(f"{method} {path or '/'}", answer.status, text)


class NotFoundError(GitHubError):
    """GitHub says 404."""


def _refusal(what: str, status: int, text: str) -> GitHubError:
    try:
        said = str(json.loads(text)["message"])
    except (ValueError, KeyError, TypeError):
        said = ""
    reason = REASONS.get(status, "it has trouble of its own; try again later.")
    detail = f" It says: {escape.line(said)}" if said else ""
    kind = NotFoundError if status == 404 else GitHubError  # noqa: PLR2004
    return kind(f"GitHub refused {what} ({status}): {reason}{detail}")


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return escape.line(str(reason))
