"""From the record to the rules: the same facts as on her own page, in a few queries for a thousand people."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import insert

from learning.accounts.models import Person
from learning.clock import now
from learning.db import write
from learning.ids import new_id
from learning.recognition import evidence
from learning.recognition.rules import Stay, judge
from learning.recognition.sets import PersonSet
from learning.records import operations as records
from learning.records import queries
from learning.web.site import site as web_site
from tests.conftest import Clock
from tests.factories.accounts import a_guest, a_learner
from tests.factories.records import DEVICE, MORNING, Version, a_check, a_review, a_version
from tests.places.worlds import counted
from tests.support.judging import criteria_named

SCAMS = "nhan-biet-lua-dao"
TODAY = date(2026, 11, 22)
YEAR = 365 * 24 * 60


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


def sample() -> PersonSet:
    criteria = criteria_named("bo-thu")
    assert isinstance(criteria, PersonSet)
    return criteria


def passes(person: UUID, module: str = SCAMS, *, minute: float = 0) -> Version:
    """Somebody passed a lesson, so many minutes after a morning in November."""
    version = a_version(module)
    assert records.append(person, DEVICE, a_check(version, minute=minute, seq=1)).stored
    return version


def test_a_pass_is_evidence_with_its_day_course_and_skills(app: Flask) -> None:
    person = a_learner()
    passes(person)
    (shown,) = evidence.shown_of(person, sample(), TODAY)
    lesson = next(one for one in web_site().catalog.modules if one.id == SCAMS)
    assert (shown.module, shown.level, shown.passed_on, shown.shown_on) == (SCAMS, "self", TODAY, TODAY)
    assert (shown.course, shown.skills) == (lesson.course_id, lesson.skills)


def test_what_was_only_tried_is_none(app: Flask) -> None:
    person = a_learner()
    version = a_version(SCAMS)
    records.append(person, DEVICE, a_check(version, wrong=version.form(1)))
    assert evidence.shown_of(person, sample(), TODAY) == ()


def test_a_lesson_that_is_no_longer_taught_was_learned_all_the_same(app: Flask) -> None:
    person = a_learner()
    passes(person, "bai-da-bo")
    (shown,) = evidence.shown_of(person, sample(), TODAY)
    assert (shown.module, shown.course, shown.skills) == ("bai-da-bo", "", ())


def test_a_right_answer_on_another_day_shows_it_again_and_a_wrong_one_does_not(app: Flask) -> None:
    person = a_learner()
    version = passes(person, minute=-2 * YEAR)
    wrong = a_review(version, version.form(1)[0], right=False, minute=10)
    records.append(person, DEVICE, [wrong])
    (before,) = evidence.shown_of(person, sample(), TODAY)
    assert before.shown_on == before.passed_on == date(2024, 11, 22)
    records.append(person, DEVICE, [a_review(version, version.form(1)[1], minute=30)])
    (after,) = evidence.shown_of(person, sample(), TODAY)
    assert (after.passed_on, after.shown_on) == (date(2024, 11, 22), TODAY)


def test_the_refresh_check_is_one_right_answer_away(app: Flask) -> None:
    person = a_learner()
    version = passes(person, minute=-2 * YEAR)
    home = [Stay("Tu", "usual", date(2020, 1, 1))]

    def safety() -> tuple[int, tuple[str, ...]]:
        shown = evidence.shown_of(person, sample(), TODAY)
        scored = judge(sample(), shown, {}, home, on=TODAY, group="nguoi-dan").scored[2]
        return scored.points, scored.stale

    assert safety() == (0, (SCAMS,))
    records.append(person, DEVICE, [a_review(version, version.form(1)[0], minute=30)])
    assert safety() == (5, ())


def test_what_was_shown_after_the_day_judged_does_not_count(app: Flask) -> None:
    person = a_learner()
    version = passes(person, minute=-2 * YEAR)
    records.append(person, DEVICE, [a_review(version, version.form(1)[0], minute=30)])
    (shown,) = evidence.shown_of(person, sample(), TODAY - timedelta(days=1))
    assert shown.shown_on == date(2024, 11, 22)


def test_what_a_linked_guest_learned_is_hers_and_agrees_with_her_own_page(app: Flask) -> None:
    person, guest = a_learner(), a_guest()
    passes(person)
    passes(guest, "quyen-ung-dung")
    records.adopt(guest, person)
    shown = evidence.shown_of(person, sample(), TODAY)
    own = {one.module for one in queries.progress_of(person) if one.passed_at}
    assert {one.module for one in shown} == own == {SCAMS, "quyen-ung-dung"}
    assert evidence.shown_of(guest, sample(), TODAY) == shown


def test_a_thousand_people_take_as_many_queries_as_one(app: Flask) -> None:
    person = a_learner()
    passes(person)
    rows = [
        {"id": new_id(), "kind": "learner", "language": "vi", "created_at": now()} for _each in range(1000)
    ]
    with write() as session:
        session.execute(insert(Person), rows)
    many = [person, *(UUID(str(row["id"])) for row in rows)]
    for_one = counted(lambda: evidence.shown_of(person, sample(), TODAY))
    assert counted(lambda: evidence.shown_of_all(many, sample(), TODAY)) <= for_one <= 5
    assert sum(map(len, evidence.shown_of_all(many, sample(), TODAY).values())) == 1


def test_nobody_is_nothing(app: Flask) -> None:
    assert evidence.shown_of_all([], sample(), TODAY) == {}
    assert MORNING.date() == TODAY
