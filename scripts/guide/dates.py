"""Dates: which day it is, and how a reader says one."""

import os
from datetime import UTC, date, datetime


def today() -> date:
    """Return the day of the build: SOURCE_DATE_EPOCH sets its clock, as in MkDocs."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return now.date()


def long_date(day: date) -> str:
    """Return a date as "22 November 2026"."""
    return f"{day.day} {day:%B %Y}"
