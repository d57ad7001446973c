"""Tables of people and of their ways in. Private to accounts: other rooms name them by text."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime
from learning.ids import new_id

STILL_LINKED = text("unlinked_at IS NULL")
STILL_LIVE = text("ended_at IS NULL")


class Person(Base):
    """Somebody who learns or works here. An account or a card is only a way in to a person."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("kind IN ('guest', 'learner', 'staff')", name="kind_known"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(16))
    display_name: Mapped[str | None] = mapped_column(String(80))
    year_of_birth: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PersonLink(Base):
    """What was kept under `guest_id` counts for `person_id` until the link ends; no other row changes."""

    __tablename__ = "person_link"
    __table_args__ = (
        CheckConstraint("guest_id <> person_id", name="two_persons"),
        Index(
            "uq_person_link_open",
            "guest_id",
            unique=True,
            sqlite_where=STILL_LINKED,
            postgresql_where=STILL_LINKED,
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    guest_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    linked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    unlinked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unlinked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Card(Base):
    """A printed card: a number to type, a token to scan (kept as its SHA-256 only), and three pictures."""

    __tablename__ = "card"
    __table_args__ = (
        Index("uq_card_live", "person_id", unique=True, sqlite_where=STILL_LIVE, postgresql_where=STILL_LIVE),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    number: Mapped[str] = mapped_column(String(9), unique=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    pictures_hash: Mapped[str | None] = mapped_column(String(160))
    pictures_set_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BlankCard(Base):
    """A card printed for nobody yet. Bound, it becomes that person's `Card` with the same number."""

    __tablename__ = "blank_card"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(9), unique=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    bound_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffCredential(Base):
    """Name and password of somebody who works here. `name_key` is the name as it is compared."""

    __tablename__ = "staff_credential"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(160), unique=True)
    password_hash: Mapped[str] = mapped_column(String(160))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RoleGrant(Base):
    """A role that a person holds at a place and everywhere below it; without a place, everywhere."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(
            "role IN ('trainer', 'officer', 'author', 'translator', 'administrator')", name="role_known"
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    place: Mapped[str | None] = mapped_column(String(200))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Throttle(Base):
    """How often one subject did one kind of thing since `window_at`; the subject is a keyed hash.

    Wrong tries on a card or a staff name count here too, so that a number or name that does not exist
    waits exactly like one that does. Rows go after a day.
    """

    __tablename__ = "throttle"

    bucket: Mapped[str] = mapped_column(String(32), primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    taken: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RevokedKey(Base):
    """Record keys that open nothing any more: one by its id, or all that a person had before an instant."""

    __tablename__ = "revoked_key"
    __table_args__ = (
        CheckConstraint("(key_id IS NULL) <> (person_id IS NULL)", name="one_key_or_one_person"),
        CheckConstraint("(person_id IS NULL) = (made_before IS NULL)", name="person_with_instant"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    key_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    made_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class SetupToken(Base):
    """The one-time address under which the first administrator is made."""

    __tablename__ = "setup_token"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffAction(Base):
    """Who of the staff did what to whom. Rows are only ever added; `detail` holds nothing personal."""

    __tablename__ = "staff_action"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    detail: Mapped[str | None] = mapped_column(String(200))
