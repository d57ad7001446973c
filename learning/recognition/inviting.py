"""Who of a commune could send a dossier and has not: counted, never named.

She has not agreed that anybody reads her points, so an association learns how many such people there are and
where, and invites everybody there. Fewer than five in one hamlet are not told apart, and whoever said no is
not counted at all.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from learning.accounts.links import canonical_of
from learning.classes import queries as classes
from learning.places import queries as places
from learning.places.queries import PlaceFacts
from learning.recognition import answers, queries, standing
from learning.recognition.sets import PersonSet

FEWEST = 5
# So many people of one commune are judged at once; more are not looked at, and the page says so.
MOST = 5000


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people. `elsewhere`: in hamlets with few, together; `has_few`: more, too few to count."""

    by_hamlet: Sequence[tuple[PlaceFacts, int]] = ()
    elsewhere: int = 0
    has_few: bool = False

    @property
    def at_least(self) -> int:
        return sum(many for _, many in self.by_hamlet) + self.elsewhere


@dataclass(frozen=True, slots=True)
class Inviting:
    """`meets` the rule, and `refresh`: would after a question. `is_whole`: everybody there was looked at."""

    meets: Counted
    refresh: Counted
    is_whole: bool


def without_dossier(commune: PlaceFacts, criteria: PersonSet, on: date) -> Inviting:
    """The people who live there, by their own word or their class, and have sent nothing this year."""
    people = _people(commune)
    asked = answers.consents_of_all(people, criteria.id, on.year)
    sent = queries.people_with(people, criteria.id, on.year)
    some = sorted(one for one in people if one not in sent and asked.get(one) is not False)
    found: dict[str, list[PlaceFacts]] = {"meets": [], "refresh": []}
    for stands in standing.standing_of_all(some[:MOST], criteria, on).values():
        if stands.home is not None and stands.home.commune.id == commune.id:
            found.setdefault(stands.result.standing, []).append(stands.home.place)
    return Inviting(counted(found["meets"]), counted(found["refresh"]), len(some) <= MOST)


def counted(homes: Collection[PlaceFacts]) -> Counted:
    """Told apart by hamlet where there are enough of them that a number points at nobody."""
    many = Counter(one.id for one in homes)
    named = {one.id: one for one in homes}
    told = [(named[id], count) for id, count in many.items() if count >= FEWEST]
    rest = sum(count for count in many.values() if count < FEWEST)
    return Counted(
        sorted(told, key=lambda one: (-one[1], one[0].full_name)),
        rest if rest >= FEWEST else 0,
        0 < rest < FEWEST,
    )


def _people(commune: PlaceFacts) -> set[UUID]:
    hamlets = places.children_of(commune.id, ("hamlet",))
    at_home = answers.people_at_home([commune.id, *(one.id for one in hamlets)])
    found = {*classes.learners_at(commune.path), *at_home}
    return set(canonical_of(found).values())
