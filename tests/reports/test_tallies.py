"""Tallies kept ahead come to what is counted from everybody's own record, whatever happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from learning.accounts.links import canonical, ids_of
from learning.classes import operations as classes
from learning.classes.models import Membership
from learning.clock import now
from learning.db import session, write
from learning.factory import FORGETTING
from learning.ids import new_id
from learning.places import history, past, queries, rules
from learning.places.queries import PlaceFacts
from learning.records import erasing
from learning.records import operations as records
from learning.records import queries as recorded
from learning.reports import queries as figures
from learning.reports import tallies
from learning.reports.models import PlaceTally, UnitTally
from learning.web.site import site as web_site
from tests.conftest import Clock
from tests.factories.accounts import a_guest
from tests.factories.classes import a_class, a_trainer, an_evening
from tests.factories.places import MY_XUYEN, NHU_GIA, a_commune, a_province, hamlets, merged, parted
from tests.factories.records import a_check, a_version

Completions = Counter[tuple[UUID, str, str, str]]


@pytest.fixture(autouse=True)
def today(wall_clock: Clock) -> None:
    """22 November 2026."""


class Story:
    """Some months in a province, made of everything that changes a figure."""

    def __init__(self, seed: int, clock: Clock) -> None:
        self.chance, self.clock = Random(seed), clock
        self.version, self.trainer = a_version(), a_trainer()
        self.people: list[UUID] = []
        self.erased: set[UUID] = set()
        self.gone: Completions = Counter()
        for name in (MY_XUYEN, NHU_GIA, "xã Mỹ Tú"):
            hamlets(a_commune(name), ("Một", "Hai"))
        self.groups = [a_class(self.trainer, f"Lớp {at}", one.path) for at, one in enumerate(self.communes())]

    def communes(self) -> list[PlaceFacts]:
        ours = ("Mỹ Xuyên", "Nhu Gia", "Mỹ Tú")
        return [
            one
            for one in queries.communes_of(a_province().id)
            if one.name in ours or one.name.startswith("Mới")
        ]

    def step(self) -> None:
        doings = (
            [self.join] * 5
            + [self.learn] * 6
            + [self.leave, self.link, self.come, self.erase, self.reshape, self.name, tallies.catch_up]
        )
        self.chance.choice(doings)()
        self.clock.advance(days=self.chance.choice((0, 0, 3, 20)))

    def join(self) -> None:
        told = self.chance.choice(("một", "Ấp Hai", "Ba", "", None))
        learner = classes.Learner("Bà Tư", 1958, told)
        with write():
            self.people.append(
                classes.add_learner(self.chance.choice(self.groups), learner, self.trainer, "vi")
            )

    def somebody(self) -> UUID | None:
        alive = [one for one in self.people if one not in self.erased]
        return self.chance.choice(alive) if alive else None

    def learn(self) -> None:
        """Now, or long ago on a phone that was without a network."""
        if person := self.somebody():
            ago = self.chance.choice((0, 0, 40, 200)) * 24 * 60
            wrong = ("cau-01", "cau-02", "cau-03") if self.chance.random() < 0.2 else ()
            check = a_check(self.version, attempt=str(new_id()), minute=-ago, wrong=wrong)
            records.append(person, new_id(), check)

    def leave(self) -> None:
        if person := self.somebody():
            with write():
                for group in self.groups:
                    classes.leave(group, person, self.trainer)

    def link(self) -> None:
        if person := self.somebody():
            guest = a_guest()
            records.append(guest, new_id(), a_check(self.version, attempt=str(new_id())))
            records.adopt(guest, person)
            if self.chance.random() < 0.3:
                records.release(guest)

    def come(self) -> None:
        if person := self.somebody():
            meeting = an_evening(self.chance.choice(self.groups), self.trainer)
            with write():
                classes.check_in(meeting, person, self.trainer)

    def erase(self) -> None:
        if person := self.somebody():
            self.gone.update(completions_of(person))
            erasing.erase(person, None, "own-wish", rooms=FORGETTING)
            self.erased.add(person)

    def reshape(self) -> None:
        """Two communes become one, or a hamlet leaves for a new one; from today, or found out late."""
        communes, day = self.communes(), rules.day_of(now())
        on = day - timedelta(days=self.chance.choice((0, 1)))
        try:
            if len(communes) > 1 and self.chance.random() < 0.5:
                merged(self.chance.sample(communes, 2), f"Mới {new_id().hex[:6]}", on)
            else:
                unit = self.chance.choice(communes)
                below = queries.children_of(unit.id, ("hamlet",))
                parted(unit, below[:1], f"Mới {new_id().hex[:6]}", on)
        except rules.Refused:
            pass

    def name(self) -> None:
        """A hamlet that people have named already comes onto the list."""
        commune = self.chance.choice(self.communes())
        from_tests = hamlets(commune, ("Ba",))
        with write():
            classes.tie(next(one.path for one in from_tests if one.name == "Ba"))


def lists_of(people: Collection[UUID]) -> list[Membership]:
    """The lists on which one of these ids ever stood, the one that says best where they live last."""
    of_them = select(Membership).where(Membership.person_id.in_(people), Membership.place_id.is_not(None))
    rows = session().execute(of_them).scalars().all()
    return sorted(rows, key=lambda row: (row.hamlet is not None, row.joined_at, row.id))


def place_at(lists: list[Membership], at: datetime) -> UUID | None:
    """Where somebody counts then: by the lists on which they stand, else by the next one they come onto."""
    here = [row for row in lists if row.joined_at <= at and (row.left_at is None or at < row.left_at)]
    if here:
        return here[-1].place_id
    later = [row.joined_at for row in lists if at < row.joined_at and row.joined_at != row.left_at]
    return place_at(lists, min(later)) if later else None


def completions_of(person: UUID) -> Completions:
    """(place, month, course, evidence) of all that one person's own page says was passed."""
    course = {module.id: one.id for one in web_site().catalog.courses for module in one.modules}
    lists = lists_of(ids_of(person))
    found: Completions = Counter()
    for one in recorded.progress_of(person):
        place = place_at(lists, one.passed_at) if one.passed_at else None
        if one.passed_at and place:
            month = one.passed_at.astimezone(rules.HERE).strftime("%Y-%m")
            found[place, month, course.get(one.module, ""), one.evidence or "self"] += 1
    return found


def live(story: Story) -> tuple[Counter[UUID], Counter[tuple[UUID, UUID, str, str, str]]]:
    """Reach and completions by commune, from each person's own page, and of the erased as it was told."""
    whole = {canonical(person) for person in story.people if canonical(person) not in story.erased}
    places = {person: place_at(lists_of(ids_of(person)), now()) for person in whole}
    counted = sum((completions_of(person) for person in whole), Counter(story.gone))
    then = past.history_of({place for place, *_rest in counted} | {one for one in places.values() if one})
    day = rules.day_of(now())
    reach = Counter(history.unit_on(then, place, "commune", day) for place in places.values() if place)
    done: Counter[tuple[UUID, UUID, str, str, str]] = Counter()
    for (place, month, course, evidence), many in counted.items():
        was = history.unit_on(then, place, "commune", date.fromisoformat(f"{month}-01"))
        done[history.unit_on(then, place, "commune", day), was, month, course, evidence] += many
    return reach, done


def kept() -> tuple[Counter[UUID], Counter[tuple[UUID, UUID, str, str, str]]]:
    """The same from the tallies."""
    row = UnitTally
    wanted = select(row.unit_id, row.then_id, row.month, row.course, row.evidence, row.many)
    done = Counter({(at[0], at[1], at[2], at[3], at[4]): at[5] for at in session().execute(wanted)})
    communes = [one.id for one in queries.children_of(a_province().id, ("commune",), with_ended=True)]
    found = figures.reach_by_unit(communes).items()
    return Counter({unit: one.learners for unit, one in found if one.learners}), done


@pytest.mark.parametrize("seed", range(4))
def test_after_a_random_history_the_tallies_are_what_is_counted_live(
    app: object, seed: int, wall_clock: Clock
) -> None:
    story = Story(seed, wall_clock)
    for _each in range(60):
        story.step()
    tallies.catch_up()
    assert tallies.waiting() == (0, None)
    assert kept() == live(story)
    assert list(tallies.differences()) == []


def test_a_rebuild_comes_to_the_same(app: object, wall_clock: Clock) -> None:
    story = Story(7, wall_clock)
    for _each in range(40):
        story.step()
    tallies.catch_up()
    before = kept()
    with write() as current:
        current.execute(delete(UnitTally))
    tallies.mark_everybody()
    tallies.catch_up()
    assert kept() == before == live(story)


def test_what_is_wrong_in_a_tally_is_found(app: object, wall_clock: Clock) -> None:
    story = Story(1, wall_clock)
    story.join()
    person = story.people[0]
    records.append(person, new_id(), a_check(story.version))
    tallies.catch_up()
    with write() as current:
        current.execute(update(PlaceTally).values(many=5))
    assert len(list(tallies.differences())) == 1
