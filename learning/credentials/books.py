"""The book that travels: an issuer's public keys, and which certificates were withdrawn, signed, in one file.

Whoever holds the book of a day can check papers with no network. A later book of the same issuer is believed
where a key of the earlier one signed it, or one that was handed over to: each new key is signed by the last.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from learning.credentials import jws
from learning.credentials.jws import Opened, Unreadable

KIND = "so-tra"
HANDOVER = "so-tra-trao-khoa"
MOST_KEYS = 200
LARGEST_FILE = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Key:
    """A public key, and the days on which it may sign. `until` is the last, None while it is in use."""

    kid: str
    public: bytes
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Book:
    """What an issuer says on a day. `withdrawn`: the day for each serial that no longer holds."""

    issuer: str
    name: str
    on: date
    keys: tuple[Key, ...]
    handovers: tuple[str, ...] = ()
    withdrawn: Mapping[int, date] = field(default_factory=dict)


def written(book: Book) -> dict[str, Any]:
    """A book as it is signed."""
    return {
        "typ": KIND,
        "v": 1,
        "iss": book.issuer,
        "name": book.name,
        "on": book.on.isoformat(),
        "keys": [_key(key) for key in book.keys],
        "over": list(book.handovers),
        "out": [[serial, day.isoformat()] for serial, day in sorted(book.withdrawn.items())],
    }


def handover(issuer: str, kid: str, public: bytes) -> dict[str, Any]:
    """What a key says of the one after it."""
    return {"typ": HANDOVER, "iss": issuer, "kid": kid, "x": jws.encoded(public)}


def read(text: str) -> Book:
    """A book whose own newest key signed it: whole, but not yet believed. Raises Unreadable."""
    opened = jws.opened(text.strip())
    book = _book(opened.payload)
    if not _is_signed_by(opened, [key.public for key in book.keys if key.until is None]):
        raise Unreadable
    return book


def in_file(raw: bytes) -> list[str]:
    """The books in a file that travelled, each as it was signed. Raises ValueError for no such file."""
    if len(raw) > LARGEST_FILE:
        raise Unreadable
    told = json.loads(raw)
    texts = told.get("books") if isinstance(told, dict) else None
    if not isinstance(texts, list):
        raise Unreadable
    return [str(text) for text in texts]


def is_later(text: str, held: Book) -> bool:
    """Is this a book of the same issuer, not older, signed by a key that the one we hold leads to?"""
    try:
        opened, book = jws.opened(text.strip()), read(text)
    except Unreadable:
        return False
    if book.issuer != held.issuer or book.on < held.on:
        return False
    return _is_signed_by(opened, _led_to(held, book.handovers))


def _led_to(held: Book, handovers: Sequence[str]) -> list[bytes]:
    """The keys that one may come to from those in use: each was named by one that was believed before it."""
    believed = [key.public for key in held.keys if key.until is None]
    for text in handovers:
        try:
            said = jws.opened(text)
            fresh = jws.decoded(said.payload["x"])
        except (Unreadable, KeyError, TypeError):
            continue
        is_one = said.payload.get("typ") == HANDOVER and said.payload.get("iss") == held.issuer
        if is_one and _is_signed_by(said, believed):
            believed.append(fresh)
    return believed


def _is_signed_by(opened: Opened, keys: Iterable[bytes]) -> bool:
    return any(jws.holds(opened, public) for public in keys)


def _key(key: Key) -> dict[str, Any]:
    made = {"kid": key.kid, "x": jws.encoded(key.public), "since": key.since.isoformat()}
    return made | ({} if key.until is None else {"until": key.until.isoformat()})


def _book(told: dict[str, Any]) -> Book:
    try:
        if (told["typ"], told["v"]) != (KIND, 1) or not 1 <= len(told["keys"]) <= MOST_KEYS:
            raise Unreadable
        return Book(
            issuer=str(told["iss"]),
            name=str(told["name"]),
            on=date.fromisoformat(told["on"]),
            keys=tuple(_read_key(key) for key in told["keys"]),
            handovers=tuple(str(one) for one in told["over"]),
            withdrawn={int(serial): date.fromisoformat(day) for serial, day in told["out"]},
        )
    except (KeyError, TypeError, ValueError):
        raise Unreadable from None


def _read_key(told: dict[str, str]) -> Key:
    public, until = jws.decoded(told["x"]), told.get("until")
    if len(public) != 32 or told["kid"] != jws.kid_of(public):
        raise Unreadable
    return Key(
        told["kid"],
        public,
        date.fromisoformat(told["since"]),
        None if until is None else date.fromisoformat(until),
    )
