"""Tallies of places, kept ahead: who is marked is settled, their places counted anew, communes added up.

Every step is a write block of its own, small ones, so that learners hardly wait; each may be done twice. A
place is counted from what is there: nothing of what was counted before is needed.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import FromClause, Table, delete, func, insert, select, text

from learning.accounts.links import canonical_of
from learning.classes import operations as classes
from learning.classes import queries as classes_queries
from learning.classes.rules import Stay
from learning.clock import now
from learning.db import Base, insert_into, session, write
from learning.places import past, queries, rules
from learning.places.history import History, unit_on
from learning.records import due, passed
from learning.reports import queries as figures
from learning.reports.models import ErasedTally, PlaceDue, PlacePerson, PlaceReach, PlaceTally, UnitTally

PEOPLE_AT_ONCE = 500
PLACES_AT_ONCE = 10
ALL_AT_ONCE = 5000
_ALONE = 0x7A11  # the lock of whoever keeps the tallies
_PLACE_DUE: Table = Base.metadata.tables[PlaceDue.__tablename__]

Key = tuple[str, str, str]  # month, course, evidence


@dataclass(frozen=True, slots=True)
class Counted:
    """What a place comes to."""

    unit: UUID
    learners: int
    begun: int
    passed: int
    many: Mapping[Key, int]
    then: Mapping[str, UUID]


def catch_up() -> int:
    """Count all that is marked; returns how many people were. Opens its own write blocks."""
    settled = 0
    if waiting() == (0, None):  # looked at without holding up anybody who writes
        return 0
    while many := _settle():
        settled += many
    while _recount():
        pass
    return settled


def waiting() -> tuple[int, datetime | None]:
    """How many people are not counted yet as they are now, and as of when everything is."""
    people, since = due.waiting()
    places, counted_since = session().execute(select(func.count(), func.min(PlaceDue.since))).one()
    marks = [at for at in (since, counted_since) if at is not None]
    return people or places, min(marks, default=None)


# ── Where people count ──


def _settle() -> int:
    """Some of the marked, with whoever they count for: where do they count now?"""
    with write():
        taken = due.take(PEOPLE_AT_ONCE) if _is_alone() else {}
        if taken:
            counts_for = canonical_of(taken)
            concerned = {*counts_for, *counts_for.values()}
            _place(concerned, classes.stays_of(set(counts_for.values())), min(taken.values()))
        return len(taken)


def _place(concerned: Collection[UUID], stays: Mapping[UUID, Sequence[Stay]], since: datetime) -> None:
    row = PlacePerson
    wanted = select(row.person_id, row.place_id, row.since, row.until).where(row.person_id.in_(concerned))
    before: dict[UUID, set[Stay]] = {}
    for one, place, begun, ended in session().execute(wanted):
        before.setdefault(one, set()).add(Stay(place, begun, ended))
    new = [one for one in concerned if before.get(one, set()) != set(stays.get(one, ()))]
    session().execute(delete(row).where(row.person_id.in_(new)))
    come = [
        {"person_id": one, "since": stay.since, "until": stay.until, "place_id": stay.place}
        for one in new
        for stay in stays.get(one, ())
    ]
    if come:
        session().execute(insert(row), come)
    now_and_then = (*before.values(), *(stays.get(one, ()) for one in concerned))
    mark_places({stay.place for each in now_and_then for stay in each}, since)


def mark_places(places: Collection[UUID], since: datetime | None = None) -> None:
    """These have to be counted anew. Inside the caller's write block."""
    rows = [{"place_id": place, "since": since or now()} for place in sorted(places)]
    if rows:
        made = insert_into(_PLACE_DUE, session().get_bind().dialect.name)
        again = made.on_conflict_do_update(  # written again, as in `due.mark`
            index_elements=[_PLACE_DUE.c.place_id], set_={"place_id": made.excluded.place_id}
        )
        session().connection().execute(again, rows)


def units_changed(paths: Iterable[str]) -> None:
    """Places at these paths moved or ended: what counted there counts elsewhere. In the caller's block."""
    above = {path for one in paths for path in rules.above_all(one)}
    units = [one.id for one in queries.places_at(above) if one.kind != "province"]
    wanted = select(PlaceReach.place_id).where(PlaceReach.unit_id.in_(units))
    mark_places(session().execute(wanted).scalars().all())


# ── What places come to ──


def _recount() -> int:
    """Some of the places that are due, and the communes that they are and were part of."""
    with write():
        wanted = select(PlaceDue.place_id).order_by(PlaceDue.place_id).limit(PLACES_AT_ONCE)
        free = wanted.with_for_update(skip_locked=True)
        places = session().execute(free).scalars().all() if _is_alone() else []
        if places:
            session().execute(delete(PlaceDue).where(PlaceDue.place_id.in_(places)))
            history = past.history_of(places)
            before = select(PlaceReach.unit_id).where(PlaceReach.place_id.in_(places)).distinct()
            units = set(session().execute(before).scalars())
            units |= {_keep(place, counted(place, history)) for place in places}
            _add_up(units)
        return len(places)


def counted(place: UUID, history: History) -> Counted:
    """What a place comes to: who counts there now, what they and who left passed there; who is erased."""
    many = completed(select(PlacePerson).where(PlacePerson.place_id == place).subquery())
    row = ErasedTally
    erased = select(row.month, row.course, row.evidence, row.many).where(row.place_id == place)
    known = set(figures.course_of_modules().values())
    for month, course, evidence, count in session().execute(erased):
        many[month, course if course in known else "", evidence] += count
    people = figures.people_now(PlacePerson.place_id == place)
    here = [people, passed.begun(people), passed.any_passed(people)]
    counts = select(*(select(func.count()).select_from(one.subquery()).scalar_subquery() for one in here))
    learners, begun, any_passed = session().execute(counts).one()
    then = {month: unit_on(history, place, "commune", first_day(month)) for month, _c, _e in many}
    unit = unit_on(history, place, "commune", rules.day_of(now()))
    return Counted(unit, learners, begun, any_passed, many, then)


def completed(stays: FromClause) -> Counter[Key]:
    """How many completions these stays saw, by month, course and evidence."""
    each = passed.passes(stays).subquery()
    parts = (each.c.month, each.c.module, each.c.evidence)
    course = figures.course_of_modules()
    many: Counter[Key] = Counter()
    for month, module, evidence, count in session().execute(select(*parts, func.count()).group_by(*parts)):
        many[month, course.get(module, ""), evidence] += count
    return many


def first_day(month: str) -> date:
    """The day on which it is asked to which unit a month's completions belong."""
    return date.fromisoformat(f"{month}-01")


def _keep(place: UUID, found: Counted) -> UUID:
    for table in (PlaceTally, PlaceReach):
        session().execute(delete(table).where(table.place_id == place))
    if rows := reach_rows(place, found):
        session().execute(insert(PlaceReach), rows)
    if rows := tally_rows(place, found):
        session().execute(insert(PlaceTally), rows)
    return found.unit


def reach_rows(place: UUID, found: Counted) -> list[dict[str, object]]:
    """The row of how many people of a place learn; none for a place that never saw any."""
    row = {
        "place_id": place,
        "unit_id": found.unit,
        "learners": found.learners,
        "begun": found.begun,
        "passed": found.passed,
    }
    return [row] if found.learners or found.many else []


def tally_rows(place: UUID, found: Counted) -> list[dict[str, object]]:
    """The rows of what a place completed."""
    return [
        {
            "place_id": place,
            "month": month,
            "course": course,
            "evidence": evidence,
            "then_id": found.then[month],
            "many": many,
        }
        for (month, course, evidence), many in sorted(found.many.items())
    ]


def _add_up(units: Collection[UUID]) -> None:
    """Communes are the sum of their places."""
    parts = (
        PlaceReach.unit_id, PlaceTally.then_id, PlaceTally.month, PlaceTally.course, PlaceTally.evidence
    )  # fmt: skip
    summed = (
        select(*parts, func.sum(PlaceTally.many))
        .join(PlaceReach, PlaceReach.place_id == PlaceTally.place_id)
        .where(PlaceReach.unit_id.in_(units))
        .group_by(*parts)
    )
    session().execute(delete(UnitTally).where(UnitTally.unit_id.in_(units)))
    names = ["unit_id", "then_id", "month", "course", "evidence", "many"]
    session().execute(insert(UnitTally).from_select(names, summed))


def _is_alone() -> bool:
    """Nobody else keeps the tallies until the block ends; on SQLite only one writes at a time anyway."""
    if session().get_bind().dialect.name != "postgresql":
        return True
    return bool(session().execute(_LOCK, {"key": _ALONE}).scalar_one())


_LOCK = text("SELECT pg_try_advisory_xact_lock(:key)")


# ── From the beginning ──


def mark_everybody() -> int:
    """Whoever learned in a class, and all that was counted, is counted anew. Opens its own write blocks."""
    with write():
        counted_once = select(PlaceReach.place_id).union(select(ErasedTally.place_id))
        mark_places(session().execute(counted_once).scalars().all())
        people = set(
            session().execute(classes_queries.everybody().union(select(PlacePerson.person_id))).scalars()
        )
    everybody = sorted(people)
    for start in range(0, len(everybody), ALL_AT_ONCE):
        with write() as current:
            due.mark(current, everybody[start : start + ALL_AT_ONCE])
    return len(everybody)


def differences() -> Iterable[UUID]:
    """Places whose kept figures are not what is there; nothing is changed. For a check after catching up."""
    places: Sequence[UUID] = session().execute(
        select(PlacePerson.place_id).union(select(PlaceReach.place_id), select(ErasedTally.place_id))
    ).scalars().all()  # fmt: skip
    for start in range(0, len(places), PLACES_AT_ONCE):
        some = places[start : start + PLACES_AT_ONCE]
        history = past.history_of(some)
        for place in some:
            found = counted(place, history)
            if _kept(place) != (
                reach_rows(place, found),
                tally_rows(place, found),
            ):
                yield place


def _kept(place: UUID) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    reach = select(PlaceReach.__table__).where(PlaceReach.place_id == place)
    row = PlaceTally
    tally = select(row.__table__).where(row.place_id == place).order_by(row.month, row.course, row.evidence)
    rows = (session().execute(one).mappings() for one in (reach, tally))
    first, second = ([dict(row) for row in each] for each in rows)
    return first, second
