"""Phones behind a line that loses, delays, doubles, reorders and cuts: what they made is kept, exactly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.support.badline import MOST_TIMES
from tests.support.hell import a_seed, phones_for, power_cuts, record_of, through_hell, what_differs

Make = Callable[..., Any]


def test_forty_phones_through_hell_lose_and_double_nothing(make_server: Make) -> None:
    server, seed = make_server(workers=2), a_seed()
    phones = phones_for(server, seed, phones=40, events=50)
    told = asyncio.run(through_hell(server, phones, seed, within=2))
    assert what_differs(phones, record_of(server)) == []
    assert {status for phone in phones for status in phone.statuses} == {200, 201, 401}
    assert max(told.arrived.values()) <= MOST_TIMES
    assert (
        min(told.mishaps[name] for name in ("lost", "cut asking", "cut answering", "unheard", "copies")) > 0
    )


def test_power_cuts_in_hell(make_server: Make) -> None:
    server, seed = make_server(workers=2), a_seed()
    phones = phones_for(server, seed, phones=30, events=60)
    cuts = partial(power_cuts, server, phones, seed, times=2)
    asyncio.run(through_hell(server, phones, seed, within=3, meanwhile=cuts))
    assert what_differs(phones, record_of(server)) == []
