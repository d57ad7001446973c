"""Lives: what somebody did, marked and folded by the record's own rules, ready to be lived by many."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from random import Random
from typing import Any
from uuid import UUID

from learning.catalog.content import Module
from learning.classes.models import Attendance
from learning.demo import skill
from learning.records import events, operations, presence, projections
from learning.records.operations import EVENT
from learning.records.rules import Fact, ModuleState, Totals, fact_of, fold, totals
from tests.bench.big.lines import DAY_ZERO, Gapped, Lines, Row, lines, table_named

WEEKS = 13
PERSON, GUEST, DEVICE, TRAINER = (UUID(int=number) for number in range(1, 5))
MEETINGS = tuple(UUID(int=100 + week) for week in range(WEEKS))
NAMED = {PERSON: "person", GUEST: "guest", DEVICE: "device", TRAINER: "trainer"} | {
    meeting: f"meeting{week}" for week, meeting in enumerate(MEETINGS)
}
BEGIN = datetime(DAY_ZERO.year, DAY_ZERO.month, DAY_ZERO.day, 12, tzinfo=UTC)  # 19:00 in Vietnam
EVENING = timedelta(minutes=90)
# How many sittings there are in a life, and how often that is so: most people try once or twice.
SITTINGS = {1: 34, 2: 27, 3: 17, 5: 13, 9: 6, 13: 3}
SITTINGS_OF_GUESTS = {1: 74, 2: 17, 4: 9}


@dataclass(frozen=True, slots=True)
class Life:
    """The rows of somebody, in lines with gaps. `states`: what names attempts, and so follows the device."""

    tables: Mapping[str, Lines]
    events: int
    answers: int
    has_guest: bool
    states: Mapping[str, dict[str, Any]]
    attempts: Mapping[str, Row]

    def lived(self, values: dict[str, str], ids: Sequence[str], shift: int) -> dict[str, str]:
        """The lines of every table, for one person and their device, from one day on. One id an event."""
        for number, id in enumerate(ids):
            values[f"event{number}"] = id
        device = UUID(values["device"])
        names = {name: str(fact_of({**row, "device": device}).attempt) for name, row in self.attempts.items()}
        for name, state in self.states.items():
            values[name] = _state(state, names)
        return {table: gapped.filled(values, shift) for table, gapped in self.tables.items()}


def _state(state: Mapping[str, Any], names: Mapping[str, str]) -> str:
    renamed = {
        **state,
        "open": dict(sorted((names[name], answers) for name, answers in state["open"].items())),
        "done": sorted(names[name] for name in state["done"]),
    }
    return json.dumps(renamed)


@dataclass(slots=True)
class _Story:
    """Somebody in the making."""

    random: Random
    modules: Sequence[Module]
    nature: skill.Nature
    rows: list[Row] = field(default_factory=list)
    goes: dict[str, int] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    evenings: dict[int, datetime] = field(default_factory=dict)

    def sit(self, at: datetime, via: str, who: UUID = PERSON, *, only_looks: bool = False) -> None:
        """Open the next lesson not passed yet, rehearse it perhaps, and take its check."""
        todo = [module for module in self.modules if module.id not in self.passed]
        if not todo:
            return
        module = todo[0]
        goes = self.goes.get(module.id, 0)
        if not goes:
            at = self._add(who, via, at, module, verb="opened")
        if not only_looks:
            at = self._rehearse(who, via, at, module)
            self._check(who, via, at, module, goes + 1)

    def _rehearse(self, who: UUID, via: str, at: datetime, module: Module) -> datetime:
        if not module.practice or self.random.random() > 0.25:
            return at
        taps = skill.taps(module.practice.key(), self.random, slips=0.5 * (1 - self.nature.skill))
        return self._add(who, via, at, module, verb="practised", answer=taps)

    def _check(self, who: UUID, via: str, at: datetime, module: Module, form: int) -> None:
        questions = module.form(form)
        if self.random.random() < 0.06:  # some are called away in the middle
            questions = questions[: self.random.randint(1, 4)]
        attempt = f"{self.random.getrandbits(64):016x}"
        right = []
        for question in questions:
            is_right = self.nature.is_right(self.random, form - 1)
            given = skill.answer(question.key(), self.random, right=is_right)
            more = {"question": question.id, "form": form, "attempt": attempt, "answer": given}
            at = self._add(who, via, at, module, verb="answered", **more)
            right.append(self.rows[-1]["right"])
        self.goes[module.id] = form
        if sum(right) >= 4 and len(right) == 5:
            self.passed.add(module.id)

    def _add(self, who: UUID, via: str, at: datetime, module: Module, **more: Any) -> datetime:
        """One event, kept a moment later, or where there was no network up to three days."""
        at += timedelta(milliseconds=self.random.randint(9_000, 75_000))
        late = timedelta(milliseconds=self.random.randint(300, 4_000))
        if via == "offline":
            late = timedelta(hours=self.random.choice((2, 9, 20, 30, 70)))
        raw = {
            "id": str(UUID(int=1000 + len(self.rows))),
            "module": module.id,
            "version": module.version,
            "at": at.isoformat(timespec="milliseconds"),
            "seq": len(self.rows) + 1,
            "language": "vi",
            "via": via,
            **more,
        }
        self.rows.append(operations.row_of(events.read(raw), who, DEVICE, at + late, "self"))
        return at

    def come(self, week: int) -> None:
        """An evening with the class; most are called up when they come."""
        opened = BEGIN + timedelta(weeks=week)
        if self.random.random() < 0.9:
            self.evenings[week] = opened + timedelta(seconds=self.random.randint(20, 1200))
        self.sit(opened + timedelta(minutes=self.random.randint(20, 60)), "centre")

    def be_watched(self, week: int) -> None:
        """Now and then the trainer looks on while they do it."""
        if self.goes and self.random.random() < 0.12:
            module = next(one for one in self.modules if one.id in self.goes)
            at = BEGIN + timedelta(weeks=week, minutes=80)
            watched = (PERSON, TRAINER, module, [True, True, True])
            row = operations.observed_row(*watched, language="vi", at=at)
            self.rows.append({**row, "id": UUID(int=1000 + len(self.rows))})

    def told(self) -> Life:
        """Everything that follows from what they did."""
        windows = [(begin, begin + EVENING) for begin in (BEGIN + timedelta(weeks=w) for w in self.evenings)]
        facts = list(presence.seen(map(fact_of, self.rows), windows))
        facts.sort(key=lambda fact: (fact.module, fact.order))
        return _told(self, facts)


def _told(story: _Story, facts: Sequence[Fact]) -> Life:
    named = NAMED | {row["id"]: f"event{number}" for number, row in enumerate(story.rows)}
    counted = [row["seq"] for row in story.rows if row["verb"] == "observed"]
    states: dict[str, dict[str, Any]] = {}
    progress: list[Row] = []
    cards: list[Row] = []
    total, passed = Totals(), 0
    for module, some in groupby(facts, key=lambda fact: fact.module):
        everything = list(some)
        place, state = (PERSON, module), fold(ModuleState(), everything)
        total = totals(everything, total)
        passed += state.passed_at is not None
        row = projections.progress_row(place, state)
        states[f"state-{module}"] = row["attempts_state"]
        progress.append({**row, "attempts_state": Gapped(f"state-{module}")})
        cards += [projections.card_row(place, name, card) for name, card in state.cards.items()]
    summary = {**projections.summary_row(PERSON, total, passed), "stamp": Gapped("stamp")}
    attended = [_attended(week, at) for week, at in story.evenings.items()]
    tables = {
        "event": lines(EVENT, story.rows, named, counted),
        "module_progress": lines(projections.PROGRESS, progress, named, counted),
        "review_card": lines(projections.CARD, cards, named),
        "person_summary": lines(projections.SUMMARY, [summary] if story.rows else [], named),
        "attendance": lines(table_named(Attendance.__tablename__), attended, named),
    }
    attempts = {str(fact.attempt): row for row in story.rows if (fact := fact_of(row)).attempt}
    has_guest = any(row["person_id"] == GUEST for row in story.rows)
    return Life(tables, len(story.rows), total.answers, has_guest, states, attempts)


def _attended(week: int, at: datetime) -> Row:
    kept = {"meeting_id": MEETINGS[week], "person_id": PERSON, "at": at, "by": TRAINER, "undone_at": None}
    return {**kept, "id": Gapped(f"attendance{week}")}


def at_home(random: Random, modules: Sequence[Module]) -> Life:
    """Somebody on their own phone, or at a shared device: a guest."""
    story = _Story(random, modules, skill.drawn(random))
    at = BEGIN + timedelta(minutes=random.randint(-300, 120))
    looks = random.random() < 0.25
    for sitting in range(_many(random, SITTINGS_OF_GUESTS)):
        story.sit(at, random.choice(("web", "web", "offline", "kiosk")), only_looks=looks and not sitting)
        at += timedelta(days=random.randint(1, 14), minutes=random.randint(0, 60))
    return story.told()


def in_class(random: Random, modules: Sequence[Module]) -> Life:
    """Somebody of a class: evenings there, some days at home, perhaps a guest before."""
    story = _Story(random, modules, skill.drawn(random))
    if random.random() < 0.05:
        story.sit(BEGIN - timedelta(days=random.randint(1, 20)), "web", GUEST)
    if random.random() < 0.9:  # the others are on the list, and have not begun
        weeks = sorted(random.sample(range(WEEKS), _many(random, SITTINGS)))
        for week in weeks:
            if random.random() < 0.8:
                story.come(week)
                story.be_watched(week)
            else:
                story.sit(BEGIN + timedelta(weeks=week, days=2), random.choice(("web", "offline")))
    return story.told()


def through_everything(random: Random, modules: Sequence[Module]) -> Life:
    """Somebody who went through all lessons there are: their class is as full as a class page can be."""
    story = _Story(random, modules, skill.Nature(0.9, 0, 1, 1))
    for number in range(2 * len(modules)):
        if number < WEEKS:
            story.come(number)
        else:
            story.sit(BEGIN + timedelta(days=number - WEEKS, hours=-4), "web")
    return story.told()


def _many(random: Random, weights: Mapping[int, int]) -> int:
    return random.choices(list(weights), list(weights.values()))[0]
