"""Tables of certificates: our signing keys, what was issued, and the books of other issuers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from learning.credentials.rules import WHYS
from learning.db import Base, UtcDateTime

_QUOTED = ", ".join(f"'{why}'" for why in WHYS)


class CredentialKey(Base):
    """A key that we sign with, sealed; once another took its place only its public half is kept.

    `in_use` is true for the one that signs and null for all others: so there is never a second.
    `handover` is what the key before it signed about it.
    """

    __tablename__ = "credential_key"

    kid: Mapped[str] = mapped_column(String(16), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(200))
    public: Mapped[bytes] = mapped_column(LargeBinary(32))
    sealed: Mapped[str | None] = mapped_column(Text)
    in_use: Mapped[bool | None] = mapped_column(unique=True)
    since_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handover: Mapped[str | None] = mapped_column(Text)


class Credential(Base):
    """A certificate. `subject` is what it is about, so that nothing is issued twice; no person is named here.

    `token` is the credential, `twin` what its paper carries; both are emptied where somebody is erased.
    """

    __tablename__ = "credential"
    __table_args__ = (
        CheckConstraint(f"withdrawn_why IN ({_QUOTED})", name="why_known"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_why IS NULL)", name="withdrawal_whole"),
    )

    serial: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    subject: Mapped[UUID] = mapped_column(Uuid, unique=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    kid: Mapped[str] = mapped_column(ForeignKey("credential_key.kid"))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    token: Mapped[str | None] = mapped_column(Text)
    twin: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_why: Mapped[str | None] = mapped_column(String(16))


class CredentialBook(Base):
    """The newest book of another issuer whom somebody here trusted; and our own, as peers were told it.

    `told_as` follows from the issuer, whose own name is too long for the list of what changed.
    """

    __tablename__ = "credential_book"

    issuer: Mapped[str] = mapped_column(String(200), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    made_on: Mapped[date] = mapped_column(Date)
    told_as: Mapped[str] = mapped_column(String(36), unique=True)
    is_own: Mapped[bool] = mapped_column(default=False)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
