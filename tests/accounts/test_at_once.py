"""Many at the same moment: sign-ins beside pages, guesses beside each other, two who do the same thing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import median
from uuid import UUID

import httpx
from flask import Flask

from learning.accounts import colleagues, entry, granting, grants, operations, queries, second_factor
from learning.accounts.entry import Entered
from learning.accounts.operations import NewCard
from learning.accounts.throttle import Caller
from learning.db import session, write
from learning.ids import new_id
from learning.trouble import DatabaseTrouble
from tests.conftest import looking_into
from tests.factories.accounts import (
    HERE,
    OTHER_PICTURES,
    PASSWORD,
    PICTURES,
    a_card,
    a_new_card,
    a_phone,
    a_staff_member,
)
from tests.support.server import Server

OURS = {"Sec-Fetch-Site": "same-origin"}


def at_once(app: Flask, jobs: Sequence[Callable[[], object]]) -> list[object]:
    """Each job in a thread and application context of its own, all together."""

    def run(job: Callable[[], object]) -> object:
        with app.app_context():
            return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def with_pictures(card: NewCard, pictures: tuple[str, ...] = PICTURES) -> object:
    return entry.with_card(card.number, pictures, Caller(str(new_id()), "198.51.100.20"))


def test_sixteen_at_once_come_in_and_the_site_stays_quick(make_server: Callable[..., Server]) -> None:
    server = make_server(workers=2)
    with looking_into(server):
        cards = [a_card() for _ in range(16)]

    def sign_in(card: NewCard) -> str:
        answer = line.post(card.path, data={"picked": list(PICTURES)}, headers=OURS)
        return str(answer.headers.get("Location", answer.status_code))

    # Each on a line of its own, by a client that is made before: making one takes longer than what is timed.
    with httpx.Client(base_url=server.url, headers={"Connection": "close"}, timeout=60) as line:
        begun = time.monotonic()
        with ThreadPoolExecutor(16) as pool:
            coming_in = [pool.submit(sign_in, card) for card in cards]
            waited = []
            while not all(one.done() for one in coming_in):
                began = time.monotonic()
                assert line.get("/healthz").status_code == 200
                waited.append(time.monotonic() - began)
    assert [one.result() for one in coming_in] == ["/vi/vao/chao/"] * 16
    # Who stood in the queue with them would have waited half of it.
    assert median(waited) < (time.monotonic() - begun) / 4


def test_guesses_at_once_all_count(app: Flask) -> None:
    card = a_card()
    told = at_once(app, [lambda: with_pictures(card, OTHER_PICTURES)] * 12)
    assert len([one for one in told if isinstance(one, entry.Refused) and one.wait is None]) == 4
    assert not isinstance(with_pictures(card), Entered)


def test_two_devices_of_one_learner_come_in_together(app: Flask) -> None:
    card = a_card()
    assert all(isinstance(one, Entered) for one in at_once(app, [lambda: with_pictures(card)] * 4))


def test_of_two_who_choose_pictures_at_once_one_choice_counts(app: Flask) -> None:
    card = a_new_card()

    def choose(pictures: tuple[str, ...]) -> object:
        return entry.choose_pictures(card.number, pictures, Caller(None, "198.51.100.20"))

    told = at_once(app, [lambda: choose(PICTURES), lambda: choose(OTHER_PICTURES)])
    assert len([one for one in told if isinstance(one, Entered)]) == 1


def test_of_two_who_set_up_at_once_one_becomes_administrator(app: Flask) -> None:
    with write():
        path = operations.offer_setup()
    assert path is not None
    token = path.rpartition("/")[2]
    names = ("Anh Tuấn", "Chị Hạnh")
    jobs = [partial(operations.use_setup, token, name, PASSWORD) for name in names]
    made = [one for one in at_once(app, jobs) if one is not None]
    assert len(made) == 1
    assert [queries.staff_by_name(name) is None for name in names].count(True) == 1


def test_of_two_who_send_one_code_at_once_one_is_let_in(app: Flask) -> None:
    person = a_staff_member()
    phone, codes = a_phone(person)
    for typed in (phone.code(), codes[0]):
        told = at_once(app, [partial(second_factor.show, person, typed, HERE)] * 2)
        assert len([one for one in told if isinstance(one, second_factor.Shown)]) == 1


def test_of_two_administrators_who_end_each_other_at_once_one_stays(app: Flask) -> None:
    two = a_staff_member("Chị Hạnh"), a_staff_member("Anh Tuấn")
    held = [colleagues.colleague(person, [None]) for person in two]
    jobs = [
        partial(end_role, other.live_grants[0].id, by)
        for other, by in zip(held, reversed(two), strict=True)
        if other
    ]
    at_once(app, jobs)
    session().rollback()  # look anew
    assert len([person for person in two if queries.roles_of(person)]) == 1


def end_role(grant: UUID, by: UUID) -> bool:
    try:
        with write():
            grants.end(grant, by, "left")
    except (granting.LastAdministrator, granting.OutOfReach, DatabaseTrouble):
        return False
    return True
