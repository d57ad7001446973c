"""The key we sign with: made at the first asking, kept sealed in the database for every worker."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from learning.accounts import sealing
from learning.clock import now
from learning.credentials import badge, books, jws
from learning.credentials.models import CredentialKey
from learning.db import insert_into, session
from learning.ids import derived_id
from learning.web.site import site

_USED = select(CredentialKey).where(CredentialKey.in_use.is_(True))


class KeyLost(RuntimeError):
    """The signing key cannot be opened: SECRET_KEY is not the one it was sealed with."""

    def __init__(self) -> None:
        super().__init__(
            "The key that signs certificates cannot be opened: SECRET_KEY is not the one it was sealed with. "
            "Restore that, or make a new key: flask credentials rotate --lost."
        )


def all_keys() -> list[CredentialKey]:
    """Every key there ever was, the oldest first."""
    return list(session().execute(select(CredentialKey).order_by(CredentialKey.since_at)).scalars())


def in_use() -> CredentialKey | None:
    """The key that signs now; None before anything was issued."""
    return session().execute(_USED).scalar_one_or_none()


def held_in_use() -> CredentialKey:
    """The key that signs now, held until the write block ends; made where there is none."""
    held = _USED.with_for_update(read=True)
    # asked again: whoever waited for a rotation sees the old key gone, and only then the new one
    found = session().execute(held).scalar_one_or_none() or session().execute(held).scalar_one_or_none()
    return found or made(None)


def private(row: CredentialKey) -> Ed25519PrivateKey:
    """The half that signs. Raises KeyLost."""
    plain = sealing.unseal(_owner(row.kid), row.sealed or "")
    if plain is None:
        raise KeyLost
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(plain))


def made(before: CredentialKey | None, signs_over: Ed25519PrivateKey | None = None) -> CredentialKey:
    """A new key, of the same issuer as the one before it, which signs it over. Inside a write block."""
    fresh = Ed25519PrivateKey.generate()
    public = fresh.public_key().public_bytes_raw()
    kid = jws.kid_of(public)
    issuer = (
        before.issuer if before else badge.issuer_id(site().settings.public_url, derived_id("issuer", kid))
    )
    said = books.handover(issuer, kid, public)
    insert: Any = insert_into(CredentialKey, session().get_bind().dialect.name)
    row = {
        "kid": kid,
        "issuer": issuer,
        "public": public,
        "sealed": sealing.seal(_owner(kid), fresh.private_bytes_raw().hex()),
        "in_use": True,
        "since_at": now(),
        "handover": jws.signed(signs_over, said) if signs_over else None,
    }
    session().execute(insert.values(**row).on_conflict_do_nothing(index_elements=[CredentialKey.in_use]))
    return session().execute(_USED).scalar_one()  # of two who make the first one, one wins


def _owner(kid: str) -> str:
    return f"credential:{kid}"
