"""Tables of shared devices: what was paired, and the codes for pairing. Neither knows who learned there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime, by_code
from learning.ids import new_id


class Kiosk(Base):
    """A device that many people use in a row. It proves itself by a token, of which only the hash is kept."""

    __tablename__ = "kiosk"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    label: Mapped[str] = mapped_column(String(60))
    place: Mapped[str | None] = mapped_column(by_code(200), index=True)
    class_id: Mapped[UUID | None] = mapped_column(ForeignKey("class_group.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    paired_at: Mapped[datetime] = mapped_column(UtcDateTime)
    paired_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class KioskPairing(Base):
    """A code that turns one device into a kiosk, once, for a quarter of an hour. Kept as a keyed hash."""

    __tablename__ = "kiosk_pairing"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(60))
    place: Mapped[str | None] = mapped_column(String(200))
    class_id: Mapped[UUID | None] = mapped_column(ForeignKey("class_group.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
