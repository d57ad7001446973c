"""Parcels: results that only another server can take in, kept here and told to peers until one can open them.

A parcel is kept only where a peer may be told of its person, it is small, and there are not too many: whoever
handed it over keeps its own copy until its own server has received it. Nothing in a parcel counts before a
server has found the key in it to be its own. It lies sealed in the database: whoever finds
a backup cannot read it.
"""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from learning.accounts import keys, sealing, throttle
from learning.accounts.keys import InvalidKey, RecordKey
from learning.accounts.throttle import Caller, Limit
from learning.clock import now
from learning.db import session
from learning.ids import derived_id
from learning.records import carried
from learning.sync.models import Parcel

Record = dict[str, Any]
KEPT_FOR = timedelta(days=60)
MOST_PARCELS = 1000
MOST_EVENTS = 50
LARGEST = 16 * 1024
LARGEST_PLAIN = 64 * 1024
ZLIB = b"\x78"
OFTEN = Limit("parcels-address", 300, timedelta(hours=1))


class _Carried(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    packed: str = Field(max_length=LARGEST * 4 // 3 + 4)


class _Inside(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    record_key: str = Field(max_length=keys.LONGEST_KEY)
    events: list[Any] = Field(max_length=MOST_EVENTS)


# ── Keeping what was handed over ──


def keep_from(current: Session, address: str, record_key: str, events: Sequence[object]) -> int:
    """The same as `keep_handed`, for whoever is at an address, as often as a whole village may ask."""
    who = Caller(None, address).network
    if throttle.take(OFTEN.bucket, who, OFTEN.times, OFTEN.per) is not None:
        return 0
    return keep_handed(current, record_key, events)


def keep_handed(current: Session, record_key: str, events: Sequence[object]) -> int:
    """Keep results under a key that is not ours; returns how many go on. In the caller's write block."""
    person = keys.claimed_person(record_key)
    may_go: Callable[[UUID], bool] = current_app.extensions["reaches_a_peer"]
    if person is None or not may_go(person):
        return 0
    current.execute(delete(Parcel).where(Parcel.kept_at < now() - KEPT_FOR))
    return sum(
        count for packed, count in _parts(record_key, events) if _store(current, packed, person, count)
    )


def _parts(record_key: str, events: Sequence[object]) -> Iterator[tuple[bytes, int]]:
    """The same results in parcels that are each small enough; what alone is too large stays where it is."""
    for start in range(0, len(events), MOST_EVENTS):
        some = events[start : start + MOST_EVENTS]
        plain = _plain(record_key, some)
        packed = zlib.compress(plain, 9)
        if len(plain) <= LARGEST_PLAIN and len(packed) <= LARGEST:
            yield packed, len(some)
        else:
            yield from (
                (packed, 1)
                for one in some
                if len(plain := _plain(record_key, [one])) <= LARGEST_PLAIN
                and len(packed := zlib.compress(plain, 9)) <= LARGEST
            )


def _plain(record_key: str, events: Sequence[object]) -> bytes:
    return json.dumps({"record_key": record_key, "events": list(events)}).encode()


def _store(current: Session, packed: bytes, person: UUID, results: int) -> bool:
    """The same once more is the same parcel. Where there are too many, no more are kept."""
    id = derived_id("parcel", b64encode(packed).decode())
    if current.get(Parcel, id) is not None:
        return True
    if current.execute(select(func.count()).select_from(Parcel)).scalar_one() >= MOST_PARCELS:
        return False
    sealed = sealing.seal_file(packed)
    current.add(Parcel(id=id, person_id=person, results=results, packed=sealed, kept_at=now()))
    current.flush()
    return True


def forget(people: Collection[UUID]) -> None:
    """What waits here for other servers goes with the person. In the caller's write block."""
    session().execute(delete(Parcel).where(Parcel.person_id.in_(people)))


# ── Between servers ──


def told(current: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """Parcels as peers hear of them."""
    ids = {UUID(row): row for row in rows}
    found = current.execute(select(Parcel).where(Parcel.id.in_(ids))).scalars()
    return {
        ids[one.id]: {
            "id": str(one.id),
            "person_id": str(one.person_id),
            "packed": b64encode(packed).decode(),
        }
        for one in found
        if (packed := _unsealed(one.packed)) is not None
    }


def _unsealed(kept: bytes) -> bytes | None:
    """What a parcel holds; None where SECRET_KEY is another one. Older ones lie here as they travel."""
    return kept if kept.startswith(ZLIB) else sealing.unseal_file(kept)


def keep(current: Session, _peer: UUID, records: Sequence[Record]) -> int:
    """Take in what is ours, keep what has to go on; returns how many parcels nobody here can use."""
    return sum(not _keep_one(current, record) for record in records)


def _keep_one(current: Session, record: Record) -> bool:
    try:
        packed = b64decode(_Carried.model_validate(record).packed, validate=True)
        inside = _Inside.model_validate_json(_unpacked(packed))
    except (ValidationError, ValueError, zlib.error):
        return False
    try:
        key = keys.read(inside.record_key)
    except InvalidKey:
        return keep_handed(current, inside.record_key, inside.events) > 0
    return _open(current, key, inside.events)


def _open(current: Session, key: RecordKey, events: Sequence[object]) -> bool:
    """Ours: these results are taken in as if their device had sent them."""
    return carried.keep_handed_over(current, key.person, key.device, events)


def _unpacked(packed: bytes) -> bytes:
    if len(packed) > LARGEST:
        raise ValueError("too large")
    unzip = zlib.decompressobj()
    plain = unzip.decompress(packed, LARGEST_PLAIN)
    if not unzip.eof:
        raise ValueError("too large, or cut")
    return plain
