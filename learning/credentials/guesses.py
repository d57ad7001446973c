"""Who asks for numbers that nobody has: told from typing errors by how many. Each worker counts for itself.

Numbers have fifteen digits by chance: with a million papers out, one guess in a thousand million hits. The
count only keeps that true against much patience; a look at a page writes nothing, so it lies in memory.
"""

from threading import Lock

from cachetools import TTLCache

MOST = 60
SECONDS = 600
_missed: TTLCache[str, int] = TTLCache(maxsize=10_000, ttl=SECONDS)
_lock = Lock()


def too_many(network: str) -> bool:
    """Has somebody there asked for so many numbers that are not ours?"""
    with _lock:
        return _missed.get(network, 0) >= MOST


def missed(network: str) -> None:
    """One more."""
    with _lock:
        _missed[network] = _missed.get(network, 0) + 1
