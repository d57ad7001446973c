"""Figures of places as they were counted last, and the people behind one of them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_

from learning.db import session
from learning.records import passed
from learning.reports.models import (
    ErasedTally,
    PlacePerson,
    PlacePopulation,
    PlaceReach,
    PlaceTally,
    UnitTally,
)
from learning.reports.rules import EVIDENCE, Bar, Paper, Population, Reach, Tally
from learning.web.site import site

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """What one number on a page counts: people who learn, began or passed, or completions.

    In some communes; there in all places, or in some; of completions in one month, course, evidence or any.
    """

    what: str
    units: tuple[UUID, ...]
    places: tuple[UUID, ...] | None = None
    month: str | None = None
    course: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """One row behind a figure: a person, where they count, and of a completion which one it is."""

    person: UUID
    place: UUID
    module: str = ""
    month: str = ""
    evidence: str = ""


# ── Figures ──


def reach_by_place(unit: UUID) -> dict[UUID, Reach]:
    """How many learn at each place of a commune."""
    row = PlaceReach
    wanted = select(row.place_id, row.learners, row.begun, row.passed).where(row.unit_id == unit)
    return {place: Reach(*counts) for place, *counts in session().execute(wanted)}


def reach_by_unit(units: Collection[UUID]) -> dict[UUID, Reach]:
    """How many learn in each of some communes, as they are now."""
    row = PlaceReach
    sums = (func.sum(row.learners), func.sum(row.begun), func.sum(row.passed))
    wanted = select(row.unit_id, *sums).where(row.unit_id.in_(units)).group_by(row.unit_id)
    return {unit: Reach(*map(int, counts)) for unit, *counts in session().execute(wanted)}


def tallies_of(units: Collection[UUID]) -> list[Tally]:
    """All completions of some communes together, as they are now."""
    row = UnitTally
    parts = (row.month, row.course, row.evidence)
    wanted = select(*parts, func.sum(row.many)).where(row.unit_id.in_(units)).group_by(*parts)
    return [Tally(row[0], row[1], row[2], int(row[3])) for row in session().execute(wanted)]


def tallies_by_unit(units: Collection[UUID], *, then: bool = False) -> dict[UUID, list[Tally]]:
    """Completions of each of some communes by month and evidence, as units are now or as it was then."""
    row = UnitTally
    unit = row.then_id if then else row.unit_id
    wanted = select(unit, row.month, row.evidence, func.sum(row.many)).where(unit.in_(units))
    found: dict[UUID, list[Tally]] = {}
    for one, month, evidence, many in session().execute(wanted.group_by(unit, row.month, row.evidence)):
        found.setdefault(one, []).append(Tally(month, "", evidence, int(many)))
    return found


def has_changed(units: Collection[UUID]) -> bool:
    """Was any of what these communes completed completed in another one, as it was then?"""
    row = UnitTally
    among = row.unit_id.in_(units) | row.then_id.in_(units)
    return (
        session().execute(select(row.many).where(among, row.unit_id != row.then_id).limit(1)).first()
        is not None
    )


def populations(places: Collection[UUID], today: date) -> dict[UUID, Population]:
    """The latest number of people of each place that has one."""
    row = PlacePopulation
    wanted = (
        select(row.place_id, row.people, row.among, row.source, row.on_day)
        .where(row.place_id.in_(places), row.on_day <= today)
        .order_by(row.on_day, row.made_at, row.id)
    )
    return {one[0]: Population(*one[1:]) for one in session().execute(wanted)} if places else {}


def entered(places: Collection[UUID], paper: Paper) -> dict[UUID, int]:
    """What was entered for each of these places from one paper, the last word of it."""
    row = PlacePopulation
    same = row.among == paper.among, row.source == paper.source, row.on_day == paper.on
    wanted = select(row.place_id, row.people).where(row.place_id.in_(places), *same)
    return dict(session().execute(wanted.order_by(row.made_at, row.id)).all())


def number(figure: Figure) -> int:
    """What a figure says, from the tallies."""
    if figure.what != "completions":
        row = PlaceReach
        column = {"reached": row.learners, "begun": row.begun, "passed": row.passed}[figure.what]
        wanted = select(func.sum(column)).where(row.place_id.in_(_places(figure)))
        return int(session().execute(wanted).scalar_one() or 0)
    table: type[UnitTally | PlaceTally] = UnitTally
    inside = UnitTally.unit_id.in_(figure.units)
    if figure.places is not None:
        table, inside = PlaceTally, PlaceTally.place_id.in_(_places(figure))
    wanted = select(func.sum(table.many)).where(inside)
    for name in ("month", "course", "evidence"):
        if getattr(figure, name) is not None:
            wanted = wanted.where(getattr(table, name) == getattr(figure, name))
    return int(session().execute(wanted).scalar_one() or 0)


def mix(figure: Figure) -> Bar:
    """What a figure of completions is made of, by evidence."""
    return Bar("", {level: number(replace(figure, evidence=level)) for level in EVIDENCE})


def erased(figure: Figure) -> int:
    """How many of the completions in a figure are of people who were erased: behind these is nobody."""
    row = ErasedTally
    if figure.what != "completions":
        return 0
    wanted = select(func.sum(row.many)).where(row.place_id.in_(_places(figure)))
    if figure.month is not None:
        wanted = wanted.where(row.month == figure.month)
    if figure.evidence is not None:
        wanted = wanted.where(row.evidence == figure.evidence)
    if figure.course is not None:
        known = row.course.in_(set(course_of_modules().values()))
        wanted = wanted.where(row.course == figure.course if figure.course else ~known)
    return int(session().execute(wanted).scalar_one() or 0)


def people_now(where: ColumnElement[bool]) -> Select[UUID]:
    """Who counts now where that holds; to build on."""
    return select(PlacePerson.person_id).where(where, PlacePerson.until.is_(None))


def course_of_modules() -> dict[str, str]:
    """The course of each module; one that is no longer offered has none."""
    return {module.id: course.id for course in site().catalog.courses for module in course.modules}


# ── The people behind a figure ──


def rows(figure: Figure, after: tuple[UUID, str] | None = None, most: int = A_PAGE) -> list[Counts]:
    """The next of the people and completions that a figure counts, in the order of their numbers."""
    each = _each(figure).subquery()
    key = (each.c.person_id, each.c.module)
    wanted = select(each.c.person_id, each.c.place_id, each.c.module, each.c.month, each.c.evidence)
    if after is not None:
        wanted = wanted.where(tuple_(*key) > tuple_(*after))
    return [Counts(*row) for row in session().execute(wanted.order_by(*key).limit(most))]


def count(figure: Figure) -> int:
    """How many rows there are: what the figure says, counted from the people themselves."""
    return session().execute(select(func.count()).select_from(_each(figure).subquery())).scalar_one()


def _each(figure: Figure) -> Select[UUID, UUID, str, str, str]:
    """The statement behind a figure: the same that tallies are counted from."""
    here = PlacePerson.place_id.in_(_places(figure))
    if figure.what != "completions":
        people = people_now(here)
        chosen = {"reached": lambda one: one, "begun": passed.begun, "passed": passed.any_passed}
        who = chosen[figure.what](people)
        nothing = literal("")
        return select(
            PlacePerson.person_id,
            PlacePerson.place_id,
            nothing.label("module"),
            nothing.label("month"),
            nothing.label("evidence"),
        ).where(here, PlacePerson.until.is_(None), PlacePerson.person_id.in_(who))
    during = select(PlacePerson).where(here).subquery()
    each = passed.passes(during).add_columns(during.c.place_id).subquery()
    wanted = select(each.c.person_id, each.c.place_id, each.c.module, each.c.month, each.c.evidence)
    if figure.month is not None:
        wanted = wanted.where(each.c.month == figure.month)
    if figure.evidence is not None:
        wanted = wanted.where(each.c.evidence == figure.evidence)
    if figure.course is not None:
        known = course_of_modules()
        of_course = [module for module, course in known.items() if course == figure.course]
        offered = each.c.module.in_(of_course) if figure.course else each.c.module.not_in(list(known))
        wanted = wanted.where(offered)
    return wanted


def _places(figure: Figure) -> Select[UUID]:
    wanted = select(PlaceReach.place_id).where(PlaceReach.unit_id.in_(figure.units))
    return wanted if figure.places is None else wanted.where(PlaceReach.place_id.in_(figure.places))
