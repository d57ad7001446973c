"""Where people stand: homes by their own word or their classes', in the units there are; many as one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from learning.classes.models import Membership
from learning.clock import now
from learning.db import write
from learning.places import operations as places
from learning.places.queries import PlaceFacts
from learning.recognition import own, queries, standing
from learning.recognition.operations import take_step
from learning.recognition.standing import Standing
from learning.records import operations as records
from tests.conftest import Clock
from tests.factories.accounts import a_guest, a_learner, a_staff_member
from tests.factories.classes import a_class, a_member, a_trainer
from tests.factories.places import MY_TU, NHU_GIA, a_commune, hamlets, merged
from tests.factories.recognition import citizen, gives_herself, sends, somebody_at_home
from tests.places.worlds import counted

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def today(app: Flask, wall_clock: Clock) -> None:
    """22 November 2026."""


def stands(person: UUID) -> Standing:
    return standing.standing_of(person, citizen(), TODAY)


def learns_at(place: PlaceFacts, name: str = "Sơn Thị Lan") -> UUID:
    trainer = a_trainer(f"Chị Mai {place.path}")
    return a_member(a_class(trainer, place=place.path), trainer, name)


def test_home_is_what_she_told_her_class_a_hamlet_where_it_is_one() -> None:
    commune = a_commune()
    hamlet = hamlets(commune)[0]
    home = stands(learns_at(commune)).home
    assert home is not None
    assert (home.place.id, home.commune.id, home.is_difficult) == (hamlet.id, commune.id, False)


def test_where_life_is_hard_fewer_points_are_needed() -> None:
    person = somebody_at_home()
    gives_herself(person, [7] * 10)
    assert (stands(person).result.needed, stands(person).result.standing) == (80, "not_yet")
    with write():
        places.mark_difficult(a_commune().id, is_difficult=True, by=None)
    assert (stands(person).result.needed, stands(person).result.standing) == (70, "meets")


def test_her_own_word_goes_before_what_a_class_was_told() -> None:
    person = learns_at(a_commune(MY_TU))
    with write():
        own.say_home(person, a_commune(NHU_GIA).id)
    found = stands(person)
    assert found.home is not None
    assert found.home.commune.id == a_commune(NHU_GIA).id
    assert found.result.questions == ()


def test_who_moved_this_year_is_a_question_for_a_person() -> None:
    person = learns_at(a_commune(MY_TU))
    trainer = a_trainer("Chị Tư")
    elsewhere = a_member(a_class(trainer, place=a_commune(NHU_GIA).path), trainer, "Sơn Thị Lan")
    records.adopt(elsewhere, person)
    assert [one.code for one in stands(person).result.questions] == ["two_homes"]
    with write() as current:
        left = update(Membership).where(Membership.person_id == person)
        current.execute(
            left.values(joined_at=datetime(2026, 2, 1, tzinfo=UTC), left_at=now() - timedelta(days=30))
        )
    assert [one.code for one in stands(person).result.questions] == ["moved_this_year"]


def test_after_a_merger_she_lives_in_what_her_commune_became() -> None:
    person = somebody_at_home()
    whole = merged([a_commune(MY_TU), a_commune(NHU_GIA)], "Mỹ Gia", TODAY)
    found = stands(person)
    assert found.home is not None
    assert found.home.commune.id == whole.id


def test_what_a_linked_name_said_counts_and_the_last_word_holds(wall_clock: Clock) -> None:
    person, other_name = somebody_at_home(), a_guest()
    gives_herself(other_name, [5, 5])
    wall_clock.advance(minutes=1)
    gives_herself(person, [9])
    records.adopt(other_name, person)
    assert [one.points for one in stands(person).result.scored[:2]] == [9, 5]


def test_sent_anew_from_elsewhere_it_goes_elsewhere() -> None:
    person = somebody_at_home()
    dossier = sends(person)
    branch = a_staff_member("Bà Năm", "officer")
    with write():
        take_step(dossier.id, "returned", by=branch, at=now(), reason="wrong-place")
    with write():
        own.say_home(person, a_commune(NHU_GIA).id)
    sends(person)
    found = queries.dossier(dossier.id)
    assert (found.stage, found.place) == ("submitted", a_commune(NHU_GIA).path)


def test_many_take_as_many_queries_as_one() -> None:
    people = [somebody_at_home(f"Người {number}") for number in range(12)]
    gives_herself(people[0], [8] * 10)

    def asked(some: list[UUID]) -> int:
        return counted(lambda: standing.standing_of_all(some, citizen(), TODAY))

    assert asked(people[:1]) == asked(people)
    assert standing.standing_of_all(people, citizen(), TODAY)[people[0]].result.total == 80
    assert a_learner() not in standing.standing_of_all(people, citizen(), TODAY)
