"""Phones behind a line that loses, delays, doubles, reorders and cuts: what they made is kept, exactly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from learning.ids import new_id
from tests.factories.records import MORNING
from tests.support.badline import CALM, HOST, MOST_TIMES, BadLine, Wire, hang_up, message
from tests.support.hell import (
    a_seed,
    phones_for,
    power_cuts,
    reconnecting,
    record_of,
    through_hell,
    what_differs,
)
from tests.support.loops import run_apart

Make = Callable[..., Any]
USUAL = 1945  # the same every time, so that red means something changed; HELL_SEED names another
HONEST = {200, 201, 401, 503}  # kept, a guest made, another key wanted, not now: nothing else is ever said


def test_forty_phones_through_hell_lose_and_double_nothing(make_server: Make) -> None:
    server, seed = make_server(workers=2), a_seed(USUAL)
    phones = phones_for(server, seed, phones=40, events=50)
    told = run_apart(through_hell(server, phones, seed, within=2))
    assert what_differs(phones, record_of(server)) == []
    assert {status for phone in phones for status in phone.statuses} <= HONEST
    assert max(told.arrived.values()) <= MOST_TIMES
    assert (
        min(told.mishaps[name] for name in ("lost", "cut asking", "cut answering", "unheard", "copies")) > 0
    )


def test_sixty_phones_that_find_a_network_again_in_one_second(make_server: Make) -> None:
    """Fifty results each, one address for all; `make bench` has a thousand."""
    server = make_server(workers=2)
    phones = phones_for(server, a_seed(USUAL), phones=60, events=50)
    run_apart(reconnecting(server, phones, within=1))
    assert what_differs(phones, record_of(server)) == []
    assert {status for phone in phones for status in phone.statuses} <= HONEST


def test_the_comparison_sees_what_is_lost_doubled_or_changed(make_server: Make) -> None:
    """Else all the above would say nothing."""
    server = make_server(workers=1)
    phones = phones_for(server, a_seed(USUAL), phones=3, events=4)
    run_apart(reconnecting(server, phones, within=0))
    kept = record_of(server)
    assert what_differs(phones, kept) == []
    assert what_differs(phones, replace(kept, rows=kept.rows[1:]))
    assert what_differs(phones, replace(kept, rows=[*kept.rows, kept.rows[0]]))
    assert what_differs(phones[1:], kept)
    event = next(iter(phones[0].made.values()))
    for name, other in (("seq", 99), ("at", MORNING.isoformat()), ("language", "en"), ("attempt", "x")):
        event[name], before = other, event[name]
        assert what_differs(phones, kept), name
        event[name] = before
    assert what_differs(phones, kept) == []


def test_power_cuts_in_hell(make_server: Make) -> None:
    server, seed = make_server(workers=2), a_seed(USUAL)
    phones = phones_for(server, seed, phones=30, events=40)
    cuts = partial(power_cuts, server, phones, seed, times=2)
    run_apart(through_hell(server, phones, seed, within=2, meanwhile=cuts))
    assert what_differs(phones, record_of(server)) == []


async def asked_often(refused: int) -> BadLine:
    """A line over which one event goes until the server takes it, which has no room for it so many times."""
    answers, is_over = iter([b"503"] * refused + [b"200"]), asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await message(reader):
            writer.write(b"HTTP/1.1 " + next(answers) + b" \r\ncontent-length: 0\r\n\r\n")
        hang_up(writer)
        await writer.wait_closed()
        is_over.set()

    door = await asyncio.start_server(serve, HOST, 0)
    async with door, BadLine(door.sockets[0].getsockname()[1], USUAL, CALM) as line:
        sent = b'{"id": "%s"}' % str(new_id()).encode()
        wire = Wire(line.port)
        for _ in range(refused + 1):
            await wire.ask(b"POST / HTTP/1.1\r\ncontent-length: %d\r\n\r\n%s" % (len(sent), sent))
        wire.close()
        await is_over.wait()
    return line


def test_what_a_busy_server_did_not_take_in_has_not_arrived() -> None:
    """Else a slow machine would make the line send more often than it says."""
    assert set(run_apart(asked_often(MOST_TIMES)).arrived.values()) == {1}
