"""The database: engine, base class, column types, and the only ways to write: `write` and `write_grouped`."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from typing import Any, TypeVar
from weakref import WeakSet

from flask import Flask, current_app, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    MetaData,
    Row,
    String,
    Table,
    event,
)
from sqlalchemy.engine import Connection, ExceptionContext, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from learning.trouble import DatabaseBusy, DatabaseTrouble, trouble_of
from learning.waiting import Waiting
from learning.writer import Writer, writing

T = TypeVar("T")
R = TypeVar("R")

BUSY_MILLISECONDS = 5000
SECONDS_TRUSTED = 1.0
ALONE: dict[str, Any] = {"sqlite": {"alone": True}, "postgresql": {"isolation_level": "AUTOCOMMIT"}}
SECONDS_TO_LOOK_AGAIN = 0.001


class Base(DeclarativeBase):
    """The base of every table. Constraints have names, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware and in UTC in Python, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  # SQLAlchemy's signature
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is UTC:  # as PostgreSQL gives it: a page of a class has thousands
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def by_code(length: int) -> String:
    """Text that both databases sort and compare by the codes of its letters, as ranges of paths need it."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Database(SQLAlchemy):
    """Flask-SQLAlchemy for engine and session only, its engines prepared by us."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        url = make_url(options["url"])
        if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
            raise ValueError("a database in memory cannot be shared by threads and workers: name a file")
        # The server's threads bound the connections; a limit of the pool's own could only add refusals.
        options = {"pool_size": 8, "max_overflow": -1, **options}
        return prepare(super()._make_engine(bind_key, options, app))


db = Database(metadata=Base.metadata, session_options={"expire_on_commit": False})

_waiting = Waiting()
_engines: WeakSet[Engine] = WeakSet()


def install(app: Flask, url: str) -> None:
    """Connect an app to its database. Nothing is asked of it yet, and no migration runs by itself."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)


def prepare(engine: Engine) -> Engine:
    """Give an engine our connection settings, transaction control and named errors."""
    _engines.add(engine)
    event.listen(engine, "handle_error", _name_the_trouble)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    else:
        event.listen(engine, "connect", _on_connect_postgresql)
        event.listen(engine, "checkin", _note_when_it_worked)
        event.listen(engine, "checkout", partial(_look_whether_it_works, engine.dialect))
    return engine


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: `_on_begin` does
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        # FULL: devices delete what we acknowledge, and NORMAL may forget the last commits at a power cut.
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("alone", False):
        return
    if not options.get("writes", False):
        connection.exec_driver_sql("BEGIN")
        return
    # SQLite's own waiting looks again ever more rarely, up to ten times a second: among busy workers some
    # would wait a second for their turn. We look every millisecond.
    driver: Any = connection.connection.dbapi_connection
    deadline = time.monotonic() + BUSY_MILLISECONDS / 1000
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while not _begins(driver, last_try=time.monotonic() > deadline):
            time.sleep(SECONDS_TO_LOOK_AGAIN)
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def _on_connect_postgresql(connection: Any, _record: object) -> None:
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = {BUSY_MILLISECONDS}")
    connection.autocommit = False


def _note_when_it_worked(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info["worked_at"] = time.monotonic()


def _look_whether_it_works(dialect: Dialect, connection: Any, record: ConnectionPoolEntry, _: object) -> None:
    """A restarted server costs nobody an error; one that answered a moment ago need not be asked again."""
    if time.monotonic() - record.info.get("worked_at", time.monotonic()) > SECONDS_TRUSTED:
        try:
            dialect.do_ping(connection)
        except Exception as error:
            raise DisconnectionError from error


def _begins(driver: sqlite3.Connection, *, last_try: bool) -> bool:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        trouble = trouble_of(error)
        if last_try or not isinstance(trouble, DatabaseBusy):
            raise (trouble or error) from error
        return False
    return True


def _name_the_trouble(context: ExceptionContext) -> DatabaseTrouble | None:
    return trouble_of(context.original_exception)


def session() -> Session:
    """The session to read with: that of the write block one is in, else the request's own."""
    return writing.get() or db.session()


def is_writing() -> bool:
    """Are we inside a write block?"""
    return writing.get() is not None


def read(statement: Executable, **values: Any) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement that was made once, with `bindparam`s, on the session's own connection.

    For what every personal page asks: making a statement anew and passing it through the ORM costs four times
    what the database takes to answer it.
    """
    return session().connection().execute(statement, values)


def read_alone(statement: Executable, **values: Any) -> Sequence[Row[Any]]:
    """`read` for one question that stands by itself, such as who may come in: outside of any transaction.

    A session, a beginning and an end would cost more than the question.
    """
    if is_writing():
        return read(statement, **values).all()
    with db.engine.connect().execution_options(**ALONE[db.engine.dialect.name]) as connection:
        return connection.execute(statement, values).all()


def insert_into(table: Any, dialect: str) -> Any:
    """The INSERT that knows ON CONFLICT: the same sentence in both databases, from the dialect in use.

    Loaded when asked for: the dialect of the other one costs a start fifty milliseconds.
    """
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)


def as_one_statement(insert: Any, table: Table, dialect: str) -> Any:
    """An INSERT that PostgreSQL is given once for many rows: so it is where something is returned."""
    return insert.returning(next(iter(table.primary_key))) if dialect == "postgresql" else insert


@contextmanager
def write() -> Iterator[Session]:
    """One transaction that changes something: committed at the end of the block, undone by any error."""
    _refuse_where_somebody_only_looks()
    with _writing() as current:
        yield current


@contextmanager
def counting() -> Iterator[Session]:
    """A write block for the throttle alone, so that guessing counts where it is done by looking at addresses.

    Nothing that anybody sees may change in it: a GET changes nothing, whoever follows or prefetches it.
    """
    with _writing() as current:
        yield current


@contextmanager
def _writing() -> Iterator[Session]:
    current = _ready_to_write()
    with _waiting.place():
        token = writing.set(current)
        try:
            current.connection(execution_options={"writes": True})
            yield current
            current.commit()
        except BaseException:
            current.rollback()
            raise
        finally:
            writing.reset(token)


def _refuse_where_somebody_only_looks() -> None:
    if has_request_context() and request.method in ("GET", "HEAD", "OPTIONS"):
        raise RuntimeError(f"{request.method} must change nothing")


def _ready_to_write() -> Session:
    """The session, its current read ended: SQLite fails at once when a read turns into a write."""
    if writing.get() is not None:
        raise RuntimeError("a write block stands inside another one")
    current = db.session()
    if current.new or current.dirty or current.deleted:
        raise RuntimeError("something was changed before the write block began")
    current.rollback()
    return current


def write_grouped(job: Callable[[Session], T]) -> T:
    """Run a job in a transaction shared with other threads' jobs; return once it is durably committed.

    A job that fails undoes only itself. It may be run twice, so it must do nothing but use the session.
    """
    return write_together(lambda session, _: [job(session)], None)


def write_together(run: Callable[[Session, Sequence[T]], Sequence[R]], item: T) -> R:
    """Like `write_grouped`, but calls that wait with the same `run` are given to it together, as one list."""
    _refuse_where_somebody_only_looks()
    _ready_to_write()
    with _waiting.place():
        return _writer().do(run, item)


_writers_lock = threading.Lock()


def _writer() -> Writer:
    with _writers_lock:
        kept: Writer | None = current_app.extensions.get("writer")
        if kept is None or kept.process != os.getpid():
            kept = current_app.extensions["writer"] = Writer(db.engine)
        return kept


def _after_fork() -> None:
    for engine in _engines:
        engine.dispose(close=False)  # the connections are the parent's


os.register_at_fork(after_in_child=_after_fork)
