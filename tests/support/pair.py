"""A centre and its province, both real: servers, files and databases of their own."""

from __future__ import annotations

import os
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from learning.accounts.models import Card, Person
from learning.accounts.operations import issue_card
from learning.db import session, write
from learning.peers import operations
from learning.records import operations as records
from learning.records.models import Event
from tests.conftest import looking_into
from tests.factories.accounts import a_learner
from tests.factories.records import DEVICE, a_check, a_version
from tests.support import warm
from tests.support.server import ROOT, Server
from tests.support.warm import Done

SECRET = "another secret of the centre, long enough to be taken"


class Pair:
    """A centre on SQLite, and a province's running server on the database under test."""

    def __init__(self, centre: Flask, province: Server) -> None:
        self.centre, self.province = centre, province
        self.settings = centre.extensions["hocso"].settings

    def command(self, *words: str) -> Done:
        return warm.done(words, self._environ(), ROOT, self._log)

    def start(self, *words: str, upstream: str = "") -> BaseProcess:
        environ = {**self._environ(), **({"UPSTREAM_URL": upstream} if upstream else {})}
        return warm.started(words, environ, ROOT, self._log)

    @property
    def _log(self) -> Path:
        return Path(self.settings.data_dir, "commands.log")

    def _environ(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATA_DIR": str(self.settings.data_dir),
            "DATABASE_URL": self.settings.database_url,
            "SECRET_KEY": SECRET,
            "UPSTREAM_URL": self.province.url,
        }

    def here(self, *words: str) -> str:
        """The same command of the centre without a process of its own, which takes seconds to begin."""
        with self.centre.app_context():
            done = self.centre.test_cli_runner().invoke(args=words)
        assert done.exit_code == 0, done.output
        return done.output

    def run(self) -> str:
        return self.here("sync", "run")

    def join(self, place: str | None = None) -> None:
        """Pair both; the province gives the centre only what belongs to the place."""
        with looking_into(self.province), write():
            code = operations.invite(by=None, place=place)
        self.here("sync", "pair", code)


def kept() -> list[set[Any]]:
    """Everything both should have the same."""
    row = Event
    events = select(row.id, row.person_id, row.received_at, row.effective_at, row.right, row.evidence)
    people = select(Person.id, Person.display_name, Person.year_of_birth)
    cards = select(Card.id, Card.number, Card.person_id)
    return [{tuple(found) for found in session().execute(one)} for one in (events, people, cards)]


def learn(name: str) -> UUID:
    """Somebody with a card and a result."""
    person = a_learner(name)
    with write():
        issue_card(person, by=None)
    answer(person, f"bai-{name.lower()}")
    return person


def answer(person: UUID, module: str) -> None:
    """A result of somebody."""
    assert records.append(person, DEVICE, a_check(a_version(module, questions=12))).stored
