"""Events and versions as another server of ours may have them, and taking them in. Inside a write block."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import insert, select, tuple_
from sqlalchemy.orm import Session

from learning.accounts import carried as accounts
from learning.accounts.queries import people, person
from learning.clock import now
from learning.records import events, models, operations
from learning.records.events import Refused
from learning.records.operations import AS_SENT, Batch, Row, append_some, row_of, store_versions
from learning.records.rules import Evidence

Record = dict[str, Any]
MOST_STEPS = 100


class _Origin(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    person_id: UUID
    device: UUID
    evidence: Evidence
    received_at: AwareDatetime


class _Version(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    module: events.Slug
    version: events.Version
    marking: dict[str, Any] = Field(min_length=1)


# ── Telling ──


def told_events(session: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """Those of these events whose person is not erased: as sent, with who, when received, what evidence."""
    ids = {UUID(row): row for row in rows}
    told: dict[str, Record] = {}
    found = session.execute(select(models.Event).where(models.Event.id.in_(ids))).scalars().all()
    # Events of somebody erased are an anonymous number's: telling them once more would say whose they were.
    here = people({event.person_id for event in found})
    for event in (one for one in found if one.person_id in here):
        names = (*AS_SENT, *_Origin.model_fields)
        sent = {name: getattr(event, name) for name in names}
        told[ids[event.id]] = sent | {
            "id": str(event.id),
            "person_id": str(event.person_id),
            "device": str(event.device),
            "at": event.at.isoformat(),
            "received_at": event.received_at.isoformat(),
        }
    return told


def told_versions(session: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """The marking data of these versions."""
    row = models.ModuleVersion
    wanted = [tuple(name.split("/", 1)) for name in rows]
    found = session.execute(select(row).where(tuple_(row.module, row.version).in_(wanted))).scalars()
    return {
        f"{one.module}/{one.version}": {"module": one.module, "version": one.version, "marking": one.marking}
        for one in found
    }


# ── Taking in ──


def keep_versions(session: Session, _peer: UUID, records: Sequence[Record]) -> int:
    """Keep versions we do not have. One that we have is never replaced: its answers were marked by it."""
    refused = 0
    for record in records:
        try:
            told = _Version.model_validate(record)
        except ValidationError:
            refused += 1
            continue
        if session.get(models.ModuleVersion, (told.module, told.version)) is None:
            session.execute(insert(models.ModuleVersion), [{**told.model_dump(), "first_loaded_at": now()}])
    return refused


def keep_links(session: Session, _peer: UUID, records: Sequence[Record]) -> int:
    """Keep links, and compute anew whoever they concern."""
    refused = 0
    for record in records:
        told = accounts.read_link(record)
        if told is None:
            refused += 1
            continue
        ids = {told.guest_id, told.person_id}
        keep = partial(accounts.keep_link, session, told)
        refused += not operations.links_changed(session, ids, keep)
    return refused


def keep_events(session: Session, _peer: UUID, records: Sequence[Record]) -> int:
    """Keep events; returns how many were refused.

    Both of its times and the evidence stand as the peer says; the mark is made here again.
    """
    batches: list[Batch] = []
    refused = 0
    for record in records:
        try:
            row = _row(record)
        except Refused:
            refused += 1
        else:
            batches.append(Batch(row["person_id"], [row]))
    store_versions(session, {(row["module"], row["version"]) for batch in batches for row in batch.rows})
    fates = append_some(session, batches) if batches else []
    return refused + sum(fate == "taken" for kept in fates for fate in kept)


def keep_handed_over(session: Session, person: UUID, device: UUID, raws: Sequence[object]) -> bool:
    """Keep what a device had handed to another server of ours: as if it had come by itself, and now.

    True where all of it is kept.
    """
    rows: list[Row] = []
    for raw in raws:
        with suppress(Refused):
            rows.append(row_of(events.read(raw), person, device, now(), "self"))
    store_versions(session, {(row["module"], row["version"]) for row in rows})
    fates = append_some(session, [Batch(person, rows)])[0] if rows else []
    return len(rows) == len(raws) and "taken" not in fates


def _row(record: Record) -> Row:
    try:
        origin = _Origin.model_validate(record)
    except ValidationError:
        raise Refused("malformed") from None
    if person(origin.person_id) is None:
        raise Refused("malformed")
    kept = (origin.person_id, origin.device, origin.received_at, origin.evidence)
    if record.get("verb") != "observed":
        return row_of(events.read(record), *kept)
    # Whoever watched is the device, and no device may send this verb itself: the rest is read as any event.
    event = events.read({**record, "verb": "opened", "answer": None})
    return {**row_of(event, *kept), "verb": "observed", **_watched(record.get("answer"))}


def _watched(steps: object) -> Row:
    if not isinstance(steps, list) or not 0 < len(steps) <= MOST_STEPS:
        raise Refused("unreadable_answer")
    if any(type(step) is not bool for step in steps):
        raise Refused("unreadable_answer")
    return {"answer": steps, "right": all(steps), "points": sum(steps), "of": len(steps), "critical": False}
