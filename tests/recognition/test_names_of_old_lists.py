"""Lists closed before names were kept with them get the names of today; a step down keeps the lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import flask_migrate
import pytest
from flask import Flask

from learning.cli.server import know_migrations
from learning.clock import now
from learning.db import db, session, write
from learning.factory import create_app
from learning.recognition import listing, lists, operations
from learning.recognition.operations import Taking
from tests.conftest import Clock, settings_for
from tests.factories.accounts import a_learner, a_staff_member
from tests.factories.crowds import enough
from tests.factories.recognition import citizen
from tests.support.databases import let_go


@pytest.fixture
def migrated(databases: Any, tmp_path: Path, wall_clock: Clock) -> Iterator[Flask]:
    """A database that migrations made, in November 2026."""
    app = create_app(settings_for(databases.empty(), tmp_path / "data"))
    with app.app_context():
        know_migrations(app)
        flask_migrate.upgrade()
        engine = db.engine
        yield app
    let_go(engine)


def a_list(*names: str) -> UUID:
    """Somebody of each name on a closed list, in a commune that no list of places knows."""
    branch, association = (a_staff_member(name, "officer") for name in ("Bà Năm", "Ông Bảy"))
    people = [a_learner(name) for name in names]
    with write():
        opened = [
            operations.open_dossier(one, citizen(), year=2026, place="/94/31117/", by=one, at=now()).id
            for one in people
        ]
        for dossier, person in zip(opened, people, strict=True):
            operations.take_step(dossier, "submitted", by=person, at=now())
        operations.take_steps([Taking(one, "endorsed") for one in opened], by=branch, at=now())
        return listing.propose("/94/31117/", citizen(), 2026, dict.fromkeys(opened, enough()), by=association)


def names(list_id: UUID) -> list[tuple[int, str, int | None]]:
    return [(one.number, one.name, one.year_of_birth) for one in lists.entries_of(list_id)]


def test_an_old_list_is_numbered_by_given_names(migrated: Flask) -> None:
    made = a_list("Sơn Thị Lan", "Thạch Văn Sang", "Lâm Thị Bảy")
    before = names(made)
    assert [name for _, name, _ in before] == ["Lâm Thị Bảy", "Sơn Thị Lan", "Thạch Văn Sang"]
    session().rollback()
    flask_migrate.downgrade(revision="0030")
    flask_migrate.upgrade()
    assert names(made) == before
