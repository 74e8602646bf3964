"""Rate limit: one request a host at a time, a pause apart, many hosts at once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Turn:
    """A turn at a host; one that was not used costs no pause."""

    used: bool = True


@dataclass
class Lane:
    """The way to one host: who walks on it, and when the next may."""

    free_at: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class RateLimit:
    """The lanes of a run. Every request, of any kind, takes its turn here."""

    def __init__(self, pause: float, pauses: dict[str, float] | None = None) -> None:
        """Keep `pause` seconds between two requests of a host, or its own pause."""
        self._pause = pause
        self._pauses = pauses or {}
        self._lanes: defaultdict[str, Lane] = defaultdict(Lane)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[Turn]:
        """Wait until the host may be asked, and hold it until the answer is read."""
        lane = self._lane(host)
        loop = asyncio.get_running_loop()
        async with lane.lock:
            # Others may have been told meanwhile to stay away for longer.
            while (wait := lane.free_at - loop.time()) > 0:  # noqa: ASYNC110 -- hold() moves it
                await asyncio.sleep(wait)
            turn = Turn()
            try:
                yield turn
            finally:
                pause = self._pauses.get(host, self._pause)
                if turn.used:
                    lane.free_at = max(lane.free_at, loop.time() + pause)

    def hold(self, host: str, seconds: float) -> None:
        """Leave the host alone for some seconds, as it has asked."""
        lane = self._lane(host)
        now = asyncio.get_running_loop().time()
        lane.free_at = max(lane.free_at, now + seconds)

    def _lane(self, host: str) -> Lane:
        """The way to a host; a dot at the end of its name makes no second one."""
        return self._lanes[host.rstrip(".")]
