"""Who learns where: classes with trainers, evenings and people, and those who learn by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from random import Random
from typing import Any
from uuid import UUID

from learning.accounts import rules as people
from learning.accounts.models import Person, RoleGrant, StaffCredential
from learning.catalog.content import Catalog, Module
from learning.classes.models import Meeting, Membership
from learning.classes.rules import BEGINNING
from learning.demo import names
from learning.reports.models import PlacePerson
from tests.bench.big import lives
from tests.bench.big.lines import DAY_ZERO, line, lines, table_named
from tests.bench.big.lives import BEGIN, EVENING, MEETINGS, TRAINER, WEEKS, Life

IN_CLASS = 0.4
A_CLASS = 40
CLASSES_A_TRAINER = 6
BIG_COMMUNE = 10_000  # whose page has a budget of its own
WITH_CARD = 0.7
LIVES_AT_HOME, LIVES_A_COURSE = 400, 80
FULL_CLASS = "Lớp học đủ các bài"
Written = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Spot:
    """A commune where a class can be, and the hamlets its people name, with ids where they are places."""

    id: UUID
    path: str
    hamlets: Mapping[str, UUID | None]

    def home(self, hamlet: str | None) -> UUID:
        """The hamlet that they named, else the commune."""
        return (self.hamlets.get(hamlet) if hamlet else None) or self.id


@dataclass(frozen=True, slots=True)
class Country:
    """What there is to draw from. `full` is the commune whose page is measured, with ten thousand people."""

    catalog: Catalog
    full: Spot
    province: Sequence[Spot]
    elsewhere: Sequence[Spot]
    today: datetime


@dataclass(slots=True)
class Teller:
    """Tells the lines of everybody, some dozens of people at a time. The same seed tells the same country."""

    country: Country
    random: Random
    serial: int  # of cards and of names that are one's own: as many people as there are already
    trainers: list[tuple[UUID, str]] = field(default_factory=list)
    first_full_class: UUID | None = None

    def told(self, many: int) -> Iterator[Written]:
        """Lines by table, until there are so many people."""
        courses = [tuple(course.modules) for course in self.country.catalog.courses]
        pools = [self._lives(modules) for modules in courses]
        everything = tuple(self.country.catalog.modules)
        full = [lives.through_everything(self.random, everything) for _life in range(A_CLASS)]
        yield self._class(everything, full, self.country.full, FULL_CLASS)
        in_classes = round(many * IN_CLASS) // A_CLASS - 1
        in_full = min(BIG_COMMUNE, many * IN_CLASS / 2) // A_CLASS - 1
        for number in range(in_classes):
            course = self.random.randrange(len(courses))
            spot = self.country.full if number < in_full else self._spot()
            chosen = self.random.choices(pools[course], k=A_CLASS)
            yield self._class(courses[course], chosen, spot, f"Lớp tối {number + 1}")
        yield from self._guests(many - (in_classes + 1) * A_CLASS, courses)

    def _lives(self, modules: Sequence[Module]) -> list[Life]:
        return [lives.in_class(self.random, modules) for _life in range(LIVES_A_COURSE)]

    def _spot(self) -> Spot:
        """Half of all classes are in one province, so that it is as large as a page has to bear."""
        return self.random.choice(
            self.country.province if self.random.random() < 0.5 else self.country.elsewhere
        )

    def _shift(self, latest: int) -> int:
        """So many days after DAY_ZERO they begin."""
        return (self.country.today.date() - DAY_ZERO).days - self.random.randint(latest, 400)

    # ── Classes ──

    def _class(self, modules: Sequence[Module], chosen: Sequence[Life], spot: Spot, name: str) -> Written:
        written: Written = {}
        shift = self._shift(WEEKS * 7 + 5)
        begins = BEGIN + timedelta(days=shift)
        trainer, at_place = self._trainer(written, spot, begins)
        class_id = self._id()
        self.first_full_class = self.first_full_class or class_id
        row = [class_id, name, spot.path, [one.id for one in modules], [begins.weekday()]]
        _add(written, "class_group", *row, begins - timedelta(days=3), trainer, None)
        _add(written, "class_leader", class_id, trainer, begins - timedelta(days=3))
        self._noted(
            written, begins - timedelta(days=3), trainer, "class-made", "class", class_id, spot.path, None
        )
        meetings = {f"meeting{week}": self._id() for week in range(WEEKS)}
        written.setdefault("meeting", []).append(
            _MEETINGS.filled(
                {name: str(id) for name, id in meetings.items()}
                | {"class": str(class_id), "trainer": str(trainer)},
                shift,
            )
        )
        for life in chosen:
            person = self._learner(written, begins, trainer, at_place)
            joined = begins - timedelta(days=2)
            hamlet = self.random.choice(list(spot.hamlets)) if self.random.random() < 0.95 else None
            member: dict[str, Any] = {
                "id": self._id(),
                "class_id": class_id,
                "person_id": person,
                "hamlet": hamlet,
            }
            member |= {"place_id": spot.home(hamlet), "joined_at": joined, "added_by": trainer}
            _add_row(written, Membership, member)
            _add_row(written, PlacePerson, member | {"since": BEGINNING})
            details = {"class": str(class_id)}
            self._noted(written, joined, trainer, "class-joined", "person", person, at_place, details)
            guest = self._guest_of(written, person, trainer, begins) if life.has_guest else person
            self._live(written, life, person, shift, guest=guest, trainer=trainer, more=meetings)
        return written

    def _trainer(self, written: Written, spot: Spot, begins: datetime) -> tuple[UUID, str]:
        """Who leads it: each trainer leads a handful of classes, all at one place."""
        is_known = bool(self.trainers) and self.trainers[-1][1] == spot.path
        if not is_known or self.random.random() < 1 / CLASSES_A_TRAINER:
            id, since = self._id(), begins - timedelta(days=10)
            name = f"Tình nguyện viên {self._next()}"
            who = {"id": id, "kind": "staff", "display_name": name, "language": "vi", "created_at": since}
            _add_row(written, Person, who)
            # Invited, and without a password yet.
            known_as = {"name": name, "name_key": people.name_key(name), "password_hash": ""}
            _add_row(written, StaffCredential, {"person_id": id, "changed_at": since, **known_as})
            held = {"id": self._id(), "person_id": id, "role": "trainer", "place": spot.path}
            _add_row(written, RoleGrant, {**held, "starts_at": since})
            self.trainers.append((id, spot.path))
        return self.trainers[-1]

    def _learner(self, written: Written, begins: datetime, trainer: UUID, place: str) -> UUID:
        person, at = self._id(), begins - timedelta(days=2)
        name, born = names.full_name(self.random), names.year_of_birth(self.random, at.year)
        _add(written, "person", person, "learner", name, born, "vi", at, None)
        if self.random.random() < WITH_CARD:
            number = people.card_number(10_000_000 + self._next())
            token = blake2b(person.bytes, digest_size=32).digest()
            row = [self._id(), person, number, "\\x" + token.hex(), None, None, at, trainer, None]
            _add(written, "card", *row)
            self._noted(written, at, trainer, "card-issued", "person", person, place, None)
        return person

    def _guest_of(self, written: Written, person: UUID, trainer: UUID, begins: datetime) -> UUID:
        """Whoever learned on this phone before: the trainer found them to be one."""
        guest = self._id()
        _add(written, "person", guest, "guest", None, None, "vi", begins - timedelta(days=21), None)
        _add(written, "person_link", self._id(), guest, person, begins, trainer, None, None)
        return guest

    def _noted(
        self, written: Written, at: datetime, trainer: UUID, verb: str, thing: str, *rest: Any
    ) -> None:
        thing_id, place, details = rest
        row = [self._id(), at, trainer, "trainer", verb, thing, thing_id, place, details]
        _add(written, "staff_action", *row)

    # ── By themselves ──

    def _guests(self, many: int, courses: Sequence[tuple[Module, ...]]) -> Iterator[Written]:
        pool = [lives.at_home(self.random, self.random.choice(courses)) for _life in range(LIVES_AT_HOME)]
        for start in range(0, many, A_CLASS):
            written: Written = {}
            for _guest in range(min(A_CLASS, many - start)):
                person, shift = self._id(), self._shift(70)
                at = BEGIN + timedelta(days=shift, hours=-6)
                _add(written, "person", person, "guest", None, None, "vi", at, None)
                self._live(written, self.random.choice(pool), person, shift, guest=person)
            yield written

    def _live(
        self,
        written: Written,
        life: Life,
        person: UUID,
        shift: int,
        *,
        guest: UUID,
        trainer: UUID | None = None,
        more: Mapping[str, UUID] | None = None,
    ) -> None:
        values = {name: str(id) for name, id in (more or {}).items()}
        values |= {"person": str(person), "guest": str(guest), "trainer": str(trainer)}
        values |= {"device": str(self._id()), "stamp": str(self.random.getrandbits(63))}
        values |= {f"attendance{week}": self._hex() for week in range(WEEKS)} if more else {}
        ids = [self._hex() for _event in range(life.events)]
        for table, text in life.lived(values, ids, shift).items():
            written.setdefault(table, []).append(text)

    def _next(self) -> int:
        self.serial += 1
        return self.serial

    def _id(self) -> UUID:
        return UUID(self._hex())

    def _hex(self) -> str:
        """A random id (version 4) of this seed."""
        digits = f"{self.random.getrandbits(128):032x}"
        return f"{digits[:12]}4{digits[13:16]}8{digits[17:]}"


def _add(written: Written, table: str, *values: Any) -> None:
    written.setdefault(table, []).append(line(*values))


def _add_row(written: Written, model: Any, row: Mapping[str, Any]) -> None:
    _add(written, model.__tablename__, *(row.get(column.name) for column in model.__table__.columns))


_CLASS = UUID(int=5)
_NAMED = {meeting: f"meeting{week}" for week, meeting in enumerate(MEETINGS)}
_MEETINGS = lines(
    table_named(Meeting.__tablename__),
    [
        {
            "id": meeting,
            "class_id": _CLASS,
            "held_on": (BEGIN + timedelta(weeks=week)).date(),
            "opened_at": BEGIN + timedelta(weeks=week),
            "opened_by": TRAINER,
            "closed_at": BEGIN + timedelta(weeks=week) + EVENING,
            "decided_at": BEGIN + timedelta(weeks=week) + EVENING,
        }
        for week, meeting in enumerate(MEETINGS)
    ],
    {**_NAMED, _CLASS: "class", TRAINER: "trainer"},
)
