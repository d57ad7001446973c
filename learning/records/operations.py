"""The only door into the record: append; and what follows from links, versions and rebuilding."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

from sqlalchemy import Table, bindparam, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from learning.accounts import operations as accounts
from learning.accounts.links import canonical, canonical_of, ids_of
from learning.catalog.content import Catalog, Module
from learning.clock import now
from learning.db import Base, as_one_statement, write, write_grouped, write_together
from learning.ids import new_id
from learning.records import events, models, presence, projections, queries
from learning.records.events import Incoming, Reason, Refused
from learning.records.rules import Evidence, Fact, Judgement, Unmarkable, fact_of, judge

EVENT: Table = Base.metadata.tables[models.Event.__tablename__]
VERSION: Table = Base.metadata.tables[models.ModuleVersion.__tablename__]
ONE_DAY = 24 * 60 * 60
EVENTS_AT_ONCE = 1000

T = TypeVar("T")
Row = dict[str, Any]
Fate = Literal["stored", "known", "taken"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An event that is not kept. `id` as it was sent; None where there was none."""

    id: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of each event, ids as they were sent. The device may delete what is stored or known."""

    stored: list[str]
    known: list[str]
    refused: list[Refusal]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one call brings: the rows of one person's events, marked and ready."""

    person: UUID
    rows: list[Row]


# ── Appending ──


def append(person: UUID, device: UUID, raws: Sequence[object], *, evidence: Evidence = "self") -> Receipt:
    """Keep events. Returns once they are on disk; sending them again changes nothing.

    One bad event never refuses its neighbours. Opens its own write block, shared with other threads' calls.
    """
    received_at = now()
    sent: list[str] = []
    refused: list[Refusal] = []
    batch = Batch(person, [])
    for raw in raws:
        try:
            event = events.read(raw)
            batch.rows.append(row_of(event, person, device, received_at, evidence))
        except Refused as refusal:
            refused.append(Refusal(events.id_of(raw), refusal.reason))
        else:
            sent.append(events.id_of(raw) or str(event.id))
    fates = list(zip(sent, _keep(batch), strict=True)) if batch.rows else []
    refused.extend(Refusal(id, "id_taken") for id, fate in fates if fate == "taken")
    return Receipt(
        stored=[id for id, fate in fates if fate == "stored"],
        known=[id for id, fate in fates if fate == "known"],
        refused=refused,
    )


def row_of(event: Incoming, person: UUID, device: UUID, received_at: datetime, evidence: Evidence) -> Row:
    """An event as it is kept, marked. Raises Refused."""
    judged = _judged(event)
    skew = round((event.at - received_at).total_seconds())
    return {
        **{name: getattr(event, name) for name in AS_SENT},
        "person_id": person,
        "device": device,
        "evidence": evidence,
        "received_at": received_at,
        "effective_at": min(event.at, received_at),
        "clock_skew": skew if abs(skew) > ONE_DAY else None,
        "right": judged.right,
        "points": judged.points,
        "of": judged.of,
        "critical": judged.critical,
    }


AS_SENT = tuple(Incoming.model_fields)


def _judged(event: Incoming) -> Judgement:
    marking = queries.marking_of(event.module, event.version)
    if marking is None:
        raise Refused("unknown_version" if queries.knows_module(event.module) else "unknown_module")
    if event.verb == "opened":
        return Judgement()
    try:
        return judge(marking, event.module, event.question, event.form, event.answer)
    except Unmarkable as unmarkable:
        raise Refused(unmarkable.reason) from None


def _keep(batch: Batch) -> list[Fate]:
    try:
        return write_together(_append_all, batch)
    except IntegrityError:
        # Another worker has just stored one of these ids; or a version that we have at hand is not in this
        # database yet. Both are as they should be the second time.
        used = {(row["module"], row["version"]) for row in batch.rows}
        write_grouped(lambda session: store_versions(session, used))
        return write_together(_append_all, batch)


def _append_all(session: Session, batches: Sequence[Batch]) -> list[list[Fate]]:
    """Keep the batches of several calls with few statements."""
    fates: list[list[Fate]] = []
    waiting: list[Batch] = []
    for batch in batches:
        if waiting and sum(len(one.rows) for one in waiting) + len(batch.rows) > EVENTS_AT_ONCE:
            fates.extend(append_some(session, waiting))
            waiting = []
        waiting.append(batch)
    return fates + append_some(session, waiting)


# Made once: making a statement costs more than asking it.
_KNOWN = select(EVENT.c.id, EVENT.c.person_id).where(EVENT.c.id.in_(bindparam("ids", expanding=True)))
_INSERT = {name: as_one_statement(insert(EVENT), EVENT, name) for name in ("sqlite", "postgresql")}


def append_some(session: Session, batches: Sequence[Batch]) -> list[list[Fate]]:
    """Keep these together, in the caller's write block."""
    people = _held(session, {batch.person for batch in batches})
    connection = session.connection()
    ids = [row["id"] for batch in batches for row in batch.rows]
    owners = {row.id: row.person_id for row in connection.execute(_KNOWN, {"ids": ids})}
    fresh: list[Row] = []

    def fate_of(row: Row) -> Fate:
        person = row["person_id"]
        owner = owners.get(row["id"])
        if owner is None:
            owners[row["id"]] = person
            fresh.append(row)
            return "stored"
        return "known" if owner == person or canonical(owner) == people[person] else "taken"

    fates = [[fate_of(row) for row in batch.rows] for batch in batches]
    if fresh:
        connection.execute(_INSERT[connection.dialect.name], fresh)
        news: dict[projections.Place, list[Fact]] = {}
        windows = presence.windows_of(set(people.values()))
        for row in fresh:
            counted = people[row["person_id"]]
            seen = presence.seen([fact_of(row)], windows.get(counted, ()))
            news.setdefault((counted, row["module"]), []).extend(seen)
        projections.apply(connection, news)
    return fates


def _held(session: Session, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The canonical person of each id, nobody else writing about them or linking them until we are done."""
    _hold(session, ids)
    people = canonical_of(ids)
    _hold(session, set(people.values()) - people.keys())
    return people


def _hold(session: Session, people: Collection[UUID]) -> None:
    """Lock persons until the transaction ends, in one order for all, so that nobody waits in a circle.

    A link is changed under the locks of every id that it concerns: who holds an id knows where it leads.
    SQLite needs none of this: there one transaction writes at a time.
    """
    if people and session.get_bind().dialect.name == "postgresql":
        keys = sorted({int.from_bytes(person.bytes[:8], "big", signed=True) for person in people})
        session.connection().execute(_HOLD, {"keys": keys})


_HOLD = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")


def observe(person: UUID, by: UUID, module: Module, steps: Sequence[bool], language: str) -> UUID:
    """A trainer watched somebody do a task, step by step. Returns once it is on disk.

    Right where every step was. No device may say this of itself: it enters here only.
    """
    at = now()
    id = new_id()
    row = {
        **dict.fromkeys(AS_SENT),
        "id": id,
        "person_id": person,
        "device": by,
        "verb": "observed",
        "module": module.id,
        "version": module.version,
        "answer": list(steps),
        "at": at,
        "seq": int(at.timestamp() * 1000),
        "language": language,
        "via": "trainer",
        "evidence": "observed",
        "received_at": at,
        "effective_at": at,
        "clock_skew": None,
        "right": all(steps),
        "points": sum(steps),
        "of": len(steps),
        "critical": False,
    }
    _keep(Batch(person, [row]))
    return id


# ── Who was there ──


def presence_changed(session: Session, person: UUID, change: Callable[[], T]) -> T:
    """Change who was there, and what follows from it for this person. Inside the caller's write block."""
    counted = held_with_kin(session, {person})[person]
    changed = change()
    _renew(session, {counted})
    return changed


# ── Links ──


def adopt(guest: UUID, person: UUID, by: UUID | None = None) -> bool:
    """What the guest kept counts for the person from now on; whether that is new. Opens its own write block.

    A guest who counts for somebody already stays with them.
    """
    with write() as current:
        counts_for = held_with_kin(current, {guest, person})
        if counts_for[guest] != guest or counts_for[person] == guest:
            return False
        accounts.link(guest, person, by)
        _renew(current, {guest, counts_for[person]})
        return True


def release(guest: UUID, by: UUID | None = None) -> bool:
    """Undo an adoption: what the guest kept is its own again. Opens its own write block."""
    with write() as current:
        counted_for = held_with_kin(current, {guest})[guest]
        if not accounts.unlink(guest, by):
            return False
        _renew(current, {guest, counted_for})
        return True


def links_changed(session: Session, ids: Collection[UUID], change: Callable[[], T]) -> T:
    """Change links of these ids, and what follows from it. Inside the caller's write block."""
    before = held_with_kin(session, ids)
    changed = change()
    _renew(session, {*ids, *before.values(), *(canonical(id) for id in ids)})
    return changed


def held_with_kin(session: Session, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Like `_held`, with every id that counts for the same persons: all of them will lead elsewhere."""
    held: set[UUID] = set()
    while True:
        people = canonical_of(ids)
        kin = {id for person in people.values() for id in ids_of(person)}
        if kin <= held:
            return people
        _hold(session, kin - held)
        held |= kin


def _renew(session: Session, people: Collection[UUID]) -> None:
    for person in people:
        projections.renew(session, person, _counted_ids(person))


def _counted_ids(person: UUID) -> Collection[UUID]:
    """All ids whose events count for this one: none where it is linked to somebody else."""
    return ids_of(person) if canonical(person) == person else ()


# ── Versions ──


def remember_versions(catalog: Catalog) -> int:
    """Keep the marking data of every module as it is now; returns how many versions are new.

    Opens its own write block.
    """
    for module in catalog.modules:
        queries.keep_at_hand(module.id, module.version, module.marking)
    with write() as current:
        return store_versions(current, {(module.id, module.version) for module in catalog.modules})


def _missing_versions(session: Session, wanted: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    there = session.execute(
        select(VERSION.c.module, VERSION.c.version).where(VERSION.c.module.in_({name for name, _ in wanted}))
    )
    return set(wanted) - {(module, version) for module, version in there}


def store_versions(session: Session, wanted: Collection[tuple[str, str]]) -> int:
    """Keep versions that are at hand and not in this database yet; returns how many."""
    rows = [
        {"module": module, "version": version, "marking": marking, "first_loaded_at": now()}
        for module, version in sorted(_missing_versions(session, wanted))
        if (marking := queries.marking_of(module, version)) is not None
    ]
    if rows:
        session.execute(insert(VERSION), rows)
    return len(rows)


# ── Rebuilding ──


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what the events come to. `expected` or `found` is None where there is no such row."""

    table: str
    person: UUID
    expected: Row | None
    found: Row | None

    @property
    def what(self) -> str:
        """Which columns differ, without what stands in them: that is the person's own."""
        if self.found is None or self.expected is None:
            return "missing" if self.found is None else "not from any event"
        return ", ".join(sorted(name for name, is_now in self.found.items() if self.expected[name] != is_now))


def rebuild(*, verify: bool = False, people_at_once: int = 500) -> Iterator[Difference]:
    """Compute every projection again from the events, person by person, and say what was different.

    With `verify` nothing is changed. Opens its own write blocks: one a person, so that learners hardly wait.
    """
    after: UUID | None = None
    unprojected: set[UUID] = set()
    while people := queries.people_after(after, people_at_once):
        after = people[-1]
        for person in people:
            yield from _rebuild_person(person, verify=verify)
            counts_for = canonical(person)
            if counts_for not in unprojected and not queries.is_projected(counts_for):
                unprojected.add(counts_for)
                yield from _rebuild_person(counts_for, verify=verify)


def _rebuild_person(person: UUID, *, verify: bool) -> list[Difference]:
    with write() as current:
        _hold(current, {person})
        expected = projections.computed(person, _counted_ids(person))
        found = [
            Difference(table, person, should_be, is_now)
            for table, should_be, is_now in projections.differences(
                expected, projections.stored(current, person)
            )
        ]
        if found and not verify:
            projections.renew(current, person, _counted_ids(person))
    return found
