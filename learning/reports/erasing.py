"""What this room keeps when somebody is erased: how much was completed where, and nothing of whom."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import FromClause, Table, Uuid, delete, literal, select, union_all

from learning.accounts.links import canonical_of
from learning.classes import operations as classes
from learning.classes.rules import Stay
from learning.db import Base, UtcDateTime, insert_into, session
from learning.reports import tallies
from learning.reports.models import ErasedTally, PlacePerson

_ERASED: Table = Base.metadata.tables[ErasedTally.__tablename__]


def forget(people: Collection[UUID]) -> None:
    """Past months stay what they were, as numbers; where these people counted is forgotten.

    Before classes forget where they lived, and before what they learned is nobody's: in the caller's block.
    """
    for person, stays in classes.stays_of(set(canonical_of(people).values())).items():
        for place in {stay.place for stay in stays}:
            _keep(place, _during(person, [stay for stay in stays if stay.place == place]))
        tallies.mark_places({stay.place for stay in stays})
    session().execute(delete(PlacePerson).where(PlacePerson.person_id.in_(people)))


def _during(person: UUID, stays: Sequence[Stay]) -> FromClause:
    """Her stays, looked at now: those of the last count may be older."""
    return union_all(
        *(
            select(
                literal(person, Uuid()).label("person_id"),
                literal(stay.since, UtcDateTime()).label("since"),
                literal(stay.until, UtcDateTime()).label("until"),
            )
            for stay in stays
        )
    ).subquery()


def _keep(place: UUID, stays: FromClause) -> None:
    rows = [
        {"place_id": place, "month": month, "course": course, "evidence": evidence, "many": many}
        for (month, course, evidence), many in sorted(tallies.completed(stays).items())
    ]
    if rows:
        added = insert_into(_ERASED, session().get_bind().dialect.name)
        more = added.on_conflict_do_update(
            index_elements=list(_ERASED.primary_key.columns),
            set_={"many": _ERASED.c.many + added.excluded.many},
        )
        session().connection().execute(more, rows)
