"""Is this certificate genuine? Pure: what was scanned, the books at hand and the day in, a verdict out.

static/js/verifier.js says the same; tests/vectors/certificates.json holds the two together.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from stdnum import verhoeff

from learning.credentials import jws
from learning.credentials.badge import Facts, facts_of
from learning.credentials.books import Book, Key
from learning.credentials.jws import Unreadable

Standing = Literal["genuine", "withdrawn", "expired", "early", "stale", "foreign", "unread"]
STANDINGS: tuple[Standing, ...] = ("genuine", "withdrawn", "expired", "early", "stale", "foreign", "unread")
Why = Literal["mistake", "decision", "fraud", "asked", "erased"]
WHYS: tuple[Why, ...] = ("mistake", "decision", "fraud", "asked", "erased")
BOOK_HOLDS = timedelta(days=60)  # an older list no longer says that nothing was withdrawn
NUMBER_DIGITS = 16
LONGEST_SCAN = 32 * 1024


class UnreadableNumber(ValueError):
    """Not sixteen digits, or one of them was typed wrong."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of a certificate. `on`: the day of the list it rests on. `since`: when it ended."""

    standing: Standing
    facts: Facts | None = None
    on: date | None = None
    since: date | None = None


def judge(scanned: str, books: Sequence[Book], today: date) -> Verdict:
    """The verdict on what a code or a file says, by the books at hand."""
    text = token_in(scanned)
    try:
        opened = jws.opened(text)
        facts = facts_of(opened.payload)
    except Unreadable:
        return Verdict("unread")
    for book in books:
        for key in book.keys:
            if key.kid == opened.kid and jws.holds(opened, key.public):
                if not _may_say(book, key, facts):
                    return Verdict("foreign")
                return standing_of(facts, book.withdrawn.get(facts.serial), book.on, today)
    return Verdict("foreign")


def standing_of(facts: Facts, withdrawn_on: date | None, on: date, today: date) -> Verdict:
    """How a genuine certificate stands today, by the list of a day."""
    if withdrawn_on is not None:
        return Verdict("withdrawn", facts, on, withdrawn_on)
    if facts.valid_to is not None and facts.valid_to < today:
        return Verdict("expired", facts, on, facts.valid_to)
    if on < facts.signed_on or on + BOOK_HOLDS < today:
        return Verdict("stale", facts, on)
    if facts.valid_from > today:
        return Verdict("early", facts, on, facts.valid_from)
    return Verdict("genuine", facts, on)


def _may_say(book: Book, key: Key, facts: Facts) -> bool:
    """A key speaks for its own issuer, on the days on which it was in use."""
    of_it = facts.issuer is None or facts.issuer == book.issuer
    return of_it and key.since <= facts.signed_on and (key.until is None or facts.signed_on <= key.until)


def token_in(scanned: str) -> str:
    """The signed text in what was scanned or read from a file: alone, or behind the # of an address."""
    text = scanned[:LONGEST_SCAN].strip()
    return text.rpartition("#")[2]


# ── Numbers ──


def number_of(serial: int) -> str:
    """Fifteen digits by chance and their check digit (Verhoeff: every wrong digit, every swapped pair)."""
    if not 0 <= serial < 10 ** (NUMBER_DIGITS - 1):
        raise ValueError("a number has fifteen digits before its check digit")
    digits = f"{serial:0{NUMBER_DIGITS - 1}d}"
    return digits + verhoeff.calc_check_digit(digits)


def read_number(typed: str) -> str:
    """The number somebody typed, or that stands in a scanned address. Raises UnreadableNumber."""
    path = typed[:LONGEST_SCAN].strip().partition("#")[0].rstrip("/")
    digits = re.sub(r"[\s.\-–—]", "", path.rpartition("/")[2][:80])
    if not re.fullmatch(rf"[0-9]{{{NUMBER_DIGITS}}}", digits) or not verhoeff.is_valid(digits):
        raise UnreadableNumber
    return digits


def spaced_number(number: str) -> str:
    """As it is printed and read out: four and four."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
