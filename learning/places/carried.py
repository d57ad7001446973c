"""Places that staff made, as another server of ours may have them, and taking them in, in a write block.

Provinces and communes come from the official list at every server. What lies below them travels with what it
was called before and what became of it. Its path follows from what it lies in, and from its id.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, Field
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from learning.carrying import Carried, Record, plain, read_as, record_of
from learning.i18n import format_date
from learning.i18n import lazy_gettext as lazy
from learning.ids import key_of
from learning.places import operations, queries, rules
from learning.places.models import Place, PlaceBefore, PlaceSuccessor
from learning.places.operations import KEY_BYTES
from learning.places.others import others
from learning.places.rules import Kind, Refused

MEMBERS = {
    "called": lazy("Tên"),
    "parent": lazy("Nằm trong"),
    "valid_to": lazy("Kết thúc ngày"),
    "is_difficult": lazy("Vùng khó khăn"),
}
BY_STAFF = Place.edition.is_(None)
MOST_OF_ONE = 200
NOBODY = UUID(int=0)


class BeforeCarried(Carried):
    """What a place was, until a day."""

    id: UUID
    label: str = Field(max_length=16)
    name: str = Field(min_length=1, max_length=rules.LONGEST_NAME)
    parent_id: UUID | None
    path: str = Field(max_length=200, pattern=r"^(/[a-z0-9-]+)+/$")
    from_on: date
    until_on: date
    why: str = Field(max_length=16)
    decision: str | None = Field(max_length=rules.LONGEST_DECISION)
    made_at: AwareDatetime


class BecameCarried(Carried):
    """What became of a place: told with the one that ended and with the one that took it in."""

    id: UUID
    predecessor_id: UUID
    successor_id: UUID
    since_on: date
    how: str = Field(max_length=16)
    share: str = Field(pattern=r"^(whole|main|part)$")
    decision: str | None = Field(max_length=rules.LONGEST_DECISION)
    made_at: AwareDatetime


class PlaceCarried(Carried):
    """A place; who made it stays at its own server."""

    id: UUID
    kind: Kind
    label: str
    name: str
    parent_id: UUID | None
    valid_from: date
    valid_to: date | None
    is_difficult: bool
    made_at: AwareDatetime
    before: list[BeforeCarried] = Field(default=[], max_length=MOST_OF_ONE)
    became: list[BecameCarried] = Field(default=[], max_length=MOST_OF_ONE)

    @property
    def profile(self) -> dict[str, Any]:
        """What both sides may change."""
        return _profile((self.label, self.name, self.parent_id, self.valid_to, self.is_difficult))


_SHARED = (Place.label, Place.name, Place.parent_id, Place.valid_to, Place.is_difficult)


def _profile(row: Sequence[Any]) -> dict[str, Any]:
    label, name, parent, valid_to, is_difficult = row
    said = {"called": [label, name], "parent": parent, "valid_to": valid_to, "is_difficult": is_difficult}
    return {member: plain(value) for member, value in said.items()}


def places(session: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """These places, where staff made them."""
    ids = {UUID(row): row for row in rows}
    found = session.execute(select(Place).where(Place.id.in_(ids), BY_STAFF)).scalars().all()
    own = {"before", "became"}
    shown = [name for name in PlaceCarried.model_fields if name not in own]
    before, became = _before(session, ids), _became(session, ids)
    return {
        ids[one.id]: {name: plain(getattr(one, name)) for name in shown}
        | {"before": before.get(one.id, []), "became": became.get(one.id, [])}
        for one in found
    }


def _before(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Record]]:
    found: dict[UUID, list[Record]] = {}
    wanted = select(PlaceBefore).where(PlaceBefore.place_id.in_(ids)).order_by(PlaceBefore.until_on)
    for one in session.execute(wanted).scalars():
        found.setdefault(one.place_id, []).append(record_of(BeforeCarried, one))
    return found


def _became(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Record]]:
    """Only where staff made both: what became of a commune is its official list's matter."""
    found: dict[UUID, list[Record]] = {}
    made = select(Place.id).where(BY_STAFF)
    row = PlaceSuccessor
    wanted = select(row).where(
        or_(row.predecessor_id.in_(ids), row.successor_id.in_(ids)),
        row.predecessor_id.in_(made),
        row.successor_id.in_(made),
    )
    for one in session.execute(wanted).scalars():
        for end in (one.predecessor_id, one.successor_id):
            found.setdefault(end, []).append(record_of(BecameCarried, one))
    return found


def inside(session: Session, place: str, records: Sequence[Record], *, is_telling: bool) -> Sequence[Record]:
    """Those that a server of a place may be told, or tell. What it lies in, it is only told."""
    named = {id for one in records for name in ("id", "parent_id") if (id := _id(one.get(name)))}
    paths = dict(session.execute(select(Place.id, Place.path).where(Place.id.in_(named))).all())

    def fits(record: Record) -> bool:
        own, above = (paths.get(_id(record.get(name)) or NOBODY) for name in ("id", "parent_id"))
        if not is_telling:
            return own is not None and (rules.is_below(own, place) or rules.is_below(place, own))
        if above is None or (own is not None and not rules.is_below(own, place)):
            return False
        if own is None and rules.is_below(above, place) and (id := _id(record.get("id"))):
            paths[id] = rules.path_below(above, key_of(id, KEY_BYTES))  # what lies in it may come next
        return rules.is_below(above, place) or (own == rules.closed(place) and _lies_in(own, above))

    return [record for record in records if fits(record)]


def _lies_in(path: str, above: str) -> bool:
    return path.rstrip("/").rpartition("/")[0] == above.rstrip("/")


def _id(told: object) -> UUID | None:
    try:
        return UUID(told) if isinstance(told, str) else None
    except ValueError:
        return None


# ── Taking in ──


def read(_session: Session, record: Record, _home: str | None) -> PlaceCarried | None:
    """A place as a peer told it; None for one that cannot be here: what it lies in has to be."""
    told = read_as(PlaceCarried, record)
    if told is None or (told.valid_to is not None and told.valid_to < told.valid_from):
        return None
    try:
        is_named = operations.checked(told.kind, told.label, told.name) == told.name
    except Refused:
        return None
    return told if is_named and _has_a_home(told) else None


def _has_a_home(told: PlaceCarried) -> bool:
    if told.parent_id is None:
        return told.kind == "province"
    above, here = queries.place_of(told.parent_id), queries.place_of(told.id)
    if above is None or told.kind not in rules.BELOW[above.kind]:
        return False
    return here is None or (here.kind == told.kind and not rules.is_below(above.path, here.path))


def add(session: Session, told: PlaceCarried) -> bool:
    """A place that is new here."""
    above = queries.place_of(told.parent_id) if told.parent_id else None
    path = rules.path_below(above.path if above else None, key_of(told.id, KEY_BYTES))
    if session.execute(select(Place.id).where(or_(Place.path == path, Place.id == told.id))).first():
        return False
    own = told.model_dump(exclude={"before", "became", "label", "name"})
    session.add(Place(**own, **operations.named(told.label, told.name), path=path))
    session.flush()
    return True


def also(session: Session, told: PlaceCarried) -> None:
    """What it was before, and what became of it: only ever added to."""
    known = _known(session, told)
    here = set(session.execute(select(Place.id).where(Place.id.in_(_named(told)))).scalars())
    for one in told.before:
        if one.id not in known:
            parent = one.parent_id if one.parent_id in here else None
            own = one.model_dump(exclude={"parent_id"})
            session.add(PlaceBefore(place_id=told.id, parent_id=parent, **own))
    for became in told.became:
        ends = {became.predecessor_id, became.successor_id}
        if became.id not in known and ends <= here and told.id in ends and len(ends) == 2:
            session.add(PlaceSuccessor(**became.model_dump()))
    session.flush()


def _known(session: Session, told: PlaceCarried) -> set[UUID]:
    before = select(PlaceBefore.id).where(PlaceBefore.id.in_([one.id for one in told.before]))
    ids = [one.id for one in told.became]
    same: list[ColumnElement[bool]] = [PlaceSuccessor.id.in_(ids)]
    became = select(PlaceSuccessor.id).where(*same)
    return {*session.execute(before).scalars(), *session.execute(became).scalars()}


def _named(told: PlaceCarried) -> set[UUID | None]:
    parents = {one.parent_id for one in told.before}
    return parents | {end for one in told.became for end in (one.predecessor_id, one.successor_id)}


# ── What both sides may change ──


def look(ids: Collection[UUID]) -> Mapping[UUID, dict[str, Any]]:
    """What may differ of those of these places that are here."""
    found = queries.places_of(ids)
    return {
        one.id: _profile((one.label, one.name, one.parent, one.valid_to, one.is_difficult)) for one in found
    }


def hold(session: Session, place: UUID) -> dict[str, Any] | None:
    """The same of one that staff made, held until the transaction ends."""
    found = session.execute(select(*_SHARED).where(Place.id == place, BY_STAFF).with_for_update()).first()
    return None if found is None else _profile(found)


def change(session: Session, place: UUID, profile: dict[str, Any]) -> None:
    """Write what was settled; other rooms' paths follow where it lies elsewhere now."""
    label, name = profile["called"]
    ended = profile["valid_to"]
    values = {
        **operations.named(label, name),
        "valid_to": date.fromisoformat(ended) if ended else None,
        "is_difficult": profile["is_difficult"],
    }
    session.execute(update(Place).where(Place.id == place).values(**values))
    here = queries.place_of(place)
    home = queries.place_of(UUID(profile["parent"])) if profile["parent"] else None
    if here is None or home is None or here.parent == home.id or rules.is_below(home.path, here.path):
        return
    others().follow(operations.move_into(home, [here]))


def say(member: str, value: Any) -> str:
    """A value in words."""
    if member == "called":
        return rules.full_name(*value)
    if member == "parent":
        found = queries.place_of(UUID(value)) if value else None
        return found.full_name if found else str(lazy("Không rõ"))
    if member == "valid_to":
        return str(format_date(date.fromisoformat(value), "short")) if value else str(lazy("Vẫn còn"))
    return str(lazy("Có") if value else lazy("Không"))
