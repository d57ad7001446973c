"""Whatever is damaged, altered, repeated, foreign, too large or of another time is refused."""

from __future__ import annotations

import zlib
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from learning.clock import now
from learning.db import db, session, write
from learning.peers import changes, identity, messages, operations
from learning.peers.models import Peer, PeerChange
from tests.factories.accounts import a_learner

PATH = "/api/v1/peers/exchange"
NOTHING = {"since": 0, "upto": 0, "taken": 0, "records": []}


class Caller:
    """A server that was paired, and can be made to say anything."""

    def __init__(self, client: FlaskClient) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.public = self.key.public_key().public_bytes_raw()
        self.node = identity.node_of(self.public)
        self.client = client

    def says(
        self,
        body: bytes,
        count: int = 1,
        *,
        sent: bytes = b"",
        reader: UUID | None = None,
        versions: str = "1",
    ) -> TestResponse:
        at = now().isoformat()
        said = messages.signable(PATH, self.node, reader or identity.own_id(), count, at, body=body)
        headers = {
            "X-Peer": str(self.node),
            "X-Peer-Count": str(count),
            "X-Peer-At": at,
            "X-Peer-Versions": versions,
            "X-Peer-Signature": messages.as_text(self.key.sign(said)),
        }
        return self.client.post(PATH, data=sent or body, headers=headers)


@pytest.fixture
def caller(app: Flask) -> Caller:
    made = Caller(app.test_client())
    with write() as current:
        operations.pin(current, made.public, "a centre", is_upstream=False)
    return made


def test_a_message_is_heard_once(caller: Caller) -> None:
    body = messages.packed(NOTHING)
    assert caller.says(body, 5).status_code == 200
    assert caller.says(body, 5).status_code == 401
    assert caller.says(body, 4).status_code == 401
    assert caller.says(body, 6).status_code == 200


def test_what_was_altered_or_meant_for_another_is_refused(caller: Caller) -> None:
    body = messages.packed(NOTHING)
    assert caller.says(body, sent=messages.packed(NOTHING | {"taken": 9})).status_code == 401
    assert caller.says(body, reader=caller.node).status_code == 401


def test_who_was_never_paired_is_refused(app: Flask) -> None:
    assert Caller(app.test_client()).says(messages.packed(NOTHING)).status_code == 401


def test_another_version_is_told_so_in_words(caller: Caller) -> None:
    answer = caller.says(messages.packed(NOTHING), versions="7,8")
    assert answer.status_code == 409
    assert answer.get_json()["error"] == "other_version"
    assert "phiên bản" in answer.get_json()["say"]
    assert session().execute(select(Peer.trouble)).scalar_one() == "other-version"


def test_nobody_else_can_say_that_a_peer_speaks_another_version(caller: Caller) -> None:
    other = messages.packed(NOTHING | {"taken": 9})
    assert caller.says(messages.packed(NOTHING), versions="7", sent=other).status_code == 409
    assert caller.says(messages.packed(NOTHING), 3).status_code == 200
    assert caller.says(messages.packed(NOTHING), 2, versions="7").status_code == 409
    assert session().execute(select(Peer.trouble)).scalar_one() is None


@pytest.mark.parametrize(
    "body",
    [
        b"no message",
        zlib.compress(b"[" * 100_000),
        zlib.compress(b" " * (messages.LARGEST_UNPACKED + 1)),
        messages.packed(NOTHING)[:-3],
        messages.packed(NOTHING | {"upto": -1}),
        messages.packed(NOTHING | {"records": [["events"]]}),
    ],
)
def test_what_cannot_be_read_is_refused(caller: Caller, body: bytes) -> None:
    assert caller.says(body).status_code == 422


def test_what_is_too_large_is_refused(caller: Caller) -> None:
    assert caller.says(b"x" * (messages.LARGEST + 1)).status_code == 413


def test_damaged_records_are_counted_and_stop_nothing(caller: Caller) -> None:
    damaged = [[feed, {"id": "x"}] for feed in (*changes.TABLES, "feed-of-tomorrow")]
    answer = caller.says(messages.packed(NOTHING | {"upto": 6, "records": damaged}))
    assert answer.status_code == 200
    assert messages.unpacked(answer.data)["taken"] == 6
    [peer] = session().execute(select(Peer)).scalars()
    assert peer.refused == len(damaged)


@pytest.mark.postgresql
def test_who_commits_late_is_numbered_late(caller: Caller) -> None:
    person = a_learner("Lan")
    change = text("UPDATE person SET language = 'en' WHERE id = :id")
    with db.engine.connect() as slow:
        slow.execute(change, {"id": person})
        a_learner("Minh")
        with write() as current:
            reached = changes.number(current)
        slow.commit()
    with write() as current:
        assert changes.number(current) == reached + 1
    late = select(PeerChange.row).where(PeerChange.number > reached)
    assert session().execute(late).scalar_one() == str(person)
