"""Who waits to write. While the database does not come, some threads wait for it and the others go on.

A server has few threads. If all of them waited for a locked database, nobody would be given a page.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from learning.trouble import DatabaseBusy

AT_ONCE = 10  # of the sixteen threads that the server gives a worker (cli/server.py)
# A write takes milliseconds, and on a worn memory card under load a second.
SECONDS_TO_SUSPECT = 2.0


class Waiting:
    """All who write or wait to write in one process, the longest first."""

    def __init__(self, seconds: float = SECONDS_TO_SUSPECT) -> None:
        self._seconds = seconds
        self._changed = threading.Condition()
        self._since: dict[object, float] = {}

    @property
    def count(self) -> int:
        return len(self._since)

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place among them for the length of a block; DatabaseBusy where waiting for one is in vain."""
        me = object()
        with self._changed:
            while len(self._since) >= AT_ONCE:
                if (hope := self._seconds - self._longest()) <= 0:
                    raise DatabaseBusy("too many wait for a database that does not come")
                self._changed.wait(hope)
            self._since[me] = time.monotonic()
        try:
            yield
        finally:
            with self._changed:
                del self._since[me]
                self._changed.notify()

    def _longest(self) -> float:
        return time.monotonic() - next(iter(self._since.values()))
