"""A database that is locked, full or read-only: the device keeps its answers, nothing is half-written."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, text
from werkzeug.test import TestResponse

from learning.accounts import keys
from learning.db import db, session
from learning.ids import new_id
from learning.records import operations
from learning.trouble import trouble_of
from tests.factories.accounts import a_guest
from tests.factories.records import Version, a_check, a_version
from tests.support.databases import let_go

BATCH = "/api/v1/events"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """A site on a database of its own, which may be harmed."""
    app = make_app()
    with app.app_context():
        engine = db.engine
        yield app
    let_go(engine)


@pytest.fixture
def version(app: Flask) -> Version:
    return a_version()


@pytest.fixture
def key(version: Version) -> str:
    return keys.mint(a_guest(), new_id())


def send(app: Flask, key: str, events: list[dict[str, Any]]) -> TestResponse:
    with app.app_context():
        headers = {"Authorization": f"Bearer {key}"}
        return app.test_client().post(BATCH, json={"events": events}, headers=headers)


def expect_busy(response: TestResponse) -> None:
    body = response.get_json()
    assert (response.status_code, body["error"]) == (503, "busy")
    assert "gửi lại" in body["say"]
    assert int(response.headers["Retry-After"]) > 0


def expect_nothing_half_written() -> None:
    session().rollback()
    counts = [
        session().execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        for table in ("event", "module_progress")
    ]
    assert counts == [0, 0]
    assert list(operations.rebuild(verify=True)) == []


def expect_kept_when_it_has_passed(app: Flask, key: str, events: list[dict[str, Any]]) -> None:
    assert len(send(app, key, events).get_json()["stored"]) == len(events)
    assert list(operations.rebuild(verify=True)) == []


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


@contextmanager
def somebody_else_holding_it() -> Iterator[None]:
    if is_sqlite():
        with closing(sqlite3.connect(str(db.engine.url.database), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
    else:
        url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url) as other:
            other.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE")
            yield
            other.rollback()


def test_locked_for_longer_than_we_wait(app: Flask, version: Version, key: str) -> None:
    events = a_check(version)
    with somebody_else_holding_it():
        begun = time.monotonic()
        expect_busy(send(app, key, events))
        assert 4.5 < time.monotonic() - begun < 15
    expect_nothing_half_written()
    expect_kept_when_it_has_passed(app, key, events)


def test_locked_for_a_moment_is_only_a_wait(app: Flask, version: Version, key: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        with somebody_else_holding_it():
            waiting = pool.submit(send, app, key, a_check(version))
            time.sleep(0.5)
            assert not waiting.done()
        assert len(waiting.result(30).get_json()["stored"]) == 5


@pytest.mark.sqlite
def test_a_page_that_reads_is_served_while_somebody_writes(app: Flask, key: str) -> None:
    with somebody_else_holding_it(), app.app_context():
        headers = {"Authorization": f"Bearer {key}"}
        assert app.test_client().get("/api/v1/me", headers=headers).status_code == 200


@pytest.mark.sqlite
def test_a_full_disk(app: Flask, version: Version, key: str) -> None:
    """PostgreSQL's disk is the machine's: `test_the_names_of_trouble` looks at what it says then."""
    events = [one for form in range(1, 9) for one in a_check(version, form=form, attempt=form)]
    with limited(pages=0):
        expect_busy(send(app, key, events))
    expect_nothing_half_written()
    expect_kept_when_it_has_passed(app, key, events)


@contextmanager
def limited(*, pages: int) -> Iterator[None]:
    """No connection of the site may make the file larger than it is, or than `pages` more."""
    held = session().execute(text("PRAGMA page_count")).scalar_one()
    session().rollback()

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={held + pages}")

    let_go(db.engine)
    event.listen(db.engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", limit)
        session().rollback()
        let_go(db.engine)


@pytest.mark.sqlite
def test_on_a_full_disk_what_still_fits_is_kept(app: Flask, version: Version, key: str) -> None:
    """The neighbours of a batch that is too large for the disk do not pay for it."""
    big = [one for form in range(1, 30) for one in a_check(version, form=form, attempt=form)]
    with limited(pages=3):
        expect_busy(send(app, key, big))
        assert len(send(app, key, big[:1]).get_json()["stored"]) == 1
    assert list(operations.rebuild(verify=True)) == []


def test_a_read_only_database(app: Flask, version: Version, key: str) -> None:
    events = a_check(version)
    forbid = "PRAGMA query_only = ON" if is_sqlite() else "SET default_transaction_read_only = on"

    def read_only(connection: Any, *_: object) -> None:
        connection.execute(forbid)
        if not is_sqlite():
            connection.commit()

    session().rollback()
    let_go(db.engine)
    event.listen(db.engine, "connect", read_only)
    expect_busy(send(app, key, events))
    event.remove(db.engine, "connect", read_only)
    session().rollback()
    let_go(db.engine)
    expect_nothing_half_written()
    expect_kept_when_it_has_passed(app, key, events)


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (psycopg.errors.DiskFull(), "DatabaseFull"),
        (psycopg.errors.TooManyConnections(), "DatabaseBusy"),
        (psycopg.errors.LockNotAvailable(), "DatabaseBusy"),
        (psycopg.errors.DeadlockDetected(), "DatabaseBusy"),
        (psycopg.errors.SerializationFailure(), "DatabaseBusy"),
        (psycopg.errors.QueryCanceled(), "DatabaseBusy"),
        (psycopg.errors.ReadOnlySqlTransaction(), "DatabaseReadOnly"),
        (psycopg.errors.AdminShutdown(), "DatabaseGone"),
        (psycopg.errors.CannotConnectNow(), "DatabaseGone"),
        (psycopg.OperationalError("server closed the connection"), "DatabaseGone"),
        (psycopg.errors.UniqueViolation(), "NoneType"),
        (sqlite3.IntegrityError(), "NoneType"),
        (ValueError(), "NoneType"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_the_names_of_trouble(error: Exception, name: str) -> None:
    assert type(trouble_of(error)).__name__ == name
