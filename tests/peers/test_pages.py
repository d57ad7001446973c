"""The administrator's pages: who is paired, a code for one more, an end to one, and two names for one person."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from learning.accounts.models import Person, StaffAction
from learning.db import session, write
from learning.peers import operations, profiles
from learning.peers.models import Peer, PeerConflict, PeerInvite
from tests.conftest import looking_into
from tests.factories.accounts import a_learner
from tests.support.client import staff_client
from tests.support.pair import Pair

HOME = "/vi/quan-tri/may-chu/"


def test_a_code_is_shown_once_and_says_whom_it_lets_go(app: Flask) -> None:
    client = staff_client(app, "administrator")
    assert client.post(f"{HOME}ma", data={}).status_code == 422
    shown = client.post(f"{HOME}ma", data={"place": "*"})
    assert "tất cả mọi người" in shown.text
    assert session().execute(select(PeerInvite.place)).scalar_one() is None
    assert "Mã ghép, chỉ hiện" not in client.get(HOME).text
