"""Tables of lists: what the association proposed, who was drawn and checked again, what the commune decided.

Rows are only added; only the path of a list's place follows when units change, and a name can be forgotten.
Two people: whoever speaks at the draw, checks again or decides is not whoever proposed. A foreign key makes
the second name true.
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
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime, by_code
from learning.ids import new_id
from learning.recognition.models import LONGEST_ID, LONGEST_NUMBER

_PROPOSED = ["list_id", "proposed_by"]
_PROPOSER = ["recognition_list.id", "recognition_list.proposed_by"]


class RecognitionList(Base):
    """Names that an association proposed at once, closed as it was made: digest and commitment (draw.py)."""

    __tablename__ = "recognition_list"
    __table_args__ = (
        ForeignKeyConstraint(
            ["set_id", "set_version"], ["criteria_version.set_id", "criteria_version.version"]
        ),
        UniqueConstraint("id", "proposed_by"),
        CheckConstraint("listed > 0 AND many > 0 AND many <= listed", name="somebody"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    place: Mapped[str] = mapped_column(by_code(200), index=True)
    set_id: Mapped[str] = mapped_column(String(LONGEST_ID))
    set_version: Mapped[str] = mapped_column(String(16))
    year: Mapped[int]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    listed: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    many: Mapped[int]
    commitment: Mapped[str] = mapped_column(String(64))
    secret: Mapped[bytes] = mapped_column(LargeBinary(32))
    mix: Mapped[dict[str, Any]] = mapped_column(JSON)


class RecognitionEntry(Base):
    """One dossier on a list, by the step that proposed it: a dossier may be on a later list again."""

    __tablename__ = "recognition_entry"
    __table_args__ = (
        UniqueConstraint("dossier_id", "seq"),
        ForeignKeyConstraint(["dossier_id", "seq"], ["dossier_step.dossier_id", "dossier_step.seq"]),
    )

    list_id: Mapped[UUID] = mapped_column(ForeignKey("recognition_list.id"), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    seq: Mapped[int]


class RecognitionName(Base):
    """A name as it stood on the list at that moment, with its number there. Forgotten with its person."""

    __tablename__ = "recognition_name"
    __table_args__ = (
        ForeignKeyConstraint(
            ["list_id", "dossier_id"], ["recognition_entry.list_id", "recognition_entry.dossier_id"]
        ),
        UniqueConstraint("list_id", "moment", "number"),
        CheckConstraint("moment IN ('closed', 'decided')", name="moment_known"),
    )

    list_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, index=True)
    moment: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int]
    name: Mapped[str | None] = mapped_column(String(80))
    year_of_birth: Mapped[int | None]
    hamlet: Mapped[str | None] = mapped_column(String(120))


class RecognitionDraw(Base):
    """The draw of a list: one for ever. Six digits said by a witness, who did not propose."""

    __tablename__ = "recognition_draw"
    __table_args__ = (
        ForeignKeyConstraint(_PROPOSED, _PROPOSER),
        CheckConstraint("spoken_by <> proposed_by", name="two_persons"),
        CheckConstraint("length(spoken) = 6", name="six_digits"),
    )

    list_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    proposed_by: Mapped[UUID] = mapped_column(Uuid)
    spoken_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    spoken: Mapped[str] = mapped_column(String(6))
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecognitionDrawn(Base):
    """Who was drawn, and in which order."""

    __tablename__ = "recognition_drawn"
    __table_args__ = (
        ForeignKeyConstraint(
            ["list_id", "dossier_id"], ["recognition_entry.list_id", "recognition_entry.dossier_id"]
        ),
        UniqueConstraint("list_id", "number"),
    )

    list_id: Mapped[UUID] = mapped_column(ForeignKey("recognition_draw.list_id"), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    number: Mapped[int]


class RecognitionCheck(Base):
    """What a second look came to. Whom nobody reached is tried again; any other outcome is the last."""

    __tablename__ = "recognition_check"
    __table_args__ = (
        ForeignKeyConstraint(
            ["list_id", "dossier_id"], ["recognition_drawn.list_id", "recognition_drawn.dossier_id"]
        ),
        ForeignKeyConstraint(_PROPOSED, _PROPOSER),
        CheckConstraint("checked_by <> proposed_by", name="two_persons"),
        CheckConstraint("outcome IN ('confirmed', 'not_confirmed', 'not_reached')", name="outcome_known"),
        CheckConstraint("seq >= 1", name="seq_counted"),
    )

    list_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    proposed_by: Mapped[UUID] = mapped_column(Uuid)
    checked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(16))


class RecognitionDecision(Base):
    """The commune's decision over a list: number, day, and how sure the list was then (draw.Confidence)."""

    __tablename__ = "recognition_decision"
    __table_args__ = (
        ForeignKeyConstraint(_PROPOSED, _PROPOSER),
        CheckConstraint("decided_by <> proposed_by", name="two_persons"),
    )

    list_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    proposed_by: Mapped[UUID] = mapped_column(Uuid)
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    number: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    signed_on: Mapped[date] = mapped_column(Date)
    confidence: Mapped[dict[str, Any]] = mapped_column(JSON)


class RecognitionQuestion(Base):
    """What the radar asked about names of a list as it was closed. By dossiers: no device, class or name."""

    __tablename__ = "recognition_question"

    list_id: Mapped[UUID] = mapped_column(ForeignKey("recognition_list.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    dossiers: Mapped[list[str]] = mapped_column(JSON)
    count: Mapped[int]
    seconds: Mapped[float | None]


class RecognitionReply(Base):
    """What somebody who was there said, from a closed list. It takes nothing from anybody."""

    __tablename__ = "recognition_reply"
    __table_args__ = (
        ForeignKeyConstraint(
            ["list_id", "number"], ["recognition_question.list_id", "recognition_question.number"]
        ),
    )

    list_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    reply: Mapped[str] = mapped_column(String(32))
    replied_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    replied_at: Mapped[datetime] = mapped_column(UtcDateTime)


# Nothing of a list changes any more; the place of a list may be called by another path after a merger.
KEPT = (
    RecognitionList,
    RecognitionEntry,
    RecognitionDraw,
    RecognitionDrawn,
    RecognitionCheck,
    RecognitionDecision,
    RecognitionQuestion,
    RecognitionReply,
)
_SAY = "what a list says stays written"
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION list_stays_written() RETURNS trigger LANGUAGE plpgsql "
    f"AS $$ BEGIN RAISE EXCEPTION '{_SAY}'; END $$"
)
# A name may become nothing, and nothing else.
_CHANGED = " OR ".join(
    f"NEW.{column} <> OLD.{column}" for column in ("list_id", "dossier_id", "moment", "number")
)
_SAID = " OR ".join(f"NEW.{column} IS NOT NULL" for column in ("name", "year_of_birth", "hamlet"))


def _guard(table: type[Base], change: str) -> None:
    """Refuse that change of a table, and that anything of it goes; on both databases."""
    name = table.__tablename__
    for dialect, refuse in (
        ("sqlite", f"BEGIN SELECT RAISE(ABORT, '{_SAY}'); END"),
        ("postgresql", "EXECUTE FUNCTION list_stays_written()"),
    ):
        for statement in (
            *([_FUNCTION] if dialect == "postgresql" else []),
            f"CREATE TRIGGER {name}_is_kept BEFORE UPDATE {change} {refuse}",
            f"CREATE TRIGGER {name}_stays BEFORE DELETE ON {name} FOR EACH ROW {refuse}",
        ):
            ddl = DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy has not typed it
            event.listen(table.__table__, "after_create", ddl.execute_if(dialect=dialect))


for _table in KEPT:
    _columns = ", ".join(one.name for one in _table.__table__.columns if one.name != "place")
    _guard(_table, f"OF {_columns} ON {_table.__tablename__} FOR EACH ROW")
_guard(RecognitionName, f"ON recognition_name FOR EACH ROW WHEN ({_CHANGED} OR {_SAID})")
