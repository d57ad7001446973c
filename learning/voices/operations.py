"""What is done at the voice desk, inside the caller's write block. Everything may be sent twice."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update

from learning.clock import now
from learning.db import db, insert_into, session
from learning.desk import operations as desk
from learning.desk.queries import Speaker
from learning.ids import new_id
from learning.voices import rules
from learning.voices.models import STILL_WAITING, VoiceClip, VoiceConsent


class SamePerson(ValueError):
    """Nobody approves their own voice."""

    def __init__(self) -> None:
        super().__init__("Another person must hear this.")


class NoLongerThere(ValueError):
    """It was decided by somebody else, recorded anew, or withdrawn since the page was made."""

    def __init__(self) -> None:
        super().__init__("This recording is no longer what was heard.")


def agree(person: UUID, language: str) -> None:
    """From now on this person's voice may be played in that language."""
    row = {"given_at": now(), "withdrawn_at": None}
    made = insert_into(VoiceConsent.__table__, _dialect()).values(person_id=person, language=language, **row)
    session().execute(
        made.on_conflict_do_update(
            index_elements=["person_id", "language"],
            set_=row,
            where=VoiceConsent.__table__.c.withdrawn_at.is_not(None),
        )
    )


def withdraw(person: UUID, language: str) -> list[str]:
    """No longer, and nothing of it is left; returns the files that nobody needs any more."""
    theirs = (VoiceClip.by_id == person, VoiceClip.language == language)
    names = set(session().execute(select(VoiceClip.name).where(*theirs)).scalars())
    session().execute(delete(VoiceClip).where(*theirs))
    still = (VoiceConsent.person_id == person, VoiceConsent.language == language)
    session().execute(update(VoiceConsent).where(*still).values(withdrawn_at=now()))
    desk.count_up(language)
    return _unused(names)


def keep(speaker: Speaker, text: str, name: str, ms: int, size: int) -> None:
    """A recording of a text, in place of what this person had waiting or what came back."""
    key = rules.key_of(speaker.language, text)
    new = {"name": name, "ms": ms, "size": size, "dialect": speaker.dialect, "at": now()}
    made = insert_into(VoiceClip.__table__, _dialect()).values(
        id=new_id(),
        language=speaker.language,
        key=key,
        text=text,
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
        VoiceClip.language == speaker.language,
        VoiceClip.key == key,
        VoiceClip.by_id == speaker.person,
        VoiceClip.state == "returned",
    )
    session().execute(update(VoiceClip).where(*came_back).values(state="replaced"))


def bring(language: str, origin: UUID, clip: Mapping[str, Any], approved_at: datetime | None) -> str | None:
    """A recording out of another server's pack; what became of it, None where it is here already.

    `approved_at`: the word of that server counts here. One that was returned here is not
    offered again, and one that was read and approved here is not pushed aside.
    """
    key = rules.key_of(language, clip["text"])
    here = (VoiceClip.language == language, VoiceClip.key == key)
    same = select(VoiceClip.id).where(*here, VoiceClip.name == clip["name"], VoiceClip.state != "replaced")
    if approved_at:  # what waited before that server was paired need wait no longer
        same = same.where(or_(VoiceClip.state != "waiting", VoiceClip.origin.is_distinct_from(origin)))
    if session().execute(same.limit(1)).first() is not None:
        return None
    desk.count_up(language)  # first: whoever approves in this language at the same time waits
    before = (*here, VoiceClip.origin == origin, VoiceClip.decided_by.is_(None))
    of_theirs = update(VoiceClip).where(*before, VoiceClip.state.in_(("waiting", "approved")))
    session().execute(of_theirs.values(state="replaced"))
    own = session().execute(select(VoiceClip.id).where(*here, VoiceClip.state == "approved").limit(1)).first()
    state = "approved" if approved_at and own is None else "waiting"
    row = VoiceClip(language=language, key=key, origin=origin, at=now(), state=state, **clip)
    row.decided_at = approved_at if state == "approved" else None
    session().add(row)
    session().flush()
    return state


def drop_others(
    language: str, origin: UUID, keys: Collection[str], approved_at: datetime | None
) -> tuple[list[str], int]:
    """What a server no longer plays is gone here too; returns files that nobody needs, and how many clips."""
    theirs = select(VoiceClip).where(VoiceClip.language == language, VoiceClip.origin == origin)
    rows = [one for one in session().execute(theirs).scalars() if one.key not in keys]
    for one in rows:
        session().delete(one)
    if rows:
        desk.count_up(language)
    session().flush()
    if approved_at:
        on_their_word = (VoiceClip.decided_by.is_(None), VoiceClip.state == "approved")
        last = update(VoiceClip).where(VoiceClip.language == language, VoiceClip.origin == origin)
        session().execute(last.where(*on_their_word).values(decided_at=approved_at))
    return _unused({one.name for one in rows}), sum(one.state != "replaced" for one in rows)


def approve(speaker: Speaker, id: UUID, name: str) -> None:
    """This very recording is played from now on."""
    desk.count_up(speaker.language)  # first: whoever approves in this language at the same time waits
    found = _waiting(speaker, id, name, done="approved")
    if found is None:
        return
    live = (
        VoiceClip.language == found.language,
        VoiceClip.key == found.key,
        VoiceClip.state == "approved",
    )
    session().execute(update(VoiceClip).where(*live).values(state="replaced"))
    decided = {"state": "approved", "decided_by": speaker.person, "decided_at": now()}
    session().execute(update(VoiceClip).where(VoiceClip.id == id).values(**decided))


def send_back(speaker: Speaker, id: UUID, name: str, kind: str) -> None:
    """Back to whoever read it, with what is wrong."""
    if _waiting(speaker, id, name, done="returned") is None:
        return
    decided = {"state": "returned", "decided_by": speaker.person, "decided_at": now(), "return_kind": kind}
    session().execute(update(VoiceClip).where(VoiceClip.id == id).values(**decided))


def _waiting(speaker: Speaker, id: UUID, name: str, done: str) -> VoiceClip | None:
    """The recording that was heard, held until the block ends; None where this person did it already."""
    here = (VoiceClip.id == id, VoiceClip.language == speaker.language)
    found = session().execute(select(VoiceClip).where(*here).with_for_update()).scalar_one_or_none()
    if found is None:
        raise NoLongerThere
    if found.by_id == speaker.person:
        raise SamePerson
    if found.state == done and found.decided_by == speaker.person:
        return None
    if found.state != "waiting" or found.name != name:
        raise NoLongerThere
    return found


def _unused(names: Collection[str]) -> list[str]:
    """Of these files those that no row names any more."""
    used = select(VoiceClip.name).where(VoiceClip.name.in_(names))
    return sorted(set(names) - set(session().execute(used).scalars()))


def _dialect() -> str:
    return db.engine.dialect.name
