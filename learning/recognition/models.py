"""Tables of dossiers: the rules they were opened under, the dossier, and every step. Rows are only added.

Two people: a decision names the step that it answers and who took that one. A foreign key makes that true,
and a constraint refuses it where it is the same person.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    DDL,
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
    Uuid,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime, by_code
from learning.ids import new_id
from learning.recognition.stages import VERBS

LONGEST_ID = 40
LONGEST_NUMBER = 60
_QUOTED = ", ".join(f"'{verb}'" for verb in VERBS)


class CriteriaVersion(Base):
    """A criteria set as it stood when a dossier was first opened under it."""

    __tablename__ = "criteria_version"

    set_id: Mapped[str] = mapped_column(String(LONGEST_ID), primary_key=True)
    version: Mapped[str] = mapped_column(String(16), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Dossier(Base):
    """One person, one kind of recognition, one year, under one version of the rules, in one commune."""

    __tablename__ = "dossier"
    __table_args__ = (
        ForeignKeyConstraint(
            ["set_id", "set_version"], ["criteria_version.set_id", "criteria_version.version"]
        ),
        UniqueConstraint("person_id", "set_id", "year"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    set_id: Mapped[str] = mapped_column(String(LONGEST_ID))
    set_version: Mapped[str] = mapped_column(String(16))
    year: Mapped[int]
    place: Mapped[str] = mapped_column(by_code(200), index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DossierStep(Base):
    """One step, the first numbered 1. `result` is what the rules said then; `reason` is from a closed list.

    `answers_seq` and `answers_by`: the step that a second person answers, and who took it.
    """

    __tablename__ = "dossier_step"
    __table_args__ = (
        UniqueConstraint("dossier_id", "seq", "by_id"),
        ForeignKeyConstraint(
            ["dossier_id", "answers_seq", "answers_by"],
            ["dossier_step.dossier_id", "dossier_step.seq", "dossier_step.by_id"],
        ),
        CheckConstraint(f"verb IN ({_QUOTED})", name="verb_known"),
        CheckConstraint("seq >= 1", name="seq_counted"),
        CheckConstraint(
            "verb NOT IN ('decided', 'corrected', 'kept', 'upheld', 'reopened') OR "
            "(answers_seq IS NOT NULL AND answers_by IS NOT NULL "
            "AND answers_by <> by_id AND answers_seq < seq)",
            name="two_persons",
        ),
        CheckConstraint(
            "verb NOT IN ('decided', 'corrected') OR (outcome IS NOT NULL AND number IS NOT NULL)",
            name="decision_whole",
        ),
    )

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    verb: Mapped[str] = mapped_column(String(16))
    stage: Mapped[str] = mapped_column(String(16))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(32))
    outcome: Mapped[str | None] = mapped_column(String(16))
    number: Mapped[str | None] = mapped_column(String(LONGEST_NUMBER))
    signed_on: Mapped[date | None] = mapped_column(Date)
    answers_seq: Mapped[int | None]
    answers_by: Mapped[UUID | None] = mapped_column(Uuid)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


# What was done to a dossier, and under which rules, stays written; the database says so too.
_SAY = "the log of a dossier only grows"
_REFUSE = {
    "sqlite": f"BEGIN SELECT RAISE(ABORT, '{_SAY}'); END",
    "postgresql": "FOR EACH ROW EXECUTE FUNCTION dossier_only_grows()",
}
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION dossier_only_grows() RETURNS trigger LANGUAGE plpgsql "
    f"AS $$ BEGIN RAISE EXCEPTION '{_SAY}'; END $$"
)
for _table in (CriteriaVersion, DossierStep):
    _name = _table.__tablename__
    for _dialect, _refuse in _REFUSE.items():
        for _statement in (
            *([_FUNCTION] if _dialect == "postgresql" else []),
            f"CREATE TRIGGER {_name}_is_kept BEFORE UPDATE ON {_name} {_refuse}",
            f"CREATE TRIGGER {_name}_stays BEFORE DELETE ON {_name} {_refuse}",
        ):
            _ddl = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy has not typed it
            event.listen(_table.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
