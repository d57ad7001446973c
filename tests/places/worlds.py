"""Made-up countries for the rules of history, reshaped by the plans that staff make; counted questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import event

from learning.db import db
from learning.places.history import Figure, History, Link, Sighting, Spell
from learning.places.plans import Leaving, Plan, Unit, Wish, merge, split
from learning.places.rules import Kind, Refused

FIRST = date(2025, 7, 1)
LAST = date(2030, 1, 1)


@dataclass
class World:
    """A tree of units with what became of them, and the people in it."""

    chance: Random
    units: dict[UUID, Unit] = field(default_factory=dict)
    history: History = field(default_factory=History)
    today: date = FIRST
    seen: list[Sighting] = field(default_factory=list)
    splits: int = 0
    plans: list[Plan] = field(default_factory=list)

    def make(self, kind: Kind, parent: UUID | None) -> UUID:
        id = UUID(int=len(self.units) + 1)
        self.put(Unit(id, kind, "", f"Nơi {len(self.units)}", parent, self.today))
        return id

    def put(self, unit: Unit) -> None:
        self.units[unit.id] = unit
        self.history = replace(
            self.history,
            kinds={**self.history.kinds, unit.id: unit.kind},
            parents={**self.history.parents, unit.id: unit.parent},
        )

    def open(self, kind: str | None = None, parent: UUID | None = None) -> list[Unit]:
        return [
            one
            for one in self.units.values()
            if one.ended is None and kind in (None, one.kind) and parent in (None, one.parent)
        ]

    def follow(self, plan: Plan) -> None:
        """What `reshaping.apply` does to the tables, done to this world."""
        self.plans.append(plan)
        if plan.is_new:
            wish = plan.wish
            self.put(Unit(plan.target, plan.kind, wish.label, wish.name, plan.parent, wish.on))
        leaving = [*plan.leaves, *(one.id for one in self.open() if one.parent in plan.ends)]
        for id in leaving:
            self.move(id, plan.target, plan.wish.on)
        links = {one: Link(plan.target, plan.wish.on) for one in plan.ends}
        self.history = replace(self.history, links={**self.history.links, **links})
        for id in plan.ends:
            self.units[id] = replace(self.units[id], ended=plan.wish.on)

    def move(self, id: UUID, home: UUID, on: date) -> None:
        spell = Spell(self.units[id].parent, on)
        spells = {**self.history.spells, id: (*self.history.spells.get(id, ()), spell)}
        self.history = replace(self.history, spells=spells)
        self.put(replace(self.units[id], parent=home))

    def see(self, many: int) -> None:
        """People are seen today, in hamlets or in a commune that names no hamlet; some of them again."""
        places = [one.id for one in self.open() if one.kind != "province"]
        for _ in range(many):
            self.seen.append(Sighting(self.chance.randrange(30), self.chance.choice(places), self.today))

    @property
    def figures(self) -> list[Figure]:
        return [Figure(one.place, one.on, 1) for one in self.seen]


def a_world(chance: Random, *, with_splits: bool = True, steps: int = 8) -> World:
    """A few provinces, communes and hamlets, and some years of decisions."""
    world = World(chance)
    for _ in range(chance.randint(1, 2)):
        province = world.make("province", None)
        for _ in range(chance.randint(2, 4)):
            commune = world.make("commune", province)
            for _ in range(chance.randint(0, 3)):
                world.make("hamlet", commune)
    world.see(10)
    for _ in range(steps):
        world.today += timedelta(days=chance.choice([0, 1, 40, 200]))
        for plan in _a_decision(world, with_splits=with_splits):
            world.follow(plan)
        world.see(5)
    return world


def _a_decision(world: World, *, with_splits: bool) -> Iterator[Plan]:
    chance = world.chance
    unit = chance.choice(world.open())
    beside = [
        one for one in world.open(unit.kind, unit.parent) if one.parent == unit.parent and one.id != unit.id
    ]
    new = UUID(int=len(world.units) + 1)
    fresh = Wish("", f"Nơi {len(world.units)}", world.today)
    try:
        if with_splits and chance.random() < 0.5:
            below = world.open(None, unit.id)
            chosen = {one.id for one in below if chance.random() < 0.5}
            into = chance.choice(beside) if beside and chance.random() < 0.5 else None
            yield split(unit, Leaving(below, chosen, into), fresh, new, world.today)
            world.splits += 1
        else:
            others = [one for one in beside if chance.random() < 0.6]
            wish = fresh if chance.random() < 0.5 else replace(fresh, name=unit.name)
            yield merge([unit, *others], wish, new, world.today)
    except Refused:
        return


def counted(work: Callable[[], object]) -> int:
    """How many statements some work takes."""
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    work()
    event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)
