"""Classes and who learns in them, as another server of ours may have them, and taking them in.

Who leads a class, and who made it, stays at its own server: a right is given only where somebody works. What
both sides may say of a class is settled as a profile is; memberships add up. Inside a write block.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.accounts import queries as accounts
from learning.accounts.links import canonical_of
from learning.carrying import Carried, Record, read_as, record_of
from learning.classes import homes, queries, rules
from learning.classes.models import ClassGroup, Membership
from learning.classes.words import DAY_WORDS
from learning.db import session as db_session
from learning.i18n import lazy_gettext as lazy
from learning.places import queries as geography
from learning.places.rules import closed, is_below
from learning.records import due
from learning.web.site import site

MEMBERS = {
    "name": lazy("Tên lớp"),
    "place": lazy("Nơi học"),
    "modules": lazy("Các bài"),
    "days": lazy("Những ngày học"),
}
PRINTABLE = r"^[^\x00-\x1f\x7f]+$"
Slug = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9-]+$")]
Day = Annotated[int, Field(ge=0, le=6)]


class ClassCarried(Carried):
    """A class without those who lead it."""

    id: UUID
    name: str = Field(max_length=rules.LONGEST_CLASS_NAME, pattern=PRINTABLE)
    place: str | None = Field(max_length=rules.LONGEST_PLACE, pattern=r"^(/[a-z0-9-]+)+/?$")
    modules: list[Slug] = Field(max_length=500)
    days: list[Day] = Field(max_length=7)
    made_at: AwareDatetime
    ended_at: AwareDatetime | None

    @property
    def profile(self) -> dict[str, Any]:
        """What both sides may change."""
        return {name: getattr(self, name) for name in MEMBERS}


class MemberCarried(Carried):
    """Somebody learns in a class, or did."""

    id: UUID
    class_id: UUID
    person_id: UUID
    hamlet: str | None = Field(max_length=rules.LONGEST_HAMLET, pattern=PRINTABLE)
    joined_at: AwareDatetime
    left_at: AwareDatetime | None


def classes(session: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """These classes."""
    ids = {UUID(row): row for row in rows}
    found = session.execute(select(ClassGroup).where(ClassGroup.id.in_(ids))).scalars()
    return {ids[one.id]: record_of(ClassCarried, one) for one in found}


def members(session: Session, rows: Sequence[str]) -> Mapping[str, Record]:
    """These memberships, of people who are not erased."""
    ids = {UUID(row): row for row in rows}
    found = session.execute(select(Membership).where(Membership.id.in_(ids))).scalars().all()
    here = accounts.people({one.person_id for one in found})
    return {ids[one.id]: record_of(MemberCarried, one) for one in found if one.person_id in here}


def inside(session: Session, place: str, records: Sequence[Record], *, is_telling: bool) -> Sequence[Record]:
    """Those that are about classes at a place or below it, as those classes stand here.

    A class that is new here may be told of there too, or of nowhere.
    """
    named = {id for record in records if (id := _class_of(record))}
    wanted = select(ClassGroup.id, ClassGroup.place).where(ClassGroup.id.in_(named))
    places = dict(session.execute(wanted).all())

    def fits(record: Record) -> bool:
        if is_telling and "class_id" not in record and not _may_say(record.get("place"), place):
            return False
        group = _class_of(record)
        if group not in places:
            return is_telling and "class_id" not in record
        at = places[group]
        return at is not None and is_below(at, place)

    return [record for record in records if fits(record)]


def _may_say(at: object, place: str) -> bool:
    return at is None or (isinstance(at, str) and is_below(geography.path_now(at), place))


def _class_of(record: Record) -> UUID | None:
    told = record.get("class_id", record.get("id"))
    try:
        return UUID(told) if isinstance(told, str) else None
    except ValueError:
        return None


# ── Taking in classes ──


def read(_session: Session, record: Record, home: str | None) -> ClassCarried | None:
    """A class as a peer told it. Places may have moved here; a class of nowhere is at its server's."""
    told = read_as(ClassCarried, record)
    if told is None:
        return None
    at = geography.path_now(told.place) if told.place else home
    return told.model_copy(update={"place": closed(at) if at else None})


def add(session: Session, told: ClassCarried) -> bool:
    """A class that is new here; nobody here leads it yet."""
    session.add(ClassGroup(**told.model_dump()))
    session.flush()
    return True


def also(session: Session, told: ClassCarried) -> None:
    """A class that has ended has ended, since the earlier of two days."""
    here = session.get_one(ClassGroup, told.id)
    here.ended_at = earlier(here.ended_at, told.ended_at)
    session.flush()


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """Of two ends the earlier; on both servers the same."""
    ends = [end for end in (one, other) if end is not None]
    return min(ends, default=None)


def keep_members(session: Session, _peer: UUID, records: Sequence[Record]) -> int:
    """Take in memberships; returns how many were refused: damaged, of somebody or a class not known here."""
    told = [read_as(MemberCarried, record) for record in records]
    kept = [one for one in told if one is not None and _keep_member(session, one)]
    due.mark(session, set(canonical_of({one.person_id for one in kept}).values()))
    return len(told) - len(kept)


def _keep_member(session: Session, told: MemberCarried) -> bool:
    if session.get(ClassGroup, told.class_id) is None:
        return False
    here = session.get(Membership, told.id)
    if here is not None:
        if (here.class_id, here.person_id) != (told.class_id, told.person_id):
            return False
        here.left_at = earlier(here.left_at, told.left_at)
        session.flush()
        return True
    if accounts.person(told.person_id) is None:
        return False
    left_at = told.left_at or _which_ends(session, told)
    near = homes.around(queries.place_of(told.class_id)) if left_at else None  # who learns is tied later
    home = near.home(told.hamlet) if near else None
    session.add(Membership(**{**told.model_dump(), "left_at": left_at, "place_id": home}))
    session.flush()
    return True


def _which_ends(session: Session, told: MemberCarried) -> datetime | None:
    """Written down at both servers, somebody learns in a class since the earlier of both: the other ends."""
    open_here = select(Membership).where(
        Membership.class_id == told.class_id,
        Membership.person_id == told.person_id,
        Membership.left_at.is_(None),
    )
    other = session.execute(open_here).scalar_one_or_none()
    if other is None:
        return None
    if (other.joined_at, str(other.id)) < (told.joined_at, str(told.id)):
        return told.joined_at
    other.left_at = other.joined_at
    session.flush()
    return None


# ── What both sides may change ──


def look(ids: Collection[UUID]) -> Mapping[UUID, dict[str, Any]]:
    """What may differ of those of these classes that are here."""
    found = db_session().execute(select(ClassGroup).where(ClassGroup.id.in_(ids))).scalars()
    return {one.id: _profile(one) for one in found}


def hold(session: Session, class_id: UUID) -> dict[str, Any] | None:
    """The same of one, held until the transaction ends."""
    found = session.get(ClassGroup, class_id, with_for_update=True, populate_existing=True)
    return None if found is None else _profile(found)


def change(session: Session, class_id: UUID, profile: dict[str, Any]) -> None:
    """Write what was settled."""
    session.execute(update(ClassGroup).where(ClassGroup.id == class_id).values(**profile))


def _profile(group: ClassGroup) -> dict[str, Any]:
    return {name: getattr(group, name) for name in MEMBERS}


def say(member: str, value: Any) -> str:
    """A value in words."""
    if member == "place" and value:
        return geography.name_of(value) or str(value)
    if member == "days":
        value = ", ".join(str(DAY_WORDS[day]) for day in value)
    if member == "modules":
        titles = {one.id: one.title for one in site().catalog.modules}
        value = ", ".join(titles.get(module, module) for module in value)
    return str(value or lazy("Chưa chọn"))
