"""The second factor of staff: a phone that knows a secret (TOTP, RFC 6238); printed codes if it is lost."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyotp
from sqlalchemy import delete, func, select, update

from learning.accounts import actions, hashing, sealing, staff, throttle
from learning.accounts.entry import Refused
from learning.accounts.models import Person, RecoveryCode, SecondFactor
from learning.accounts.throttle import Caller, Try
from learning.clock import now
from learning.db import session, write

ISSUER = "Bình dân học vụ số"
STEP = 30
DRIFT = 1  # steps that the clock of a phone may be off, either way
PENDING_SECONDS = 60 * 60

CODES = 10
# Without what reads like something else on paper. Eight of thirty: nobody guesses one between two waits.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Pending:
    """A secret that a phone is about to learn. It lies sealed in the page until the first code proves it."""

    secret: str
    sealed: str
    uri: str

    @property
    def spaced(self) -> str:
        """As one types it by hand."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


@dataclass(frozen=True, slots=True)
class Factor:
    """That somebody has a second factor, since when, and how many printed codes are left."""

    set_at: datetime
    codes_left: int


@dataclass(frozen=True, slots=True)
class Shown:
    """It is them. `codes_left` where a printed code was used up for it."""

    codes_left: int | None = None


def of(person: UUID) -> Factor | None:
    """The second factor of somebody, if there is one."""
    found = session().execute(select(SecondFactor.set_at).where(SecondFactor.person_id == person))
    set_at = found.scalar_one_or_none()
    if set_at is None:
        return None
    unused = select(func.count()).where(RecoveryCode.person_id == person, RecoveryCode.used_at.is_(None))
    return Factor(set_at, session().execute(unused).scalar_one())


# --- setting up ---


def begin(person: UUID, sealed: str | None = None) -> Pending:
    """A new secret for the phone, or again the one of a page that came back with a wrong code."""
    secret = _pending_secret(person, sealed) if sealed else None
    secret = secret or pyotp.random_base32()
    name = session().execute(select(Person.display_name).where(Person.id == person)).scalar_one()
    uri = pyotp.TOTP(secret).provisioning_uri(name=name or "", issuer_name=ISSUER)
    return Pending(secret, sealing.seal(f"pending:{person.hex}", secret), uri)


def set_up(person: UUID, sealed: str, typed: str, caller: Caller) -> list[str] | Refused:
    """The first code proves that the phone knows the secret; gives the printed codes, shown this once.

    Replaces what there was. Opens its own write block.
    """
    secret = _pending_secret(person, sealed)
    with write():
        tried = Try("second", str(person), caller)
        counted = throttle.count(tried)
        if counted.wait:
            return Refused(counted.wait)
        step = _step_of(secret, _digits(typed)) if secret else None
        if secret is None or step is None:
            return Refused(counted.then or None, counted.left)
        throttle.forgive(tried)
        _remove(person)
        kept = sealing.seal(person.hex, secret)
        session().add(SecondFactor(person_id=person, sealed=kept, set_at=now(), last_step=step))
        session().flush()
        actions.log_action("second-factor-set", by=person, person=person)
        return new_codes(person)


def _pending_secret(person: UUID, sealed: str) -> str | None:
    return sealing.unseal(f"pending:{person.hex}", sealed, for_seconds=PENDING_SECONDS)


# --- showing ---


def show(person: UUID, typed: str, caller: Caller) -> Shown | Refused:
    """Six digits from the phone, each good once, or a printed code, used up. Opens its own write block."""
    with write():
        tried = Try("second", str(person), caller)
        counted = throttle.count(tried)
        if counted.wait:
            return Refused(counted.wait)
        shown = _fits(person, typed)
        if shown is None:
            actions.log_action("second-factor-wrong", by=person, person=person)
            return Refused(counted.then or None, counted.left)
        throttle.forgive(tried)
        used = "staff-entered" if shown.codes_left is None else "recovery-code-used"
        details = None if shown.codes_left is None else {"left": shown.codes_left}
        actions.log_action(used, by=person, person=person, details=details)
        return shown


def _fits(person: UUID, typed: str) -> Shown | None:
    code = _plain(typed)
    if len(code) == CODE_LENGTH:
        return _use_code(person, code)
    found = session().execute(select(SecondFactor.sealed).where(SecondFactor.person_id == person))
    sealed = found.scalar_one_or_none()
    secret = sealing.unseal(person.hex, sealed) if sealed else None
    step = _step_of(secret, _digits(typed)) if secret else None
    if step is None:
        return None
    # In one statement: of two who send the same code at once, one is let in.
    later = update(SecondFactor).where(SecondFactor.person_id == person, SecondFactor.last_step < step)
    first = session().execute(later.values(last_step=step).returning(SecondFactor.person_id))
    return None if first.scalar_one_or_none() is None else Shown()


def _use_code(person: UUID, code: str) -> Shown | None:
    kept = hashing.recovery_code(person, code)
    mine = update(RecoveryCode).where(RecoveryCode.person_id == person, RecoveryCode.code_hash == kept)
    used = mine.where(RecoveryCode.used_at.is_(None)).values(used_at=now())
    if session().execute(used.returning(RecoveryCode.code_hash)).scalar_one_or_none() is None:
        return None
    factor = of(person)
    return None if factor is None else Shown(factor.codes_left)


def _step_of(secret: str, digits: str) -> int | None:
    """The time step that shows these digits, among those that a phone's clock may be at."""
    current = int(now().timestamp()) // STEP
    totp = pyotp.TOTP(secret, interval=STEP)
    for step in range(current - DRIFT, current + DRIFT + 1):
        if secrets.compare_digest(totp.generate_otp(step), digits):
            return step
    return None


def _digits(typed: str) -> str:
    plain = _plain(typed)
    return plain if len(plain) == 6 and plain.isascii() and plain.isdigit() else ""


def _plain(typed: str) -> str:
    """What was typed without spaces and dashes, in plain digits and large letters."""
    kept = (character for character in typed[:40] if character.isalnum())
    digits = (str(unicodedata.decimal(one, one)) for one in kept)
    return "".join(digits).upper()


# --- printed codes, and a lost phone; inside the caller's write block ---


def new_codes(person: UUID) -> list[str]:
    """Ten printed codes in place of those there were. They are known here only: hashes are kept."""
    session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person))
    codes = ["".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    at = now()
    session().add_all(
        RecoveryCode(code_hash=hashing.recovery_code(person, code), person_id=person, made_at=at)
        for code in codes
    )
    session().flush()
    actions.log_action("recovery-codes-made", by=person, person=person)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def reset(person: UUID, by: UUID | None) -> bool:
    """The phone is lost: take the second factor away and end all sessions. Whether there was one."""
    there_was = _remove(person)
    staff.end_sessions(person)
    actions.log_action("second-factor-reset", by=by, person=person, place=actions.place_of(person))
    return there_was


def _remove(person: UUID) -> bool:
    session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person))
    gone = delete(SecondFactor).where(SecondFactor.person_id == person).returning(SecondFactor.person_id)
    return session().execute(gone).scalar_one_or_none() is not None
