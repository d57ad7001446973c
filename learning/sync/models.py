"""The table of parcels: results of another server's record that were handed over here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime


class Parcel(Base):
    """Some results of one person, with the key another server gave: that one can say whether it holds.

    `person_id` is whom the key claims to name, perhaps nobody here. A trigger of the migration tells peers.
    """

    __tablename__ = "parcel"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Uuid)
    results: Mapped[int]
    packed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
