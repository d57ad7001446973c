"""When each phone last spoke, and what it said of itself: for whoever looks after phones, not for the record.

Written in the transaction of the receipt, one statement for all batches of a commit.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, case, delete, func, inspect, select, text

from learning.accounts.links import counted_with, counting_for, each_counted_with
from learning.db import insert_into, session
from learning.records.models import IN_CARE, DeviceContact
from learning.records.rules import CLOCK_OFF, SILENT_FOR

_TABLE = inspect(DeviceContact).local_table
# Is whoever this column names within reach of whoever asks?
Within = Callable[[ColumnElement[UUID]], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Said:
    """What a device says with its events: its clock, what goes on waiting on it, what it holds as refused."""

    at: datetime | None = None
    waiting: int | None = None
    refused: int | None = None
    device: UUID | None = None
    received_at: datetime | None = None
    fresh: int = 0

    def answered(self, device: UUID, received_at: datetime, refused: int) -> "Said":
        """The same, once it is known which device it was, when it was heard, and what was refused now."""
        return replace(self, device=device, received_at=received_at, fresh=refused)


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """A phone that somebody learns on. `person` is whom its results count for."""

    device: UUID
    person: UUID
    seen_at: datetime
    stored: int
    refused: int
    waiting: int | None
    skew: int | None


# ── Writing ──


def note(connection: Connection, spoken: Sequence[tuple[UUID, Said, Sequence[str]]]) -> None:
    """Keep what devices said of themselves with these batches. In the caller's transaction."""
    for is_told in (True, False):
        rows = [_row(*one) for one in spoken if (one[1].refused is not None) is is_told]
        if rows:
            connection.execute(_upsert(connection.dialect.name, is_told=is_told), rows)


def _row(person: UUID, said: Said, fates: Sequence[str]) -> dict[str, Any]:
    at, heard = said.at, said.received_at
    return {
        "device": said.device,
        "person_id": person,
        "seen_at": heard,
        "stored": fates.count("stored"),
        "refused": (said.refused or 0) + said.fresh + fates.count("taken"),
        "waiting": said.waiting,
        "skew": None if at is None or heard is None else round((at - heard).total_seconds()),
    }


@cache
def _upsert(dialect: str, *, is_told: bool) -> Any:
    """A device that does not say what it holds as refused holds at least what it held, or what is new."""
    fresh = insert_into(_TABLE, dialect)
    new, old = fresh.excluded, _TABLE.c
    return fresh.on_conflict_do_update(
        index_elements=["device", "person_id"],
        set_={
            "seen_at": new.seen_at,
            "stored": old.stored + new.stored,
            "refused": new.refused
            if is_told
            else case((old.refused > new.refused, old.refused), else_=new.refused),
            "waiting": func.coalesce(new.waiting, old.waiting),
            "skew": func.coalesce(new.skew, old.skew),
        },
    )


def forget(people: Collection[UUID]) -> None:
    """Whose phones these were is nobody's business any more. In the caller's write block."""
    session().execute(delete(DeviceContact).where(DeviceContact.person_id.in_(people)))


# ── Reading ──

_COLUMNS = tuple(_TABLE.c[name] for name in ("device", "seen_at", "stored", "refused", "waiting", "skew"))
_IS_OFF = (_TABLE.c.skew > CLOCK_OFF) | (_TABLE.c.skew < -CLOCK_OFF)


def in_care(within: Within, now: datetime, most: int, skipped: int = 0) -> list[DeviceFacts]:
    """Phones that somebody should look after, of people within reach; what presses most comes first.

    From the phones to their people: few need care, however many there are.
    """
    presses = text(IN_CARE), _presses(now)
    counts = counting_for(select(_TABLE.c.person_id).where(*presses))
    wanted = select(counts.c.person, *_COLUMNS).join(_TABLE, _TABLE.c.person_id == counts.c.id)
    return _facts(wanted.where(*presses, within(counts.c.person)), now, most, skipped)


def of_people(people: Collection[UUID], now: datetime, most: int, skipped: int = 0) -> list[DeviceFacts]:
    """All phones on which these learn, those that need care first."""
    each = each_counted_with("people")
    wanted = select(each.c.person, *_COLUMNS).join(_TABLE, _TABLE.c.person_id == each.c.id)
    return _facts(wanted, now, most, skipped, people=list(people)) if people else []


def kept_of(person: UUID) -> list[dict[str, Any]]:
    """What is kept of somebody's phones, as they may take it home."""
    asked = select(_TABLE).where(_TABLE.c.person_id.in_(counted_with(person))).order_by(_TABLE.c.seen_at)
    return [dict(row) for row in session().execute(asked).mappings()]


def _presses(now: datetime) -> ColumnElement[bool]:
    return (_TABLE.c.refused > 0) | _is_silent(now) | _IS_OFF


def _is_silent(now: datetime) -> ColumnElement[bool]:
    return (_TABLE.c.waiting > 0) & (_TABLE.c.seen_at < now - SILENT_FOR)


def _facts(wanted: Select[Any], now: datetime, most: int, skipped: int, **values: Any) -> list[DeviceFacts]:
    order = (
        case((_is_silent(now), 0), (_TABLE.c.refused > 0, 1), (_IS_OFF, 2), else_=3),
        _TABLE.c.seen_at.desc(),
        _TABLE.c.device,
        _TABLE.c.person_id,
    )
    asked = wanted.order_by(*order).limit(most).offset(skipped)
    return [
        DeviceFacts(row.device, row.person, row.seen_at, row.stored, row.refused, row.waiting, row.skew)
        for row in session().execute(asked, values)
    ]
