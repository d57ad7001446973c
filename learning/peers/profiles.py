"""Telling and taking in people. Nobody who was erased comes back; what both sides changed: see agreeing."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from learning.accounts import carried
from learning.accounts import queries as accounts
from learning.accounts.carried import PROFILE, ErasedCarried
from learning.carrying import Record
from learning.i18n import lazy_gettext as lazy
from learning.peers import agreeing, reach
from learning.peers.things import Profile, Shared

BY_A_PEER = "erased-elsewhere"
FEED = "people"
NO_YEAR = lazy("Chưa ghi")


def told_people(current: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """People as their room tells them, with what somebody here decided about their profile."""
    return agreeing.with_decisions(current, FEED, carried.people(current, rows))


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
    ours = carried.profile_of(current, told.id)
    if ours is None:
        carried.add_person(current, told)
        reach.add_theirs(current, peer, told.id)
        ours = told.profile
    said = agreeing.agreed(current, peer, FEED, told, ours, decided=record.get("decided"), unsaid={})
    if said != ours:
        carried.change_profile(current, told.id, said)
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


def _look(people: Collection[UUID]) -> Mapping[UUID, Profile]:
    return {
        id: dict(zip(PROFILE, (one.name, one.year_of_birth, one.language), strict=True))
        for id, one in accounts.people(people).items()
    }


def _say(_member: str, value: Any) -> str:
    return str(NO_YEAR if value is None else value)


SHARED = Shared(
    members={
        "display_name": lazy("Tên"),
        "year_of_birth": lazy("Năm sinh"),
        "language": lazy("Ngôn ngữ"),
    },
    look=_look,
    hold=carried.profile_of,
    change=carried.change_profile,
    say=_say,
)
