"""What the desk keeps of a person, as they may take it home: what they translate, wrote and asked."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from learning.db import session
from learning.desk.models import DeskQuestion, DeskSpeaker, DeskSuggestion

LANGUAGES = select(
    DeskSpeaker.language,
    DeskSpeaker.dialect,
    DeskSpeaker.spelling,
    DeskSpeaker.given_at,
    DeskSpeaker.ended_at,
)
WORDS = select(
    DeskSuggestion.language,
    DeskSuggestion.source,
    DeskSuggestion.forms,
    DeskSuggestion.at,
    DeskSuggestion.state,
).order_by(DeskSuggestion.at)
QUESTIONS = select(DeskQuestion.language, DeskQuestion.source, DeskQuestion.note, DeskQuestion.at)


def kept_of(person: UUID) -> dict[str, Any]:
    """Empty for nearly everybody: only translators have anything here."""
    found = {
        "translates": LANGUAGES.where(DeskSpeaker.person_id == person),
        "translations": WORDS.where(DeskSuggestion.by_id == person),
        "asked_at_the_desk": QUESTIONS.where(DeskQuestion.by_id == person),
    }
    rows = {name: session().execute(wanted).mappings().all() for name, wanted in found.items()}
    return {
        name: [{key: _plain(value) for key, value in row.items()} for row in some]
        for name, some in rows.items()
        if some
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
