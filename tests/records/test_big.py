"""The country that the bench measures on is what the real doors would have written: nothing differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from learning.classes import operations as operations_of_classes
from learning.classes import queries as classes
from learning.classes.models import Attendance, ClassGroup, Membership
from learning.classes.rules import Stay
from learning.db import Base, session
from learning.places import queries as places
from learning.records import operations
from learning.records.models import Event, ModuleProgress, PersonSummary
from learning.records.queries import marking_of, progress_of_all
from learning.records.rules import judge
from learning.reports import tallies
from learning.reports.models import PlacePerson
from tests.bench.big.filling import TABLES, Filled, fill

pytestmark = pytest.mark.postgresql
PEOPLE = 400


@pytest.fixture
def filled(app: Flask) -> Filled:
    return fill(app.extensions["hocso"].settings.database_url, PEOPLE, seed=1)


def test_the_country_is_what_the_real_doors_would_have_written(filled: Filled) -> None:
    """One country for all of these: to fill it takes longer than to look."""
    everything_computed_is_what_the_events_come_to(filled)
    where_people_live_is_what_their_class_was_told()
    every_mark_is_the_one_that_its_version_gives()
    no_row_points_at_nothing()
    every_path_names_a_place_and_every_class_is_full(filled)
    the_same_indexes_are_there_again()


def everything_computed_is_what_the_events_come_to(filled: Filled) -> None:
    assert filled.people >= PEOPLE
    assert [(one.table, one.what) for one in operations.rebuild(verify=True)] == []
    levels = Counter(session().execute(select(ModuleProgress.evidence)).scalars())
    assert {"self", "present", "observed", None} <= levels.keys()
    assert session().execute(select(func.count()).select_from(PersonSummary)).scalar_one() > PEOPLE * 0.9


def where_people_live_is_what_their_class_was_told() -> None:
    people = session().execute(select(Membership.person_id)).scalars().all()
    assert classes.untied_of(people) == []
    homes = now_at(operations_of_classes.stays_of(people))
    assert len(homes) == len(people)
    assert len(set(homes.values())) > 4
    counted = session().execute(select(PlacePerson.person_id, PlacePerson.place_id)).all()
    assert dict(counted) == homes
    tallies.mark_everybody()
    assert tallies.catch_up() >= len(people)
    again = session().execute(select(PlacePerson.person_id, PlacePerson.place_id)).all()
    assert dict(again) == homes
    assert list(tallies.differences()) == []


def now_at(stays: Mapping[UUID, Sequence[Stay]]) -> dict[UUID, UUID]:
    return {person: theirs[-1].place for person, theirs in stays.items() if theirs[-1].until is None}


def every_mark_is_the_one_that_its_version_gives() -> None:
    asked = select(Event.module, Event.version, Event.question, Event.form, Event.answer, Event.right)
    for module, version, question, form, answer, right in session().execute(
        asked.where(Event.verb.in_(("answered", "practised")))
    ):
        marking = marking_of(module, version)
        assert marking is not None
        assert judge(marking, module, question, form, answer).right == right


def no_row_points_at_nothing() -> None:
    for name in TABLES:
        for key in Base.metadata.tables[name].foreign_key_constraints:
            pairs = [(pair.parent.name, pair.column.name) for pair in key.elements]
            named = " AND ".join(f'ours."{ours}" IS NOT NULL' for ours, _theirs in pairs)
            same = " AND ".join(f'theirs."{theirs}" = ours."{ours}"' for ours, theirs in pairs)
            there = f"EXISTS (SELECT FROM {key.referred_table.name} theirs WHERE {same})"
            lost = f"SELECT count(*) FROM {name} ours WHERE {named} AND NOT {there}"
            assert session().execute(text(lost)).scalar_one() == 0, lost


def every_path_names_a_place_and_every_class_is_full(filled: Filled) -> None:
    paths = session().execute(select(ClassGroup.place).distinct()).scalars().all()
    assert None not in [places.by_path(path or "") for path in paths]
    sizes = session().execute(select(func.count()).select_from(Membership).group_by(Membership.class_id))
    assert set(sizes.scalars()) == {40}
    learners = [member.person for member in classes.members(filled.class_id)]
    modules = [len(progress) for progress in progress_of_all(learners).values()]
    assert max(modules) == 30
    assert sum(modules) > 0.8 * 40 * 30
    assert session().execute(select(func.count()).select_from(Attendance)).scalar_one() > PEOPLE / 10


def the_same_indexes_are_there_again() -> None:
    found = set(
        session().execute(text("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")).scalars()
    )
    wanted = {str(index.name) for name in TABLES for index in Base.metadata.tables[name].indexes}
    wanted |= {str(Base.metadata.tables[name].primary_key.name) for name in TABLES}
    assert wanted <= found
