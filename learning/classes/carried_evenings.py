"""Evenings, who was there and what a room answered, as another server may have them, and taking them in.

An evening is known by its class and its day, whatever its id: both servers may have opened it. It began with
the earlier of both; of two words on whether it goes on, the later holds. Roll calls add up, and what somebody
did that evening is computed anew as it is when the roll is called here. Inside a write block.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.accounts import queries as accounts
from learning.carrying import Carried, Record, read_as, record_of
from learning.classes import rules
from learning.classes.carried import earlier
from learning.classes.models import Attendance, ClassGroup, GroupAnswer, Meeting
from learning.records import operations as records

Slug = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]


class EveningCarried(Carried):
    """One evening of a class."""

    id: UUID
    class_id: UUID
    held_on: date
    opened_at: AwareDatetime
    closed_at: AwareDatetime | None
    decided_at: AwareDatetime


class PresentCarried(Carried):
    """Somebody was called up at an evening; who called stays at its own server."""

    id: UUID
    class_id: UUID
    held_on: date
    person_id: UUID
    at: AwareDatetime
    undone_at: AwareDatetime | None


class HandsCarried(Carried):
    """How many hands went up for one choice."""

    id: UUID
    class_id: UUID
    held_on: date
    module: Slug
    question: Slug
    choice: Slug
    hands: int = Field(ge=0, le=rules.MOST_HANDS)
    at: AwareDatetime


def evenings(session: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """These evenings."""
    ids = {UUID(row): row for row in rows}
    found = session.execute(select(Meeting).where(Meeting.id.in_(ids))).scalars()
    return {ids[one.id]: record_of(EveningCarried, one) for one in found}


def roll(session: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """These calls of somebody who is not erased."""
    told = _told(session, rows, Attendance, PresentCarried)
    here = accounts.people({UUID(record["person_id"]) for record in told.values()})
    return {row: record for row, record in told.items() if UUID(record["person_id"]) in here}


def hands(session: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """These counts."""
    return _told(session, rows, GroupAnswer, HandsCarried)


def _told(
    session: Session,
    rows: Sequence[str],
    table: type[Attendance | GroupAnswer],
    shape: type[PresentCarried | HandsCarried],
) -> dict[str, Record]:
    ids = {UUID(row): row for row in rows}
    own = [name for name in shape.model_fields if name not in ("class_id", "held_on")]
    columns = [Meeting.class_id, Meeting.held_on, *(getattr(table, name) for name in own)]
    wanted = select(*columns).join(Meeting, Meeting.id == table.meeting_id).where(table.id.in_(ids))
    return {ids[row.id]: record_of(shape, row) for row in session.execute(wanted)}


# ── Taking in ──


def keep_evenings(session: Session, _peer: UUID, records: Sequence[Record]) -> int:
    """Take in evenings; returns how many were refused."""
    return sum(not _keep_evening(session, read_as(EveningCarried, record)) for record in records)


def _keep_evening(session: Session, told: EveningCarried | None) -> bool:
    if told is None or session.get(ClassGroup, told.class_id) is None:
        return False
    here = _evening(session, told)
    if here is None:
        if session.get(Meeting, told.id) is not None:
            return False
        session.add(Meeting(**told.model_dump()))
        session.flush()
        return True
    before = (here.opened_at, here.closed_at)
    here.opened_at = min(here.opened_at, told.opened_at)
    if _later(told) > _later(here):
        here.closed_at, here.decided_at = told.closed_at, told.decided_at
    session.flush()
    if before != (here.opened_at, here.closed_at):
        _compute_anew(session, here)
    return True


def _later(said: EveningCarried | Meeting) -> tuple[float, bool, float]:
    """Of two words the later holds; of two at once, on both servers the same: that it goes on, or longer."""
    closed = said.closed_at
    return said.decided_at.timestamp(), closed is None, closed.timestamp() if closed else 0


def _compute_anew(session: Session, evening: Meeting) -> None:
    there = select(Attendance.person_id).where(
        Attendance.meeting_id == evening.id, Attendance.undone_at.is_(None)
    )
    for person in sorted(session.execute(there).scalars()):
        records.presence_changed(session, person, lambda: None)


def keep_roll(session: Session, _peer: UUID, records: Sequence[Record]) -> int:
    """Take in roll calls; returns how many were refused."""
    told = [read_as(PresentCarried, record) for record in records]
    fitting = [one for one in told if one is not None]
    refused = len(told) - len(fitting)
    return refused + sum(not _keep_present(session, one) for one in _in_order(fitting))


def _in_order(told: Iterable[PresentCarried]) -> list[PresentCarried]:
    """Person by person, as everybody does who holds several."""
    return sorted(told, key=lambda one: (one.person_id, one.at))


def _keep_present(session: Session, told: PresentCarried) -> bool:
    evening = _evening(session, told)
    if evening is None or accounts.person(told.person_id) is None:
        return False
    keep = partial(_keep_call, session, told, evening.id)
    return records.presence_changed(session, told.person_id, keep)


def _keep_call(session: Session, told: PresentCarried, evening: UUID) -> bool:
    here = session.get(Attendance, told.id)
    if here is not None:
        if (here.meeting_id, here.person_id) != (evening, told.person_id):
            return False
        here.undone_at = earlier(here.undone_at, told.undone_at)
        session.flush()
        return True
    undone_at = told.undone_at
    other = None if undone_at else _standing(session, evening, told.person_id)
    if other is not None and (other.at, str(other.id)) < (told.at, str(told.id)):
        undone_at = told.at  # called up at both servers: the first call stands
    elif other is not None:
        other.undone_at = other.at
        session.flush()
    own = told.model_dump(exclude={"class_id", "held_on", "undone_at"})
    session.add(Attendance(meeting_id=evening, undone_at=undone_at, **own))
    session.flush()
    return True


def _standing(session: Session, evening: UUID, person: UUID) -> Attendance | None:
    wanted = select(Attendance).where(
        Attendance.meeting_id == evening, Attendance.person_id == person, Attendance.undone_at.is_(None)
    )
    return session.execute(wanted).scalar_one_or_none()


def keep_hands(session: Session, _peer: UUID, records: Sequence[Record]) -> int:
    """Take in counts; returns how many were refused. One that we have is never changed."""
    return sum(not _keep_hands(session, read_as(HandsCarried, record)) for record in records)


def _keep_hands(session: Session, told: HandsCarried | None) -> bool:
    evening = None if told is None else _evening(session, told)
    if told is None or evening is None:
        return False
    if session.get(GroupAnswer, told.id) is None:
        session.add(GroupAnswer(meeting_id=evening.id, **told.model_dump(exclude={"class_id", "held_on"})))
        session.flush()
    return True


def _evening(session: Session, told: EveningCarried | PresentCarried | HandsCarried) -> Meeting | None:
    wanted = select(Meeting).where(Meeting.class_id == told.class_id, Meeting.held_on == told.held_on)
    return session.execute(wanted).scalar_one_or_none()
