"""Certificates, genuine and not, by keys that never change: tests/vectors/certificates.json is made of it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from learning.credentials import badge, books, jws, rules
from learning.credentials.badge import Award, Place
from learning.credentials.books import Book, Key

ISSUER = "https://hoc.example.vn/xac-minh/don-vi.json"
OTHER_ISSUER = "https://khac.example.vn/xac-minh/don-vi.json"
OLD, NEW, STRANGER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3))
ROTATED, BOOK_DAY, TODAY = date(2026, 11, 10), date(2026, 11, 28), date(2026, 11, 30)
ORDER = 2**252 + 27742317777372353535851937790883648493
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.="
AWARD = Award(
    subject=UUID(int=1),
    name="Nguyễn Thị Hoa",
    title="Công dân học tập",
    description="Đạt danh hiệu Công dân học tập năm 2026.",
    set_id="cong-dan-hoc-tap",
    set_version="0123456789abcdef",
    is_verified=False,
    decision="128/QĐ-UBND",
    decided_on=date(2026, 11, 20),
    decided_by="UBND xã Thượng Lâm",
    valid_from=date(2026, 11, 20),
    valid_to=date(2027, 11, 20),
)
WITHDRAWN = 9


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 5, tzinfo=UTC)


def a_book(on: date = BOOK_DAY) -> str:
    """Two keys, the first handed over to the second, and one certificate withdrawn."""
    old, new = (jws.kid_of(public(key)) for key in (OLD, NEW))
    keys = (Key(old, public(OLD), date(2026, 1, 1), ROTATED), Key(new, public(NEW), ROTATED, None))
    over = jws.signed(OLD, books.handover(ISSUER, new, public(NEW)))
    book = Book(ISSUER, badge.ISSUER_NAME, on, keys, (over,), {WITHDRAWN: date(2026, 11, 25)})
    return jws.signed(NEW, books.written(book))


def a_strangers_book(on: date) -> str:
    """The same issuer's name, by a key that no book of it leads to."""
    kid = jws.kid_of(public(STRANGER))
    book = Book(ISSUER, badge.ISSUER_NAME, on, (Key(kid, public(STRANGER), date(2026, 1, 1), None),))
    return jws.signed(STRANGER, books.written(book))


def both(
    serial: int = 7, *, key: Ed25519PrivateKey = NEW, signed_on: date = date(2026, 11, 21), **changes: Any
) -> tuple[str, str]:
    """A paper's twin and its credential."""
    award, number, at = replace(AWARD, **changes), rules.number_of(serial * 1009), noon(signed_on)
    full = badge.credential(award, Place(ISSUER, number, serial), at)
    return jws.signed(key, badge.twin(award, number, serial, at)), jws.signed(key, full, typ="JWT")


def _said(standing: str, scanned: str, name: str, today: date = TODAY, since: date | None = None) -> Any:
    return {
        "name": name,
        "scanned": scanned,
        "today": today.isoformat(),
        "standing": standing,
        "since": since.isoformat() if since else None,
    }


def _genuine() -> Iterator[Any]:
    twin, token = both()
    for name, text in (("twin", twin), ("credential", token)):
        yield _said("genuine", text, f"{name}")
        yield _said("genuine", f"  https://hoc.example.vn/vi/xac-minh/1#{text}\n", f"{name} in an address")
        yield _said("expired", text, f"{name}, a year later", date(2027, 11, 21), date(2027, 11, 20))
        yield _said("stale", text, f"{name}, by a book of two months ago", BOOK_DAY + timedelta(days=61))
        yield _said("genuine", text, f"{name}, on a book's last day", BOOK_DAY + timedelta(days=60))
    for kind, text in zip(("twin", "credential"), both(WITHDRAWN), strict=True):
        yield _said("withdrawn", text, f"{kind}, withdrawn", since=date(2026, 11, 25))
    for kind, text in zip(("twin", "credential"), both(valid_from=date(2026, 12, 5)), strict=True):
        yield _said("early", text, f"{kind}, not yet valid", since=date(2026, 12, 5))
    for kind, text in zip(("twin", "credential"), both(signed_on=date(2026, 11, 29)), strict=True):
        yield _said("stale", text, f"{kind}, signed after the book")
    for kind, text in zip(("twin", "credential"), both(key=OLD, signed_on=ROTATED), strict=True):
        yield _said("genuine", text, f"{kind}, by the key before")
    for kind, text in zip(("twin", "credential"), both(valid_to=None, is_verified=True), strict=True):
        yield _said("genuine", text, f"{kind}, without an end, by verified rules")


def _foreign() -> Iterator[Any]:
    twin, token = both()
    for kind, number in (("twin", 0), ("credential", 1)):
        yield _said("foreign", both(key=STRANGER)[number], f"{kind}, by another key")
        yield _said("foreign", both(key=OLD)[number], f"{kind}, by a key that was out of use")
        yield _said("foreign", both(signed_on=date(2026, 11, 9))[number], f"{kind}, before its key")
    ours = jws.kid_of(public(NEW))
    claimed = jws.opened(twin).payload
    for name, header in (("a claimed name of our key", {}), ("its own key inside", {"jwk": "x"})):
        yield _said("foreign", jws.signed(STRANGER, claimed, **{"kid": ours, **header}), f"re-signed: {name}")
    of_other = {**jws.opened(token).payload, "iss": OTHER_ISSUER}
    of_other["issuer"] = {**of_other["issuer"], "id": OTHER_ISSUER}
    yield _said("foreign", jws.signed(NEW, of_other), "another issuer's name")
    yield _said("foreign", _with(twin, "w", "Trần Văn Bình"), "another name under the same signature")
    yield _said("foreign", other_half(twin), "the second signature that the curve would allow")


def _unread() -> Iterator[Any]:
    twin, token = both()
    head, body, signature = twin.split(".")
    for name, text in (
        ("nothing", ""),
        ("a number", "1234567890123452"),
        ("three words", "a.b.c"),
        ("no algorithm", f"{_header('none')}.{body}.{signature}"),
        ("another algorithm", f"{_header('HS256')}.{body}.{signature}"),
        ("no signature", f"{head}.{body}."),
        ("padding", f"{twin}=="),
        ("another spelling of the same bytes", respelled(twin)),
        ("the first half", twin[: len(twin) // 2]),
        ("what must be understood", jws.signed(NEW, jws.opened(twin).payload, crit="x")),
        ("a later edition", jws.signed(NEW, {**jws.opened(twin).payload, "v": 2})),
        ("an empty name", jws.signed(NEW, {**jws.opened(twin).payload, "w": ""})),
        ("a list", jws.signed(NEW, [1])),
        ("two issuers", jws.signed(NEW, {**jws.opened(token).payload, "iss": OTHER_ISSUER})),
        ("a book", a_book()),
    ):
        yield _said("unread", text, name)


def _header(algorithm: str) -> str:
    return jws.encoded(json.dumps({"alg": algorithm, "kid": jws.kid_of(public(NEW))}).encode())


def _with(text: str, field: str, value: str) -> str:
    head, _, signature = text.split(".")
    changed = jws.opened(text).payload | {field: value}
    return f"{head}.{jws.signed(NEW, changed).split('.')[1]}.{signature}"


def other_half(text: str) -> str:
    """The same content with S + L for S: the curve cannot tell them apart, so a reader must refuse it."""
    body, _, signature = text.rpartition(".")
    raw = jws.decoded(signature)
    scalar = int.from_bytes(raw[32:], "little") + ORDER
    return f"{body}.{jws.encoded(raw[:32] + scalar.to_bytes(32, 'little'))}"


def respelled(text: str) -> str:
    """The last letter has four bits that stand for nothing: another letter, the same bytes."""
    return text[:-1] + LETTERS[LETTERS.index(text[-1]) ^ 1]


def vectors() -> dict[str, Any]:
    """All of it, as it lies in tests/vectors."""
    return {
        "about": "judge(scanned, books, today): how a certificate stands, and since when it no longer holds.",
        "books": [a_book()],
        "cases": [*_genuine(), *_foreign(), *_unread()],
    }


def mutated(text: str, drawn: random.Random) -> str:
    """The text, changed in one place or another: never the same."""
    at, letter = drawn.randrange(len(text)), drawn.choice(LETTERS)
    kind = drawn.randrange(5)
    if kind == 0:
        changed = text[:at] + letter + text[at + 1 :]
    elif kind == 1:
        changed = text[:at] + text[at + 1 :]
    elif kind == 2:
        changed = text[:at] + letter + text[at:]
    elif kind == 3:
        changed = text[:at]
    else:
        changed = _bit(text, drawn)
    return changed if changed != text else text[:-1]


def _bit(text: str, drawn: random.Random) -> str:
    """One bit of what the text stands for."""
    parts = text.split(".")
    which = drawn.randrange(3)
    raw = bytearray(jws.decoded(parts[which]))
    raw[drawn.randrange(len(raw))] ^= 1 << drawn.randrange(8)
    parts[which] = jws.encoded(bytes(raw))
    return ".".join(parts)
