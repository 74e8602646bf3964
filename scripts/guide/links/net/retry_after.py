"""Retry-After: how long a throttled answer asks us to stay away."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from guide.links.net.client import Answer

THROTTLED = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
LONGEST_WAIT = 60.0
USUAL_WAIT = 5.0  # after "too many requests" without a word on how long


def seconds(answer: Answer) -> float:
    """Seconds that a throttled answer asks us to wait; 0 if it is none."""
    if answer.status not in THROTTLED:
        return 0.0
    text = answer.headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return USUAL_WAIT if answer.status == HTTPStatus.TOO_MANY_REQUESTS else 0.0
    zoned = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((zoned - datetime.now(UTC)).total_seconds(), 0.0)
