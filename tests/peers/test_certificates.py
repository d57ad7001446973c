"""Books of certificates go both ways between paired servers: each checks the other's papers, on or off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from learning.clock import now
from learning.credentials import operations, queries, rules
from learning.credentials.queries import Issued
from learning.db import session, write
from learning.ids import new_id
from learning.peers import certificates, changes
from learning.peers.models import Peer, PeerChange
from tests.conftest import looking_into
from tests.factories.credentials import a_certificate
from tests.support import papers
from tests.support.pair import Pair


def standing(of: Issued) -> str:
    session().rollback()
    return rules.judge(of.twin or "", queries.all_books(), queries.today()).standing


def withdraw(of: Issued) -> None:
    with write():
        operations.revoke(of.subject, "decision", at=now())


def test_each_side_checks_what_the_other_issued_and_hears_what_was_withdrawn(pair: Pair) -> None:
    with looking_into(pair.province):
        theirs, later = a_certificate(), a_certificate()
    with pair.centre.app_context():
        ours = a_certificate()
        assert standing(theirs) == "foreign"
    pair.run()
    with looking_into(pair.province):
        assert standing(ours) == "genuine"
        withdraw(later)
    with pair.centre.app_context():
        assert standing(theirs) == standing(later) == "genuine"
        withdraw(ours)
    pair.run()
    with pair.centre.app_context():
        assert (standing(theirs), standing(later)) == ("genuine", "withdrawn")
    with looking_into(pair.province):
        assert standing(ours) == "withdrawn"
        before = books_told()
    pair.run()
    with looking_into(pair.province):
        assert books_told() == before, "they go on telling each other the same"


def books_told() -> int:
    session().rollback()
    return len(session().execute(select(PeerChange.id).where(PeerChange.feed == "books")).all())


@pytest.fixture
def peer(app: Flask) -> Peer:
    """A centre that is paired with us."""
    node = new_id()
    counters = dict.fromkeys(("heard", "said", "taken", "given", "refused"), 0)
    with write() as current:
        made = Peer(
            id=node,
            name="x",
            public_key=b"k" * 32,
            is_upstream=False,
            paired_at=now(),
            place=None,
            **counters,
        )
        current.add(made)
    return made


def heard(peer: Peer, text: str, *, is_own: bool) -> int:
    """How many records of one were refused."""
    record = {"id": str(new_id()), "text": text, "is_own": is_own}
    with write() as current:
        return changes.keep(current, peer.id, [("books", record)])


def test_a_centre_speaks_for_itself_and_the_province_for_others_too(peer: Peer) -> None:
    assert heard(peer, papers.a_book(), is_own=False) == 1
    assert queries.all_books() == []
    assert heard(peer, papers.a_book(), is_own=True) == 0
    assert len(queries.all_books()) == 1


def test_whoever_carries_a_book_can_neither_change_it_nor_put_an_older_one_in_its_place(peer: Peer) -> None:
    later = papers.a_book(papers.BOOK_DAY + timedelta(days=3))
    assert heard(peer, later, is_own=True) == 0
    assert heard(peer, later[:-4] + "AAAA", is_own=True) == 1
    assert heard(peer, papers.a_book(), is_own=True) == 0
    assert [one.on for one in queries.all_books()] == [papers.BOOK_DAY + timedelta(days=3)]
    assert heard(peer, papers.a_strangers_book(papers.BOOK_DAY + timedelta(days=9)), is_own=True) == 1


def test_what_we_say_is_told_once_a_day_and_our_own_words_come_back_unheard(peer: Peer) -> None:
    issued = a_certificate()
    for _ in range(2):
        with write() as current:
            certificates.renew(current)
    assert books_told() == 1
    (own,) = queries.kept_books([session().execute(select(PeerChange.row)).scalars().one()])
    assert heard(peer, own.text, is_own=False) == 0
    withdraw(issued)
    with write() as current:
        certificates.renew(current)
    assert books_told() == 2
    assert queries.other_texts() == []
