"""Tables of the servers we are paired with. Triggers of the migration fill `peer_change`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime


class Peer(Base):
    """A server whose key we pinned. `heard` and `said` are the last numbers of messages, against replays.

    `taken` is how far we have its changes, `given` how far it said it has ours. Only who belongs to `place`
    is told to it; without a place, everybody. `trouble` is why we could not exchange, since we last did.
    """

    __tablename__ = "peer"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    is_upstream: Mapped[bool]
    paired_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    skew: Mapped[int | None] = mapped_column(BigInteger)
    heard: Mapped[int] = mapped_column(BigInteger)
    said: Mapped[int] = mapped_column(BigInteger)
    taken: Mapped[int] = mapped_column(BigInteger)
    given: Mapped[int] = mapped_column(BigInteger)
    refused: Mapped[int] = mapped_column(BigInteger)
    place: Mapped[str | None] = mapped_column(String(200))
    trouble: Mapped[str | None] = mapped_column(String(16))
    trouble_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PeerInvite(Base):
    """A code that pairs one server, once, until it ends. Only its hash is kept."""

    __tablename__ = "peer_invite"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_by: Mapped[UUID | None] = mapped_column(Uuid)
    place: Mapped[str | None] = mapped_column(String(200))


class PeerChange(Base):
    """A row that changed. It gets its `number` after its transaction has ended: see changes.py.

    `origin` is the peer that told us: it need not be told again.
    """

    __tablename__ = "peer_change"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    feed: Mapped[str] = mapped_column(String(16))
    row: Mapped[str] = mapped_column(String(64))
    number: Mapped[int | None] = mapped_column(BigInteger, index=True)
    origin: Mapped[UUID | None] = mapped_column(Uuid)


class PeerReach(Base):
    """Somebody whom that peer may know: made there (`is_theirs`), or belonging to its place. It stays so."""

    __tablename__ = "peer_reach"

    peer_id: Mapped[UUID] = mapped_column(ForeignKey("peer.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    is_theirs: Mapped[bool]


class PeerProfile(Base):
    """What of a thing both sides may change, as that peer last told it: what both once agreed on.

    A thing is a row of a feed: somebody, a class, a place.
    """

    __tablename__ = "peer_profile"

    peer_id: Mapped[UUID] = mapped_column(ForeignKey("peer.id"), primary_key=True)
    feed: Mapped[str] = mapped_column(String(16), primary_key=True)
    thing_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)


class PeerConflict(Base):
    """A thing that both sides changed: ours stays in place, theirs waits here for a person."""

    __tablename__ = "peer_conflict"

    peer_id: Mapped[UUID] = mapped_column(ForeignKey("peer.id"), primary_key=True)
    feed: Mapped[str] = mapped_column(String(16), primary_key=True)
    thing_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    theirs: Mapped[dict[str, Any]] = mapped_column(JSON)


class PeerDecision(Base):
    """Somebody here chose between two: whoever still has the other, `over`, takes the chosen one."""

    __tablename__ = "peer_decision"

    feed: Mapped[str] = mapped_column(String(16), primary_key=True)
    thing_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    over: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CoursePack(Base):
    """The newest pack of a course that is known here: made here (`is_own`), or told by the province.

    It is settled once it was laid or refused: then `trouble` says why, and `faults` what the linter found.
    """

    __tablename__ = "course_pack"

    course: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
    parts: Mapped[int] = mapped_column(Integer)
    is_own: Mapped[bool]
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    trouble: Mapped[str | None] = mapped_column(String(16))
    faults: Mapped[str | None] = mapped_column(Text)


class CoursePart(Base):
    """A piece of a pack, small enough for a message. Its id says of which pack, and which piece."""

    __tablename__ = "course_part"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    course: Mapped[str] = mapped_column(String(40), index=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
