"""What a request reads in PostgreSQL: every statement it asks, run once more under EXPLAIN.

Sequential scans, and joins that read both sides whole, are forbidden meanwhile (`enable_seqscan`, ...): at
the size of a test they are the quickest, at the size of a country no longer. One that is there all the same
means that no index serves. A scan of a whole index looks harmless there: rows and blocks tell it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import event

from learning.db import db

READING = ("SELECT", "WITH")


@dataclass(frozen=True, slots=True)
class Reads:
    """Of some tables: which were read from end to end, how many rows of each, and blocks of all."""

    whole: frozenset[str]
    rows: Counter[str]
    blocks: int
    statements: int
    told: list[str] = field(default_factory=list)


def reads(url: str, tables: frozenset[str], work: Callable[[], object]) -> Reads:
    """Do some work, then look at what its statements read."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(READING):
            asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    db.session.rollback()
    return _explained(url, tables, asked)


def _explained(url: str, tables: frozenset[str], asked: list[tuple[str, Any]]) -> Reads:
    whole: set[str] = set()
    rows: Counter[str] = Counter()
    blocks = 0
    told = []
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        for way in ("seqscan", "hashjoin", "mergejoin"):
            connection.execute(f"SET enable_{way} = off")
        connection.execute("SET jit = off")
        for statement, values in asked:
            if "pg_advisory" in statement:
                continue
            found = connection.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + statement, values)
            row = found.fetchone()
            assert row is not None
            plan = row[0][0]["Plan"]
            seen: Counter[str] = Counter()
            for node in _nodes(plan):
                table = node.get("Relation Name")
                if table in tables:
                    seen[table] += _rows(node)
                    if node["Node Type"] == "Seq Scan":
                        whole.add(table)
            rows += seen
            touched = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
            blocks += touched
            told.append(f"{touched} blocks, {dict(seen)}: {' '.join(statement.split())[:300]}")
    return Reads(frozenset(whole), rows, blocks, len(asked), told)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _rows(node: dict[str, Any]) -> int:
    """All that were looked at, those too that did not fit."""
    names = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    seen: float = sum(node.get(name, 0) for name in names) * node["Actual Loops"]
    return round(seen)
