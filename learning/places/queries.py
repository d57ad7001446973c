"""What is known of places: the face for other rooms. Nothing here reads more rows than it gives back."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from learning import letters
from learning.db import session
from learning.places import rules
from learning.places.models import Place, PlaceBefore, PlaceSuccessor
from learning.places.rules import Kind

MOST_FOUND = 40
LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place as other rooms may know it."""

    id: UUID
    kind: Kind
    label: str
    name: str
    parent: UUID | None
    path: str
    code: str | None
    valid_from: date
    valid_to: date | None
    is_difficult: bool

    @property
    def full_name(self) -> str:
        return rules.full_name(self.label, self.name)


@dataclass(frozen=True, slots=True)
class Found:
    """A place that was searched for, with the names of what it lies in, the nearest first."""

    place: PlaceFacts
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """What a place was called, and in what it lay, until a day."""

    full_name: str
    parent: UUID | None
    from_on: date
    until_on: date
    why: str
    decision: str | None


@dataclass(frozen=True, slots=True)
class Kin:
    """A predecessor or successor of a place."""

    place: PlaceFacts
    since: date
    how: str
    share: str
    decision: str | None


_FACTS = (
    Place.id,
    Place.kind,
    Place.label,
    Place.name,
    Place.parent_id,
    Place.path,
    Place.official_code,
    Place.valid_from,
    Place.valid_to,
    Place.is_difficult,
)
_OPEN = Place.valid_to.is_(None)
_IN_ORDER = (Place.alphabetical, Place.label, Place.path)


def _all(
    wanted: Select[UUID, str, str, str, UUID | None, str, str | None, date, date | None, bool],
) -> list[PlaceFacts]:
    return [PlaceFacts(row[0], cast("Kind", row[1]), *row[2:]) for row in session().execute(wanted)]


def _one(
    wanted: Select[UUID, str, str, str, UUID | None, str, str | None, date, date | None, bool],
) -> PlaceFacts | None:
    return next(iter(_all(wanted.limit(1))), None)


def below(
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], path: str
) -> ColumnElement[bool]:
    """At this path or below it: a range that an index answers, in both databases."""
    return and_(column >= rules.closed(path), column < rules.end_of(rules.closed(path)))


# ── One place ──


def place_of(place: UUID) -> PlaceFacts | None:
    """The place with this id, ended or not."""
    return _one(select(*_FACTS).where(Place.id == place))


def by_path(path: str) -> PlaceFacts | None:
    """The place that a path names, or named before it moved. One query, a few for a path of former days."""
    here = _one(select(*_FACTS).where(Place.path == rules.closed(path)))
    return here or _one(select(*_FACTS).where(Place.path == path_now(path)))


def path_now(path: str) -> str:
    """Where a path of former days leads now: the place that lay there, or in which it lay, has moved."""
    path, seen = rules.closed(path), set[str]()
    while path not in seen:
        seen.add(path)
        above = rules.above_all(path)
        moved = (
            select(PlaceBefore.path, Place.path)
            .join(Place, Place.id == PlaceBefore.place_id)
            .where(PlaceBefore.path.in_(above), Place.path != PlaceBefore.path)
            .order_by(func.length(PlaceBefore.path).desc(), PlaceBefore.until_on.desc())
            .limit(1)
        )
        row = session().execute(moved).one_or_none()
        path = path if row is None else row[1] + path[len(row[0]) :]
    return path


def paths_of(path: str) -> list[str]:
    """This path, and those at which it or what lies below it lay before it moved here."""
    before = (
        select(PlaceBefore.path)
        .join(Place, Place.id == PlaceBefore.place_id)
        .where(below(Place.path, path), PlaceBefore.path != Place.path)
        .distinct()
    )
    return [rules.closed(path), *session().execute(before).scalars()]


def name_of(path: str) -> str | None:
    """What people call the place that a path names."""
    found = by_path(path)
    return None if found is None else found.full_name


def names_of(paths: Collection[str]) -> dict[str, str]:
    """The names of many, in one query; paths that name nothing are left out."""
    by_kept = {rules.closed(path): path for path in paths}
    wanted = select(Place.path, Place.label, Place.name).where(Place.path.in_(by_kept))
    rows = session().execute(wanted) if paths else ()
    return {by_kept[path]: rules.full_name(label, name) for path, label, name in rows}


def is_difficult(path: str) -> bool:
    """Is a place vùng khó khăn, by itself or by what it lies in?"""
    marked = select(Place.id).where(Place.path.in_(rules.above_all(path)), Place.is_difficult)
    return session().execute(marked.limit(1)).first() is not None


def difficult_among(paths: Collection[str]) -> set[str]:
    """Which of these paths are vùng khó khăn, by themselves or by what they lie in: one query."""
    above = {path: rules.above_all(path) for path in paths}
    asked = {one for some in above.values() for one in some}
    wanted = select(Place.path).where(Place.path.in_(asked), Place.is_difficult)
    marked = set(session().execute(wanted).scalars()) if asked else set()
    return {path for path, some in above.items() if marked & set(some)}


def path_of(place: PlaceFacts) -> list[PlaceFacts]:
    """What a place lies in, the outermost first, and the place itself last."""
    return _all(
        select(*_FACTS).where(Place.path.in_(rules.above_all(place.path))).order_by(func.length(Place.path))
    )


# ── Many ──


def children_of(
    place: UUID | None, kinds: Sequence[Kind] = rules.KINDS, *, with_ended: bool = False
) -> list[PlaceFacts]:
    """What lies directly in a place (without one, the provinces), in the order of the alphabet."""
    inside = Place.parent_id.is_(None) if place is None else Place.parent_id == place
    wanted = select(*_FACTS).where(inside, Place.kind.in_(kinds)).order_by(*_IN_ORDER)
    return _all(wanted if with_ended else wanted.where(_OPEN))


def communes_of(province: UUID) -> list[PlaceFacts]:
    """The communes of a province."""
    return children_of(province, ("commune",))


def options_of(commune: UUID, kind: Kind = "hamlet") -> list[tuple[str, str]]:
    """(path, name) of the hamlets of a commune, or what else of one kind lies in it: for a select."""
    return [(one.path, one.full_name) for one in children_of(commune, (kind,))]


def options_at(paths: Collection[str]) -> list[tuple[str, str]]:
    """(path, name) of some places, for a select; one whose path names nothing is called by its path."""
    named = names_of(paths)
    options = [(path, named.get(path, path)) for path in set(paths)]
    return sorted(options, key=lambda option: letters.alphabetical(option[1]))


def places_at(paths: Collection[str]) -> list[PlaceFacts]:
    """The places that these paths name."""
    wanted = (
        select(*_FACTS).where(Place.path.in_([rules.closed(path) for path in paths])).order_by(*_IN_ORDER)
    )
    return _all(wanted) if paths else []


def places_of(ids: Collection[UUID]) -> list[PlaceFacts]:
    """The places with these ids."""
    return _all(select(*_FACTS).where(Place.id.in_(ids)).order_by(*_IN_ORDER)) if ids else []


def counts_below(paths: Collection[str]) -> Counter[Kind]:
    """How many places there are below these, by kind; themselves not counted."""
    if not paths:
        return Counter()
    inside = or_(*(and_(below(Place.path, path), Place.path != rules.closed(path)) for path in paths))
    counted = select(Place.kind, func.count()).where(inside, _OPEN).group_by(Place.kind)
    return Counter({cast("Kind", kind): many for kind, many in session().execute(counted)})


def counts_of_children(place: UUID | None, kind: Kind) -> dict[UUID, int]:
    """How many of one kind lie directly in each child of a place."""
    inside = select(Place.id).where(Place.parent_id.is_(None) if place is None else Place.parent_id == place)
    wanted = (
        select(Place.parent_id, func.count())
        .where(Place.kind == kind, _OPEN, Place.parent_id.in_(inside))
        .group_by(Place.parent_id)
    )
    return {parent: many for parent, many in session().execute(wanted) if parent is not None}


def has_places() -> bool:
    """Was the list of provinces and communes loaded?"""
    return session().execute(select(Place.id).limit(1)).first() is not None


def usual_below(place: UUID) -> str:
    """Kind and label of which most lie in a place: what the next one will probably be. "hamlet:" at first."""
    wanted = (
        select(Place.kind, Place.label)
        .where(Place.parent_id == place, Place.kind.not_in(rules.FROM_EDITIONS), _OPEN)
        .group_by(Place.kind, Place.label)
        .order_by(func.count().desc())
        .limit(1)
    )
    return ":".join(next(iter(session().execute(wanted)), ("hamlet", "thôn")))


def mergeable_with(place: PlaceFacts) -> list[PlaceFacts]:
    """The units beside one; those too that an edition ended without saying what became of them."""
    mine = (PlaceSuccessor.predecessor_id == Place.id, PlaceSuccessor.share != "part")
    has_successor = select(PlaceSuccessor.id).where(*mine).exists()
    beside = Place.parent_id.is_(None) if place.parent is None else Place.parent_id == place.parent
    wanted = select(*_FACTS).where(beside, Place.kind == place.kind, Place.id != place.id)
    return _all(wanted.where(or_(_OPEN, ~has_successor)).order_by(*_IN_ORDER))


# ── Searching ──


def search(
    typed: str,
    within: Sequence[str | None] = (None,),
    kinds: Sequence[Kind] = rules.PUBLIC,
    most: int = MOST_FOUND,
) -> list[Found]:
    """Places whose name has all these words, typed with accents or without; the last may be just begun.

    At or below one of the paths; None is everywhere. The whole name stands first, then larger before smaller.
    """
    words = letters.plain(typed[:LONGEST_SEARCH])
    if not words or not within:
        return []
    inside = or_(*(true() if path is None else below(Place.path, path) for path in within))
    *whole, last = words.split()
    named = [_has(f" {word} ") for word in whole] + [_has(f" {last}")]
    as_typed = letters.alphabetical(typed[:LONGEST_SEARCH])
    order = case(
        (Place.alphabetical == as_typed, 0),
        (Place.plain == words, 1),
        (Place.plain.endswith(f" {words}", autoescape=True), 2),
        else_=3,
    )
    wanted = (
        select(*_FACTS)
        .where(_OPEN, Place.kind.in_(kinds), inside, *named)
        .order_by(order, func.length(Place.path), *_IN_ORDER)
        .limit(most)
    )
    return with_names(_all(wanted))


def search_paths(typed: str, within: Sequence[str | None]) -> list[tuple[str, str]]:
    """(path, name) of what `search` finds, the name with what it lies in: for rooms that only know paths."""
    return [(one.place.path, ", ".join((one.place.full_name, *one.within))) for one in search(typed, within)]


def _has(words: str) -> ColumnElement[bool]:
    return literal(" ").concat(Place.plain).concat(" ").contains(words, autoescape=True)


def with_names(found: Sequence[PlaceFacts]) -> list[Found]:
    """Places with the names of what they lie in."""
    above = {path for one in found for path in rules.above_all(one.path)[:-1]}
    names = names_of(above)
    return [
        Found(one, tuple(names[path] for path in reversed(rules.above_all(one.path)[:-1]) if path in names))
        for one in found
    ]


# ── Then ──


def resolve_at(place: UUID, on: date) -> Before | None:
    """What a place was called and in what it lay on a day; None where it was not there."""
    here = place_of(place)
    if here is None or on < here.valid_from or (here.valid_to is not None and on >= here.valid_to):
        return None
    past = next((one for one in before(place) if on < one.until_on), None)
    return past or Before(here.full_name, here.parent, here.valid_from, on, "now", None)


def before(place: UUID) -> list[Before]:
    """What a place was before, in order of days."""
    columns = (
        PlaceBefore.label,
        PlaceBefore.name,
        PlaceBefore.parent_id,
        PlaceBefore.from_on,
        PlaceBefore.until_on,
        PlaceBefore.why,
        PlaceBefore.decision,
    )
    wanted = select(*columns).where(PlaceBefore.place_id == place)
    wanted = wanted.order_by(PlaceBefore.until_on, PlaceBefore.made_at, PlaceBefore.id)
    return [Before(rules.full_name(row[0], row[1]), *row[2:]) for row in session().execute(wanted)]


def successors_of(place: UUID) -> list[Kin]:
    """What became of a place, and where parts of it went while it goes on."""
    return _kin(PlaceSuccessor.predecessor_id == place, PlaceSuccessor.successor_id)


def has_become_another(places: Collection[UUID]) -> bool:
    """Is one of these the whole or main part of another by now?"""
    mine = (PlaceSuccessor.predecessor_id.in_(places), PlaceSuccessor.share != "part")
    return session().execute(select(PlaceSuccessor.id).where(*mine).limit(1)).first() is not None


def predecessors_of(place: UUID) -> list[Kin]:
    """What a place came from, or took in."""
    return _kin(PlaceSuccessor.successor_id == place, PlaceSuccessor.predecessor_id)


def _kin(which: ColumnElement[bool], other: InstrumentedAttribute[UUID]) -> list[Kin]:
    columns = (PlaceSuccessor.since_on, PlaceSuccessor.how, PlaceSuccessor.share, PlaceSuccessor.decision)
    wanted = (
        select(*_FACTS, *columns)
        .join(PlaceSuccessor, other == Place.id)
        .where(which)
        .order_by(PlaceSuccessor.since_on, *_IN_ORDER)
    )
    rows = [tuple(row) for row in session().execute(wanted)]
    return [Kin(PlaceFacts(*row[:10]), *row[10:]) for row in rows]


def last_changes(ids: Iterable[UUID]) -> dict[UUID, date]:
    """The last day on which each of these became what it is, where it was something else before."""
    wanted = select(PlaceBefore.place_id, func.max(PlaceBefore.until_on)).where(
        PlaceBefore.place_id.in_(list(ids))
    )
    return dict(session().execute(wanted.group_by(PlaceBefore.place_id)).all())
