"""People, links and cards as another server of ours may have them, and taking them in, in a write block.

Passwords, grants and the pictures of a card never travel: pictures are hashed with a secret of each server,
so they are chosen anew where a card is first used. Of an erased person only that is told: who has them
erases them too, and who has not will never take them.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field
from sqlalchemy import Select, exists, or_, select, update
from sqlalchemy.orm import Session

from learning.accounts import queries
from learning.accounts.links import canonical, look_anew_at_links
from learning.accounts.models import BlankCard, Card, Person, PersonLink, StaffCredential
from learning.carrying import Carried, Record, read_as, record_of
from learning.web.site import site

PROFILE = ("display_name", "year_of_birth", "language")


class PersonCarried(Carried):
    """Somebody as peers know them."""

    id: UUID
    kind: Literal["guest", "learner", "staff"]
    display_name: str | None = Field(max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")
    year_of_birth: int | None = Field(ge=1800, le=9999)
    language: str = Field(max_length=16, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$")
    created_at: AwareDatetime

    @property
    def profile(self) -> dict[str, Any]:
        """What both sides may change."""
        return {name: getattr(self, name) for name in PROFILE}


class ErasedCarried(Carried):
    """Somebody who was erased: nothing but the id, and when."""

    id: UUID
    kind: Literal["guest", "learner", "staff"]
    created_at: AwareDatetime
    erased_at: AwareDatetime


class LinkCarried(Carried):
    """A link; who made it stays at its own server."""

    id: UUID
    guest_id: UUID
    person_id: UUID
    linked_at: AwareDatetime
    unlinked_at: AwareDatetime | None


class CardCarried(Carried):
    """A card without its pictures."""

    id: UUID
    person_id: UUID
    number: str = Field(pattern=r"^[0-9]{9}$")
    token_hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    issued_at: AwareDatetime
    ended_at: AwareDatetime | None


def people(session: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """These persons; of those who are erased, only that. An anonymous number was never anybody: not told."""
    ids = {UUID(row): row for row in rows}
    somebody = or_(Person.erased_at.is_(None), Person.erased_at > Person.created_at)
    found = session.execute(select(Person).where(Person.id.in_(ids), somebody)).scalars()
    return {ids[one.id]: record_of(ErasedCarried if one.erased_at else PersonCarried, one) for one in found}


def links(session: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """These links."""
    ids = {UUID(row): row for row in rows}
    found = session.execute(select(PersonLink).where(PersonLink.id.in_(ids))).scalars()
    return {ids[one.id]: record_of(LinkCarried, one) for one in found}


def cards(session: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """These cards."""
    ids = {UUID(row): row for row in rows}
    found = session.execute(select(Card).where(Card.id.in_(ids))).scalars()
    return {ids[one.id]: record_of(CardCarried, one) | {"token_hash": one.token_hash.hex()} for one in found}


# ── Taking in ──


def read_person(record: Record) -> PersonCarried | None:
    """A person as a peer told it; None for what is none."""
    return read_as(PersonCarried, record)


def read_erased(record: Record) -> ErasedCarried | None:
    """An erasing as a peer told it; None for a record that is none."""
    return read_as(ErasedCarried, record)


def read_link(record: Record) -> LinkCarried | None:
    """A link as a peer told it."""
    return read_as(LinkCarried, record)


def profile_of(session: Session, person: UUID) -> dict[str, Any] | None:
    """What peers may both change of somebody; None for one who is not here. The row is held until the end."""
    columns = (getattr(Person, name) for name in PROFILE)
    found = session.execute(select(*columns).where(Person.id == person).with_for_update()).one_or_none()
    return None if found is None else dict(zip(PROFILE, found, strict=True))


def is_erased(session: Session, person: UUID) -> bool:
    """Was this person erased here?"""
    asked = exists().where(Person.id == person, Person.erased_at.is_not(None))
    return bool(session.execute(select(asked)).scalar_one())


def works_here(session: Session, person: UUID) -> bool:
    """Has this person a way in for staff here?"""
    asked = exists().where(StaffCredential.person_id == person)
    return bool(session.execute(select(asked)).scalar_one())


def known_here(session: Session, people: Collection[UUID | None]) -> set[UUID | None]:
    """Those of these ids that somebody has here, erased or not."""
    return set(session.execute(select(Person.id).where(Person.id.in_(people))).scalars())


def linked_with(inside: Select[UUID]) -> tuple[Select[UUID], Select[UUID]]:
    """Who counts for those people now, and for whom they count."""
    live = PersonLink.unlinked_at.is_(None)
    return (
        select(PersonLink.guest_id).where(live, PersonLink.person_id.in_(inside)),
        select(PersonLink.person_id).where(live, PersonLink.guest_id.in_(inside)),
    )


def add_erased(session: Session, told: ErasedCarried) -> None:
    """Somebody who was erased before we ever heard of them: an older record will not bring them here."""
    names = told.model_dump(exclude={"erased_at"})
    # Later than made, whatever clocks said: so it is told on, not taken for an anonymous number.
    erased_at = max(told.erased_at, told.created_at + timedelta(microseconds=1))
    session.add(Person(**names, language=site().languages.source.code, erased_at=erased_at))
    session.flush()


def add_person(session: Session, told: PersonCarried) -> None:
    """Somebody new here, under the id they have everywhere. A colleague of there has no rights here."""
    session.add(Person(**told.model_dump()))
    session.flush()


def change_profile(session: Session, person: UUID, profile: Mapping[str, Any]) -> None:
    """Write a profile that was settled."""
    session.execute(update(Person).where(Person.id == person).values(**profile))


def keep_link(session: Session, told: LinkCarried) -> bool:
    """Write a link as it is there; False where it does not go with what is here."""
    if queries.person(told.guest_id) is None or queries.person(told.person_id) is None:
        return False
    here = session.get(PersonLink, told.id)
    if here is not None:
        if (here.guest_id, here.person_id) != (told.guest_id, told.person_id):
            return False
        if here.unlinked_at is None and told.unlinked_at is not None:
            here.unlinked_at = told.unlinked_at
        session.flush()
        return True
    if told.unlinked_at is None:
        at = canonical(told.guest_id)
        if at != told.guest_id or canonical(told.person_id) == told.guest_id:
            return False
    look_anew_at_links()
    session.add(PersonLink(**told.model_dump()))
    session.flush()
    return True


def keep_cards(session: Session, _peer: UUID, records: Sequence[Record]) -> int:
    """Take in cards; returns how many were refused: damaged, a taken number, or a colleague's."""
    return sum(not _keep_card(session, read_as(CardCarried, record)) for record in records)


def _keep_card(session: Session, told: CardCarried | None) -> bool:
    if told is None or not _may_have_card(session, told.person_id):
        return False
    here = session.get(Card, told.id)
    token_hash = bytes.fromhex(told.token_hash)
    if here is not None:
        if (here.person_id, here.number, here.token_hash) != (told.person_id, told.number, token_hash):
            return False
        if here.ended_at is None and told.ended_at is not None:
            here.ended_at = told.ended_at
        session.flush()
        return True
    taken = or_(
        exists().where(or_(Card.number == told.number, Card.token_hash == token_hash)),
        exists().where(
            or_(BlankCard.number == told.number, BlankCard.token_hash == token_hash),
        ),
    )
    if session.execute(select(taken)).scalar_one():
        return False
    ended_at = told.ended_at or _which_ends(session, told)
    session.add(Card(**{**told.model_dump(), "token_hash": token_hash, "ended_at": ended_at}))
    session.flush()
    return True


def _which_ends(session: Session, told: CardCarried) -> datetime | None:
    """Of two cards of one person the later issued opens the door: on both servers the same one."""
    live = select(Card).where(Card.person_id == told.person_id, Card.ended_at.is_(None))
    other = session.execute(live).scalar_one_or_none()
    if other is None:
        return None
    if (other.issued_at, str(other.id)) > (told.issued_at, str(told.id)):
        return other.issued_at
    other.ended_at = told.issued_at
    session.flush()
    return None


def _may_have_card(session: Session, person: UUID) -> bool:
    return queries.person(person) is not None and not works_here(session, person)
