"""All that this room keeps of a person, as they may take it home: plain values, times as text."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from learning.accounts import links, rules
from learning.accounts.models import (
    Card,
    Person,
    PersonLink,
    RoleGrant,
    SecondFactor,
    StaffAction,
    StaffCredential,
)
from learning.db import session


def kept_of(person: UUID) -> dict[str, Any]:
    """What is kept of a person, and of the nameless guests who were found to be her."""
    counted = links.ids_of(links.canonical(person))
    return {
        "people": _rows(
            select(
                Person.id,
                Person.kind,
                Person.display_name,
                Person.year_of_birth,
                Person.language,
                Person.created_at,
            ).where(Person.id.in_(counted))
        ),
        "cards": _rows(
            select(Card.number, Card.issued_at, Card.pictures_set_at, Card.ended_at).where(
                Card.person_id.in_(counted)
            )
        ),
        "links": _rows(
            select(
                PersonLink.guest_id, PersonLink.person_id, PersonLink.linked_at, PersonLink.unlinked_at
            ).where(PersonLink.person_id.in_(counted))
        ),
        "roles": _rows(
            select(RoleGrant.role, RoleGrant.place, RoleGrant.starts_at, RoleGrant.ends_at).where(
                RoleGrant.person_id.in_(counted)
            )
        ),
        "sign_in": _rows(
            select(StaffCredential.name, StaffCredential.changed_at, SecondFactor.set_at)
            .outerjoin(SecondFactor, SecondFactor.person_id == StaffCredential.person_id)
            .where(StaffCredential.person_id.in_(counted))
        ),
        "done_by_staff": _rows(
            select(StaffAction.at, StaffAction.verb, StaffAction.role, StaffAction.place)
            .where(StaffAction.thing_id.in_([str(one) for one in counted]))
            .order_by(StaffAction.at)
        ),
    }


def card_numbers(person: UUID) -> list[str]:
    """The numbers of all cards that she ever had, as people read them."""
    hers = select(Card.number).where(Card.person_id.in_(links.ids_of(links.canonical(person))))
    return [
        rules.spaced_number(number) for number in session().execute(hers.order_by(Card.issued_at)).scalars()
    ]


def _rows(wanted: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in session().execute(wanted).mappings()]
