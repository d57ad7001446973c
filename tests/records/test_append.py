"""The door into the record: what is stored, known and refused; what progress, cards and totals become."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import SQLAlchemyError

from learning import clock
from learning.db import session, write
from learning.ids import new_id
from learning.records import operations, queries
from learning.records.models import Event
from learning.records.operations import Receipt, Refusal, append
from tests.factories.accounts import a_guest
from tests.factories.records import (
    DEVICE,
    MORNING,
    Version,
    a_check,
    a_practice,
    a_review,
    a_version,
    an_answer,
    an_event,
    store,
)

pytestmark = pytest.mark.usefixtures("app")


def ids(events: list[dict[str, Any]]) -> list[str]:
    return [event["id"] for event in events]


def kept(column: str) -> list[Any]:
    return list(session().execute(select(getattr(Event, column)).order_by(Event.seq, Event.id)).scalars())


def keep(person: UUID, *events: object) -> Receipt:
    return append(person, DEVICE, list(events))


def test_a_check_is_stored_marked_and_counted() -> None:
    version, person = a_version(), a_guest()
    events = [an_event(version), *a_check(version, minute=1, wrong=version.form(1)[:1])]
    assert keep(person, *events) == Receipt(ids(events), [], [])
    (progress,) = queries.progress_of(person)
    assert (progress.module, progress.attempts, progress.best_right) == (version.module, 1, 4)
    assert progress.opened_at == MORNING
    summary = queries.summary_of(person)
    assert (summary.answers, summary.right) == (5, 4)
    assert summary.passed == (progress.passed_at is not None)


def test_the_same_batch_again_is_known_and_changes_nothing() -> None:
    version, person = a_version(), a_guest()
    events = a_check(version)
    keep(person, *events)
    before = queries.progress_of(person), queries.summary_of(person)
    assert keep(person, *reversed(events)) == Receipt([], ids(events)[::-1], [])
    assert (queries.progress_of(person), queries.summary_of(person)) == before


def test_an_id_twice_in_a_batch_is_stored_once_and_comes_back_as_it_was_sent() -> None:
    version, person = a_version(), a_guest()
    event = an_event(version)
    shouted = {**event, "id": event["id"].upper()}
    assert keep(person, event, shouted) == Receipt([event["id"]], [shouted["id"]], [])
    assert len(kept("id")) == 1


def test_one_bad_event_never_refuses_its_neighbours() -> None:
    version, person = a_version(), a_guest()
    good, late = an_event(version), an_event(version, minute=2)
    bad = [
        "nonsense",
        {**an_event(version), "seq": -1},
        an_event(version, verb="flown"),
        an_event(version, module="no-such-module"),
        {**an_event(version), "version": "0" * 16},
        an_answer(version, "cau-99"),
        an_answer(version, "cau-01", form=999, attempt=1),
        {**an_answer(version, "cau-01"), "answer": "maybe"},
        {**an_answer(version, "cau-01"), "answer": "x" * 20_000},
    ]
    receipt = keep(person, good, *bad, late)
    assert receipt.stored == ids([good, late])
    assert [refusal.reason for refusal in receipt.refused] == [
        "malformed",
        "malformed",
        "unknown_verb",
        "unknown_module",
        "unknown_version",
        "unknown_question",
        "not_in_form",
        "unreadable_answer",
        "too_large",
    ]
    assert len(kept("id")) == 2


def test_what_was_refused_may_come_again_mended() -> None:
    version, person = a_version(), a_guest()
    event = an_event(version)
    assert keep(person, {**event, "via": "?"}, event).stored == [event["id"]]


def test_somebody_elses_id_is_taken_and_says_nothing_about_them() -> None:
    version, person, other = a_version(), a_guest(), a_guest()
    event = an_event(version)
    keep(other, event)
    assert keep(person, event).refused == [Refusal(event["id"], "id_taken")]
    assert queries.progress_of(person) == []


def test_the_mark_of_the_server_is_kept_with_the_event() -> None:
    version, person = a_version(), a_guest()
    question = version.form(1)[0]
    keep(
        person,
        an_event(version),
        an_answer(version, question, right=False, minute=1),
        a_practice(version, ["anh", "cai-dat", "wifi"], minute=2),
    )
    assert kept("right") == [None, False, True]
    assert kept("points") == [None, 0, 2]
    assert kept("of") == [None, 1, 3]
    assert kept("critical") == [None, version.critical(question), False]
    assert kept("evidence") == ["self"] * 3


def test_a_clock_that_is_days_off_is_noted_and_never_counts_as_the_future() -> None:
    version, person = a_version(), a_guest()
    with clock.fixed(MORNING):
        keep(person, an_event(version, minute=0), an_event(version, minute=60 * 24 * 400))
        keep(person, an_event(version, at="1970-01-01T00:00:00Z", seq=5))
    assert kept("clock_skew") == [None, -round(MORNING.timestamp()), 400 * 86400]
    assert kept("effective_at") == [MORNING, datetime(1970, 1, 1, tzinfo=UTC), MORNING]
    assert kept("at")[2] == MORNING + timedelta(days=400)


def test_a_late_answer_is_marked_by_the_version_that_its_learner_saw() -> None:
    old, new = a_version(right="sai"), a_version()
    person = a_guest()
    question = old.form(1)[0]
    keep(person, an_answer(new, question), an_answer(old, question, right=False, minute=1))
    assert kept("right") == [True, True]


def test_a_version_at_hand_but_not_in_this_database_is_stored_with_its_first_event() -> None:
    version, person = a_version(questions=13, stored=False), a_guest()
    queries.keep_at_hand(version.module, version.version, version.marking)
    assert keep(person, an_event(version)).stored
    known = session().execute(
        text("SELECT count(*) FROM module_version WHERE version = :v"), {"v": version.version}
    )
    assert known.scalar_one() == 1


def test_an_answer_that_comes_late_but_was_given_early_is_put_where_it_belongs() -> None:
    version, person = a_version(), a_guest()
    check = a_check(version)
    keep(person, *check[1:], *a_check(version, attempt=2, minute=10, wrong=version.form(1)))
    assert queries.progress_of(person)[0].passed_at is None
    keep(person, check[0])
    assert queries.progress_of(person)[0].passed_at == MORNING + timedelta(minutes=4)
    assert queries.summary_of(person).passed == 1


def test_due_questions_come_longest_due_first_and_only_while_they_are_offered() -> None:
    version, person = a_version(), a_guest()
    first, second, third = version.form(1)[:3]
    keep(
        person,
        an_answer(version, first, right=False, minute=1),
        an_answer(version, second, right=False),
        an_answer(version, third),
    )
    tomorrow = MORNING + timedelta(days=1, hours=1)
    assert [due.question for due in queries.due_reviews(person, tomorrow, 10)] == [second, first]
    assert [due.question for due in queries.due_reviews(person, tomorrow, 1)] == [second]
    offered = {(version.module, first)}
    assert [due.question for due in queries.due_reviews(person, tomorrow, 10, among=offered)] == [first]
    assert queries.next_due_at(person) == MORNING + timedelta(days=1)


def test_a_review_moves_the_question_on() -> None:
    version, person = a_version(), a_guest()
    question = version.form(1)[0]
    with clock.fixed(MORNING + timedelta(days=3)):
        keep(person, an_answer(version, question, right=False))
        due_at = queries.next_due_at(person)
        keep(person, a_review(version, question, minute=60 * 24))
    assert due_at == MORNING + timedelta(days=1)
    assert (queries.next_due_at(person) or MORNING) > due_at
    assert queries.progress_of(person)[0].attempts == 0


def test_the_latest_module_comes_first() -> None:
    old, new = a_version("mot"), a_version("hai")
    person = a_guest()
    keep(person, an_event(new, minute=5), an_event(old))
    assert [progress.module for progress in queries.progress_of(person)] == ["hai", "mot"]
    assert queries.kept_answers(person) == 2


def test_somebody_who_kept_nothing_has_nothing() -> None:
    person = a_guest()
    assert queries.progress_of(person) == []
    assert queries.due_reviews(person, MORNING, 5) == []
    assert queries.summary_of(person) == queries.Summary()
    assert queries.next_due_at(person) is None


@pytest.mark.parametrize("statement", ["DELETE FROM event", 'UPDATE event SET points = 5, "right" = true'])
def test_the_database_itself_refuses_to_change_or_forget_an_event(statement: str) -> None:
    keep(a_guest(), an_event(a_version()))
    with pytest.raises(SQLAlchemyError, match="only grows"), write() as current:
        current.execute(text(statement))
    assert len(kept("id")) == 1


def test_erasing_a_person_may_put_an_anonymous_number_in_their_place() -> None:
    person, anonymous = a_guest(), a_guest()
    keep(person, an_event(a_version()))
    with write() as current:
        current.execute(update(Event).values(person_id=anonymous, device=new_id()))
    assert kept("person_id") == [anonymous]
    list(operations.rebuild())
    assert queries.progress_of(person) == []
    assert len(queries.progress_of(anonymous)) == 1


def test_the_courses_versions_are_remembered_once(app: Flask) -> None:
    catalog = app.extensions["hocso"].catalog
    assert operations.remember_versions(catalog) == 0  # as prepared
    known: set[Any] = set(map(tuple, session().execute(text("SELECT module, version FROM module_version"))))
    assert known == {(module.id, module.version) for module in catalog.modules}


def test_storing_a_version_makes_its_module_known() -> None:
    version = Version("la", "a" * 16, a_version(stored=False).marking)
    assert not queries.knows_module("la")
    store(version)
    session().rollback()
    assert queries.knows_module("la")
    assert queries.marking_of("la", "a" * 16) == version.marking
