"""Mergers and splits: what would happen, and making it happen. The plan itself is pure (`plans`)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import insert, update

from learning import ids, letters
from learning.clock import now
from learning.db import session
from learning.places import operations, plans, queries, rules
from learning.places.models import Place, PlaceSuccessor
from learning.places.others import Detail, Done, Follow, Present, others
from learning.places.plans import Becomes, Leaving, Plan, Unit, Wish
from learning.places.queries import PlaceFacts
from learning.places.rules import Kind, Refused

MOST_UNITS = 30
MOST_LEAVING = 300


@dataclass(frozen=True, slots=True)
class Preview:
    """What a plan would do: its places by name, what goes along, and what has to be looked at."""

    plan: Plan
    ends: tuple[PlaceFacts, ...]
    goes_on: tuple[PlaceFacts, ...]
    leaves: tuple[PlaceFacts, ...]
    moving: Mapping[Kind, int]
    present: Present
    same_names: tuple[str, ...]


def plan_merge(chosen: Sequence[UUID], wish: Wish) -> Plan:
    """The plan of a merger, by what is known now."""
    places = _places(chosen, MOST_UNITS)
    wish = _clean(places[0].kind, wish)
    plan = plans.merge(_units(places), wish, ids.new_id(), rules.day_of(now()))
    _require_later_than_moves([one.id for one in _children(plan)], wish.on)
    _require_free_name(plan, [one.id for one in places])
    return plan


def plan_split(unit: UUID, chosen: Collection[UUID], into: UUID | None, wish: Wish) -> Plan:
    """The plan of a split: places that leave a unit, for a new one or for a neighbour."""
    here = operations.open_place(unit)
    neighbour = None
    if into is None:
        wish = _clean(here.kind, wish)
    else:
        other = operations.open_place(into)
        neighbour, wish = _units([other])[0], replace(wish, label=other.label, name=other.name)
    if len(chosen) > MOST_LEAVING:
        raise Refused("too-many")
    leaving = Leaving(_units(queries.children_of(unit)), chosen, neighbour)
    plan = plans.split(_units([here])[0], leaving, wish, ids.new_id(), rules.day_of(now()))
    if plan.is_new:
        _require_free_name(plan, [])
    return plan


def preview(plan: Plan) -> Preview:
    """The effects of a plan; nothing is changed."""
    moving = _children(plan)
    paths = [one.path for one in moving]
    counts = queries.counts_below(paths)
    counts.update(one.kind for one in moving)
    known = {one.id: one for one in queries.places_of({*plan.ends, *_predecessors(plan), plan.target})}
    ends = tuple(known[one] for one in plan.ends)
    goes_on = tuple(one for id, one in known.items() if id not in plan.ends)
    return Preview(
        plan=plan,
        ends=ends,
        goes_on=goes_on,
        leaves=tuple(one for one in moving if one.id in plan.leaves),
        moving=counts,
        present=others().present([one.path for one in ends] + paths),
        same_names=_same_names(plan, moving),
    )


def apply(plan: Plan, by: UUID | None) -> Done:
    """Make it so, inside the caller's write block. Other rooms' paths follow in the same transaction."""
    _hold(plan)
    ended, moving = queries.places_of(plan.ends), _children(plan)
    target = _target(plan, by)
    operations.remember_all(moving, plan.wish.on, plan.how, plan.wish.decision, by)
    moves = operations.move_into(target, moving)
    session().execute(update(Place).where(Place.id.in_(plan.ends)).values(valid_to=plan.wish.on))
    session().execute(insert(PlaceSuccessor), [_successor(plan, one, by) for one in plan.becomes])
    others().follow([*moves, *(Follow(one.path, target.path, "successor") for one in ended)])
    details: dict[str, Detail] = {
        "kind": plan.kind, "on": plan.wish.on.isoformat(), "units": len(plan.becomes), "new": plan.is_new,
    }  # fmt: skip
    verb = "places-merged" if plan.how == "merge" else "place-split"
    return Done(verb, target.id, target.path, details)


def _hold(plan: Plan) -> None:
    """Keep others off, and see that all is still as it was when the plan was made."""
    units = {*plan.ends, *_predecessors(plan), *plan.leaves, *([] if plan.is_new else [plan.target])}
    operations.hold(units | ({plan.parent} if plan.parent else set()))
    if queries.has_become_another(plan.ends):
        raise Refused("ended")
    homes = {one.parent for one in queries.places_of(plan.leaves)}
    if not homes <= set(_predecessors(plan)):
        raise Refused("nothing-leaves")


def _target(plan: Plan, by: UUID | None) -> PlaceFacts:
    """The unit that takes in; made now where the decision makes it."""
    if plan.is_new:
        above = operations.open_place(plan.parent) if plan.parent else None
        units = queries.places_of(_predecessors(plan))
        wish = plan.wish
        new = operations.New(plan.kind, wish.label, wish.name)
        made = operations.new_place(plan.target, new, above, wish.on, by)
        made.is_difficult = all(one.is_difficult for one in units)
        session().flush()
    return operations.open_place(plan.target)


def _successor(plan: Plan, one: Becomes, by: UUID | None) -> dict[str, object]:
    return {
        "id": ids.new_id(),
        "predecessor_id": one.predecessor,
        "successor_id": one.successor,
        "since_on": plan.wish.on,
        "how": plan.how,
        "share": one.share,
        "decision": plan.wish.decision,
        "made_at": now(),
        "made_by": by,
    }


# ── What plans are made from ──


def _places(chosen: Sequence[UUID], most: int) -> list[PlaceFacts]:
    wanted = set(chosen)
    found = queries.places_of(wanted) if len(wanted) <= most else []
    if len(found) < 2 or len(found) < len(wanted):
        raise Refused("too-few")
    if queries.has_become_another([one.id for one in found]):
        raise Refused("ended")
    return found


def _units(places: Sequence[PlaceFacts]) -> list[Unit]:
    changed = queries.last_changes(one.id for one in places)
    return [
        Unit(
            one.id,
            one.kind,
            one.label,
            one.name,
            one.parent,
            changed.get(one.id, one.valid_from),
            one.valid_to,
        )
        for one in places
    ]


def _clean(kind: Kind, wish: Wish) -> Wish:
    return Wish(wish.label, operations.checked(kind, wish.label, wish.name), wish.on, wish.decision)


def _predecessors(plan: Plan) -> list[UUID]:
    return [one.predecessor for one in plan.becomes]


def _children(plan: Plan) -> list[PlaceFacts]:
    """The places that move: all of units that end, and those that leave."""
    from_ended = [child for unit in plan.ends for child in queries.children_of(unit)]
    return from_ended + queries.places_of(plan.leaves)


def _require_later_than_moves(moving: Sequence[UUID], on: date) -> None:
    if any(on < changed for changed in queries.last_changes(moving).values()):
        raise Refused("too-early")


def _require_free_name(plan: Plan, merged: Collection[UUID]) -> None:
    """No third unit beside them has the new name."""
    for one in queries.children_of(plan.parent, (plan.kind,)):
        same = one.label == plan.wish.label and _key(one.name) == _key(plan.wish.name)
        if same and one.id not in merged and one.id != plan.target:
            raise Refused("taken")


def _same_names(plan: Plan, moving: Sequence[PlaceFacts]) -> tuple[str, ...]:
    """Names that more than one place in the target will have: "Ấp 1" from both."""
    there = [] if plan.is_new else queries.children_of(plan.target)
    names = Counter((one.kind, one.label, _key(one.name)) for one in [*moving, *there])
    twice = {one.full_name for one in moving if names[one.kind, one.label, _key(one.name)] > 1}
    return tuple(sorted(twice, key=letters.alphabetical))


def _key(name: str) -> str:
    return letters.alphabetical(name)
