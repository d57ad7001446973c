"""A turn that never had a key leads to one person, whoever brings what was kept in it, and however often."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from learning.accounts import keys, queries
from learning.accounts import operations as accounts
from learning.clock import now
from learning.db import write
from learning.ids import hidden_id, new_id
from learning.records import queries as recorded
from learning.sync import bundles
from tests.factories.accounts import a_guest, a_learner
from tests.factories.records import a_check, a_version
from tests.support.page import Page
from tests.support.site import Site

GUESTS, EVENTS, TAKE_OVER, KEY = "/api/v1/guests", "/api/v1/events", "/vi/nhan-ket-qua/", "/vi/vao/khoa"
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def turn() -> dict[str, Any]:
    """Five answers of a turn without a key, as a phone hands them over."""
    return {
        "turn": str(new_id()),
        "device": str(new_id()),
        "language": "vi",
        "record_key": None,
        "events": a_check(a_version()),
    }


def bundle_of(*turns: dict[str, Any], **more: Any) -> bytes:
    told = {"format": "hocso-ket-qua", "v": 1, "made_at": "2026-11-22T01:10:00.000Z", "turns": turns}
    return json.dumps({**told, **more}).encode()


def bring(site: Site, file: bytes, *, status: int = 200) -> Page:
    sent = {"tep": (BytesIO(file), "ket-qua.json")}
    return site.visit("POST", TAKE_OVER, data=sent, headers=OWN, status=status)


def by_phone(site: Site, turn: dict[str, Any]) -> tuple[str, Any]:
    asked = {"device": turn["device"], "language": "vi", "turn": turn["turn"]}
    guest = site.api("POST", GUESTS, json=asked, status=201)
    receipt = site.api("POST", EVENTS, json={"events": turn["events"]}, key=guest["record_key"])
    return guest["person"], receipt


def test_the_person_follows_from_the_turn_and_does_not_tell_it(site: Site, turn: dict[str, Any]) -> None:
    person, _ = by_phone(site, turn)
    assert UUID(person) == hidden_id("guest", UUID(turn["turn"]))
    assert person != turn["turn"]
    other, _ = by_phone(site, {**turn, "turn": str(new_id()), "events": []})
    assert other != person


def test_without_a_turn_each_guest_is_another(site: Site) -> None:
    asked = {"device": str(new_id()), "language": "vi"}
    assert len({site.api("POST", GUESTS, json=asked, status=201)["person"] for _ in range(3)}) == 3


@pytest.mark.parametrize("is_bundle_first", [True, False])
def test_by_phone_and_by_bundle_it_is_one_person(
    site: Site, turn: dict[str, Any], *, is_bundle_first: bool
) -> None:
    if is_bundle_first:
        assert "5 kết quả đã an toàn" in bring(site, bundle_of(turn)).text
    person, receipt = by_phone(site, turn)
    assert len(receipt["known" if is_bundle_first else "stored"]) == 5
    for _ in range(2):
        page = bring(site, bundle_of(turn))
        assert "5 kết quả đã an toàn" in page.text
        assert "không nhận được" not in page.text
    assert recorded.progress_of(UUID(person))[0].best_right == 5


@pytest.mark.parametrize("is_bundle_first", [True, False])
def test_who_signed_in_and_handed_over_without_a_key_is_not_two(
    site: Site, turn: dict[str, Any], *, is_bundle_first: bool
) -> None:
    if is_bundle_first:
        bring(site, bundle_of(turn))
    learner = a_learner()
    site.sign_in(learner)
    asked = {"device": turn["device"], "turn": turn["turn"]}
    answer = site.client.post(KEY, data=asked, headers=OWN).get_json()
    assert answer["person"] == str(learner)
    receipt = site.api("POST", EVENTS, json={"events": turn["events"]}, key=answer["record_key"])
    assert receipt["refused"] == []
    assert "không nhận được" not in bring(site, bundle_of(turn)).text
    assert recorded.progress_of(learner)[0].best_right == 5


def test_a_turn_with_a_key_goes_to_its_person(site: Site, turn: dict[str, Any]) -> None:
    person = a_guest()
    bring(site, bundle_of({**turn, "record_key": keys.mint(person, UUID(turn["device"]))}))
    assert recorded.progress_of(person)[0].best_right == 5
    assert queries.person(hidden_id("guest", UUID(turn["turn"]))) is None


def test_another_server_s_key_takes_nothing_and_makes_nobody(site: Site, turn: dict[str, Any]) -> None:
    page = bring(site, bundle_of({**turn, "record_key": "WyJub2JvZHkiXQ.bm9ib2R5IHNpZ25lZCB0aGlz"}))
    assert "5 kết quả: Kết quả của máy chủ khác" in page.text
    assert queries.person(hidden_id("guest", UUID(turn["turn"]))) is None


def test_a_guest_that_staff_shut_is_opened_by_no_turn(site: Site, turn: dict[str, Any]) -> None:
    person, _ = by_phone(site, turn)
    with write():
        accounts.revoke_keys_of(UUID(person), now(), None)
    again, _ = by_phone(site, {**turn, "events": []})
    assert again != person


def test_asking_again_counts_against_nobody(app: Flask) -> None:
    device, turn = new_id(), new_id()
    with write():
        people = {accounts.make_guest(device, "vi", "192.0.2.1", turn) for _ in range(200)}
    assert len(people) == 1


@pytest.mark.parametrize(
    ("file", "status", "said"),
    [
        (b"", 422, bundles.NO_FILE),
        (b"\xff\xfe\x00", 422, bundles.FOREIGN),
        (b"xin ch\xc3\xa0o", 422, bundles.FOREIGN),
        (b'{"format": "hocso-ket', 422, bundles.BROKEN),
        (b'{"format": "khac", "v": 1}', 422, bundles.FOREIGN),
        (bundle_of(v=2), 422, bundles.NEWER),
        (bundle_of({"turn": "x"}), 422, bundles.BROKEN),
        (b"[" * 50_000, 422, bundles.FOREIGN),
        (b"{" + b" " * 300_000, 422, bundles.BROKEN),
    ],
)
def test_what_is_no_bundle_is_said(site: Site, file: bytes, status: int, said: object) -> None:
    assert str(said) in bring(site, file, status=status).text


def test_only_pages_that_read_codes_may_ask_for_the_camera(site: Site) -> None:
    def allowed(path: str) -> str:
        return site.client.get(path).headers["Permissions-Policy"]

    assert all("camera=(self)" in allowed(path) for path in (TAKE_OVER, "/vi/quay/"))
    assert all("camera=()" in allowed(path) for path in ("/vi/", "/vi/ket-qua/", "/vi/quay/xong/"))
