"""Tables of places: what there is and was, what it was called before, and what became of it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime, by_code
from learning.ids import new_id


class Place(Base):
    """A place as it is now, or as it was on its last day.

    `path` is the keys of all above it and its own: "/92/nf4c3yq2/k7m2p9xw/". `valid_to` is the first day on
    which it is no more. `alphabetical` is its name to sort by, `plain` its label and name to find it by.
    """

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('province', 'commune', 'hamlet', 'centre', 'school', 'agency', 'clan', 'family')",
            name="kind_known",
        ),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_it_began"),
        Index("ix_place_parent_id_kind_alphabetical", "parent_id", "kind", "alphabetical"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(16))
    label: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(80))
    alphabetical: Mapped[str] = mapped_column(by_code(240))
    plain: Mapped[str] = mapped_column(by_code(120))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    path: Mapped[str] = mapped_column(by_code(200), unique=True)
    official_code: Mapped[str | None] = mapped_column(String(10))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    is_difficult: Mapped[bool] = mapped_column(Boolean)
    edition: Mapped[str | None] = mapped_column(String(40))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class PlaceBefore(Base):
    """What a place was called and where it lay, from one day until another. Only ever added to."""

    __tablename__ = "place_before"
    __table_args__ = (CheckConstraint("until_on >= from_on", name="ends_after_it_began"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True)
    label: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(80))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    path: Mapped[str] = mapped_column(by_code(200), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date] = mapped_column(Date)
    why: Mapped[str] = mapped_column(String(16))
    decision: Mapped[str | None] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class PlaceSuccessor(Base):
    """What became of a place, from a day on.

    `share` is "whole" where all of it went there, "main" where it ended in several and this one keeps what
    names no place below, "part" where only some places below went there.
    """

    __tablename__ = "place_successor"
    __table_args__ = (
        CheckConstraint("share IN ('whole', 'main', 'part')", name="share_known"),
        CheckConstraint("predecessor_id <> successor_id", name="another"),
        UniqueConstraint("predecessor_id", "successor_id", "since_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    predecessor_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    successor_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True)
    since_on: Mapped[date] = mapped_column(Date)
    how: Mapped[str] = mapped_column(String(16))
    share: Mapped[str] = mapped_column(String(8))
    decision: Mapped[str | None] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
