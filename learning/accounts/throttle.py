"""Counting tries: who must wait, and for how long. The counts are kept for a day, under keyed hashes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, case, delete, or_, select, update

from learning.accounts import hashing, rules
from learning.accounts.models import Throttle
from learning.clock import now
from learning.db import insert_into, session

KEPT = timedelta(days=1)
# What was counted in a time that has not come yet, was counted by a clock that has been set right since.
NOT_YET = timedelta(minutes=5)
NO_DEVICE = "no device: "


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, as far as a server can tell. Behind one address there may be a whole village."""

    device: str | None
    address: str

    @property
    def network(self) -> str:
        """The address; of an IPv6 one the part that a provider gives to one customer."""
        try:
            address = ip_address(self.address)
        except ValueError:
            return self.address
        return str(address if address.version == 4 else ip_network((address, 64), strict=False))


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many in such a time."""

    bucket: str
    times: int
    per: timedelta


WRONG_BY_DEVICE = Limit("wrong-device", 30, timedelta(minutes=10))
WRONG_BY_ADDRESS = Limit("wrong-address", 400, timedelta(hours=1))
NUMBERS_BY_DEVICE = Limit("number-device", 60, timedelta(minutes=10))
NUMBERS_BY_ADDRESS = Limit("number-address", 800, timedelta(hours=1))
GUESTS_BY_DEVICE = Limit("guest-device", 60, timedelta(hours=1))
GUESTS_BY_ADDRESS = Limit("guest-address", 6000, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Try:
    """One try at a card or a staff name, counted before it is looked at, so that tries at once all count."""

    bucket: str
    name: str
    caller: Caller

    @property
    def by_caller(self) -> tuple[tuple[Limit, str], tuple[Limit, str]]:
        device = self.caller.device or NO_DEVICE + self.caller.network
        return (WRONG_BY_DEVICE, device), (WRONG_BY_ADDRESS, self.caller.network)


@dataclass(frozen=True, slots=True)
class Counted:
    """What counting said: `wait` where the try may not go on, else `then`, the wait if it is wrong."""

    wait: timedelta | None
    then: timedelta
    left: int


def take(bucket: str, subject: str, limit: int, per: timedelta) -> timedelta | None:
    """Count one; returns how long to wait where there were more than `limit` in `per`.

    Inside the caller's write block.
    """
    at = now()
    over = _is_past(at, per)
    made = _insert().values(bucket=bucket, subject=hashing.subject(bucket, subject), window_at=at, taken=1)
    counted = made.on_conflict_do_update(
        index_elements=[Throttle.bucket, Throttle.subject],
        set_={
            "taken": case((over, 1), else_=Throttle.taken + 1),
            "window_at": case((over, at), else_=Throttle.window_at),
        },
    ).returning(Throttle.taken, Throttle.window_at)
    taken, since = session().execute(counted).one()
    return cast("datetime", since) + per - at if taken > limit else None


def is_over(limit: Limit, who: str) -> timedelta | None:
    """How long to wait where so many are taken already. Counts nothing."""
    at = now()
    here = select(Throttle.window_at).where(
        Throttle.bucket == limit.bucket,
        Throttle.subject == hashing.subject(limit.bucket, who),
        Throttle.taken >= limit.times,
        ~_is_past(at, limit.per),
    )
    since = session().execute(here).scalar_one_or_none()
    return None if since is None else since + limit.per - at


def count(tried: Try) -> Counted:
    """Count a try at the card or name, the device, and last the address. Inside the caller's write block."""
    at = now()
    _forget_old(at)
    if wait := rules.remaining(_locked_until(tried), at):
        return Counted(wait, wait, 0)
    for limit, who in tried.by_caller:
        if wait := take(limit.bucket, who, limit.times, limit.per):
            return Counted(wait, wait, 0)
    failures = _one_more(tried, at)
    if failures is None:  # somebody else's try at the same moment has just locked it
        return Counted(rules.FIRST_WAIT, rules.FIRST_WAIT, 0)
    then = rules.wait_after(failures)
    if then:
        session().execute(update(Throttle).where(_is(tried)).values(locked_until=at + then))
    return Counted(None, then, max(0, rules.FREE_TRIES - failures))


def forgive(tried: Try) -> None:
    """It was right: nothing is counted against anyone. Inside the caller's write block."""
    session().execute(delete(Throttle).where(_is(tried)))
    for limit, who in tried.by_caller:
        here = (Throttle.bucket == limit.bucket) & (Throttle.subject == hashing.subject(limit.bucket, who))
        session().execute(update(Throttle).where(here, Throttle.taken > 0).values(taken=Throttle.taken - 1))


def _one_more(tried: Try, at: datetime) -> int | None:
    stale = _is_past(at, KEPT)
    made = _insert().values(
        bucket=tried.bucket, subject=hashing.subject(tried.bucket, tried.name), window_at=at, taken=1
    )
    counted = made.on_conflict_do_update(
        index_elements=[Throttle.bucket, Throttle.subject],
        set_={"taken": case((stale, 1), else_=Throttle.taken + 1), "window_at": at},
        where=or_(Throttle.locked_until.is_(None), Throttle.locked_until <= at),
    ).returning(Throttle.taken)
    return cast("int | None", session().execute(counted).scalar_one_or_none())


def _locked_until(tried: Try) -> datetime | None:
    return session().execute(select(Throttle.locked_until).where(_is(tried))).scalar_one_or_none()


def _is(tried: Try) -> Any:
    return (Throttle.bucket == tried.bucket) & (Throttle.subject == hashing.subject(tried.bucket, tried.name))


def _forget_old(at: datetime) -> int:
    gone = session().execute(delete(Throttle).where(_is_past(at, KEPT)))
    return cast("CursorResult[Any]", gone).rowcount


def _is_past(at: datetime, per: timedelta) -> ColumnElement[bool]:
    return or_(Throttle.window_at <= at - per, Throttle.window_at > at + NOT_YET)


def _insert() -> Any:
    return insert_into(Throttle, session().get_bind().dialect.name)
