"""The ways in of people who work here: one-time links, passwords, blocking, ending sessions.

Inside the caller's write block unless it says so. Who may do it to whom is asked in `grants`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from learning import ids
from learning.accounts import actions, hashing, queries, rules, throttle
from learning.accounts.models import PasswordLink, Person, StaffCredential
from learning.accounts.throttle import Caller, Try
from learning.clock import now
from learning.db import session, write
from learning.web.errors import TooMany


@dataclass(frozen=True, slots=True)
class NewLink:
    """A one-time link just made. The token is known here only: the database keeps its hash."""

    person: UUID
    token: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class OpenLink:
    """Whose password may be chosen under a link."""

    id: UUID
    person: UUID
    name: str


class WrongPassword(ValueError):
    """Not the password that they have now."""


def make_link(person: UUID, by: UUID | None) -> NewLink:
    """A link under which this person chooses a password, once. It closes those given before."""
    at, token = now(), ids.token(128)
    earlier = update(PasswordLink).where(PasswordLink.person_id == person, PasswordLink.used_at.is_(None))
    session().execute(earlier.values(used_at=at))
    session().add(PasswordLink(token_hash=hashing.token(token), person_id=person, made_at=at, made_by=by))
    session().flush()
    actions.log_action("password-link-made", by=by, person=person, place=actions.place_of(person))
    return NewLink(person, token, at + rules.LINK_OPEN_FOR)


def open_link(token: str) -> OpenLink | None:
    """The link of an address, while it can still be used."""
    found = (
        select(PasswordLink.id, Person.id, StaffCredential.name)
        .join(Person, Person.id == PasswordLink.person_id)
        .join(StaffCredential, StaffCredential.person_id == Person.id)
        .where(PasswordLink.token_hash == hashing.token(token), PasswordLink.used_at.is_(None))
        .where(PasswordLink.made_at > now() - rules.LINK_OPEN_FOR, StaffCredential.blocked_at.is_(None))
    )
    row = session().execute(found).one_or_none()
    return None if row is None else OpenLink(*row)


def use_link(token: str, password: str) -> queries.StaffFacts | None:
    """Choose a password under a link, once; None where it is closed. Opens its own write block: it hashes."""
    kept = hashing.slow(rules.plain_password(password))
    with write():
        link = open_link(token)
        if link is None:
            return None
        used = update(PasswordLink).where(PasswordLink.id == link.id, PasswordLink.used_at.is_(None))
        first = session().execute(used.values(used_at=now()).returning(PasswordLink.id))
        if first.scalar_one_or_none() is None:
            return None
        _set_password(link.person, kept)
        return queries.staff(link.person)


def change_password(person: UUID, current: str, password: str, caller: Caller) -> str:
    """One's own; returns the stamp of the session that may go on. All others end. Opens its own write block.

    Raises WrongPassword, or TooMany where it was wrong too often.
    """
    tried = Try("own-password", str(person), caller)
    with write():
        counted = throttle.count(tried)
    if counted.wait:
        raise TooMany(retry_after=int(counted.wait.total_seconds()) + 1)
    held = queries.staff(person)
    if not hashing.fits(held.password_hash if held else None, rules.plain_password(current)):
        raise WrongPassword
    kept = hashing.slow(rules.plain_password(password))
    with write():
        throttle.forgive(tried)
        return _set_password(person, kept)


def _set_password(person: UUID, kept: str) -> str:
    mine = update(StaffCredential).where(StaffCredential.person_id == person)
    session().execute(mine.values(password_hash=kept))
    actions.log_action("password-changed", by=person, person=person)
    return end_sessions(person)


def end_own_sessions(person: UUID) -> str:
    """Out on every machine; returns the stamp for the one session that may go on."""
    actions.log_action("sessions-ended", by=person, person=person)
    return end_sessions(person)


def end_sessions(person: UUID) -> str:
    """Whoever is in by this name and password is out, on every machine. Returns the new stamp."""
    before = select(StaffCredential.changed_at).where(StaffCredential.person_id == person)
    changed_at = session().execute(before).scalar_one_or_none()
    if changed_at is None:
        return ""
    later = max(now(), changed_at + timedelta(microseconds=1))  # twice in one instant are two
    mine = update(StaffCredential).where(StaffCredential.person_id == person)
    session().execute(mine.values(changed_at=later))
    return queries.stamp(later)


def block(person: UUID, by: UUID | None) -> bool:
    """They cannot come in any more, and are out at once. Whether that is new."""
    if not _mark(person, blocked=True):
        return False
    end_sessions(person)
    actions.log_action("staff-blocked", by=by, person=person, place=actions.place_of(person))
    return True


def unblock(person: UUID, by: UUID | None) -> bool:
    """They may come in again, with the password they had. Whether that is new."""
    if not _mark(person, blocked=False):
        return False
    actions.log_action("staff-unblocked", by=by, person=person, place=actions.place_of(person))
    return True


def _mark(person: UUID, *, blocked: bool) -> bool:
    is_so = StaffCredential.blocked_at.is_(None) if blocked else StaffCredential.blocked_at.is_not(None)
    mine = update(StaffCredential).where(StaffCredential.person_id == person, is_so)
    changed = mine.values(blocked_at=now() if blocked else None).returning(StaffCredential.person_id)
    return session().execute(changed).scalar_one_or_none() is not None
