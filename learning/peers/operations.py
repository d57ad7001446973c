"""What paired servers do with each other: invite, pair, hear a signed message, exchange, revoke."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.accounts.actions import register
from learning.accounts.operations import log_action
from learning.clock import now
from learning.db import session, write
from learning.i18n import lazy_gettext as lazy
from learning.peers import changes, identity, reach
from learning.peers.messages import Unreadable, signable
from learning.peers.models import Peer, PeerInvite

register(
    {
        "peer-invited": lazy("Tạo mã ghép máy chủ"),
        "peer-paired": lazy("Ghép máy chủ"),
        "peer-revoked": lazy("Ngừng ghép máy chủ"),
        "peer-settled": lazy("Chọn giữa hai bản ghi khác nhau"),
    }
)

# Where servers exchange, and what can stand in the way of it.
EXCHANGE = "/api/v1/peers/exchange"
Trouble = Literal["no-line", "other-version", "not-paired", "unreadable"]
DAYS_TO_PAIR = 7
MOST_RECORDS = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """What came in one exchange: their changes, and how far they have ours."""

    since: int
    upto: int
    records: list[tuple[str, dict[str, Any]]]
    taken: int


def invite(by: UUID | None, place: str | None = None) -> str:
    """A one-time code for one server, in the caller's write block. 96 bits; only its hash is kept.

    Whoever pairs with it is told only who belongs to the place; without one, everybody.
    """
    code = secrets.token_hex(12)
    ends_at = now() + timedelta(days=DAYS_TO_PAIR)
    session().add(PeerInvite(code_hash=_hash(code), ends_at=ends_at, place=place))
    log_action("peer-invited", by=by, place=place)
    session().flush()
    return "-".join(code[place : place + 6] for place in range(0, len(code), 6))


def accept(code: str, public_key: bytes, name: str) -> bool:
    """Pin the key of whoever has a good code. The same server may ask again, where our answer was lost."""
    node = identity.node_of(public_key)
    with write() as current:
        found = select(PeerInvite).where(PeerInvite.code_hash == _hash(code)).with_for_update()
        asked = current.execute(found).scalar_one_or_none()
        if asked is None or asked.ends_at <= now() or asked.used_by not in (None, node):
            return False
        if asked.used_by is None:
            asked.used_at, asked.used_by = now(), node
            pin(current, public_key, name, asked.place, is_upstream=False)
        return True


def pin(
    current: Session, public_key: bytes, name: str, place: str | None = None, *, is_upstream: bool
) -> UUID:
    """From now on this key is a peer. Pairing again opens what was revoked, by a new code."""
    node = identity.node_of(public_key)
    known = current.get(Peer, node)
    if known is not None:
        known.revoked_at, known.name, known.is_upstream = None, name, is_upstream
        reach.move(current, known, place)
        return node
    changes.begin_to_follow(current)
    counters = dict.fromkeys(("heard", "said", "taken", "given", "refused"), 0)
    current.add(
        Peer(
            id=node,
            name=name,
            public_key=public_key,
            is_upstream=is_upstream,
            paired_at=now(),
            place=place,
            **counters,
        )
    )
    log_action("peer-paired", by=None, thing=("peer", node), place=place)
    current.flush()
    return node


def revoke(node: UUID, by: UUID | None) -> bool:
    """This server may say nothing here any more; whether it could until now. In the caller's write block."""
    ended = update(Peer).where(Peer.id == node, Peer.revoked_at.is_(None)).values(revoked_at=now())
    if session().execute(ended.returning(Peer.id)).scalar_one_or_none() is None:
        return False
    log_action("peer-revoked", by=by, thing=("peer", node))
    return True


def hear(node: UUID, purpose: str, count: int, at: datetime, *, body: bytes, signature: bytes) -> bool:
    """Is this message from that peer, for us, and new? Counts it as heard. Clocks are noted, never judged."""
    peer = session().get(Peer, node)
    if peer is None or peer.revoked_at is not None:
        return False
    said = signable(purpose, node, identity.own_id(), count, at.isoformat(), body=body)
    if not identity.is_signed(peer.public_key, said, signature):
        return False
    with write() as current:
        later = update(Peer).where(Peer.id == node, Peer.heard < count, Peer.revoked_at.is_(None))
        skew = round((at - now()).total_seconds())
        heard = later.values(heard=count, seen_at=now(), skew=skew).returning(Peer.id)
        return current.execute(heard).scalar_one_or_none() is not None


def note_other_version(node: UUID, count: int, at: datetime, *, body: bytes, signature: bytes) -> None:
    """A peer speaks another protocol: noted where it can be proven that it was said by this peer."""
    peer = session().get(Peer, node)
    if peer is None or peer.revoked_at is not None or peer.heard >= count:
        return
    said = signable(EXCHANGE, node, identity.own_id(), count, at.isoformat(), body=body)
    if identity.is_signed(peer.public_key, said, signature):
        with write() as current:
            note_trouble(current, node, "other-version")


def note_trouble(current: Session, node: UUID, trouble: Trouble | None) -> None:
    """Why there is no exchange with this peer; None once there is. In the caller's write block."""
    changed = update(Peer).where(Peer.id == node, Peer.trouble.is_distinct_from(trouble))
    at = None if trouble is None else now()
    current.execute(changed.values(trouble=trouble, trouble_at=at))


def read_told(payload: Mapping[str, Any]) -> Told:
    """The changes in a payload. Raises Unreadable."""
    numbers = [payload.get(name) for name in ("since", "upto", "taken")]
    records = payload.get("records")
    if not all(type(number) is int and 0 <= number < 2**62 for number in numbers):
        raise Unreadable
    if not isinstance(records, list) or len(records) > MOST_RECORDS:
        raise Unreadable
    for record in records:
        if not isinstance(record, list) or [type(part) for part in record] != [str, dict]:
            raise Unreadable
    since, upto, taken = (int(number or 0) for number in numbers)
    return Told(since, upto, [(feed, one) for feed, one in records], taken)


def exchange(node: UUID, told: Told) -> dict[str, Any]:
    """Take what a peer has and give what it has not, in one transaction."""
    with write() as current:
        peer = take(current, node, told)
        peer.given, peer.trouble, peer.trouble_at = told.taken, None, None
        return given(current, peer, told.taken)


def take(current: Session, node: UUID, told: Told) -> Peer:
    """Keep their changes together with how far we are. A part that leaves something out is not taken."""
    held = select(Peer).where(Peer.id == node).with_for_update().execution_options(populate_existing=True)
    peer: Peer = current.execute(held).scalar_one()
    if told.since <= peer.taken:
        peer.refused += changes.keep(
            current, node, told.records, reach.within(current, peer, is_telling=True)
        )
        peer.taken = told.upto
    current.flush()
    return peer


def given(current: Session, peer: Peer, since: int) -> dict[str, Any]:
    """Our next changes for this peer, as a payload."""
    reach.widen(current, peer)
    changes.renew(current)
    batch = changes.after(current, since, peer.id, reach.within(current, peer))
    return {
        "since": batch.since,
        "upto": batch.upto,
        "records": batch.records,
        "last": batch.last,
        "taken": peer.taken,
    }


def last_change(current: Session) -> int:
    """The number of our latest change."""
    return changes.number(current)


def _hash(code: str) -> bytes:
    return sha256(code.replace("-", "").strip().lower().encode()).digest()
