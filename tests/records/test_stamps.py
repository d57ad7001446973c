"""The stamp of a person's record: another one after every change of what counts, and only then."""

from uuid import UUID

import pytest
from sqlalchemy import delete, select

from learning.db import session, write
from learning.records import operations
from learning.records.models import PersonSummary
from learning.records.operations import adopt, append, release
from tests.factories.accounts import a_guest, a_learner
from tests.factories.records import DEVICE, a_check, a_version

pytestmark = pytest.mark.usefixtures("app")


def stamp(person: UUID) -> int | None:
    """None where nothing counts for this person."""
    session().rollback()
    wanted = select(PersonSummary.stamp).where(PersonSummary.person_id == person)
    return session().execute(wanted).scalar_one_or_none()


def test_every_append_draws_another_and_sending_again_does_not() -> None:
    person, version = a_guest(), a_version()
    first, second = a_check(version), a_check(version, attempt="again")
    seen = [stamp(person)]
    for events in (first, second):
        append(person, DEVICE, events)
        seen.append(stamp(person))
        append(person, DEVICE, events)
        assert stamp(person) == seen[-1]
    assert seen[0] is None
    assert len(set(seen)) == 3


def test_links_draw_for_both_and_no_old_one_comes_back() -> None:
    guest, person, version = a_guest(), a_learner(), a_version()
    append(guest, DEVICE, a_check(version))
    append(person, DEVICE, a_check(version, attempt="own"))
    before = {stamp(guest), stamp(person)}
    adopt(guest, person)
    assert stamp(guest) is None
    linked = stamp(person)
    release(guest)
    after = {stamp(guest), stamp(person)}
    assert len(before | {linked} | after) == 5


def test_what_a_linked_guest_sends_draws_for_the_person() -> None:
    guest, person, version = a_guest(), a_learner(), a_version()
    append(guest, DEVICE, a_check(version))
    adopt(guest, person)
    before = stamp(person)
    append(guest, DEVICE, a_check(version, attempt="late"))
    assert stamp(person) != before
    assert stamp(guest) is None


def test_who_was_there_draws_another() -> None:
    person = a_learner()
    append(person, DEVICE, a_check(a_version()))
    before = stamp(person)
    with write() as current:
        operations.presence_changed(current, person, lambda: None)
    assert stamp(person) != before


def test_what_is_undone_leaves_the_stamp() -> None:
    person = a_learner()
    append(person, DEVICE, a_check(a_version()))
    before = stamp(person)
    with pytest.raises(ZeroDivisionError), write() as current:
        operations.presence_changed(current, person, lambda: 1 // 0)
    assert stamp(person) == before


def test_rebuilding_draws_another_where_something_was_wrong_and_no_stamp_is_wrong() -> None:
    person = a_learner()
    append(person, DEVICE, a_check(a_version()))
    before = stamp(person)
    assert list(operations.rebuild()) == []
    assert stamp(person) == before
    with write() as current:
        current.execute(delete(PersonSummary))
    assert list(operations.rebuild()) != []
    assert stamp(person) not in (None, before)
