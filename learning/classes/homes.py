"""Where somebody who learns in a class lives, as far as known: a hamlet of its commune, or the commune."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from learning.accounts.links import each_counted_with
from learning.classes import rules
from learning.classes.models import Membership
from learning.db import read
from learning.places import queries as places
from learning.places import rules as rules_of_places
from learning.places.queries import PlaceFacts

_COUNTED = each_counted_with("people")


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The commune in which a class is held (a province, where it names no commune), and its hamlets."""

    commune: PlaceFacts | None = None
    hamlets: Sequence[PlaceFacts] = ()
    held_in: str = ""

    def home(self, told: str | None) -> UUID | None:
        """The hamlet that somebody's words name, else the commune."""
        named = [(one.id, one.label, one.name) for one in self.hamlets]
        hamlet = rules_of_places.called(told or "", named)
        return hamlet or (self.commune.id if self.commune else None)

    def offered(self, told: Sequence[str]) -> list[str]:
        """What to choose from: the hamlets of the commune first, then what else people of the class said."""
        listed = [one.full_name for one in self.hamlets]
        return listed + [one for one in told if one not in listed]


def around(path: str | None) -> Neighbourhood:
    """What lies around the place of a class. Two queries."""
    above = {one.kind: one for one in places.places_at(rules_of_places.above_all(path))} if path else {}
    commune = above.get("commune") or above.get("province")
    if commune is None:
        return Neighbourhood()
    hamlet = above.get("hamlet")
    hamlets = places.children_of(commune.id, ("hamlet",))
    return Neighbourhood(commune, hamlets, hamlet.full_name if hamlet else "")


def spells_of(people: Collection[UUID]) -> dict[UUID, list[tuple[UUID, datetime, datetime | None]]]:
    """Where each of these canonical persons lived as told to their classes: place, since when, until when."""
    wanted = (
        select(_COUNTED.c.person, Membership.place_id, Membership.joined_at, Membership.left_at)
        .join(Membership, Membership.person_id == _COUNTED.c.id)
        .where(Membership.place_id.is_not(None))
        .order_by(Membership.hamlet.is_not(None), Membership.joined_at, Membership.id)
    )
    found: dict[UUID, list[tuple[UUID, datetime, datetime | None]]] = {}
    for person, place, joined, left in read(wanted, people=list(people)) if people else ():
        found.setdefault(person, []).append((place, joined, left))
    return found


def stays_of(people: Collection[UUID]) -> dict[UUID, list[rules.Stay]]:
    """Where each of these canonical persons counted and counts, as told to the classes they learned in."""
    row = Membership
    wanted = (
        select(_COUNTED.c.person, row.place_id, row.hamlet.is_not(None), row.joined_at, row.left_at, row.id)
        .join(row, row.person_id == _COUNTED.c.id)
        .where(row.place_id.is_not(None))
    )
    lists: dict[UUID, list[rules.OnList]] = {}
    for person, *told in read(wanted, people=list(people)) if people else ():
        lists.setdefault(person, []).append(rules.OnList(*told))
    return {person: rules.stays(theirs) for person, theirs in lists.items()}


def homes_of(people: Collection[UUID]) -> dict[UUID, UUID]:
    """Where each of these canonical persons counts now, as told to the classes they learn in."""
    found = {person: stays[-1] for person, stays in stays_of(people).items() if stays}
    return {person: last.place for person, last in found.items() if last.until is None}
