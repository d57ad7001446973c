"""Taking out of a person all that says who they are. What was learned is moved by the record: see records."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Delete, delete, func, or_, update

from learning import ids
from learning.accounts.actions import log_action, place_of
from learning.accounts.models import (
    Card,
    PasswordLink,
    Person,
    RecoveryCode,
    RoleGrant,
    SecondFactor,
    StaffCredential,
)
from learning.clock import now
from learning.db import session
from learning.web.site import site

# Chosen, not typed: the log must hold nothing personal.
REASONS = ("own-wish", "asked-staff", "made-twice", "made-by-mistake", "erased-elsewhere")


def forget(person: UUID, counted: Collection[UUID], by: UUID | None, reason: str) -> None:
    """Name, year, language, pictures, passwords and codes of these ids go; cards and keys open nothing.

    `counted` are all ids that count for the person. Rows that others point at stay, with nothing in them.
    Inside the caller's write block.
    """
    if reason not in REASONS:
        raise ValueError(f"no such reason: {reason}")
    at, place = now(), place_of(person)
    for table in (StaffCredential, SecondFactor, RecoveryCode, PasswordLink):
        session().execute(_of(table, counted))
    live = or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > at)
    ended = update(RoleGrant).where(RoleGrant.person_id.in_(counted), live)
    session().execute(ended.values(ends_at=at, ended_by=by, end_reason="left"))
    dead = update(Card).where(Card.person_id.in_(counted))
    session().execute(
        dead.values(ended_at=func.coalesce(Card.ended_at, at), pictures_hash=None, pictures_set_at=None)
    )
    nobody = {"display_name": None, "year_of_birth": None, "language": _source(), "erased_at": at}
    session().execute(update(Person).where(Person.id.in_(counted)).values(**nobody))
    log_action("person-erased", by=by, person=person, place=place, details={"reason": reason})


def make_nobody() -> UUID:
    """An anonymous number for what an erased person had learned: it is nobody, and nobody can be it."""
    at = now()
    nobody = Person(id=ids.new_id(), kind="guest", language=_source(), created_at=at, erased_at=at)
    session().add(nobody)
    session().flush()
    return nobody.id


def _of(
    table: type[StaffCredential | SecondFactor | RecoveryCode | PasswordLink], who: Collection[UUID]
) -> Delete:
    return delete(table).where(table.person_id.in_(who))


def _source() -> str:
    return site().languages.source.code
