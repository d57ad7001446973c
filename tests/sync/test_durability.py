"""Over HTTP on two real workers: nothing lost, nothing twice; what was acknowledged survives a power cut."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Flag
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from learning.db import session
from learning.ids import new_id
from learning.records import operations
from learning.records.models import Event
from tests.conftest import looking_into
from tests.factories.records import Version, a_check, a_version
from tests.support.server import Server

Make = Callable[..., Any]
WRITERS = 16
ANSWERS = 200
SECONDS_BETWEEN_TRIES = 0.5  # while nobody answers; a phone waits longer


class Device:
    """A phone with an outbox. `acknowledged` are the ids it was told are kept, and would delete."""

    def __init__(self, url: str, version: Version) -> None:
        self.client = httpx.Client(base_url=url, timeout=60)
        wanted = {"device": str(new_id()), "language": "vi"}
        guest = self.client.post("/api/v1/guests", json=wanted).raise_for_status().json()
        self.headers = {"Authorization": f"Bearer {guest['record_key']}"}
        self.outbox = [
            event
            for attempt in range(ANSWERS // 5)
            for event in a_check(version, form=attempt % 2 + 1, attempt=attempt, minute=attempt * 5)
        ]
        self.acknowledged: set[str] = set()
        self.statuses: set[int] = set()

    def send(self, events: Sequence[dict[str, Any]]) -> None:
        answer = self.client.post("/api/v1/events", json={"events": events}, headers=self.headers)
        self.statuses.add(answer.status_code)
        if answer.status_code == 200:
            self.acknowledged |= {*answer.json()["stored"], *answer.json()["known"]}

    def send_until(self, stop: Flag) -> None:
        """One by one, and again what got no answer, until the line is gone for good."""
        for event in self.outbox:
            while not stop.is_set():
                try:
                    self.send([event])
                except httpx.TransportError:
                    time.sleep(SECONDS_BETWEEN_TRIES)
                else:
                    break


@pytest.fixture
def devices_at() -> Iterator[Callable[..., list[Device]]]:
    """`devices_at(server)`: phones whose owners have just opened the site. All are put away with the test."""
    made: list[Device] = []

    def make(server: Server, count: int = WRITERS) -> list[Device]:
        with looking_into(server):
            version = a_version()
        made.extend(Device(server.url, version) for _ in range(count))
        return made

    yield make
    for device in made:
        device.client.close()


def wait_for_more(devices: Sequence[Device], count: int) -> None:
    """Until that many more answers were acknowledged: the server is in the middle of its work then."""
    wanted = count + sum(len(device.acknowledged) for device in devices)
    while sum(len(device.acknowledged) for device in devices) < wanted:
        time.sleep(0.005)


def kept(server: Server) -> list[str]:
    with looking_into(server):
        assert list(operations.rebuild(verify=True)) == []
        return [str(id) for id in session().execute(select(Event.id)).scalars()]


def test_sixteen_writers_on_two_workers_lose_nothing(make_server: Make, devices_at: Make) -> None:
    server = make_server(workers=2)
    devices = devices_at(server)

    def write(device: Device) -> None:
        for event in device.outbox:
            device.send([event])

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, devices))
    assert {status for device in devices for status in device.statuses} == {200}
    sent = [event["id"] for device in devices for event in device.outbox]
    assert all(device.acknowledged == {event["id"] for event in device.outbox} for device in devices)
    assert sorted(kept(server)) == sorted(sent)
    assert "locked" not in server.log


def test_both_workers_get_the_same_outbox_at_once(make_server: Make, devices_at: Make) -> None:
    """A phone that waits too long sends again while the first is still on its way."""
    server = make_server(workers=2)
    (device,) = devices_at(server, 1)
    batches = [random.Random(seed).sample(device.outbox, len(device.outbox)) for seed in range(8)]

    def write(batch: list[dict[str, Any]]) -> None:
        for start in range(0, len(batch), 25):
            device.send(batch[start : start + 25])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, batches))
    assert device.statuses == {200}
    assert sorted(kept(server)) == sorted(event["id"] for event in device.outbox)


def test_what_was_acknowledged_is_there_after_a_power_cut(make_server: Make, devices_at: Make) -> None:
    server = make_server(workers=2)
    devices = devices_at(server)
    stop = Flag()
    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(device.send_until, stop) for device in devices]
        try:
            for _ in range(3):
                wait_for_more(devices, 100)
                server.kill()
                server.restart()
        finally:
            stop.set()
    for one in writing:
        one.result()
    acknowledged = {id for device in devices for id in device.acknowledged}
    there = kept(server)
    assert len(acknowledged) >= 300
    assert acknowledged <= set(there)
    assert len(there) == len(set(there))
    for device in devices:  # the rest of each outbox, once the light is on again
        device.send(device.outbox)
    assert len(kept(server)) == WRITERS * ANSWERS


def test_a_person_counts_once_however_many_workers_wrote(make_server: Make, devices_at: Make) -> None:
    server = make_server(workers=2)
    (device,) = devices_at(server, 1)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda event: device.send([event]), device.outbox))
    with looking_into(server):
        assert list(operations.rebuild(verify=True)) == []
        counted = session().execute(select(func.count()).select_from(Event)).scalar_one()
    me = device.client.get("/api/v1/me", headers=device.headers).json()
    assert counted == ANSWERS
    assert me["modules"][0]["attempts"] == ANSWERS // 5
