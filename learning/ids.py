"""Ids that we mint ourselves, and ids that follow from what they name. Devices mint their own."""

import base64
import hashlib
import secrets
import uuid

# A fixed namespace of our own (RFC 9562, version 5): the same parts always give the same id.
_DERIVED = uuid.UUID("5a2f6a52-1f0c-5d7e-9a3a-0d1f4c1e7b10")


def new_id() -> uuid.UUID:
    """A random id (version 4) for a row that has no natural one."""
    return uuid.uuid4()


def derived_id(*parts: object) -> uuid.UUID:
    """The id of a thing named by its parts: the same parts, the same id, so twice changes nothing."""
    return uuid.uuid5(_DERIVED, "\x1f".join(str(part) for part in parts))


def token(bits: int = 128) -> str:
    """A secret for an address or a key: URL-safe, unguessable."""
    return secrets.token_urlsafe(bits // 8)


def key_of(id: uuid.UUID, size: int) -> str:
    """A short name of small letters and digits that follows from an id, for a path."""
    return base64.b32encode(id.bytes[:size]).decode().rstrip("=").lower()


def hidden_id(kind: str, secret: uuid.UUID) -> uuid.UUID:
    """The id that follows from a secret and does not tell it: who knows that arrives at the same one."""
    return uuid.UUID(bytes=hashlib.sha256(kind.encode() + b"\0" + secret.bytes).digest()[:16], version=4)
