"""Phones behind a line that loses, delays, doubles, reorders and cuts: what they made is kept, exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from tests.factories.records import MORNING
from tests.support.badline import MOST_TIMES
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
