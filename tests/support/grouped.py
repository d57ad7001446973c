"""All of classes and places that two servers in step should have the same, without what stays at each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from learning.classes.models import Attendance, ClassGroup, GroupAnswer, Meeting, Membership
from learning.db import session
from learning.places.models import Place, PlaceBefore, PlaceSuccessor

_EVENING = (Meeting.class_id, Meeting.held_on)
_OF_CLASSES = (
    select(ClassGroup.id, ClassGroup.name, ClassGroup.place, ClassGroup.made_at, ClassGroup.ended_at),
    select(
        Membership.id,
        Membership.class_id,
        Membership.person_id,
        Membership.hamlet,
        Membership.joined_at,
        Membership.left_at,
    ),
    select(*_EVENING, Meeting.opened_at, Meeting.closed_at),
    select(*_EVENING, Attendance.id, Attendance.person_id, Attendance.at, Attendance.undone_at).join(
        Meeting, Meeting.id == Attendance.meeting_id
    ),
    select(
        *_EVENING, GroupAnswer.id, GroupAnswer.question, GroupAnswer.choice, GroupAnswer.hands, GroupAnswer.at
    ).join(Meeting, Meeting.id == GroupAnswer.meeting_id),
)
_BY_STAFF = select(Place.id).where(Place.edition.is_(None))
_OF_PLACES = (
    select(Place.id, Place.kind, Place.label, Place.name, Place.path, Place.valid_from, Place.valid_to).where(
        Place.edition.is_(None)
    ),
    select(PlaceBefore.id, PlaceBefore.place_id, PlaceBefore.name, PlaceBefore.path, PlaceBefore.until_on),
    select(PlaceSuccessor.predecessor_id, PlaceSuccessor.successor_id, PlaceSuccessor.since_on).where(
        PlaceSuccessor.predecessor_id.in_(_BY_STAFF)
    ),
)


def grouped() -> list[set[Any]]:
    """Classes with their people, evenings, roll calls and hands; places that staff made."""
    return [{tuple(row) for row in session().execute(one)} for one in (*_OF_CLASSES, *_OF_PLACES)]
