"""What is known of classes. Answers are frozen values; people's names come from accounts in one question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union

from learning import letters
from learning.accounts import queries as accounts
from learning.accounts.links import each_counted_with
from learning.classes import rules
from learning.classes.models import Attendance, ClassGroup, ClassLeader, GroupAnswer, Meeting, Membership
from learning.db import read, session
from learning.places.queries import below
from learning.places.rules import above_all


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class as its pages need it."""

    id: UUID
    name: str
    place: str | None
    modules: tuple[str, ...]
    days: tuple[int, ...]
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A class in a list, with how many learn in it."""

    group: ClassFacts
    learners: int
    last_met: date | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who learns in a class now."""

    person: UUID
    name: str
    year_of_birth: int | None
    hamlet: str | None
    card: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """One evening."""

    id: UUID
    class_id: UUID
    held_on: date
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Hands:
    """How many hands went up for one choice of a question."""

    module: str
    question: str
    choice: str
    hands: int


_CLASS = (
    ClassGroup.id,
    ClassGroup.name,
    ClassGroup.place,
    ClassGroup.modules,
    ClassGroup.days,
    ClassGroup.ended_at,
)
_COUNTED = each_counted_with("people")
_MEETING = (Meeting.id, Meeting.class_id, Meeting.held_on, Meeting.opened_at, Meeting.closed_at)


def _facts(row: Sequence[object]) -> ClassFacts:
    id, name, place, modules, days, ended_at = row
    return ClassFacts(id, name, place, tuple(modules), tuple(days), ended_at)  # type: ignore[arg-type]  # a row as _CLASS names it


# ── Classes ──


A_PAGE = 60


def classes_for(
    leader: UUID, places: Collection[str | None], page: int = 1, most: int = A_PAGE
) -> list[Listed]:
    """The classes that somebody leads, and all at these places and below them; None is everywhere.

    Those that go on first, by name; some at a time, for a province has thousands.
    """
    learners = (
        select(func.count())
        .where(Membership.class_id == ClassGroup.id, Membership.left_at.is_(None))
        .scalar_subquery()
    )
    last_met = select(func.max(Meeting.held_on)).where(Meeting.class_id == ClassGroup.id).scalar_subquery()
    wanted = (
        select(*_CLASS, learners, last_met)
        .where(ClassGroup.id.in_(ids_in_scope(leader, places)))
        .order_by(ClassGroup.ended_at.is_not(None), ClassGroup.name, ClassGroup.id)
        .limit(most)
        .offset((page - 1) * A_PAGE)
    )
    found = [Listed(_facts(row[:6]), row[6], row[7]) for row in session().execute(wanted)]
    return sorted(
        found, key=lambda one: (one.group.ended_at is not None, letters.alphabetical(one.group.name))
    )


def class_in_scope(class_id: UUID, leader: UUID, places: Collection[str | None]) -> ClassFacts | None:
    """The class, if it is one of those."""
    wanted = select(*_CLASS).where(ClassGroup.id == class_id, _in_scope(leader, places))
    row = session().execute(wanted).one_or_none()
    return None if row is None else _facts(row)


def names_of(ids: Collection[UUID]) -> dict[UUID, str]:
    """What these classes are called, while they go on."""
    named = ClassGroup.id.in_(ids), ClassGroup.ended_at.is_(None)
    wanted = select(ClassGroup.id, ClassGroup.name).where(*named)
    return dict(session().execute(wanted).all()) if ids else {}


def ids_in_scope(leader: UUID, places: Collection[str | None]) -> Select[UUID]:
    """The ids of those classes; to build on. Each way into scope goes by an index of its own."""
    if None in places:
        return select(ClassGroup.id)
    leads = select(ClassLeader.class_id.label("id")).where(ClassLeader.person_id == leader)
    inside = [select(ClassGroup.id).where(below(ClassGroup.place, place)) for place in places if place]
    return select(union(leads, *inside).subquery().c.id) if inside else leads


def near(group: ClassFacts, leader: UUID, places: Collection[str | None]) -> list[UUID]:
    """Those of them that somebody leads, or that are in the same commune: where a double may be."""
    commune = next(iter(above_all(group.place or "")[1:2]), None)
    leads = ClassGroup.id.in_(select(ClassLeader.class_id).where(ClassLeader.person_id == leader))
    beside = or_(leads, below(ClassGroup.place, commune)) if commune else leads
    wanted = select(ClassGroup.id).where(beside, ClassGroup.id.in_(ids_in_scope(leader, places)))
    return list(session().execute(wanted).scalars())


def going(class_id: UUID) -> ClassFacts | None:
    """The class, whoever asks, while it goes on: for a machine that was paired with it."""
    wanted = select(*_CLASS).where(ClassGroup.id == class_id, ClassGroup.ended_at.is_(None))
    row = session().execute(wanted).one_or_none()
    return None if row is None else _facts(row)


def _in_scope(leader: UUID, places: Collection[str | None]) -> ColumnElement[bool]:
    leads = ClassGroup.id.in_(select(ClassLeader.class_id).where(ClassLeader.person_id == leader))
    inside = [
        ClassGroup.id.is_not(None) if place is None else below(ClassGroup.place, place) for place in places
    ]
    return or_(leads, *inside)


def counts_at(paths: Collection[str]) -> tuple[int, int]:
    """How many classes go on at these places and below them, and how many people learn in them."""
    if not paths:
        return 0, 0
    inside = or_(*(below(ClassGroup.place, path) for path in paths))
    going = select(ClassGroup.id).where(inside, ClassGroup.ended_at.is_(None))
    learning = select(func.count(Membership.person_id.distinct())).where(
        Membership.class_id.in_(going), Membership.left_at.is_(None)
    )
    many = select(
        select(func.count()).select_from(going.subquery()).scalar_subquery(), learning.scalar_subquery()
    )
    return session().execute(many).one()


def learns_in_scope(
    person: ColumnElement[UUID], leader: UUID, places: Collection[str | None]
) -> ColumnElement[bool]:
    """Does somebody, named by a column of another room's statement, learn in one of those classes now?"""
    inside = _in_scope(leader, places)
    member = Membership.person_id == person, Membership.left_at.is_(None)
    return exists().where(*member, Membership.class_id == ClassGroup.id, inside)


def classes_of(
    people: Collection[UUID], leader: UUID, places: Collection[str | None]
) -> dict[UUID, list[str]]:
    """The names of those of the classes in which each of these people learns now."""
    asked = (
        select(Membership.person_id, ClassGroup.name)
        .join(ClassGroup, ClassGroup.id == Membership.class_id)
        .where(Membership.person_id.in_(people), Membership.left_at.is_(None), _in_scope(leader, places))
        .order_by(ClassGroup.name)
    )
    found: dict[UUID, list[str]] = {}
    for person, name in session().execute(asked) if people else ():
        found.setdefault(person, []).append(name)
    return found


def place_of(class_id: UUID) -> str | None:
    """The path of the place at which a class is held."""
    return session().execute(select(ClassGroup.place).where(ClassGroup.id == class_id)).scalar_one_or_none()


# ── Members ──


def members(class_id: UUID) -> list[Member]:
    """Who learns here now, by name as a roll is called: the given name first. Three queries."""
    return members_of([class_id])


def members_of(classes: Collection[UUID]) -> list[Member]:
    """Who learns in any of these classes now, each person once."""
    wanted = select(Membership.person_id, Membership.hamlet).where(
        Membership.class_id.in_(classes), Membership.left_at.is_(None)
    )
    hamlets = dict(session().execute(wanted).all()) if classes else {}
    people = accounts.people(hamlets.keys())
    cards = accounts.card_numbers(hamlets.keys())
    found = [
        Member(person, people[person].name or "", people[person].year_of_birth, hamlet, cards.get(person))
        for person, hamlet in hamlets.items()
        if person in people
    ]
    return sorted(found, key=lambda member: (as_called(member.name), member.year_of_birth or 0))


def class_names(classes: Collection[UUID]) -> dict[UUID, list[str]]:
    """For everybody who learns in any of these classes now, what those are called."""
    wanted = (
        select(Membership.person_id, ClassGroup.name)
        .join(ClassGroup, ClassGroup.id == Membership.class_id)
        .where(Membership.class_id.in_(classes), Membership.left_at.is_(None))
        .order_by(ClassGroup.name)
    )
    found: dict[UUID, list[str]] = {}
    for person, name in session().execute(wanted) if classes else ():
        found.setdefault(person, []).append(name)
    return found


def learners_at(path: str) -> dict[UUID, str | None]:
    """Who learns in a class at a place or below it now, each once, with the hamlet they told it."""
    wanted = _learning_at(path, Membership.person_id, Membership.hamlet)
    return dict(session().execute(wanted.order_by(Membership.joined_at, Membership.id)).all())


def many_learning_at(path: str) -> int:
    """How many they are."""
    counted: Select[int] = _learning_at(path, func.count(Membership.person_id.distinct()))
    return session().execute(counted).scalar_one()


def _learning_at(path: str, *columns: Any) -> Select[Any]:
    joined = select(*columns).join(ClassGroup, ClassGroup.id == Membership.class_id)
    return joined.where(below(ClassGroup.place, path), Membership.left_at.is_(None))


# A membership that names no hamlet yet: its id, who it is, what they told, where the class is held.
Untied: TypeAlias = tuple[UUID, UUID, str | None, str]
_UNTIED = (
    select(Membership.id, Membership.person_id, Membership.hamlet, ClassGroup.place)
    .join(ClassGroup, ClassGroup.id == Membership.class_id)
    .where(Membership.left_at.is_(None), ClassGroup.place.is_not(None))
)


def untied_at(path: str, commune: UUID | None) -> list[Untied]:
    """Who learns at a place or below it, said where they live, and is known only by the commune."""
    loosely = or_(Membership.place_id.is_(None), Membership.place_id == commune)
    return _untied(_UNTIED.where(below(ClassGroup.place, path), loosely, Membership.hamlet.is_not(None)))


def untied_of(people: Collection[UUID]) -> list[Untied]:
    """The memberships of these canonical persons that have no place though their class has one."""
    wanted = _UNTIED.join(_COUNTED, _COUNTED.c.id == Membership.person_id)
    return _untied(wanted.where(Membership.place_id.is_(None)), people=list(people))


def _untied(wanted: Select[Any, Any, Any, Any], **values: Any) -> list[Untied]:
    return [(row[0], row[1], row[2], row[3]) for row in read(wanted, **values)]


def everybody() -> Select[UUID]:
    """Whoever learns or learned in any class; to build on."""
    return select(Membership.person_id).distinct()


def size_of(class_id: UUID) -> int:
    """How many learn here now."""
    wanted = select(func.count()).where(Membership.class_id == class_id, Membership.left_at.is_(None))
    return session().execute(wanted).scalar_one()


def as_called(name: str) -> tuple[str, ...]:
    """A key by given name first, as every roll is kept in Vietnam, in the order of the alphabet."""
    return tuple(reversed(letters.alphabetical(name).split()))


def is_member(class_id: UUID, person: UUID) -> bool:
    """Does this person learn in this class now?"""
    wanted = select(Membership.id).where(
        Membership.class_id == class_id, Membership.person_id == person, Membership.left_at.is_(None)
    )
    return session().execute(wanted).scalar_one_or_none() is not None


def hamlets_of(class_id: UUID) -> list[str]:
    """The hamlets that people of this class named, to pick from."""
    wanted = (
        select(Membership.hamlet)
        .where(Membership.class_id == class_id, Membership.hamlet.is_not(None))
        .distinct()
        .order_by(Membership.hamlet)
    )
    return [hamlet for hamlet in session().execute(wanted).scalars() if hamlet]


# ── Evenings ──


def meeting_on(class_id: UUID, day: date) -> MeetingFacts | None:
    """The evening of that day."""
    wanted = select(*_MEETING).where(Meeting.class_id == class_id, Meeting.held_on == day)
    row = session().execute(wanted).one_or_none()
    return None if row is None else MeetingFacts(*row)


def meetings(class_id: UUID, most: int = 60) -> list[MeetingFacts]:
    """The evenings of a class, the latest first."""
    wanted = select(*_MEETING).where(Meeting.class_id == class_id).order_by(Meeting.held_on.desc())
    return [MeetingFacts(*row) for row in session().execute(wanted.limit(most))]


def present_at(meeting: UUID) -> dict[UUID, datetime]:
    """Who was called up, and when."""
    wanted = select(Attendance.person_id, Attendance.at).where(
        Attendance.meeting_id == meeting, Attendance.undone_at.is_(None)
    )
    return dict(session().execute(wanted).all())


def is_present(meeting: UUID, person: UUID) -> bool:
    """Was this person called up?"""
    wanted = select(Attendance.id).where(
        Attendance.meeting_id == meeting, Attendance.person_id == person, Attendance.undone_at.is_(None)
    )
    return session().execute(wanted).scalar_one_or_none() is not None


def hands_at(meeting: UUID) -> list[Hands]:
    """What the room answered: of every question the latest count."""
    wanted = (
        select(GroupAnswer.module, GroupAnswer.question, GroupAnswer.choice, GroupAnswer.hands)
        .where(GroupAnswer.meeting_id == meeting)
        .order_by(GroupAnswer.at, GroupAnswer.id)
    )
    latest = {row[:3]: Hands(*row) for row in session().execute(wanted)}
    return list(latest.values())


_WINDOWS = (
    select(_COUNTED.c.person, Meeting.opened_at, Meeting.closed_at, Meeting.class_id)
    .join(Attendance, Attendance.person_id == _COUNTED.c.id)
    .join(Meeting, Meeting.id == Attendance.meeting_id)
    .where(Attendance.undone_at.is_(None))
)


def seen_at(people: Collection[UUID]) -> Mapping[UUID, Sequence[tuple[datetime, datetime]]]:
    """For each canonical person, from when to when a trainer saw them at a class: `records.presence` asks."""
    return {person: [(begin, end) for begin, end, _class in some] for person, some in seen_in(people).items()}


def seen_in(people: Collection[UUID]) -> Mapping[UUID, Sequence[tuple[datetime, datetime, UUID]]]:
    """The same, with the class in which it was."""
    found: dict[UUID, list[tuple[datetime, datetime, UUID]]] = {}
    for person, opened, closed, group in read(_WINDOWS, people=list(people)) if people else ():
        found.setdefault(person, []).append((opened, rules.end_of(opened, closed), group))
    return found


def ever_learned_at(place: str) -> Select[UUID]:
    """For the servers of a place: who learns, or once did, in a class there or below; to build on."""
    return (
        select(Membership.person_id)
        .join(ClassGroup, ClassGroup.id == Membership.class_id)
        .where(below(ClassGroup.place, place))
    )
