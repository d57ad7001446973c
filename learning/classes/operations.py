"""What can be done with classes; inside the caller's write block unless it says so."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from learning.accounts import operations as accounts
from learning.accounts.actions import register
from learning.classes import homes, queries
from learning.classes.homes import Neighbourhood
from learning.classes.models import Attendance, ClassGroup, ClassLeader, GroupAnswer, Meeting, Membership
from learning.classes.rules import Stay
from learning.clock import now
from learning.db import session, write
from learning.i18n import lazy_gettext as lazy
from learning.ids import new_id
from learning.places import following
from learning.places import rules as rules_of_places
from learning.places.others import Follow
from learning.records import due
from learning.records import operations as records

CARDS_AT_ONCE = 20

register(
    {
        "class-made": lazy("Mở lớp"),
        "class-shared": lazy("Thêm người dạy lớp"),
        "class-ended": lazy("Đóng lớp"),
        "class-joined": lazy("Thêm người học vào lớp"),
        "class-left": lazy("Cho người học ra khỏi lớp"),
        "class-exported": lazy("Xuất bảng lớp ra tệp"),
        "evening-exported": lazy("Xuất báo cáo buổi học"),
    }
)


def make_class(name: str, place: str | None, modules: Sequence[str], days: Sequence[int], by: UUID) -> UUID:
    """A class, led by whoever makes it."""
    at = now()
    made = ClassGroup(
        id=new_id(), name=name, place=place, modules=list(modules), days=list(days), made_at=at, made_by=by
    )
    session().add(made)
    session().flush()
    session().add(ClassLeader(class_id=made.id, person_id=by, since=at))
    accounts.log_action("class-made", by=by, thing=("class", made.id), place=place)
    session().flush()
    return made.id


def share_class(class_id: UUID, leader: UUID, by: UUID) -> None:
    """Somebody else leads it too."""
    known = select(ClassLeader).where(ClassLeader.class_id == class_id, ClassLeader.person_id == leader)
    if session().execute(known).scalar_one_or_none() is None:
        session().add(ClassLeader(class_id=class_id, person_id=leader, since=now()))
        accounts.log_action("class-shared", by=by, person=leader, details={"class": str(class_id)})
        session().flush()


def end_class(class_id: UUID, by: UUID) -> None:
    """The class is over; what was learned is the people's and stays."""
    session().execute(
        update(ClassGroup)
        .where(ClassGroup.id == class_id, ClassGroup.ended_at.is_(None))
        .values(ended_at=now())
    )
    accounts.log_action("class-ended", by=by, thing=("class", class_id))


def log_export(verb: str, class_id: UUID, place: str | None, rows: int, by: UUID) -> None:
    """A file with people's results leaves: who took it, of which class, and how many people stand in it."""
    accounts.log_action(verb, by=by, thing=("class", class_id), place=place, details={"rows": rows})


def follow_places(moves: Sequence[Follow]) -> None:
    """Classes at places that moved, or that became another, are where those are now."""
    following.rewrite(ClassGroup.place, moves, to_successors=True)


# ── Members ──


@dataclass(frozen=True, slots=True)
class Learner:
    """All that is asked of somebody who learns: nothing more is ever kept of them here."""

    name: str
    born: int | None
    hamlet: str | None


def add_learner(class_id: UUID, learner: Learner, by: UUID, language: str) -> UUID:
    """A new person, who learns in this class."""
    return _taken_in(class_id, learner, by, language, homes.around(queries.place_of(class_id)))


def _taken_in(class_id: UUID, learner: Learner, by: UUID, language: str, near: Neighbourhood) -> UUID:
    person = accounts.make_learner(learner.name, learner.born, language)
    join(class_id, person, learner.hamlet, by, near)
    return person


def take_in(class_id: UUID, learners: Sequence[Learner], by: UUID, language: str) -> int:
    """A whole list of new people, in as few statements as one; returns how many."""
    near = homes.around(queries.place_of(class_id))
    people = accounts.make_learners([(one.name, one.born) for one in learners], language)
    at = now()
    session().add_all(
        Membership(
            class_id=class_id,
            person_id=person,
            hamlet=one.hamlet,
            place_id=near.home(one.hamlet),
            joined_at=at,
            added_by=by,
        )
        for person, one in zip(people, learners, strict=True)
    )
    accounts.log_actions("class-joined", people, by=by, details={"class": str(class_id)})
    session().flush()
    due.mark(session(), people)
    return len(people)


def join(
    class_id: UUID, person: UUID, hamlet: str | None, by: UUID, near: Neighbourhood | None = None
) -> bool:
    """Somebody who is known learns here too; whether that is new. `near`: what lies around, if at hand."""
    still_in = select(Membership.id).where(
        Membership.class_id == class_id, Membership.person_id == person, Membership.left_at.is_(None)
    )
    if session().execute(still_in).scalar_one_or_none() is not None:
        return False
    hamlet = hamlet or None
    home = (near or homes.around(queries.place_of(class_id))).home(hamlet)
    session().add(
        Membership(
            class_id=class_id, person_id=person, hamlet=hamlet, place_id=home, joined_at=now(), added_by=by
        )
    )
    accounts.log_action("class-joined", by=by, person=person, details={"class": str(class_id)})
    session().flush()
    due.mark(session(), [person])
    return True


def leave(class_id: UUID, person: UUID, by: UUID) -> None:
    """Somebody does not learn here any more; what they learned is theirs and stays."""
    session().execute(
        update(Membership)
        .where(Membership.class_id == class_id, Membership.person_id == person, Membership.left_at.is_(None))
        .values(left_at=now())
    )
    due.mark(session(), [person])
    accounts.log_action("class-left", by=by, person=person, details={"class": str(class_id)})


# ── Where they live ──


def tie(path: str) -> None:
    """A hamlet has come or has another name: who told a class these words lives there."""
    commune = next(iter(rules_of_places.above_all(path)[1:2]), None)
    if commune is None:
        return
    near = homes.around(commune)
    untied = queries.untied_at(commune, near.commune.id if near.commune else None)
    _tie(untied, dict.fromkeys((place for _id, _person, _told, place in untied), near))


def stays_of(people: Collection[UUID]) -> dict[UUID, list[Stay]]:
    """Where each of these canonical persons counted, and since when; who learned nowhere is left out.

    Of several classes the one counts where they named a hamlet, and of those the one they joined last. What
    came here without its place (from a paired server, from before there was any) is tied first.
    """
    untied = queries.untied_of(people)
    _tie(untied, {place: homes.around(place) for place in {row[3] for row in untied}})
    return homes.stays_of(people)


def _tie(untied: Sequence[queries.Untied], near: Mapping[str, Neighbourhood]) -> None:
    for id, person, told, place in untied:
        home = near[place].home(told)
        if home is not None:
            session().execute(update(Membership).where(Membership.id == id).values(place_id=home))
            due.mark(session(), [person])


# ── Cards ──


def print_blank_cards(many: int, by: UUID) -> list[accounts.NewCard]:
    """A pack of cards for nobody yet. Opens its own write blocks, small ones: learners hardly wait."""
    made: list[accounts.NewCard] = []
    while len(made) < many:
        with write():
            made.extend(accounts.make_blank_card(by) for _card in range(min(CARDS_AT_ONCE, many - len(made))))
    return made


def print_cards(people: Sequence[UUID], by: UUID) -> list[accounts.NewCard]:
    """A first card for each of these people. Opens its own write blocks, as above."""
    made: list[accounts.NewCard] = []
    for start in range(0, len(people), CARDS_AT_ONCE):
        with write():
            made.extend(accounts.issue_card(person, by) for person in people[start : start + CARDS_AT_ONCE])
    return made


# ── Evenings ──


def open_meeting(class_id: UUID, day: date, by: UUID) -> UUID:
    """The class meets; opening it twice is opening it once, and a closed evening goes on."""
    known = select(Meeting).where(Meeting.class_id == class_id, Meeting.held_on == day)
    meeting = session().execute(known).scalar_one_or_none()
    if meeting is None:
        at = now()
        meeting = Meeting(
            id=new_id(), class_id=class_id, held_on=day, opened_at=at, opened_by=by, decided_at=at
        )
        session().add(meeting)
        session().flush()
    elif meeting.closed_at is not None:
        _go_on(meeting)
    return meeting.id


def _go_on(meeting: Meeting) -> None:
    meeting.closed_at, meeting.decided_at = None, now()
    session().flush()
    there = select(Attendance.person_id).where(
        Attendance.meeting_id == meeting.id, Attendance.undone_at.is_(None)
    )
    for person in sorted(session().execute(there).scalars()):
        records.presence_changed(session(), person, lambda: None)


def close_meeting(meeting: UUID) -> None:
    """The evening is over. Nothing that was done by now changes its evidence."""
    at = now()
    going_on = update(Meeting).where(Meeting.id == meeting, Meeting.closed_at.is_(None))
    session().execute(going_on.values(closed_at=at, decided_at=at))


def check_in(meeting: UUID, person: UUID, by: UUID) -> None:
    """They are here. What they did since the evening began, and do until it ends, carries `present`."""

    def come() -> None:
        # Asked while nobody else writes about this person: two taps are one.
        if not queries.is_present(meeting, person):
            session().add(Attendance(meeting_id=meeting, person_id=person, at=now(), by=by))
            session().flush()

    records.presence_changed(session(), person, come)


def undo_check_in(meeting: UUID, person: UUID) -> None:
    """The finger slipped: they are not here, and were not."""
    undone = update(Attendance).where(
        Attendance.meeting_id == meeting, Attendance.person_id == person, Attendance.undone_at.is_(None)
    )

    def go() -> None:
        session().execute(undone.values(undone_at=now()))

    records.presence_changed(session(), person, go)


def count_hands(meeting: UUID, module: str, question: str, hands: dict[str, int], by: UUID) -> None:
    """How the room answered. A later count of the same question stands for the earlier one."""
    at = now()
    session().add_all(
        GroupAnswer(
            meeting_id=meeting, module=module, question=question, choice=choice, hands=many, at=at, by=by
        )
        for choice, many in hands.items()
    )
    session().flush()
