"""As it was, and as units are now: over random histories both views tell of the same people."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from learning.places.history import Figure, History, Link, Sighting, Spell, fold, living, people, unit_on
from tests.places.worlds import FIRST, LAST, World, a_world

SEEDS = st.integers(min_value=0, max_value=100_000)
KINDS = st.sampled_from(["province", "commune"])


@given(SEEDS, KINDS)
def test_both_views_have_the_same_total(seed: int, kind: str) -> None:
    world = a_world(Random(seed))
    then = fold(world.history, world.figures, kind)
    now = fold(world.history, world.figures, kind, world.today)
    assert then.total() == now.total() == len(world.seen)


@given(SEEDS, KINDS)
def test_now_there_are_only_units_that_are_there_now(seed: int, kind: str) -> None:
    world = a_world(Random(seed))
    now = fold(world.history, world.figures, kind, world.today)
    assert all(world.units[unit].ended is None and world.units[unit].kind == kind for unit in now)


@given(SEEDS, KINDS)
def test_then_there_are_only_units_that_were_there_on_the_day(seed: int, kind: str) -> None:
    world = a_world(Random(seed))
    for figure in world.figures:
        unit = world.units[unit_on(world.history, figure.place, kind, figure.on)]
        assert unit.kind == kind
        assert unit.since <= figure.on
        assert unit.ended is None or figure.on < unit.ended


@given(SEEDS, KINDS)
def test_everybody_is_counted_once(seed: int, kind: str) -> None:
    world = a_world(Random(seed))
    everybody = len({one.who for one in world.seen})
    for on in (None, FIRST, world.today, LAST):
        assert people(world.history, world.seen, kind, on).total() == everybody


@given(SEEDS, KINDS)
def test_the_order_of_figures_plays_no_part(seed: int, kind: str) -> None:
    world = a_world(Random(seed))
    shuffled = Random(seed + 1).sample(world.seen, len(world.seen))
    figures = [Figure(one.place, one.on, 1) for one in shuffled]
    assert fold(world.history, figures, kind, world.today) == fold(
        world.history, world.figures, kind, world.today
    )
    assert people(world.history, shuffled, kind, LAST) == people(world.history, world.seen, kind, LAST)


@given(SEEDS, KINDS)
def test_where_nothing_changed_both_views_are_one(seed: int, kind: str) -> None:
    world = a_world(Random(seed), steps=0)
    assert fold(world.history, world.figures, kind) == fold(world.history, world.figures, kind, LAST)


@given(SEEDS)
def test_a_fold_in_two_steps_is_a_fold_in_one(seed: int) -> None:
    world = a_world(Random(seed))
    middle = FIRST + timedelta(days=seed % 400)
    for place in world.units:
        assert living(world.history, living(world.history, place, middle), LAST) == living(
            world.history, place, LAST
        )


@given(SEEDS, KINDS)
def test_after_mergers_alone_old_units_add_up_to_new_ones(seed: int, kind: str) -> None:
    world = a_world(Random(seed), with_splits=False)
    then = fold(world.history, world.figures, kind)
    again = fold(world.history, [Figure(unit, world.today, many) for unit, many in then.items()], kind, LAST)
    assert again == fold(world.history, world.figures, kind, LAST)


@given(SEEDS)
def test_a_split_takes_along_its_hamlets_and_nobody_else(seed: int) -> None:
    world = a_world(Random(seed))
    for figure in world.figures:
        if world.units[figure.place].kind == "commune" and world.units[figure.place].ended is None:
            assert unit_on(world.history, figure.place, "commune", LAST) == figure.place


def test_the_worlds_hold_every_kind_of_decision() -> None:
    worlds = [a_world(Random(seed)) for seed in range(60)]
    assert sum(world.splits for world in worlds) > 40
    assert sum(len(world.history.links) for world in worlds) > 40
    assert max(_longest_chain(world) for world in worlds) >= 3


def _longest_chain(world: World) -> int:
    def steps(place: UUID) -> int:
        link = world.history.links.get(place)
        return 0 if link is None else 1 + steps(link.successor)

    return max(map(steps, world.units))


def test_an_example_by_hand() -> None:
    """A and B become C on 1 July; the hamlet of B has gone to D on 1 May already."""
    a, b, c, d, hamlet = (UUID(int=number) for number in range(1, 6))
    merged, moved = date(2026, 7, 1), date(2026, 5, 1)
    history = History(
        kinds={a: "commune", b: "commune", c: "commune", d: "commune", hamlet: "hamlet"},
        parents={hamlet: d},
        links={a: Link(c, merged), b: Link(c, merged)},
        spells={hamlet: (Spell(b, moved),)},
    )
    spring, autumn = date(2026, 3, 1), date(2026, 9, 1)
    figures = [
        Figure(a, spring, 10),
        Figure(b, spring, 5),
        Figure(hamlet, spring, 7),
        Figure(hamlet, autumn, 1),
    ]
    assert fold(history, figures, "commune") == Counter({a: 10, b: 12, d: 1})
    assert fold(history, figures, "commune", autumn) == Counter({c: 15, d: 8})
    seen = [Sighting("Lan", a, spring), Sighting("Lan", hamlet, autumn)]
    assert people(history, seen, "commune", autumn) == Counter({d: 1})


def test_a_figure_made_late_stays_with_what_the_place_had_become() -> None:
    a, c = UUID(int=1), UUID(int=2)
    history = History(kinds={a: "commune", c: "commune"}, links={a: Link(c, date(2026, 7, 1))})
    late = [Figure(a, date(2026, 8, 1), 3)]
    assert fold(history, late, "commune") == fold(history, late, "commune", FIRST) == Counter({c: 3})
