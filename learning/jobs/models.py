"""Tables of long work: a job, and the parts of it that are done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime
from learning.ids import new_id


class Job(Base):
    """Long work that somebody asked for. `tries`: how often the next part was begun since one was last kept.

    Whoever works on it is `worker` until `worker_until`; past that, another may take it up.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'done', 'cancelled', 'failed')", name="state_known"),
        Index("ix_job_state", "state", "made_at"),
        Index("ix_job_made_by", "made_by", "made_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(32))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(16))
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(16), default="open")
    tries: Mapped[int] = mapped_column(default=0)
    worker: Mapped[UUID | None] = mapped_column(Uuid)
    worker_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class JobPart(Base):
    """A part that is done, with its file, sealed, for as long as that is kept."""

    __tablename__ = "job_part"
    __table_args__ = (Index("ix_job_part_made_at", "made_at"),)

    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    file: Mapped[bytes | None] = mapped_column(LargeBinary)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
