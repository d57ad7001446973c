"""Tables of what somebody says for herself: points, which form, where she lives, whether it may be sent.

Of points, form and home only the last word counts, so only that is kept; consent is a log.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime
from learning.recognition.models import LONGEST_ID


class OwnAnswer(Base):
    """The points somebody gave herself for an indicator, as that version of the rules asks for it."""

    __tablename__ = "own_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["set_id", "set_version"], ["criteria_version.set_id", "criteria_version.version"]
        ),
        CheckConstraint("points >= 0", name="points_counted"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    set_id: Mapped[str] = mapped_column(String(LONGEST_ID), primary_key=True)
    set_version: Mapped[str] = mapped_column(String(16), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(LONGEST_ID), primary_key=True)
    points: Mapped[int]
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OwnGroup(Base):
    """Which of a set's groups of people somebody says she belongs to: it decides her form."""

    __tablename__ = "own_group"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    set_id: Mapped[str] = mapped_column(String(LONGEST_ID), primary_key=True)
    group: Mapped[str] = mapped_column(String(LONGEST_ID))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OwnHome(Base):
    """Where somebody says she lives. It goes before what her classes were told."""

    __tablename__ = "own_home"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OwnConsent(Base):
    """Somebody said yes or no to her dossier of a year being read: each word, the first numbered 1."""

    __tablename__ = "own_consent"
    __table_args__ = (CheckConstraint("seq >= 1", name="seq_counted"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    set_id: Mapped[str] = mapped_column(String(LONGEST_ID), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    agrees: Mapped[bool]
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
