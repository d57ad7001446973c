"""Signed JSON in one line of text (RFC 7515, compact), by Ed25519 alone. One text for one content.

A reader that takes another spelling of the same bytes would let a changed text pass for the signed one: so
base64 is read strictly, and the header may name no other algorithm and nothing that must be understood.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LONGEST = 512 * 1024
SHAPE = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


class Unreadable(ValueError):
    """No signed text of this kind."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a text says, and by which key it says to be signed. Believe nothing of it before `holds`."""

    kid: str
    payload: dict[str, Any]
    signed: bytes
    signature: bytes


def encoded(raw: bytes) -> str:
    """Base64 for addresses, without padding."""
    return urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def decoded(text: str) -> bytes:
    """The bytes of such a text; only of the one text that they are written as. Raises Unreadable."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise Unreadable from None
    if encoded(raw) != text:
        raise Unreadable
    return raw


def kid_of(public: bytes) -> str:
    """The short name of a key: a hint which one to try, never a proof."""
    return encoded(sha256(public).digest()[:6])


def signed(key: Ed25519PrivateKey, payload: Any, **header: str) -> str:
    """A payload as signed text. `header` adds to the algorithm, or names the key in another way."""
    kid = kid_of(key.public_key().public_bytes_raw())
    parts = ({"alg": "EdDSA", "kid": kid} | header, payload)
    body = ".".join(encoded(_compact(part)) for part in parts)
    return f"{body}.{encoded(key.sign(body.encode()))}"


def opened(text: str) -> Opened:
    """Take a text apart. Raises Unreadable; says nothing about who signed it."""
    if len(text) > LONGEST or not SHAPE.fullmatch(text):
        raise Unreadable
    body, _, signature = text.rpartition(".")
    header, payload = (_object(part) for part in body.split("."))
    kid = header.get("kid")
    if header.get("alg") != "EdDSA" or "crit" in header or not isinstance(kid, str):
        raise Unreadable
    short = kid.rpartition("/")[2].removesuffix(".json")
    return Opened(short, payload, body.encode(), decoded(signature))


def holds(one: Opened, public: bytes) -> bool:
    """Has the holder of this key signed exactly this?"""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(one.signature, one.signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _object(part: str) -> dict[str, Any]:
    try:
        value = json.loads(decoded(part).decode("utf-8"))
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(value, dict):
        raise Unreadable
    return value
