"""What others fetch: who signs, with which keys, what was withdrawn; and the book of it all."""

import gzip
import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from learning.clock import now
from learning.credentials import badge, books, jws, keyring, queries
from learning.credentials.badge import HERE, LIST_SIZE
from learning.credentials.models import Credential, CredentialKey
from learning.db import session

LIST_HOLDS = timedelta(days=60)


def issuer() -> dict[str, Any] | None:
    """The profile of this issuer (Open Badges 3.0); None before anything was issued."""
    key = keyring.in_use()
    return {"@context": list(badge.CONTEXTS), **badge.issuer(key.issuer)} if key else None


def public_key(kid: str) -> dict[str, str] | None:
    """One of our public keys, now or once in use, as a JSON Web Key (RFC 8037)."""
    row = session().get(CredentialKey, kid)
    if row is None:
        return None
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "alg": "EdDSA",
        "use": "sig",
        "kid": kid,
        "x": jws.encoded(row.public),
    }


def own_text() -> str | None:
    """Our book of today, signed: the same all day long, until something is withdrawn or a key changes."""
    key, book = keyring.in_use(), queries.own_book()
    if key is None or book is None:
        return None
    return jws.signed(keyring.private(key), books.written(book))


def book_file() -> str:
    """The file that travels: our own book and those of other issuers that we hold."""
    own = own_text()
    return json.dumps({"books": [*([own] if own else []), *queries.other_texts()]}) + "\n"


def status_list(number: int) -> str | None:
    """One list of 131,072 certificates as a signed Bitstring Status List; None where nothing is on it yet."""
    key = keyring.in_use()
    last = session().execute(select(func.max(Credential.serial))).scalar_one() or 0
    if key is None or number > last // LIST_SIZE:
        return None
    bits = bytearray(LIST_SIZE // 8)
    for serial in queries.withdrawn():
        at = serial - number * LIST_SIZE
        if 0 <= at < LIST_SIZE:
            bits[at // 8] |= 0x80 >> (at % 8)
    return jws.signed(keyring.private(key), _list_credential(key.issuer, number, bytes(bits), _midnight()))


def _list_credential(issuer: str, number: int, bits: bytes, at: datetime) -> dict[str, Any]:
    address = badge.list_address(issuer, number)
    return {
        "@context": [badge.CONTEXTS[0]],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": at.isoformat(),
        "validUntil": (at + LIST_HOLDS).isoformat(),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "u" + jws.encoded(gzip.compress(bits, 9, mtime=0)),
        },
        "iss": issuer,
        "jti": address,
        "nbf": int(at.timestamp()),
    }


def _midnight() -> datetime:
    """When today began where decisions are made: what is signed twice on a day is the same."""
    return now().astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0)
