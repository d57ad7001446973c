"""What this room forgets of somebody who is erased: how they speak, and what they said in own words."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import update

from learning.clock import now
from learning.db import session
from learning.desk.models import DeskQuestion, DeskSpeaker, DeskSuggestion


def forget(people: Collection[UUID]) -> None:
    """They translate nothing any more. Translations stay: they are the site's own words by now.

    In the caller's block.
    """
    theirs = update(DeskSpeaker).where(DeskSpeaker.person_id.in_(people))
    session().execute(theirs.values(dialect="", spelling=""))
    session().execute(theirs.where(DeskSpeaker.ended_at.is_(None)).values(ended_at=now()))
    words = update(DeskSuggestion).where(DeskSuggestion.by_id.in_(people))
    session().execute(words.values(dialect="", spelling=""))
    reasons = update(DeskSuggestion).where(DeskSuggestion.decided_by.in_(people))
    session().execute(reasons.values(return_note=None))
    session().execute(update(DeskQuestion).where(DeskQuestion.by_id.in_(people)).values(note=""))
