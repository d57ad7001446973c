"""Hashes: slow ones for what people know, keyed ones for what must be recognised but not read back."""

import hmac
import threading
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from learning.web.errors import Busy
from learning.web.site import site

# OWASP's smallest recommendation for argon2id: 38 ms on our reference machine.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# A hash fills a core. The server runs one process per core, so one at a time in each leaves room for pages.
_TURN = threading.BoundedSemaphore(1)
LONGEST_QUEUE = 10.0


def slow(secret: str) -> str:
    """The argon2id hash to keep. Never call this inside a write block: it takes as long as forty commits."""
    _wait_for_turn()
    try:
        return _HASHER.hash(secret)
    finally:
        _TURN.release()


def fits(kept: str | None, secret: str) -> bool:
    """Does the secret fit the kept hash? Without one the same work is done, and nothing fits."""
    against = kept or _nobody()
    _wait_for_turn()
    try:
        _HASHER.verify(against, secret)
    except (VerificationError, InvalidHashError):
        return False
    finally:
        _TURN.release()
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Was it made with other parameters than today's? Then keep a new one while the secret is at hand."""
    return _HASHER.check_needs_rehash(kept)


def pictures(number: str, picks: Sequence[str]) -> str:
    """Three pictures as the slow hash gets them: 1,320 choices need a pepper that is not in the database."""
    return _keyed("card-pictures", f"{number}:{' '.join(picks)}").hex()


def subject(bucket: str, value: str) -> str:
    """Somebody or something to be throttled, recognisable but not readable."""
    return _keyed(f"throttle-{bucket}", value).hex()


def recovery_code(person: UUID, code: str) -> str:
    """A printed code as it is kept: random, but short, so it needs the pepper too."""
    return _keyed("recovery-code", f"{person.hex}:{code}").hex()


def token(value: str) -> bytes:
    """A random token as it is kept. It has 128 bits, so nothing slower is needed."""
    return sha256(value.encode("utf-8", "replace")).digest()


def _keyed(purpose: str, value: str) -> bytes:
    key = hmac.digest(site().settings.secret_key.encode(), purpose.encode(), "sha256")
    return hmac.digest(key, value.encode("utf-8", "replace"), "sha256")


def _wait_for_turn() -> None:
    if not _TURN.acquire(timeout=LONGEST_QUEUE):
        raise Busy(retry_after=10)


@cache
def _nobody() -> str:
    return slow("nobody has this password")
