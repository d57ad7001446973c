"""Issuing, withdrawing, forgetting; new keys; books of others. Each inside the caller's write block."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from learning.credentials import badge, books, jws, keyring, queries, rules
from learning.credentials.badge import Award, Place
from learning.credentials.books import Book
from learning.credentials.jws import Unreadable
from learning.credentials.keyring import KeyLost
from learning.credentials.models import Credential, CredentialBook, CredentialKey
from learning.credentials.queries import Issued
from learning.credentials.rules import Why
from learning.db import insert_into, session
from learning.ids import derived_id

NUMBERS = 10 ** (rules.NUMBER_DIGITS - 1)


class NotIssued(ValueError):
    """An award that cannot be written on a certificate. Says which part."""


class NotTrusted(ValueError):
    """A book that is not taken: unreadable, older than the one here, of another key, or of a stranger."""


def issue(award: Award, *, at: datetime) -> Issued:
    """The certificate of an award. Issuing twice for one subject gives the same one, withdrawn or not."""
    known = queries.of_subject(award.subject)
    if known is not None:
        return known
    if fault := badge.fault_of(award):
        raise NotIssued(fault)
    key = keyring.held_in_use()
    row = _reserved(award.subject, key, at)
    if row is not None:
        private, place = keyring.private(key), Place(key.issuer, row.number, row.serial)
        row.token = jws.signed(private, badge.credential(award, place, at), typ="JWT", **_named(key))
        row.twin = jws.signed(private, badge.twin(award, row.number, row.serial, at))
        session().flush()
    issued = queries.of_subject(award.subject)
    assert issued is not None  # made here, or by whoever came first
    return issued


def revoke(subject: UUID, why: Why, *, at: datetime) -> Issued | None:
    """It no longer holds from now on. Twice changes nothing; None where nothing was issued."""
    row = _held(subject)
    if row is None:
        return None
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_why = at, why
        session().flush()
    return queries.of_subject(subject)


def forget(subject: UUID, *, at: datetime) -> None:
    """Somebody is erased: the certificate is withdrawn, and what it said is kept no longer."""
    row = _held(subject)
    if row is not None:
        revoke(subject, "erased", at=at)
        row.token = row.twin = None
        session().flush()


def rotate(*, at: datetime, is_lost: bool = False) -> CredentialKey:
    """A new key signs from now on. The last one signs it over, and then only its public half is kept.

    `is_lost`: the last one cannot be opened, so nothing leads from it to the new one.
    """
    asked = select(CredentialKey).where(CredentialKey.in_use.is_(True)).with_for_update()
    before = session().execute(asked).scalar_one_or_none()
    if before is None:
        return keyring.made(None)
    try:
        signs_over = keyring.private(before)
    except KeyLost:
        if not is_lost:
            raise
        signs_over = None
    before.until_at, before.sealed, before.in_use = at, None, None
    session().flush()
    return keyring.made(before, signs_over)


def trust(text: str, *, is_new: bool, at: datetime) -> Book:
    """Keep another issuer's book. One nobody here trusted yet is taken only where somebody says so: `is_new`.

    Raises NotTrusted.
    """
    try:
        book = books.read(text)
    except Unreadable:
        raise NotTrusted("unreadable") from None
    if any(key.issuer == book.issuer for key in keyring.all_keys()):
        raise NotTrusted("own")
    held = session().get(CredentialBook, book.issuer, with_for_update=True)
    if held is None and not is_new:
        raise NotTrusted("unknown")
    if held is not None and held.text != text.strip():
        if book.on < held.made_on:
            raise NotTrusted("older")
        if not books.is_later(text, books.read(held.text)):
            raise NotTrusted("stranger")
    _keep_book(held, book, text, at)
    return book


def keep_own_book(text: str, *, at: datetime) -> None:
    """What we say ourselves, as paired servers are told it from now on."""
    book = books.read(text)
    held = session().get(CredentialBook, book.issuer, with_for_update=True)
    _keep_book(held, book, text, at, is_own=True)


def _keep_book(
    held: CredentialBook | None, book: Book, text: str, at: datetime, *, is_own: bool = False
) -> None:
    """The same once more changes nothing, so that nobody is told it again."""
    if held is not None and held.text == text.strip():
        return
    told_as = str(derived_id("book of", book.issuer))
    row = held or CredentialBook(issuer=book.issuer, told_as=told_as, is_own=is_own)
    row.text, row.made_on, row.taken_at = text.strip(), book.on, at
    session().add(row)
    session().flush()


def _reserved(subject: UUID, key: CredentialKey, at: datetime) -> Credential | None:
    """A place for it, with a number that nobody can guess; None where somebody else has just taken it."""
    insert: Any = insert_into(Credential, session().get_bind().dialect.name)
    number = rules.number_of(secrets.randbelow(NUMBERS))
    made = insert.values(subject=subject, number=number, kid=key.kid, issued_at=at)
    serial = (
        session()
        .execute(
            made.on_conflict_do_nothing(index_elements=[Credential.subject]).returning(Credential.serial)
        )
        .scalar_one_or_none()
    )
    return None if serial is None else session().get_one(Credential, serial)


def _named(key: CredentialKey) -> dict[str, str]:
    """Where others find the key (Open Badges 3.0, 8.2.3); where we have no address, its name alone."""
    base = badge.base_of(key.issuer)
    return {"kid": f"{base}/xac-minh/khoa/{key.kid}.json"} if base else {}


def _held(subject: UUID) -> Credential | None:
    asked = select(Credential).where(Credential.subject == subject).with_for_update()
    return session().execute(asked).scalar_one_or_none()
