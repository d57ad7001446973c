"""Coming in, by card and pictures or by name and password. This hashes, so it opens its own write blocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import update

from learning.accounts import hashing, queries, rules, throttle
from learning.accounts.actions import log_action
from learning.accounts.models import Card, StaffCredential
from learning.accounts.throttle import NUMBERS_BY_ADDRESS, NUMBERS_BY_DEVICE, Caller, Counted, Try
from learning.clock import now
from learning.db import session, write


@dataclass(frozen=True, slots=True)
class Entered:
    """It is them: what a session is started with."""

    person: UUID
    credential: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It is not, or nobody looked: how long to wait, or how many tries are left before there is a wait."""

    wait: timedelta | None
    left: int = 0


def card_of_number(number: str, caller: Caller) -> queries.CardFacts | Refused | None:
    """The live card of a typed number, or None. Who types many that are none waits, whatever comes next."""
    device = caller.device or throttle.NO_DEVICE + caller.network
    asked_by = ((NUMBERS_BY_DEVICE, device), (NUMBERS_BY_ADDRESS, caller.network))
    for limit, who in asked_by:
        if wait := throttle.is_over(limit, who):
            return Refused(wait)
    card = queries.live_card(number)
    if card is None:
        with write():
            for limit, who in asked_by:
                throttle.take(limit.bucket, who, limit.times, limit.per)
    return card


def with_card(number: str, picks: Sequence[str], caller: Caller) -> Entered | Refused:
    """Three pictures against those of a card. A number that is no card's takes as long and waits as long."""
    tried = Try("card", number, caller)
    counted = _count(tried)
    if counted.wait:
        return Refused(counted.wait)
    card = queries.live_card(number)
    secret = hashing.pictures(number, picks)
    if not hashing.fits(card.pictures_hash if card else None, secret) or card is None:
        return _wrong(counted)
    renewed = hashing.slow(secret) if hashing.is_outdated(card.pictures_hash or "") else None
    with write():
        throttle.forgive(tried)
        if renewed:
            session().execute(update(Card).where(Card.id == card.id).values(pictures_hash=renewed))
    return Entered(card.person, str(card.id))


def choose_pictures(number: str, picks: Sequence[str], caller: Caller) -> Entered | Refused:
    """The first use of a card: these are its pictures from now on.

    Sent twice, the second finds them chosen and is a sign-in with them.
    """
    card = queries.live_card(number)
    if card is None or card.pictures_hash is not None or len(picks) != rules.PICKS:
        return with_card(number, picks, caller)
    chosen = hashing.slow(hashing.pictures(number, picks))
    with write():
        first = session().execute(
            update(Card)
            .where(Card.id == card.id, Card.pictures_hash.is_(None), Card.ended_at.is_(None))
            .values(pictures_hash=chosen, pictures_set_at=now())
            .returning(Card.id)
        )
        if first.scalar_one_or_none() is not None:
            return Entered(card.person, str(card.id))
    return with_card(number, picks, caller)


def with_password(name: str, password: str, caller: Caller) -> Entered | Refused:
    """Name and password of staff. A name that nobody has takes as long and waits as long."""
    tried = Try("staff", rules.name_key(name), caller)
    counted = _count(tried)
    if counted.wait:
        return Refused(counted.wait)
    staff = queries.staff_by_name(name)
    secret = rules.plain_password(password)
    if not hashing.fits(staff.password_hash if staff else None, secret) or staff is None:
        return _wrong(counted)
    renewed = hashing.slow(secret) if hashing.is_outdated(staff.password_hash or "") else None
    with write():
        throttle.forgive(tried)
        if renewed:
            mine = update(StaffCredential).where(StaffCredential.person_id == staff.person)
            session().execute(mine.values(password_hash=renewed))
        if not queries.needs_second_factor(staff.person):  # else they are in once they have shown it
            log_action("staff-entered", by=staff.person, person=staff.person)
    return Entered(staff.person, staff.stamp)


def _count(tried: Try) -> Counted:
    with write():
        return throttle.count(tried)


def _wrong(counted: Counted) -> Refused:
    return Refused(counted.then or None, counted.left)
