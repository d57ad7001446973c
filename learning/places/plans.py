"""Plans of mergers and splits, pure: what a decision changes in the tree, before anything is changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from learning import letters
from learning.places import rules
from learning.places.rules import Kind, Refused

How = Literal["merge", "split"]
Share = Literal["whole", "main", "part"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A place as a plan reads it. `since` is the first day on which it is as it is now."""

    id: UUID
    kind: Kind
    label: str
    name: str
    parent: UUID | None
    since: date
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the decision says: the name of the unit that comes out of it, from which day, and its number."""

    label: str
    name: str
    on: date
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves a unit: some of what lies in it, for a neighbour or, without one, for a new unit."""

    below: Sequence[Unit]
    chosen: Collection[UUID]
    into: Unit | None = None


@dataclass(frozen=True, slots=True)
class Becomes:
    """One unit becomes another, whole or in part."""

    predecessor: UUID
    successor: UUID
    share: Share


@dataclass(frozen=True, slots=True)
class Plan:
    """What will change. `target` is the unit that takes in; `is_new` where the decision makes it.

    `ends` are units that are no more afterwards, and whose places all go to the target; `leaves` are single
    places that go there.
    """

    how: How
    wish: Wish
    target: UUID
    kind: Kind
    parent: UUID | None
    becomes: tuple[Becomes, ...]
    is_new: bool
    ends: tuple[UUID, ...] = ()
    leaves: tuple[UUID, ...] = ()


def merge(units: Sequence[Unit], wish: Wish, new_id: UUID, today: date) -> Plan:
    """Several units of one kind, side by side, become one.

    One that has the new name already goes on and takes in the others; else a new unit begins. A unit that an
    edition ended without saying what became of it can be merged still: the day of the decision is its last.
    """
    if len({unit.id for unit in units}) < 2:
        raise Refused("too-few")
    if len({(unit.kind, unit.parent) for unit in units}) > 1:
        raise Refused("not-side-by-side")
    _require_day(units, wish, today)
    goes_on = next((unit for unit in units if unit.ended is None and _is_named(unit, wish)), None)
    target = goes_on.id if goes_on else new_id
    ends = tuple(unit.id for unit in units if unit.id != target)
    return Plan(
        how="merge",
        wish=wish,
        target=target,
        kind=units[0].kind,
        parent=units[0].parent,
        becomes=tuple(Becomes(one, target, "whole") for one in ends),
        is_new=goes_on is None,
        ends=ends,
    )


def split(unit: Unit, leaving: Leaving, wish: Wish, new_id: UUID, today: date) -> Plan:
    """Some places of a unit leave it. The unit goes on and is the main part."""
    chosen = [one for one in leaving.below if one.id in leaving.chosen]
    into = leaving.into
    if not chosen or len(chosen) != len(set(leaving.chosen)):
        raise Refused("nothing-leaves")
    if unit.ended is not None:
        raise Refused("ended")
    if into is not None and (into.kind, into.parent) != (unit.kind, unit.parent):
        raise Refused("not-side-by-side")
    if _is_named(unit, wish) or (into is not None and into.id == unit.id):
        raise Refused("same-name")
    _require_day([unit, *chosen, *([into] if into else [])], wish, today)
    target = into.id if into else new_id
    return Plan(
        how="split",
        wish=wish,
        target=target,
        kind=unit.kind,
        parent=unit.parent,
        becomes=(Becomes(unit.id, target, "part"),),
        is_new=into is None,
        leaves=tuple(one.id for one in chosen),
    )


def _is_named(unit: Unit, wish: Wish) -> bool:
    return unit.label == wish.label and letters.alphabetical(unit.name) == letters.alphabetical(wish.name)


def _require_day(units: Sequence[Unit], wish: Wish, today: date) -> None:
    """Not before any of them became what it is, and not in the future: the tree says what is."""
    if not wish.name or len(wish.name) > rules.LONGEST_NAME:
        raise Refused("no-name")
    if wish.on > today:
        raise Refused("future")
    if any(wish.on < unit.since for unit in units):
        raise Refused("too-early")
