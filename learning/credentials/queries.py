"""What was issued, and the books at hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from learning.clock import now
from learning.credentials import books, jws
from learning.credentials.badge import HERE, ISSUER_NAME, Facts, base_of, facts_of
from learning.credentials.books import Book, Key
from learning.credentials.keyring import all_keys
from learning.credentials.models import Credential, CredentialBook
from learning.credentials.rules import Verdict, standing_of
from learning.db import session


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate. `token` and `twin` are None where somebody was erased.

    `number` is what is printed; `qr` what the code on the paper says.
    """

    subject: UUID
    number: str
    serial: int
    issuer: str
    issued_at: datetime
    token: str | None
    twin: str | None
    withdrawn_at: datetime | None
    withdrawn_why: str | None

    @property
    def facts(self) -> Facts | None:
        """What it says."""
        return facts_of(jws.opened(self.token).payload) if self.token else None

    @property
    def withdrawn_on(self) -> date | None:
        """The day since when it no longer holds."""
        return self.withdrawn_at.astimezone(HERE).date() if self.withdrawn_at else None

    @property
    def qr(self) -> str | None:
        """An address that any phone opens, and behind its # the signed twin, which is sent to nobody."""
        base = base_of(self.issuer)
        if self.twin is None:
            return None
        return f"{base}/vi/xac-minh/{self.number}#{self.twin}" if base else self.twin


def of_subject(subject: UUID) -> Issued | None:
    """The certificate about that."""
    return of_subjects([subject]).get(subject)


def of_subjects(subjects: Iterable[UUID]) -> dict[UUID, Issued]:
    """The certificates about those, each by what it is about."""
    asked = select(Credential).where(Credential.subject.in_(list(subjects)))
    issuers = _issuers()
    return {row.subject: _issued(row, issuers) for row in session().execute(asked).scalars()}


def of_number(number: str) -> Issued | None:
    """The certificate with that number."""
    asked = select(Credential).where(Credential.number == number)
    row = session().execute(asked).scalar_one_or_none()
    return _issued(row, _issuers()) if row else None


def standing_today(one: Issued) -> Verdict:
    """How a certificate of ours stands: here nobody needs a list."""
    day, facts = today(), one.facts
    if facts is None:
        return Verdict("withdrawn", None, day, one.withdrawn_on)
    return standing_of(facts, one.withdrawn_on, day, day)


def withdrawn() -> dict[int, date]:
    """The serials that no longer hold, with the day."""
    asked = select(Credential.serial, Credential.withdrawn_at).where(Credential.withdrawn_at.is_not(None))
    return {serial: at.astimezone(HERE).date() for serial, at in session().execute(asked) if at}


def count() -> tuple[int, int]:
    """How many were issued, and how many of them withdrawn."""
    asked = select(func.count(), func.count(Credential.withdrawn_at)).select_from(Credential)
    issued, out = session().execute(asked).one()
    return issued, out


def today() -> date:
    """The day it is where decisions are made."""
    return now().astimezone(HERE).date()


def own_book() -> Book | None:
    """What we say today; None before anything was issued."""
    keys = all_keys()
    if not keys:
        return None
    shown = [
        Key(
            row.kid,
            row.public,
            row.since_at.astimezone(HERE).date(),
            row.until_at.astimezone(HERE).date() if row.until_at else None,
        )
        for row in keys
    ]
    handovers = tuple(row.handover for row in keys if row.handover)
    return Book(keys[-1].issuer, ISSUER_NAME, today(), tuple(shown), handovers, withdrawn())


def other_texts() -> list[str]:
    """The books of other issuers, as they signed them."""
    asked = select(CredentialBook.text).where(CredentialBook.is_own.is_(False))
    return list(session().execute(asked.order_by(CredentialBook.issuer)).scalars())


def kept_books(told_as: Sequence[str]) -> list[CredentialBook]:
    """Those books as they lie here, our own as it was last told."""
    asked = select(CredentialBook).where(CredentialBook.told_as.in_(told_as))
    return list(session().execute(asked).scalars())


def count_books() -> int:
    """Of how many issuers there is a book here."""
    return session().execute(select(func.count()).select_from(CredentialBook)).scalar_one()


def all_books() -> list[Book]:
    """Every book at hand here: our own of today, and what others last sent."""
    own = own_book()
    return [*([own] if own else []), *(books.read(text) for text in other_texts())]


def _issuers() -> dict[str, str]:
    return {key.kid: key.issuer for key in all_keys()}


def _issued(row: Credential, issuers: Mapping[str, str]) -> Issued:
    return Issued(
        subject=row.subject,
        number=row.number,
        serial=row.serial,
        issuer=issuers[row.kid],
        issued_at=row.issued_at,
        token=row.token,
        twin=row.twin,
        withdrawn_at=row.withdrawn_at,
        withdrawn_why=row.withdrawn_why,
    )
