"""Who may give which role where: the whole truth table, and who may look after whom."""

from __future__ import annotations

from itertools import product

import pytest

from learning.accounts import granting, staff_words
from learning.accounts.granting import Held, acting_role, may_give, may_look_after, places_to_look
from learning.web.access import ROLES

PROVINCE, COMMUNE, HAMLET, ELSEWHERE = "/94/", "/94/31117/", "/94/31117/3/", "/92/"
PLACES = (None, PROVINCE, COMMUNE, HAMLET, ELSEWHERE)
GIVEN: dict[str, set[str]] = {
    "administrator": {"administrator", "officer", "association", "branch", "trainer", "author", "translator"},
    "officer": {"officer", "association", "branch", "trainer"},
    "association": set(),
    "branch": set(),
    "trainer": set(),
    "author": set(),
    "translator": set(),
}
# Every place at which what is held at the first one holds too.
REACHED: dict[str | None, set[str | None]] = {
    None: {None, PROVINCE, COMMUNE, HAMLET, ELSEWHERE},
    PROVINCE: {PROVINCE, COMMUNE, HAMLET},
    COMMUNE: {COMMUNE, HAMLET},
    HAMLET: {HAMLET},
    ELSEWHERE: {ELSEWHERE},
}


def is_below(place: str, above: str) -> bool:
    return place.startswith(above)


@pytest.mark.parametrize("mine", [Held(role, place) for role, place in product(sorted(ROLES), PLACES)])
def test_one_gives_within_ones_reach_and_never_above_ones_role(mine: Held) -> None:
    for role, place in product(ROLES, PLACES):
        allowed = role in GIVEN[mine.role] and place in REACHED[mine.place]
        assert may_give([mine], Held(role, place), is_below) is allowed, (mine, role, place)


def test_who_holds_nothing_gives_nothing() -> None:
    assert not any(may_give([], Held(role, COMMUNE), is_below) for role in ROLES)


def test_two_roles_do_not_add_up_to_a_third() -> None:
    mine = [Held("officer", None), Held("administrator", HAMLET)]
    assert not may_give(mine, Held("administrator", COMMUNE), is_below)
    assert may_give(mine, Held("officer", ELSEWHERE), is_below)


def test_one_looks_after_those_to_whom_one_could_have_given_all_they_hold() -> None:
    mine = [Held("officer", COMMUNE)]
    assert may_look_after(mine, [Held("trainer", HAMLET)], is_below)
    assert may_look_after(mine, [], is_below)
    assert not may_look_after(mine, [Held("trainer", HAMLET), Held("trainer", ELSEWHERE)], is_below)
    assert not may_look_after(mine, [Held("administrator", HAMLET)], is_below)
    assert not may_look_after([Held("trainer", None)], [], is_below)


def test_one_looks_at_the_places_where_one_is_officer_or_administrator() -> None:
    mine = [Held("trainer", None), Held("officer", COMMUNE), Held("administrator", ELSEWHERE)]
    assert places_to_look(mine) == [COMMUNE, ELSEWHERE]


def test_one_acts_in_the_most_powerful_role_where_it_reaches_furthest() -> None:
    mine = [Held("trainer", None), Held("officer", HAMLET), Held("officer", PROVINCE)]
    assert acting_role(mine) == Held("officer", PROVINCE)
    assert acting_role([]) is None


def test_every_role_has_its_place_in_the_tables() -> None:
    assert set(granting.BY_POWER) == ROLES
    assert set().union(*granting.GIVES.values()) == ROLES


def test_every_reason_has_its_words() -> None:
    assert set(staff_words.REASONS) == granting.REASONS
    assert set(staff_words.END_REASONS) == granting.END_REASONS
