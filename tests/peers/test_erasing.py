"""Who is erased on one server is nobody on the other, and no older record brings them back."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from learning.accounts.models import Card, Person, StaffAction
from learning.db import session, write
from learning.peers import profiles
from learning.peers.models import Peer
from learning.records import operations as records
from learning.records.models import Event
from learning.web.site import site
from tests.conftest import looking_into
from tests.factories.accounts import a_staff_member
from tests.support.pair import Pair, answer, learn


def places(pair: Pair, first: str) -> list[AbstractContextManager[Any]]:
    both: list[AbstractContextManager[Any]] = [pair.centre.app_context(), looking_into(pair.province)]
    return both if first == "centre" else both[::-1]


def is_nobody(person: UUID) -> bool:
    """No name, no open card, no result under this id."""
    found = session().execute(select(Person).where(Person.id == person)).scalar_one()
    events = session().execute(select(Event.id).where(Event.person_id == person)).all()
    cards = session().execute(select(Card.id).where(Card.person_id == person, Card.ended_at.is_(None))).all()
    return (found.display_name, found.year_of_birth) == (None, None) and not events and not cards


@pytest.mark.parametrize("first", ["centre", "province"])
def test_who_is_erased_here_is_erased_there(pair: Pair, first: str) -> None:
    with places(pair, first)[0]:
        lan = learn("Lan")
    pair.run()
    here, there = places(pair, first)
    with there:
        with write() as current:  # while the erasing is on its way, somebody there goes on with her
            current.execute(update(Person).where(Person.id == lan).values(display_name="Lan khác"))
        answer(lan, "bai-sau")
    with here:
        site().erase(lan, None, "own-wish")
    pair.run()
    pair.run()
    for place in places(pair, first):
        with place:
            assert is_nobody(lan)
            assert list(records.rebuild(verify=True)) == []
    with places(pair, first)[1]:
        [action] = session().execute(select(StaffAction).where(StaffAction.verb == "person-erased")).scalars()
        assert "erased-elsewhere" in str(action.details)
    assert "0 sent, 0 fetched" in pair.run()


def test_an_erasing_that_comes_first_keeps_an_older_record_out(pair: Pair) -> None:
    with pair.centre.app_context():
        lan = learn("Lan")
        told = profiles.told_people(session(), [str(lan)])[str(lan)]
        site().erase(lan, None, "own-wish")
        erased = profiles.told_people(session(), [str(lan)])[str(lan)]
    assert set(erased) == {"id", "kind", "created_at", "erased_at"}
    with looking_into(pair.province):
        with write() as current:
            node = current.execute(select(Peer.id)).scalar_one()
            assert profiles.keep_people(current, node, [erased]) == 0
            assert profiles.keep_people(current, node, [told]) == 1
            assert profiles.keep_people(current, node, [erased]) == 0
        assert is_nobody(lan)


def test_no_other_server_erases_a_colleague(pair: Pair) -> None:
    with looking_into(pair.province):
        mai = a_staff_member("Mai", "administrator")
        told = profiles.told_people(session(), [str(mai)])[str(mai)]
        erased = {name: told[name] for name in ("id", "kind", "created_at")} | {
            "erased_at": told["created_at"]
        }
        with write() as current:
            node = current.execute(select(Peer.id)).scalar_one()
            assert profiles.keep_people(current, node, [erased]) == 1
        assert session().get_one(Person, mai).display_name == "Mai"
