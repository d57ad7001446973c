"""Tables of the record: the events, the marking data they were marked by, and the projections."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Uuid,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime

LONGEST_ID = 40


class ModuleVersion(Base):
    """All that can change a mark, for every version of a module that was ever loaded. Rows are only added."""

    __tablename__ = "module_version"

    module: Mapped[str] = mapped_column(String(LONGEST_ID), primary_key=True)
    version: Mapped[str] = mapped_column(String(16), primary_key=True)
    marking: Mapped[dict[str, Any]] = mapped_column(JSON)
    first_loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Event(Base):
    """One thing that a person did. `person_id` is who did it then; links decide whom it counts for now.

    `right`, `points`, `of` and `critical` are the server's own mark. Of a practice: `points` of `of` taps.
    """

    __tablename__ = "event"
    __table_args__ = (
        ForeignKeyConstraint(["module", "version"], ["module_version.module", "module_version.version"]),
        CheckConstraint(
            "verb IN ('opened', 'answered', 'practised', 'reviewed', 'observed')", name="verb_known"
        ),
        CheckConstraint("evidence IN ('self', 'present', 'observed', 'confirmed')", name="evidence_known"),
        CheckConstraint("effective_at <= at AND effective_at <= received_at", name="effective_at_earliest"),
        Index("ix_event_person_id_module", "person_id", "module"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    device: Mapped[UUID] = mapped_column(Uuid)
    verb: Mapped[str] = mapped_column(String(16))
    module: Mapped[str] = mapped_column(String(LONGEST_ID))
    version: Mapped[str] = mapped_column(String(16))
    question: Mapped[str | None] = mapped_column(String(LONGEST_ID))
    form: Mapped[int | None]
    attempt: Mapped[str | None] = mapped_column(String(64))
    answer: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    seq: Mapped[int] = mapped_column(BigInteger)
    language: Mapped[str] = mapped_column(String(16))
    via: Mapped[str] = mapped_column(String(8))
    evidence: Mapped[str] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    effective_at: Mapped[datetime] = mapped_column(UtcDateTime)
    clock_skew: Mapped[int | None] = mapped_column(BigInteger)
    right: Mapped[bool | None]
    points: Mapped[int | None]
    of: Mapped[int | None]
    critical: Mapped[bool | None]


class ModuleProgress(Base):
    """How far a person is with a module. Computed from events; `last_*` and `attempts_state` let it go on."""

    __tablename__ = "module_progress"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    module: Mapped[str] = mapped_column(String(LONGEST_ID), primary_key=True)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    practised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int]
    best_right: Mapped[int | None]
    passed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    evidence: Mapped[str | None] = mapped_column(String(16))
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    last_id: Mapped[UUID] = mapped_column(Uuid)
    attempts_state: Mapped[dict[str, Any]] = mapped_column(JSON)


class ReviewCard(Base):
    """When a person should meet a question again. Computed from events by FSRS."""

    __tablename__ = "review_card"
    __table_args__ = (Index("ix_review_card_person_id_due_at", "person_id", "due_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    module: Mapped[str] = mapped_column(String(LONGEST_ID), primary_key=True)
    question: Mapped[str] = mapped_column(String(LONGEST_ID), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reviewed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stability: Mapped[float]
    difficulty: Mapped[float]


def new_stamp() -> int:
    """Drawn, never counted on: a row that goes and comes again must not meet an old stamp."""
    return secrets.randbits(63)


class PersonSummary(Base):
    """A person's totals, one row a person: tallies of places are added up from these.

    `stamp` is another one after every change of what counts for the person, in the same transaction.
    """

    __tablename__ = "person_summary"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    answers: Mapped[int]
    right: Mapped[int]
    passed: Mapped[int]
    last_received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stamp: Mapped[int] = mapped_column(BigInteger, default=new_stamp, server_default="0")


class TallyDue(Base):
    """Somebody for whom figures of places have to be counted anew, and since when."""

    __tablename__ = "tally_due"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


# The record only grows, and the database says so too. Erasing a person exchanges `person_id` (and `device`)
# for an anonymous one, so these two columns stay open; everything that was done stays as it was.
_KEPT = ", ".join(
    f'"{column.name}"' for column in Event.__table__.columns if column.name not in ("person_id", "device")
)
_SAY = "the learning record only grows"

_REFUSE_SQLITE = f"BEGIN SELECT RAISE(ABORT, '{_SAY}'); END"
_REFUSE_POSTGRESQL = "FOR EACH ROW EXECUTE FUNCTION event_only_grows()"
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION event_only_grows() RETURNS trigger LANGUAGE plpgsql "
    f"AS $$ BEGIN RAISE EXCEPTION '{_SAY}'; END $$"
)
_TRIGGERS = (
    ("event_is_kept", f"BEFORE UPDATE OF {_KEPT} ON event"),
    ("event_stays", "BEFORE DELETE ON event"),
)
_GUARDS = {
    "sqlite": [f"CREATE TRIGGER {name} {when} {_REFUSE_SQLITE}" for name, when in _TRIGGERS],
    "postgresql": [
        _FUNCTION,
        *(f"CREATE TRIGGER {name} {when} {_REFUSE_POSTGRESQL}" for name, when in _TRIGGERS),
    ],
}
for _dialect, _statements in _GUARDS.items():
    for _statement in _statements:
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy has not typed it
        event.listen(Event.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
