"""What a paired server has not yet, in one file that somebody carries there: signed by us, sealed to it.

    "hocso-stick-1" · sender · reader · a key of this file · parts (length, sealed) · signature of it all

The secret is agreed between that key and the reader's; each part is sealed under its number. Nothing of a
file is taken in before its signature holds, and then all of it or nothing.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.db import write
from learning.peers import identity, messages, operations
from learning.peers.models import Peer

KIND = b"hocso-stick-1\n"
HEAD = len(KIND) + 16 + 16 + 32
SIGNATURE = 64
LENGTH = 4
LARGEST = 512 * 1024 * 1024
MOST_PARTS = 100_000


class NotTaken(RuntimeError):
    """The file cannot be written or taken in. The sentence says why; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file brought."""

    records: int
    refused: int


def export(file: Path, node: UUID | None) -> int:
    """Write all that the peer has not said to have; returns how many records. Raises NotTaken."""
    with write() as current:
        peer = _peer(current, node)
        parts = list(_parts(current, peer))
        sealed = _sealed(parts, peer.id, peer.public_key)
    if len(sealed) > LARGEST:
        raise NotTaken("There is more than one file may hold. Use a line for the first time.")
    fresh = file.with_name(f"{file.name}.part")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(sealed)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
    return sum(len(part["records"]) for part in parts)


def take_in(file: Path) -> Taken | None:
    """Keep what a peer wrote for us; None where all of it is here already. Raises NotTaken."""
    with file.open("rb") as read:
        sealed = read.read(LARGEST + 1)
    if len(sealed) > LARGEST or len(sealed) < HEAD + SIGNATURE or not sealed.startswith(KIND):
        raise NotTaken("This is no file of another server of ours, or it is cut short. Nothing was changed.")
    sender, reader = (UUID(bytes=sealed[at : at + 16]) for at in (len(KIND), len(KIND) + 16))
    if reader != identity.own_id():
        raise NotTaken("This file was written for another server. Nothing was changed.")
    with write() as current:
        peer = current.get(Peer, sender, with_for_update=True)
        if peer is None or peer.revoked_at is not None:
            raise NotTaken("The server that wrote this file is not paired here. Nothing was changed.")
        if not identity.is_signed(peer.public_key, sha256(sealed[:-SIGNATURE]).digest(), sealed[-SIGNATURE:]):
            raise NotTaken("This file is damaged or cut short. Copy it once more. Nothing was changed.")
        return _keep(current, peer, list(_opened(sealed)))


def _keep(current: Session, peer: Peer, parts: list[operations.Told]) -> Taken | None:
    node, before = peer.id, peer.refused
    peer.given = max(peer.given, *(part.taken for part in parts))
    peer.seen_at = now()
    fresh = [part for part in parts if part.upto > peer.taken]
    if not fresh:
        return None
    if fresh[0].since > peer.taken:
        raise NotTaken("An earlier file of that server is missing: take that in first. Nothing was changed.")
    for part in fresh:
        peer = operations.take(current, node, part)
    return Taken(sum(len(part.records) for part in fresh), peer.refused - before)


def _peer(current: Session, node: UUID | None) -> Peer:
    asked = select(Peer).where(Peer.revoked_at.is_(None)).limit(2)
    found = current.execute(asked.where(Peer.id == node) if node else asked).scalars().all()
    if not found:
        raise NotTaken("No such server is paired.")
    if len(found) > 1:
        raise NotTaken("Several servers are paired. Say which: --to ID, from flask sync status.")
    return found[0]


def _parts(current: Session, peer: Peer) -> Iterator[dict[str, Any]]:
    since = peer.given
    for _ in range(MOST_PARTS):
        part = operations.given(current, peer, since)
        yield part
        since = part["upto"]
        if since >= part["last"]:
            return
    raise NotTaken("There is more than one file may hold. Use a line for the first time.")


def _sealed(parts: list[dict[str, Any]], reader: UUID, public_key: bytes) -> bytes:
    own = X25519PrivateKey.generate()
    shown = own.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    head = KIND + identity.own_id().bytes + reader.bytes + shown
    box = _box(own.exchange(identity.sealing_key_of(public_key)), head)
    pieces = [head]
    for number, part in enumerate(parts):
        closed = box.encrypt(number.to_bytes(12, "big"), messages.packed(part), head)
        pieces.extend((len(closed).to_bytes(LENGTH, "big"), closed))
    whole = b"".join(pieces)
    return whole + identity.sign(sha256(whole).digest())


def _opened(sealed: bytes) -> Iterator[operations.Told]:
    head, body = sealed[:HEAD], memoryview(sealed)[HEAD:-SIGNATURE]
    try:
        other = X25519PublicKey.from_public_bytes(head[-32:])
        box = _box(identity.own_sealing_key().exchange(other), head)
        number = 0
        while body:
            end = LENGTH + int.from_bytes(body[:LENGTH], "big")
            plain = box.decrypt(number.to_bytes(12, "big"), bytes(body[LENGTH:end]), head)
            yield operations.read_told(messages.unpacked(plain))
            body, number = body[end:], number + 1
    except (InvalidTag, ValueError):
        raise NotTaken("This file cannot be opened here. Nothing was changed.") from None


def _box(secret: bytes, head: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt=head[-32:], info=head[:-32]).derive(secret))
