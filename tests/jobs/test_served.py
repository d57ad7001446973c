"""The real server works beside its pages; whoever is killed at it is followed by another; nothing doubles."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from sqlalchemy import distinct, func, select

from learning.accounts.models import BlankCard
from learning.db import session, write
from learning.jobs import operations, queries
from tests.conftest import looking_into
from tests.factories.classes import a_trainer
from tests.support.databases import Databases
from tests.support.server import Server

MANY = 500
SECONDS = 90


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        session().rollback()
        time.sleep(0.05)


def at_work(server: Server) -> list[psutil.Process]:
    """Who does the long work: it runs nicer than all others."""
    found = [psutil.Process(pid) for pid in server.pids]
    return [one for one in found if one.nice() >= 15]


@pytest.mark.parametrize("who", ["whoever works", "the whole server"])
def test_killed_in_the_middle_it_goes_on_and_every_card_is_there_once(
    databases: Databases, tmp_path: Path, who: str
) -> None:
    server = Server(tmp_path, databases.prepared(), workers=2).start()
    with looking_into(server):
        trainer = a_trainer()
        arguments = {"address": server.url}
        with write():
            job = operations.begin("cards-blank", arguments, MANY, trainer, "vi")
        until(lambda: [one.number for one in queries.parts_of(job)] == [1])
        if who == "whoever works":
            at_work(server)[0].kill()
        else:
            server.kill()
            server.restart()
        until(lambda: (found := queries.job(job)) is not None and found.state == "done")
        numbers = select(func.count(), func.count(distinct(BlankCard.number))).select_from(BlankCard)
        assert session().execute(numbers).one() == (MANY, MANY)
        assert [one.count for one in queries.parts_of(job)] == [100] * 5
    server.stop()
