"""Reads as much of the history of places as some figures need, for the pure rules of `history`."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from learning.db import session
from learning.places.history import History, Link, Spell
from learning.places.models import Place, PlaceBefore, PlaceSuccessor

AT_ONCE = 500  # ids in one question

_HERE = select(Place.id, Place.kind, Place.parent_id)
_BEFORE = select(PlaceBefore.place_id, PlaceBefore.parent_id, PlaceBefore.until_on).order_by(
    PlaceBefore.until_on, PlaceBefore.made_at, PlaceBefore.id
)
_LINKS = select(PlaceSuccessor.predecessor_id, PlaceSuccessor.successor_id, PlaceSuccessor.since_on).where(
    PlaceSuccessor.share != "part"
)


def history_of(places: Collection[UUID]) -> History:
    """The history of these places, of all they lie and lay in, and of what became of them.

    Three queries for each level of the tree or link of a chain, up to 500 places at a time.
    """
    kinds: dict[UUID, str] = {}
    parents: dict[UUID, UUID | None] = {}
    links: dict[UUID, Link] = {}
    spells: dict[UUID, tuple[Spell, ...]] = {}
    wanted = set(places)
    while wanted:
        ids, found = sorted(wanted, key=str), set[UUID | None]()
        for id, kind, parent in _each(_HERE, Place.id, ids):
            kinds[id], parents[id] = kind, parent
            found.add(parent)
        for id, parent, until in _each(_BEFORE, PlaceBefore.place_id, ids):
            spells[id] = (*spells.get(id, ()), Spell(parent, until))
            found.add(parent)
        for id, successor, since in _each(_LINKS, PlaceSuccessor.predecessor_id, ids):
            links[id] = Link(successor, since)
            found.add(successor)
        wanted = {id for id in found if id is not None and id not in kinds}
    return History(kinds, parents, links, spells)


def _each(
    question: Select[Any, Any, Any], column: Any, ids: Sequence[UUID]
) -> Iterator[tuple[Any, Any, Any]]:
    for start in range(0, len(ids), AT_ONCE):
        yield from session().execute(question.where(column.in_(ids[start : start + AT_ONCE])))
