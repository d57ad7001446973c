"""Places for tests: those of the official list by name, hamlets in them, and staff with a grant at one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from learning.accounts import operations as accounts
from learning.db import write
from learning.places import operations, queries, reshaping
from learning.places.plans import Wish
from learning.places.queries import PlaceFacts
from tests.factories.accounts import a_staff_member

# Communes of Cần Thơ in the official list.
MY_XUYEN, MY_TU, NHU_GIA = "phường Mỹ Xuyên", "xã Mỹ Tú", "xã Nhu Gia"
DECISION = "1685/NQ-UBTVQH15"


def a_province(name: str = "Cần Thơ") -> PlaceFacts:
    """A province by its name."""
    return next(one for one in queries.children_of(None) if one.name == name)


def a_commune(name: str = MY_TU) -> PlaceFacts:
    """A commune of Cần Thơ by its whole name."""
    return next(one for one in queries.communes_of(a_province().id) if one.full_name.lower() == name.lower())


def hamlets(commune: PlaceFacts, names: Sequence[str] = ("Bưng Tróp", "Phước Hòa")) -> list[PlaceFacts]:
    """Ấp of a commune, in the order of the alphabet."""
    with write():
        operations.add(commune.id, "hamlet", "ấp", names, None)
    return queries.children_of(commune.id, ("hamlet",))


def somebody_at(place: PlaceFacts | None, role: str, name: str = "Anh Sơn") -> UUID:
    """Somebody of the staff with one role at one place; without a place, everywhere."""
    person = a_staff_member(name, None)
    with write():
        accounts.grant(person, role, place.path if place else None)
    return person


def merged(units: Sequence[PlaceFacts], name: str, on: date, label: str = "xã") -> PlaceFacts:
    """Units that become one."""
    with write():
        plan = reshaping.plan_merge([one.id for one in units], Wish(label, name, on, DECISION))
        reshaping.apply(plan, None)
    return here(plan.target)


def parted(unit: PlaceFacts, leaving: Sequence[PlaceFacts], name: str, on: date) -> PlaceFacts:
    """Places that leave a unit for a new one."""
    with write():
        plan = reshaping.plan_split(
            unit.id, {one.id for one in leaving}, None, Wish("xã", name, on, DECISION)
        )
        reshaping.apply(plan, None)
    return here(plan.target)


def here(place: UUID | str) -> PlaceFacts:
    """A place as it is now, by its id or by a path it has or had."""
    found = queries.by_path(place) if isinstance(place, str) else queries.place_of(place)
    assert found is not None
    return found


def then(place: UUID, on: date) -> queries.Before:
    """What a place was on a day."""
    found = queries.resolve_at(place, on)
    assert found is not None
    return found
