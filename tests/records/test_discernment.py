"""Telling scams from genuine messages, as the record knows it: each message once, by her latest verdict."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import event

from learning.db import db
from learning.ids import new_id
from learning.quizzes.discernment import Discernment
from learning.records import queries
from learning.records.operations import adopt, append, release
from learning.records.queries import discernment_of
from tests.factories.accounts import a_guest, a_learner
from tests.factories.records import (
    WRONG,
    Event,
    Version,
    a_check,
    a_practice,
    a_verdict,
    a_version,
    a_version_with_messages,
    an_event,
)

pytestmark = pytest.mark.usefixtures("app")


@contextmanager
def questions() -> Iterator[list[str]]:
    """What the database is asked meanwhile; beginning and ending a transaction is no question."""
    asked: list[str] = []

    def note(*said: object) -> None:
        sql = str(said[2])
        if sql.startswith(("SELECT", "WITH")):
            asked.append(sql)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def keep(person: UUID, *events: Event) -> None:
    receipt = append(person, new_id(), events)
    assert len(receipt.stored) == len(events), receipt


def one_of_each(version: Version, *, minute: float = 0) -> list[Event]:
    """A hit, a miss, a false alarm and a correct rejection."""
    said = {"lua-1": "scam", "lua-2": "genuine", "that-1": "scam", "that-2": "genuine"}
    return [a_verdict(version, name, verdict, minute=minute) for name, verdict in said.items()]


def test_whoever_kept_nothing_has_judged_nothing() -> None:
    assert discernment_of(a_guest()) == discernment_of(new_id()) == Discernment()


def test_verdicts_are_counted_and_nothing_else_is() -> None:
    version, person = a_version_with_messages(), a_guest()
    plain = a_version()
    keep(person, *one_of_each(version), an_event(plain), *a_check(plain), a_practice(plain))
    keep(a_guest(), a_verdict(version, "lua-1", "genuine"))
    assert discernment_of(person) == Discernment(1, 1, 1, 1)


def test_a_wrong_clue_leaves_the_verdict_right() -> None:
    version, person = a_version_with_messages(), a_guest()
    keep(person, a_verdict(version, "lua-1", "scam", clue=WRONG))
    assert discernment_of(person) == Discernment(hits=1)


def test_the_latest_verdict_on_a_message_counts_however_late_it_came() -> None:
    version, person = a_version_with_messages(), a_guest()
    keep(person, a_verdict(version, "lua-1", "scam", minute=9, verb="reviewed"))
    keep(person, a_verdict(version, "lua-1", "genuine", minute=1))
    assert discernment_of(person) == Discernment(hits=1)


def test_a_message_is_what_it_was_when_she_saw_it() -> None:
    before = a_version_with_messages(["tin"], [])
    after = a_version_with_messages([], ["tin"])
    person, other = a_guest(), a_guest()
    keep(person, a_verdict(before, "tin", "scam"))
    keep(other, a_verdict(before, "tin", "scam"), a_verdict(after, "tin", "scam", minute=5))
    assert discernment_of(person) == Discernment(hits=1)
    assert discernment_of(other) == Discernment(false_alarms=1)


def test_messages_of_two_modules_may_share_a_name() -> None:
    here, there = a_version_with_messages(), a_version_with_messages(module="tin-quen")
    person = a_guest()
    keep(person, *one_of_each(here), *one_of_each(there))
    assert discernment_of(person) == Discernment(2, 2, 2, 2)


def test_what_a_guest_judged_counts_for_the_person_and_back_again() -> None:
    version = a_version_with_messages()
    guest, person, true_person = a_guest(), a_learner(), a_learner()
    keep(guest, a_verdict(version, "lua-1", "scam"))
    keep(person, a_verdict(version, "that-1", "scam"))
    adopt(guest, person)
    adopt(person, true_person)
    assert [discernment_of(each) for each in (guest, person, true_person)] == 3 * [
        Discernment(hits=1, false_alarms=1)
    ]
    release(person)
    release(guest)
    assert [discernment_of(each) for each in (guest, person, true_person)] == [
        Discernment(hits=1),
        Discernment(false_alarms=1),
        Discernment(),
    ]


@pytest.mark.parametrize("modules", [1, 12])
def test_it_asks_once_and_once_more_for_versions_that_are_not_at_hand(modules: int) -> None:
    versions = [a_version_with_messages(module=f"tin-{number}") for number in range(modules)]
    guest, person = a_guest(), a_learner()
    for version in versions:
        keep(guest, *one_of_each(version))
    adopt(guest, person)
    queries._at_hand.clear()  # as in a worker that has just begun
    with questions() as cold:
        found = discernment_of(person)
    with questions() as warm:
        assert discernment_of(person) == found == Discernment(*4 * [modules])
    assert (len(cold), len(warm)) == (2, 1)
