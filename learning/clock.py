"""What time it is, in UTC; the one place that asks, so that tests can answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_fixed_at: ContextVar[datetime | None] = ContextVar("fixed_at", default=None)


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _fixed_at.get() or datetime.now(UTC)


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Hold the clock at one aware instant for the length of a block, in this thread only."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    token = _fixed_at.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _fixed_at.reset(token)
