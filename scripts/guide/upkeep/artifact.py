"""Artifact: what one job of a schedule left for the next, read within bounds."""

from pathlib import Path

MOST_BYTES = 64 * 1024 * 1024


class ArtifactError(ValueError):
    """What a job left cannot be used; the sentence says why."""


def read(path: Path) -> str:
    """Return the text of a file that another job wrote.

    Raises:
        ArtifactError: it is missing, too large or no text.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ArtifactError(f"{path} is too large to come from the check.")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ArtifactError(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ArtifactError(f"{path} is not UTF-8.") from error
