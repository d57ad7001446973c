"""What the voice desk knows: who agreed, what waits to be heard, what is played."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select

from learning.clock import now
from learning.db import session
from learning.voices import rules
from learning.voices.models import VoiceClip, VoiceConsent


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording by one person."""

    id: UUID
    language: str
    key: str
    text: str
    name: str
    dialect: str
    by: UUID | None
    at: datetime
    state: str
    return_kind: str | None


@dataclass(frozen=True, slots=True)
class Played:
    """One recording as it goes from server to server: without anybody's name."""

    text: str
    name: str
    ms: int
    size: int
    dialect: str


def has_agreed(person: UUID, language: str) -> bool:
    """May this person's voice be played?"""
    found = session().get(VoiceConsent, (person, language))
    return found is not None and found.withdrawn_at is None


def live(language: str) -> dict[str, str]:
    """File by text of what a second person has approved."""
    wanted = select(VoiceClip.key, VoiceClip.name)
    rows = session().execute(wanted.where(VoiceClip.language == language, VoiceClip.state == "approved"))
    return {row.key: row.name for row in rows}


def waiting_of(person: UUID, language: str) -> set[str]:
    """The texts that this person has recorded and nobody has heard yet."""
    mine = (VoiceClip.language == language, VoiceClip.by_id == person, VoiceClip.state == "waiting")
    return set(session().execute(select(VoiceClip.key).where(*mine)).scalars())


def is_played(name: str) -> bool:
    """Does an approved recording lie in this file, or is this the copy of one?"""
    these = (VoiceClip.name.in_(rules.originals(name)), VoiceClip.state == "approved")
    return session().execute(select(VoiceClip.id).where(*these).limit(1)).first() is not None


def names() -> set[str]:
    """Every recording that is still needed."""
    return set(session().execute(select(VoiceClip.name)).scalars())


def names_played() -> list[str]:
    """Every recording that learners may hear."""
    wanted = select(VoiceClip.name).where(VoiceClip.state == "approved").distinct().order_by(VoiceClip.name)
    return list(session().execute(wanted).scalars())


def played(language: str) -> list[Played]:
    """What a pack of this language holds."""
    these = (VoiceClip.language == language, VoiceClip.state == "approved")
    rows = session().execute(select(VoiceClip).where(*these).order_by(VoiceClip.key)).scalars()
    return [Played(one.text, one.name, one.ms, one.size, one.dialect) for one in rows]


def last_pack(language: str, origin: UUID) -> datetime | None:
    """When the newest pack was made that was taken at its word; an older one brings back what is gone."""
    theirs = (VoiceClip.language == language, VoiceClip.origin == origin, VoiceClip.decided_by.is_(None))
    return session().execute(select(func.max(VoiceClip.decided_at)).where(*theirs)).scalar_one()


def clip(language: str, id: UUID) -> Clip | None:
    found = session().get(VoiceClip, id)
    return _fact(found) if found and found.language == language else None


def to_hear(language: str, hearer: UUID, after: datetime | None = None) -> tuple[Clip | None, int]:
    """The next that somebody else has recorded, the oldest first, and how many there are."""
    by_others = or_(VoiceClip.by_id.is_(None), VoiceClip.by_id != hearer)
    these = (VoiceClip.language == language, VoiceClip.state == "waiting", by_others)
    many = session().execute(select(func.count()).select_from(VoiceClip).where(*these)).scalar_one()
    wanted = select(VoiceClip).where(*these).order_by(VoiceClip.at, VoiceClip.id).limit(1)
    found = None
    if after is not None:
        found = session().execute(wanted.where(VoiceClip.at > after)).scalar_one_or_none()
    found = found or session().execute(wanted).scalar_one_or_none()
    return (_fact(found) if found else None), many


def returned_to(person: UUID, language: str) -> list[Clip]:
    """What came back and was not read anew since."""
    mine = (VoiceClip.language == language, VoiceClip.by_id == person, VoiceClip.state == "returned")
    rows = session().execute(select(VoiceClip).where(*mine).order_by(VoiceClip.decided_at.desc()).limit(50))
    return [_fact(one) for one in rows.scalars()]


def sent_lately(person: UUID) -> int:
    """How many recordings somebody has sent within an hour."""
    since = now() - timedelta(hours=1)
    wanted = select(func.count()).select_from(VoiceClip)
    return session().execute(wanted.where(VoiceClip.by_id == person, VoiceClip.at > since)).scalar_one()


def _fact(one: VoiceClip) -> Clip:
    return Clip(
        one.id,
        one.language,
        one.key,
        one.text,
        one.name,
        one.dialect,
        one.by_id,
        one.at,
        one.state,
        one.return_kind,
    )
