"""Places that staff made travel, with what they were before; names that both changed wait for a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from learning.classes import queries as classes
from learning.classes.models import ClassGroup
from learning.clock import now
from learning.db import session, write
from learning.peers.models import Peer, PeerConflict
from learning.places import operations, queries, reshaping, rules
from learning.places.models import Place, PlaceBefore
from learning.places.operations import Renaming
from learning.places.plans import Wish
from tests.conftest import looking_into
from tests.factories.classes import a_class, a_trainer
from tests.factories.places import NHU_GIA, a_commune, hamlets, here
from tests.support.grouped import grouped
from tests.support.pair import Pair


@contextmanager
def centre(pair: Pair) -> Iterator[None]:
    with pair.centre.app_context():
        yield


def same_at_both(pair: Pair) -> list[set[object]]:
    pair.run()
    pair.run()
    assert pair.run().startswith("0 sent, 0 fetched, 0 refused")
    with centre(pair):
        there = grouped()
    with looking_into(pair.province):
        assert grouped() == there
    return there


def a_home(pair: Pair) -> str:
    with looking_into(pair.province):
        return a_commune().path


def test_hamlets_made_at_a_centre_are_at_the_province_and_back(apart: Pair) -> None:
    apart.join(a_home(apart))
    with centre(apart):
        bung, _ = hamlets(a_commune())
        with write():
            operations.add(bung.id, "centre", "", ["Nhà văn hóa"], None)
        group = a_class(a_trainer(), place=bung.path)
    same_at_both(apart)
    with looking_into(apart.province):
        assert here(bung.path).full_name == "Ấp Bưng Tróp"
        assert [one.group.id for one in classes.classes_for(bung.id, [bung.path])] == [group]
        with write():
            wish = Renaming("ấp", "Bưng Tróp A", rules.day_of(now()), "12/QĐ")
            operations.rename(bung.id, wish, None)
    same_at_both(apart)
    with centre(apart):
        assert here(bung.id).full_name == "Ấp Bưng Tróp A"
        assert queries.before(bung.id)[0].full_name == "Ấp Bưng Tróp"
        assert (
            session().execute(select(ClassGroup.place).where(ClassGroup.id == group)).scalar_one()
            == bung.path
        )


def test_only_what_lies_at_the_peers_place_goes_there(apart: Pair) -> None:
    with looking_into(apart.province):
        mine, _ = hamlets(a_commune())
        hamlets(a_commune(NHU_GIA), ["Ấp khác"])
        with write():
            operations.add(mine.id, "centre", "", ["Nhà văn hóa"], None)
        spot = queries.children_of(mine.id)[0]
    apart.join(spot.path)
    apart.run()
    with centre(apart):
        made = select(Place.id).where(Place.edition.is_(None))
        assert set(session().execute(made).scalars()) == {mine.id, spot.id}


def test_a_centre_cannot_speak_for_places_of_elsewhere(apart: Pair) -> None:
    with looking_into(apart.province):
        other = hamlets(a_commune(NHU_GIA), ["Bưng Tróp"])[0]
        before = grouped()
    apart.join(a_home(apart))
    with centre(apart):
        hamlets(a_commune(NHU_GIA), ["Ấp lạ"])
        with write() as current:
            home = a_commune()
            current.add(
                Place(
                    id=other.id, kind="hamlet", **operations.named("ấp", "Của tôi"), parent_id=home.id,
                    path=f"{home.path}x/", valid_from=home.valid_from, is_difficult=False, made_at=now(),
                )
            )  # fmt: skip
    apart.run()
    with looking_into(apart.province):
        assert grouped() == before
        assert session().execute(select(Peer.refused)).scalar_one() == 2


def test_hamlets_that_merge_are_merged_at_both_and_their_classes_follow(pair: Pair) -> None:
    with centre(pair):
        bung, phuoc = hamlets(a_commune())
        group = a_class(a_trainer(), place=bung.path)
    same_at_both(pair)
    with looking_into(pair.province), write():
        wish = Wish("ấp", "Bưng Phước", rules.day_of(now()), "12/QĐ")
        reshaping.apply(reshaping.plan_merge([bung.id, phuoc.id], wish), None)
    same_at_both(pair)
    with centre(pair):
        merged = queries.successors_of(bung.id)[0].place
        assert merged.full_name == "Ấp Bưng Phước"
        at = session().execute(select(ClassGroup.place).where(ClassGroup.id == group)).scalar_one()
        assert at == merged.path


def test_a_hamlet_that_moves_takes_its_classes_along_at_both(pair: Pair) -> None:
    with centre(pair):
        bung, _ = hamlets(a_commune())
        group = a_class(a_trainer(), place=bung.path)
    same_at_both(pair)
    with looking_into(pair.province):
        to = a_commune(NHU_GIA)
        with write():
            wish = Wish("xã", "Nhu Gia", rules.day_of(now()), "12/QĐ")
            plan = reshaping.plan_split(a_commune().id, {bung.id}, to.id, wish)
            reshaping.apply(plan, None)
    same_at_both(pair)
    with centre(pair):
        assert here(bung.id).parent == to.id
        at = session().execute(select(ClassGroup.place).where(ClassGroup.id == group)).scalar_one()
        assert at == here(bung.id).path
        assert session().execute(select(PlaceBefore.place_id)).scalars().all() == [bung.id]


def test_two_names_for_one_hamlet_wait_for_a_person(pair: Pair) -> None:
    with centre(pair):
        bung, _ = hamlets(a_commune())
    same_at_both(pair)
    with centre(pair), write():
        operations.correct(bung.id, "ấp", "Bưng Tróp A", None)
    with looking_into(pair.province), write():
        operations.correct(bung.id, "khóm", "Bưng Tróp", None)
    pair.run()
    with looking_into(pair.province):
        theirs = session().execute(select(PeerConflict.theirs)).scalar_one()
        assert theirs["called"] == ["ấp", "Bưng Tróp A"]
        assert here(bung.id).full_name == "Khóm Bưng Tróp"
