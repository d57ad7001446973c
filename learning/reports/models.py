"""Tables of figures: where each person counts, tallies of places kept ahead, how many people live there."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime
from learning.ids import new_id


class PlacePerson(Base):
    """Where a canonical person counts, one stay after another, so that nothing counts twice anywhere.

    Without an end: there now. What was passed in a stay counts at its place, also when the person left since.
    """

    __tablename__ = "place_person"
    __table_args__ = (Index("ix_place_person_place_id_person_id", "place_id", "person_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    since: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ErasedTally(Base):
    """What people who were erased since had completed at a place: numbers, and nothing of whom.

    The one table here that is not computed from others: what it counts is nobody's any more.
    """

    __tablename__ = "erased_tally"
    __table_args__ = (CheckConstraint("many > 0", name="any"),)

    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    course: Mapped[str] = mapped_column(String(40), primary_key=True)
    evidence: Mapped[str] = mapped_column(String(16), primary_key=True)
    many: Mapped[int]


class PlaceDue(Base):
    """A place that has to be counted anew, and since when."""

    __tablename__ = "place_due"

    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class PlaceReach(Base):
    """How many people of a place learn, began, and passed anything; and the commune it is part of now.

    There is one, of nought, where all have left but something was completed.
    """

    __tablename__ = "place_reach"

    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True)
    learners: Mapped[int]
    begun: Mapped[int]
    passed: Mapped[int]


class PlaceTally(Base):
    """Completions of a place by month, course and evidence. `then_id` is the commune it was part of then."""

    __tablename__ = "place_tally"

    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    course: Mapped[str] = mapped_column(String(40), primary_key=True)
    evidence: Mapped[str] = mapped_column(String(16), primary_key=True)
    then_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    many: Mapped[int]


class UnitTally(Base):
    """The same added up by commune: `unit_id` as units are now, `then_id` as it was."""

    __tablename__ = "unit_tally"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), primary_key=True)
    then_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), primary_key=True, index=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    course: Mapped[str] = mapped_column(String(40), primary_key=True)
    evidence: Mapped[str] = mapped_column(String(16), primary_key=True)
    many: Mapped[int]


class PlacePopulation(Base):
    """How many people live at a place, on a day, from which paper. Only added to: the latest day counts."""

    __tablename__ = "place_population"
    __table_args__ = (
        CheckConstraint("people > 0", name="somebody"),
        CheckConstraint("among IN ('all', 'from15', 'from18')", name="among_known"),
        Index("ix_place_population_place_id_on_day", "place_id", "on_day"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    people: Mapped[int]
    among: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(String(120))
    on_day: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
