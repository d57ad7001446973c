"""Rules of classes, pure: names that may be one person, days, who needs help now, what to teach next week."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal, Protocol, TypeVar
from uuid import UUID

from learning.letters import plain
from learning.quizzes.marking import CHECK_SIZE

LONGEST_CLASS_NAME = 80
LONGEST_HAMLET = 80
LONGEST_PLACE = 200
MOST_LEARNERS = 200
LONGEST_MEETING = timedelta(hours=6)
STUCK_AFTER = timedelta(minutes=2)
GONE_AFTER = timedelta(minutes=30)
MOST_HANDS = 999
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # before anybody learned here
HERE = timezone(timedelta(hours=7))  # Vietnam has one time, and no summer time

Standing = Literal["passed", "tried", "begun", "new"]
Need = Literal["wrong", "stuck", "busy", "done", "idle"]
NEEDS: tuple[Need, ...] = ("wrong", "stuck", "busy", "idle", "done")  # who waits for help stands first


# ── Names ──


def may_be_one(name: str, born: int | None, other: str, other_born: int | None) -> bool:
    """Could these be the same person? Never decides: it only says what to show side by side."""
    if plain(name) != plain(other):
        return False
    return born is None or other_born is None or abs(born - other_born) <= 1


class Person(Protocol):
    """What of somebody says whether they may be somebody else."""

    @property
    def name(self) -> str: ...
    @property
    def year_of_birth(self) -> int | None: ...


Somebody = TypeVar("Somebody", bound=Person)


def doubles(people: Iterable[Somebody]) -> list[list[Somebody]]:
    """Those of these people who may be one, side by side; each of them may be one with some other of them."""
    alike: dict[str, list[Somebody]] = {}
    for one in people:
        alike.setdefault(plain(one.name), []).append(one)
    near = [twins for name, some in alike.items() if name for twins in _near_in_age(some)]
    return [twins for twins in near if len(twins) > 1]


def _near_in_age(people: Sequence[Somebody]) -> list[list[Somebody]]:
    if any(one.year_of_birth is None for one in people):
        return [list(people)]
    parts: list[list[Somebody]] = []
    for one in sorted(people, key=lambda one: one.year_of_birth or 0):
        if parts and may_be_one(one.name, one.year_of_birth, parts[-1][-1].name, parts[-1][-1].year_of_birth):
            parts[-1].append(one)
        else:
            parts.append([one])
    return parts


# ── Where what is learned counts ──


@dataclass(frozen=True, slots=True)
class OnList:
    """Somebody on the list of a class, from then until they left; whether they told it where they live."""

    place: UUID
    has_told: bool
    joined_at: datetime
    left_at: datetime | None
    id: UUID

    @property
    def order(self) -> tuple[bool, datetime, UUID]:
        """Of several lists the highest says where they live."""
        return self.has_told, self.joined_at, self.id

    def holds(self, at: datetime) -> bool:
        return self.joined_at <= at and (self.left_at is None or at < self.left_at)


@dataclass(frozen=True, slots=True)
class Stay:
    """What somebody passes counts at a place, from then until then; None is up to now."""

    place: UUID
    since: datetime
    until: datetime | None


def stays(lists: Sequence[OnList]) -> list[Stay]:
    """Where somebody counted, one stay after another: who moves or leaves later takes nothing along.

    What was passed while they were on no list counts where they came onto one next.
    """
    changes = sorted({one.joined_at for one in lists} | {one.left_at for one in lists if one.left_at})
    found: list[Stay] = []
    since = BEGINNING
    for at, until in zip(changes, [*changes[1:], None], strict=True):
        here = [one for one in lists if one.holds(at)]
        if not here:
            continue
        place = max(here, key=lambda one: one.order).place
        if found and found[-1].place == place:
            since = found.pop().since
        found.append(Stay(place, since, until))
        since = until or since
    return found


# ── How far ──


def standing(*, is_begun: bool, attempts: int, passed_at: datetime | None) -> Standing:
    """One of four words for how far somebody is with a module."""
    if passed_at is not None:
        return "passed"
    if attempts:
        return "tried"
    return "begun" if is_begun else "new"


def page_number(typed: str | None) -> int:
    """Which page of a long list an address asks for: the first where it says no number."""
    return int(typed) if typed and re.fullmatch(r"[1-9]\d{0,3}", typed, re.ASCII) else 1


# ── Tonight ──


def day_of(at: datetime) -> date:
    """The day on the wall in Vietnam."""
    return at.astimezone(HERE).date()


def end_of(opened: datetime, closed: datetime | None) -> datetime:
    """Until when an evening counts: to its closing, and never longer than a whole evening."""
    longest = opened + LONGEST_MEETING
    return min(closed, longest) if closed is not None else longest


class Done(Protocol):
    """One thing done, as the record tells it."""

    @property
    def at(self) -> datetime: ...
    @property
    def attempt(self) -> str | None: ...
    @property
    def right(self) -> bool | None: ...


def need(done: Sequence[Done], at: datetime) -> Need:
    """Does somebody need help now? `done` is this evening's, the latest first.

    `wrong` is the second wrong answer in a row, `stuck` two quiet minutes in the middle of something; after
    half an hour of quiet somebody has put the phone away.
    """
    if not done:
        return "idle"
    last = done[0]
    whole = last.attempt is not None and sum(one.attempt == last.attempt for one in done) >= CHECK_SIZE
    if wrong_in_a_row([one.right for one in done]) >= 2 and not whole:
        return "wrong"
    if whole:
        return "done"
    quiet = at - last.at
    if quiet > GONE_AFTER:
        return "idle"
    return "stuck" if quiet > STUCK_AFTER else "busy"


def wrong_in_a_row(marks: Iterable[bool | None]) -> int:
    """How many of the last marks, the latest first, were wrong without a right one between."""
    count = 0
    for right in marks:
        if right is None:
            continue
        if right:
            break
        count += 1
    return count


# ── Next week ──


@dataclass(frozen=True, slots=True)
class Advice:
    """What to teach next week, and why: how many of how many people it concerns."""

    module: str
    reason: Literal["stuck", "unfinished", "new"]
    count: int
    of: int


def next_week(modules: Sequence[str], standings: Mapping[str, Sequence[Standing]]) -> Advice | None:
    """The module where teaching helps most people: failed checks first, then begun, then the next new one.

    A third of the class must be stuck before an old module is taught again; else the class goes on. None when
    everybody has passed everything, or where nobody learns.
    """
    size = max((len(each) for each in standings.values()), default=0)
    if not size:
        return None
    tried = {module: standings[module].count("tried") for module in modules}
    worst = max(modules, key=lambda module: (tried[module], -modules.index(module)))
    if tried[worst] * 3 >= size:
        return Advice(worst, "stuck", tried[worst], size)
    open_to = {module: size - standings[module].count("passed") for module in modules}
    begun = [module for module in modules if 0 < open_to[module] < size and open_to[module] * 2 >= size]
    if begun:
        return Advice(begun[0], "unfinished", open_to[begun[0]], size)
    fresh = [module for module in modules if open_to[module] == size]
    if fresh:
        return Advice(fresh[0], "new", size, size)
    left = [module for module in modules if open_to[module]]
    return Advice(left[0], "unfinished", open_to[left[0]], size) if left else None
