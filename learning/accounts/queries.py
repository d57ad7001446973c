"""What is known of people, cards and grants. Answers are frozen values, never rows of the database."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import g
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Uuid,
    and_,
    bindparam,
    case,
    column,
    exists,
    func,
    inspect,
    or_,
    select,
    table,
)

from learning.accounts import hashing, links, rules
from learning.accounts.models import (
    BlankCard,
    Card,
    Person,
    RevokedKey,
    RoleGrant,
    SetupToken,
    StaffCredential,
)
from learning.clock import now
from learning.db import read_alone, session
from learning.places import queries as places
from learning.places.rules import is_below
from learning.web.access import SEEING_OTHERS

NO_CREDENTIAL = "-"
NOTHING_KEPT = -1


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person as other rooms may know them."""

    id: UUID
    kind: str
    name: str | None
    year_of_birth: int | None
    language: str


@dataclass(frozen=True, slots=True)
class Here:
    """What lets the person of a session in.

    `record` is the stamp of what counts for this person: another one after every change of it, and
    NOTHING_KEPT before the first. None where what was kept counts for somebody else.
    """

    name: str | None
    language: str
    record: int | None


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A card as the sign-in needs it."""

    id: UUID
    person: UUID
    number: str
    pictures_hash: str | None
    is_live: bool
    language: str


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """A staff name and the hash of its password; None where there is none to fit, or the name is blocked.

    `stamp` changes with the password, and with all that ends the sessions there are.
    """

    person: UUID
    password_hash: str | None
    stamp: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A role at a place and below it; without a place, everywhere."""

    role: str
    place: str | None
    starts_at: datetime
    ends_at: datetime | None


def person(person_id: UUID) -> PersonFacts | None:
    """Somebody who is here and not erased."""
    columns = (Person.id, Person.kind, Person.display_name, Person.year_of_birth, Person.language)
    wanted = select(*columns).where(Person.id == person_id, Person.erased_at.is_(None))
    row = session().execute(wanted).one_or_none()
    return None if row is None else PersonFacts(*row)


def people(ids: Collection[UUID]) -> dict[UUID, PersonFacts]:
    """Those of them who are here and not erased, in one query."""
    columns = (Person.id, Person.kind, Person.display_name, Person.year_of_birth, Person.language)
    wanted = select(*columns).where(Person.id.in_(ids), Person.erased_at.is_(None))
    return {row.id: PersonFacts(*row) for row in session().execute(wanted)} if ids else {}


def can_be_called(name: str) -> bool:
    """Can this be kept as somebody's name?"""
    try:
        rules.clean_name(name)
    except rules.UnusableName:
        return False
    return True


def card_numbers(ids: Collection[UUID]) -> dict[UUID, str]:
    """The number of the live card of each person who has one."""
    wanted = select(Card.person_id, Card.number).where(Card.person_id.in_(ids), Card.ended_at.is_(None))
    return dict(session().execute(wanted).all()) if ids else {}


def blank_card(scanned: str) -> UUID | None:
    """The blank card of a typed number, or of what a scanner typed: the card's address or its token."""
    try:
        found = BlankCard.number == rules.read_number(scanned)
    except (rules.UnreadableNumber, rules.MistypedNumber):
        found = BlankCard.token_hash == hashing.token(scanned.rstrip("/").rpartition("/")[2])
    wanted = select(BlankCard.id).where(found, BlankCard.bound_at.is_(None))
    return session().execute(wanted).scalar_one_or_none()


def holder_of(scanned: str) -> UUID | None:
    """Whose live card that is: a typed number, or what a scanner typed."""
    try:
        found = Card.number == rules.read_number(scanned)
    except (rules.UnreadableNumber, rules.MistypedNumber):
        found = Card.token_hash == hashing.token(scanned.rstrip("/").rpartition("/")[2])
    wanted = select(Card.person_id).where(found, Card.ended_at.is_(None))
    return session().execute(wanted).scalar_one_or_none()


def card_by_token(token: str) -> CardFacts | None:
    """The card of a scanned address, live or ended: who holds the card may hear that it was replaced."""
    return _card(_CARD.where(Card.token_hash == hashing.token(token)))


def live_card(number: str) -> CardFacts | None:
    """The card of a typed number, if it still opens anything."""
    return _card(_CARD.where(Card.number == number, Card.ended_at.is_(None)))


def card_by_number(typed: str) -> CardFacts | None:
    """The card of a typed number, live or ended; for staff only. A ValueError says what is wrong with it."""
    return _card(_CARD.where(Card.number == rules.read_number(typed)))


def staff_by_name(name: str) -> StaffFacts | None:
    """The credential of a typed staff name."""
    return _staff(StaffCredential.name_key == rules.name_key(name))


def staff(person_id: UUID) -> StaffFacts | None:
    """The credential of somebody who works here."""
    return _staff(StaffCredential.person_id == person_id)


def _staff(whose: ColumnElement[bool]) -> StaffFacts | None:
    usable = case((StaffCredential.blocked_at.is_(None), StaffCredential.password_hash), else_="")
    wanted = select(StaffCredential.person_id, usable, StaffCredential.changed_at).where(whose)
    row = session().execute(wanted).one_or_none()
    return None if row is None else StaffFacts(row[0], row[1] or None, stamp(row[2]))


def has_staff() -> bool:
    """Does anybody work here yet?"""
    return session().execute(select(exists(select(StaffCredential.person_id)))).scalar_one()


def has_people() -> bool:
    """Is anybody in this database, learner or staff?"""
    return session().execute(select(exists(select(Person.id)))).scalar_one()


def is_setup_open(token: str) -> bool:
    """May the first administrator be made with this token? Not once anybody works here."""
    wanted = select(SetupToken.id).where(
        SetupToken.token_hash == hashing.token(token),
        SetupToken.used_at.is_(None),
        SetupToken.made_at > now() - rules.SETUP_OPEN_FOR,
    )
    return not has_staff() and session().execute(wanted).scalar_one_or_none() is not None


def grants_of(person_id: UUID) -> list[Grant]:
    """The roles that a person holds now."""
    at = now()
    wanted = (
        select(RoleGrant.role, RoleGrant.place, RoleGrant.starts_at, RoleGrant.ends_at)
        .where(RoleGrant.person_id == person_id, RoleGrant.starts_at <= at)
        .where(or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > at))
        .order_by(RoleGrant.role, RoleGrant.place)
    )
    return [Grant(*row) for row in session().execute(wanted)]


def roles_of(person_id: UUID) -> set[str]:
    """The names of the roles that a person holds now, anywhere."""
    return {grant.role for grant in grants_of(person_id)}


def needs_second_factor(person_id: UUID) -> bool:
    """Does somebody see other people's data, so that a password alone is not enough?"""
    return bool(roles_of(person_id) & SEEING_OTHERS)


def roles_at(person_id: UUID, place: UUID | None) -> set[str]:
    """The roles whose grant reaches a place: held there, above it, or everywhere."""
    here = places.place_of(place) if place is not None else None
    return {
        grant.role
        for grant in grants_of(person_id)
        if grant.place is None or (here is not None and is_below(here.path, grant.place))
    }


def places_of(person_id: UUID, roles: Iterable[str]) -> list[str | None]:
    """The paths of the places at which somebody holds one of these roles; None is everywhere."""
    return [grant.place for grant in grants_of(person_id) if grant.role in roles]


def grants_at(paths: Collection[str]) -> int:
    """How many grants hold at these places or below them."""
    inside = [RoleGrant.place.startswith(path, autoescape=True) for path in paths]
    still = or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now())
    return session().execute(select(func.count()).where(or_(*inside), still)).scalar_one() if paths else 0


def opens_record(key_id: str, person_id: UUID, made_at: datetime) -> bool:
    """Is the person of a record key still here, and the key not revoked?"""
    return bool(read_alone(_OPENS_RECORD, person=person_id, key=key_id, made_at=made_at))


def is_open_guest(person_id: UUID) -> bool:
    """Is this a guest who is still here, and were none of their keys ever taken from them?"""
    shut = exists().where(RevokedKey.person_id == person_id)
    wanted = select(Person.id).where(
        Person.id == person_id, Person.kind == "guest", Person.erased_at.is_(None), ~shut
    )
    return session().execute(wanted).scalar_one_or_none() is not None


def signed_in(kind: str, person_id: UUID, credential: str) -> Here | None:
    """The person of a session, in one query; None where the session no longer holds.

    A guest's ends when the guest is linked to somebody, a card's with the card, a password's when it changes.
    One that was opened with neither (credential "-") ends with its time only.
    """
    if credential == NO_CREDENTIAL or kind == "guest":
        rows = read_alone(_HERE, person=person_id)
    elif kind == "card":
        rows = read_alone(_HERE_BY_CARD, person=person_id, card=UUID(credential))
    else:
        rows = read_alone(_HERE_BY_PASSWORD, person=person_id)
        rows = [row for row in rows if stamp(row.changed_at) == credential]
    row = rows[0] if rows else None
    if row is None or (kind == "guest" and row.linked):
        return None
    if row.linked:
        return Here(row.display_name, row.language, None)
    g.unlinked = person_id
    return Here(row.display_name, row.language, NOTHING_KEPT if row.stamp is None else row.stamp)


def stamp(changed_at: datetime) -> str:
    """What a staff session remembers of the password it was opened with: when it was set."""
    return changed_at.isoformat()


_PERSON = inspect(Person).local_table
_REVOKED = inspect(RevokedKey).local_table
_OPENS_RECORD = select(_PERSON.c.id).where(
    _PERSON.c.id == bindparam("person"),
    _PERSON.c.erased_at.is_(None),
    ~exists().where(
        or_(
            _REVOKED.c.key_id == bindparam("key"),
            and_(_REVOKED.c.person_id == _PERSON.c.id, _REVOKED.c.made_before > bindparam("made_at")),
        )
    ),
)
# The record's own table, by its name: asked here, it spares every personal page a second question.
_SUMMARY = table("person_summary", column("person_id", Uuid), column("stamp", BigInteger))
_STAMP = select(_SUMMARY.c.stamp).where(_SUMMARY.c.person_id == bindparam("person")).scalar_subquery()
_HERE = select(
    _PERSON.c.display_name,
    _PERSON.c.language,
    exists(links.OPEN_LINK).label("linked"),
    _STAMP.label("stamp"),
).where(_PERSON.c.id == bindparam("person"), _PERSON.c.erased_at.is_(None))
_HERE_BY_CARD = _HERE.join(Card, Card.person_id == _PERSON.c.id).where(
    Card.id == bindparam("card"), Card.ended_at.is_(None)
)
_HERE_BY_PASSWORD = _HERE.join(StaffCredential, StaffCredential.person_id == _PERSON.c.id).add_columns(
    StaffCredential.changed_at
)

_CARD = select(
    Card.id, Card.person_id, Card.number, Card.pictures_hash, Card.ended_at.is_(None), Person.language
).join(Person, Person.id == Card.person_id)


def _card(wanted: Select[UUID, UUID, str, str | None, bool, str]) -> CardFacts | None:
    row = session().execute(wanted).one_or_none()
    return None if row is None else CardFacts(*row)
