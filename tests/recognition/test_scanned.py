"""The code on a paper is read off the printed page by a reader of others, and holds with no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask

from learning.clock import now
from learning.credentials import badge, books, jws, published, rules
from learning.credentials.books import Book
from learning.credentials.queries import Issued
from learning.db import write
from learning.recognition import lists
from learning.recognition.papers import issuing, press
from tests.conftest import Clock
from tests.factories.papers import SIGNED, a_decided_list, some_offices
from tests.support import papers
from tests.support.printed import scanned

# As much as a certificate takes: a longer name is named on the page of papers, and not signed.
LONGEST = "Nguyễn Ngọc " * 6 + "Huỳnh"
NAMES = (LONGEST, "Thạch Sóc Kha")


@pytest.fixture
def app(make_app: Callable[..., Flask], wall_clock: Clock) -> Iterator[Flask]:
    """A site with an address to print."""
    made = make_app(public_url="https://hoc.example.vn")
    with made.app_context():
        yield made


def issued_and_printed() -> tuple[list[Issued], bytes]:
    """Through the same hands as the long work."""
    list_id = a_decided_list(some_offices(), NAMES)
    due = issuing.due([one.id for one in lists.entries_of(list_id)])
    with write():
        signed = issuing.sign(due, now())
    made = [paper for one, each in zip(due, signed, strict=True) if (paper := issuing.on_paper(one, each))]
    return signed, press.certificates(made, SIGNED)


def by_another_verifier(twin: str, book: Book) -> dict[str, Any]:
    """What PyJWT reads by the keys of a book: it shares no code with ours."""
    by_kid = {key.kid: Ed25519PublicKey.from_public_bytes(key.public) for key in book.keys}
    found: dict[str, Any] = jwt.decode(twin, by_kid[jwt.get_unverified_header(twin)["kid"]], ["EdDSA"])
    return found


@pytest.mark.usefixtures("app")
def test_what_a_scanner_reads_off_the_page_holds_by_the_book_that_travelled() -> None:
    signed, pdf = issued_and_printed()
    (text,) = books.in_file(published.book_file().encode())
    book, names = books.read(text), set[str]()
    for page, one in enumerate(signed):
        readings = {tuple(scanned(pdf, page, dots)) for dots in (120, 150, 300)}
        ((code,),) = readings
        address, _, twin = code.partition("#")
        assert address == f"https://hoc.example.vn/vi/xac-minh/{one.number}"
        verdict = rules.judge(code, [book], date(2026, 11, 28))
        said = badge.facts_of(by_another_verifier(twin, book))
        assert (verdict.standing, verdict.facts) == ("genuine", said)
        names.add(said.name)
        with pytest.raises(jwt.InvalidSignatureError):
            by_another_verifier(with_another_name(twin), book)
    assert names == set(NAMES)


def with_another_name(twin: str) -> str:
    head, _, signature = twin.split(".")
    payload = {**jws.opened(twin).payload, "w": "Trần Văn Bình"}
    return f"{head}.{jws.signed(papers.STRANGER, payload).split('.')[1]}.{signature}"
