"""Writing: one transaction boundary, many callers in one commit, and trouble told by its name."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import literal, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning import db as learning_db
from learning.accounts.models import Person
from learning.clock import now
from learning.db import UtcDateTime, session, write, write_grouped, write_together
from learning.ids import new_id
from learning.trouble import DatabaseBusy, DatabaseGone
from tests.factories.accounts import a_guest

NOTE = text("INSERT INTO throttle (bucket, subject, window_at, taken) VALUES ('test', :name, :at, 1)")


def note(name: str) -> Callable[[Session], str]:
    def job(current: Session) -> str:
        current.execute(NOTE, {"name": name, "at": now().replace(tzinfo=None)})
        return name

    return job


def notes() -> set[str]:
    session().rollback()
    return set(session().execute(text("SELECT subject FROM throttle WHERE bucket = 'test'")).scalars())


def all_at_once(app: Flask, jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """Each in a thread and application context of its own; what one raises is its result."""

    def run(job: Callable[[], Any]) -> Any:
        with app.app_context():
            try:
                return job()
            except Exception as error:  # noqa: BLE001  # the test looks at it
                return error

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.usefixtures("app")
def test_an_error_undoes_the_whole_block() -> None:
    def fail() -> None:
        with write() as current:
            note("lost")(current)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert notes() == set()


@pytest.mark.usefixtures("app")
def test_a_block_inside_a_block_is_an_error() -> None:
    with write(), pytest.raises(RuntimeError, match="inside"), write():
        pass
    with write(), pytest.raises(RuntimeError, match="inside"):
        write_grouped(note("lost"))


@pytest.mark.usefixtures("app")
def test_inside_a_block_everybody_reads_what_it_has_written() -> None:
    with write() as current:
        assert session() is current
    seen: list[bool] = []
    write_grouped(lambda current: seen.append(session() is current))
    assert seen == [True]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_request_that_only_looks_may_not_write(app: Flask, method: str) -> None:
    with app.test_request_context("/", method=method):
        with pytest.raises(RuntimeError, match="change nothing"), write():
            pass
        with pytest.raises(RuntimeError, match="change nothing"):
            write_grouped(note("lost"))


@pytest.mark.usefixtures("app")
def test_what_was_changed_before_the_block_is_not_silently_dropped() -> None:
    person = a_guest()
    found = session().get(Person, person)
    assert found is not None
    found.language = "km"
    with pytest.raises(RuntimeError, match="before the write block"), write():
        pass


def test_many_callers_share_commits_and_each_gets_its_own_answer(app: Flask) -> None:
    names = [f"n{number}" for number in range(60)]
    assert all_at_once(app, [partial(write_grouped, note(name)) for name in names]) == names
    assert notes() == set(names)


def test_calls_that_wait_with_the_same_run_are_handed_over_together(app: Flask) -> None:
    sizes: list[int] = []

    def run(current: Session, items: Any) -> list[int]:
        sizes.append(len(items))
        time.sleep(0.05)
        return [item * 2 for item in items]

    jobs = [partial(write_together, run, number) for number in range(20)]
    assert all_at_once(app, jobs) == [number * 2 for number in range(20)]
    assert len(sizes) < 20


def test_a_job_that_fails_harms_no_neighbour(app: Flask) -> None:
    def twice(current: Session) -> None:
        note("first")(current)
        note("first")(current)

    good = [partial(write_grouped, note(name)) for name in "abcdefgh"]
    bad = [partial(write_grouped, twice), partial(write_grouped, lambda _: 1 // 0)]
    results = all_at_once(app, [*good[:4], *bad, *good[4:]])
    assert [type(result) for result in results] == [str] * 4 + [IntegrityError, ZeroDivisionError] + [str] * 4
    assert notes() == set("abcdefgh")


def test_too_many_that_wait_are_told_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning_db, "WAITING_CALLS", 2)
    begun, go_on = threading.Event(), threading.Event()

    def slow(_: Session) -> None:
        begun.set()
        go_on.wait(10)

    with ThreadPoolExecutor(4) as pool:

        def call() -> None:
            with app.app_context():
                write_grouped(slow)

        first = pool.submit(call)
        assert begun.wait(10)
        waiting = [pool.submit(call) for _ in range(2)]
        while len(app.extensions["writer"]._calls) < 2:
            time.sleep(0.01)
        with pytest.raises(DatabaseBusy):
            write_grouped(slow)
        go_on.set()
        for one in (first, *waiting):
            one.result(10)


def test_a_call_that_was_given_up_is_not_done_later(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning_db, "SECONDS_TO_WAIT", 0.2)
    begun, go_on = threading.Event(), threading.Event()

    def slow(_: Session) -> None:
        begun.set()
        go_on.wait(10)

    with ThreadPoolExecutor(1) as pool:

        def call() -> None:
            with app.app_context(), pytest.raises(DatabaseBusy):
                write_grouped(slow)

        first = pool.submit(call)
        assert begun.wait(10)
        with pytest.raises(DatabaseBusy):
            write_grouped(note("given up"))
        first.result(10)
        go_on.set()
    monkeypatch.setattr(learning_db, "SECONDS_TO_WAIT", 10)
    write_grouped(note("after"))
    assert notes() == {"after"}


def test_the_writer_rests_when_nobody_calls_and_comes_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning_db, "SECONDS_IDLE", 0.05)
    app.extensions.pop("writer", None)
    write_grouped(note("one"))
    writer = app.extensions["writer"]
    while writer._thread is not None:
        time.sleep(0.01)
    write_grouped(note("two"))
    assert notes() == {"one", "two"}


@pytest.mark.usefixtures("app")
def test_instants_come_back_aware_in_utc_and_need_a_zone() -> None:
    hanoi = datetime(2026, 11, 22, 8, 0, 0, 123456, tzinfo=timezone(timedelta(hours=7)))
    found = session().execute(select(literal(hanoi, UtcDateTime()))).scalar_one()
    assert found == hanoi
    assert found.tzinfo is UTC
    with pytest.raises(Exception, match="time zone"):
        session().execute(select(literal(hanoi.replace(tzinfo=None), UtcDateTime())))


@pytest.mark.sqlite
@pytest.mark.usefixtures("app")
def test_sqlite_is_set_to_lose_nothing() -> None:
    settings = {
        name: session().execute(text(f"PRAGMA {name}")).scalar_one()
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


@pytest.mark.usefixtures("app")
def test_keys_are_held_to() -> None:
    with pytest.raises(IntegrityError), write() as current:
        current.execute(
            text("INSERT INTO person_summary VALUES (:id, 0, 0, 0, :at, 0)"),
            {"id": new_id().hex, "at": now().replace(tzinfo=None)},
        )


def test_a_database_in_memory_is_refused_for_it_could_not_be_shared() -> None:
    app = Flask("memory")
    with pytest.raises(ValueError, match="name a file"):
        learning_db.install(app, "sqlite://")


def test_a_file_that_cannot_be_opened_is_trouble_with_a_name(tmp_path: Path) -> None:
    app = Flask("nowhere")
    learning_db.install(app, f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")
    with app.app_context(), pytest.raises(DatabaseGone):
        session().execute(text("SELECT 1"))


def test_only_the_database_room_commits() -> None:
    root = Path(learning_db.__file__).parent
    elsewhere = [
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if path.name != "db.py" and any(word in path.read_text() for word in (".commit(", ".rollback("))
    ]
    assert elsewhere == []
