"""Whose class is it? One place that says which classes and people somebody of the staff may see and change.

A trainer has the classes she leads, alone or with others, and no others: not those of her neighbours at the
same place. Officers and administrators have all classes at their places and below. Any other id is a 404, so
that nobody learns by trying which ids exist.
"""

from uuid import UUID

from flask import g
from sqlalchemy import ColumnElement, Select, exists, false, or_, true

from learning.accounts import queries as accounts
from learning.accounts import session
from learning.classes import queries
from learning.classes.models import ClassGroup, Membership
from learning.classes.queries import ClassFacts, Listed
from learning.places.queries import below
from learning.web.errors import NotFound

LOOKERS = ("officer", "administrator")
CHANGERS = ("administrator",)


def me() -> UUID:
    """Who asks; the guard has seen to it that there is somebody."""
    here = session.current_staff()
    if here is None:
        raise NotFound
    return here


def mine(page: int = 1, most: int = queries.A_PAGE) -> list[Listed]:
    """The classes that whoever asks may see, some at a time."""
    return queries.classes_for(me(), _places(LOOKERS), page, most)


def near(group: ClassFacts) -> list[UUID]:
    """Those of them in which a person of this class may learn too: one's own, and those of its commune."""
    return queries.near(group, me(), _places(LOOKERS))


def ids() -> Select[UUID]:
    """The ids of all of them; to build on."""
    return queries.ids_in_scope(me(), _places(LOOKERS))


def places_of_office() -> list[str | None]:
    """Where whoever asks is an officer or an administrator; None is everywhere."""
    return _places(LOOKERS)


def looks_after(person: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Does whoever asks look after somebody, named by a column of another room's statement?

    Those in their classes; of whoever is in no class now, those who once learned at the places of an office,
    and all of them where it is one for everywhere.
    """
    places = _places(LOOKERS)
    if None in places:
        once: ColumnElement[bool] = true()
    else:
        here = Membership.person_id == person, Membership.class_id == ClassGroup.id
        inside = (below(ClassGroup.place, place) for place in places if place is not None)
        once = or_(false(), *(exists().where(*here, at) for at in inside))
    learns = exists().where(Membership.person_id == person, Membership.left_at.is_(None))
    return queries.learns_in_scope(person, me(), places) | (~learns & once)


def mine_to_change() -> list[Listed]:
    """The classes that go on and that whoever asks may change."""
    return [one for one in queries.classes_for(me(), _places(CHANGERS)) if one.group.ended_at is None]


def seen(class_id: UUID) -> ClassFacts:
    """A class to look at, or NotFound."""
    return _required(class_id, LOOKERS)


def led(class_id: UUID) -> ClassFacts:
    """A class to change: one's own, or an administrator's by place. Else NotFound."""
    return _required(class_id, CHANGERS)


def may_change(group: ClassFacts) -> bool:
    """May whoever asks, and sees it, change it too? Who has no officer's grant changes all that she sees."""
    if _places(LOOKERS) == _places(CHANGERS):
        return True
    return queries.class_in_scope(group.id, me(), _places(CHANGERS)) is not None


def member(group: ClassFacts, person: UUID) -> accounts.PersonFacts:
    """Somebody who learns in that class now, or NotFound."""
    found = accounts.person(person) if queries.is_member(group.id, person) else None
    if found is None:
        raise NotFound
    return found


def places_of_trainer() -> list[str | None]:
    """Where somebody may make a class; None is everywhere."""
    return _places(("trainer", "administrator"))


def _required(class_id: UUID, roles: tuple[str, ...]) -> ClassFacts:
    found = queries.class_in_scope(class_id, me(), _places(roles))
    if found is None:
        raise NotFound
    return found


def _places(roles: tuple[str, ...]) -> list[str | None]:
    if "grants" not in g:
        g.grants = accounts.grants_of(me())
    return [grant.place for grant in g.grants if grant.role in roles]
