"""Genuine, withdrawn, expired, or not ours: by the vectors that static/js/verifier.js is held to as well."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from learning.credentials import books, jws, rules
from learning.credentials.books import Book
from learning.credentials.jws import Unreadable
from tests.support import papers

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "certificates.json").read_text(encoding="utf-8")
)
BOOKS = [books.read(text) for text in VECTORS["books"]]
MUTATIONS = 12_000


def test_the_vectors_are_the_papers_that_the_tests_make() -> None:
    assert papers.vectors() == VECTORS


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_a_paper_stands_as_the_vectors_say(case: dict[str, Any]) -> None:
    verdict = rules.judge(case["scanned"], BOOKS, date.fromisoformat(case["today"]))
    since = verdict.since.isoformat() if verdict.since else None
    assert (verdict.standing, since) == (case["standing"], case["since"])


def test_no_changed_paper_is_accepted() -> None:
    drawn = random.Random(20261128)
    sound = [*papers.both(), *papers.both(papers.WITHDRAWN)]
    believed = [
        text
        for text in (papers.mutated(drawn.choice(sound), drawn) for _ in range(MUTATIONS))
        if rules.judge(text, BOOKS, papers.TODAY).standing not in ("foreign", "unread")
    ]
    assert believed == []


def test_without_a_book_nothing_is_believed() -> None:
    assert rules.judge(papers.both()[0], [], papers.TODAY).standing == "foreign"


def later(days: int = 1) -> str:
    return papers.a_book(papers.BOOK_DAY + timedelta(days=days))


def test_a_later_book_of_the_same_key_takes_the_place_of_the_earlier() -> None:
    assert books.is_later(later(), BOOKS[0])
    assert not books.is_later(later(-1), BOOKS[0])


def test_a_book_of_the_next_key_is_believed_by_who_holds_the_one_before() -> None:
    before = Book(papers.ISSUER, "", date(2026, 11, 1), (before_key(),))
    assert books.is_later(later(), before)
    stranger = Book(papers.ISSUER, "", date(2026, 11, 1), (a_key(papers.STRANGER),))
    assert not books.is_later(later(), stranger)


def before_key() -> books.Key:
    return a_key(papers.OLD)


def a_key(key: Any) -> books.Key:
    public = papers.public(key)
    return books.Key(jws.kid_of(public), public, date(2026, 1, 1), None)


def test_a_book_that_was_changed_or_signed_by_another_is_unreadable() -> None:
    payload = jws.opened(later()).payload
    for text in (later()[:-4] + "AAAA", jws.signed(papers.STRANGER, payload), papers.both()[0], ""):
        with pytest.raises(Unreadable):
            books.read(text)


@pytest.mark.parametrize("typed", ["0000 0000 0010 0900", "0000-0000-0010-0900", "https://x/vi/xac-minh/"])
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    number = rules.number_of(10090)
    typed = typed.replace("0000 0000 0010 0900", rules.spaced_number(number))
    typed = typed.replace("0000-0000-0010-0900", rules.spaced_number(number).replace(" ", "-"))
    assert rules.read_number(f"{typed}{number}#x" if typed.endswith("/") else typed) == number


def test_every_wrong_digit_of_a_number_is_noticed() -> None:
    number = rules.number_of(123_456_789_012_345)
    for at in range(rules.NUMBER_DIGITS):
        wrong = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
        with pytest.raises(rules.UnreadableNumber):
            rules.read_number(wrong)
