"""Personal pages as they were made last, for whoever asks again before anything on them has changed.

Nothing here is told of a change. A page is kept under what it was made of: the person, the language, and
the stamp that the record gets in the database with every change of it. Whoever asks brings the stamp of now,
from the statement that lets them in, so any number of workers are right without knowing of each other.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from cachetools import LRUCache

KEPT_BYTES = 3 * 1024 * 1024
A_ROW = 500  # about what keeping a page costs beside the page


@dataclass(frozen=True, slots=True)
class Kept:
    """A page made at an instant, of this content, and until when the clock alone does not change it."""

    body: bytes
    content: object
    made_at: datetime
    until: datetime | None

    @property
    def size(self) -> int:
        return len(self.body) + A_ROW

    def holds(self, content: object, at: datetime) -> bool:
        """Would it be the same now? A clock that was set back is not believed."""
        in_time = self.made_at <= at and (self.until is None or at < self.until)
        return in_time and self.content is content


class KeptPages:
    """Pages by what they were made of, within a budget of bytes; the ones longest unasked for go first."""

    def __init__(self, most_bytes: int = KEPT_BYTES) -> None:
        self._kept: LRUCache[Hashable, Kept] = LRUCache(most_bytes, getsizeof=lambda kept: kept.size)
        self._lock = Lock()

    def get(self, key: Hashable, content: object, at: datetime, make: Callable[[], Kept]) -> bytes:
        """The page under this key while it holds, made anew where it does not."""
        with self._lock:
            found = self._kept.get(key)
        if found is None or not found.holds(content, at):
            found = make()
            if found.size <= self._kept.maxsize:
                with self._lock:
                    self._kept[key] = found
        return found.body
