"""People for tests: guests, learners with cards, staff. Each call makes a new one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from learning.accounts import entry, operations
from learning.accounts.operations import NewCard
from learning.accounts.throttle import Caller
from learning.clock import now
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


def a_staff_member(name: str = "Chị Hạnh", role: str | None = "administrator") -> UUID:
    """Somebody who works here, with PASSWORD."""
    person = operations.create_staff(name, PASSWORD)
    if role is not None:
        with write():
            operations.grant(person, role)
    return person


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
