"""A guest's record becomes a person's, and can be the guest's own again; no event is rewritten for it."""

import pytest
from sqlalchemy import select

from learning.db import session
from learning.ids import new_id
from learning.records import operations, queries
from learning.records.models import Event, ModuleProgress
from learning.records.operations import adopt, append, release
from tests.factories.accounts import a_guest, a_learner
from tests.factories.records import DEVICE, Version, a_check, a_version

pytestmark = pytest.mark.usefixtures("app")


def counts(person: object) -> tuple[int, int, int]:
    assert not list(operations.rebuild(verify=True))
    summary = queries.summary_of(person)  # type: ignore[arg-type]  # any person's id
    return summary.answers, summary.right, summary.passed


def half(version: Version, *, second: bool) -> list[dict[str, object]]:
    """Five answers to one attempt are given on one device, some before and some after signing in."""
    check = a_check(version)
    return check[3:] if second else check[:3]


def test_what_the_guest_kept_counts_for_the_person_and_back_again() -> None:
    version, guest, person = a_version(), a_guest(), a_learner()
    append(guest, DEVICE, a_check(version))
    before = queries.progress_of(guest)
    assert adopt(guest, person)
    assert queries.progress_of(person) == queries.progress_of(guest) == before
    assert counts(person) == (5, 5, 1)
    assert release(guest)
    assert counts(person) == (0, 0, 0)
    assert queries.progress_of(guest) == before


def test_events_stay_under_the_guest_who_made_them() -> None:
    guest, person = a_guest(), a_learner()
    append(guest, DEVICE, a_check(a_version()))
    adopt(guest, person)
    assert set(session().execute(select(Event.person_id)).scalars()) == {guest}
    assert set(session().execute(select(ModuleProgress.person_id)).scalars()) == {person}


def test_one_attempt_begun_as_guest_and_finished_as_oneself_is_one_attempt() -> None:
    version, guest, person = a_version(), a_guest(), a_learner()
    append(guest, DEVICE, half(version, second=False))
    append(person, DEVICE, half(version, second=True))
    assert queries.progress_of(person)[0].attempts == 0
    adopt(guest, person)
    assert queries.progress_of(person)[0].passed_at is not None
    release(guest)
    assert queries.progress_of(person)[0].passed_at is None


def test_what_a_linked_guest_sends_late_counts_for_the_person() -> None:
    version, guest, person = a_version(), a_guest(), a_learner()
    check = a_check(version)
    append(guest, DEVICE, check)
    adopt(guest, person)
    late = a_check(version, form=2, minute=20)
    assert append(guest, DEVICE, late).stored
    assert counts(person) == (10, 10, 1)


def test_the_same_outbox_sent_under_the_person_after_adoption_is_known() -> None:
    version, guest, person = a_version(), a_guest(), a_learner()
    check = a_check(version)
    append(guest, DEVICE, check)
    assert len(append(person, DEVICE, check).refused) == 5
    adopt(guest, person)
    assert len(append(person, DEVICE, check).known) == 5


def test_adopting_twice_or_oneself_or_somebody_elses_guest_changes_nothing() -> None:
    guest, person, other = a_guest(), a_learner(), a_learner()
    append(guest, DEVICE, a_check(a_version()))
    assert adopt(guest, person)
    assert not adopt(guest, person)
    assert not adopt(guest, other)
    assert not adopt(person, person)
    assert not adopt(person, guest)
    assert counts(person) == (5, 5, 1)
    assert counts(other) == (0, 0, 0)


def test_releasing_nobodys_guest_changes_nothing() -> None:
    assert not release(a_guest())


def test_links_may_form_a_chain() -> None:
    version = a_version()
    guest, person, true_person = a_guest(), a_learner(), a_learner()
    append(guest, DEVICE, a_check(version))
    append(person, new_id(), a_check(version, form=2, minute=30))
    adopt(guest, person)
    adopt(person, true_person)
    assert counts(true_person) == (10, 10, 1)
    release(person)
    assert counts(true_person) == (0, 0, 0)
    assert counts(person) == (10, 10, 1)
