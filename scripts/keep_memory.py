"""Keep the memory of the link check on a branch of its own.

    python scripts/keep_memory.py fetch    # before a check, or before a build
    python scripts/keep_memory.py push     # after a check

Exit 0: done; where there is no such branch yet, fetch changes and says nothing.
2: it could not be done, in a sentence.
"""

import argparse
import sys
from pathlib import Path

from guide.links import artifact, state
from guide.upkeep import files
from guide.upkeep.artifact import ArtifactError
from guide.upkeep.github import GitHub, GitHubError

BRANCH, FILE = "link-memory", "links.json"


def main() -> int:
    """Fetch or push the memory; see --help."""
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n\n")[0],
        epilog="GITHUB_REPOSITORY (owner/name) comes from the environment, to push "
        "GITHUB_TOKEN too.",
    )
    parser.add_argument("deed", choices=("fetch", "push"))
    parser.add_argument("--memory", type=Path, default=Path(FILE), metavar="FILE")
    options = parser.parse_args()
    deed = {"fetch": fetch, "push": push}[options.deed]
    try:
        deed(options.memory)
    except (ArtifactError, GitHubError) as error:
        print(f"The memory was not {options.deed}ed. {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"{error.filename}: cannot be written ({error.strerror}).", file=sys.stderr
        )
        return 2
    return 0


def fetch(path: Path) -> None:
    """Write the memory that the branch holds, if there is a branch."""
    text = GitHub.from_environment(writes=False).file(FILE, BRANCH)
    if text is not None:
        # As it is: the check itself keeps aside a memory that it cannot read.
        files.write_all({path: text})


def push(path: Path) -> None:
    """Let the branch hold this memory and nothing else, as one commit more."""
    known = artifact.read_memory(path)
    github = GitHub.from_environment(writes=True)
    last = github.head(BRANCH)
    # Written anew: nothing but what a memory holds gets to the branch.
    tree = github.tree({FILE: state.write(known)}, None)
    if last and last.tree == tree:
        print(f"The branch {BRANCH} holds this memory already.")
        return
    sha = github.commit(tree, f"Remember the links as of {known.checked[:10]}", last)
    github.point(BRANCH, sha, exists=last is not None, force=False)
    print(f"The branch {BRANCH} holds the memory of {len(known.links)} links.")


if __name__ == "__main__":
    sys.exit(main())
