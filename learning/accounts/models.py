"""Tables of people and of their ways in. Private to accounts: other rooms name them by text."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Uuid,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from learning.db import Base, UtcDateTime, by_code
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
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
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
    """Name and password of somebody who works here. `name_key` is the name as it is compared.

    Sessions opened before `changed_at` are over: a new password sets it, and whatever else ends them all.
    `password_hash` is empty until whoever was invited has chosen one.
    """

    __tablename__ = "staff_credential"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(160), unique=True)
    password_hash: Mapped[str] = mapped_column(String(160))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    blocked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RoleGrant(Base):
    """A role that a person holds at a place and everywhere below it; without a place, everywhere.

    `reason` and `end_reason` are from closed lists (`granting`). `follows_id`: what was handed over.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(
            "role IN ('trainer', 'branch', 'association', 'officer', 'author', 'translator', "
            "'administrator')",
            name="role_known",
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    place: Mapped[str | None] = mapped_column(by_code(200), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None] = mapped_column(String(16))
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    end_reason: Mapped[str | None] = mapped_column(String(16))
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("role_grant.id"))


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


class SecondFactor(Base):
    """What the phone of somebody of the staff knows too: the sealed secret, and the last time step used."""

    __tablename__ = "second_factor"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed: Mapped[str] = mapped_column(String(300))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(BigInteger)


class RecoveryCode(Base):
    """One of ten printed codes for the day when the phone is lost: a keyed hash, and whether it was used."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasswordLink(Base):
    """A one-time address where somebody of the staff chooses a password: invited, or it was forgotten."""

    __tablename__ = "password_link"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffAction(Base):
    """What staff did: who, in which role, what, to which thing, at which place. Rows are only ever added.

    `details` holds codes and numbers, nothing that anyone typed. Without an actor it was a command.
    """

    __tablename__ = "staff_action"
    __table_args__ = (Index("ix_staff_action_at_id", "at", "id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str | None] = mapped_column(String(16))
    verb: Mapped[str] = mapped_column(String(32))
    thing: Mapped[str | None] = mapped_column(String(16))
    thing_id: Mapped[str | None] = mapped_column(String(40), index=True)
    place: Mapped[str | None] = mapped_column(by_code(200), index=True)
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


# What staff did stays written, and the database says so too.
_SAY = "the log of staff only grows"
_REFUSE = {
    "sqlite": f"BEGIN SELECT RAISE(ABORT, '{_SAY}'); END",
    "postgresql": "FOR EACH ROW EXECUTE FUNCTION staff_action_only_grows()",
}
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION staff_action_only_grows() RETURNS trigger LANGUAGE plpgsql "
    f"AS $$ BEGIN RAISE EXCEPTION '{_SAY}'; END $$"
)
for _dialect, _refuse in _REFUSE.items():
    for _statement in (
        *([_FUNCTION] if _dialect == "postgresql" else []),
        f"CREATE TRIGGER staff_action_is_kept BEFORE UPDATE ON staff_action {_refuse}",
        f"CREATE TRIGGER staff_action_stays BEFORE DELETE ON staff_action {_refuse}",
    ):
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy has not typed it
        event.listen(StaffAction.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
