"""Mergers and splits in the tables: what moves, what is kept, who follows, and what is refused."""

from __future__ import annotations

from datetime import date
from random import Random
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from learning.accounts import queries as accounts
from learning.classes import queries as classes
from learning.db import session, write
from learning.ids import new_id
from learning.places import operations, plans, queries, reshaping
from learning.places.history import Figure, fold
from learning.places.models import Place
from learning.places.past import history_of
from learning.places.plans import Unit, Wish
from learning.places.rules import Refused
from tests.conftest import Clock
from tests.factories.classes import a_class, a_member
from tests.factories.places import (
    MY_TU,
    MY_XUYEN,
    NHU_GIA,
    a_commune,
    a_province,
    hamlets,
    here,
    merged,
    parted,
    somebody_at,
    then,
)
from tests.places.worlds import World, a_world, counted

ON = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


def names(place: UUID) -> list[str]:
    return [one.full_name for one in queries.children_of(place)]


def test_two_communes_become_a_new_one(app: Flask) -> None:
    tu, gia = a_commune(MY_TU), a_commune(NHU_GIA)
    inside = [*hamlets(tu, ["Béc Trang"]), *hamlets(gia, ["An Hòa"])]
    new = merged([tu, gia], "Mỹ Gia", ON)
    assert names(new.id) == ["Ấp An Hòa", "Ấp Béc Trang"]
    assert [here(one.id).valid_to for one in (tu, gia)] == [ON, ON]
    assert [kin.place.id for kin in queries.successors_of(tu.id)] == [new.id]
    assert {kin.place.id for kin in queries.predecessors_of(new.id)} == {tu.id, gia.id}
    assert all(here(one.path).id == one.id for one in inside)
    assert new.path.startswith(a_province().path)


def test_one_that_keeps_its_name_goes_on(app: Flask) -> None:
    tu, gia = a_commune(MY_TU), a_commune(NHU_GIA)
    hamlets(gia, ["An Hòa"])
    assert merged([tu, gia], "mỹ tú", ON).id == tu.id
    assert names(tu.id) == ["Ấp An Hòa"]
    assert [kin.place.id for kin in queries.predecessors_of(tu.id)] == [gia.id]


def test_what_lies_in_hamlets_moves_with_them(app: Flask) -> None:
    tu = a_commune(MY_TU)
    hamlet = hamlets(tu)[0]
    with write():
        operations.add(hamlet.id, "family", "", ["Nhà ông Sáu"], None)
    new = merged([tu, a_commune(NHU_GIA)], "Mỹ Gia", ON)
    family = queries.children_of(hamlet.id)[0]
    assert [one.full_name for one in queries.path_of(family)] == [
        "Thành phố Cần Thơ", "Xã Mỹ Gia", hamlet.full_name, "Nhà ông Sáu",
    ]  # fmt: skip
    assert queries.counts_below([new.path]) == {"hamlet": 2, "family": 1}


def test_a_split_takes_some_hamlets_into_a_new_commune(app: Flask) -> None:
    tu = a_commune(MY_TU)
    first, second = hamlets(tu)
    new = parted(tu, [first], "Mỹ Tú Đông", ON)
    assert names(new.id) == [first.full_name]
    assert names(tu.id) == [second.full_name]
    assert [kin.share for kin in queries.successors_of(tu.id)] == ["part"]
    assert then(first.id, date(2026, 6, 30)).parent == tu.id
    assert then(first.id, ON).parent == new.id


def test_hamlets_can_go_to_a_neighbour(app: Flask) -> None:
    tu, gia = a_commune(MY_TU), a_commune(NHU_GIA)
    first, _ = hamlets(tu)
    with write():
        reshaping.apply(reshaping.plan_split(tu.id, {first.id}, gia.id, Wish("", "", ON)), None)
    assert names(gia.id) == [first.full_name]


def test_classes_follow_and_grants_follow_their_own_place_only(app: Flask) -> None:
    tu, gia = a_commune(MY_TU), a_commune(NHU_GIA)
    hamlet = hamlets(tu)[0]
    trainer, officer = somebody_at(hamlet, "trainer", "Chị Mai"), somebody_at(tu, "officer")
    group, inside = a_class(trainer, place=tu.path), a_class(trainer, place=hamlet.path)
    a_member(group, trainer)
    plan = reshaping.plan_merge([tu.id, gia.id], Wish("xã", "Mỹ Gia", ON))
    shown = reshaping.preview(plan).present
    assert (shown.classes, shown.learners, shown.grants) == (2, 1, 2)
    with write():
        reshaping.apply(plan, None)
    new, moved = queries.place_of(plan.target), queries.place_of(hamlet.id)
    assert new is not None
    assert moved is not None
    listed = {one.group.id: one.group.place for one in classes.classes_for(new_id(), [new.path])}
    assert listed == {group: new.path, inside: moved.path}
    assert accounts.roles_at(trainer, hamlet.id) == {"trainer"}
    assert accounts.roles_at(officer, new.id) == set()
    assert accounts.roles_at(officer, tu.id) == {"officer"}


def test_a_preview_changes_nothing(app: Flask) -> None:
    tu, gia = a_commune(MY_TU), a_commune(NHU_GIA)
    hamlets(tu, ["1", "2"]), hamlets(gia, ["2", "3"])
    before = session().execute(select(Place.path, Place.valid_to)).all()
    shown = reshaping.preview(reshaping.plan_merge([tu.id, gia.id], Wish("xã", "Mỹ Gia", ON)))
    assert shown.same_names == ("Ấp 2",)
    assert shown.moving == {"hamlet": 4}
    assert session().execute(select(Place.path, Place.valid_to)).all() == before


def a_unit(name: str = "A", *, ended: date | None = None, parent: UUID | None = None) -> Unit:
    return Unit(new_id(), "commune", "xã", name, parent, date(2025, 7, 1), ended)


@pytest.mark.parametrize(
    ("units", "name", "on", "reason"),
    [
        ([a_unit()], "B", ON, "too-few"),
        ([a_unit(), a_unit("B", parent=new_id())], "C", ON, "not-side-by-side"),
        ([a_unit(), a_unit("B")], "", ON, "no-name"),
        ([a_unit(), a_unit("B")], "C", date(2027, 1, 1), "future"),
        ([a_unit(), a_unit("B")], "C", date(2025, 6, 30), "too-early"),
    ],
)
def test_what_no_decision_can_say_is_refused(units: list[Unit], name: str, on: date, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        plans.merge(units, Wish("xã", name, on), new_id(), date(2026, 11, 22))
    assert refused.value.reason == reason


def test_a_name_that_a_third_one_has_is_refused(app: Flask) -> None:
    with pytest.raises(Refused, match="taken"):
        merged([a_commune(MY_TU), a_commune(NHU_GIA)], "Mỹ Xuyên", ON, "phường")


def test_a_unit_becomes_another_only_once(app: Flask) -> None:
    tu, gia, xuyen = a_commune(MY_TU), a_commune(NHU_GIA), a_commune(MY_XUYEN)
    merged([tu, gia], "Mỹ Gia", ON)
    with pytest.raises(Refused, match="ended"):
        merged([tu, xuyen], "Khác", date(2026, 8, 1))


def test_a_hamlet_cannot_move_before_it_moved_last(app: Flask) -> None:
    tu = a_commune(MY_TU)
    first, _ = hamlets(tu)
    new = parted(tu, [first], "Mỹ Tú Đông", ON)
    with pytest.raises(Refused, match="too-early"):
        merged([new, a_commune(NHU_GIA)], "Mỹ Gia", date(2026, 6, 1))


def test_what_an_edition_ended_can_be_merged_later(app: Flask) -> None:
    tu, gia = a_commune(MY_TU), a_commune(NHU_GIA)
    inside = hamlets(tu)
    with write() as current:
        ended = update(Place).where(Place.id == tu.id).values(valid_to=date(2026, 9, 1))
        current.execute(ended)  # as an edition does
    assert tu.id in {one.id for one in queries.mergeable_with(gia)}
    assert merged([gia, tu], "Nhu Gia", ON).id == gia.id
    assert queries.children_of(gia.id)[0].name == inside[0].name


def test_the_successor_of_an_ended_place_can_be_mended(app: Flask) -> None:
    tu, gia, xuyen = a_commune(MY_TU), a_commune(NHU_GIA), a_commune(MY_XUYEN)
    merged([tu, gia], "Nhu Gia", ON)
    with write():
        operations.correct_successor(tu.id, xuyen.id, "12/QĐ-UBND", None)
    assert [(kin.place.id, kin.decision) for kin in queries.successors_of(tu.id)] == [
        (xuyen.id, "12/QĐ-UBND")
    ]


def test_a_unit_that_parted_with_hamlets_can_be_merged_later(app: Flask) -> None:
    tu, gia = a_commune(MY_TU), a_commune(NHU_GIA)
    parted(tu, hamlets(tu)[:1], "Mỹ Tú Đông", ON)
    assert merged([tu, gia], "Nhu Gia", date(2026, 8, 1)).id == gia.id


def test_an_old_path_leads_on_through_several_moves(app: Flask) -> None:
    tu, gia, xuyen = a_commune(MY_TU), a_commune(NHU_GIA), a_commune(MY_XUYEN)
    hamlet = hamlets(tu)[0]
    with write():
        operations.add(hamlet.id, "centre", "", ["Trung tâm"], None)
    centre = queries.children_of(hamlet.id)[0]
    first = merged([tu, gia], "Mỹ Gia", ON)
    between = queries.place_of(centre.id)
    merged([first, xuyen], "Mỹ Xuyên", date(2026, 8, 1), "phường")
    assert between is not None
    for path in (centre.path, between.path):
        found = queries.by_path(path)
        assert found is not None
        assert (found.id, found.path.startswith(xuyen.path)) == (centre.id, True)


def test_a_plan_that_somebody_else_has_overtaken_is_refused(app: Flask) -> None:
    tu, gia, xuyen = a_commune(MY_TU), a_commune(NHU_GIA), a_commune(MY_XUYEN)
    slow = reshaping.plan_merge([tu.id, gia.id], Wish("xã", "Mỹ Gia", ON))
    merged([tu, xuyen], "Mỹ Xuyên", ON, "phường")
    with pytest.raises(Refused, match="ended"), write():
        reshaping.apply(slow, None)


def test_what_lies_in_a_difficult_commune_is_difficult(app: Flask) -> None:
    tu = a_commune(MY_TU)
    hamlet = hamlets(tu)[0]
    with write():
        operations.mark_difficult(tu.id, is_difficult=True, by=None)
    assert queries.is_difficult(hamlet.path)
    assert not queries.is_difficult(a_commune(NHU_GIA).path)


def test_provinces_merge_with_hundreds_of_communes(app: Flask) -> None:
    one, other = a_province("Cần Thơ"), a_province("Cà Mau")
    many = queries.counts_of_children(None, "commune")
    hamlet = hamlets(queries.communes_of(other.id)[0])[0]
    assert merged([one, other], "Cần Thơ", ON, "thành phố").id == one.id
    assert len(queries.communes_of(one.id)) == many[one.id] + many[other.id]
    assert here(hamlet.path).path.startswith(one.path)


def test_the_tables_tell_the_same_history_as_the_rules(app: Flask, wall_clock: Clock) -> None:
    """Random decisions, made in the tables as in a made-up world: every figure folds alike."""
    for seed in range(4):
        world = _in_tables(a_world(Random(seed), steps=0))
        again = a_world(Random(seed))
        for unit in again.units.values():
            world.setdefault(unit.id, new_id())
        _replay(again, world)
        history = history_of(list(world.values()))
        figures = [Figure(world[one.place], one.on, one.count) for one in again.figures]
        for kind in ("commune", "province"):
            for on in (None, again.today):
                there = fold(history, figures, kind, on)
                here = fold(again.history, again.figures, kind, on)
                assert there == {world[unit]: many for unit, many in here.items()}


def _in_tables(world: World) -> dict[UUID, UUID]:
    """The units of a world as rows; returns which is which."""
    ids = {id: new_id() for id in world.units}
    with write():
        for unit in world.units.values():
            above = queries.place_of(ids[unit.parent]) if unit.parent else None
            operations.new_place(
                ids[unit.id], operations.New(unit.kind, "", unit.name), above, unit.since, None
            )
            session().flush()
    return ids


def _replay(world: World, ids: dict[UUID, UUID]) -> None:
    """The decisions of a world, once more, in the tables."""
    for plan in world.plans:
        mine = plans.Plan(
            how=plan.how,
            wish=plan.wish,
            target=ids[plan.target],
            kind=plan.kind,
            parent=ids[plan.parent] if plan.parent else None,
            becomes=tuple(
                plans.Becomes(ids[one.predecessor], ids[one.successor], one.share) for one in plan.becomes
            ),
            is_new=plan.is_new,
            ends=tuple(ids[one] for one in plan.ends),
            leaves=tuple(ids[one] for one in plan.leaves),
        )
        with write():
            reshaping.apply(mine, None)


def test_history_is_read_in_few_questions_however_many_places(app: Flask) -> None:
    tu, gia = a_commune(MY_TU), a_commune(NHU_GIA)
    few = hamlets(tu, ["1", "2"])
    many = hamlets(gia, [str(number) for number in range(50)])
    merged([tu, gia], "Mỹ Gia", ON)
    assert counted(lambda: history_of([one.id for one in few])) == counted(
        lambda: history_of([one.id for one in [*few, *many]])
    )
