"""A phone that learned without a network: an outbox as docs/record.md asks for, over real connections.

Its answers, its clock and its batches follow from a seed and the phone's number.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from tests.factories.records import MORNING, Event, Version, a_check, a_practice, a_review, an_event
from tests.support.badline import LINE_TROUBLE, Wire

LARGEST_BATCH = 50  # as static/js/outbox.js sends
CLOCK_OFF = timedelta(days=3653)
SECONDS_TO_HOPE = 60.0  # for an answer; a browser waits for minutes
SHORTEST_WAIT, LONGEST_WAIT = 0.05, 1.0  # a real one waits from four seconds to five minutes
FORGED = "WyJub2JvZHkiXQ.bm9ib2R5IHNpZ25lZCB0aGlz"


class Phone:
    """`outbox` waits; `safe` was acknowledged and is deleted here; `refused` is kept to be shown."""

    def __init__(self, number: int, seed: int, versions: Sequence[Version], events: int) -> None:
        self._draw = Random(f"{seed} phone {number}")
        self.device = _uuid(self._draw)
        self.made = {event["id"]: event for event in _learned(self._draw, versions, events)}
        self.outbox = dict(self.made)
        self.safe: set[str] = set()
        self.refused: dict[str, str] = {}
        self.people: set[str] = set()
        self.statuses: Counter[int] = Counter()
        self.said: set[str] = set()  # the sentences it was given instead of a receipt
        self.size: int | None = None  # of a batch; None: it differs each time
        self.hope = SECONDS_TO_HOPE
        self.free = asyncio.Event()  # while it is not set, whoever holds the phone waits with the next batch
        self.free.set()
        self._key: str | None = FORGED if number % 10 == 3 else None  # from before the server was set up anew
        self._asking = asyncio.Lock()

    async def empty_into(self, port: int, *, tabs: int = 1) -> None:
        """Send until nothing waits any more, from so many tabs, which know nothing of one another."""
        await asyncio.gather(*(self._send_all(port) for _ in range(tabs)))

    async def _send_all(self, port: int) -> None:
        wire = Wire(port)
        failures = 0
        try:
            while self.outbox:
                await self.free.wait()
                if await self._sent(wire):
                    failures = 0
                    continue
                wire.close()
                longest = min(LONGEST_WAIT, SHORTEST_WAIT * 2**failures)
                await asyncio.sleep(longest * (0.5 + self._draw.random() / 2))
                failures += 1
        finally:
            wire.close()

    async def _sent(self, wire: Wire) -> bool:
        """One batch; whether a receipt came."""
        batch = self._batch()
        try:
            key = await self._key_of_its_own(wire)
            status, answer = await self._post(wire, "events", {"events": batch}, key)
        except (*LINE_TROUBLE, NoKey):
            return False
        if status == 401 and self._key == key:
            self._key = None
        if status != 200:
            self.said.add(answer["say"])
            return False
        self._settle([event["id"] for event in batch], answer)
        return True

    def _batch(self) -> list[Event]:
        waiting = list(self.outbox.values())
        if self.size:
            return waiting[: self.size]
        size = self._draw.randint(1, LARGEST_BATCH)
        return self._draw.sample(waiting, min(size, len(waiting))) if size % 5 == 0 else waiting[:size]

    def _settle(self, sent: Sequence[str], receipt: dict[str, Any]) -> None:
        """Exactly the ids that came back are deleted; each that was sent comes back exactly once."""
        safe = [*receipt["stored"], *receipt["known"]]
        refused = {one["id"]: one["reason"] for one in receipt["refused"]}
        assert sorted([*safe, *refused]) == sorted(sent)
        self.safe.update(safe)
        self.refused.update(refused)
        for id in (*safe, *refused):
            self.outbox.pop(id, None)

    async def _key_of_its_own(self, wire: Wire) -> str:
        async with self._asking:
            if self._key is None:
                wanted = {"device": self.device, "language": "vi"}
                status, guest = await self._post(wire, "guests", wanted)
                if status != 201:
                    self.said.add(guest["say"])
                    raise NoKey
                self.people.add(guest["person"])
                self._key = guest["record_key"]
            assert self._key is not None
            return self._key

    async def _post(self, wire: Wire, what: str, body: Any, key: str = "") -> tuple[int, dict[str, Any]]:
        sent = json.dumps(body).encode()
        head = f"POST /api/v1/{what} HTTP/1.1\r\nHost: phone\r\nContent-Type: application/json\r\n"
        if key:
            head += f"Authorization: Bearer {key}\r\n"
        head += f"Content-Length: {len(sent)}\r\n\r\n"
        answer = await wire.ask(head.encode() + sent, self.hope)
        status = int(answer[9:12])
        self.statuses[status] += 1
        return status, json.loads(answer.partition(b"\r\n\r\n")[2])


class NoKey(Exception):
    """The server gave no key just now."""


def _learned(draw: Random, versions: Sequence[Version], events: int) -> list[Event]:
    """So many events, in the order in which they happened on a phone whose clock is wrong and jumps."""
    made: list[Event] = []
    for attempt in count(1):
        if len(made) >= events:
            break
        version = draw.choice(versions)
        form = draw.randint(1, 8)
        wrong = draw.sample(version.form(form), draw.choice((0, 0, 0, 1, 2)))
        made += [an_event(version), a_practice(version)][: draw.randint(0, 2)]
        made += a_check(version, form=form, attempt=attempt, wrong=wrong)
        made.append(a_review(version, draw.choice(version.form(form)), right=draw.random() < 0.8))
    off = _wrong_clock(draw)
    for place, event in enumerate(made):
        if draw.random() < 0.02:
            off = _wrong_clock(draw)  # somebody sets it, or the battery was out
        event["id"] = _uuid(draw)
        event["at"] = (MORNING + off + timedelta(minutes=place)).isoformat()
        event["seq"] = place
        event["via"] = "offline"
    return made[:events]


def _wrong_clock(draw: Random) -> timedelta:
    return CLOCK_OFF * draw.uniform(-1, 1)


def _uuid(draw: Random) -> str:
    return str(UUID(int=draw.getrandbits(128), version=4))
