"""A centre and its province that write at once, over a line that is cut, with power cuts, and by a stick.

In the end both have to hold all that either wrote, once, and nothing else.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from learning.classes import operations as classes
from learning.classes import queries as known_classes
from learning.classes.models import Membership
from learning.clock import now
from learning.db import session, write
from learning.factory import create_app
from learning.peers import stick, upstream
from learning.places import operations as places
from learning.records import operations as records
from learning.records.models import Event
from tests.conftest import close, settings_for
from tests.factories.classes import a_class, a_member, a_trainer, an_evening
from tests.factories.places import a_commune
from tests.factories.records import DEVICE, MORNING, Version, a_check, a_version
from tests.support.badline import BadLine, Weather
from tests.support.grouped import grouped
from tests.support.loops import run_apart
from tests.support.pair import Pair, kept

# No tricks with copies that arrive long after: each run speaks again at once.
STORMY = Weather(slowest=0.05, latest_copy=0.5)
RUNS_AT_ONCE = 3

Inside = Callable[[], AbstractContextManager[None]]


@dataclass
class Side:
    """One of the two servers, who teaches there, and what was written there."""

    name: str
    inside: Inside
    trainer: UUID | None = None
    group: UUID | None = None
    version: Version | None = None
    events: set[str] = field(default_factory=set)
    people: set[UUID] = field(default_factory=set)

    def open(self) -> None:
        """Somebody teaches here, and has a class of her own."""
        with self.inside():
            self.version = a_version("bai-toi")
            self.trainer = a_trainer(f"Chị Mai ở {self.name}")
            self.group = a_class(self.trainer, f"Lớp ở {self.name}", a_commune().path)

    def work(self, number: int, groups: list[UUID]) -> None:
        """An hour here: somebody new in each class, called up, with a result; and one more hamlet."""
        with self.inside():
            assert self.trainer is not None
            assert self.version is not None
            for group in groups:
                if not known_classes.size_of(group) and group != self.group:
                    continue  # the other side's class has not come here yet
                meeting = an_evening(group, self.trainer)
                person = a_member(group, self.trainer, f"Người {self.name} {number}")
                with write():
                    classes.check_in(meeting, person, self.trainer)
                minute = (now() - MORNING).total_seconds() / 60
                kept_now = records.append(person, DEVICE, a_check(self.version, minute=minute)).stored
                self.events |= set(kept_now)
                self.people.add(person)
            with write():
                places.add(a_commune().id, "hamlet", "ấp", [f"{self.name} {number}"], None)


@dataclass
class Told:
    """What a storm came to."""

    seed: int
    mishaps: Counter[str]
    runs: Counter[str]
    events: int
    wrong: list[str]

    @property
    def story(self) -> str:
        met = ", ".join(f"{number} {what}" for what, number in sorted((self.mishaps + self.runs).items()))
        return f"HELL_SEED={self.seed}: {self.events} events; {met}"


def through_a_storm(pair: Pair, seed: int, folder: Path, *, rounds: int, cuts: int) -> Told:
    """Both write for so many rounds; power is cut so many times, at either."""
    draw = Random(f"{seed} storm")
    beside = create_app(settings_for(pair.province.database_url, pair.province.data_dir))
    sides = [Side("trung tâm", _inside(pair.centre)), Side("tỉnh", _inside(beside))]
    for side in sides:
        side.open()
    runs: Counter[str] = Counter()
    mishaps = run_apart(_storm(pair, seed, draw, sides, folder, runs=runs, rounds=rounds, cuts=cuts))
    for _ in range(3):
        pair.run()
    wrong = list(what_differs(sides))
    close(beside)
    return Told(seed, mishaps, runs, sum(len(side.events) for side in sides), wrong)


def _inside(app: Flask) -> Inside:
    @contextmanager
    def inside() -> Iterator[None]:
        with app.app_context():
            yield

    return inside


async def _storm(
    pair: Pair,
    seed: int,
    draw: Random,
    sides: list[Side],
    folder: Path,
    *,
    runs: Counter[str],
    rounds: int,
    cuts: int,
) -> Counter[str]:
    groups = [side.group for side in sides if side.group is not None]
    dark = set(draw.sample(range(rounds), cuts))
    async with BadLine(pair.province.port, seed, STORMY, in_turn=True) as line:
        settings = replace(pair.settings, upstream_url=f"http://127.0.0.1:{line.port}")
        speaking = create_app(settings)
        for number in range(rounds):
            for side in sides:
                await asyncio.to_thread(side.work, number, groups)
            if number in dark:
                runs[await asyncio.to_thread(_power_cut, pair, line.port, draw)] += 1
            elif draw.random() < 0.3:
                runs[await asyncio.to_thread(_carry, sides, draw, folder / f"stick-{number}")] += 1
            else:
                for _ in range(RUNS_AT_ONCE):
                    runs[await asyncio.to_thread(_speak, speaking)] += 1
        close(speaking)
    return line.mishaps


def _speak(centre: Flask) -> str:
    with centre.app_context():
        try:
            upstream.run()
        except (upstream.NoLink, upstream.AlreadyRunning):
            return "runs cut"
        return "runs to the end"


def _power_cut(pair: Pair, port: int, draw: Random) -> str:
    """`kill -9` of the centre's run or of the whole province, somewhere in the middle."""
    running = pair.start("sync", "run", upstream=f"http://127.0.0.1:{port}")
    running.join(draw.uniform(0.5, 3))
    if draw.random() < 0.5:
        running.kill()
        running.join()
        return "centre killed"
    pair.province.kill()
    pair.province.restart()
    running.join()
    return "province killed"


def _carry(sides: list[Side], draw: Random, file: Path) -> str:
    """A stick from one to the other; at first it comes out too early, and the file is cut short."""
    writer, reader = draw.sample(sides, 2)
    with writer.inside():
        stick.export(file, None)
    whole = file.read_bytes()
    short = file.with_suffix(".short")
    short.write_bytes(whole[: draw.randrange(len(whole))])
    with reader.inside():
        for each in (short, file, file):
            try:
                stick.take_in(each)
            except stick.NotTaken:
                continue
    return "sticks"


def what_differs(sides: list[Side]) -> Iterator[str]:
    """Every broken promise: lost, doubled, changed, refused in silence, or computed otherwise than anew."""
    here: list[list[set[object]]] = []
    events = set[str]().union(*(side.events for side in sides))
    for side in sides:
        with side.inside():
            here.append([*kept(), *grouped()])
            there = {str(id) for id in session().execute(select(Event.id)).scalars()}
            yield from (f"{side.name}: {id} is lost" for id in events - there)
            yield from (f"{side.name}: {id} was never made" for id in there - events)
            yield from (f"{side.name}: {one.table} {one.what}" for one in records.rebuild(verify=True))
            members = set(session().execute(select(Membership.person_id)).scalars())
            people = set[UUID]().union(*(one.people for one in sides))
            yield from (f"{side.name}: {one} is in no class" for one in people - members)
    for number, (one, other) in enumerate(zip(*here, strict=True)):
        yield from (f"kind {number}: {row} is only at one" for row in one ^ other)
