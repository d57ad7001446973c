"""Secrets that must be read back: sealed with a key that is not in the database."""

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from learning.clock import now
from learning.web.site import site


def seal(owner: str, secret: str) -> str:
    """The secret as it may lie in a database or in a page; it opens for this owner only."""
    return (
        _box(site().settings.secret_key)
        .encrypt_at_time(f"{owner} {secret}".encode(), _seconds())
        .decode("ascii")
    )


def unseal(owner: str, sealed: str, *, for_seconds: int | None = None) -> str | None:
    """What was sealed; None where it is another's, was changed, is too old, or SECRET_KEY is another one."""
    try:
        token, box = sealed.encode("ascii", "replace"), _box(site().settings.secret_key)
        at = _seconds()
        opened = box.decrypt(token) if for_seconds is None else box.decrypt_at_time(token, for_seconds, at)
    except InvalidToken:
        return None
    whose, _, secret = opened.decode().partition(" ")
    return secret if whose == owner else None


def seal_file(file: bytes) -> bytes:
    """A file that opens doors, such as a sheet of cards, as it may lie in a database and its backups."""
    return _box(site().settings.secret_key).encrypt(file)


def unseal_file(sealed: bytes) -> bytes | None:
    """The file; None where it was changed or SECRET_KEY is another one."""
    try:
        return _box(site().settings.secret_key).decrypt(sealed)
    except InvalidToken:
        return None


def _seconds() -> int:
    return int(now().timestamp())


@cache
def _box(secret_key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"second-factor").derive(
        secret_key.encode()
    )
    return Fernet(urlsafe_b64encode(derived))
