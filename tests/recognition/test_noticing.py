"""From the record to the radar: one attempt a check, with device, class and pace; and what a list asks."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from learning.classes import operations as classes
from learning.clock import now
from learning.db import write
from learning.ids import new_id
from learning.places.rules import day_of
from learning.recognition import listing, lists, noticing, piles
from learning.records import attempts
from learning.records import operations as records
from tests.conftest import Clock
from tests.factories.accounts import a_guest, a_learner
from tests.factories.classes import a_class, a_member, a_trainer, an_evening
from tests.factories.offices import endorsed, offices_of
from tests.factories.records import DEVICE, a_check, a_version
from tests.places.worlds import counted


@pytest.fixture(autouse=True)
def today(wall_clock: Clock, app: Flask) -> None:
    """22 November 2026; one version of a lesson is known."""
    a_version()


def answered(person: UUID, *, device: UUID = DEVICE, **how: object) -> None:
    assert records.append(person, device, a_check(a_version(stored=False), **how)).stored  # type: ignore[arg-type]  # as a_check names them


def test_a_check_is_one_attempt_with_its_pace_and_its_mistakes(app: Flask) -> None:
    person = a_learner()
    wrong = a_version(stored=False).form(1)[:2]
    answered(person, wrong=wrong)
    answered(person, attempt=2, minute=-30, seq=1)
    again, first = sorted(
        noticing.attempts_of([person], day_of(now())), key=lambda one: one.right.count(False)
    )
    assert (first.person, first.device, first.module, first.form) == (str(person), str(DEVICE), "noi-wifi", 1)
    assert first.seconds == (60.0,) * (len(a_version(stored=False).form(1)) - 1)
    assert (first.right.count(False), again.is_perfect, first.where, first.group) == (2, True, "own", None)


def test_a_form_sent_whole_says_nothing_of_speed(app: Flask) -> None:
    person = a_learner()
    events = [{**one, "at": now().isoformat()} for one in a_check(a_version(stored=False))]
    assert records.append(person, DEVICE, events).stored
    (one,) = noticing.attempts_of([person], day_of(now()))
    assert one.seconds == ()


def test_what_was_done_in_a_class_or_on_a_kiosk_is_known_as_that(app: Flask) -> None:
    trainer = a_trainer()
    group = a_class(trainer)
    person, other = a_member(group, trainer), a_learner("Thạch Văn Sang")
    evening = an_evening(group, trainer)
    with write():
        classes.check_in(evening, person, trainer)
    at = now().isoformat()
    for who, via in ((person, "web"), (other, "kiosk")):
        assert records.append(
            who, DEVICE, [{**one, "at": at, "via": via} for one in a_check(a_version(stored=False))]
        ).stored
    found = {
        one.person: (one.where, one.group) for one in noticing.attempts_of([person, other], day_of(now()))
    }
    assert found == {str(person): ("class", str(group)), str(other): ("kiosk", None)}


def test_a_guest_who_became_somebody_counts_for_them_and_only_so_many_are_read(app: Flask) -> None:
    person, guest = a_learner(), a_guest()
    answered(guest)
    records.adopt(guest, person)
    (one,) = noticing.attempts_of([person], day_of(now()))
    assert one.person == str(person)
    year = now().replace(year=2025), now().replace(year=2027)
    assert len(attempts.given_by([person], *year, most=2)) == 2


def test_as_many_queries_for_many_people_as_for_one(app: Flask) -> None:
    people = [a_learner(f"Người {number}") for number in range(6)]
    for person in people:
        answered(person)
    noticing.questions_about(people[:1], day_of(now()))  # what begins the transaction is not counted
    few = counted(lambda: noticing.questions_about(people[:1], day_of(now())))
    assert counted(lambda: noticing.questions_about(people, day_of(now()))) == few


def test_a_list_keeps_its_questions_by_dossier_and_an_answer_takes_nothing(app: Flask) -> None:
    here = offices_of()
    device = new_id()
    some = [endorsed(here, f"Người {number}") for number in range(15)]
    for one in some:
        answered(one.person, device=device)
    found = piles.piles_of(here.commune.path, some[0].set_id, 2026, day_of(now()))
    assert {one.pile for one in found.all} == {"meets"}  # a question moves nobody to another pile
    asked = piles.asked_of(found.all)
    assert [(one.kind, one.count, len(one.dossiers)) for one in asked] == [("shared_device", 15, 15)]
    rules = piles.rules_of(some[0].set_id, some[0].set_version)
    results = {one.dossier.id: one.result for one in found.all}
    with write():
        made = listing.propose(here.commune.path, rules, 2026, results, asked=asked, by=here.association)
    with write():
        listing.reply(made, 1, "class", here.officer)
    kept = lists.list_of(made)
    assert [(each.kind, each.reply) for each in kept.questions] == [("shared_device", "class")]
    assert {each.total for each in lists.entries_of(made)} == {80}
    with pytest.raises(listing.ListRefused), write():
        listing.reply(made, 1, "knew", here.officer)
