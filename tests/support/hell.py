"""Phones behind a line from hell, a server that may die meanwhile, and what is on its disk in the end."""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random
from typing import Any

import httpx
from sqlalchemy import select

from learning.db import session
from learning.records import operations
from learning.records.models import Event
from tests.conftest import looking_into
from tests.factories.records import RIGHT, Version, a_version
from tests.support.badline import BadLine, Weather
from tests.support.phone import LARGEST_BATCH, Phone
from tests.support.server import Server

MODULES = ("noi-wifi", "ma-otp", "tin-la")
VARIABLE = "HELL_SEED"
Content = tuple[object, ...]
Meanwhile = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Told:
    """What a run through hell came to."""

    seed: int
    seconds: float
    requests: int
    mishaps: Counter[str]
    arrived: Counter[bytes]

    @property
    def story(self) -> str:
        met = ", ".join(f"{number} {mishap}" for mishap, number in sorted(self.mishaps.items()))
        return f"{VARIABLE}={self.seed}: {met}"


def a_seed(usual: int | None = None) -> int:
    """The one that HELL_SEED names, else the usual one, else a new one; it is printed, to come back to."""
    asked = os.environ.get(VARIABLE)
    seed = int(asked) if asked else Random().randrange(1_000_000) if usual is None else usual
    print(f"{VARIABLE}={seed}")  # noqa: T201  # pytest shows it with a test that fails
    return seed


def phones_for(server: Server, seed: int, *, phones: int, events: int) -> list[Phone]:
    """Phones that have learned for a while, of three modules that the server knows."""
    with looking_into(server):
        versions: list[Version] = [a_version(module) for module in MODULES]
    return [Phone(number, seed, versions, events) for number in range(phones)]


async def through_hell(
    server: Server,
    phones: Sequence[Phone],
    seed: int,
    *,
    within: float,
    weather: Weather | None = None,
    meanwhile: Meanwhile | None = None,
) -> Told:
    """All phones find a network within so many seconds, and send until nothing waits any more."""
    draw = Random(f"{seed} arrivals")

    async def come(phone: Phone) -> None:
        await asyncio.sleep(draw.uniform(0, within))
        await phone.empty_into(line.port, tabs=draw.choice((1, 1, 2)))

    async with BadLine(server.port, seed, weather) as line:
        begun = time.monotonic()
        async with asyncio.TaskGroup() as together:
            for phone in phones:
                together.create_task(come(phone))
            if meanwhile is not None:
                together.create_task(_run(meanwhile))
        took = time.monotonic() - begun
    requests = sum(number for mishap, number in line.mishaps.items() if mishap != "copies")
    return Told(seed, took, requests, line.mishaps, line.arrived)


async def _run(meanwhile: Meanwhile) -> None:
    await meanwhile()


async def reconnecting(
    server: Server, phones: Sequence[Phone], within: float, size: int = LARGEST_BATCH
) -> list[float]:
    """All phones find a good network within so many seconds; how long each took to be told all is safe."""

    async def come(number: int, phone: Phone) -> float:
        await asyncio.sleep(within * number / len(phones))
        begun = time.monotonic()
        await phone.empty_into(server.port)
        return time.monotonic() - begun

    for phone in phones:
        phone.size, phone.hope = size, 120
    return sorted(await asyncio.gather(*(come(number, phone) for number, phone in enumerate(phones))))


async def with_trouble(
    server: Server,
    phones: Sequence[Phone],
    begin: Callable[[], object],
    end: Callable[[], object],
    *,
    seconds: float = 0,
) -> list[float]:
    """All phones send while a trouble begins and ends; how long each page took that was read meanwhile.

    It ends when the site has said no to some, after so many seconds at the earliest; nobody starts it anew.
    """
    sending = asyncio.create_task(reconnecting(server, phones, within=0.5, size=5))
    await _until(partial(_are_safe, phones, 50))
    for phone in phones:
        phone.free.clear()  # nobody is done before the trouble is there
    await asyncio.to_thread(begin)
    for phone in phones:
        phone.free.set()
    until = time.monotonic() + seconds
    pages: list[float] = []
    reading = asyncio.create_task(_read_pages(server, pages))
    await _until(lambda: sum(phone.statuses[503] for phone in phones) >= len(phones) // 2)
    await asyncio.sleep(until - time.monotonic())
    read = list(pages)
    await asyncio.to_thread(end)
    await sending
    if reading.done():
        reading.result()  # a page that could not be read is told
    reading.cancel()
    return read


async def _until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        await asyncio.sleep(0.01)


def _are_safe(phones: Sequence[Phone], events: float) -> bool:
    return sum(len(phone.safe) for phone in phones) >= events


async def _read_pages(server: Server, took: list[float]) -> None:
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as reader:
        while True:
            begun = time.monotonic()
            (await reader.get("/vi/")).raise_for_status()
            took.append(time.monotonic() - begun)
            await asyncio.sleep(0.05)


async def power_cuts(server: Server, phones: Sequence[Phone], seed: int, times: int) -> None:
    """`kill -9` somewhere in the middle, so many times: by turns of one worker, and of all there is."""
    draw = Random(f"{seed} power")
    whole = sum(len(phone.made) for phone in phones)
    for number, at in enumerate(sorted(draw.uniform(0.05, 0.9) for _ in range(times))):
        await _until(partial(_are_safe, phones, at * whole))
        if number % 2 == 0:
            draw.choice(server.workers).kill()  # the others go on, and it is replaced
            continue
        await asyncio.to_thread(server.kill)
        await asyncio.sleep(draw.uniform(0, 0.5))
        await asyncio.to_thread(server.restart)


@dataclass(frozen=True, slots=True)
class Kept:
    """All that lies on the server's disk, and how far the projections are from a rebuild."""

    rows: list[Any]
    differences: list[operations.Difference]


def record_of(server: Server) -> Kept:
    """Look at the disk, past the server."""
    with looking_into(server):
        differences = list(operations.rebuild(verify=True))
        return Kept(list(session().execute(select(*Event.__table__.columns)).all()), differences)


def what_differs(phones: Sequence[Phone], kept: Kept) -> list[str]:
    """The devices' set of events and the server's, by id and by content; and every other broken promise."""
    made = {id: (phone, event) for phone in phones for id, event in phone.made.items()}
    there = {str(row.id): row for row in kept.rows}
    wrong = [f"{difference.table}: {difference.what}" for difference in kept.differences]
    wrong += ["an event is there twice"] * (len(kept.rows) - len(there))
    wrong += [f"{id} was never made" for id in there.keys() - made.keys()]
    wrong += [f"{id} is lost" for id in made.keys() - there.keys()]
    for phone in phones:
        wrong += [f"{id} was acknowledged, and is not there" for id in phone.safe - there.keys()]
        wrong += [f"{id} was refused: {reason}" for id, reason in phone.refused.items()]
        wrong += [f"{id} still waits" for id in phone.outbox]
    for id, row in there.items():
        if id in made and (as_kept := _kept(row)) != (as_made := _made(*made[id], row)):
            wrong.append(f"{id} was changed: {as_made} became {as_kept}")
    return wrong


_COMPARED = ("verb", "module", "version", "question", "form", "answer", "seq", "language", "via")


def _made(phone: Phone, event: dict[str, Any], row: Any) -> Content:
    """What should be there. Whose it is: one of the persons whose key this phone has had."""
    attempt = None if event["attempt"] is None else str(event["attempt"])
    right = event["answer"] == RIGHT if event["question"] else None
    at = datetime.fromisoformat(event["at"])
    said = tuple(event[name] for name in _COMPARED)
    return (*said, attempt, right, at, phone.device, str(row.person_id) in phone.people)


def _kept(row: Any) -> Content:
    right = row.right if row.question else None
    said = tuple(getattr(row, name) for name in _COMPARED)
    return (*said, row.attempt, right, row.at, str(row.device), True)
