"""Who counts for whom: persons found to be one are linked, reversibly, and no row is rewritten."""

from collections.abc import Collection, Sequence
from uuid import UUID

from flask import g, has_request_context
from sqlalchemy import CTE, Select, bindparam, inspect, literal, select

from learning.accounts.models import Person, PersonLink
from learning.db import is_writing, read, session

LONGEST_CHAIN = 20

_LINK = inspect(PersonLink).local_table
OPEN_LINK = select(_LINK.c.person_id).where(
    _LINK.c.guest_id == bindparam("person"), _LINK.c.unlinked_at.is_(None)
)

_OPEN_LINKS = select(_LINK.c.guest_id, _LINK.c.person_id).where(
    _LINK.c.guest_id.in_(bindparam("people", expanding=True)), _LINK.c.unlinked_at.is_(None)
)


def canonical(person_id: UUID) -> UUID:
    """The person for whom this one counts: itself, or whoever it is linked to, at the end of the chain."""
    if is_known_unlinked(person_id):
        return person_id
    for _ in range(LONGEST_CHAIN):
        onward = read(OPEN_LINK, person=person_id).scalar_one_or_none()
        if onward is None:
            return person_id
        person_id = onward
    raise RecursionError("the links of a person go in a circle")


def is_known_unlinked(person_id: UUID) -> bool:
    """Has this request's sign-in just seen that this person is linked to nobody? What writes looks anew."""
    return has_request_context() and not is_writing() and g.get("unlinked") == person_id


def look_anew_at_links() -> None:
    """Somebody is being linked in this request."""
    g.pop("unlinked", None)


def ids_of(person_id: UUID) -> tuple[UUID, ...]:
    """Every id that counts for this person: its own, and all linked to it, directly or through others."""
    found = [person_id]
    newest: Sequence[UUID] = [person_id]
    while newest:
        linked = select(PersonLink.guest_id).where(
            PersonLink.person_id.in_(newest), PersonLink.unlinked_at.is_(None)
        )
        newest = [guest for guest in session().execute(linked).scalars() if guest not in found]
        found.extend(newest)
    return tuple(found)


def counted_with(person_id: UUID) -> Select[UUID]:
    """Every id that counts for the same person as this one, to stand inside another room's statement.

    What `ids_of(canonical(person_id))` gives, without asking for it first.
    """
    is_open = PersonLink.unlinked_at.is_(None)
    up = select(literal(person_id).label("id")).cte("up", recursive=True)
    up = up.union(select(PersonLink.person_id).where(PersonLink.guest_id == up.c.id, is_open))
    down = select(up.c.id).cte("down", recursive=True)
    down = down.union(select(PersonLink.guest_id).where(PersonLink.person_id == down.c.id, is_open))
    return select(down.c.id)


def each_counted_with(name: str) -> CTE:
    """(person, id): every id that counts for each canonical person of the parameter `name`."""
    is_open = PersonLink.unlinked_at.is_(None)
    chosen = select(Person.id.label("person"), Person.id.label("id")).where(
        Person.id.in_(bindparam(name, expanding=True))
    )
    each = chosen.cte("each_counted", recursive=True)
    linked = select(each.c.person, PersonLink.guest_id).where(PersonLink.person_id == each.c.id, is_open)
    return each.union(linked)


def canonical_of(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """`canonical` of many: one query where nobody is linked, one more for each link of the longest chain."""
    leads = {id: id for id in ids}
    for _ in range(LONGEST_CHAIN):
        onward = dict(read(_OPEN_LINKS, people=list(set(leads.values()))).all()) if leads else {}
        if not onward:
            return leads
        leads = {id: onward.get(now_at, now_at) for id, now_at in leads.items()}
    raise RecursionError("the links of a person go in a circle")
