"""What is done at the desk, inside the caller's write block: suggest, approve, return, ask, answer, give.

Everything may be sent twice: a line that breaks after we wrote must not make it happen again.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import CursorResult, Executable, func, select, update

from learning.accounts import actions
from learning.clock import now
from learning.db import db, insert_into, session
from learning.desk import rules
from learning.desk.models import STILL_WAITING, DeskQuestion, DeskSpeaker, DeskSuggestion, DeskVersion
from learning.desk.queries import Speaker
from learning.desk.texts import Text
from learning.i18n import lazy_gettext as lazy
from learning.ids import new_id

actions.register(
    {
        "desk-given": lazy("Giao một thứ tiếng cho người dịch"),
        "desk-ended": lazy("Thôi giao một thứ tiếng"),
        "desk-exported": lazy("Ghi bản dịch đã duyệt vào tệp"),
    }
)


class SamePerson(ValueError):
    """Nobody approves their own words."""

    def __init__(self) -> None:
        super().__init__("Another person must approve this.")


class NoLongerThere(ValueError):
    """It was decided by somebody else, or rewritten, since the page was made."""

    def __init__(self) -> None:
        super().__init__("This suggestion is no longer what was shown.")


# --- who translates what ---


def give(person: UUID, language: str, by: UUID) -> None:
    """From now on this person translates into that language. Giving it twice changes nothing."""
    at = now()
    row = {"dialect": "", "spelling": "", "given_by": by, "given_at": at, "ended_at": None}
    made = insert_into(DeskSpeaker.__table__, _dialect()).values(person_id=person, language=language, **row)
    again = {"given_by": by, "given_at": at, "ended_at": None}
    changed = made.on_conflict_do_update(
        index_elements=["person_id", "language"],
        set_=again,
        where=DeskSpeaker.__table__.c.ended_at.is_not(None),
    )
    if _changed(changed):
        actions.log_action("desk-given", by=by, person=person, details={"language": language})


def end(person: UUID, language: str, by: UUID) -> None:
    """No longer. What they have translated stays."""
    still = (
        DeskSpeaker.person_id == person,
        DeskSpeaker.language == language,
        DeskSpeaker.ended_at.is_(None),
    )
    if _changed(update(DeskSpeaker).where(*still).values(ended_at=now())):
        actions.log_action("desk-ended", by=by, person=person, details={"language": language})


def describe(speaker: Speaker, dialect: str, spelling: str) -> None:
    """Which of a language's forms somebody speaks and writes, as they say it."""
    theirs = (DeskSpeaker.person_id == speaker.person, DeskSpeaker.language == speaker.language)
    session().execute(update(DeskSpeaker).where(*theirs).values(dialect=dialect, spelling=spelling))


# --- words ---


def suggest(speaker: Speaker, text: Text, forms: Sequence[str]) -> None:
    """Somebody's translation of a sentence, in place of what they had waiting or what came back to them."""
    rows = DeskSuggestion.__table__
    new = {
        "forms": list(forms),
        "dialect": speaker.dialect,
        "spelling": speaker.spelling,
        "at": now(),
    }
    made = insert_into(rows, _dialect()).values(
        id=new_id(),
        language=speaker.language,
        domain=text.domain,
        key=text.key,
        context=text.context,
        source=text.source,
        plural=text.plural,
        by_id=speaker.person,
        state="waiting",
        **new,
    )
    session().execute(
        made.on_conflict_do_update(
            index_elements=["language", "key", "by_id"], index_where=STILL_WAITING, set_=new
        )
    )
    came_back = (
        DeskSuggestion.language == speaker.language,
        DeskSuggestion.key == text.key,
        DeskSuggestion.by_id == speaker.person,
        DeskSuggestion.state == "returned",
    )
    session().execute(update(DeskSuggestion).where(*came_back).values(state="replaced"))


def approve(speaker: Speaker, id: UUID, seen: str) -> None:
    """These very words are live from now on. Raises SamePerson, or NoLongerThere where they are others."""
    number = _count_up(speaker.language)  # first: whoever approves in this language at the same time waits
    found = _waiting(speaker, id, seen, done="approved")
    if found is None:
        return
    live = (
        DeskSuggestion.language == found.language,
        DeskSuggestion.key == found.key,
        DeskSuggestion.state == "approved",
    )
    session().execute(update(DeskSuggestion).where(*live).values(state="replaced"))
    decided = {"state": "approved", "decided_by": speaker.person, "decided_at": now(), "number": number}
    session().execute(update(DeskSuggestion).where(DeskSuggestion.id == id).values(**decided))


def send_back(speaker: Speaker, id: UUID, seen: str, kind: str, note: str) -> None:
    """Back to whoever wrote it, with what is wrong."""
    if _waiting(speaker, id, seen, done="returned") is None:
        return
    decided = {"state": "returned", "decided_by": speaker.person, "decided_at": now()}
    why = {"return_kind": kind, "return_note": note or None}
    session().execute(update(DeskSuggestion).where(DeskSuggestion.id == id).values(**decided, **why))


def _waiting(speaker: Speaker, id: UUID, seen: str, done: str) -> DeskSuggestion | None:
    """The suggestion that was read, held until the block ends; None where this person did it already."""
    here = (DeskSuggestion.id == id, DeskSuggestion.language == speaker.language)
    found = session().execute(select(DeskSuggestion).where(*here).with_for_update()).scalar_one_or_none()
    if found is None:
        raise NoLongerThere
    if not rules.may_decide(found.by_id, speaker.person):
        raise SamePerson
    if found.state == done and found.decided_by == speaker.person:
        return None
    if found.state != "waiting" or rules.seen(found.forms) != seen:
        raise NoLongerThere
    return found


def count_up(language: str) -> None:
    """Every worker reads this language anew: its files have changed."""
    _count_up(language)


def _count_up(language: str) -> int:
    rows = DeskVersion.__table__
    made = insert_into(rows, _dialect()).values(language=language, number=1)
    session().execute(
        made.on_conflict_do_update(index_elements=["language"], set_={"number": rows.c.number + 1})
    )
    return session().execute(select(DeskVersion.number).where(DeskVersion.language == language)).scalar_one()


def mark_exported(ids: Sequence[UUID]) -> None:
    """They stand in a catalogue now, which may be corrected there: its words count from here on."""
    at = func.coalesce(DeskSuggestion.exported_at, now())
    session().execute(update(DeskSuggestion).where(DeskSuggestion.id.in_(ids)).values(exported_at=at))


# --- questions ---


def ask(speaker: Speaker, text: Text, kind: str, note: str) -> None:
    """One open question a person and sentence: asking again says it better."""
    mine = (
        DeskQuestion.language == speaker.language,
        DeskQuestion.key == text.key,
        DeskQuestion.by_id == speaker.person,
        DeskQuestion.answered_at.is_(None),
    )
    if _changed(update(DeskQuestion).where(*mine).values(kind=kind, note=note)):
        return
    session().add(
        DeskQuestion(
            language=speaker.language,
            domain=text.domain,
            key=text.key,
            source=text.source,
            kind=kind,
            note=note,
            by_id=speaker.person,
            at=now(),
        )
    )


def answer(id: UUID, words: str, by: UUID) -> None:
    """The first answer stays."""
    still_open = (DeskQuestion.id == id, DeskQuestion.answered_at.is_(None))
    said = {"answer": words, "answered_by": by, "answered_at": now()}
    session().execute(update(DeskQuestion).where(*still_open).values(**said))


def _changed(statement: Executable) -> bool:
    result = session().execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount > 0


def _dialect() -> str:
    return db.engine.dialect.name
