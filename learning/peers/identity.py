"""Who this server is among its peers: an Ed25519 key in DATA_DIR, and what is signed with it."""

import os
from hashlib import sha512
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from learning.ids import derived_id
from learning.web.site import site

KEY_FILE = "node.key"


def own_key() -> Ed25519PrivateKey:
    """Our key; made at the first asking, readable by us alone."""
    kept = site().settings.data_dir / KEY_FILE
    fresh = kept.with_name(f"{KEY_FILE}.{os.getpid()}")
    if not kept.exists():
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, kept)  # whole or not at all, and of two who make one, one wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return Ed25519PrivateKey.from_private_bytes(kept.read_bytes())


def own_public() -> bytes:
    """The half of our key that peers pin."""
    return own_key().public_key().public_bytes_raw()


def node_of(public_key: bytes) -> UUID:
    """The id of a server follows from its key: nobody can take another's."""
    return derived_id("node", public_key.hex())


def own_id() -> UUID:
    """Our own id among peers."""
    return node_of(own_public())


def sign(message: bytes) -> bytes:
    """Our signature."""
    return own_key().sign(message)


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Has the holder of that key signed exactly this?"""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# ── Keys to seal with: the same keys, on the curve that agrees on secrets ──

_FIELD = 2**255 - 19


def sealing_key_of(public_key: bytes) -> X25519PublicKey:
    """To whom a file is sealed: follows from the key that was pinned (RFC 7748: u = (1 + y) / (1 - y))."""
    y = int.from_bytes(public_key, "little") & (2**255 - 1)
    u = (1 + y) * pow(1 - y, -1, _FIELD) % _FIELD
    return X25519PublicKey.from_public_bytes(u.to_bytes(32, "little"))


def own_sealing_key() -> X25519PrivateKey:
    """The half that opens what was sealed to us: the scalar by which our key signs (RFC 8032, 5.1.5)."""
    return X25519PrivateKey.from_private_bytes(sha512(own_key().private_bytes_raw()).digest()[:32])
