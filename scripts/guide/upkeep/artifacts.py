"""What one job of the schedule left for the next: read within bounds, then checked."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from guide.links import artifact
from guide.links.artifact import HandoverError
from guide.links.memory import Memory
from guide.links.reports import Finding

SCHEMA = Path(__file__).parents[1] / "links" / "links-found.schema.json"
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Run:
    """A check of the links that was done: its findings, its memory, its time."""

    findings: tuple[Finding, ...]
    memory: Memory

    @property
    def time(self) -> datetime:
        """When it was done."""
        return datetime.fromisoformat(self.memory.checked)


def read_run(findings: Path, memory: Path) -> Run:
    """Return what a run found and remembers.

    Raises:
        HandoverError: a file is missing or is not what the check writes.
    """
    known = read_memory(memory)
    schema = SCHEMA.read_text(encoding="utf-8")
    text = _text(findings)
    try:
        return Run(artifact.findings(text, schema, known), known)
    except HandoverError as error:
        raise HandoverError(f"{findings} cannot be used: {error}.") from error


def read_memory(path: Path) -> Memory:
    """Return the memory in a file.

    Raises:
        HandoverError: it is missing or is no memory.
    """
    text = _text(path)
    try:
        return artifact.remembered(text)
    except HandoverError as error:
        raise HandoverError(f"{path} cannot be used: {error}.") from error


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise HandoverError(f"{path} is too large to come from the check.")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise HandoverError(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise HandoverError(f"{path} is not UTF-8.") from error
