"""A centre that is paired for a place gets nobody from elsewhere, however they may be touched."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from learning.accounts.models import Card, Person
from learning.accounts.operations import link
from learning.classes import operations as classes
from learning.clock import now
from learning.db import session, write
from learning.peers import reach
from learning.peers.models import Peer
from learning.places.others import Follow
from learning.records.models import Event
from tests.conftest import looking_into
from tests.factories.accounts import a_guest, keep_something
from tests.factories.classes import a_class, a_trainer
from tests.support.pair import Pair, answer, kept, learn

HERE, BELOW, ELSEWHERE = "/92/31117/", "/92/31117/nf4c3yq2/", "/92/31118/"


def a_learner_at(place: str | None, name: str) -> tuple[UUID, UUID]:
    """Somebody with a card and a result in a class; returns who, and the class."""
    trainer = a_trainer(f"Chị {name}")
    person, group = learn(name), a_class(trainer, f"Lớp {name}", place)
    with write():
        classes.join(group, person, None, trainer)
    return person, group


def at_the_centre(pair: Pair) -> set[UUID]:
    """Everybody of whom anything at all is kept there."""
    with pair.centre.app_context():
        asked = (select(Person.id), select(Card.person_id), select(Event.person_id))
        return {id for one in asked for id in session().execute(one).scalars()}


def test_nobody_from_elsewhere_leaves(apart: Pair) -> None:
    with looking_into(apart.province):
        lan, _ = a_learner_at(HERE, "Lan")
        ba, _ = a_learner_at(BELOW, "Ba")
        for name, place in (("Minh", ELSEWHERE), ("Nam", "/92/"), ("Tam", None)):
            a_learner_at(place, name)
        guest = a_guest()
        keep_something(guest)
        with write():
            link(guest, lan, by=lan)
    apart.join(HERE)
    apart.run()
    assert at_the_centre(apart) == {lan, ba, guest}


def test_who_joins_later_comes_with_all_that_was_learned_before(apart: Pair) -> None:
    apart.join(HERE)
    with looking_into(apart.province):
        lan, group = a_learner_at(HERE, "Lan")
        minh, _ = a_learner_at(ELSEWHERE, "Minh")
        apart.run()
        trainer = a_trainer("Chị Hoa")
        with write():
            classes.join(group, minh, None, trainer)
        answer(lan, "bai-sau")
        learned = kept()
    assert at_the_centre(apart) == {lan}
    apart.run()
    assert at_the_centre(apart) == {lan, minh}
    with apart.centre.app_context():
        assert kept()[0] == learned[0]
    apart.run()  # profiles go back once: so both know that they agree
    assert apart.run().startswith("0 sent, 0 fetched, 0 refused")


def test_whom_the_centre_made_goes_both_ways(apart: Pair) -> None:
    apart.join(HERE)
    with apart.centre.app_context():
        own = learn("Lan")
        before = kept()
    apart.run()
    with looking_into(apart.province):
        assert kept() == before
        answer(own, "bai-sau")
        after = kept()
    apart.run()
    with apart.centre.app_context():
        assert kept() == after


def test_a_centre_cannot_speak_for_people_of_elsewhere(apart: Pair) -> None:
    with looking_into(apart.province):
        minh, _ = a_learner_at(ELSEWHERE, "Minh")
        before = kept()
    apart.join(HERE)
    with apart.centre.app_context():
        with write() as current:
            current.add(
                Person(id=minh, kind="learner", display_name="Another", language="vi", created_at=now())
            )
        answer(minh, "bai-gia")
    assert "refused" in apart.run()
    assert at_the_centre(apart) == {minh}
    with looking_into(apart.province):
        assert kept() == before
        assert session().execute(select(Peer.refused)).scalar_one() > 1


def test_pairing_anew_for_another_place_forgets_the_old_one(apart: Pair) -> None:
    apart.join(HERE)
    with looking_into(apart.province):
        lan, _ = a_learner_at(HERE, "Lan")
        ba, _ = a_learner_at(ELSEWHERE, "Ba")
    apart.run()
    apart.join(ELSEWHERE)
    with looking_into(apart.province):
        answer(lan, "bai-sau")
    apart.run()
    with apart.centre.app_context():
        modules = select(Event.person_id, Event.module).distinct()
        found = {tuple(row) for row in session().execute(modules)}
    assert found == {(lan, "bai-lan"), (ba, "bai-ba")}


def test_a_merger_moves_a_peer_along_but_never_widens_it(apart: Pair) -> None:
    apart.join(HERE)
    with looking_into(apart.province):
        for move, place in (
            (Follow("/92/31117/", "/92/40000/", "successor"), HERE),
            (Follow("/92/", "/93/", "same"), "/93/31117/"),
        ):
            with write():
                reach.follow_places([move])
            session().expire_all()
            assert session().execute(select(Peer.place)).scalar_one() == place


def test_inviting_says_whom_it_lets_go(apart: Pair) -> None:
    everybody = apart.command("sync", "invite")
    assert "EVERYBODY" in everybody.said
    nowhere = apart.command("sync", "invite", "--place", "/00/00000/")
    assert nowhere.code == 2
    assert "no place" in nowhere.said
