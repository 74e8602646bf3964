"""Dates as a reader says them."""

from datetime import date


def long_date(day: date) -> str:
    """Return a date as "22 November 2026"."""
    return f"{day.day} {day:%B %Y}"
