"""What this room keeps of a person, as they may take it home: their classes and evenings."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from learning.accounts.links import canonical, ids_of
from learning.classes.models import Attendance, ClassGroup, Meeting, Membership
from learning.db import session


def kept_of(person: UUID) -> dict[str, Any]:
    """Classes somebody learns or learned in, and the evenings at which they were called up."""
    counted = ids_of(canonical(person))
    learned_in = (
        select(ClassGroup.name, Membership.hamlet, Membership.joined_at, Membership.left_at)
        .join(ClassGroup, ClassGroup.id == Membership.class_id)
        .where(Membership.person_id.in_(counted))
    )
    was_there = (
        select(Meeting.held_on, Attendance.at, Attendance.undone_at)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Attendance.person_id.in_(counted))
    )
    return {"classes": _rows(learned_in), "evenings": _rows(was_there)}


def _rows(wanted: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in session().execute(wanted).mappings()]
