"""Whom a peer may know: who belongs to its place, who was made there, and whoever is linked to them.

Who came into reach stays in it, so that what a peer has of them goes on being true, up to their erasing.
"""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from flask import current_app
from sqlalchemy import Select, delete, select, union
from sqlalchemy.orm import Session

from learning.accounts import carried
from learning.carrying import Record
from learning.db import session as db_session
from learning.peers import changes
from learning.peers.changes import Feed, Within
from learning.peers.models import Peer, PeerInvite, PeerReach
from learning.places import following
from learning.places.others import Follow

NEW_AT_ONCE = 500


def widen(session: Session, peer: Peer) -> None:
    """Take into reach who belongs to this peer's place since we last spoke: all of theirs goes to it anew."""
    if peer.place is None:
        return
    fresh: list[UUID] = []
    while len(fresh) < NEW_AT_ONCE and (some := _newcomers(session, peer, NEW_AT_ONCE - len(fresh))):
        session.add_all(PeerReach(peer_id=peer.id, person_id=one, is_theirs=False) for one in some)
        session.flush()
        fresh.extend(some)
    if fresh:
        changes.note_anew(session, fresh)


def _newcomers(session: Session, peer: Peer, most: int) -> Sequence[UUID]:
    inside = select(PeerReach.person_id).where(PeerReach.peer_id == peer.id)
    belong: Callable[[str], Select[UUID]] = current_app.extensions["who_belongs"]
    all_of_them = union(belong(peer.place or ""), *carried.linked_with(inside)).subquery()
    person = all_of_them.c[0]
    return session.execute(select(person).where(person.not_in(inside)).limit(most)).scalars().all()


def move(session: Session, peer: Peer, place: str | None) -> None:
    """Paired again, perhaps for another place: only whom it made itself stays in its reach."""
    if peer.place != place:
        reach = PeerReach
        session.execute(delete(reach).where(reach.peer_id == peer.id, reach.is_theirs.is_(False)))
        peer.place = place
        if place is None:
            changes.note_all(session)
        else:
            changes.note_place(session, place)


def within(session: Session, peer: Peer, *, is_telling: bool = False) -> Within:
    """Those records that are only about people in reach, and about the peer's place where they are of one.

    Whoever is telling may also tell who is new here.
    """
    if peer.place is None:
        return changes.everything
    node, place = peer.id, peer.place

    def fitting(feed: Feed, records: Sequence[Record]) -> Sequence[Record]:
        if is_telling and feed.is_mail:
            return records
        if feed.inside is not None:
            records = feed.inside(session, place, records, is_telling=is_telling)
        named = {one for record in records for one in _people(feed, record)}
        known = _in_reach(session, node, named - {None})
        if is_telling and feed.name == "people":
            known |= named - carried.known_here(session, named - {None})
        return [record for record in records if known.issuperset(_people(feed, record))]

    return fitting


def _in_reach(session: Session, node: UUID, people: Collection[UUID | None]) -> set[UUID | None]:
    asked = select(PeerReach.person_id).where(PeerReach.peer_id == node, PeerReach.person_id.in_(people))
    return set(session.execute(asked).scalars())


def _people(feed: Feed, record: Record) -> list[UUID | None]:
    return [_id(record.get(name)) for name in feed.people]


def _id(told: object) -> UUID | None:
    try:
        return UUID(told) if isinstance(told, str) else None
    except ValueError:
        return None


def add_theirs(session: Session, node: UUID, person: UUID) -> None:
    """That peer made somebody: it may go on knowing them."""
    session.add(PeerReach(peer_id=node, person_id=person, is_theirs=True))
    session.flush()


def follow_places(moves: Sequence[Follow]) -> None:
    """Peers of a place that moved are of it where it is now. Not of what took it in: that is larger."""
    for column in (Peer.place, PeerInvite.place):
        following.rewrite(column, moves, to_successors=False)
    if changes.is_followed(db_session()):
        for move in moves:
            if move.itself == "same":
                changes.note_place(db_session(), move.new)
