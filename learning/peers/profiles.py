"""Taking in people from a peer: where both sides changed a profile, ours stays and a person decides."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from learning.accounts import carried
from learning.accounts.carried import PROFILE, PersonCarried
from learning.peers.models import PeerConflict, PeerProfile
from learning.peers.rules import settle

Record = dict[str, Any]


def keep_people(session: Session, peer: UUID, records: Sequence[Record]) -> int:
    """Take in people; returns how many were refused. Nobody who was erased here comes back."""
    refused = 0
    for record in records:
        told = carried.read_person(record)
        if told is None or carried.is_erased(session, told.id):
            refused += 1
        else:
            _keep(session, peer, told)
    return refused


def _keep(session: Session, peer: UUID, told: PersonCarried) -> None:
    theirs = {name: getattr(told, name) for name in PROFILE}
    ours = carried.profile_of(session, told.id)
    if ours is None:
        carried.add_person(session, told)
        ours = theirs
    agreed = session.get(PeerProfile, (peer, told.id))
    # Where nothing was agreed on yet, whatever differs is a conflict: neither side is the older one.
    base = agreed.profile if agreed else dict.fromkeys(PROFILE, _NEVER)
    settled = settle(base, ours, theirs)
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


_NEVER = "\x00"  # no name, no year and no language is this


def _note(session: Session, peer: UUID, person: UUID, theirs: Record, *, is_conflict: bool) -> None:
    found = session.get(PeerConflict, (peer, person))
    if found is not None:
        found.theirs = theirs
    elif is_conflict:
        session.add(PeerConflict(peer_id=peer, person_id=person, theirs=theirs))
    session.flush()
