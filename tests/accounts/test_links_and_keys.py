"""Links between persons are reversible and in no circle; record keys open one record and can be revoked."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from itsdangerous import URLSafeSerializer
from sqlalchemy import func, select, update

from learning.accounts import keys, links, operations, queries
from learning.accounts.models import Card, Person, PersonLink
from learning.clock import now
from learning.db import session, write
from tests.conftest import Clock
from tests.factories.accounts import a_card, a_guest, a_learner

DEVICE = uuid4()


def test_a_linked_guest_counts_for_the_person_and_may_be_released(app: Flask) -> None:
    guest, learner = a_guest(), a_learner()
    with write():
        assert operations.link(guest, learner, by=learner)
    assert links.canonical(guest) == learner
    with write():
        assert operations.unlink(guest, by=None)
    assert links.canonical(guest) == guest
    assert links.ids_of(learner) == (learner,)


def test_linking_and_releasing_change_no_other_row(app: Flask) -> None:
    guest, learner = a_guest(), a_learner()

    def people() -> list[object]:
        return [
            tuple(row) for row in session().execute(select(*Person.__table__.columns).order_by(Person.id))
        ]

    before = people()
    with write():
        operations.link(guest, learner, None)
    with write():
        operations.unlink(guest, None)
    assert people() == before


def test_linking_twice_is_linking_once(app: Flask) -> None:
    guest, learner = a_guest(), a_learner()
    with write():
        assert operations.link(guest, learner, None)
        assert not operations.link(guest, learner, None)
    assert session().execute(select(func.count()).select_from(PersonLink)).scalar_one() == 1


def test_what_was_released_can_be_linked_again(app: Flask) -> None:
    guest, first, second = a_guest(), a_learner(), a_learner()
    with write():
        operations.link(guest, first, None)
        operations.unlink(guest, None)
        operations.link(guest, second, None)
    assert links.canonical(guest) == second
    assert session().execute(select(func.count()).select_from(PersonLink)).scalar_one() == 2


def test_links_of_links_lead_to_the_last_person(app: Flask) -> None:
    guest, double, learner = a_guest(), a_learner(), a_learner()
    with write():
        operations.link(guest, double, None)
        operations.link(double, learner, None)
    assert links.canonical(guest) == learner
    assert set(links.ids_of(learner)) == {guest, double, learner}


def test_links_never_go_in_a_circle(app: Flask) -> None:
    one, other = a_learner(), a_learner()
    with write():
        operations.link(one, other, None)
        with pytest.raises(operations.NotLinkable):
            operations.link(other, one, None)
        with pytest.raises(operations.NotLinkable):
            operations.link(other, other, None)


def test_somebody_elses_guest_is_not_taken_over(app: Flask) -> None:
    guest, first, second = a_guest(), a_learner(), a_learner()
    with write():
        operations.link(guest, first, None)
        with pytest.raises(operations.NotLinkable):
            operations.link(guest, second, None)


def test_releasing_somebody_who_is_not_linked_is_quiet(app: Flask) -> None:
    guest = a_guest()
    with write():
        assert not operations.unlink(guest, None)


def test_a_person_has_one_live_card(app: Flask) -> None:
    learner = a_learner()
    for _ in range(3):
        a_card(learner)
    live = select(func.count()).select_from(Card).where(Card.person_id == learner, Card.ended_at.is_(None))
    assert session().execute(live).scalar_one() == 1


def test_a_token_is_not_in_the_database(app: Flask) -> None:
    card = a_card()
    rows = session().execute(select(*Card.__table__.columns)).all()
    assert card.token not in repr(rows)
    assert len(card.token) >= 22  # 128 bits


def test_an_erased_person_is_not_found(app: Flask) -> None:
    learner = a_learner()
    found = queries.person(learner)
    assert found is not None
    assert (found.name, found.year_of_birth, found.kind) == ("Sơn Thị Lan", 1961, "learner")
    key = keys.mint(learner, DEVICE)
    with write() as current:
        current.execute(update(Person).where(Person.id == learner).values(erased_at=now()))
    assert queries.person(learner) is None
    with pytest.raises(keys.InvalidKey):
        keys.read(key)


@pytest.mark.parametrize("year", [1899, 2027])
def test_nobody_is_born_too_early_or_tomorrow(app: Flask, wall_clock: Clock, year: int) -> None:
    with write(), pytest.raises(ValueError, match="nobody alive"):
        operations.make_learner("Lan", year, "vi")


def test_a_key_says_whose_record_and_which_device(app: Flask) -> None:
    learner = a_learner()
    key = keys.read(keys.mint(learner, DEVICE))
    assert (key.person, key.device) == (learner, DEVICE)


def test_one_revoked_key_opens_nothing_and_the_others_do(app: Flask) -> None:
    learner = a_learner()
    lost, kept = keys.mint(learner, DEVICE), keys.mint(learner, DEVICE)
    lost_id = keys.read(lost).id
    with write():
        for _ in range(2):
            operations.revoke_key(lost_id, by=None)
    with pytest.raises(keys.InvalidKey):
        keys.read(lost)
    assert keys.read(kept).person == learner


def test_all_keys_made_before_an_instant_can_be_revoked(app: Flask, wall_clock: Clock) -> None:
    learner, other = a_learner(), a_learner()
    old, others = keys.mint(learner, DEVICE), keys.mint(other, DEVICE)
    wall_clock.advance(seconds=1)
    with write():
        operations.revoke_keys_of(learner, before=now(), by=None)
    new = keys.mint(learner, DEVICE)
    with pytest.raises(keys.InvalidKey):
        keys.read(old)
    assert (keys.read(new).person, keys.read(others).person) == (learner, other)


def test_a_key_of_a_person_who_is_not_here_opens_nothing(app: Flask) -> None:
    with pytest.raises(keys.InvalidKey):
        keys.read(keys.mint(uuid4(), DEVICE))


def test_whatever_was_not_signed_by_us_is_no_key(app: Flask) -> None:
    good = keys.mint(a_learner(), DEVICE)
    for bad in ("", "x", ".", good[:-1], "é" + good, good + "\x00", "a." * 999, good[::-1]):
        with pytest.raises(keys.InvalidKey):
            keys.read(bad)


@pytest.mark.parametrize(
    "held", [[], ["a", "b", "c", 1], ["0" * 32] * 2, {"a": 1}, None, ["0" * 32, "0" * 32, "k", "t"]]
)
def test_a_signed_thing_of_another_shape_is_no_key(app: Flask, held: object) -> None:
    secret = app.extensions["hocso"].settings.secret_key
    signed = URLSafeSerializer(secret, salt="record-key", signer_kwargs={"digest_method": hashlib.sha256})
    with pytest.raises(keys.InvalidKey):
        keys.read(str(signed.dumps(held)))


def test_a_key_outlives_its_session(app: Flask, wall_clock: Clock) -> None:
    key = keys.mint(a_learner(), DEVICE)
    wall_clock.set(wall_clock.at + timedelta(days=3000))
    assert keys.read(key).device == DEVICE
