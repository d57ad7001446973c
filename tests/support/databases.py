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

    def reset(self, url: str) -> None:
        """Take a prepared database back to how it was."""
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
                # Into one file without a journal beside it, so that it can be copied.
                with (
                    closing(sqlite3.connect(draft)) as prepared,
                    closing(sqlite3.connect(self._template)) as kept,
                ):
                    prepared.backup(kept)

    def empty(self) -> str:
        return f"sqlite:///{self._own / f'{next(self._numbers)}.db'}"

    def prepared(self) -> str:
        url = self.empty()
        shutil.copyfile(self._template, _file(url))
        return url

    def reset(self, url: str) -> None:
        with (
            closing(sqlite3.connect(self._template)) as template,
            closing(sqlite3.connect(_file(url))) as used,
        ):
            template.backup(used)


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
                _keep_baseline(self._url(TEMPLATE))
                (shared / "template").touch()

    def empty(self) -> str:
        name = f"{self._worker}_{next(self._numbers)}"
        self._create(name)
        return self._url(name)

    def prepared(self) -> str:
        name = f"{self._worker}_{next(self._numbers)}"
        self._create(name, TEMPLATE)
        return self._url(name)

    def reset(self, url: str) -> None:
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            tables = _tables(connection, "public")
            # Foreign keys rest for the length of this transaction, so that no order is needed.
            connection.execute("SET LOCAL session_replication_role = replica")
            filled = _tables(connection, "baseline")
            kept = {table for table in filled if not _has_changed(connection, table)}
            for table in _holding_rows(connection, tables - kept - {"alembic_version"}):
                connection.execute(sql.SQL("DELETE FROM public.{}").format(sql.Identifier(table)))
            for table in filled - kept:
                connection.execute(
                    sql.SQL("INSERT INTO public.{0} TABLE baseline.{0}").format(sql.Identifier(table))
                )

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


def _keep_baseline(url: str) -> None:
    """Beside the tables, a copy of what `flask prepare` put into them: a reset takes it from there."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        filled = _holding_rows(connection, _tables(connection, "public") - {"alembic_version"})
        connection.execute("CREATE SCHEMA baseline")
        for table in filled:
            connection.execute(
                sql.SQL("CREATE TABLE baseline.{0} AS TABLE public.{0}").format(sql.Identifier(table))
            )


def _has_changed(connection: psycopg.Connection, table: str) -> bool:
    """Does it hold other rows than at first? Looking at three thousand places is quicker than writing."""
    ask = """
        SELECT (SELECT count(*) FROM public.{0}) <> (SELECT count(*) FROM baseline.{0})
        OR EXISTS (SELECT here::text FROM public.{0} here EXCEPT SELECT there::text FROM baseline.{0} there)
    """
    found = connection.execute(sql.SQL(ask).format(sql.Identifier(table))).fetchone()
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
