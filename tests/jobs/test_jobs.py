"""Long work: it is done part by part, nothing is made twice, and it can be stopped at any moment."""

from __future__ import annotations

from itertools import chain, repeat
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from learning.accounts import operations as accounts
from learning.accounts import queries as people
from learning.accounts.models import BlankCard
from learning.classes import batches
from learning.db import session, write
from learning.ids import new_id
from learning.jobs import kinds, operations, queries, rules, running
from learning.jobs.models import JobPart
from tests.conftest import Clock
from tests.factories.classes import a_class, a_member, a_trainer
from tests.support.markup import found
from tests.support.site import Site

ADDRESS = {"address": "https://hoc.example"}


@pytest.fixture
def trainer(site: Site, wall_clock: Clock) -> UUID:
    """Chị Mai, signed in."""
    person = a_trainer()
    site.sign_in(person, "staff")
    return person


def begun(kind: str, by: UUID, total: int, **arguments: Any) -> UUID:
    with write():
        return operations.begin(kind, {**ADDRESS, **arguments}, total, by, "vi")


def facts(job: UUID) -> queries.JobFacts:
    session().rollback()
    found = queries.job(job)
    assert found is not None
    return found


def blanks() -> int:
    session().rollback()
    return session().execute(select(func.count()).select_from(BlankCard)).scalar_one()


def taken_up(job: UUID) -> UUID:
    worker = new_id()
    with write():
        assert operations.take_up(job, worker)
    return worker


def test_a_large_pack_is_made_beside_the_pages(site: Site, trainer: UUID) -> None:
    page = site.post("classes.pack", {"many": "250"})
    assert "Đã làm 0 thẻ trên 250 thẻ (0%)" in page.text
    assert running.run_waiting() == 1
    job = queries.jobs_of(trainer)[0]
    assert (job.state, job.done, blanks()) == ("done", 250, 250)
    assert [one.count for one in queries.parts_of(job.id)] == [100, 100, 50]
    file = site.post("jobs.take", job_id=job.id, number=3).response
    assert file.data.startswith(b"%PDF")
    assert "the-trang-03.pdf" in file.headers["Content-Disposition"]


def test_named_cards_of_several_classes_leave_cards_that_are_held_alone(site: Site, trainer: UUID) -> None:
    first, second = a_class(trainer), a_class(trainer, "Lớp sáng")
    lan, sang = a_member(first, trainer), a_member(second, trainer, "Thạch Văn Sang")
    with write():
        held = accounts.issue_card(lan, trainer)
    site.get("classes.named_pack").form().submit()
    running.run_waiting()
    assert facts(queries.jobs_of(trainer)[0].id).done == 1
    numbers = people.card_numbers([lan, sang])
    assert numbers[lan] == held.number
    assert sang in numbers


def test_whoever_is_killed_between_drawing_and_keeping_leaves_nothing(
    app: Any, trainer: UUID, wall_clock: Clock
) -> None:
    job = begun("cards-blank", trainer, 150)
    worker = taken_up(job)
    task = kinds.Task(job, trainer, ADDRESS, 0, 150)
    drawn = batches.BLANK.make(task)
    assert drawn is not None
    assert drawn.count == 100
    assert (blanks(), running.run_waiting()) == (0, 0)  # drawn and lost; its lease still holds
    wall_clock.advance(seconds=rules.LEASE.total_seconds() + 1)
    assert running.run_waiting() == 1
    assert (facts(job).state, blanks()) == ("done", 150)
    with write():
        assert not operations.keep_part(job, worker, drawn, None)  # who was given up comes back late
    assert blanks() == 150


def test_of_two_workers_one_has_the_job(app: Any, trainer: UUID) -> None:
    job = begun("cards-blank", trainer, 10)
    taken_up(job)
    with write():
        assert not operations.take_up(job, new_id())


def test_stopping_keeps_what_was_made_and_says_so(site: Site, trainer: UUID) -> None:
    job = begun("cards-blank", trainer, 300)
    parts = chain([True, True], repeat(False))
    running.run_waiting(lambda: next(parts))
    assert "Đã làm 100 thẻ trên 300 thẻ (33%)" in site.get("jobs.show", job_id=job).text
    text = site.post("jobs.cancel", job_id=job).text
    assert "Đã làm 100 thẻ. Còn 200 thẻ không làm nữa." in text
    assert running.run_waiting() == 0
    assert blanks() == 100


def test_a_part_that_was_stopped_midway_is_thrown_away(app: Any, trainer: UUID) -> None:
    job = begun("cards-blank", trainer, 100)
    worker = taken_up(job)
    drawn = batches.BLANK.make(kinds.Task(job, trainer, ADDRESS, 0, 100))
    assert drawn is not None
    with write():
        operations.cancel(job, trainer)
    with write():
        assert not operations.keep_part(job, worker, drawn, None)
    assert blanks() == 0


def test_who_got_a_card_meanwhile_keeps_it_and_the_sheet_is_drawn_anew(app: Any, trainer: UUID) -> None:
    group = a_class(trainer)
    lan, sang = a_member(group, trainer), a_member(group, trainer, "Thạch Văn Sang")
    task = kinds.Task(new_id(), trainer, {**ADDRESS, "classes": [str(group)]}, 0, 2)
    drawn = batches.NAMED.make(task)
    assert drawn is not None
    with write():
        held = accounts.issue_card(lan, trainer)
    with pytest.raises(kinds.NoLongerFits), write():
        drawn.keep()
    assert people.card_numbers([lan, sang]) == {lan: held.number}


def test_a_job_that_always_fails_is_given_up_and_can_be_tried_again(
    site: Site, trainer: UUID, wall_clock: Clock
) -> None:
    job = begun("cards-blank", trainer, 10)
    for _death in range(rules.MOST_TRIES):
        taken_up(job)
        wall_clock.advance(minutes=1)
    assert running.run_waiting() == 0
    assert "Máy làm chưa xong" in site.get("jobs.show", job_id=job).text
    site.post("jobs.again", job_id=job)
    assert running.run_waiting() == 1
    assert blanks() == 10


def test_files_are_sealed_and_go_after_two_days(site: Site, trainer: UUID, wall_clock: Clock) -> None:
    job = begun("cards-blank", trainer, 10)
    running.run_waiting()
    sealed = queries.sealed_file(job, 1)
    assert sealed is not None
    assert b"%PDF" not in sealed
    session().rollback()
    wall_clock.advance(hours=49)
    assert running.is_needed()
    running.run_waiting()
    assert session().execute(select(JobPart.file)).scalar_one() is None
    site.sign_in(trainer, "staff")
    site.post("jobs.take", job_id=job, number=1, status=404)
    assert "đã xóa khỏi máy chủ" in site.get("jobs.show", job_id=job).text


def test_a_job_is_there_for_whoever_asked_for_it_only(site: Site, trainer: UUID) -> None:
    job = begun("cards-blank", trainer, 10)
    running.run_waiting()
    site.sign_in(a_trainer("Anh Páo"), "staff")
    site.get("jobs.show", job_id=job, status=404)
    site.post("jobs.take", job_id=job, number=1, status=404)
    site.post("jobs.cancel", job_id=job, status=404)


def test_the_page_asks_again_and_gets_nothing_where_nothing_changed(site: Site, trainer: UUID) -> None:
    job = begun("cards-blank", trainer, 100)
    page = site.get("jobs.show", job_id=job)
    address = found(page.root, "//*[@hx-get]/@hx-get")[0]
    assert site.client.get(address).status_code == 204
    running.run_waiting()
    assert "Đã xong: 100 thẻ" in site.client.get(address).get_data(as_text=True)


def test_nobody_begins_more_than_a_few(site: Site, trainer: UUID) -> None:
    for _job in range(rules.MOST_OPEN):
        begun("cards-blank", trainer, 100)
    assert "ba việc làm dở" in site.post("classes.pack", {"many": "500"}, status=422).text
