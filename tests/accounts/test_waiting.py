"""Wrong tries make a card, a name, a device and last an address wait, and never a whole village."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.accounts import entry, operations, rules, throttle
from learning.accounts.entry import Entered, Refused
from learning.accounts.models import Throttle
from learning.accounts.throttle import Caller
from learning.db import session, write
from learning.ids import new_id
from learning.web.errors import TooMany
from tests.accounts.test_cards import pick
from tests.conftest import Clock
from tests.factories.accounts import OTHER_PICTURES, PICTURES, a_card, a_staff_member
from tests.support.site import Site

VILLAGE = "198.51.100.20"


def somebody_of_the_village() -> Caller:
    """One of many devices behind one address."""
    return Caller(str(new_id()), VILLAGE)


def fail(number: str, times: int, caller: Caller | None = None) -> Refused:
    """So many wrong tries; what the last one was told."""
    told: Entered | Refused = Refused(None)
    for _ in range(times):
        told = entry.with_card(number, OTHER_PICTURES, caller or somebody_of_the_village())
    assert isinstance(told, Refused)
    return told


def test_four_wrong_tries_cost_nothing(app: Flask, wall_clock: Clock) -> None:
    card = a_card()
    assert fail(card.number, 4) == Refused(None, left=1)
    assert isinstance(entry.with_card(card.number, PICTURES, somebody_of_the_village()), Entered)


def test_after_the_fifth_even_the_right_pictures_wait(app: Flask, wall_clock: Clock) -> None:
    card = a_card()
    assert fail(card.number, 5) == Refused(timedelta(seconds=30))
    wall_clock.advance(seconds=20)
    assert entry.with_card(card.number, PICTURES, somebody_of_the_village()) == Refused(timedelta(seconds=10))
    wall_clock.advance(seconds=11)
    assert isinstance(entry.with_card(card.number, PICTURES, somebody_of_the_village()), Entered)


def test_each_further_wrong_try_doubles_the_wait(app: Flask, wall_clock: Clock) -> None:
    card = a_card()
    fail(card.number, 5)
    for minutes in (1, 2, 4, 8, 15, 15):
        wall_clock.advance(minutes=15, seconds=1)
        assert fail(card.number, 1) == Refused(timedelta(minutes=minutes))


def test_the_right_pictures_forget_the_wrong_ones(app: Flask, wall_clock: Clock) -> None:
    card = a_card()
    for _ in range(3):
        fail(card.number, 4)
        assert isinstance(entry.with_card(card.number, PICTURES, somebody_of_the_village()), Entered)


def test_tries_while_waiting_do_not_lengthen_the_wait(app: Flask, wall_clock: Clock) -> None:
    card = a_card()
    fail(card.number, 20)
    wall_clock.advance(seconds=31)
    assert isinstance(entry.with_card(card.number, PICTURES, somebody_of_the_village()), Entered)


def test_one_cards_wait_is_nobody_elses(app: Flask, wall_clock: Clock) -> None:
    fail(a_card().number, 9)
    assert isinstance(entry.with_card(a_card().number, PICTURES, somebody_of_the_village()), Entered)


def test_a_number_that_is_no_card_waits_like_one_that_is(app: Flask, wall_clock: Clock) -> None:
    nobodys = rules.card_number(12345678)
    assert fail(nobodys, 4) == Refused(None, left=1)
    assert fail(nobodys, 1) == Refused(timedelta(seconds=30))


def test_a_device_that_tries_many_cards_waits(app: Flask, wall_clock: Clock) -> None:
    one = somebody_of_the_village()
    for serial in range(throttle.WRONG_BY_DEVICE.times):
        fail(rules.card_number(10_000_000 + serial), 1, one)
    told = entry.with_card(a_card().number, PICTURES, one)
    assert told == Refused(throttle.WRONG_BY_DEVICE.per)
    assert isinstance(entry.with_card(a_card().number, PICTURES, somebody_of_the_village()), Entered)


def test_a_village_behind_one_address_is_not_locked_out_by_its_mistakes(
    app: Flask, wall_clock: Clock
) -> None:
    for serial in range(60):
        fail(rules.card_number(10_000_000 + serial), 2)
    for _ in range(3):
        assert isinstance(entry.with_card(a_card().number, PICTURES, somebody_of_the_village()), Entered)


def test_right_tries_of_a_village_do_not_count_at_all(app: Flask, wall_clock: Clock) -> None:
    caller = somebody_of_the_village()
    card = a_card()
    for _ in range(throttle.WRONG_BY_DEVICE.times + 5):
        assert isinstance(entry.with_card(card.number, PICTURES, caller), Entered)


def test_an_address_that_tries_without_end_waits_at_last(app: Flask, wall_clock: Clock) -> None:
    with write():
        limit = throttle.WRONG_BY_ADDRESS
        for _ in range(limit.times):
            operations.take(limit.bucket, VILLAGE, limit.times, limit.per)
    assert fail(a_card().number, 1).wait == limit.per
    wall_clock.advance(hours=1, seconds=1)
    assert fail(a_card().number, 1).wait is None


def test_who_types_many_numbers_that_are_no_cards_waits(app: Flask, wall_clock: Clock) -> None:
    caller = somebody_of_the_village()
    for serial in range(throttle.NUMBERS_BY_DEVICE.times):
        assert entry.card_of_number(rules.card_number(20_000_000 + serial), caller) is None
    told = entry.card_of_number(a_card().number, caller)
    assert told == Refused(throttle.NUMBERS_BY_DEVICE.per)
    assert not isinstance(entry.card_of_number(a_card().number, somebody_of_the_village()), Refused)


def test_nothing_readable_is_kept_and_that_for_a_day(app: Flask, wall_clock: Clock) -> None:
    number = a_card().number
    fail(number, 2)
    subjects = session().execute(select(Throttle.subject)).scalars().all()
    assert subjects
    assert all(number not in subject and VILLAGE not in subject for subject in subjects)
    wall_clock.advance(days=1, seconds=1)
    fail(rules.card_number(12345678), 1)
    assert session().execute(select(func.count()).select_from(Throttle)).scalar_one() == 3


def test_a_household_of_ipv6_addresses_is_one(app: Flask) -> None:
    assert Caller(None, "2001:db8:1:2::1").network == Caller(None, "2001:db8:1:2:ffff::9").network
    assert Caller(None, "2001:db8:1:2::1").network != Caller(None, "2001:db8:1:3::1").network
    assert Caller(None, "no address").network == "no address"


def test_take_says_how_long_to_wait(app: Flask, wall_clock: Clock) -> None:
    def take() -> timedelta | None:
        with write():
            return operations.take("test", "somebody", 2, timedelta(minutes=1))

    assert [take(), take()] == [None, None]
    wall_clock.advance(seconds=20)
    assert take() == timedelta(seconds=40)
    wall_clock.advance(seconds=40)
    assert take() is None


def test_a_clock_that_was_ten_years_ahead_makes_nobody_wait_for_ten_years(
    app: Flask, wall_clock: Clock
) -> None:
    def take() -> timedelta | None:
        with write():
            return operations.take("test", "somebody", 2, timedelta(minutes=1))

    card = a_card()
    wall_clock.advance(days=3653)
    assert fail(card.number, 5).wait
    assert [take(), take(), take()] == [None, None, timedelta(minutes=1)]
    wall_clock.advance(days=-3653)
    assert isinstance(entry.with_card(card.number, PICTURES, somebody_of_the_village()), Entered)
    assert take() is None


def test_a_device_that_makes_guests_without_end_waits(app: Flask, wall_clock: Clock) -> None:
    def make(device: str = "22222222-2222-4222-8222-222222222222") -> None:
        with write():
            operations.make_guest(type(new_id())(device), "vi", VILLAGE)

    for _ in range(throttle.GUESTS_BY_DEVICE.times):
        make()
    with pytest.raises(TooMany) as refused:
        make()
    assert refused.value.retry_after == 3601
    make(str(new_id()))


def test_a_thousand_phones_of_one_village_get_their_guests_within_an_hour(
    app: Flask, wall_clock: Clock
) -> None:
    with write():
        guests = {operations.make_guest(new_id(), "vi", VILLAGE) for _ in range(1000)}
    assert len(guests) == 1000


def test_the_page_says_in_words_how_long_to_wait(site: Site, wall_clock: Clock) -> None:
    card = a_card()
    fail(card.number, 5)
    wall_clock.advance(seconds=31)
    page = pick(site.get(card.path), OTHER_PICTURES, last_status=429)
    assert "Chờ 60 giây rồi thử lại" in page.text
    assert page.response.headers["Retry-After"] == "61"
    wall_clock.advance(minutes=1, seconds=1)
    fail(card.number, 1)
    assert "Chờ 2 phút rồi thử lại" in pick(site.get(card.path), PICTURES, last_status=429).text


def test_the_last_try_before_a_wait_is_announced(site: Site) -> None:
    card = a_card()
    fail(card.number, 3)
    page = pick(site.get(card.path), OTHER_PICTURES, last_status=422)
    assert "Bác còn thử được một lần nữa" in page.text


def test_staff_wait_like_everybody(site: Site, wall_clock: Clock) -> None:
    a_staff_member("Chị Hạnh")
    told = [entry.with_password("CHỊ HẠNH", "không phải", somebody_of_the_village()) for _ in range(5)]
    assert told[3:] == [Refused(None, left=1), Refused(timedelta(seconds=30))]
    form = site.get("accounts.enter_staff").form().fill(name="chị hạnh", password="không phải")
    assert "Chờ 30 giây" in form.submit(status=429).text
