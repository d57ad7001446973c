"""Who works at one's places, with their roles: what the pages of staff show of each other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from learning.accounts import rules
from learning.accounts.models import Person, RoleGrant, SecondFactor, StaffCredential
from learning.clock import now
from learning.db import session
from learning.places.queries import below

A_PAGE = 40
LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role of somebody: where, since when, and how it ended or will end."""

    id: UUID
    person: UUID
    person_name: str
    role: str
    place: str | None
    starts_at: datetime
    ends_at: datetime | None
    reason: str | None
    end_reason: str | None
    granted_by: str | None

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at <= now()

    @property
    def is_to_come(self) -> bool:
        return self.starts_at > now()


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works here. `is_invited`: has not chosen a password yet."""

    id: UUID
    name: str
    is_invited: bool
    is_blocked: bool
    has_second_factor: bool
    grants: tuple[GrantRow, ...]

    @property
    def live_grants(self) -> tuple[GrantRow, ...]:
        return tuple(grant for grant in self.grants if not grant.is_over)


def colleagues(
    places: Collection[str | None], words: str = "", page: int = 1, most: int = A_PAGE
) -> list[Colleague]:
    """Everybody who has or had a role at these places or below (None is everywhere), by name."""
    wanted = _PEOPLE.where(_in_reach(places)).order_by(StaffCredential.name_key)
    if words:
        wanted = wanted.where(
            StaffCredential.name_key.contains(rules.name_key(words[:LONGEST_SEARCH]), autoescape=True)
        )
    return _whole(wanted.limit(most).offset((page - 1) * most))


def colleague(person: UUID, places: Collection[str | None]) -> Colleague | None:
    """One of them; None where they work elsewhere, so that nobody learns by trying who there is."""
    found = _whole(_PEOPLE.where(Person.id == person, _in_reach(places)))
    return found[0] if found else None


def grant(grant_id: UUID) -> GrantRow | None:
    """One grant that is not over."""
    found = _grants(RoleGrant.id == grant_id)
    return found[0] if found and not found[0].is_over else None


def translators() -> list[tuple[UUID, str]]:
    """Everybody who may translate now, by name."""
    live = (
        RoleGrant.role == "translator",
        RoleGrant.starts_at <= now(),
        or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now()),
    )
    wanted = (
        select(Person.id, StaffCredential.name)
        .join(StaffCredential, StaffCredential.person_id == Person.id)
        .where(Person.erased_at.is_(None), exists().where(RoleGrant.person_id == Person.id, *live))
    )
    return [(id, name) for id, name in session().execute(wanted.order_by(StaffCredential.name_key))]


def places_in_use(places: Collection[str | None]) -> list[str]:
    """The places that are named by a grant, at or below these."""
    wanted = select(RoleGrant.place).where(RoleGrant.place.is_not(None), _at(places)).distinct()
    return sorted(place for place in session().execute(wanted).scalars() if place is not None)


_PEOPLE = (
    select(
        Person.id,
        StaffCredential.name,
        StaffCredential.password_hash == "",
        StaffCredential.blocked_at.is_not(None),
        exists().where(SecondFactor.person_id == Person.id),
    )
    .join(StaffCredential, StaffCredential.person_id == Person.id)
    .where(Person.erased_at.is_(None))
)


def _at(places: Collection[str | None]) -> ColumnElement[bool]:
    if None in places:
        return RoleGrant.id.is_not(None)
    return or_(
        RoleGrant.id.is_(None),
        *(below(RoleGrant.place, place) for place in places if place is not None),
    )


def _in_reach(places: Collection[str | None]) -> ColumnElement[bool]:
    if None in places:
        return Person.id.is_not(None)
    return exists().where(RoleGrant.person_id == Person.id, _at(places))


def _whole(wanted: Select[UUID, str, bool, bool, bool]) -> list[Colleague]:
    rows = session().execute(wanted).all()
    roles: dict[UUID, list[GrantRow]] = {row[0]: [] for row in rows}
    for one in _grants(RoleGrant.person_id.in_(roles)) if roles else ():
        roles[one.person].append(one)
    return [
        Colleague(id, name, is_invited, is_blocked, has_factor, tuple(roles[id]))
        for id, name, is_invited, is_blocked, has_factor in rows
    ]


def _grants(which: ColumnElement[bool]) -> Sequence[GrantRow]:
    giver = aliased(Person)
    wanted = (
        select(
            RoleGrant.id,
            RoleGrant.person_id,
            func.coalesce(Person.display_name, ""),
            RoleGrant.role,
            RoleGrant.place,
            RoleGrant.starts_at,
            RoleGrant.ends_at,
            RoleGrant.reason,
            RoleGrant.end_reason,
            giver.display_name,
        )
        .join(Person, Person.id == RoleGrant.person_id)
        .outerjoin(giver, giver.id == RoleGrant.granted_by)
        .where(which)
        .order_by(RoleGrant.starts_at, RoleGrant.id)
    )
    return [GrantRow(*tuple(row)) for row in session().execute(wanted)]
