"""What looks unlike people learning: questions to ask somebody who was there. Never a verdict, never points.

Pure: attempts in, questions out. Each rule knows the honest reason that most often looks the same (a class
with few phones, a kiosk, a night shift) and leaves it alone where the record can tell.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Literal, TypeVar

from learning.places.rules import HERE

Kind = Literal["shared_device", "too_fast", "clones", "night", "perfect_class"]
KINDS: tuple[Kind, ...] = ("shared_device", "too_fast", "clones", "night", "perfect_class")
Where = Literal["own", "class", "kiosk"]
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One check answered to the end: by whom, on which device, in which class, what and how fast.

    `seconds` lie between one answer and the next. A form sent whole has none, and says nothing of speed.
    """

    person: str
    device: str
    module: str
    form: int
    at: datetime
    answers: tuple[str, ...]
    right: tuple[bool, ...]
    seconds: tuple[float, ...] = ()
    group: str | None = None
    where: Where = "own"

    @property
    def is_perfect(self) -> bool:
        return all(self.right)


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on somebody asks. Wide on purpose: who learns honestly should hardly ever be asked."""

    people_on_device: int = 6
    hurried_seconds: float = 8.0
    crowd_on_device: int = 15
    too_fast_seconds: float = 2.0
    too_fast_attempts: int = 3
    same_people: int = 3
    same_wrong: int = 2
    same_sheets: int = 2
    night_begins: int = 23
    night_ends: int = 5
    night_people: int = 4
    night_attempts: int = 15
    perfect_people: int = 8
    perfect_modules: int = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: of which kind, about whom, on which device or class, and the figures its sentence needs."""

    kind: Kind
    people: tuple[str, ...]
    about: str
    count: int
    seconds: float | None = None


LIMITS = Limits()


def questions(attempts: Iterable[Attempt], limits: Limits = LIMITS) -> list[Asked]:
    """All that somebody should be asked; the same attempts in any order, or twice, ask the same."""
    known = sorted(set(attempts), key=lambda one: (one.at, one.person, one.device, one.module, one.form))
    found = [asked for rule in _RULES for asked in rule(known, limits)]
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.about, one.people))


def shared_device(attempts: Sequence[Attempt], limits: Limits) -> Iterator[Asked]:
    """Many people on one device in one day, hurried, or a crowd: outside of classes, and not on a kiosk."""
    own = [one for one in attempts if one.where == "own"]
    for (device, _day), done in _by(own, lambda one: (one.device, _local(one.at).date())).items():
        people = _people(done)
        pace = _pace(done)
        hurried = pace is not None and pace <= limits.hurried_seconds
        if len(people) >= (limits.people_on_device if hurried else limits.crowd_on_device):
            yield Asked("shared_device", people, device, len(people), pace)


def too_fast(attempts: Sequence[Attempt], limits: Limits) -> Iterator[Asked]:
    """Right, again and again, quicker than anybody reads. Only first attempts: who repeats one is quick."""
    for person, done in _by(_first(attempts), lambda one: one.person).items():
        quick = [
            one
            for one in done
            if one.is_perfect and one.seconds and median(one.seconds) < limits.too_fast_seconds
        ]
        if len(quick) >= limits.too_fast_attempts:
            yield Asked("too_fast", (person,), person, len(quick), _pace(quick))


def clones(attempts: Sequence[Attempt], limits: Limits) -> Iterator[Asked]:
    """The same people with the same mistakes, sheet after sheet. What is right is alike by itself."""
    sheets: dict[tuple[str, ...], int] = defaultdict(int)
    telling = [one for one in attempts if one.right.count(False) >= limits.same_wrong]
    for done in _by(telling, lambda one: (one.module, one.form, one.answers)).values():
        people = _people(done)
        if len(people) >= limits.same_people:
            sheets[people] += 1
    for people, many in sheets.items():
        if many >= limits.same_sheets:
            yield Asked("clones", people, people[0], many)


def night(attempts: Sequence[Attempt], limits: Limits) -> Iterator[Asked]:
    """In the dead of night: several people on one device, or one person with more than anybody does."""
    dark = [one for one in attempts if _is_night(one.at, limits)]
    for (device, _night), done in _by(dark, lambda one: (one.device, _night_of(one.at))).items():
        people = _people(done)
        if len(people) >= limits.night_people or len(done) >= limits.night_attempts:
            yield Asked("night", people, device, len(done))


def perfect_class(attempts: Sequence[Attempt], limits: Limits) -> Iterator[Asked]:
    """A whole class without one mistake at the first attempt, lesson after lesson."""
    grouped = [one for one in _first(attempts) if one.group is not None]
    for group, done in _by(grouped, lambda one: one.group).items():
        people, modules = _people(done), {one.module for one in done}
        enough = len(people) >= limits.perfect_people and len(modules) >= limits.perfect_modules
        if enough and all(one.is_perfect for one in done):
            yield Asked("perfect_class", people, group or "", len(people))


_RULES: tuple[Callable[[Sequence[Attempt], Limits], Iterator[Asked]], ...] = (
    shared_device,
    too_fast,
    clones,
    night,
    perfect_class,
)


def _by(attempts: Iterable[Attempt], key: Callable[[Attempt], K]) -> dict[K, list[Attempt]]:
    found: dict[K, list[Attempt]] = defaultdict(list)
    for one in attempts:
        found[key(one)].append(one)
    return found


def _people(attempts: Iterable[Attempt]) -> tuple[str, ...]:
    return tuple(sorted({one.person for one in attempts}))


def _first(attempts: Sequence[Attempt]) -> list[Attempt]:
    """Each person's first attempt at each lesson; they come in order of time."""
    first: dict[tuple[str, str], Attempt] = {}
    for one in attempts:
        first.setdefault((one.person, one.module), one)
    return list(first.values())


def _pace(attempts: Iterable[Attempt]) -> float | None:
    gaps = [gap for one in attempts for gap in one.seconds]
    return round(median(gaps), 1) if gaps else None


def _local(at: datetime) -> datetime:
    return at.astimezone(HERE)


def _is_night(at: datetime, limits: Limits) -> bool:
    hour = _local(at).hour
    return hour >= limits.night_begins or hour < limits.night_ends


def _night_of(at: datetime) -> object:
    """The evening on which a night began."""
    return (_local(at) - timedelta(hours=12)).date()
