"""Tables of papers: reports that were frozen, and what came back from the systems that officers key into."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime, by_code
from learning.recognition.models import LONGEST_ID

SYSTEMS = ("congdanhoctap", "vneid")
STATES = ("sent", "accepted", "rejected")
LONGEST_WHY = 200


class FrozenPaper(Base):
    """A report that says the same for ever: its values, and the files made of them. It names nobody.

    `id` is SHA-256 over `content`, which is canonical JSON and names its form; `engine` printed the PDF.
    """

    __tablename__ = "frozen_paper"
    __table_args__ = (
        CheckConstraint("length(id) = 64", name="id_whole"),
        Index("ix_frozen_paper_place", "place", "year"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[str] = mapped_column(by_code(200))
    set_id: Mapped[str] = mapped_column(String(LONGEST_ID))
    year: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    engine: Mapped[str] = mapped_column(String(40))
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    xlsx: Mapped[bytes] = mapped_column(LargeBinary)
    frozen_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OutsideAnswer(Base):
    """What another system said of a dossier that an officer keyed in. A later answer is another row."""

    __tablename__ = "outside_answer"
    __table_args__ = (
        CheckConstraint("system IN ('congdanhoctap', 'vneid')", name="system_known"),
        CheckConstraint("state IN ('sent', 'accepted', 'rejected')", name="state_known"),
        CheckConstraint("(state = 'rejected') = (why IS NOT NULL)", name="rejected_why"),
        CheckConstraint("seq >= 1", name="seq_counted"),
    )

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    system: Mapped[str] = mapped_column(String(16), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(16))
    why: Mapped[str | None] = mapped_column(String(LONGEST_WHY))
    answered_on: Mapped[date | None] = mapped_column(Date)
    taken_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)


# Nothing of a frozen paper changes; its place may be called by another path after a merger.
_SAY = "a frozen paper stays as it is"
_REFUSE = {
    "sqlite": f"BEGIN SELECT RAISE(ABORT, '{_SAY}'); END",
    "postgresql": "FOR EACH ROW EXECUTE FUNCTION frozen_stays()",
}
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION frozen_stays() RETURNS trigger LANGUAGE plpgsql "
    f"AS $$ BEGIN RAISE EXCEPTION '{_SAY}'; END $$"
)
_COLUMNS = ", ".join(one.name for one in FrozenPaper.__table__.columns if one.name != "place")
for _dialect, _refuse in _REFUSE.items():
    for _statement in (
        *([_FUNCTION] if _dialect == "postgresql" else []),
        f"CREATE TRIGGER frozen_paper_is_kept BEFORE UPDATE OF {_COLUMNS} ON frozen_paper {_refuse}",
        f"CREATE TRIGGER frozen_paper_stays BEFORE DELETE ON frozen_paper {_refuse}",
    ):
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy has not typed it
        event.listen(FrozenPaper.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
