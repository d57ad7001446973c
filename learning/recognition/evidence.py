"""What the record shows of people, as the rules ask for it: from the same query as each learner's own page.

Four queries for one person or for a thousand, one more for each link of the longest chain of linked names.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import cast
from uuid import UUID

from learning.catalog.content import Catalog
from learning.places.rules import HERE
from learning.recognition.rules import Shown, months_before
from learning.recognition.sets import Level, PersonSet
from learning.records import queries as records
from learning.records.queries import ModuleProgress
from learning.web.site import site


def shown_of(person: UUID, criteria: PersonSet, on: date) -> tuple[Shown, ...]:
    """What one person has passed, and when each lesson was last shown again by the end of that day."""
    return shown_of_all([person], criteria, on)[person]


def shown_of_all(people: Collection[UUID], criteria: PersonSet, on: date) -> dict[UUID, tuple[Shown, ...]]:
    """The same of many, in as many queries as of one."""
    again = _again(people, criteria, on)
    lessons = _lessons(site().catalog)
    return {
        person: tuple(
            _shown(one, again.get(person, {}).get(one.module), lessons) for one in progress if one.passed_at
        )
        for person, progress in records.progress_of_all(people).items()
    }


def _again(people: Collection[UUID], criteria: PersonSet, on: date) -> Mapping[UUID, Mapping[str, datetime]]:
    """Only asked where it can matter: nothing older than the longest time makes anything fresh."""
    months = criteria.longest_fresh()
    if months is None:
        return {}
    begin, end = months_before(on, months), on + timedelta(days=1)
    return records.last_right(people, _midnight(begin), _midnight(end))


def _shown(
    one: ModuleProgress, again: datetime | None, lessons: Mapping[str, tuple[str, tuple[str, ...]]]
) -> Shown:
    assert one.passed_at is not None
    passed_on = _day(one.passed_at)
    course, skills = lessons.get(
        one.module, ("", ())
    )  # a lesson that is no longer taught was learned all the same
    level = cast("Level", one.evidence or "self")
    return Shown(one.module, level, passed_on, max(passed_on, _day(again or one.passed_at)), course, skills)


def _lessons(catalog: Catalog) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    return {module.id: (module.course_id, module.skills) for module in catalog.modules}


def _day(at: datetime) -> date:
    return at.astimezone(HERE).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HERE)
