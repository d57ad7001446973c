"""What is known of shared devices. Answers are frozen values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true

from learning.accounts import hashing
from learning.db import session
from learning.kiosk.models import Kiosk
from learning.places.queries import below


@dataclass(frozen=True, slots=True)
class KioskFacts:
    """A paired device."""

    id: UUID
    label: str
    place: str | None
    class_id: UUID | None
    paired_at: datetime


_COLUMNS = (Kiosk.id, Kiosk.label, Kiosk.place, Kiosk.class_id, Kiosk.paired_at)


def by_token(token: str) -> KioskFacts | None:
    """The kiosk that holds this token, unless it was ended."""
    wanted = select(*_COLUMNS).where(Kiosk.token_hash == hashing.token(token), Kiosk.ended_at.is_(None))
    found = session().execute(wanted).one_or_none()
    return None if found is None else KioskFacts(*found)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose devices somebody may see and end: their own, those of their classes, those at their places."""

    person: UUID
    classes: Select[UUID]
    places: Sequence[str | None]

    @property
    def covers(self) -> ColumnElement[bool]:
        if None in self.places:
            return true()
        at = [below(Kiosk.place, place) for place in self.places if place is not None]
        return or_(Kiosk.paired_by == self.person, Kiosk.class_id.in_(self.classes), *at)


def paired(reach: Reach) -> list[KioskFacts]:
    """The devices within reach that are kiosks now, by name."""
    wanted = select(*_COLUMNS).where(Kiosk.ended_at.is_(None), reach.covers)
    return [KioskFacts(*row) for row in session().execute(wanted.order_by(Kiosk.label, Kiosk.paired_at))]


def is_within(kiosk: UUID, reach: Reach) -> bool:
    """Is this device within reach?"""
    wanted = select(Kiosk.id).where(Kiosk.id == kiosk, reach.covers)
    return session().execute(wanted).scalar_one_or_none() is not None
