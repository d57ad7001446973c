"""Results whose key another server gave: kept where they were handed over, counted only where they belong."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from learning.accounts import keys
from learning.clock import now
from learning.db import session, write
from learning.ids import new_id
from learning.peers import changes, messages, operations
from learning.peers.models import Peer
from learning.records import erasing
from learning.records.models import Event
from learning.sync import carried, taking
from learning.sync.bundles import Bundle
from learning.sync.models import Parcel
from tests.conftest import looking_into
from tests.factories.accounts import a_guest, a_learner
from tests.factories.records import a_check, a_version
from tests.support.pair import Pair
from tests.support.site import Site

TAKE = "/vi/nhan-ket-qua/"


def bundle(key: str, events: list[Any]) -> dict[str, Any]:
    turn = {"turn": str(new_id()), "device": str(new_id()), "language": "vi", "record_key": key}
    return {"format": "hocso-ket-qua", "v": 1, "turns": [{**turn, "events": events}]}


def take(told: dict[str, Any]) -> taking.Taken:
    return taking.take(Bundle.model_validate_json(json.dumps(told)), "203.0.113.7")


def parcels() -> int:
    return session().execute(select(func.count()).select_from(Parcel)).scalar_one()


def events_of(person: UUID) -> int:
    return session().execute(select(func.count()).where(Event.person_id == person)).scalar_one()


def another_key(person: UUID) -> str:
    """A key for this person that another server of ours signed, with a secret that we do not know."""
    body, _, signature = keys.mint(person, new_id()).rpartition(".")
    return f"{body}.{signature[::-1]}"


@pytest.fixture
def peer(app: Flask) -> UUID:
    with write() as current:
        return operations.pin(current, b"k" * 32, "tỉnh", is_upstream=True)


def test_a_phone_of_the_province_hands_over_at_a_centre_and_it_counts_at_the_province(pair: Pair) -> None:
    with looking_into(pair.province):
        person, version = a_guest(), a_version("bai-o-tinh")
        told = bundle(keys.mint(person, new_id()), a_check(version))
    with pair.centre.app_context():
        done = take(told)
        assert (done.safe, done.passed_on, done.foreign) == (0, 5, 0)
        assert take(told).passed_on == 5
        assert (parcels(), events_of(person)) == (1, 0)
    pair.run()
    pair.run()
    with looking_into(pair.province):
        assert (parcels(), events_of(person)) == (0, 5)
    with pair.centre.app_context():
        assert events_of(person) == 5


def test_a_centres_phone_handed_over_at_the_province_is_told_to_that_centre_only(pair: Pair) -> None:
    with pair.centre.app_context():
        person = a_guest()
        key, version = keys.mint(person, new_id()), a_version("bai-o-xa")
    pair.run()
    with looking_into(pair.province):
        with write() as current:
            current.execute(update(Peer).values(place="/24/02755/"))
        assert take(bundle(another_key(new_id()), a_check(version))).foreign == 5
        assert take(bundle(key, a_check(version))).passed_on == 5
    pair.run()
    with pair.centre.app_context():
        assert events_of(person) == 5
        assert parcels() == 0


def test_whoever_hands_over_is_told_that_it_goes_on_and_is_not_counted_yet(
    site: Site, app: Flask, peer: UUID
) -> None:
    told = bundle(another_key(new_id()), a_check(a_version()))
    file = (BytesIO(json.dumps(told).encode()), "ket-qua.json")
    shown = site.post(TAKE, {"tep": file})
    assert "5 kết quả được giữ ở đây để chuyển tiếp" in shown.text
    assert "đã an toàn" not in shown.text


def test_a_phone_with_scripts_hands_it_on_by_the_api(site: Site, app: Flask, peer: UUID) -> None:
    events = a_check(a_version())
    sent = {"record_key": another_key(new_id()), "events": events}
    assert site.api("POST", "/api/v1/parcels", json=sent) == {"passed_on": 5}
    own = {"record_key": keys.mint(a_guest(), new_id()), "events": events}
    assert site.api("POST", "/api/v1/parcels", json=own) == {"passed_on": 0}
    site.api("POST", "/api/v1/parcels", json={"record_key": "x" * 401, "events": []}, status=422)


def test_without_a_peer_to_go_to_nothing_is_kept_and_nothing_promised(app: Flask) -> None:
    done = take(bundle(another_key(new_id()), a_check(a_version())))
    assert (done.passed_on, done.foreign) == (0, 5)
    assert parcels() == 0


def test_a_key_of_our_own_that_was_revoked_goes_nowhere(app: Flask, peer: UUID) -> None:
    person = a_learner()
    key = keys.mint(person, new_id())
    erasing.erase(person, None, "own-wish")
    assert take(bundle(key, a_check(a_version()))).foreign == 5


@pytest.mark.parametrize("key", ["", "x", "a.b.c", "." * 300, "W10.x"])
def test_what_is_no_key_of_any_server_of_ours_is_not_kept(app: Flask, peer: UUID, key: str) -> None:
    assert take(bundle(key, a_check(a_version()))).passed_on == 0


def test_what_is_large_is_told_in_parts_that_a_message_holds(app: Flask, peer: UUID) -> None:
    events = [{"id": str(new_id()), "answer": new_id().hex * 20} for _ in range(2000)]
    assert take(bundle(another_key(new_id()), events)).passed_on == 2000
    assert take(bundle(another_key(new_id()), [{"answer": "x" * 100_000}])).foreign == 1
    since = count = 0
    with write() as current:
        reader = current.get_one(Peer, peer)
        while True:
            part = operations.given(current, reader, since)
            assert len(messages.packed(part)) < messages.LARGEST
            count += sum(feed == "parcels" for feed, _ in part["records"])
            since = part["upto"]
            if since >= part["last"]:
                break
    assert count == parcels() > changes.AT_ONCE["parcels"]


def test_there_are_never_too_many_and_none_stays_for_ever(
    app: Flask, peer: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carried, "MOST_PARCELS", 2)
    done = [take(bundle(another_key(new_id()), a_check(a_version(f"b-{n}")))) for n in range(3)]
    assert [one.passed_on for one in done] == [5, 5, 0]
    with write() as current:
        current.execute(update(Parcel).values(kept_at=now() - timedelta(days=61)))
    assert take(bundle(another_key(new_id()), a_check(a_version("b-9")))).passed_on == 5
    assert parcels() == 1


def test_who_is_erased_leaves_no_parcel(app: Flask, peer: UUID) -> None:
    person = a_learner()
    take(bundle(another_key(person), a_check(a_version())))
    assert parcels() == 1
    erasing.erase(person, None, "own-wish", rooms=(carried.forget,))
    assert parcels() == 0


def test_nobody_reads_a_parcel_in_a_copy_of_the_database(app: Flask, peer: UUID) -> None:
    key = another_key(a_guest())
    assert take(bundle(key, a_check(a_version()))).passed_on == 5
    lying = session().execute(select(Parcel)).scalars().one()
    assert not lying.packed.startswith(carried.ZLIB)
    told = carried.told(session(), [str(lying.id)])[str(lying.id)]
    assert key.encode() in zlib.decompress(b64decode(told["packed"]))


def test_a_village_may_hand_over_often_and_a_flood_ends_at_the_door(
    app: Flask, peer: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carried, "OFTEN", replace(carried.OFTEN, times=2))
    key, version = another_key(a_guest()), a_version()
    taken = [take(bundle(key, a_check(version))).passed_on for _ in range(3)]
    assert taken == [5, 5, 0]
    assert parcels() == 2


@pytest.mark.parametrize("packed", ["", "!!!", "eJw=", "A" * 30_000])
def test_a_damaged_parcel_is_refused(app: Flask, peer: UUID, packed: str) -> None:
    with write() as current:
        assert carried.keep(current, peer, [{"id": str(new_id()), "packed": packed}]) == 1
