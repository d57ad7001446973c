"""People for tests: guests, learners with cards, staff. Each call makes a new one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pyotp

from learning.accounts import entry, operations, second_factor
from learning.accounts.operations import NewCard
from learning.accounts.throttle import Caller
from learning.clock import fixed, now
from learning.db import write
from learning.ids import new_id
from learning.records import operations as records
from learning.web.site import site as web_site

PICTURES = ("trau", "sen", "ca")
OTHER_PICTURES = ("ga", "trong", "lua")
PASSWORD = "lúa nếp thơm đồng xa"
HERE = Caller("11111111-1111-4111-8111-111111111111", "203.0.113.7")


def a_guest(language: str = "vi") -> UUID:
    """Somebody without a name."""
    with write():
        return operations.make_guest(new_id(), language)


def a_learner(name: str | None = "Sơn Thị Lan", language: str = "vi") -> UUID:
    """Somebody with a name, and without a card."""
    with write():
        return operations.make_learner(name, 1961, language)


def a_new_card(person: UUID | None = None, name: str = "Sơn Thị Lan") -> NewCard:
    """A card that nobody has used yet."""
    holder = person or a_learner(name)
    with write():
        return operations.issue_card(holder, by=None)


def a_card(person: UUID | None = None, pictures: Sequence[str] = PICTURES) -> NewCard:
    """A card whose pictures are chosen."""
    card = a_new_card(person)
    assert isinstance(entry.choose_pictures(card.number, pictures, HERE), entry.Entered)
    return card


def a_staff_member(
    name: str = "Chị Hạnh", role: str | None = "administrator", place: str | None = None
) -> UUID:
    """Somebody who works here, with PASSWORD."""
    person = operations.create_staff(name, PASSWORD)
    if role is not None:
        with write():
            operations.grant(person, role, place)
    return person


class Phone:
    """The phone of somebody of the staff: shows codes, each later than the last.

    A code stays good for half a minute at least, for a step may end between showing and typing. Only where
    the clock stands still may the oldest good one be shown.
    """

    def __init__(self, secret: str) -> None:
        self._totp = pyotp.TOTP(secret)
        self._last = 0

    def code(self, *, behind: int = 0) -> str:
        """The next code that was not shown yet: the phone's clock is at most a step ahead or behind."""
        current = int(now().timestamp()) // 30
        self._last = max(current - behind, self._last + 1)
        assert self._last <= current + 1, "wait for the next code: advance the clock"
        return self.code_of(self._last)

    def code_of(self, step: int) -> str:
        return self._totp.generate_otp(step)


def a_phone(person: UUID) -> tuple[Phone, list[str]]:
    """A phone that has learned the secret, and the printed codes."""
    pending = second_factor.begin(person)
    phone = Phone(pending.secret)
    with fixed(now()):  # the oldest good code, so that two more can be shown before the clock has moved
        codes = second_factor.set_up(person, pending.sealed, phone.code(behind=1), HERE)
    assert not isinstance(codes, entry.Refused)
    return phone, codes


def keep_something(person: UUID) -> None:
    """One module opened, so that there is something to call one's own."""
    module = web_site().catalog.modules[0]
    event = {
        "id": str(new_id()),
        "verb": "opened",
        "module": module.id,
        "version": module.version,
        "at": now().isoformat(),
        "seq": 1,
        "language": "vi",
        "via": "web",
    }
    assert records.append(person, new_id(), [event]).stored
