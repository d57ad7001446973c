"""What devices say and hear: guests, events, me; and that nothing they say breaks anything."""

import gzip
import json
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from learning.accounts import keys
from learning.accounts import operations as accounts
from learning.db import write
from learning.ids import new_id
from learning.records import queries
from tests.factories.accounts import a_guest
from tests.factories.records import a_check, a_version, an_answer, an_event
from tests.support.site import Site

GUESTS, EVENTS, ME = "/api/v1/guests", "/api/v1/events", "/api/v1/me"
JSON = "application/json"


@pytest.fixture
def key(site: Site) -> str:
    return keys.mint(a_guest(), new_id())


def send(site: Site, body: bytes, key: str = "", *, to: str = EVENTS, **options: Any) -> TestResponse:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return site.app.test_client().post(to, data=body, headers=headers, **{"content_type": JSON, **options})


def said(response: TestResponse) -> tuple[int, str]:
    """Status and error code, after looking whether there is a sentence for the person too."""
    body = response.get_json()
    assert response.mimetype == JSON
    assert set(body) == {"error", "say"}
    assert len(body["say"]) > 10
    assert "no-store" in response.headers["Cache-Control"]
    return response.status_code, body["error"]


def test_a_device_becomes_a_guest_sends_what_it_did_and_asks_what_is_known(site: Site) -> None:
    device, version = str(new_id()), a_version()
    guest = site.api("POST", GUESTS, json={"device": device, "language": "vi"}, status=201)
    assert set(guest) == {"person", "record_key"}
    events = a_check(version)
    receipt = site.api("POST", EVENTS, json={"events": events}, key=guest["record_key"])
    assert receipt == {"stored": [event["id"] for event in events], "known": [], "refused": []}
    me = site.api("GET", ME, key=guest["record_key"])
    assert me["person"] == guest["person"]
    assert me["modules"][0] == {
        "module": version.module,
        "opened_at": None,
        "practised_at": None,
        "attempts": 1,
        "best_right": 5,
        "passed_at": "2026-11-22T01:04:00Z",
        "evidence": "self",
        "last_at": "2026-11-22T01:04:00Z",
    }


def test_each_batch_twice_and_shuffled_is_known(site: Site, key: str) -> None:
    events = a_check(a_version())
    site.api("POST", EVENTS, json={"events": events}, key=key)
    again = site.api("POST", EVENTS, json={"events": events[::-1]}, key=key)
    assert again == {"stored": [], "known": [event["id"] for event in events[::-1]], "refused": []}


def test_ids_come_back_exactly_as_they_were_sent(site: Site, key: str) -> None:
    version = a_version()
    good = an_event(version, id="0F8FAD5B-D9CB-469F-A165-70867728950E")
    unreadable = "\ud800 không phải mã"
    sent = [good, {**good, "id": unreadable}, {**good, "id": 7}, "không phải gì cả"]
    receipt = site.api("POST", EVENTS, json={"events": sent}, key=key)
    assert receipt["stored"] == [good["id"]]
    assert [one["id"] for one in receipt["refused"]] == [unreadable, None, None]
    assert {one["reason"] for one in receipt["refused"]} == {"malformed"}


def test_device_and_person_are_those_of_the_key(site: Site, key: str) -> None:
    other = a_guest()
    event = {**an_event(a_version()), "person": str(other), "device": str(new_id()), "evidence": "confirmed"}
    assert site.api("POST", EVENTS, json={"events": [event]}, key=key)["stored"]
    assert queries.progress_of(other) == []


def test_an_empty_batch_is_fine(site: Site, key: str) -> None:
    assert site.api("POST", EVENTS, json={"events": []}, key=key) == {
        "stored": [],
        "known": [],
        "refused": [],
    }


@pytest.mark.parametrize("address", [EVENTS, ME])
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic eA==", "Bearer \xff"])
def test_without_a_key_that_holds_nothing_is_kept(site: Site, address: str, header: str) -> None:
    method = "GET" if address == ME else "POST"
    response = site.app.test_client().open(
        address, method=method, headers={"Authorization": header}, json={"events": []}
    )
    assert said(response) == (401, "not_signed_in")


def test_a_revoked_key_opens_nothing(site: Site) -> None:
    token = keys.mint(a_guest(), new_id())
    with write():
        accounts.revoke_key(keys.read(token).id, None)
    assert said(send(site, b'{"events": []}', token)) == (401, "not_signed_in")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"events"',
        b"5",
        b"{}",
        b'{"events": null}',
        b'{"events": {}}',
        b'{"events": "x"}',
        b'{"events": [NaN]}',
        b'{"events": [-Infinity]}',
        b"\xff\xfe",
        b'\xef\xbb\xbf{"events": []}',
        '{"events": []}'.encode("utf-16"),
        b'{"events": [' + b"9" * 5000 + b"]}",
        b'{"events": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"events": []} trailing',
    ],
    ids=lambda body: repr(body[:24]),
)
def test_a_body_that_is_no_such_list_is_refused_in_words(site: Site, key: str, body: bytes) -> None:
    assert said(send(site, body, key)) == (422, "bad_input")


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_only_json_is_read(site: Site, key: str, content_type: str) -> None:
    assert said(send(site, b'{"events": []}', key, content_type=content_type)) == (422, "bad_input")


def test_a_compressed_body_is_not_unpacked(site: Site, key: str) -> None:
    body = gzip.compress(b'{"events": []}')
    headers = {"Content-Encoding": "gzip", "Authorization": f"Bearer {key}"}
    response = site.app.test_client().post(EVENTS, data=body, headers=headers, content_type=JSON)
    assert said(response) == (422, "bad_input")


def test_a_batch_over_500_events_is_too_large_and_one_of_500_is_not(site: Site, key: str) -> None:
    event = an_event(a_version())
    many = [{**event, "id": str(new_id())} for _ in range(501)]
    assert said(send(site, json.dumps({"events": many}).encode(), key)) == (413, "too_large")
    receipt = site.api("POST", EVENTS, json={"events": many[:500]}, key=key)
    assert len(receipt["stored"]) == 500


def test_a_body_over_a_mebibyte_is_refused_before_it_is_read(site: Site, key: str) -> None:
    body = b'{"events": []}' + b" " * 1024 * 1024
    assert said(send(site, body, key)) == (413, "too_large")
    assert said(send(site, body, key, to=GUESTS)) == (413, "too_large")


def test_a_body_that_does_not_say_its_length_is_bounded_too(site: Site, key: str) -> None:
    class Endless(BytesIO):
        given = 0

        def read(self, size: int | None = -1) -> bytes:
            self.given += size or 0
            assert self.given < 3 * 1024 * 1024
            return b" " * (size if size and size > 0 else 65536)

    response = site.app.test_client().post(
        EVENTS,
        input_stream=Endless(),
        headers={"Authorization": f"Bearer {key}"},
        content_type=JSON,
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert said(response) == (413, "too_large")


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        None,
        {"device": "x", "language": "vi"},
        {"device": 5, "language": "vi"},
        {"device": "0f8fad5b-d9cb-469f-a165-70867728950e"},
        {"device": "0f8fad5b-d9cb-469f-a165-70867728950e", "language": "tiếng Việt"},
        {"device": "0f8fad5b-d9cb-469f-a165-70867728950e", "language": 5},
    ],
)
def test_a_guest_needs_a_device_and_a_language(site: Site, body: object) -> None:
    assert said(send(site, json.dumps(body).encode(), to=GUESTS)) == (422, "bad_input")


def test_a_device_that_makes_guests_without_end_has_to_wait(site: Site) -> None:
    body = json.dumps({"device": str(new_id()), "language": "vi"}).encode()
    responses = [send(site, body, to=GUESTS) for _ in range(70)]
    last = responses[-1]
    assert responses[19].status_code == 201  # twenty learners may share one phone in an evening
    assert said(last) == (429, "too_many")
    assert int(last.headers["Retry-After"]) > 0


def test_twenty_phones_behind_one_address_all_get_in(site: Site) -> None:
    made = {
        site.api("POST", GUESTS, json={"device": str(new_id()), "language": "vi"}, status=201)["person"]
        for _ in range(20)
    }
    assert len({UUID(person) for person in made}) == 20


@pytest.mark.parametrize(
    ("method", "address"), [("GET", EVENTS), ("GET", GUESTS), ("POST", ME), ("PUT", EVENTS)]
)
def test_other_methods_are_refused_in_words(site: Site, method: str, address: str) -> None:
    assert said(site.app.test_client().open(address, method=method)) == (405, "not_allowed")


def test_an_unknown_address_is_not_found_in_json(site: Site) -> None:
    assert said(site.app.test_client().get("/api/v1/nothing"))[0] == 404


def test_answers_given_offline_days_ago_count_where_they_were_given(site: Site, key: str) -> None:
    version = a_version()
    events = [{**event, "via": "offline"} for event in a_check(version)]
    late = {**an_answer(version, version.form(1)[0]), "at": "2026-11-01T00:00:00Z", "via": "offline"}
    site.api("POST", EVENTS, json={"events": events}, key=key)
    assert site.api("POST", EVENTS, json={"events": [late]}, key=key)["stored"] == [late["id"]]
    assert site.api("GET", ME, key=key)["modules"][0]["last_at"] == "2026-11-22T01:04:00Z"
