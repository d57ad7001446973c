"""What this room forgets of somebody who is erased: their profile as other servers told it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete

from learning.db import session
from learning.peers.models import PeerConflict, PeerDecision, PeerProfile


def forget(people: Collection[UUID]) -> None:
    """Their profiles go, and what was or is to be decided about them. In the caller's write block.

    Which peers may know them stays: they have to hear that these people are erased.
    """
    for table in (PeerProfile, PeerConflict, PeerDecision):
        session().execute(delete(table).where(table.feed == "people", table.thing_id.in_(people)))
