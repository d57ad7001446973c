"""Filling a PostgreSQL of its own: places by their own door, everything else by COPY, a stream a table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from random import Random
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import func, select

from learning import clock
from learning.accounts.models import Person
from learning.db import session, write
from learning.places import operations, queries
from learning.places.queries import PlaceFacts
from learning.web.site import site
from tests.bench.big.country import Country, Spot, Teller
from tests.bench.big.lines import table_named

SIZES = (20_000, 200_000, 2_000_000)
PROVINCE = "Cần Thơ"
HAMLETS = ("Bưng Tróp", "Phước Hòa", "Giồng Chùa", "Tân Lập")
TABLES = (
    *("person", "staff_credential", "role_grant", "person_link", "card", "staff_action"),
    *("class_group", "class_leader", "meeting", "membership", "attendance", "place_person"),
    *("event", "module_progress", "review_card", "person_summary"),
)
EVERY = 50_000


@dataclass(frozen=True, slots=True)
class Filled:
    """What there is now, and where to look: the fullest class, its trainer, its commune, its province."""

    people: int
    results: int
    rows: int
    seconds: float
    class_id: UUID
    trainer: UUID
    commune: PlaceFacts
    province: PlaceFacts

    @property
    def story(self) -> str:
        return (
            f"{self.people:,} people, {self.results:,} results, {self.rows:,} rows in all "
            f"in {self.seconds:,.0f} s: {self.rows / self.seconds:,.0f} rows/s"
        )


def fill(
    url: str,
    people: int,
    seed: int,
    tell: Callable[[str], None] = lambda _words: None,
    *,
    around: str = PROVINCE,
) -> Filled:
    """So many people more, in PostgreSQL. Inside an app context; the database is prepared and has no peer."""
    begun = time.monotonic()
    address = url.replace("+psycopg", "")
    commune, province, country = _country(around)
    there = session().execute(select(func.count()).select_from(Person)).scalar_one()
    teller = Teller(country, Random(seed), there)
    counts = dict.fromkeys(TABLES, 0)
    with without_indexes(address), ExitStack() as stack:
        streams = {name: stack.enter_context(_stream(address, name)) for name in TABLES}
        told_at = 0
        for written in teller.told(people):
            for name, some in written.items():
                text = "".join(some)
                counts[name] += text.count("\n")
                streams[name].write(text)
            if counts["person"] - told_at >= EVERY:
                told_at = counts["person"]
                took = time.monotonic() - begun
                tell(f"{told_at:,} people, {sum(counts.values()) / took:,.0f} rows/s")
        tell("indexes …")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
    assert teller.first_full_class is not None
    rows, took = sum(counts.values()), time.monotonic() - begun
    found = (teller.first_full_class, teller.trainers[0][0], commune, province)
    return Filled(counts["person"], counts["event"], rows, took, *found)


def _country(around: str) -> tuple[PlaceFacts, PlaceFacts, Country]:
    """Every commune there is; those of one province get hamlets, by the door that staff use."""
    provinces = queries.children_of(None)
    province = next(one for one in provinces if one.name == around)
    communes = queries.communes_of(province.id)
    with write():
        for one in communes:
            operations.add(one.id, "hamlet", "ấp", HAMLETS, None)
    elsewhere = [one for far in provinces if far.id != province.id for one in queries.communes_of(far.id)]
    spots = [Spot(one.id, one.path, _hamlets(one)) for one in communes]
    others = [Spot(one.id, one.path, dict.fromkeys(HAMLETS)) for one in elsewhere]
    return communes[0], province, Country(site().catalog, spots[0], spots[1:], others, clock.now())


def _hamlets(commune: PlaceFacts) -> dict[str, UUID | None]:
    return {one.name: one.id for one in queries.children_of(commune.id, ("hamlet",))}


@contextmanager
def _stream(address: str, table: str) -> Iterator[psycopg.Copy]:
    """COPY into one table, over a connection of its own. Keys are looked at by a test, not row by row."""
    columns = [sql.Identifier(column.name) for column in table_named(table).columns]
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), sql.SQL(", ").join(columns))
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        with cursor.copy(copy) as stream:
            yield stream


@contextmanager
def without_indexes(address: str) -> Iterator[None]:
    """Indexes are dropped, and made again at the end: a tree of random ids grows slower than it is built.

    A key that another table needs stays.
    """
    with psycopg.connect(address, autocommit=True) as connection:
        if connection.execute("SELECT count(*) FROM peer").fetchone() != (0,):
            raise RuntimeError("a database with peers would have to tell them of every row")
        connection.execute("SET maintenance_work_mem = '512MB'")
        made = connection.execute(_INDEXES, {"tables": list(TABLES)}).fetchall()
        for drop, _make in made:
            connection.execute(drop)
        try:
            yield
        finally:
            for _drop, make in made:
                connection.execute(make)


# What drops each index or constraint, and what makes it again under the same name.
_INDEXES = """
SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', held.relname, con.conname),
       format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', held.relname, con.conname,
              pg_get_constraintdef(con.oid))
FROM pg_constraint con
JOIN pg_class held ON held.oid = con.conrelid
WHERE held.relname = ANY(%(tables)s) AND held.relnamespace = 'public'::regnamespace
  AND con.contype IN ('p', 'u')
  AND NOT EXISTS (SELECT FROM pg_constraint needs WHERE needs.confrelid = con.conrelid)
UNION ALL
SELECT format('DROP INDEX %%I', named.relname), pg_get_indexdef(made.indexrelid)
FROM pg_index made
JOIN pg_class named ON named.oid = made.indexrelid
JOIN pg_class held ON held.oid = made.indrelid
WHERE held.relname = ANY(%(tables)s) AND held.relnamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_constraint con WHERE con.conindid = made.indexrelid)
"""
