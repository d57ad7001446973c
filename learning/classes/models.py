"""Tables of classes. A person is named by id only: name and year of birth are the person's, in accounts.

Who of the staff did something is known at the server where it was done: None for what came from another.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from learning.clock import now
from learning.db import Base, UtcDateTime, by_code
from learning.ids import new_id

STILL_IN = text("left_at IS NULL")
NOT_UNDONE = text("undone_at IS NULL")


class ClassGroup(Base):
    """People who learn together. `place` is the path of a place; `modules` what they set out to learn."""

    __tablename__ = "class_group"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(80))
    place: Mapped[str | None] = mapped_column(by_code(200), index=True)
    modules: Mapped[list[str]] = mapped_column(JSON)
    days: Mapped[list[int]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ClassLeader(Base):
    """A trainer who leads a class, alone or with others."""

    __tablename__ = "class_leader"

    class_id: Mapped[UUID] = mapped_column(ForeignKey("class_group.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class Membership(Base):
    """Somebody learns in a class, from then until they leave. The hamlet is what they told this class.

    `place_id` is the hamlet of the class's commune that these words name, else the commune: it never changes
    when units merge, the history of places says what became of it. None until the class has a place.
    """

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_open",
            "class_id",
            "person_id",
            unique=True,
            sqlite_where=STILL_IN,
            postgresql_where=STILL_IN,
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    class_id: Mapped[UUID] = mapped_column(ForeignKey("class_group.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    hamlet: Mapped[str | None] = mapped_column(String(80))
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Meeting(Base):
    """One evening of a class: one a day, by the clock on the wall in Vietnam.

    `decided_at` is when somebody last opened or closed it: of two servers' words the later holds.
    """

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("class_id", "held_on"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    class_id: Mapped[UUID] = mapped_column(ForeignKey("class_group.id"))
    held_on: Mapped[date] = mapped_column(Date)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Attendance(Base):
    """Somebody was called up at a meeting and was there. Undone where the finger slipped; never deleted."""

    __tablename__ = "attendance"
    __table_args__ = (
        Index(
            "uq_attendance_open",
            "meeting_id",
            "person_id",
            unique=True,
            sqlite_where=NOT_UNDONE,
            postgresql_where=NOT_UNDONE,
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GroupAnswer(Base):
    """How a whole room answered one question, by hands or coloured paper. Proves nothing for a person."""

    __tablename__ = "group_answer"
    __table_args__ = (CheckConstraint("hands >= 0", name="hands_counted"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    module: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(String(40))
    choice: Mapped[str] = mapped_column(String(40))
    hands: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
