"""The year of recognition: when its report is due, how long that is, how far a commune has come. Pure."""

from collections.abc import Collection
from datetime import date
from typing import Literal

# The coordination programme wants its yearly result before this day: sent on the 19th is in time.
REPORT_MONTH, REPORT_DAY = 12, 20
SOON = 30
Progress = Literal["done", "deciding", "checking", "drawing", "reading", "none"]


def due_on(year: int) -> date:
    """The day before which the report of a year must be there."""
    return date(year, REPORT_MONTH, REPORT_DAY)


def days_left(year: int, on: date) -> int:
    """How many days there are left to send it; none or less: it is late."""
    return (due_on(year) - on).days


def day_judged(year: int, on: date) -> date:
    """The day on which dossiers of a year are judged: today, and never after that year."""
    return min(on, date(year, 12, 31))


def progress(states: Collection[str], dossiers: int) -> Progress:
    """How far a commune has come with a year, by its lists and by whether anybody sent a dossier."""
    for state, how_far in (("closed", "drawing"), ("drawn", "checking"), ("checked", "deciding")):
        if state in states:
            return how_far  # type: ignore[return-value]  # one of the literals above
    return "done" if states else "reading" if dossiers else "none"


def is_late(how_far: Progress, year: int, on: date) -> bool:
    """Not done, and the day is there."""
    return how_far != "done" and days_left(year, on) <= 0
