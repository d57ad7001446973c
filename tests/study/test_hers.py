"""Her pages are made once and given again, and never show what was: two workers on one database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, text

from learning.accounts import queries
from learning.db import db, write
from learning.records import operations as records
from learning.web.kept import Kept, KeptPages
from tests.factories.accounts import a_guest, a_learner, a_new_card, keep_something
from tests.study.test_check import answer
from tests.support.site import Site

PAGES = ("/vi/cua-toi/", "/vi/cua-toi/the", "/vi/on-tap/")


class Workers:
    """One visitor whose requests are answered now by this worker, now by that."""

    def __init__(self, apps: list[Flask]) -> None:
        self.sites = [Site(app) for app in apps]
        self.one, self.other = self.sites

    def be(self, person: UUID, card: str = queries.NO_CREDENTIAL) -> None:
        self.one.sign_in(person, credential=card)
        self.share_cookies()

    def share_cookies(self) -> None:
        self.other.sign_out()
        for name in ("so_hoc", "so", "may"):
            if cookie := self.one.client.get_cookie(name):
                self.other.client.set_cookie(name, cookie.value)

    def show(self, path: str = "/vi/cua-toi/") -> str:
        """What both show, which is the same."""
        shown = [site.client.get(path).get_data(as_text=True) for site in self.sites]
        assert shown[0] == shown[1]
        return shown[0]


@pytest.fixture
def workers(make_app: Callable[..., Flask]) -> Workers:
    first = make_app()
    return Workers([first, make_app(database_url=first.extensions["hocso"].settings.database_url)])


@contextmanager
def asked_of(app: Flask) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    found: list[str] = []

    def note(*said: object) -> None:
        if str(said[2]).startswith(("SELECT", "WITH")):
            found.append(str(said[2]))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def do(workers: Workers, change: Callable[[], Any]) -> Any:
    """Change something beside the visitor: at a trainer's desk, by a command."""
    with workers.one.app.app_context():
        return change()


@pytest.mark.parametrize("path", PAGES)
def test_asked_again_it_is_one_question_and_the_same_bytes(workers: Workers, path: str) -> None:
    answer(workers.one)
    first = workers.one.client.get(path)
    with asked_of(workers.one.app) as asked:
        again = workers.one.client.get(path)
    assert len(asked) == 1, asked
    assert again.data == first.data
    assert again.headers == first.headers
    assert "no-store" in again.headers["Cache-Control"]


def test_an_answer_kept_through_one_worker_shows_at_once_through_the_other(workers: Workers) -> None:
    answer(workers.one, wrong=3)
    workers.share_cookies()
    assert "Đã đạt" not in workers.show()
    answer(workers.one, form=2)
    assert "Đã đạt" in workers.show()


def test_signing_out_shows_nothing_of_hers(workers: Workers) -> None:
    person = do(workers, a_learner)
    do(workers, lambda: keep_something(person))
    workers.be(person)
    assert "Sơn Thị Lan" in workers.show()
    for site in workers.sites:
        site.sign_out()
    assert "Sơn Thị Lan" not in workers.show()


def test_each_person_sees_her_own(workers: Workers) -> None:
    lan, hoa = do(workers, a_learner), do(workers, lambda: a_learner("Thạch Thị Hoa"))
    for _ in range(2):
        for person, name in ((lan, "Sơn Thị Lan"), (hoa, "Thạch Thị Hoa")):
            workers.be(person)
            assert f"Chào bác {name}" in workers.show()


def test_each_language_has_its_own(workers: Workers) -> None:
    workers.be(do(workers, a_learner))
    assert 'lang="vi"' in workers.show()
    assert '<html lang="en"' in workers.show("/en/cua-toi/")


def test_what_a_guest_kept_comes_and_goes_with_the_link(workers: Workers) -> None:
    guest, person = do(workers, a_guest), do(workers, a_learner)
    do(workers, lambda: keep_something(guest))
    workers.be(person)
    empty = workers.show()
    assert do(workers, lambda: records.adopt(guest, person))
    assert workers.show() != empty
    assert do(workers, lambda: records.release(guest))
    assert workers.show() == empty


def test_a_guest_who_is_somebody_now_is_shown_nothing(workers: Workers) -> None:
    guest, person = do(workers, a_guest), do(workers, a_learner)
    do(workers, lambda: keep_something(guest))
    workers.one.sign_in(guest, "guest")
    workers.share_cookies()
    hers = workers.show()
    do(workers, lambda: records.adopt(guest, person))
    assert workers.show() != hers


def test_a_person_linked_to_another_sees_what_counts_for_that_one_at_once(workers: Workers) -> None:
    twice, person = do(workers, a_learner), do(workers, a_learner)
    do(workers, lambda: records.adopt(twice, person))
    workers.be(twice)
    empty = workers.show()
    do(workers, lambda: keep_something(person))
    assert workers.show() != empty


def test_another_name_shows_at_once(workers: Workers) -> None:
    person = do(workers, a_learner)
    workers.be(person)
    assert "Chào bác Sơn Thị Lan" in workers.show()

    def rename() -> None:
        with write() as current:
            current.execute(text("UPDATE person SET display_name = 'Sơn Thị Lành'"))

    do(workers, rename)
    assert "Chào bác Sơn Thị Lành" in workers.show()


def test_a_card_that_was_replaced_opens_nothing_that_is_kept(workers: Workers) -> None:
    card = do(workers, a_new_card)
    assert card.person is not None
    held = do(workers, lambda: queries.live_card(card.number))
    workers.be(card.person, str(held.id))
    assert "Chào bác Sơn Thị Lan" in workers.show()
    do(workers, lambda: a_new_card(card.person))
    assert "Sơn Thị Lan" not in workers.show()


@pytest.mark.parametrize("path", PAGES)
def test_a_question_falls_due_by_the_clock_alone(workers: Workers, wall_clock: Any, path: str) -> None:
    answer(workers.one)
    workers.share_cookies()
    before = workers.show(path)
    wall_clock.advance(days=40)
    later = workers.show(path)
    assert later != before
    wall_clock.advance(days=-40)
    assert workers.show(path) == before  # a clock that was set back shows no future


def test_a_page_of_other_content_does_not_hold(wall_clock: Any) -> None:
    content = object()
    kept = Kept(b"", content, wall_clock.at, None)
    assert kept.holds(content, wall_clock.at)
    assert not kept.holds(object(), wall_clock.at)


def test_no_more_is_kept_than_there_is_room_for(wall_clock: Any) -> None:
    kept, made = KeptPages(10_000), []

    def page(number: int) -> bytes:
        def make() -> Kept:
            made.append(number)
            return Kept(b"x" * 2000, None, wall_clock.at, None)

        return kept.get(number, None, wall_clock.at, make)

    for number in (*range(8), 7, 0):
        assert len(page(number)) == 2000
    assert made == [*range(8), 0]
