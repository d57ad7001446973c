"""The evening: who is here, what their answers prove, who needs help now, what a room answers together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, select

from learning.accounts import operations as accounts
from learning.catalog.content import Module
from learning.classes import operations, queries, tonight
from learning.classes.tonight import task_of
from learning.db import db, session, write
from learning.ids import new_id
from learning.quizzes.kinds.listen import Listen
from learning.quizzes.practice import END
from learning.records import operations as records
from learning.records.models import Event
from learning.records.operations import append, rebuild
from learning.records.queries import progress_of, progress_of_all, summary_of
from learning.web.site import site as web_site
from tests.conftest import Clock
from tests.factories.accounts import a_guest
from tests.factories.classes import NAMES, a_class, a_member, a_trainer, an_evening, members
from tests.factories.records import DEVICE, MORNING, a_check, a_version
from tests.support.answers import right_answer
from tests.support.site import Site


@pytest.fixture
def evening(site: Site, wall_clock: Clock) -> tuple[Site, UUID, UUID, UUID]:
    """Chị Mai's class meets: the site, her, the class, the meeting."""
    trainer = a_trainer()
    group = a_class(trainer)
    site.sign_in(trainer, "staff")
    return site, trainer, group, an_evening(group, trainer)


Evening = tuple[Site, UUID, UUID, UUID]


def evidence(person: UUID) -> str | None:
    return progress_of(person)[0].evidence


def checked(wall_clock: Clock, *, stored: bool = True) -> list[dict[str, Any]]:
    """A check passed a minute after now."""
    from_minute = (wall_clock.at - MORNING).total_seconds() / 60
    return a_check(a_version(stored=stored), minute=from_minute + 1)


def test_one_tap_is_here_and_another_takes_it_back(evening: Evening) -> None:
    site, trainer, group, meeting = evening
    lan = a_member(group, trainer)
    page = site.post("evening.check_in", class_id=group, person_id=lan)
    assert "1 người có mặt" in page.text
    assert list(queries.present_at(meeting)) == [lan]
    site.post("evening.check_in", class_id=group, person_id=lan)
    site.post("evening.check_in", {"undo": "1"}, class_id=group, person_id=lan)
    assert queries.present_at(meeting) == {}


def test_a_card_under_the_scanner_is_here(evening: Evening) -> None:
    site, trainer, group, _ = evening
    lan = a_member(group, trainer)
    with write():
        card = accounts.issue_card(lan, trainer)
    assert "Sơn Thị Lan có mặt" in site.post("evening.scan", {"card": card.path}, class_id=group).text
    assert "không có trong lớp" in site.post("evening.scan", {"card": "x"}, class_id=group, status=422).text


def test_what_was_done_in_the_evening_is_present_in_whatever_order_it_arrives(
    evening: Evening, wall_clock: Clock
) -> None:
    _, trainer, group, meeting = evening
    steps: dict[str, Callable[[UUID, list[Any]], Any]] = {
        "answers": lambda person, events: append(person, DEVICE, events),
        "roll call": lambda person, _: _check_in(meeting, person, trainer),
        "the clock goes on": lambda _person, _events: wall_clock.advance(minutes=1),
    }
    events = checked(wall_clock)
    wall_clock.advance(minutes=30)
    for order in permutations(steps):
        person = a_member(group, trainer)
        own = [{**event, "id": str(new_id())} for event in events]
        for step in order:
            steps[step](person, own)
        assert evidence(person) == "present", order
        assert list(rebuild(verify=True)) == []


def _check_in(meeting: UUID, person: UUID, by: UUID) -> None:
    with write():
        operations.check_in(meeting, person, by)


def test_an_undone_tap_takes_the_evidence_back(evening: Evening, wall_clock: Clock) -> None:
    _, trainer, group, meeting = evening
    lan = a_member(group, trainer)
    events = checked(wall_clock)
    wall_clock.advance(minutes=30)
    append(lan, DEVICE, events)
    _check_in(meeting, lan, trainer)
    with write():
        operations.undo_check_in(meeting, lan)
    assert evidence(lan) == "self"
    assert list(rebuild(verify=True)) == []


def test_what_was_done_outside_the_evening_or_by_others_stays_their_own(
    evening: Evening, wall_clock: Clock
) -> None:
    _, trainer, group, meeting = evening
    lan, sang = members(group, trainer, NAMES[:2])
    _check_in(meeting, lan, trainer)
    events = checked(wall_clock)
    wall_clock.advance(minutes=30)
    append(sang, DEVICE, [{**event, "id": str(new_id())} for event in events])
    with write():
        operations.close_meeting(meeting)
    wall_clock.advance(minutes=10)
    later = checked(wall_clock, stored=False)
    wall_clock.advance(minutes=30)
    append(lan, DEVICE, later)
    assert (evidence(lan), evidence(sang)) == ("self", "self")


def test_a_guest_of_the_evening_who_takes_a_card_was_present(evening: Evening, wall_clock: Clock) -> None:
    _, trainer, group, meeting = evening
    lan, guest = a_member(group, trainer), a_guest()
    events = checked(wall_clock)
    wall_clock.advance(minutes=30)
    _check_in(meeting, lan, trainer)
    append(guest, DEVICE, events)
    assert evidence(guest) == "self"
    records.adopt(guest, lan)
    assert evidence(lan) == "present"
    assert list(rebuild(verify=True)) == []


def done_by(person: UUID) -> list[Any]:
    """What was watched, step by step."""
    watched = select(Event.answer).where(Event.person_id == person, Event.verb == "observed")
    return list(session().execute(watched).scalars())


def a_whole_check(module: Module, wall_clock: Clock) -> list[dict[str, Any]]:
    """Form 1 of a real module, all right, from a minute ago on."""
    named = {"verb": "answered", "module": module.id, "version": module.version, "form": 1, "attempt": "1"}
    return [
        {
            **named,
            "id": str(new_id()),
            "question": question.id,
            "answer": right_answer(question),
            "at": (wall_clock.at + timedelta(minutes=place)).isoformat(),
            "seq": place,
            "language": "vi",
            "via": "web",
        }
        for place, question in enumerate(module.form(1))
    ]


@pytest.mark.parametrize("watched_first", [True, False])
def test_an_observed_task_makes_a_pass_an_observed_one(
    evening: Evening, wall_clock: Clock, *, watched_first: bool
) -> None:
    site, trainer, group, _ = evening
    lan = a_member(group, trainer)
    module = web_site().catalog.courses[0].modules[0]
    events = a_whole_check(module, wall_clock)
    wall_clock.advance(minutes=30)
    data = {"bai": module.id, "het": "1"}
    if watched_first:
        site.post("evening.watch", data, class_id=group, person_id=lan)
        append(lan, DEVICE, events)
    else:
        append(lan, DEVICE, events)
        site.post("evening.watch", data, class_id=group, person_id=lan)
    assert evidence(lan) == "observed"
    assert list(rebuild(verify=True)) == []


def test_the_steps_to_watch_are_those_of_the_course(evening: Evening) -> None:
    site, trainer, group, _ = evening
    lan = a_member(group, trainer)
    module = next(one for one in web_site().catalog.courses[0].modules if one.practice)
    page = site.get("evening.watch", class_id=group, person_id=lan, query={"bai": module.id})
    assert module.practice is not None
    assert module.practice.walk()[0].do in page.text
    page.form().fill({"buoc-1": "co"}).submit()
    assert done_by(lan) == [[True, *[False] * (len(task_of(module).steps) - 1)]]
    site.post("evening.watch", {"buoc-1": "co"}, class_id=group, person_id=lan, status=422)


def test_every_practice_of_the_courses_can_be_watched_from_its_first_step_to_its_last(app: Flask) -> None:
    for module in web_site().catalog.modules:
        if module.practice is not None:
            walked = module.practice.walk()
            assert walked[0].id == module.practice.start
            assert any(element.to == END for element in walked[-1].elements), module.id
            assert len(task_of(module).steps) >= 3, module.id


def test_who_waits_for_help_stands_first(evening: Evening, wall_clock: Clock) -> None:
    site, trainer, group, meeting = evening
    lan, sang, pao = members(group, trainer, NAMES[:3])
    version = a_version()
    for person in (lan, sang, pao):
        _check_in(meeting, person, trainer)
    start = (wall_clock.at - MORNING).total_seconds() / 60
    wall_clock.advance(minutes=8)
    append(sang, DEVICE, a_check(version, wrong=version.form(1), minute=start + 3)[:2])
    append(lan, DEVICE, [{**event, "id": str(new_id())} for event in a_check(version, minute=start)])
    text = site.get("evening.show", class_id=group).text
    assert text.index(NAMES[1]) < text.index(NAMES[2]) < text.index(NAMES[0])
    assert "Vừa sai hai câu liền" in text


def test_the_live_part_says_nothing_where_nothing_changed(evening: Evening) -> None:
    site, trainer, group, meeting = evening
    lan = a_member(group, trainer)
    part = site.get("evening.live", class_id=group, part=True)
    address = part.one("section").get("hx-get")
    assert site.client.get(address).status_code == 204
    _check_in(meeting, lan, trainer)
    assert site.client.get(address).status_code == 200


def test_a_room_answers_together_and_it_proves_nothing_for_a_person(evening: Evening) -> None:
    site, trainer, group, meeting = evening
    lan = a_member(group, trainer)
    _check_in(meeting, lan, trainer)
    module = web_site().catalog.courses[0].modules[0]
    where: dict[str, Any] = {"class_id": group, "module_id": module.id, "number": 1}
    page = site.get("evening.hall", **where)
    names = [field.get("name", "") for field in page.all("main ol input")]
    site.post("evening.hall", {names[0]: "7", names[1]: "3"}, **where)
    assert {one.hands for one in queries.hands_at(meeting)} >= {7, 3}
    assert progress_of(lan) == []
    assert "đếm chung" in site.post("evening.finish", class_id=group).text
    site.post("evening.hall", {names[0]: "nhiều"}, **where, status=422)


def test_the_room_hears_what_a_question_is_about(evening: Evening) -> None:
    site, _trainer, group, _meeting = evening
    module, number, question = next(
        (module, number, question)
        for module in web_site().catalog.modules
        for number, question in enumerate(tonight.asked_aloud(module), 1)
        if isinstance(question, Listen)
    )
    page = site.get("evening.hall", class_id=group, module_id=module.id, number=number)
    assert page.texts(".question-heard")[0].startswith(str(question.heard)[:20])


def test_every_figure_of_the_class_is_the_learners_own(evening: Evening, wall_clock: Clock) -> None:
    _, trainer, group, _ = evening
    people = members(group, trainer)
    guest = a_guest()
    append(guest, DEVICE, a_check(a_version()))
    records.adopt(guest, people[0])
    append(
        people[1],
        DEVICE,
        [{**one, "id": str(new_id())} for one in a_check(a_version("khac"), wrong=("cau-01",))],
    )
    assert progress_of_all(people) == {person: progress_of(person) for person in people}
    assert summary_of(people[0]).passed == 1


def test_forty_people_and_all_modules_in_few_queries(evening: Evening, counted: Callable[[], int]) -> None:
    site, trainer, group, _ = evening
    members(group, trainer, [f"Người Thứ {number}" for number in range(40)])
    before = counted()
    site.get("classes.show", class_id=group)
    assert counted() - before <= 10  # eight of the page, two of who is signed in and may


@pytest.fixture
def counted(app: Flask) -> Any:
    """How many statements the database was asked so far."""
    asked: list[str] = []

    def note(*args: Any) -> None:
        asked.append(args[2])

    event.listen(db.engine, "before_cursor_execute", note)
    yield lambda: len([one for one in asked if one.lstrip().upper().startswith(("SELECT", "WITH"))])
    event.remove(db.engine, "before_cursor_execute", note)


def test_what_is_hard_is_counted_with_the_wrong_answers_people_give(
    evening: Evening, wall_clock: Clock
) -> None:
    site, trainer, group, _ = evening
    module = web_site().catalog.courses[0].modules[0]
    event = next(one for one in a_whole_check(module, wall_clock) if isinstance(one["answer"], str))
    question = module.bank.question(event["question"])
    wrong = next(note for note in question.notes if not note.right)
    for person in members(group, trainer, NAMES[:2]):
        append(person, DEVICE, [{**event, "id": str(new_id()), "answer": wrong.id}])
    text = site.get("classes.module", class_id=group, module_id=module.id).text
    assert "0 trên 2" in text
    assert "2 lần" in text
