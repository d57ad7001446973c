"""Tables of the voice desk. Private to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime
from learning.ids import new_id
from learning.voices import rules

STILL_WAITING = text("state = 'waiting'")
IS_LIVE = text("state = 'approved'")
LONGEST_DIALECT = 60


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(one) for one in values)})"


class VoiceConsent(Base):
    """Somebody lets their voice in a language be played here. Once withdrawn, none of their clips is left."""

    __tablename__ = "voice_consent"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class VoiceClip(Base):
    """One text read aloud by one person. `key`: the text in its language (rules.key_of), `name`: the file.

    `origin` is the server that a pack came from: then who read and approved it is not known here.
    """

    __tablename__ = "voice_clip"
    __table_args__ = (
        CheckConstraint(_one_of("state", rules.STATES), name="state_known"),
        CheckConstraint("decided_by IS NULL OR decided_by <> by_id", name="two_persons"),
        CheckConstraint(
            "state NOT IN ('approved', 'returned') OR "
            "(decided_at IS NOT NULL AND (decided_by IS NOT NULL OR origin IS NOT NULL))",
            name="decision_whole",
        ),
        CheckConstraint("(by_id IS NULL) = (origin IS NOT NULL)", name="read_by_somebody"),
        CheckConstraint(
            f"return_kind IS NULL OR {_one_of('return_kind', rules.RETURN_KINDS)}", name="return_known"
        ),
        Index(
            "uq_voice_clip_waiting",
            "language",
            "key",
            "by_id",
            unique=True,
            sqlite_where=STILL_WAITING,
            postgresql_where=STILL_WAITING,
        ),
        Index(
            "uq_voice_clip_live",
            "language",
            "key",
            unique=True,
            sqlite_where=IS_LIVE,
            postgresql_where=IS_LIVE,
        ),
        Index("ix_voice_clip_language_state_at", "language", "state", "at"),
        Index("ix_voice_clip_name", "name"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    language: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(String(4000))
    name: Mapped[str] = mapped_column(String(40))
    ms: Mapped[int] = mapped_column(Integer)
    size: Mapped[int] = mapped_column(Integer)
    dialect: Mapped[str] = mapped_column(String(LONGEST_DIALECT))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    origin: Mapped[UUID | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    return_kind: Mapped[str | None] = mapped_column(String(16))
