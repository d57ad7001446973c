"""What the desk knows: who translates what, what waits, what is live. No name of anybody comes out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from learning.db import read_alone, session
from learning.desk.models import DeskQuestion, DeskSpeaker, DeskSuggestion, DeskVersion

MOST_REMEMBERED = 4000
MOST_LISTED = 50

_versions = select(DeskVersion.language, DeskVersion.number)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody translates into a language."""

    person: UUID
    language: str
    dialect: str
    spelling: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One translation by one person."""

    id: UUID
    language: str
    domain: str
    key: str
    context: str
    source: str
    plural: str
    forms: tuple[str, ...]
    dialect: str
    spelling: str
    by: UUID
    at: datetime
    state: str
    return_kind: str | None
    return_note: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked about a sentence, and what was answered."""

    id: UUID
    language: str
    domain: str
    key: str
    source: str
    kind: str
    note: str
    by: UUID
    at: datetime
    answer: str | None


def versions() -> dict[str, int]:
    """How often what is live has changed, by language: what every worker looks at now and then."""
    return {row.language: row.number for row in read_alone(_versions)}


def languages_of(person: UUID) -> list[Speaker]:
    """What somebody translates into now."""
    wanted = _speakers().where(DeskSpeaker.person_id == person)
    return [Speaker(*row) for row in session().execute(wanted)]


def speaker(person: UUID, language: str) -> Speaker | None:
    """Does this person translate into that language?"""
    wanted = _speakers().where(DeskSpeaker.person_id == person, DeskSpeaker.language == language)
    found = session().execute(wanted).one_or_none()
    return Speaker(*found) if found else None


def speakers() -> list[Speaker]:
    """Everybody who translates, for whoever gives languages."""
    return [Speaker(*row) for row in session().execute(_speakers())]


def _speakers() -> Select[UUID, str, str, str]:
    columns = (DeskSpeaker.person_id, DeskSpeaker.language, DeskSpeaker.dialect, DeskSpeaker.spelling)
    return select(*columns).where(DeskSpeaker.ended_at.is_(None)).order_by(DeskSpeaker.language)


def live(language: str) -> list[DeskSuggestion]:
    """Everything approved and not replaced, in the order in which it was approved."""
    wanted = select(DeskSuggestion).where(
        DeskSuggestion.language == language, DeskSuggestion.state == "approved"
    )
    return list(session().execute(wanted.order_by(DeskSuggestion.number)).scalars())


def remembered(language: str) -> dict[str, tuple[str, Sequence[str]]]:
    """(sentence, forms) by key of what was approved, the newest: sentences that are gone help as well."""
    wanted = (
        select(DeskSuggestion.key, DeskSuggestion.source, DeskSuggestion.forms)
        .where(DeskSuggestion.language == language, DeskSuggestion.state == "approved")
        .order_by(DeskSuggestion.number.desc())
        .limit(MOST_REMEMBERED)
    )
    return {key: (source, forms) for key, source, forms in session().execute(wanted)}


def live_keys(language: str) -> set[str]:
    """The sentences that are approved."""
    return _keys(language, "approved")


def waiting_keys(language: str) -> set[str]:
    """The sentences that somebody has translated and nobody has read yet."""
    return _keys(language, "waiting")


def _keys(language: str, state: str) -> set[str]:
    wanted = select(DeskSuggestion.key).where(
        DeskSuggestion.language == language, DeskSuggestion.state == state
    )
    return set(session().execute(wanted).scalars())


def of_text(language: str, key: str) -> list[Suggestion]:
    """What was suggested for a sentence and still counts: waiting, live, or returned."""
    wanted = select(DeskSuggestion).where(
        DeskSuggestion.language == language,
        DeskSuggestion.key == key,
        DeskSuggestion.state != "replaced",
    )
    return [_fact(one) for one in session().execute(wanted.order_by(DeskSuggestion.at.desc())).scalars()]


def to_read(language: str, reader: UUID, after: datetime | None = None) -> tuple[Suggestion | None, int]:
    """The next that somebody else has suggested, the oldest first, and how many there are."""
    mine = (
        DeskSuggestion.language == language,
        DeskSuggestion.state == "waiting",
        DeskSuggestion.by_id != reader,
    )
    many = session().execute(select(func.count()).select_from(DeskSuggestion).where(*mine)).scalar_one()
    order = (DeskSuggestion.at, DeskSuggestion.id)
    wanted = select(DeskSuggestion).where(*mine).order_by(*order).limit(1)
    found = None
    if after is not None:
        found = session().execute(wanted.where(DeskSuggestion.at > after)).scalar_one_or_none()
    found = found or session().execute(wanted).scalar_one_or_none()
    return (_fact(found) if found else None), many


def suggestion(language: str, id: UUID) -> Suggestion | None:
    """One suggestion of a language."""
    wanted = select(DeskSuggestion).where(DeskSuggestion.language == language, DeskSuggestion.id == id)
    found = session().execute(wanted).scalar_one_or_none()
    return _fact(found) if found else None


def returned_to(person: UUID, language: str) -> list[Suggestion]:
    """What came back to somebody and was not written anew since."""
    wanted = (
        select(DeskSuggestion)
        .where(
            DeskSuggestion.language == language,
            DeskSuggestion.by_id == person,
            DeskSuggestion.state == "returned",
        )
        .order_by(DeskSuggestion.decided_at.desc())
        .limit(MOST_LISTED)
    )
    return [_fact(one) for one in session().execute(wanted).scalars()]


def questions(languages: Collection[str] | None) -> list[Question]:
    """What nobody has answered yet, the oldest first; None is every language."""
    wanted = select(DeskQuestion).where(DeskQuestion.answered_at.is_(None))
    if languages is not None:
        wanted = wanted.where(DeskQuestion.language.in_(languages))
    rows = session().execute(wanted.order_by(DeskQuestion.at).limit(MOST_LISTED)).scalars()
    return [_question(one) for one in rows]


def questions_about(language: str, key: str) -> list[Question]:
    """What was asked about a sentence, by its translators into this language or, if answered, by any."""
    wanted = select(DeskQuestion).where(
        DeskQuestion.key == key,
        or_(DeskQuestion.language == language, DeskQuestion.answered_at.is_not(None)),
    )
    return [_question(one) for one in session().execute(wanted.order_by(DeskQuestion.at)).scalars()]


def question(id: UUID) -> Question | None:
    found = session().get(DeskQuestion, id)
    return _question(found) if found else None


def _fact(one: DeskSuggestion) -> Suggestion:
    return Suggestion(
        id=one.id,
        language=one.language,
        domain=one.domain,
        key=one.key,
        context=one.context,
        source=one.source,
        plural=one.plural,
        forms=tuple(one.forms),
        dialect=one.dialect,
        spelling=one.spelling,
        by=one.by_id,
        at=one.at,
        state=one.state,
        return_kind=one.return_kind,
        return_note=one.return_note,
    )


def _question(one: DeskQuestion) -> Question:
    return Question(
        one.id,
        one.language,
        one.domain,
        one.key,
        one.source,
        one.kind,
        one.note,
        one.by_id,
        one.at,
        one.answer,
    )
