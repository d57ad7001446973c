"""Clocks that lie by ten years, the server's and the phones': nothing is refused, and all adds up."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from learning.records import operations
from tests.conftest import Clock
from tests.factories.records import Event, Version, a_check, a_version, an_event
from tests.support.site import Site

TEN_YEARS = 3653


def send(site: Site, key: str, events: list[Event]) -> Any:
    return site.api("POST", "/api/v1/events", json={"events": events}, key=key)


def a_key(site: Site) -> str:
    wanted = {"device": "44444444-4444-4444-8444-444444444444", "language": "vi"}
    key: str = site.api("POST", "/api/v1/guests", json=wanted, status=201)["record_key"]
    return key


def learned(version: Version, wall_clock: Clock, *, phone_off: int, attempt: int) -> list[Event]:
    """A module opened and its check answered, as a phone would date it."""
    events = [an_event(version), *a_check(version, attempt=attempt, form=attempt)]
    for place, event in enumerate(events):
        phone = wall_clock.at.replace(year=wall_clock.at.year + phone_off, minute=place)
        event |= {"at": phone.isoformat(), "seq": 100 * attempt + place}
    return events


@pytest.mark.parametrize("server_off", [TEN_YEARS, -TEN_YEARS])
@pytest.mark.parametrize("phone_off", [10, 0, -10])
def test_nothing_is_lost_by_a_clock_that_is_set_right_later(
    site: Site, wall_clock: Clock, server_off: int, phone_off: int
) -> None:
    version = a_version()
    wall_clock.advance(days=server_off)
    key = a_key(site)
    early = learned(version, wall_clock, phone_off=phone_off, attempt=1)
    wall_clock.advance(days=-server_off)
    late = learned(version, wall_clock, phone_off=0, attempt=2)
    shuffled = Random(1).sample([*early, *late], 12)
    assert len(send(site, key, early)["stored"]) == 6
    assert send(site, key, shuffled)["refused"] == []
    (module,) = site.api("GET", "/api/v1/me", key=key)["modules"]
    assert (module["attempts"], module["best_right"]) == (2, 5)
    assert module["passed_at"]
    assert list(operations.rebuild(verify=True)) == []
