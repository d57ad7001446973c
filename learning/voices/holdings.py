"""What the voice desk keeps of a person, as they may take it home."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from learning.db import session
from learning.voices.models import VoiceClip, VoiceConsent


def kept_of(person: UUID) -> dict[str, Any]:
    """Empty for nearly everybody."""
    agreed = session().execute(select(VoiceConsent).where(VoiceConsent.person_id == person)).scalars()
    clips = session().execute(select(VoiceClip).where(VoiceClip.by_id == person).order_by(VoiceClip.at))
    found = {
        "voice_consents": [
            {
                "language": one.language,
                "given_at": one.given_at.isoformat(),
                "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            }
            for one in agreed
        ],
        "voice_clips": [
            {"language": one.language, "text": one.text, "at": one.at.isoformat(), "state": one.state}
            for one in clips.scalars()
        ],
    }
    return {name: rows for name, rows in found.items() if rows}
