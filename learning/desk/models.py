"""Tables of the translators' desk. Private to it. No name of anybody stands here, and no free talk."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime
from learning.desk import rules
from learning.ids import new_id

STILL_WAITING = text("state = 'waiting'")
IS_LIVE = text("state = 'approved'")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(one) for one in values)})"


class DeskSpeaker(Base):
    """Somebody translates into this language: given by whoever administers everything.

    `dialect` and `spelling` are which of its forms they speak and write, as they say it themselves.
    """

    __tablename__ = "desk_speaker"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    dialect: Mapped[str] = mapped_column(String(rules.LONGEST_DIALECT))
    spelling: Mapped[str] = mapped_column(String(rules.LONGEST_DIALECT))
    given_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DeskSuggestion(Base):
    """A translation of one sentence by one person. Live is what a second person has approved.

    `key` is the sentence (rules.short_key); its words stand beside it, so that one that was changed since can
    still be shown. `number` orders what was approved within a language. `exported_at`: it was written into
    the catalogue, which then speaks for itself.
    """

    __tablename__ = "desk_suggestion"
    __table_args__ = (
        CheckConstraint(_one_of("state", rules.STATES), name="state_known"),
        CheckConstraint("decided_by IS NULL OR decided_by <> by_id", name="two_persons"),
        CheckConstraint(
            "state NOT IN ('approved', 'returned') OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)",
            name="decision_whole",
        ),
        CheckConstraint(
            f"return_kind IS NULL OR {_one_of('return_kind', rules.RETURN_KINDS)}", name="return_known"
        ),
        Index(
            "uq_desk_suggestion_waiting",
            "language",
            "key",
            "by_id",
            unique=True,
            sqlite_where=STILL_WAITING,
            postgresql_where=STILL_WAITING,
        ),
        Index(
            "uq_desk_suggestion_live",
            "language",
            "key",
            unique=True,
            sqlite_where=IS_LIVE,
            postgresql_where=IS_LIVE,
        ),
        Index("ix_desk_suggestion_language_state_at", "language", "state", "at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    language: Mapped[str] = mapped_column(String(16))
    domain: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(16))
    context: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(2000))
    plural: Mapped[str] = mapped_column(String(2000))
    forms: Mapped[list[str]] = mapped_column(JSON)
    dialect: Mapped[str] = mapped_column(String(rules.LONGEST_DIALECT))
    spelling: Mapped[str] = mapped_column(String(rules.LONGEST_DIALECT))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    return_kind: Mapped[str | None] = mapped_column(String(16))
    return_note: Mapped[str | None] = mapped_column(String(rules.LONGEST_NOTE))
    number: Mapped[int | None] = mapped_column(BigInteger)
    exported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DeskQuestion(Base):
    """What a translator cannot settle alone: a kind, a short note, and the answer of whoever knows."""

    __tablename__ = "desk_question"
    __table_args__ = (
        CheckConstraint(_one_of("kind", rules.ASK_KINDS), name="kind_known"),
        Index("ix_desk_question_language_key", "language", "key"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    language: Mapped[str] = mapped_column(String(16))
    domain: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(2000))
    kind: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(rules.LONGEST_NOTE))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(String(rules.LONGEST_NOTE))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DeskVersion(Base):
    """How often what is live in a language has changed: every worker looks here whether to read anew."""

    __tablename__ = "desk_version"

    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
