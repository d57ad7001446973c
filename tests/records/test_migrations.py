"""Migrations go up and down with data in the tables, and end where the models are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, select, text

from learning.accounts.models import StaffAction
from learning.cli.server import MIGRATIONS, know_migrations
from learning.clock import now
from learning.credentials.models import CredentialBook
from learning.credentials.operations import trust
from learning.credentials.queries import all_books
from learning.db import Base, db, session, write
from learning.factory import create_app
from learning.records import queries
from learning.records.operations import append
from tests.conftest import settings_for
from tests.factories.accounts import a_card, a_learner, a_staff_member
from tests.factories.records import DEVICE, a_check, a_version
from tests.support import papers
from tests.support.databases import let_go


@pytest.fixture
def empty_app(databases: Any, tmp_path: Path) -> Iterator[Flask]:
    """The site on a database without tables."""
    app = create_app(settings_for(databases.empty(), tmp_path / "data"))
    with app.app_context():
        know_migrations(app)
        engine = db.engine
        yield app
    let_go(engine)


def revisions() -> list[str]:
    return [one.revision for one in reversed(list(ScriptDirectory(str(MIGRATIONS)).walk_revisions()))]


def tables() -> set[str]:
    with db.engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_models_and_migrations_agree(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    assert tables() == set(Base.metadata.tables)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_constraints_have_the_names_that_models_give_them(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        found = inspect(connection)
        for name, table in Base.metadata.tables.items():
            assert found.get_pk_constraint(name)["name"] == table.primary_key.name
            there = {one["name"] for one in found.get_check_constraints(name)}
            wanted = {str(one.name) for one in table.constraints if type(one).__name__ == "CheckConstraint"}
            assert there == wanted


def test_every_step_down_and_up_again_carries_the_data_along(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    person = a_learner()
    a_card(person)
    a_staff_member()
    append(person, DEVICE, a_check(a_version()))
    before, logged = queries.progress_of(person), what_was_logged()
    session().rollback()
    for revision in revisions()[:-1]:
        flask_migrate.downgrade(revision=revision)
        flask_migrate.upgrade()
    assert queries.progress_of(person) == before
    assert what_was_logged() == logged


def what_was_logged() -> list[tuple[Any, ...]]:
    columns = (StaffAction.at, StaffAction.verb, StaffAction.thing, StaffAction.thing_id, StaffAction.details)
    return [
        tuple(row) for row in session().execute(select(*columns).order_by(StaffAction.at, StaffAction.verb))
    ]


def test_a_book_of_others_gets_the_name_under_which_it_is_told(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    with write():
        trust(papers.a_book(), is_new=True, at=now())
    held, told_as = all_books(), select(CredentialBook.told_as)
    name = session().execute(told_as).scalar_one()
    session().rollback()
    flask_migrate.downgrade(revision="0030")
    flask_migrate.upgrade()
    assert (all_books(), session().execute(told_as).scalar_one()) == (held, name)


def test_all_the_way_down_leaves_nothing_and_up_again_everything(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    append(a_learner(), DEVICE, a_check(a_version()))
    session().rollback()
    flask_migrate.downgrade(revision="base")
    assert tables() == set()
    flask_migrate.upgrade()
    assert tables() == set(Base.metadata.tables)
    append(a_learner(), DEVICE, a_check(a_version()))


def test_going_up_twice_changes_nothing(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    with write() as current:
        current.execute(text("DELETE FROM throttle"))
    flask_migrate.upgrade()
    assert tables() == set(Base.metadata.tables)


@pytest.mark.sqlite
def test_keys_are_held_to_again_after_a_migration(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_the_record_only_grows_after_migrating_too(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    append(a_learner(), DEVICE, a_check(a_version()))
    with pytest.raises(Exception, match="only grows"), write() as current:
        current.execute(text("DELETE FROM event"))
