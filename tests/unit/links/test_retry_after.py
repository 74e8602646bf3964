"""Retry-After: how long a throttled answer asks us to stay away."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from guide.links.net import retry_after
from guide.links.net.client import Answer


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [
        (429, "7", 7.0),
        (503, " 60 ", 60.0),
        (429, "0", 0.0),
        (429, "9999999999", 999999999.0),
        (429, "", 5.0),
        (429, "soon", 5.0),
        (429, "-3", 5.0),
        (503, "", 0.0),
        (503, "soon", 0.0),
        (500, "7", 0.0),
        (200, "7", 0.0),
        (429, "Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        (429, "Wed, 21 Oct 2015 07:28:00 -0000", 0.0),
    ],
)
def test_an_answer_says_how_long_to_wait(
    status: int, header: str, seconds: float
) -> None:
    """Only 429 and 503 do; without a word, 429 means five seconds."""
    headers = {"retry-after": header} if header else {}
    answer = Answer("u", status, headers)
    assert retry_after.seconds(answer) == pytest.approx(seconds)


def test_a_date_to_come_is_waited_for() -> None:
    """To the second."""
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    answer = Answer("u", 503, {"retry-after": until})
    assert 90 < retry_after.seconds(answer) <= 100


def test_a_minute_is_the_longest_wait() -> None:
    """Longer means the next run."""
    assert pytest.approx(60.0) == retry_after.LONGEST_WAIT
