"""What this room forgets of somebody who is erased: their voice."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from learning.db import session
from learning.voices import operations
from learning.voices.models import VoiceConsent


def forget(people: Collection[UUID]) -> None:
    """No clip of theirs is played any more; a worker tidies the file. In the caller's block."""
    theirs = select(VoiceConsent).where(VoiceConsent.person_id.in_(people))
    for one in session().execute(theirs).scalars().all():
        operations.withdraw(one.person_id, one.language)
