"""Erasing a person: what they learned moves to an anonymous number, and they are nobody."""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.accounts import erasing
from learning.accounts.links import ids_of
from learning.db import write
from learning.ids import new_id
from learning.records import contacts, projections
from learning.records.operations import EVENT, held_with_kin


def erase(
    person: UUID,
    by: UUID | None,
    reason: str,
    *,
    rooms: Sequence[Callable[[Collection[UUID]], None]] = (),
) -> None:
    """Forget who a person is: from now on what she learned is an anonymous number's, and she is nobody.

    `rooms` keep more of her and forget it in the same transaction. Opens its own write block.
    """
    with write() as current:
        erase_within(current, person, by, reason, rooms=rooms)


def erase_within(
    current: Session,
    person: UUID,
    by: UUID | None,
    reason: str,
    *,
    rooms: Sequence[Callable[[Collection[UUID]], None]] = (),
) -> None:
    """The same, in the caller's write block."""
    whole = held_with_kin(current, {person})[person]
    counted = ids_of(whole)
    erasing.forget(whole, counted, by, reason)
    for forget in rooms:
        forget(counted)
    contacts.forget(counted)
    hers = EVENT.c.person_id.in_(counted)
    if current.execute(select(EVENT.c.id).where(hers).limit(1)).one_or_none() is not None:
        nobody = erasing.make_nobody()
        # The device goes too: its name stands on her phone.
        current.execute(EVENT.update().where(hers).values(person_id=nobody, device=new_id()))
        projections.renew(current, nobody, (nobody,))
    for one in counted:
        projections.renew(current, one, ())
