"""Everything computed can be dropped and comes back the same; what differs is found, named and put right."""

from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, select, update

from learning.cli.records import records
from learning.db import session, write
from learning.records import operations, queries
from learning.records.models import ModuleProgress, PersonSummary, ReviewCard
from learning.records.operations import append
from tests.factories.accounts import a_guest, a_learner
from tests.factories.records import DEVICE, a_check, a_practice, a_version, an_event

TABLES = (ModuleProgress, ReviewCard, PersonSummary)


def everything() -> list[list[Any]]:
    """All that is computed; not the stamps, which are drawn."""
    found = []
    for table in TABLES:
        columns = [column for column in table.__table__.c if column.name != "stamp"]
        wanted = select(*columns).order_by(*table.__table__.primary_key)
        found.append([tuple(row) for row in session().execute(wanted)])
    return found


def a_village() -> None:
    """Twelve people, some with guests of theirs, some who only looked."""
    versions = [a_version("mot"), a_version("hai")]
    for number in range(12):
        person = a_guest()
        append(person, DEVICE, a_check(versions[number % 2], wrong=versions[0].form(1)[: number % 3]))
        append(person, DEVICE, [a_practice(versions[1], minute=9), an_event(versions[0])])
        if number % 4 == 0:
            operations.adopt(person, a_learner())


def run(app: Flask, *options: str) -> Result:
    return app.test_cli_runner().invoke(records, ["rebuild", *options])


def test_what_is_dropped_comes_back_the_same(app: Flask) -> None:
    a_village()
    before = everything()
    with write() as current:
        for table in TABLES:
            current.execute(delete(table))
    missing = list(operations.rebuild(people_at_once=5))
    assert {difference.what for difference in missing} == {"missing"}
    assert everything() == before
    assert list(operations.rebuild(verify=True)) == []


@pytest.mark.usefixtures("app")
def test_rows_that_no_event_made_are_found_and_go() -> None:
    person = a_guest()
    append(person, DEVICE, [an_event(a_version())])
    stranger = a_guest()
    with write() as current:
        current.execute(update(ModuleProgress).values(person_id=stranger))
    found = {(one.table, one.person, one.what) for one in operations.rebuild()}
    assert found == {
        ("module_progress", stranger, "not from any event"),
        ("module_progress", person, "missing"),
    }
    assert queries.progress_of(stranger) == []
    assert len(queries.progress_of(person)) == 1


@pytest.mark.usefixtures("app")
def test_verifying_names_what_differs_and_changes_nothing() -> None:
    person = a_guest()
    append(person, DEVICE, a_check(a_version()))
    with write() as current:
        current.execute(update(PersonSummary).values(right=4))
        current.execute(update(ReviewCard).values(stability=ReviewCard.stability + 1e-9))
    for _ in range(2):
        found = {(one.table, one.what) for one in operations.rebuild(verify=True)}
        assert found == {("person_summary", "right"), ("review_card", "stability")}


@pytest.mark.usefixtures("app")
def test_a_person_known_only_by_a_guest_is_rebuilt_too() -> None:
    guest, person = a_guest(), a_learner()
    append(guest, DEVICE, a_check(a_version()))
    operations.adopt(guest, person)
    with write() as current:
        for table in TABLES:
            current.execute(delete(table))
    assert {one.person for one in operations.rebuild(verify=True)} == {person}
    list(operations.rebuild())
    assert queries.summary_of(person).passed == 1


def test_the_command_says_how_many_and_fails_only_where_it_verifies(app: Flask) -> None:
    a_village()
    assert run(app, "--verify").exit_code == 0
    with write() as current:
        current.execute(update(PersonSummary).values(answers=0))
    verified = run(app, "--verify")
    assert verified.exit_code == 1
    assert "12 rows were not what the events come to" in verified.output
    assert "answers" in verified.output
    assert run(app).exit_code == 0
    assert run(app, "--verify").exit_code == 0
