"""The database: engine, base class, column types, and the only ways to write: `write` and `write_grouped`."""

import os
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from flask import Flask, current_app, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, DateTime, Dialect, Engine, Executable, MetaData, Row, Table, event
from sqlalchemy.engine import Connection, ExceptionContext, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from learning.trouble import DatabaseBusy, DatabaseTrouble, trouble_of
from learning.waiting import Waiting

T = TypeVar("T")
R = TypeVar("R")

BUSY_MILLISECONDS = 5000
WAITING_CALLS = 512
CALLS_A_COMMIT = 64
SECONDS_TO_WAIT = 30.0
SECONDS_IDLE = 10.0
# Where many write, a moment between two commits lets their calls gather, and other workers have their turn.
SECONDS_TO_GATHER = 0.002
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
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


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
_writing: ContextVar[Session | None] = ContextVar("writing", default=None)


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
    return _writing.get() or db.session()


def is_writing() -> bool:
    """Are we inside a write block?"""
    return _writing.get() is not None


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
    engine = db.engine
    with engine.connect().execution_options(**ALONE[engine.dialect.name]) as connection:
        return connection.execute(statement, values).all()


def insert_into(table: Any, dialect: str) -> Any:
    """The INSERT that knows ON CONFLICT: the same sentence in both databases, from the dialect in use.

    Loaded when asked for: the dialect of the other one costs a start fifty milliseconds.
    """
    return import_module(f"sqlalchemy.dialects.{dialect}").insert(table)


def as_one_statement(insert: Any, table: Table, dialect: str) -> Any:
    """An INSERT that PostgreSQL is given once for many rows: SQLAlchemy does so where something is returned.

    SQLite lives in our own process and takes them as quickly one by one.
    """
    return insert.returning(next(iter(table.primary_key))) if dialect == "postgresql" else insert


@contextmanager
def write() -> Iterator[Session]:
    """One transaction that changes something: committed at the end of the block, undone by any error."""
    current = _ready_to_write()
    with _waiting.place():
        token = _writing.set(current)
        try:
            current.connection(execution_options={"writes": True})
            yield current
            current.commit()
        except BaseException:
            current.rollback()
            raise
        finally:
            _writing.reset(token)


def _ready_to_write() -> Session:
    """The session, its current read ended: SQLite fails at once when a read turns into a write."""
    if _writing.get() is not None:
        raise RuntimeError("a write block stands inside another one")
    if has_request_context() and request.method in ("GET", "HEAD", "OPTIONS"):
        raise RuntimeError(f"{request.method} must change nothing")
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
    _ready_to_write()
    with _waiting.place():
        return _writer().do(run, item)


@dataclass(slots=True, eq=False)
class _Call(Generic[T, R]):
    run: Callable[[Session, Sequence[T]], Sequence[R]]
    item: T
    answer: "Future[R]" = field(default_factory=Future)


class _Writer:
    """One thread a process and database, which commits together what other threads ask for at one time.

    The thread starts with the first call and ends when nobody has called for a while.
    """

    def __init__(self, engine: Engine) -> None:
        self.process = os.getpid()
        self._engine = engine
        self._calls: deque[_Call[Any, Any]] = deque()
        self._called = threading.Condition()
        self._thread: threading.Thread | None = None

    def do(self, run: Callable[[Session, Sequence[T]], Sequence[R]], item: T) -> R:
        call = _Call(run, item)
        with self._called:
            if len(self._calls) >= WAITING_CALLS:
                raise DatabaseBusy("too many wait to write")
            self._calls.append(call)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
                self._thread.start()
            self._called.notify()
        try:
            return call.answer.result(SECONDS_TO_WAIT)
        except TimeoutError:
            if call.answer.done() and not call.answer.cancelled():
                raise
            call.answer.cancel()
            raise DatabaseBusy("waited too long to write") from None

    def _work(self) -> None:
        while calls := self._take():
            wanted = [call for call in calls if call.answer.set_running_or_notify_cancel()]
            if wanted:
                self._serve(wanted)
            if len(calls) > 1:
                time.sleep(SECONDS_TO_GATHER)

    def _take(self) -> list[_Call[Any, Any]]:
        with self._called:
            self._called.wait_for(lambda: bool(self._calls), SECONDS_IDLE)
            taken = [self._calls.popleft() for _ in range(min(len(self._calls), CALLS_A_COMMIT))]
            if not taken:
                self._thread = None
            return taken

    def _serve(self, calls: Sequence[_Call[Any, Any]]) -> None:
        """Answer every call, after the commit and never before it."""
        try:
            answers = self._commit(calls)
        except Exception as error:  # noqa: BLE001  # whatever it is, it belongs to those who wait for an answer
            if len(calls) > 1 and not isinstance(error, _NotBegun):
                # Nobody pays for a neighbour: what fails together is done one by one.
                for call in calls:
                    self._serve([call])
                return
            for call in calls:
                call.answer.set_exception(error.trouble if isinstance(error, _NotBegun) else error)
        else:
            for call, answer in zip(calls, answers, strict=True):
                call.answer.set_result(answer)

    def _commit(self, calls: Sequence[_Call[Any, Any]]) -> list[Any]:
        answers: dict[int, Any] = {}
        with Session(self._engine, expire_on_commit=False) as session:
            try:
                session.connection(execution_options={"writes": True})
            except DatabaseTrouble as trouble:
                raise _NotBegun(trouble) from trouble
            token = _writing.set(session)
            try:
                for run, group in _by_run(calls).items():
                    given = run(session, [call.item for call in group])
                    answers.update(zip(map(id, group), given, strict=True))
                session.commit()
            finally:
                _writing.reset(token)
        return [answers[id(call)] for call in calls]


class _NotBegun(Exception):
    """The transaction could not even begin, so that trying one by one would not help."""

    def __init__(self, trouble: DatabaseTrouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def _by_run(calls: Sequence[_Call[Any, Any]]) -> dict[Callable[..., Any], list[_Call[Any, Any]]]:
    groups: dict[Callable[..., Any], list[_Call[Any, Any]]] = {}
    for call in calls:
        groups.setdefault(call.run, []).append(call)
    return groups


_writers_lock = threading.Lock()


def _writer() -> _Writer:
    with _writers_lock:
        kept: _Writer | None = current_app.extensions.get("writer")
        if kept is None or kept.process != os.getpid():
            kept = current_app.extensions["writer"] = _Writer(db.engine)
        return kept


def _after_fork() -> None:
    for engine in _engines:
        engine.dispose(close=False)  # the connections are the parent's


os.register_at_fork(after_in_child=_after_fork)
