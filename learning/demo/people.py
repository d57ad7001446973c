"""The made-up province: its places, who works there, its classes and who learns in them."""

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from uuid import UUID

import pyotp

from learning import clock
from learning.accounts import grants, second_factor
from learning.accounts import operations as accounts
from learning.accounts.entry import Refused
from learning.accounts.granting import Held
from learning.accounts.throttle import Caller
from learning.classes import operations as classes
from learning.db import write
from learning.demo import names, skill, tongues
from learning.ids import derived_id, new_id
from learning.places import operations as places
from learning.places import queries
from learning.places.others import Done, others
from learning.places.rules import TWO_TIERS_SINCE
from learning.reports import operations as figures
from learning.reports.rules import Population
from learning.web.access import SEEING_OTHERS
from learning.web.site import site

LANGUAGE = "vi"
GUESTS = 60
HERE = Caller(None, "127.0.0.1")
# Course, commune, day of the week, how many learn there: 240 in all.
CLASSES = (
    ("dien-thoai", 0, 1, 48),
    ("an-toan", 0, 3, 40),
    ("ket-noi", 1, 2, 44),
    ("doi-song", 1, 4, 38),
    ("dich-vu-cong", 2, 1, 36),
    ("hoc-va-song-khoe", 2, 5, 34),
)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works there, and all that signs them in: known here only, while the demo is made."""

    id: UUID
    name: str
    role: str
    where: str
    path: str | None
    password: str
    secret: str = ""
    codes: tuple[str, ...] = ()


@dataclass(slots=True)
class Learner:
    """Somebody who learns, and what the story needs of them."""

    id: UUID
    nature: skill.Nature
    device: UUID
    modules: list[str]
    card: accounts.NewCard | None = None
    name: str = ""
    hamlet: str = ""
    goes: dict[str, int] = field(default_factory=dict)
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A class: who leads it, when it meets, who learns there."""

    id: UUID
    name: str
    trainer: UUID
    weekday: int
    learners: list[Learner]


@dataclass(frozen=True, slots=True)
class Province:
    """All of it."""

    path: str
    workers: list[Worker]
    groups: list[Group]
    guests: list[Learner]


def settle(random: Random, password: str) -> Province:
    """Everything that is there before the first evening. Opens its own write blocks."""
    administrator = _first(password)
    path, communes, below = _found(administrator.id)
    workers = [administrator, *_hire(administrator.id, path, communes, password)]
    trainers = [one for one in workers if one.role == "trainer"]
    first, second = (one.id for one in workers if one.role == "translator")
    tongues.give(first, second, administrator.id)
    with write():
        groups = [_open(random, at, communes, below, trainers) for at in range(len(CLASSES))]
        guests = [_guest(random) for _each in range(GUESTS)]
    return Province(path, workers, groups, guests)


# ── Places ──


def _found(by: UUID) -> tuple[str, list[str], list[list[str]]]:
    """The paths of the province, its communes, and the hamlets' names in each."""
    with write():
        province = places.new_place(
            new_id(), places.New("province", "tỉnh", names.PROVINCE), None, TWO_TIERS_SINCE, by
        )
        above = queries.by_path(province.path)
        communes = [
            places.new_place(new_id(), places.New("commune", "xã", name), above, TWO_TIERS_SINCE, by)
            for name in names.COMMUNES
        ]
        done = [Done("place-made", one.id, one.path, {"kind": one.kind}) for one in (province, *communes)]
        for commune, hamlets in zip(communes, names.HAMLETS, strict=True):
            done += places.add(commune.id, "hamlet", "thôn", hamlets, by)
        for commune, centre in zip(communes, names.CENTRES, strict=False):
            done += places.add(commune.id, "centre", "", [centre], by)
        done.append(places.mark_difficult(communes[-1].id, is_difficult=True, by=by))
        for one in done:
            others().note(by, one)
        _count_people([one.id for one in communes], by)
        below = [[label for _path, label in queries.options_of(one.id)] for one in communes]
        return province.path, [one.path for one in communes], below


def _count_people(communes: list[UUID], by: UUID) -> None:
    """Who lives there, made up like all the rest, and said so; not of the last commune: to be seen, too."""
    for at, commune in enumerate(queries.places_of(communes)):
        inside = queries.children_of(commune.id, ("hamlet",))
        numbers = {one.id: _made_up(310 + 90 * at + 45 * nth) for nth, one in enumerate(inside)}
        whole = sum(one.people for one in numbers.values())
        if at < len(communes) - 1:
            figures.enter({commune.id: _made_up(whole), **numbers}, commune, by)


def _made_up(people: int) -> Population:
    return Population(people, "from15", "số giả của bản thử", date(2026, 4, 1))


# ── Who works there ──


def _first(password: str) -> Worker:
    name = "Quản trị Sông Mây"
    person = accounts.create_staff(name, password)
    with write():
        accounts.grant(person, "administrator", None)
    return _with_phone(Worker(person, name, "administrator", "mọi nơi", None, password))


def _hire(by: UUID, province: str, communes: list[str], password: str) -> list[Worker]:
    wanted = [
        ("Cán bộ tỉnh", "officer", province),
        *((f"Cán bộ {name}", "officer", path) for name, path in zip(names.COMMUNES, communes, strict=True)),
        *(
            (f"Tình nguyện viên {name}", "trainer", path)
            for name, path in zip(names.COMMUNES, communes, strict=True)
        ),
        *(
            (f"Hội Khuyến học {name}", "association", path)
            for name, path in zip(names.COMMUNES, communes, strict=True)
        ),
        *((f"Chi hội {one.full_name}", "branch", one.path) for one in map(_first_hamlet, communes)),
        ("Người soạn bài", "author", None),
        ("Người dịch", "translator", None),
        ("Người đọc duyệt", "translator", None),
    ]
    return [_hired(by, name, Held(role, place), password) for name, role, place in wanted]


def _first_hamlet(commune: str) -> queries.PlaceFacts:
    found = queries.by_path(commune)
    assert found is not None
    return queries.children_of(found.id, ("hamlet",))[0]


def _hired(by: UUID, name: str, held: Held, password: str) -> Worker:
    person = accounts.create_staff(name, password, by)
    with write():
        grants.give(person, held, by)
    where = (held.place and queries.name_of(held.place)) or "mọi nơi"
    worker = Worker(person, name, held.role, where, held.place, password)
    return _with_phone(worker) if held.role in SEEING_OTHERS else worker


def _with_phone(worker: Worker) -> Worker:
    """The same with a second factor, set up as on its page."""
    pending = second_factor.begin(worker.id)
    typed = pyotp.TOTP(pending.secret).at(clock.now())
    codes = second_factor.set_up(worker.id, pending.sealed, typed, HERE)
    if isinstance(codes, Refused):
        raise TypeError("a code just made was refused")
    return replace(worker, secret=pending.spaced, codes=tuple(codes))


# ── Who learns ──


def _open(
    random: Random, at: int, communes: list[str], below: list[list[str]], trainers: list[Worker]
) -> Group:
    course_id, commune, weekday, many = CLASSES[at]
    course = site().catalog.course(course_id)
    modules = [module.id for module in course.modules]
    trainer = trainers[commune].id
    name = f"Lớp {course.title}"[:80]
    made = classes.make_class(name, communes[commune], modules, [weekday], trainer)
    # Nobody of the last hamlet comes: what is not reached has to be seen, too.
    hamlets = below[commune][:-1]
    tablets = [derived_id("demo tablet", at, one) for one in range(6)]
    group = Group(made, name, trainer, weekday, [])
    for _each in range(many):
        device = new_id() if random.random() < 0.6 else random.choice(tablets)
        group.learners.append(_joined(random, group, random.choice(hamlets), device, list(modules)))
    return group


def _joined(random: Random, group: Group, hamlet: str, device: UUID, modules: list[str]) -> Learner:
    name = names.full_name(random)
    born = names.year_of_birth(random, clock.now().year)
    person = classes.add_learner(group.id, classes.Learner(name, born, hamlet), group.trainer, LANGUAGE)
    card = accounts.issue_card(person, group.trainer) if random.random() < 0.7 else None
    return Learner(person, skill.drawn(random), device, modules, card, name, hamlet)


def _guest(random: Random) -> Learner:
    device = new_id()
    course = random.choice(site().catalog.courses)
    modules = [module.id for module in course.modules]
    return Learner(accounts.make_guest(device, LANGUAGE), skill.drawn(random), device, modules)
