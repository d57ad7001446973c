"""What became of places, pure: which unit counts for a place on a day, and figures folded into units.

Two views of the same figures: "as it was", each in the unit it was made in; and "as units are now", or on
any later day, in the units there are then. The rule (decision 0016): somebody belongs to a hamlet, and a
hamlet goes where its decision sends it; a figure that names no hamlet stays with the whole or main successor.
So nothing is ever divided by a share, and both views have the same total.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Link:
    """What became of a place that is no more: all of it, or what names no place below, went there."""

    successor: UUID
    since: date


@dataclass(frozen=True, slots=True)
class Spell:
    """Where a place lay until a day, not included."""

    parent: UUID | None
    until: date


@dataclass(frozen=True, slots=True)
class History:
    """As much of the tree as some figures need. `spells` are in order of their days."""

    kinds: Mapping[UUID, str] = field(default_factory=dict)
    parents: Mapping[UUID, UUID | None] = field(default_factory=dict)
    links: Mapping[UUID, Link] = field(default_factory=dict)
    spells: Mapping[UUID, tuple[Spell, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """So many of something, counted at a place on a day."""

    place: UUID
    on: date
    count: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody belonged to a place on a day."""

    who: Hashable
    place: UUID
    on: date


def living(history: History, place: UUID, on: date) -> UUID:
    """The place itself while it is there, else what its whole or main part had become by that day."""
    while (link := history.links.get(place)) is not None and link.since <= on:
        place = link.successor
    return place


def parent_on(history: History, place: UUID, on: date) -> UUID | None:
    """In what a place lay on that day."""
    for spell in history.spells.get(place, ()):
        if on < spell.until:
            return spell.parent
    return history.parents.get(place)


def unit_on(history: History, place: UUID, kind: str, on: date) -> UUID:
    """The unit of that kind that counts for a place on a day; the outermost there is, where there is none."""
    here = living(history, place, on)
    while history.kinds.get(here) != kind and (above := parent_on(history, here, on)) is not None:
        here = living(history, above, on)
    return here


def fold(history: History, figures: Iterable[Figure], kind: str, on: date | None = None) -> Counter[UUID]:
    """Figures by unit: as it was, or as units are on a day.

    A figure made after that day stays in the unit it was made in: nobody can say which part of a merged unit
    it would have come from.
    """
    folded: Counter[UUID] = Counter()
    for figure in figures:
        folded[unit_on(history, figure.place, kind, max(figure.on, on or figure.on))] += figure.count
    return folded


def people(history: History, seen: Iterable[Sighting], kind: str, on: date | None = None) -> Counter[UUID]:
    """People by unit, each once: in the unit of the place where they were seen last."""
    last: dict[Hashable, Sighting] = {}
    for one in seen:
        known = last.get(one.who)
        if known is None or (one.on, one.place) > (known.on, known.place):
            last[one.who] = one
    return fold(history, (Figure(one.place, one.on, 1) for one in last.values()), kind, on)
