"""How Alembic reaches our database: the site's own engine, one transaction, one migration run at a time."""

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from learning.db import Base, UtcDateTime, db

# Any number, the same in every process: PostgreSQL lets one run at a time hold it.
ONE_AT_A_TIME = 20_261_122


def run() -> None:
    if context.is_offline_mode():
        raise RuntimeError("migrations run on a database, not into a script: they carry data along")
    with db.engine.connect().execution_options(writes=True) as connection:
        if connection.dialect.name == "sqlite":
            run_on_sqlite(connection)
        else:
            migrate(connection)


def run_on_sqlite(connection: Connection) -> None:
    """Tables are changed by copying them; keys that point at them rest meanwhile, and are checked after."""
    driver = connection.connection.dbapi_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        migrate(connection)
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows point at rows that are gone: {broken[:5]}")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def migrate(connection: Connection) -> None:
    options = current_app.extensions["migrate"].configure_args
    context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True, **options)
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")  # another start may take its time
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
        context.run_migrations()


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A migration stays as it is while the code moves on, so it names none of our own types."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


run()
