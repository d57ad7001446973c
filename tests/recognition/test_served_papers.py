"""Certificates by the real server: killed in the middle of a list and started again, each is there once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from learning.credentials import queries as credentials
from learning.credentials import rules
from learning.credentials.models import Credential
from learning.db import session, write
from learning.jobs import operations, queries
from learning.recognition import lists
from learning.recognition.papers import batch
from tests.conftest import looking_into
from tests.factories.papers import a_decided_list, some_offices
from tests.support.databases import Databases
from tests.support.printed import numbers_of
from tests.support.server import Server

MANY = 130
SECONDS = 90


@pytest.fixture
def server(databases: Databases, tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path, databases.prepared())
    with looking_into(made):
        yield made
    made.stop()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        session().rollback()
        time.sleep(0.01)


def begun() -> UUID:
    offices = some_offices()
    list_id = a_decided_list(offices, [f"Người Thứ {number}" for number in range(MANY)])
    told = batch.arguments(lists.entries_of(list_id))
    with write():
        return operations.begin(batch.CERTIFICATES.name, told, MANY, offices.officer, "vi")


def signed() -> list[Credential]:
    session().rollback()
    return list(session().execute(select(Credential)).scalars())


def test_killed_between_a_signature_and_its_paper_every_certificate_is_there_once(server: Server) -> None:
    server.start()
    job = begun()
    until(lambda: len(signed()) > batch.A_FILE)
    server.kill()
    on_paper = sum(one.count for one in queries.parts_of(job))
    assert on_paper < len(signed()) < MANY, "killed too early or too late to say anything"
    assert all(one.token and one.twin for one in signed())
    before = {one.number for one in signed()}
    at_work = queries.job(job)
    assert at_work is not None
    assert at_work.worker is not None
    with write():  # the half minute in which whoever worked would have said so again is not waited for
        operations.let_go(at_work.worker)
    server.restart()
    until(lambda: (found := queries.job(job)) is not None and found.state == "done")
    numbers = {one.number for one in signed()}
    assert before < numbers
    assert numbers_of(job) == Counter(numbers)
    books, today = credentials.all_books(), credentials.today()
    assert {rules.judge(one.twin or "", books, today).standing for one in signed()} == {"genuine"}
    assert len({one.subject for one in signed()}) == len(numbers) == MANY
