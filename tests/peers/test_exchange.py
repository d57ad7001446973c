"""A centre and its province, both real: what one keeps, the other has, once; whatever the line does."""

from __future__ import annotations

import time
from random import Random
from typing import Any

from sqlalchemy import select, update

from learning.accounts.models import Person
from learning.clock import now
from learning.db import session, write
from learning.peers import operations
from learning.peers.models import Peer, PeerConflict
from learning.records import operations as records
from tests.conftest import looking_into
from tests.factories.accounts import a_learner
from tests.support.pair import Pair, kept, learn
from tests.support.server import SECONDS_TO_START, Server


def test_what_one_keeps_the_other_has(pair: Pair) -> None:
    with pair.centre.app_context():
        learn("lan")
    with looking_into(pair.province):
        learn("minh")
    pair.run()
    pair.run()
    with pair.centre.app_context():
        at_the_centre = kept()
        assert list(records.rebuild(verify=True)) == []
    with looking_into(pair.province):
        assert kept() == at_the_centre
        assert list(records.rebuild(verify=True)) == []
    assert pair.run().startswith("0 sent, 0 fetched, 0 refused")


def test_a_line_that_is_cut_and_servers_that_are_killed_lose_nothing(pair: Pair) -> None:
    chance = Random(20_261_128)
    with pair.centre.app_context():
        for name in ("lan", "hoa", "ba"):
            learn(name)
    with looking_into(pair.province):
        for name in ("minh", "tam"):
            learn(name)
    for _ in range(4):
        running = pair.start("sync", "run")
        time.sleep(chance.uniform(0.6, 1.6))
        victim = chance.choice(("centre", "province"))
        if victim == "centre":
            running.kill()
        else:
            pair.province.kill()
            pair.province.restart()
        running.join()
    pair.run()
    pair.run()
    with pair.centre.app_context():
        at_the_centre = kept()
        assert list(records.rebuild(verify=True)) == []
    with looking_into(pair.province):
        assert kept() == at_the_centre
        assert list(records.rebuild(verify=True)) == []


def test_a_profile_that_both_changed_waits_for_a_person(pair: Pair) -> None:
    with pair.centre.app_context():
        person = a_learner("Lan")
    pair.run()
    pair.run()
    renamed = (pair.centre.app_context(), "Lan A"), (looking_into(pair.province), "Lan B")
    for place, name in renamed:
        with place, write() as current:
            current.execute(update(Person).where(Person.id == person).values(display_name=name))
    pair.run()
    for place, name, other in (
        (pair.centre.app_context(), "Lan A", "Lan B"),
        (looking_into(pair.province), "Lan B", "Lan A"),
    ):
        with place:
            named = select(Person.display_name).where(Person.id == person)
            assert session().execute(named).scalar_one() == name
            assert session().execute(select(PeerConflict.theirs)).scalar_one()["display_name"] == other


def test_a_code_opens_once_and_a_revoked_server_nothing(pair: Pair) -> None:
    with looking_into(pair.province):
        node = session().execute(select(Peer.id)).scalar_one()
        with write():
            code = operations.invite(by=None)
        assert operations.accept(code, b"k" * 32, "first")
        assert operations.accept(code, b"k" * 32, "first")
        assert not operations.accept(code, b"l" * 32, "second")
        assert not operations.accept("0" * 24, b"l" * 32, "second")
        with write():
            assert operations.revoke(node, by=None)
    refused = pair.command("sync", "run")
    assert refused.code == 1
    assert "401" in refused.said


def test_a_running_centre_keeps_in_step_by_itself(pair: Pair) -> None:
    with pair.centre.app_context():
        learn("lan")
        expected = kept()
    centre = Server(pair.settings.data_dir, pair.settings.database_url, UPSTREAM_URL=pair.province.url)
    try:
        centre.start()
        deadline = time.monotonic() + SECONDS_TO_START
        found: list[set[Any]] = []
        while found != expected and time.monotonic() < deadline:
            with looking_into(pair.province):
                found = kept()
            time.sleep(0.2)
    finally:
        centre.stop()
    assert found == expected


def test_a_centre_whose_line_is_down_or_whose_pairing_ended_shows_it_and_goes_on_by_itself(
    pair: Pair,
) -> None:
    def trouble() -> str | None:
        with pair.centre.app_context():
            return session().execute(select(Peer.trouble)).scalar_one()

    pair.run()
    pair.province.kill()
    assert pair.command("sync", "run").code == 1
    assert trouble() == "no-line"
    assert "in the way: no-line" in pair.command("sync", "status").said
    pair.province.restart()
    pair.run()
    assert trouble() is None
    with looking_into(pair.province), write() as current:
        current.execute(update(Peer).values(revoked_at=now()))
    assert pair.command("sync", "run").code == 1
    assert trouble() == "not-paired"
