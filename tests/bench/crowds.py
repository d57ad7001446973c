"""Crowds: a thousand phones that find a network again, and a thousand behind a line from hell.

Not only how quick: each run counts what is lost, doubled, changed or refused, and that must be nothing.
"""

from __future__ import annotations

import asyncio
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from statistics import quantiles

from tests.bench import serving
from tests.bench.report import Line, Part
from tests.support.databases import held_by_another
from tests.support.hell import (
    a_seed,
    phones_for,
    power_cuts,
    reconnecting,
    record_of,
    through_hell,
    what_differs,
    with_trouble,
)
from tests.support.phone import Phone
from tests.support.server import Server

RECONNECT = Part("a thousand phones find a network again, 50 results each, behind one address; two workers")
HELL = Part(
    "the network from hell: 100,000 events from 1,000 phones; six times kill -9, of a worker or of all"
)
FAULTS = Part("another process holds the database for 30 s while 200 phones send; two workers")
LOCKED = 30
KINDS = {"SQLite": "sqlite", "PostgreSQL": "postgresql"}
PHONES = 1000
MINUTE = 60


def reconnect() -> Iterator[Line]:
    """Over a minute, as where a whole village comes back; and all in one second, as after a power cut."""
    for name, kind in KINDS.items():
        for when, within in (("within a minute", MINUTE), ("within a second", 1)):
            with serving.server(kind) as server:
                _room_for_connections()
                phones = phones_for(server, 1, phones=PHONES, events=50)
                begun = time.monotonic()
                waits = asyncio.run(reconnecting(server, phones, within))
                took = time.monotonic() - begun
                wrong = _wrong(server, phones)
            what = f"{name}, {when}"
            note = f"a phone waits p50 {1000 * waits[PHONES // 2]:,.0f} ms; {_answers(phones)}"
            yield RECONNECT.most(f"{what}: until all are safe", took, "s", within + 30, note)
            yield RECONNECT.most(f"{what}: a phone waits, p99", 1000 * quantiles(waits, n=100)[-1], "ms")
            yield RECONNECT.most(f"{what}: lost, doubled, changed or refused", wrong, "", 0)


def hell() -> Iterator[Line]:
    """On both databases, each with a seed of its own unless HELL_SEED names one."""
    for name, kind in KINDS.items():
        with serving.server(kind) as server:
            _room_for_connections()
            seed = a_seed()
            phones = phones_for(server, seed, phones=PHONES, events=100)
            cuts = partial(power_cuts, server, phones, seed, times=6)
            told = asyncio.run(through_hell(server, phones, seed, within=20, meanwhile=cuts))
            wrong = _wrong(server, phones)
        events = sum(len(phone.made) for phone in phones)
        arrivals = sum(told.arrived.values())
        yield HELL.least(f"{name}: events kept", events / told.seconds, "/s", None, told.story)
        yield HELL.least(f"{name}: events arriving, copies included", arrivals / told.seconds, "/s")
        yield HELL.most(f"{name}: an event arrived, most", max(told.arrived.values()), "times")
        yield HELL.most(f"{name}: until the last is safe", told.seconds, "s", None, _answers(phones))
        yield HELL.most(f"{name}: lost, doubled, changed or refused", wrong, "", 0)


def faults() -> Iterator[Line]:
    """Longer than any write waits. Who only reads shall notice little of it."""
    for name, kind in KINDS.items():
        with serving.server(kind) as server:
            _room_for_connections()
            phones = phones_for(server, a_seed(), phones=200, events=50)
            other = held_by_another(server.database_url)
            end = partial(other.__exit__, None, None, None)
            pages = asyncio.run(with_trouble(server, phones, other.__enter__, end, seconds=LOCKED))
            wrong = _wrong(server, phones)
        yield FAULTS.most(f"{name}: a page takes, longest", 1000 * max(pages), "ms", 4500, _answers(phones))
        yield FAULTS.most(f"{name}: lost, doubled, changed or refused", wrong, "", 0)


def _wrong(server: Server, phones: Sequence[Phone]) -> int:
    return len(what_differs(phones, record_of(server)))


def _answers(phones: Sequence[Phone]) -> str:
    statuses = sum((phone.statuses for phone in phones), Counter[int]())
    return ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items()))


def _room_for_connections() -> None:
    """For us, who are a thousand phones in one process. The server, already started, has its own limit."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
