"""The report of an evening: who was there, what they passed in it and how surely, and what comes next."""

from __future__ import annotations

from uuid import UUID

import pytest

from learning.accounts.actions import Sought, written
from learning.classes import operations, queries
from learning.db import write
from learning.records.operations import append
from learning.web.site import site as web_site
from tests.classes.test_evening import a_whole_check
from tests.conftest import Clock
from tests.factories.classes import NAMES, a_class, a_trainer, an_evening, members
from tests.factories.records import DEVICE
from tests.support.site import Site


@pytest.fixture
def evening(site: Site, wall_clock: Clock) -> tuple[UUID, UUID, list[UUID]]:
    """Two of three came, and one of them passed a check: the trainer, the class, its people."""
    trainer = a_trainer()
    group = a_class(trainer)
    site.sign_in(trainer, "staff")
    people = members(group, trainer, NAMES[:3])
    meeting = an_evening(group, trainer)
    with write():
        for person in people[:2]:
            operations.check_in(meeting, person, trainer)
    events = a_whole_check(web_site().catalog.courses[0].modules[0], wall_clock)
    wall_clock.advance(minutes=30)
    append(people[0], DEVICE, events)
    with write():
        operations.close_meeting(meeting)
    return trainer, group, people


def day_of(group: UUID) -> str:
    return queries.meetings(group)[0].held_on.isoformat()


def test_it_says_who_was_there_what_was_passed_and_how_surely(
    site: Site, evening: tuple[UUID, UUID, list[UUID]]
) -> None:
    _trainer, group, _people = evening
    text = site.get("evening.report", class_id=group, day=day_of(group)).text
    assert "Có mặt 2 trên 3 người" in text
    assert "đạt 1 bài; đúng 5/5 câu" in text
    assert "1 học tại lớp" in text
    assert "Buổi sau nên dạy" in text


def test_what_was_passed_on_another_day_is_no_part_of_it(
    site: Site, evening: tuple[UUID, UUID, list[UUID]], wall_clock: Clock
) -> None:
    _trainer, group, people = evening
    day = day_of(group)
    wall_clock.advance(hours=30)
    append(people[1], DEVICE, a_whole_check(web_site().catalog.courses[0].modules[1], wall_clock))
    site.sign_in(_trainer, "staff")
    assert site.get("evening.report", class_id=group, day=day).text.count("đạt 1 bài") == 1


def test_its_pdf_is_one_page_and_stands_in_the_log(
    site: Site, evening: tuple[UUID, UUID, list[UUID]]
) -> None:
    trainer, group, _people = evening
    file = site.post("evening.report_file", class_id=group, day=day_of(group)).response
    assert file.data.startswith(b"%PDF")
    assert b"/Count 1" in file.data
    line = written(trainer, Sought(verb="evening-exported"))[0]
    assert line.details == {"rows": 2}
    assert "Xuất báo cáo buổi học: 2 dòng" in site.get("staff.log").text


def test_the_class_on_paper_and_its_spreadsheet_stand_in_the_log(
    site: Site, evening: tuple[UUID, UUID, list[UUID]]
) -> None:
    trainer, group, _people = evening
    assert site.post("classes.sheet", class_id=group).response.data.startswith(b"%PDF")
    site.post("classes.export", class_id=group)
    lines = written(trainer, Sought(verb="class-exported"))
    assert [(line.thing_id, line.details) for line in lines] == [(str(group), {"rows": 3})] * 2
