"""What a database in trouble is called here, whichever database it is. Nothing was written then."""

import sqlite3
import sys


class DatabaseTrouble(Exception):
    """The database cannot do it now. Nothing was written; the same request may be sent again later."""


class DatabaseBusy(DatabaseTrouble):
    """Somebody else holds the database, or too many wait for it."""


class DatabaseFull(DatabaseTrouble):
    """There is no room left on the disk."""


class DatabaseReadOnly(DatabaseTrouble):
    """The database may be read but not written."""


class DatabaseGone(DatabaseTrouble):
    """The database cannot be reached or read at all."""


def trouble_of(error: BaseException) -> DatabaseTrouble | None:
    """Our name for a driver's error, if it says that the database is in trouble and not the statement.

    Only where PostgreSQL is spoken with is its driver loaded: a fifth of a second and some megabytes.
    """
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        kind = _SQLITE.get(code)
    elif (psycopg := sys.modules.get("psycopg")) and isinstance(error, psycopg.Error):
        state = error.sqlstate or ""
        kind = _POSTGRES.get(state) or _POSTGRES.get(state[:2])
        if kind is None and not state and isinstance(error, psycopg.OperationalError):
            kind = DatabaseGone
    else:
        return None
    return kind(str(error)) if kind else None


_SQLITE: dict[int, type[DatabaseTrouble]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_PROTOCOL: DatabaseBusy,
    sqlite3.SQLITE_FULL: DatabaseFull,
    sqlite3.SQLITE_READONLY: DatabaseReadOnly,
    sqlite3.SQLITE_IOERR: DatabaseGone,
    sqlite3.SQLITE_CANTOPEN: DatabaseGone,
    sqlite3.SQLITE_CORRUPT: DatabaseGone,
    sqlite3.SQLITE_NOTADB: DatabaseGone,
}
# SQLSTATE, the whole or its class (PostgreSQL manual, appendix A).
_POSTGRES: dict[str, type[DatabaseTrouble]] = {
    "08": DatabaseGone,
    "25006": DatabaseReadOnly,
    "40": DatabaseBusy,
    "53100": DatabaseFull,
    "53": DatabaseBusy,
    "55P03": DatabaseBusy,
    "57014": DatabaseBusy,
    "57P": DatabaseGone,
    "57P01": DatabaseGone,
    "57P02": DatabaseGone,
    "57P03": DatabaseGone,
    "58": DatabaseGone,
}
