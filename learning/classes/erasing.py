"""What this room forgets of somebody who is erased: where they told a class that they live."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import update

from learning.classes.models import Membership
from learning.clock import now
from learning.db import session
from learning.records import due


def forget(people: Collection[UUID]) -> None:
    """They learn in no class any more, and no hamlet stands beside their number. In the caller's block."""
    theirs = update(Membership).where(Membership.person_id.in_(people))
    session().execute(theirs.values(hamlet=None, place_id=None))
    session().execute(theirs.where(Membership.left_at.is_(None)).values(left_at=now()))
    due.mark(session(), people)
