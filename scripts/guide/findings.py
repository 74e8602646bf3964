"""A finding is one sentence for a person: file, line, what is wrong, what to do."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """Something to repair, at a line (1 is the first) of a file."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        """Return the finding as `file:line: sentence`."""
        return f"{self.file}:{self.line}: {self.sentence}"


class FindingsError(Exception):
    """The guide cannot be built until its findings are repaired."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep the findings sorted by file and line."""
        self.findings = sorted(set(findings))
        super().__init__("\n".join(map(str, self.findings)))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean '…'?" for the known word most like this one, or ""."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" Did you mean '{close[0]}'?" if close else ""
