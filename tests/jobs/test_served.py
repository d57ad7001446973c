"""The real server works beside its pages; whoever is killed at it is followed by another; nothing doubles."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

import psutil
import pytest
from sqlalchemy import distinct, func, select

from learning.accounts.models import BlankCard
from learning.db import session, write
from learning.jobs import operations, queries
from tests.conftest import looking_into
from tests.factories.classes import a_trainer
from tests.support.server import Server

MANY = 500
SECONDS = 90


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        session().rollback()
        time.sleep(0.05)


def at_work(server: Server) -> psutil.Process:
    """Who does the long work: it runs nicer than all others."""
    return max(server.processes, key=lambda one: one.nice())


def parts(job: UUID) -> list[int]:
    session().rollback()
    return [one.count for one in queries.parts_of(job)]


@pytest.mark.parametrize("who", ["whoever works", "the whole server"])
def test_killed_in_the_middle_it_goes_on_and_every_card_is_there_once(
    make_server: Callable[..., Server], who: str
) -> None:
    server = make_server(workers=2)
    with looking_into(server):
        trainer = a_trainer()
        arguments = {"address": server.url}
        with write():
            job = operations.begin("cards-blank", arguments, MANY, trainer, "vi")
        until(lambda: bool(parts(job)))
        killed = at_work(server)
        killed.suspend()  # whatever this machine is busy with: it is in the middle
        assert len(parts(job)) < MANY / 100
        if who == "whoever works":
            killed.kill()
        else:
            server.kill()
            server.restart()
        until(lambda: (found := queries.job(job)) is not None and found.state == "done")
        numbers = select(func.count(), func.count(distinct(BlankCard.number))).select_from(BlankCard)
        assert session().execute(numbers).one() == (MANY, MANY)
        assert parts(job) == [100] * 5
