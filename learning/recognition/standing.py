"""Where people stand under the rules in use: record, own word and home together, for one or for a thousand.

The learner's page, the branch and the association ask here, so that all of them see the same points.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path as FilePath
from uuid import UUID

from learning.classes import homes
from learning.places import history as became
from learning.places import past
from learning.places import queries as places
from learning.places.queries import PlaceFacts
from learning.places.rules import HERE
from learning.recognition import answers, evidence
from learning.recognition.files import Sets, read_sets
from learning.recognition.rules import Result, Shown, Stay, judge
from learning.recognition.sets import Area, PersonSet
from learning.web.site import site

# A place that somebody names herself goes before all that classes were told.
_ALWAYS = date.min


@dataclass(frozen=True, slots=True)
class Home:
    """A hamlet, or the commune where no hamlet is known; lived in from a day until a day not included."""

    place: PlaceFacts
    commune: PlaceFacts
    is_difficult: bool
    from_on: date
    until_on: date | None

    @property
    def stay(self) -> Stay:
        area: Area = "difficult" if self.is_difficult else "usual"
        return Stay(self.commune.path, area, self.from_on, self.until_on)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person under one set: the result, what the record shows, her form, and her homes of the year."""

    result: Result
    shown: tuple[Shown, ...]
    group: str | None
    homes: tuple[Home, ...]

    @property
    def home(self) -> Home | None:
        """Where she lives on the day judged."""
        here = [one for one in self.homes if one.stay.covers(self.result.on)]
        return max(here, key=lambda one: (one.from_on, one.commune.path), default=None)


def in_use() -> Sets:
    """The criteria sets of this installation: a file put in their folder counts from the next page on."""
    folder = site().settings.criteria_dir
    told = ((one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in folder.glob("*.yaml"))
    return _read(folder, tuple(sorted(told)))


@lru_cache(maxsize=4)
def _read(folder: FilePath, _as_of: tuple[tuple[str, int, int], ...]) -> Sets:
    return read_sets(folder)


def person_sets(on: date) -> list[PersonSet]:
    """The sets by which people are recognised on a day, one for each kind of recognition."""
    valid = [one for one in in_use().all if isinstance(one, PersonSet) and one.is_valid_on(on)]
    return list({one.recognises: one for one in reversed(valid)}.values())[::-1]


def standing_of(person: UUID, criteria: PersonSet, on: date) -> Standing:
    """Where one canonical person stands."""
    return standing_of_all([person], criteria, on)[person]


def standing_of_all(people: Collection[UUID], criteria: PersonSet, on: date) -> dict[UUID, Standing]:
    """The same of many canonical persons, in as many queries as of one."""
    shown = evidence.shown_of_all(people, criteria, on)
    said = answers.answers_of_all(people, criteria)
    groups = answers.groups_of_all(people, criteria.id)
    lived = homes_of_all(people, on)
    return {
        person: Standing(
            judge(
                criteria,
                shown[person],
                said[person],
                [one.stay for one in lived[person]],
                on=on,
                group=groups.get(person),
            ),
            shown[person],
            groups.get(person),
            lived[person],
        )
        for person in people
    }


def homes_of_all(people: Collection[UUID], on: date) -> dict[UUID, tuple[Home, ...]]:
    """Where each lives and lived, in the units of that day: by her own word, else her classes."""
    own = answers.homes_said(people)
    told: dict[UUID, list[tuple[UUID, date, date | None]]] = {
        person: [(place, _day(joined), _day(left) if left else None) for place, joined, left in spells]
        for person, spells in homes.spells_of([one for one in people if one not in own]).items()
    }
    told |= {person: [(place, _ALWAYS, None)] for person, place in own.items()}
    units = _units({place for spells in told.values() for place, _, _ in spells}, on)
    return {
        person: tuple(
            Home(*units[place], begin, end)
            for place, begin, end in told.get(person, ())
            if place in units and (end is None or end > begin)
        )
        for person in people
    }


def _units(ids: Collection[UUID], on: date) -> Mapping[UUID, tuple[PlaceFacts, PlaceFacts, bool]]:
    """What each of these places is by then, in which commune it lies, and whether life is hard there."""
    if not ids:
        return {}
    history = past.history_of(ids)
    here = {id: became.living(history, id, on) for id in ids}
    communes = {id: became.unit_on(history, id, "commune", on) for id in ids}
    facts = {one.id: one for one in places.places_of({*here.values(), *communes.values()})}
    difficult = places.difficult_among([facts[id].path for id in here.values()])
    return {
        id: (facts[here[id]], facts[communes[id]], facts[here[id]].path in difficult)
        for id in ids
        if facts[communes[id]].kind == "commune"
    }


def _day(at: datetime) -> date:
    return at.astimezone(HERE).date()
