"""What has changed here, in one order that no late transaction can slip behind.

A change is written down by triggers in the transaction that makes it, without a number. Numbers are given
afterwards, to what is committed by then, by one at a time: whatever commits later gets a higher number, so a
reader who has come to a number has missed nothing below it. No clock and no transaction id is asked: the
order survives a restored backup.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import Uuid, bindparam, func, select, text, update
from sqlalchemy.orm import Session

from learning.peers.models import Peer, PeerChange

Record = dict[str, Any]
ONE_AT_A_TIME = 20_261_128
CHANGES_AT_ONCE = 200
LOOKS_AT_ONCE = 50  # where a peer may know nobody of all that changed, we look on instead of telling nothing
NEVER_CHANGED = frozenset({"versions", "events", "parcels"})
AT_ONCE = {"parcels": 24}  # of what is large, fewer go in one message: it has to stay within messages.LARGEST
TABLES = {
    "versions": ("module_version", "module || '/' || version"),
    "people": ("person", "id"),
    "links": ("person_link", "id"),
    "cards": ("card", "id"),
    "events": ("event", "id"),
    "parcels": ("parcel", "id"),
}


@dataclass(frozen=True, slots=True)
class Feed:
    """One kind of row that peers carry. Its own room reads and keeps it; the factory hands it in.

    `read` gives what rows say now, those that may go; `keep` returns how many records it had to refuse.
    `people` names the members of a record that are ids of persons: a peer has to be one that may know them.
    What `is_mail` any peer may tell of anybody: it claims nothing, whoever can open it judges.
    """

    name: str
    read: Callable[[Session, Sequence[str]], Mapping[str, Record]]
    keep: Callable[[Session, UUID, Sequence[Record]], int]
    people: tuple[str, ...] = ()
    is_mail: bool = False


# Those of some records of a feed that a peer may have, or may tell us.
Within = Callable[[Feed, Sequence[Record]], Sequence[Record]]


def everything(_feed: Feed, records: Sequence[Record]) -> Sequence[Record]:
    """For a peer without a place."""
    return records


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes after `since` up to `upto`, in their order."""

    since: int
    upto: int
    records: list[tuple[str, Record]]
    last: int


def feeds() -> Mapping[str, Feed]:
    """What is carried, in the order in which rows need each other."""
    found: Mapping[str, Feed] = current_app.extensions["feeds"]
    return found


def begin_to_follow(session: Session) -> None:
    """Before the first peer is kept: all there is counts as changed. Who is just writing is waited for."""
    if session.execute(select(func.count()).select_from(Peer)).scalar_one():
        return
    if session.get_bind().dialect.name == "postgresql":
        names = ", ".join(table for table, _ in TABLES.values())
        session.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
    note_all(session)


def note_all(session: Session) -> None:
    """All there is counts as changed."""
    for feed, (table, row) in TABLES.items():
        added = f"INSERT INTO peer_change (feed, row) SELECT '{feed}', {row} FROM {table}"  # noqa: S608  # names of ours
        session.execute(text(added))


def note_anew(session: Session, people: Collection[UUID]) -> None:
    """All that is kept of these people counts as changed: a peer that did not know them may know them now."""
    for feed, (table, row) in TABLES.items():
        if feed == "versions":
            continue
        names = (
            ("id",) if feed == "people" else ("guest_id", "person_id") if feed == "links" else ("person_id",)
        )
        of_them = " OR ".join(f"{name} IN :people" for name in names)
        added = f"INSERT INTO peer_change (feed, row) SELECT '{feed}', {row} FROM {table} WHERE {of_them}"  # noqa: S608  # names of ours
        held = bindparam("people", expanding=True, type_=Uuid())
        session.execute(text(added).bindparams(held), {"people": list(people)})


def number(session: Session) -> int:
    """Give numbers to what is committed and has none; returns the last number there is."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    session.execute(_NUMBER, {"last": _last(session)})
    return _last(session)


def _last(session: Session) -> int:
    return session.execute(select(func.max(PeerChange.number))).scalar_one() or 0


_NUMBER = text(
    "UPDATE peer_change SET number = :last + fresh.place FROM (SELECT id AS fresh_id, "
    "row_number() OVER (ORDER BY id) AS place FROM peer_change WHERE number IS NULL) AS fresh "
    "WHERE peer_change.id = fresh.fresh_id"
)


def after(session: Session, since: int, reader: UUID, within: Within = everything) -> Batch:
    """What this peer should hear after a number; all of it where it is ahead of our restored backup."""
    last = number(session)
    since = upto = since if 0 <= since <= last else 0
    records: list[tuple[str, Record]] = []
    for _ in range(LOOKS_AT_ONCE):
        reached, records = _next(session, upto, reader, within)
        upto = last if reached is None else reached
        if records or reached is None:
            break
    return Batch(since, upto, records, last)


def _next(
    session: Session, since: int, reader: UUID, within: Within
) -> tuple[int | None, list[tuple[str, Record]]]:
    """Some changes, and the number of the last that was looked at; None where there is no more."""
    wanted = (
        select(PeerChange.feed, PeerChange.row, PeerChange.number, PeerChange.origin)
        .where(PeerChange.number > since)
        .order_by(PeerChange.number)
        .limit(CHANGES_AT_ONCE)
    )
    rows = _light_enough(session.execute(wanted).all())
    records: list[tuple[str, Record]] = []
    news = [row for row in rows if row.origin != reader]
    for feed, some in groupby(news, key=lambda row: str(row.feed)):
        records.extend(_records(session, feed, list(dict.fromkeys(row.row for row in some)), within))
    return (rows[-1].number if rows else None), records


def _light_enough(rows: Sequence[Any]) -> Sequence[Any]:
    """As many of the first of them as one message holds."""
    seen: dict[str, int] = {}
    for place, row in enumerate(rows):
        seen[row.feed] = seen.get(row.feed, 0) + 1
        if seen[row.feed] > AT_ONCE.get(row.feed, CHANGES_AT_ONCE):
            return rows[:place]
    return rows


def _records(session: Session, name: str, rows: Sequence[str], within: Within) -> list[tuple[str, Record]]:
    feed = feeds()[name]
    found = feed.read(session, rows)
    return [(name, record) for record in within(feed, [found[row] for row in rows if row in found])]


def keep(
    session: Session, peer: UUID, records: Sequence[tuple[str, Record]], within: Within = everything
) -> int:
    """Take in what a peer has, and may tell; returns how many records were refused."""
    refused = 0
    for feed, some in groupby(records, key=lambda one: one[0]):
        told = [record for _, record in some]
        known = feeds().get(feed)
        if known is None:
            refused += len(told)
            continue
        fitting = within(known, told)
        refused += len(told) - len(fitting) + known.keep(session, peer, fitting)
        if feed in NEVER_CHANGED:
            _remember_origin(session, peer, feed, told)
    return refused


def _remember_origin(session: Session, peer: UUID, feed: str, told: Sequence[Record]) -> None:
    """What never changes need not go back to where it came from. A profile does: so both know they agree."""
    rows = [name for record in told for name in _names(feed, record)]
    came = update(PeerChange).where(
        PeerChange.number.is_(None), PeerChange.feed == feed, PeerChange.row.in_(rows)
    )
    session.execute(came.values(origin=peer))


def _names(feed: str, record: Record) -> tuple[str, ...]:
    if feed == "versions":
        return (f"{record.get('module')}/{record.get('version')}",)
    id = str(record.get("id"))
    return (id, id.replace("-", ""))
