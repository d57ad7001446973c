"""Taking over what another device kept, as that device would have sent it: twice changes nothing."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from learning.accounts import keys
from learning.accounts import operations as accounts
from learning.accounts.keys import InvalidKey
from learning.db import write
from learning.records import operations
from learning.records.contacts import Said
from learning.records.events import Reason
from learning.sync import carried
from learning.sync.bundles import Bundle, Turn
from learning.sync.forms import MOST_EVENTS


@dataclass(slots=True)
class Taken:
    """What became of a bundle. `foreign`: of another server's record, so that it stays where it is.

    `passed_on`: of another server's too, and a copy is kept here to go on to it.
    """

    safe: int = 0
    passed_on: int = 0
    foreign: int = 0
    refused: Counter[Reason] = field(default_factory=Counter)


def take(bundle: Bundle, address: str) -> Taken:
    """Keep what was handed over. Opens write blocks of its own, one for each guest and batch."""
    taken = Taken()
    for turn in bundle.turns:
        try:
            person, device = _whose(turn, address)
        except InvalidKey:
            with write() as current:
                goes_on = carried.keep_from(current, address, turn.record_key or "", turn.events)
            taken.passed_on += goes_on
            taken.foreign += len(turn.events) - goes_on
            continue
        for start in range(0, len(turn.events), MOST_EVENTS):
            batch = turn.events[start : start + MOST_EVENTS]
            receipt = operations.append(person, device, batch, said=Said())
            taken.safe += len(receipt.stored) + len(receipt.known)
            taken.refused.update(refusal.reason for refusal in receipt.refused)
    return taken


def _whose(turn: Turn, address: str) -> tuple[UUID, UUID]:
    """Person and device, by the turn's key; without one, the guest that follows from the turn."""
    if turn.record_key is not None:
        key = keys.read(turn.record_key)
        return key.person, key.device
    with write():
        return accounts.make_guest(turn.device, turn.language, address, turn.turn), turn.device
