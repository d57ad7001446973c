"""Certificates are issued once each, withdrawn for good, and signed by keys that come and go."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from learning.clock import now
from learning.credentials import jws, keyring, operations, queries
from learning.credentials.badge import Award, facts_of
from learning.credentials.models import Credential
from learning.db import session, write
from tests.conftest import Clock
from tests.factories.credentials import a_certificate, an_award

TOO_MUCH: tuple[dict[str, Any], ...] = (
    {"name": " "},
    {"name": "x" * 81},
    {"decision": "\x00"},
    {"title": ""},
    {"decided_by": "ữ" * 119},
)
pytestmark = pytest.mark.usefixtures("app")


def test_issuing_twice_for_one_subject_gives_the_same_certificate() -> None:
    award = an_award()
    assert a_certificate(award) == a_certificate(award)
    assert session().execute(select(func.count()).select_from(Credential)).scalar_one() == 1


def test_workers_that_issue_at_once_issue_one_by_one_key(app: Flask) -> None:
    award = an_award()

    def issue(_: int) -> str:
        with app.app_context():
            return a_certificate(award).number

    with ThreadPoolExecutor(4) as workers:
        assert len(set(workers.map(issue, range(8)))) == 1
    assert len(keyring.all_keys()) == 1


def test_the_credential_and_its_twin_say_the_same() -> None:
    issued = a_certificate(is_verified=True, valid_to=an_award().valid_from + timedelta(days=365))
    of_token = facts_of(jws.opened(issued.token or "").payload)
    of_twin = facts_of(jws.opened(issued.twin or "").payload)
    assert of_token == replace(of_twin, issuer=issued.issuer)


def test_a_batch_that_broke_off_leaves_nothing_half_issued() -> None:
    awards = [an_award() for _ in range(3)]
    with pytest.raises(operations.NotIssued), write():
        issue_all([awards[0], an_award(name="")])
    assert queries.of_subject(awards[0].subject) is None
    assert len({a_certificate(award).number for award in awards}) == 3


def issue_all(awards: list[Award]) -> None:
    for award in awards:
        operations.issue(award, at=now())


def test_a_withdrawn_certificate_stays_withdrawn_and_is_not_issued_anew(wall_clock: Clock) -> None:
    award = an_award()
    a_certificate(award)
    with write():
        first = operations.revoke(award.subject, "mistake", at=now())
    wall_clock.advance(days=1)
    with write():
        again = operations.revoke(award.subject, "fraud", at=now())
    assert first == again == a_certificate(award)
    assert again is not None
    assert queries.withdrawn() == {again.serial: again.withdrawn_on}


def test_what_cannot_be_printed_is_not_issued() -> None:
    for changes in TOO_MUCH:
        with pytest.raises(operations.NotIssued), write():
            operations.issue(an_award(**changes), at=now())


def test_erasing_takes_away_what_it_said(app: Flask) -> None:
    issued = a_certificate()
    with write():
        operations.forget(issued.subject, at=now())
    left = queries.of_number(issued.number)
    assert left is not None
    assert (left.token, left.twin, left.withdrawn_why) == (None, None, "erased")


def test_after_a_rotation_the_new_key_signs_and_the_old_one_cannot(wall_clock: Clock) -> None:
    before = a_certificate()
    wall_clock.advance(days=1)
    with write():
        operations.rotate(at=now())
    old, new = keyring.all_keys()
    assert (old.sealed, old.in_use, new.in_use, old.issuer) == (None, None, True, new.issuer)
    assert jws.opened(a_certificate().twin or "").kid == new.kid != jws.opened(before.twin or "").kid
