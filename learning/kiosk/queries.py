"""What is known of shared devices. Answers are frozen values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from learning.accounts import hashing
from learning.db import session
from learning.kiosk.models import Kiosk


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


def paired() -> list[KioskFacts]:
    """Every device that is a kiosk now, by name."""
    wanted = select(*_COLUMNS).where(Kiosk.ended_at.is_(None)).order_by(Kiosk.label, Kiosk.paired_at)
    return [KioskFacts(*row) for row in session().execute(wanted)]
