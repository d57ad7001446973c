"""Rows as lines for COPY: made once with gaps in them, and filled in for each who lives through them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Table

from learning.db import Base

DAY_ZERO = date(2024, 1, 1)
DAYS_BEFORE = 400
DAYS_AFTER = 45_000  # a question that is known well falls due again in many years
DAYS = tuple(
    (DAY_ZERO + timedelta(days=number - DAYS_BEFORE)).isoformat()
    for number in range(DAYS_BEFORE + DAYS_AFTER)
)
MILLISECONDS_A_DAY = 86_400_000

Row = Mapping[str, Any]
# What a gap takes: a day that many after DAY_ZERO, a count of milliseconds, or a value by its name.
Gap = int | tuple[int] | str


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one table, with gaps."""

    text: str
    gaps: tuple[Gap, ...]

    def filled(self, values: Mapping[str, str], shift: int) -> str:
        """The lines of somebody, that many days later."""
        first = DAYS_BEFORE + shift
        return self.text % tuple(
            [
                DAYS[gap + first]
                if isinstance(gap, int)
                else values[gap]
                if isinstance(gap, str)
                else str(gap[0] + shift * MILLISECONDS_A_DAY)
                for gap in self.gaps
            ]
        )


def table_named(name: str) -> Table:
    return Base.metadata.tables[name]


def lines(table: Table, rows: Iterable[Row], named: Mapping[UUID, str], counted: Sequence[int] = ()) -> Lines:
    """Rows as lines. Ids that are `named` become gaps, so do all days, and the numbers that are `counted`."""
    text: list[str] = []
    gaps: list[Gap] = []
    for row in rows:
        cells = []
        for column in table.columns:
            cell, gap = _cell(column, row[column.name], named, counted)
            cells.append(cell)
            gaps += gap
        text.append("\t".join(cells) + "\n")
    return Lines("".join(text), tuple(gaps))


def line(*values: Any) -> str:
    """One line without gaps."""
    return "\t".join(_plain(value) for value in values) + "\n"


def _cell(
    column: Column[Any], value: Any, named: Mapping[UUID, str], counted: Sequence[int]
) -> tuple[str, list[Gap]]:
    if isinstance(value, Gapped):
        return "%s", [value.name]
    if isinstance(value, UUID) and value in named:
        return "%s", [named[value]]
    if isinstance(value, datetime):
        clock = value.isoformat()[10:]
        return f"%s{clock}", [(value.date() - DAY_ZERO).days]
    if isinstance(value, date):
        return "%s", [(value - DAY_ZERO).days]
    if column.name in ("seq", "last_seq") and value in counted:
        return "%s", [(value,)]
    if isinstance(column.type, JSON) and value is not None:
        return _escaped(json.dumps(value)).replace("%", "%%"), []
    return _plain(value).replace("%", "%%"), []


@dataclass(frozen=True, slots=True)
class Gapped:
    """A value that is another one for everybody."""

    name: str


def _plain(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, (list, dict)):
        return _escaped(json.dumps(value))
    if isinstance(value, float):
        return repr(value)
    return _escaped(str(value))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
