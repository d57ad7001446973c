"""Telling and taking in people: where both sides changed a profile, ours stays and a person decides."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning.accounts import carried
from learning.accounts.carried import PROFILE, ErasedCarried, PersonCarried
from learning.accounts.operations import log_action
from learning.clock import now
from learning.db import session
from learning.peers import reach
from learning.peers.models import PeerConflict, PeerDecision, PeerProfile
from learning.peers.rules import settle

Record = dict[str, Any]
BY_A_PEER = "erased-elsewhere"
_NEVER = "\x00"  # no name, no year and no language is this


def told_people(current: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """People as their room tells them, with what somebody here decided about their profile."""
    told = carried.people(current, rows)
    asked = select(PeerDecision).where(PeerDecision.person_id.in_([UUID(row) for row in told]))
    decided = {str(one.person_id): one for one in current.execute(asked).scalars()}
    for record in told.values():
        if (one := decided.get(record["id"])) is not None and "erased_at" not in record:
            record["decided"] = {"over": one.over, "at": one.at.isoformat()}
    return told


def keep_people(current: Session, peer: UUID, records: Sequence[Record]) -> int:
    """Take in people; returns how many were refused. Nobody who was erased here comes back."""
    return sum(not _keep_one(current, peer, record) for record in records)


def _keep_one(current: Session, peer: UUID, record: Record) -> bool:
    erased = carried.read_erased(record)
    if erased is not None:
        return _erase(current, erased)
    told = carried.read_person(record)
    if told is None or carried.is_erased(current, told.id):
        return False
    _keep(current, peer, told, _overruled(current, told.id, record.get("decided")))
    return True


def _erase(current: Session, told: ErasedCarried) -> bool:
    """Who was erased there is erased here. Not a colleague of ours: that is for an administrator to do."""
    if carried.is_erased(current, told.id):
        return True
    if carried.profile_of(current, told.id) is None:
        carried.add_erased(current, told)
        return True
    if carried.works_here(current, told.id):
        return False
    erase: Callable[[Session, UUID, UUID | None, str], None] = current_app.extensions["erase_within"]
    erase(current, told.id, None, BY_A_PEER)
    return True


def _keep(current: Session, peer: UUID, told: PersonCarried, overruled: object) -> None:
    theirs = {name: getattr(told, name) for name in PROFILE}
    ours = carried.profile_of(current, told.id)
    if ours is None:
        carried.add_person(current, told)
        reach.add_theirs(current, peer, told.id)
        ours = theirs
    agreed = current.get(PeerProfile, (peer, told.id))
    # Where nothing was agreed on yet, whatever differs is a conflict: neither side is the older one.
    base = agreed.profile if agreed else dict.fromkeys(PROFILE, _NEVER)
    settled = settle(ours if overruled == ours else base, ours, theirs)
    if settled.profile != ours:
        carried.change_profile(current, told.id, settled.profile)
    if agreed is None:
        current.add(PeerProfile(peer_id=peer, person_id=told.id, profile=theirs))
    else:
        agreed.profile = theirs
    _note(current, peer, told.id, theirs, is_conflict=bool(settled.conflicts))
    if theirs == settled.profile:
        row = PeerConflict
        current.execute(delete(row).where(row.peer_id == peer, row.person_id == told.id))
    current.flush()


def decide(peer: UUID, person: UUID, theirs: Collection[str], by: UUID) -> bool:
    """Of two profiles, these members are taken from theirs, and the others are ours; then both have the same.

    In the caller's write block. False where there is nothing to be decided any more.
    """
    conflict, ours = session().get(PeerConflict, (peer, person)), carried.profile_of(session(), person)
    if conflict is None or ours is None:
        return False
    chosen = {name: conflict.theirs[name] if name in theirs else ours[name] for name in PROFILE}
    session().merge(PeerDecision(person_id=person, over=conflict.theirs, at=now()))
    session().delete(conflict)
    session().flush()
    # Even where ours stays: this is how the other side hears of it.
    carried.change_profile(session(), person, chosen)
    log_action("peer-settled", by=by, person=person, thing=("peer", peer))
    return True


def _overruled(current: Session, person: UUID, decided: object) -> object:
    """The profile that somebody there decided against, unless somebody here decided later."""
    if not isinstance(decided, dict):
        return None
    try:
        at = datetime.fromisoformat(str(decided.get("at")))
    except ValueError:
        return None
    ours = current.get(PeerDecision, person)
    if at.tzinfo is None or (ours is not None and ours.at >= at):
        return None
    if ours is not None:
        current.delete(ours)
        current.flush()
    return decided.get("over")


def _note(current: Session, peer: UUID, person: UUID, theirs: Record, *, is_conflict: bool) -> None:
    found = current.get(PeerConflict, (peer, person))
    if found is not None:
        found.theirs = theirs
    elif is_conflict:
        current.add(PeerConflict(peer_id=peer, person_id=person, theirs=theirs))
    current.flush()
