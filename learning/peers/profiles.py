"""Telling and taking in people: where both sides changed a profile, ours stays and a person decides."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning.accounts import carried
from learning.accounts.carried import PROFILE, ErasedCarried, PersonCarried
from learning.peers import reach
from learning.peers.models import PeerConflict, PeerDecision, PeerProfile
from learning.peers.rules import settle

Record = dict[str, Any]
BY_A_PEER = "erased-elsewhere"
_NEVER = "\x00"  # no name, no year and no language is this


def told_people(session: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """People as their room tells them, with what somebody here decided about their profile."""
    told = carried.people(session, rows)
    asked = select(PeerDecision).where(PeerDecision.person_id.in_([UUID(row) for row in told]))
    decided = {str(one.person_id): one for one in session.execute(asked).scalars()}
    for record in told.values():
        if (one := decided.get(record["id"])) is not None and "erased_at" not in record:
            record["decided"] = {"over": one.over, "at": one.at.isoformat()}
    return told


def keep_people(session: Session, peer: UUID, records: Sequence[Record]) -> int:
    """Take in people; returns how many were refused. Nobody who was erased here comes back."""
    return sum(not _keep_one(session, peer, record) for record in records)


def _keep_one(session: Session, peer: UUID, record: Record) -> bool:
    erased = carried.read_erased(record)
    if erased is not None:
        return _erase(session, erased)
    told = carried.read_person(record)
    if told is None or carried.is_erased(session, told.id):
        return False
    _keep(session, peer, told, _overruled(session, told.id, record.get("decided")))
    return True


def _erase(session: Session, told: ErasedCarried) -> bool:
    """Who was erased there is erased here. Not a colleague of ours: that is for an administrator to do."""
    if carried.is_erased(session, told.id):
        return True
    if carried.profile_of(session, told.id) is None:
        carried.add_erased(session, told)
        return True
    if carried.works_here(session, told.id):
        return False
    erase: Callable[[Session, UUID, UUID | None, str], None] = current_app.extensions["erase_within"]
    erase(session, told.id, None, BY_A_PEER)
    return True


def _keep(session: Session, peer: UUID, told: PersonCarried, overruled: object) -> None:
    theirs = {name: getattr(told, name) for name in PROFILE}
    ours = carried.profile_of(session, told.id)
    if ours is None:
        carried.add_person(session, told)
        reach.add_theirs(session, peer, told.id)
        ours = theirs
    agreed = session.get(PeerProfile, (peer, told.id))
    # Where nothing was agreed on yet, whatever differs is a conflict: neither side is the older one.
    base = agreed.profile if agreed else dict.fromkeys(PROFILE, _NEVER)
    settled = settle(ours if overruled == ours else base, ours, theirs)
    if settled.profile != ours:
        carried.change_profile(session, told.id, settled.profile)
    if agreed is None:
        session.add(PeerProfile(peer_id=peer, person_id=told.id, profile=theirs))
    else:
        agreed.profile = theirs
    _note(session, peer, told.id, theirs, is_conflict=bool(settled.conflicts))
    if theirs == settled.profile:
        row = PeerConflict
        session.execute(delete(row).where(row.peer_id == peer, row.person_id == told.id))
    session.flush()


def _overruled(session: Session, person: UUID, decided: object) -> object:
    """The profile that somebody there decided against, unless somebody here decided later."""
    if not isinstance(decided, dict):
        return None
    try:
        at = datetime.fromisoformat(str(decided.get("at")))
    except ValueError:
        return None
    ours = session.get(PeerDecision, person)
    if at.tzinfo is None or (ours is not None and ours.at >= at):
        return None
    if ours is not None:
        session.delete(ours)
        session.flush()
    return decided.get("over")


def _note(session: Session, peer: UUID, person: UUID, theirs: Record, *, is_conflict: bool) -> None:
    found = session.get(PeerConflict, (peer, person))
    if found is not None:
        found.theirs = theirs
    elif is_conflict:
        session.add(PeerConflict(peer_id=peer, person_id=person, theirs=theirs))
    session.flush()
