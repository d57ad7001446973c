"""What is known of paired servers, for people: nothing here is asked once a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_, select

from learning.db import session
from learning.peers.models import CoursePack, CoursePart, Peer, PeerChange, PeerConflict, PeerReach
from learning.peers.things import shared

MOST_CONFLICTS = 50


@dataclass(frozen=True, slots=True)
class PeerFacts:
    """A paired server. `waiting` counts changes that it has not yet said to have, or to be none of its."""

    id: UUID
    name: str
    place: str | None
    is_upstream: bool
    seen_at: datetime | None
    skew: int | None
    refused: int
    revoked_at: datetime | None
    waiting: int
    trouble: str | None
    trouble_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConflictFacts:
    """A thing of which two servers say different things: somebody, a class, a place."""

    peer: UUID
    peer_name: str
    feed: str
    thing: UUID
    ours: Mapping[str, Any]
    theirs: Mapping[str, Any]


def peers() -> list[PeerFacts]:
    """Every server there is or was: those that may speak first, and of them who was silent longest."""
    changed = select(
        func.coalesce(func.max(PeerChange.number), 0) + func.count().filter(PeerChange.number.is_(None))
    )
    last = session().execute(changed).scalar_one() or 0
    order = (Peer.revoked_at.is_not(None), Peer.seen_at.is_not(None), Peer.seen_at, Peer.paired_at)
    return [
        PeerFacts(
            one.id,
            one.name,
            one.place,
            one.is_upstream,
            one.seen_at,
            one.skew,
            one.refused,
            one.revoked_at,
            max(0, last - one.given),
            one.trouble,
            one.trouble_at,
        )
        for one in session().execute(select(Peer).order_by(*order)).scalars()
    ]


def is_paired(node: UUID) -> bool:
    """Is this a server whose key we pinned and still trust?"""
    found = session().get(Peer, node)
    return found is not None and found.revoked_at is None


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """The newest pack of a course. `here` of its `parts` have come; it is settled once laid or refused."""

    course: str
    number: int
    parts: int
    here: int
    is_own: bool
    is_settled: bool
    trouble: str | None
    faults: str | None


def courses() -> list[CourseFacts]:
    """The courses that travel: from us, or from the province to us."""
    here = select(func.count()).where(CoursePart.course == CoursePack.course).scalar_subquery()
    return [
        CourseFacts(
            one.course,
            one.number,
            one.parts,
            count,
            one.is_own,
            one.settled_at is not None,
            one.trouble,
            one.faults,
        )
        for one, count in session().execute(select(CoursePack, here).order_by(CoursePack.course))
    ]


def reaches_a_peer(person: UUID) -> bool:
    """Is there a peer that may be told of this person, perhaps unknown here?"""
    knows = exists().where(PeerReach.peer_id == Peer.id, PeerReach.person_id == person)
    asked = select(Peer.id).where(Peer.revoked_at.is_(None), or_(Peer.place.is_(None), knows)).limit(1)
    return session().execute(asked).one_or_none() is not None


def how_many_conflicts() -> int:
    """How many things wait for a person."""
    return session().execute(select(func.count()).select_from(PeerConflict)).scalar_one()


def conflicts() -> list[ConflictFacts]:
    """What waits for a person, some of it at once."""
    asked = select(PeerConflict, Peer.name).join(Peer, Peer.id == PeerConflict.peer_id)
    order = (PeerConflict.feed, PeerConflict.thing_id)
    rows = session().execute(asked.order_by(*order).limit(MOST_CONFLICTS)).all()
    here = {
        feed: shared(feed).look({one.thing_id for one, _ in rows if one.feed == feed})
        for feed in {one.feed for one, _ in rows}
    }
    return [
        ConflictFacts(one.peer_id, name, one.feed, one.thing_id, here[one.feed][one.thing_id], one.theirs)
        for one, name in rows
        if one.thing_id in here[one.feed]
    ]
