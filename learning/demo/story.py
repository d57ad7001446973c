"""Three months of learning: evenings with roll call, learning at home, guests, some of whom are linked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from random import Random
from uuid import UUID

from learning import clock
from learning.catalog.content import Module
from learning.classes import operations as classes
from learning.db import write
from learning.demo import skill
from learning.demo.people import LANGUAGE, Group, Learner, Province
from learning.ids import new_id
from learning.places.rules import HERE
from learning.records import operations as records
from learning.records import queries
from learning.web.site import site

EVENING = timedelta(minutes=90)
LINKED = 15
MOST_REVIEWED = 5


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that happens at an instant."""

    at: datetime
    play: Callable[[], None]


def begin(now: datetime, weeks: int) -> datetime:
    """When a story of so many weeks ended last Sunday, when it began: on a Monday morning."""
    monday = now.astimezone(HERE).date() - timedelta(days=now.astimezone(HERE).weekday(), weeks=weeks)
    return datetime.combine(monday, time(8), HERE)


def play(random: Random, province: Province, start: datetime, weeks: int) -> int:
    """All of it, in the order of time; returns how many scenes. Opens its own write blocks."""
    scenes = sorted(_scenes(random, province, start, weeks), key=lambda scene: scene.at)
    for scene in scenes:
        with clock.fixed(scene.at):
            scene.play()
    return len(scenes)


def _scenes(random: Random, province: Province, start: datetime, weeks: int) -> Iterator[Scene]:
    for week in range(weeks):
        for group in province.groups:
            evening = start + timedelta(weeks=week, days=group.weekday, hours=11)  # 19:00
            yield Scene(evening, partial(_evening, random, group, evening, week))
            for learner in _begun(group, week):
                yield from _at_home(random, learner, evening, group.weekday)
    for guest in province.guests:
        for _each in range(random.randint(1, 3)):
            at = start + timedelta(days=random.randrange(weeks * 7 - 1), minutes=random.randrange(600))
            yield Scene(at, partial(_learn, random, guest, at, "kiosk"))
    members = [learner for group in province.groups for learner in group.learners]
    last = start + timedelta(weeks=weeks, hours=-12)
    for guest, person in zip(province.guests[:LINKED], random.sample(members, LINKED), strict=True):
        yield Scene(last, partial(_link, guest, person, province.groups[0].trainer))


def _begun(group: Group, week: int) -> list[Learner]:
    """Those who have begun by then: not everyone comes from the first evening on."""
    return [one for one in group.learners if one.nature.from_week <= week]


def _link(guest: Learner, person: Learner, by: UUID) -> None:
    records.adopt(guest.id, person.id, by)


def _at_home(random: Random, learner: Learner, evening: datetime, weekday: int) -> Iterator[Scene]:
    """On another day of the week, by themselves."""
    if random.random() < learner.nature.alone:
        after = timedelta(days=random.randint(1, max(1, 6 - weekday)), minutes=random.randint(-300, 60))
        via = random.choice(("web", "web", "offline"))
        yield Scene(evening + after, partial(_learn, random, learner, evening + after, via))


def _evening(random: Random, group: Group, begins: datetime, week: int) -> None:
    """Who comes is called up, learns, and now and then shows it to the trainer."""
    here = [one for one in _begun(group, week) if random.random() < one.nature.comes]
    with write():
        meeting = classes.open_meeting(group.id, begins.astimezone(HERE).date(), group.trainer)
        for learner in here:
            # Now and then the roll is not called for everyone: what they do stays their own word.
            if random.random() < 0.9:
                classes.check_in(meeting, learner.id, group.trainer)
    for learner in here:
        at = begins + timedelta(minutes=random.randint(10, 60))
        with clock.fixed(at):
            _learn(random, learner, at, "centre")
    watched = random.choice(here) if here else None
    with clock.fixed(begins + timedelta(minutes=80)):
        if watched is not None:
            _observe(random, watched, group.trainer)
    with clock.fixed(begins + EVENING), write():
        classes.close_meeting(meeting)


def _observe(random: Random, learner: Learner, by: UUID) -> None:
    done = sorted(learner.goes)
    if done:
        module = site().catalog.module(random.choice(done))
        steps = [random.random() < learner.nature.skill + 0.1 for _step in range(3)]
        records.observe(learner.id, by, module, steps, LANGUAGE)


def _learn(random: Random, learner: Learner, at: datetime, via: str) -> None:
    """One sitting: what is due again, then the next lesson not passed yet, its rehearsal and its check."""
    passed = {one.module for one in queries.progress_of(learner.id) if one.passed_at}
    sitting = _Sitting(random, learner, at, via)
    sitting.review()
    open_ones = [module for module in learner.modules if module not in passed]
    if open_ones:
        sitting.study(site().catalog.module(open_ones[0]))
    sitting.send()


class _Sitting:
    """The events of one sitting, as the device makes them."""

    def __init__(self, random: Random, learner: Learner, at: datetime, via: str) -> None:
        self._random, self._learner, self._at, self._via = random, learner, at, via
        self._events: list[dict[str, object]] = []

    def review(self) -> None:
        for due in queries.due_reviews(self._learner.id, self._at, MOST_REVIEWED):
            module = site().catalog.module(due.module)
            self._add("reviewed", module, question=due.question, answer=self._answer(module, due.question))

    def study(self, module: Module) -> None:
        learner = self._learner
        goes = learner.goes.get(module.id, 0)
        if not goes:
            self._add("opened", module)
        if module.practice and self._random.random() < 0.6:
            key = module.practice.key()
            taps = skill.taps(key, self._random, slips=0.5 * (1 - learner.nature.skill))
            self._add("practised", module, answer=taps)
        if goes or self._random.random() < 0.85:  # some look at a lesson and leave the check for another day
            attempt = str(new_id())
            for question in module.form(goes + 1):
                answer = self._answer(module, question.id)
                self._add(
                    "answered", module, question=question.id, form=goes + 1, attempt=attempt, answer=answer
                )
        learner.goes[module.id] = goes + 1

    def send(self) -> None:
        if not self._events:
            return
        receipt = records.append(self._learner.id, self._learner.device, self._events)
        if receipt.refused:
            raise ValueError(f"the record refused a made-up answer: {receipt.refused[0].reason}")

    def _answer(self, module: Module, question: str) -> object:
        key = module.bank.question(question).key()
        right = self._learner.nature.is_right(self._random, self._learner.goes.get(module.id, 0))
        return skill.answer(key, self._random, right=right)

    def _add(self, verb: str, module: Module, **rest: object) -> None:
        self._learner.sent += 1
        at = self._at - timedelta(seconds=40 * (12 - min(len(self._events), 12)))
        self._events.append(
            {
                "id": str(new_id()),
                "verb": verb,
                "module": module.id,
                "version": module.version,
                "at": at.isoformat(),
                "seq": self._learner.sent,
                "language": LANGUAGE,
                "via": self._via,
                **rest,
            }
        )
