"""A made-up, labelled world for the radar: honest evenings that look odd, and frauds that try not to.

Everything here is drawn from a seed. The labels are ours, so the figures say how well the rules tell our own
stories apart, and nothing about real people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from learning.recognition.radar import KINDS, Asked, Attempt, Kind, Where, questions

DAY = datetime(2026, 10, 1, tzinfo=UTC)
LOCAL = timedelta(hours=7)
MODULES = [f"bai-{number}" for number in range(30)]
CHOICES = "abc"


@dataclass(frozen=True)
class Episode:
    """Something that happened, and what it is: a kind of fraud, or None where it is honest."""

    story: str
    label: Kind | None
    attempts: tuple[Attempt, ...]

    @property
    def people(self) -> set[str]:
        return {one.person for one in self.attempts}


@dataclass
class Teller:
    """Tells one episode after the other, each with people, devices and classes of its own."""

    random: Random
    told: int = 0

    def names(self, kind: str, many: int) -> list[str]:
        self.told += 1
        return [f"{kind}{self.told}-{number}" for number in range(many)]

    def moment(self, hour: float) -> datetime:
        """Some day, at an hour by the clock on the wall."""
        return DAY + timedelta(days=self.random.randrange(40), hours=hour) - LOCAL

    def attempt(
        self, person: str, device: str, module: str, at: datetime, *, skill: float = 0.8, pace: float = 14,
        group: str | None = None, where: Where = "own", form: int | None = None, mistakes: str | None = None,
    ) -> Attempt:  # fmt: skip
        """One check: right answers are "r", wrong ones one of three; `mistakes` fixes the whole sheet."""
        answers = mistakes or "".join(
            "r" if self.random.random() < skill else self.random.choice(CHOICES) for _each in range(5)
        )
        gaps = tuple(round(max(0.4, self.random.lognormvariate(0, 0.35) * pace), 1) for _each in range(4))
        number = form or self.random.randrange(1, 40)
        right = tuple(one == "r" for one in answers)
        return Attempt(person, device, module, number, at, tuple(answers), right, gaps, group, where)

    def sheets(
        self, person: str, device: str, begin: datetime, many: int, **how: object
    ) -> Iterator[Attempt]:
        """Several lessons one after the other."""
        at = begin
        for module in self.random.sample(MODULES, many):
            yield self.attempt(person, device, module, at, **how)  # type: ignore[arg-type]  # as above
            at += timedelta(minutes=self.random.uniform(1.5, 6))


Story = Callable[[Teller], Iterator[Attempt]]

# ── Honest ──


def alone(tell: Teller) -> Iterator[Attempt]:
    (person,) = tell.names("p", 1)
    for _evening in range(4):
        begin = tell.moment(tell.random.uniform(6, 21))
        yield from tell.sheets(person, f"d-{person}", begin, 2, skill=tell.random.uniform(0.5, 0.95))


def family_phone(tell: Teller) -> Iterator[Attempt]:
    people = tell.names("p", tell.random.randrange(2, 6))
    begin = tell.moment(19)
    for place, person in enumerate(people):
        yield from tell.sheets(person, f"d-{people[0]}", begin + timedelta(minutes=15 * place), 1, skill=0.7)


def class_with_few_phones(tell: Teller) -> Iterator[Attempt]:
    people = tell.names("p", 20)
    begin = tell.moment(19)
    for place, person in enumerate(people):
        at = begin + timedelta(minutes=4 * place)
        yield from tell.sheets(
            person, f"d-{people[place % 6]}", at, 1, group=f"g-{people[0]}", where="class", pace=12
        )


def kiosk(tell: Teller) -> Iterator[Attempt]:
    people = tell.names("p", 25)
    begin = tell.moment(8)
    for place, person in enumerate(people):
        yield from tell.sheets(
            person, f"k-{people[0]}", begin + timedelta(minutes=15 * place), 1, where="kiosk"
        )


def quick_youngster(tell: Teller) -> Iterator[Attempt]:
    (person,) = tell.names("p", 1)
    yield from tell.sheets(
        person, f"d-{person}", tell.moment(20), 6, skill=0.97, pace=tell.random.uniform(1.8, 5)
    )


def night_shift(tell: Teller) -> Iterator[Attempt]:
    (person,) = tell.names("p", 1)
    for _night in range(3):
        yield from tell.sheets(person, f"d-{person}", tell.moment(24 + tell.random.uniform(0, 3)), 3)


def common_mistake(tell: Teller) -> Iterator[Attempt]:
    """Many fall for the same message: one sheet alike, everything else their own."""
    people = tell.names("p", 9)
    for person in people:
        at = tell.moment(19)
        yield tell.attempt(person, f"d-{person}", MODULES[3], at, form=7, mistakes="rarbr")
        yield from tell.sheets(person, f"d-{person}", at + timedelta(hours=1), 2)


def good_class(tell: Teller) -> Iterator[Attempt]:
    """A very good class: hardly a mistake."""
    people, group = tell.names("p", 14), f"g-{tell.told}"
    for module in MODULES[5:8]:
        begin = tell.moment(19)
        for person in people:
            yield tell.attempt(person, f"d-{person}", module, begin, skill=0.97, group=group, where="class")


def small_perfect_circle(tell: Teller) -> Iterator[Attempt]:
    people, group = tell.names("p", 5), f"g-{tell.told}"
    for module in MODULES[5:8]:
        for person in people:
            yield tell.attempt(
                person, f"d-{person}", module, tell.moment(19), skill=1, group=group, where="class"
            )


def neighbours_visit(tell: Teller) -> Iterator[Attempt]:
    """A volunteer goes from door to door with one phone, in no class: honest, and unhurried."""
    people = tell.names("p", tell.random.randrange(6, 11))
    begin = tell.moment(14)
    for place, person in enumerate(people):
        at = begin + timedelta(minutes=25 * place)
        yield from tell.sheets(person, f"d-{people[0]}", at, 1, pace=tell.random.uniform(7, 20))


# ── Not honest ──


def one_phone_for_a_list(tell: Teller) -> Iterator[Attempt]:
    people = tell.names("p", tell.random.randrange(5, 30))
    begin, pace = tell.moment(15), tell.random.uniform(2, 9)
    for place, person in enumerate(people):
        at = begin + timedelta(minutes=2 * place)
        yield from tell.sheets(person, f"d-{people[0]}", at, 1, skill=0.95, pace=pace)


def answers_by_script(tell: Teller) -> Iterator[Attempt]:
    (person,) = tell.names("p", 1)
    pace = tell.random.uniform(0.5, 2.2)
    yield from tell.sheets(
        person, f"d-{person}", tell.moment(10), 8, skill=tell.random.choice((1, 0.97)), pace=pace
    )


def copied_sheets(tell: Teller) -> Iterator[Attempt]:
    people = tell.names("p", tell.random.randrange(3, 9))
    for module in MODULES[10:14]:
        form = tell.random.randrange(1, 40)
        sheet = "".join(tell.random.sample(["r", "r", "r", tell.random.choice("ab"), "c"], 5))
        at = tell.moment(16)
        for person in people:
            careless = tell.random.random() < 0.1
            copied = None if careless else sheet
            yield tell.attempt(person, f"d-{person}", module, at, form=form, mistakes=copied)


def filled_in_at_night(tell: Teller) -> Iterator[Attempt]:
    people = tell.names("p", tell.random.randrange(3, 12))
    begin = tell.moment(23 + tell.random.uniform(0.1, 4))
    for place, person in enumerate(people):
        yield from tell.sheets(person, f"d-{people[0]}", begin + timedelta(minutes=3 * place), 2, pace=9)


def trainer_answers_for_all(tell: Teller) -> Iterator[Attempt]:
    people, group = tell.names("p", tell.random.randrange(8, 25)), f"g-{tell.told}"
    slips = tell.random.random() < 0.15
    for module in MODULES[15:18]:
        for place, person in enumerate(people):
            skill = 0.8 if slips and place == 0 else 1
            at = tell.moment(19)
            yield tell.attempt(
                person, f"d-{person}", module, at, skill=skill, group=group, where="class", pace=6
            )


HONEST: tuple[Story, ...] = (
    alone,
    family_phone,
    class_with_few_phones,
    kiosk,
    quick_youngster,
    night_shift,
    common_mistake,
    good_class,
    small_perfect_circle,
    neighbours_visit,
)
FRAUDS: Mapping[Kind, Story] = {
    "shared_device": one_phone_for_a_list,
    "too_fast": answers_by_script,
    "clones": copied_sheets,
    "night": filled_in_at_night,
    "perfect_class": trainer_answers_for_all,
}


def world(seed: int, each: int = 20) -> list[Episode]:
    """So many episodes of every story."""
    tell = Teller(Random(seed))
    told: list[Episode] = []
    for _round in range(each):
        told += [Episode(story.__name__, None, tuple(story(tell))) for story in HONEST]
        told += [Episode(story.__name__, kind, tuple(story(tell))) for kind, story in FRAUDS.items()]
    return told


@dataclass(frozen=True)
class Score:
    """How well one kind of question was asked."""

    kind: Kind
    rightly: int
    wrongly: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the episodes asked about, the share that were of this kind; other frauds are no mistake."""
        return self.rightly / (self.rightly + self.wrongly) if self.rightly + self.wrongly else 1.0

    @property
    def recall(self) -> float:
        return self.rightly / (self.rightly + self.missed) if self.rightly + self.missed else 1.0


def scores(episodes: list[Episode]) -> list[Score]:
    """Ask about the whole world at once, and count by kind. A question about another fraud counts nowhere."""
    asked = questions(one for episode in episodes for one in episode.attempts)
    return [_score(kind, episodes, asked) for kind in KINDS]


def _score(kind: Kind, episodes: list[Episode], asked: list[Asked]) -> Score:
    named = {person for one in asked if one.kind == kind for person in one.people}
    hit = [episode for episode in episodes if episode.people & named]
    there = sum(episode.label == kind for episode in episodes)
    rightly = sum(episode.label == kind for episode in hit)
    return Score(kind, rightly, sum(episode.label is None for episode in hit), there - rightly)
