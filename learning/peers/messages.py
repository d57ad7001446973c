"""What two servers send each other: compressed, bounded, signed for one reader and one time."""

import base64
import json
import zlib
from hashlib import sha256
from typing import Any
from uuid import UUID

VERSIONS = (1,)
LARGEST = 1024 * 1024
LARGEST_UNPACKED = 16 * 1024 * 1024


class Unreadable(ValueError):
    """No message of ours: damaged, or larger than any may be."""


def packed(payload: Any) -> bytes:
    """A payload as it travels."""
    return zlib.compress(json.dumps(payload, ensure_ascii=False).encode("utf-8", "surrogatepass"), 6)


def unpacked(body: bytes) -> dict[str, Any]:
    """The payload of a body. No more than LARGEST_UNPACKED is ever made of it. Raises Unreadable."""
    unzip = zlib.decompressobj()
    try:
        plain = unzip.decompress(body, LARGEST_UNPACKED)
        if not unzip.eof or unzip.unconsumed_tail or unzip.unused_data:
            raise Unreadable
        payload = json.loads(plain.decode("utf-8", "surrogatepass"))
    except (zlib.error, ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(payload, dict):
        raise Unreadable
    return payload


def signable(purpose: str, sender: UUID, reader: UUID, count: int, at: str, *, body: bytes) -> bytes:
    """What a signature covers: who says it to whom, for what, as which message, when, and all of it."""
    parts = ("hocso-peer", purpose, sender.hex, reader.hex, str(count), at, sha256(body).hexdigest())
    return "\n".join(parts).encode()


def as_text(raw: bytes) -> str:
    """Bytes for a header or a payload."""
    return base64.b64encode(raw).decode()


def from_text(text: object) -> bytes:
    """Bytes that came in a header or a payload. Raises Unreadable."""
    try:
        return base64.b64decode(text if isinstance(text, str) else "!", validate=True)
    except ValueError:
        raise Unreadable from None
