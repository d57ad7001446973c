"""Rules of long work, pure: its states, how long somebody who went silent is waited for, what is kept."""

from datetime import datetime, timedelta
from typing import Literal

State = Literal["open", "done", "cancelled", "failed"]

# Whoever works on a job says so again with every part. A part takes seconds, even on a small machine.
LEASE = timedelta(seconds=30)
# How often a part may be begun without being kept, before the job is given up and says so.
MOST_TRIES = 5
# Sheets of cards open doors: they lie here no longer than it takes to print them.
FILES_KEPT = timedelta(hours=48)
MOST_OPEN = 3


def is_free(worker_until: datetime | None, at: datetime) -> bool:
    """May somebody take up this job: does nobody work on it, or has whoever did gone silent?"""
    return worker_until is None or worker_until <= at


def is_hopeless(tries: int) -> bool:
    """Has the next part been begun so often that beginning it again would help nobody?"""
    return tries >= MOST_TRIES


def percent(done: int, total: int) -> int:
    """How far, in whole percent: a hundred only when all is done."""
    return 100 if done >= total else done * 100 // total
