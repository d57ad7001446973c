"""What has changed here, in one order that no late transaction can slip behind.

A change is written down by triggers in the transaction that makes it, without a number. Numbers are given
afterwards, to what is committed by then, by one at a time: whatever commits later gets a higher number, so a
reader who has come to a number has missed nothing below it. No clock and no transaction id is asked: the
order survives a restored backup.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol
from uuid import UUID

from flask import current_app
from sqlalchemy import Uuid, bindparam, func, select, text, update
from sqlalchemy.orm import Session

from learning.carrying import Record
from learning.peers.models import Peer, PeerChange

ONE_AT_A_TIME = 20_261_128
CHANGES_AT_ONCE = 200
LOOKS_AT_ONCE = 50  # where a peer may know nobody of all that changed, we look on instead of telling nothing
# Of these the same goes not back to where it came from. A book changes, but only its issuer can change it.
NEVER_CHANGED = frozenset({"versions", "events", "hands", "parcels", "courses", "books"})
AT_ONCE = {
    "parcels": 24,
    "courses": 3,
    "books": 1,
}  # of what is large, fewer go in one message: it has to stay within messages.LARGEST


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows of ours a feed tells. `of_people` are columns that name somebody.

    `at_place` says which of them are bound to a place by what is told of the place itself, not by people.
    """

    table: str
    row: str = "id"
    of_people: tuple[str, ...] = ()
    at_place: str = ""


_IN_CLASSES = "class_id IN (SELECT id FROM class_group WHERE place LIKE :inside)"
_AT_EVENINGS = f"meeting_id IN (SELECT id FROM meeting WHERE {_IN_CLASSES})"  # noqa: S608  # names of ours
# In the order in which rows need each other: so they are numbered, and so they arrive.
TABLES = {
    "versions": Rows("module_version", "module || '/' || version"),
    "people": Rows("person", of_people=("id",)),
    "links": Rows("person_link", of_people=("guest_id", "person_id")),
    "cards": Rows("card", of_people=("person_id",)),
    "places": Rows("place", at_place="edition IS NULL AND path LIKE :inside"),
    "classes": Rows("class_group", at_place="place LIKE :inside"),
    "members": Rows("membership", of_people=("person_id",), at_place=_IN_CLASSES),
    "evenings": Rows("meeting", at_place=_IN_CLASSES),
    "roll": Rows("attendance", of_people=("person_id",), at_place=_AT_EVENINGS),
    "events": Rows("event", of_people=("person_id",)),
    "hands": Rows("group_answer", at_place=_AT_EVENINGS),
    "parcels": Rows("parcel"),
    "courses": Rows("course_part"),
    "books": Rows("credential_book", "told_as"),
}


class Inside(Protocol):
    """Those of some records that a server of a place may be told, or tell."""

    def __call__(
        self, session: Session, place: str, records: Sequence[Record], *, is_telling: bool
    ) -> Sequence[Record]: ...


@dataclass(frozen=True, slots=True)
class Feed:
    """One kind of row that peers carry. Its own room reads and keeps it; the factory hands it in.

    `read` gives what rows say now, those that may go; `keep` returns how many records it had to refuse.
    `people` names the members of a record that are ids of persons: a peer has to be one that may know them.
    `inside` says which are about the place of a peer, where they are about places.
    What `is_mail` any peer may tell of anybody: it claims nothing, whoever can open it judges.
    `renew` brings rows up to date before they are told, where time alone makes them old.
    """

    name: str
    read: Callable[[Session, Sequence[str]], Mapping[str, Record]]
    keep: Callable[[Session, UUID, Sequence[Record]], int]
    people: tuple[str, ...] = ()
    inside: Inside | None = None
    is_mail: bool = False
    renew: Callable[[Session], None] | None = None


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
    if not is_followed(session):
        if session.get_bind().dialect.name == "postgresql":
            names = ", ".join(rows.table for rows in TABLES.values())
            session.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
        note_all(session)


def is_followed(session: Session) -> bool:
    """Is there, or was there, anybody to tell what changes?"""
    return session.execute(select(Peer.id).limit(1)).first() is not None


def note_all(session: Session) -> None:
    """All there is counts as changed."""
    for feed, rows in TABLES.items():
        _note(session, feed, rows, "edition IS NULL" if feed == "places" else "TRUE", {})


def note_anew(session: Session, people: Collection[UUID]) -> None:
    """All that is kept of these people counts as changed: a peer that did not know them may know them now."""
    for feed, rows in TABLES.items():
        if rows.of_people:
            of_them = " OR ".join(f"{name} IN :people" for name in rows.of_people)
            _note(session, feed, rows, of_them, {"people": list(people)})


def note_place(session: Session, path: str) -> None:
    """All that is kept of a place and below it counts as changed, people aside: it is another peer's now."""
    for feed, rows in TABLES.items():
        if rows.at_place:
            _note(session, feed, rows, rows.at_place, {"inside": f"{path}%"})


def _note(session: Session, feed: str, rows: Rows, where: str, named: Mapping[str, Any]) -> None:
    added = f"INSERT INTO peer_change (feed, row) SELECT '{feed}', {rows.row} FROM {rows.table} WHERE {where}"  # noqa: S608  # names of ours
    held = [bindparam("people", expanding=True, type_=Uuid())] if "people" in named else []
    session.execute(text(added).bindparams(*held), dict(named))


def number(session: Session) -> int:
    """Give numbers to what is committed and has none; returns the last number there is."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    session.execute(_NUMBER, {"last": _last(session)})
    return _last(session)


def _last(session: Session) -> int:
    return session.execute(select(func.max(PeerChange.number))).scalar_one() or 0


_RANK = " ".join(f"WHEN '{feed}' THEN {rank}" for rank, feed in enumerate(TABLES))
# What others need comes first: rows are told as they are when they are told, so their own order is free.
_NUMBER = text(
    "UPDATE peer_change SET number = :last + fresh.place FROM (SELECT id AS fresh_id, "  # noqa: S608  # names of ours
    f"row_number() OVER (ORDER BY CASE feed {_RANK} END, id) AS place FROM peer_change WHERE number IS NULL) "
    "AS fresh WHERE peer_change.id = fresh.fresh_id"
)


def renew(session: Session) -> None:
    """Bring up to date what time alone makes old, before it is told."""
    for feed in feeds().values():
        if feed.renew is not None:
            feed.renew(session)


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
    if feed in ("courses", "books"):
        return (id,)
    return (id, id.replace("-", ""))
