"""The official list into the tables: the first time all of it at once, later only what an edition changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from learning import letters
from learning.clock import now
from learning.db import session
from learning.ids import derived_id, key_of
from learning.places import editions, operations, queries, rules
from learning.places.editions import Changes, Edition, Known, Listed, Pair
from learning.places.models import Place
from learning.places.operations import KEY_BYTES
from learning.places.others import Detail, Done, Follow, others
from learning.places.queries import PlaceFacts


def known() -> list[Known]:
    """The provinces and communes that are kept and have not ended."""
    columns = (Place.id, Place.kind, Place.official_code, Place.label, Place.name, Place.parent_id)
    wanted = select(*columns).where(Place.kind.in_(rules.FROM_EDITIONS), Place.valid_to.is_(None))
    return [Known(*row) for row in session().execute(wanted)]  # type: ignore[arg-type]  # kinds as the table allows


def changes_of(edition: Edition) -> Changes:
    """What this edition would change. Changes nothing."""
    return editions.compare(known(), edition.listed)


def load_first(edition: Edition) -> int:
    """Fill empty tables; returns how many places. Inside the caller's write block."""
    if queries.has_places():
        return 0
    rows = _rows(edition, edition.listed, {}, set(), rules.TWO_TIERS_SINCE)
    for kind in ("province", "commune"):  # parents first: the database holds to the key
        session().execute(insert(Place), [row for row in rows if row["kind"] == kind])
    return len(rows)


def apply_edition(edition: Edition, changes: Changes, on: date) -> Done:
    """Write what changed, from a day on, inside the caller's write block. Nothing is deleted."""
    homes = {pair.listed.code: pair.known.id for pair in changes.same if pair.listed.kind == "province"}
    kept = {one.id: one for one in queries.places_of(list(homes.values()))}
    _add(edition, changes.new, {code: kept[id] for code, id in homes.items()}, on)
    _rewrite(changes, on)
    moves: list[Follow] = []
    for pair in changes.moved:
        moves += _move(pair, _home_of(pair), on)
    _end(changes.gone, on)
    session().execute(
        update(Place)
        .where(Place.kind.in_(rules.FROM_EDITIONS), Place.valid_to.is_(None))
        .values(edition=edition.name[:40])
    )
    others().follow(moves)
    details: dict[str, Detail] = {
        "new": len(changes.new),
        "renamed": len(changes.renamed),
        "moved": len(changes.moved),
        "gone": len(changes.gone),
    }
    return Done("edition-loaded", None, "", details)


# ── New ──


@dataclass(slots=True)
class _Home:
    """What new rows need of the place that they lie in."""

    id: UUID
    path: str
    name: str


def _add(edition: Edition, listed: Sequence[Listed], above: dict[str, PlaceFacts], on: date) -> None:
    if listed:
        taken: set[UUID | str] = {
            value for row in session().execute(select(Place.id, Place.path)) for value in row
        }
        homes = {code: _Home(one.id, one.path, one.name) for code, one in above.items()}
        session().execute(insert(Place), _rows(edition, listed, homes, taken, on))


def _rows(
    edition: Edition, listed: Iterable[Listed], homes: dict[str, _Home], taken: set[UUID | str], since: date
) -> list[dict[str, Any]]:
    """Rows to insert."""
    rows, at = [], now()
    for one in listed:
        home = homes.get(one.province or "")
        id = _id_of(one, home, taken, since)
        path = _path_of(one, id, home, taken)
        taken |= {id, path}
        rows.append(
            {
                "id": id,
                "kind": one.kind,
                **operations.named(one.label, one.name),
                "parent_id": home.id if home else None,
                "path": path,
                "official_code": one.code,
                "valid_from": since,
                "is_difficult": False,
                "edition": edition.name[:40],
                "made_at": at,
            }
        )
        if one.kind == "province":
            homes[one.code] = _Home(id, path, one.name)
    return rows


def _id_of(one: Listed, home: _Home | None, taken: set[UUID | str], since: date) -> UUID:
    """The same on every server: by name, since codes are exchanged. A name that comes again is another."""
    name = (
        one.kind,
        letters.alphabetical(home.name) if home else "",
        one.label,
        letters.alphabetical(one.name),
    )
    first = derived_id("place", *name)
    return derived_id("place", *name, since.isoformat()) if first in taken else first


def _path_of(one: Listed, id: UUID, home: _Home | None, taken: set[UUID | str]) -> str:
    """A province's key is its code; a commune's follows from its id: codes of communes are exchanged."""
    key = one.code if home is None else key_of(id, KEY_BYTES)
    keys = chain([key], (f"{key}-{again}" for again in count(2)))
    paths = (rules.path_below(home.path if home else None, each) for each in keys)
    return next(path for path in paths if path not in taken)


# ── Changed ──


def _rewrite(changes: Changes, on: date) -> None:
    """Names and codes. A name that is only spelled otherwise was always the same: nothing is remembered."""
    operations.remember_all(_kept(changes.renamed), on, "rename", None, None)
    for pair in (*changes.renamed, *changes.spelled):
        _set(pair.known.id, operations.named(pair.listed.label, pair.listed.name))
    for pair in changes.recoded:
        _set(pair.known.id, {"official_code": pair.listed.code})


def _home_of(pair: Pair) -> PlaceFacts:
    """The province that it lies in now, which may be as new as the edition."""
    code = Place.official_code == pair.listed.province
    wanted = select(Place.id).where(Place.kind == "province", Place.valid_to.is_(None), code)
    return operations.open_place(session().execute(wanted).scalar_one())


def _move(pair: Pair, home: PlaceFacts, on: date) -> list[Follow]:
    here = _kept([pair])
    operations.remember_all(here, on, "move", None, None)
    return operations.move_into(home, here)


def _end(gone: Sequence[Known], on: date) -> None:
    ended = update(Place).where(Place.id.in_([one.id for one in gone]))
    session().execute(ended.values(valid_to=on))


def _kept(pairs: Sequence[Pair]) -> list[PlaceFacts]:
    return queries.places_of([pair.known.id for pair in pairs])


def _set(place: UUID, values: dict[str, str]) -> None:
    session().execute(update(Place).where(Place.id == place).values(**values))
