"""What people say for themselves: points, form, home, consent. As many queries for a thousand as for one.

Under which of her names somebody said it makes no difference: the last word counts.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select

from learning.accounts.links import each_counted_with
from learning.db import read, session
from learning.places.rules import HERE
from learning.recognition.own_models import OwnAnswer, OwnConsent, OwnGroup, OwnHome
from learning.recognition.rules import Answer
from learning.recognition.sets import PersonSet

_COUNTED = each_counted_with("people")


def answers_of_all(people: Collection[UUID], criteria: PersonSet) -> dict[UUID, dict[str, Answer]]:
    """The points that each gave herself. Said under another version, it may have meant something else."""
    row = OwnAnswer
    wanted = _last(row, row.indicator, row.points, row.said_at).where(
        row.set_id == criteria.id, row.set_version == criteria.version
    )
    found: dict[UUID, dict[str, Answer]] = {person: {} for person in people}
    for person, indicator, points, said_at in _each(wanted, people):
        found[person][indicator] = Answer(points, said_at.astimezone(HERE).date())
    return found


def groups_of_all(people: Collection[UUID], set_id: str) -> dict[UUID, str]:
    """The group of people to which each says she belongs."""
    return dict(_each(_last(OwnGroup, OwnGroup.group).where(OwnGroup.set_id == set_id), people))


def homes_said(people: Collection[UUID]) -> dict[UUID, UUID]:
    """The place in which each says she lives."""
    return dict(_each(_last(OwnHome, OwnHome.place_id), people))


def people_at_home(places: Collection[UUID]) -> list[UUID]:
    """Who says that they live at one of these places: nothing but ids."""
    return list(session().execute(select(OwnHome.person_id).where(OwnHome.place_id.in_(places))).scalars())


def consents_of_all(people: Collection[UUID], set_id: str, year: int) -> dict[UUID, bool]:
    """Who said yes or no to being put forward that year; whoever was not asked is left out."""
    which = and_(OwnConsent.set_id == set_id, OwnConsent.year == year)
    return dict(_each(_last(OwnConsent, OwnConsent.agrees).where(which), people))


def _last(table: type[Any], *columns: Any) -> Select[Any]:
    """Rows of everybody asked for, the last word last."""
    return (
        select(_COUNTED.c.person, *columns)
        .join(table, table.person_id == _COUNTED.c.id)
        .order_by(table.said_at, *_first(table))
    )


def _first(table: type[Any]) -> tuple[ColumnElement[Any], ...]:
    return tuple(table.__table__.primary_key.columns)


def _each(wanted: Select[Any], people: Collection[UUID]) -> list[Any]:
    return [tuple(row) for row in read(wanted, people=list(people))] if people else []
