"""Databases for tests, of the kind that TEST_DATABASE names: empty, prepared, and quickly clean again."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Literal, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool

Kind = Literal["sqlite", "postgresql"]
Prepare = Callable[[str], None]
TEMPLATE = "hocso_template"
PREPARED = "baseline"  # how `flask prepare` leaves a database
SECONDS_TO_COME_BACK = 20  # longer than a write waits for a lock


class Databases(Protocol):
    """What both kinds can do. Prepared is as `flask prepare` leaves a database: migrated, versions known."""

    kind: Kind

    def empty(self) -> str:
        """The address of a new database without tables."""
        ...

    def prepared(self) -> str:
        """The address of a new database, ready for the site."""
        ...

    def keep(self, url: str, name: str) -> None:
        """Remember by this name how a database is now, so that tests which begin alike make it once."""
        ...

    def reset(self, url: str, to: str = PREPARED) -> None:
        """Take a database back to how it was prepared, or to what was kept of it."""
        ...


class SqliteDatabases:
    """Files: one template is prepared once a run and copied."""

    kind: Kind = "sqlite"

    def __init__(self, shared: Path, own: Path, prepare: Prepare) -> None:
        self._own = own
        self._numbers = count(1)
        self._template = shared / "template.db"
        with locked(shared / "file.lock"):
            if not self._template.exists():
                draft = shared / "draft.db"
                prepare(f"sqlite:///{draft}")
                _copy(draft, self._template)

    def empty(self) -> str:
        return f"sqlite:///{self._own / f'{next(self._numbers)}.db'}"

    def prepared(self) -> str:
        url = self.empty()
        shutil.copyfile(self._template, _file(url))
        return url

    def keep(self, url: str, name: str) -> None:
        _copy(_file(url), self._kept(name))

    def reset(self, url: str, to: str = PREPARED) -> None:
        _copy(self._template if to == PREPARED else self._kept(to), _file(url))

    def _kept(self, name: str) -> Path:
        return self._own / f"{name}.kept"


class PostgresDatabases:
    """One server a run; each worker makes its own databases, from a template prepared once."""

    kind: Kind = "postgresql"

    def __init__(self, shared: Path, server: str, worker: str, prepare: Prepare) -> None:
        self._server = server
        self._worker = worker
        self._numbers = count(1)
        with locked(shared / "template.lock"):
            if not (shared / "template").exists():
                self._create(TEMPLATE)
                prepare(self._url(TEMPLATE))
                _keep_rows(self._url(TEMPLATE), PREPARED)
                (shared / "template").touch()

    def empty(self) -> str:
        name = f"{self._worker}_{next(self._numbers)}"
        self._create(name)
        return self._url(name)

    def prepared(self) -> str:
        name = f"{self._worker}_{next(self._numbers)}"
        self._create(name, TEMPLATE)
        return self._url(name)

    def keep(self, url: str, name: str) -> None:
        _keep_rows(url, name)

    def reset(self, url: str, to: str = PREPARED) -> None:
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            tables = _tables(connection, "public")
            # Foreign keys rest for the length of this transaction, so that no order is needed.
            connection.execute("SET LOCAL session_replication_role = replica")
            filled = _tables(connection, to)
            kept = {table for table in filled if not _has_changed(connection, to, table)}
            for table in _holding_rows(connection, tables - kept - {"alembic_version"}):
                connection.execute(sql.SQL("DELETE FROM public.{}").format(sql.Identifier(table)))
            for table in filled - kept:
                insert = sql.SQL("INSERT INTO public.{1} TABLE {0}.{1}")
                connection.execute(insert.format(sql.Identifier(to), sql.Identifier(table)))

    def _create(self, name: str, template: str = "template0") -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(command.format(sql.Identifier(name), sql.Identifier(template)))

    def _url(self, name: str) -> str:
        return self._server.replace("postgresql://", "postgresql+psycopg://").rpartition("/")[0] + f"/{name}"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time; the others wait."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def held_by_another(url: str, table: str = "event") -> Iterator[None]:
    """Somebody else has the database, of PostgreSQL that table, and does not let go: nothing can be kept."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(_file(url), isolation_level=None, check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
    else:
        with psycopg.connect(url.replace("+psycopg", "")) as other:
            other.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(sql.Identifier(table)))
            yield
            other.rollback()


def let_go(engine: Engine) -> None:
    """Close an engine's connections, once the last is back: one that is out belongs to nobody after that."""
    pool = engine.pool
    latest = time.monotonic() + SECONDS_TO_COME_BACK
    while isinstance(pool, QueuePool) and pool.checkedout():
        assert time.monotonic() < latest, f"a connection was never given back: {pool.status()}"
        time.sleep(0.01)
    engine.dispose()


def wanted_kind() -> Kind:
    """The kind that TEST_DATABASE names; SQLite where it names none."""
    named = os.environ.get("TEST_DATABASE") or "sqlite"
    if named == "postgresql":
        return "postgresql"
    if named == "sqlite":
        return "sqlite"
    raise ValueError("TEST_DATABASE must be sqlite or postgresql")


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _copy(source: Path, target: Path) -> None:
    """Into one file without a journal beside it, so that it can be copied as a file, too."""
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


def _keep_rows(url: str, name: str) -> None:
    """Beside the tables, in a schema of this name, a copy of what they hold: a reset takes it from there."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        filled = _holding_rows(connection, _tables(connection, "public") - {"alembic_version"})
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        for table in filled:
            copy = sql.SQL("CREATE TABLE {0}.{1} AS TABLE public.{1}")
            connection.execute(copy.format(sql.Identifier(name), sql.Identifier(table)))


def _has_changed(connection: psycopg.Connection, kept: str, table: str) -> bool:
    """Does it hold other rows than were kept? Looking at three thousand places is quicker than writing."""
    ask = """
        SELECT (SELECT count(*) FROM public.{1}) <> (SELECT count(*) FROM {0}.{1})
        OR EXISTS (SELECT here::text FROM public.{1} here EXCEPT SELECT there::text FROM {0}.{1} there)
    """
    found = connection.execute(sql.SQL(ask).format(sql.Identifier(kept), sql.Identifier(table))).fetchone()
    return found is None or bool(found[0])


def _tables(connection: psycopg.Connection, schema: str) -> set[str]:
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema]).fetchall()
    return {name for (name,) in rows}


def _holding_rows(connection: psycopg.Connection, tables: set[str]) -> list[str]:
    if not tables:
        return []
    ask = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM public.{})")
    parts = [ask.format(sql.Literal(table), sql.Identifier(table)) for table in sorted(tables)]
    return [name for (name,) in connection.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall()]
