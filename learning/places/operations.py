"""What staff can do with single places; inside the caller's write block. Nothing is ever deleted.

Each gives back what it did, for the log of staff. Mergers and splits are in `reshaping`, the official list in
`loading`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, literal, select, update

from learning import ids, letters
from learning.clock import now
from learning.db import session
from learning.places import queries, rules
from learning.places.models import Place, PlaceBefore, PlaceSuccessor
from learning.places.others import Done, Follow
from learning.places.queries import PlaceFacts
from learning.places.rules import Kind, Refused

KEY_BYTES = 5


@dataclass(frozen=True, slots=True)
class New:
    """What somebody calls a place: its kind, what stands before the name, the name."""

    kind: Kind
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """Another name, from which day, and by which decision."""

    label: str
    name: str
    on: date
    decision: str | None = None


def add(parent: UUID, kind: Kind, label: str, names: Sequence[str], by: UUID | None) -> list[Done]:
    """New places of one kind below another, several at once. One that is there already is left as it is."""
    above = held_place(parent)
    if kind in rules.FROM_EDITIONS or kind not in rules.BELOW[above.kind]:
        raise Refused("not-below")
    there = {(one.label, letters.alphabetical(one.name)) for one in queries.children_of(parent, (kind,))}
    done = []
    for typed in names[: rules.MOST_AT_ONCE]:
        name = checked(kind, label, typed)
        if (label, letters.alphabetical(name)) in there:
            continue
        there.add((label, letters.alphabetical(name)))
        made = new_place(ids.new_id(), New(kind, label, name), above, above.valid_from, by)
        done.append(Done("place-made", made.id, made.path, {"kind": kind}))
    session().flush()
    return done


def correct(place: UUID, label: str, typed: str, by: UUID | None) -> Done:  # noqa: ARG001  # every operation says by whom
    """The name was written wrongly: it is and always was another."""
    here = held_place(place)
    name = checked(here.kind, label, typed)
    _require_free(here, label, name)
    session().execute(update(Place).where(Place.id == place).values(**named(label, name)))
    return Done("place-corrected", here.id, here.path, {"kind": here.kind})


def rename(place: UUID, wish: Renaming, by: UUID | None) -> Done:
    """From a day on it has another name; what it was called before is kept."""
    here = held_place(place)
    name = checked(here.kind, wish.label, wish.name)
    require_day(here, wish.on)
    _require_free(here, wish.label, name)
    remember_all([here], wish.on, "rename", wish.decision, by)
    session().execute(update(Place).where(Place.id == place).values(**named(wish.label, name)))
    return Done("place-renamed", here.id, here.path, {"kind": here.kind, "on": wish.on.isoformat()})


def close(place: UUID, on: date, by: UUID | None) -> Done:  # noqa: ARG001  # every operation says by whom
    """It is no more from a day on. Not while something lies in it, and not what an edition lists."""
    here = held_place(place)
    require_day(here, on)
    if here.kind in rules.FROM_EDITIONS:
        raise Refused("listed")
    if queries.counts_below([here.path]).total():
        raise Refused("not-empty")
    session().execute(update(Place).where(Place.id == place).values(valid_to=on))
    return Done("place-closed", here.id, here.path, {"kind": here.kind, "on": on.isoformat()})


def reopen(place: UUID, by: UUID | None) -> Done:  # noqa: ARG001  # every operation says by whom
    """It was closed by mistake. Not where it became something else."""
    here = _held(place)
    if here is None or here.valid_to is None or queries.has_become_another([place]):
        raise Refused("not-closed")
    if here.parent is not None:
        open_place(here.parent)
    _require_free(here, here.label, here.name)
    session().execute(update(Place).where(Place.id == place).values(valid_to=None))
    return Done("place-reopened", here.id, here.path, {"kind": here.kind})


def mark_difficult(place: UUID, *, is_difficult: bool, by: UUID | None) -> Done:  # noqa: ARG001  # every operation says by whom
    """Vùng khó khăn: other thresholds hold there."""
    here = held_place(place)
    session().execute(update(Place).where(Place.id == place).values(is_difficult=is_difficult))
    return Done("place-marked", here.id, here.path, {"difficult": is_difficult})


def correct_successor(place: UUID, successor: UUID, decision: str | None, by: UUID | None) -> Done:
    """What became of a place that ended was never said, or wrongly. Places below stay where they are."""
    here, other = _held(place), open_place(successor)
    if here is None or here.valid_to is None:
        raise Refused("not-closed")
    if other.kind != here.kind or other.id == here.id:
        raise Refused("not-side-by-side")
    mine = select(PlaceSuccessor).where(
        PlaceSuccessor.predecessor_id == place, PlaceSuccessor.share.in_(("whole", "main"))
    )
    link = session().execute(mine).scalar_one_or_none()
    if link is None:
        session().add(_whole(here.id, other.id, here.valid_to, decision, by))
    else:
        link.successor_id, link.decision = other.id, decision or link.decision
    session().flush()
    return Done("place-succeeded", here.id, here.path, {"successor": str(other.id)})


def _whole(place: UUID, successor: UUID, on: date, decision: str | None, by: UUID | None) -> PlaceSuccessor:
    return PlaceSuccessor(
        predecessor_id=place,
        successor_id=successor,
        since_on=on,
        how="merge",
        share="whole",
        decision=decision,
        made_at=now(),
        made_by=by,
    )


# ── What operations are made of ──


def open_place(place: UUID) -> PlaceFacts:
    """The place, if it is there and has not ended."""
    found = queries.place_of(place)
    if found is None or found.valid_to is not None:
        raise Refused("ended")
    return found


def held_place(place: UUID) -> PlaceFacts:
    """The same, and nobody else changes it until the block ends."""
    hold([place])
    return open_place(place)


def hold(places: Collection[UUID]) -> None:
    """Nobody else changes these until the block ends; in one order, so that two never wait in a ring."""
    session().execute(select(Place.id).where(Place.id.in_(places)).order_by(Place.id).with_for_update())


def _held(place: UUID) -> PlaceFacts | None:
    hold([place])
    return queries.place_of(place)


def checked(kind: Kind, label: str, typed: str) -> str:
    """The name as it is kept."""
    if label not in rules.LABELS.get(kind, ("",)):
        raise Refused("no-label")
    name = rules.bare_name(kind, label, typed)
    if not letters.alphabetical(name):
        raise Refused("no-name")
    if len(name) > rules.LONGEST_NAME:
        raise Refused("long-name")
    return name


def require_day(here: PlaceFacts, on: date) -> None:
    """Not in the future, and not before it became what it is."""
    if on > rules.day_of(now()):
        raise Refused("future")
    if on < max(here.valid_from, queries.last_changes([here.id]).get(here.id, here.valid_from)):
        raise Refused("too-early")


def _require_free(here: PlaceFacts, label: str, name: str) -> None:
    for one in queries.children_of(here.parent, (here.kind,)):
        same = one.label == label and letters.alphabetical(one.name) == letters.alphabetical(name)
        if same and one.id != here.id:
            raise Refused("taken")


def named(label: str, name: str) -> dict[str, str]:
    """The columns of a name."""
    return {
        "label": label,
        "name": name,
        "alphabetical": letters.alphabetical(name)[:240],
        "plain": letters.plain(rules.full_name(label, name))[:120],
    }


def new_place(id: UUID, new: New, above: PlaceFacts | None, since: date, by: UUID | None) -> Place:
    """A row for a place that staff made."""
    made = Place(
        id=id,
        kind=new.kind,
        **named(new.label, new.name),
        parent_id=above.id if above else None,
        path=rules.path_below(above.path if above else None, ids.key_of(id, KEY_BYTES)),
        valid_from=since,
        is_difficult=False,
        made_at=now(),
        made_by=by,
    )
    session().add(made)
    return made


def remember_all(
    places: Sequence[PlaceFacts], on: date, why: str, decision: str | None, by: UUID | None
) -> None:
    """Keep what places were until a day."""
    changed = queries.last_changes(one.id for one in places)
    session().add_all(
        PlaceBefore(
            place_id=one.id,
            label=one.label,
            name=one.name,
            parent_id=one.parent,
            path=one.path,
            from_on=min(changed.get(one.id, one.valid_from), on),
            until_on=on,
            why=why,
            decision=decision,
            made_at=now(),
            made_by=by,
        )
        for one in places
    )
    session().flush()


def move_into(home: PlaceFacts, moving: Sequence[PlaceFacts]) -> list[Follow]:
    """Places with all below them, from where they lay into another; what has to follow."""
    moves = []
    for one in moving:
        path = rules.path_below(home.path, one.path.rstrip("/").rpartition("/")[2])
        session().execute(update(Place).where(Place.id == one.id).values(parent_id=home.id))
        session().execute(
            update(Place)
            .where(queries.below(Place.path, one.path))
            .values(path=literal(path).concat(func.substr(Place.path, len(one.path) + 1)))
        )
        moves.append(Follow(one.path, path, "same"))
    return moves
