"""Record keys: a device that holds one may append to the record of one person, signed in or not."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from learning import ids
from learning.accounts import queries
from learning.clock import now
from learning.web.errors import NotSignedIn
from learning.web.site import site

LONGEST_KEY = 400


class InvalidKey(NotSignedIn):
    """Not signed by us, or revoked, or its person is gone."""


@dataclass(frozen=True, slots=True)
class RecordKey:
    """Whose record a key opens, and on which device it lies."""

    person: UUID
    device: UUID
    id: str
    made_at: datetime


def mint(person: UUID, device: UUID) -> str:
    """A new key for this person on this device. It holds until it is revoked: an outbox may be sent late."""
    made = int(now().timestamp() * 1000)
    return _serializer().dumps([person.hex, device.hex, ids.token(64), made])


def read(token: str) -> RecordKey:
    """What a key says. Raises InvalidKey."""
    if len(token) > LONGEST_KEY:
        raise InvalidKey
    try:
        person, device, key_id, made = _serializer().loads(token)
        key = RecordKey(UUID(person), UUID(device), key_id, datetime.fromtimestamp(made / 1000, UTC))
    except (BadData, ValueError, TypeError, AttributeError):
        raise InvalidKey from None
    if not queries.opens_record(key.id, key.person, key.made_at):
        raise InvalidKey
    return key


def claimed_person(token: str) -> UUID | None:
    """Whom a key of another server of ours claims to name: proven by nothing here.

    None: it is no such key, or it is our own, which opens or does not open here and nowhere else.
    """
    try:
        is_ours, said = _serializer().loads_unsafe(token[:LONGEST_KEY])
        return None if is_ours else UUID(said[0])
    except (ValueError, TypeError, AttributeError, LookupError):
        return None


def _serializer() -> URLSafeSerializer:
    secret = site().settings.secret_key
    return URLSafeSerializer(secret, salt="record-key", signer_kwargs={"digest_method": hashlib.sha256})
