"""The terminal: progress for a person who waits, plain lines for a log."""

from dataclasses import dataclass, field
from time import monotonic
from typing import TextIO

REDRAW_SECONDS = 0.2
LINE_SECONDS = 30.0


@dataclass
class Terminal:
    """Shows how far a run is."""

    stream: TextIO
    things: str = "links"
    _shown_at: float = field(default_factory=lambda: monotonic() - LINE_SECONDS)
    _open: bool = False

    def show(self, done: int, total: int) -> None:
        """Say that some of all have been looked at, but not too often."""
        live = self.stream.isatty()
        if monotonic() - self._shown_at < (REDRAW_SECONDS if live else LINE_SECONDS):
            return
        self._shown_at = monotonic()
        text = f"{done} of {total} {self.things} looked at"
        self.stream.write(f"\r\x1b[K{text}" if live else f"{text}\n")
        self.stream.flush()
        self._open = live

    def end(self) -> None:
        """Leave the line of progress."""
        if self._open:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
            self._open = False
