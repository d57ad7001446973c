"""Figures of a commune from what its people passed. Pure: the same people always come to the same figures."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

MOST_MONTHS = 12
EVIDENCE = ("self", "present", "observed", "confirmed")  # the weakest first


@dataclass(frozen=True, slots=True)
class Pass:
    """One person passed one module, in a month ("2026-11"), known that well."""

    module: str
    month: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Learned:
    """One person of the commune: the hamlet their class wrote down, whether they began, what they passed."""

    hamlet: str
    has_begun: bool
    passes: tuple[Pass, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """Completions under one head, by evidence."""

    head: str
    by_evidence: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_evidence.values())


@dataclass(frozen=True, slots=True)
class Hamlet:
    """How many of a hamlet learn, began, and passed anything."""

    name: str
    learners: int
    begun: int
    passed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one commune."""

    reached: int
    begun: int
    passed: int
    months: list[Bar]
    courses: list[Bar]
    hamlets: list[Hamlet]
    elsewhere: Hamlet | None

    @property
    def completions(self) -> int:
        return sum(bar.total for bar in self.courses)

    @property
    def unreached(self) -> list[str]:
        return [one.name for one in self.hamlets if not one.learners]


def figures(
    people: Sequence[Learned], hamlets: Sequence[str], courses: Mapping[str, Collection[str]], until: str
) -> Figures:
    """Count. `hamlets` are the commune's own; whoever is of none of them stands under "elsewhere"."""
    passes = [one for person in people for one in person.passes]
    others = _hamlet("", [person for person in people if person.hamlet not in hamlets])
    listed = {module for modules in courses.values() for module in modules}
    bars = [
        _bar(course, [one for one in passes if one.module in modules]) for course, modules in courses.items()
    ]
    # A module that is no longer offered was learned all the same: the sums have to agree.
    gone = _bar("", [one for one in passes if one.module not in listed])
    return Figures(
        reached=len(people),
        begun=sum(person.has_begun for person in people),
        passed=sum(bool(person.passes) for person in people),
        months=[_bar(month, [one for one in passes if one.month == month]) for month in _months(until)],
        courses=[bar for bar in (*bars, gone) if bar.total],
        hamlets=[_hamlet(name, [person for person in people if person.hamlet == name]) for name in hamlets],
        elsewhere=others if others.learners else None,
    )


def _bar(head: str, passes: Iterable[Pass]) -> Bar:
    counted = Counter(one.evidence for one in passes)
    return Bar(head, {evidence: counted[evidence] for evidence in EVIDENCE})


def _hamlet(name: str, people: Sequence[Learned]) -> Hamlet:
    return Hamlet(
        name, len(people), sum(one.has_begun for one in people), sum(bool(one.passes) for one in people)
    )


def _months(until: str) -> list[str]:
    """The last twelve, the oldest first."""
    year, month = (int(part) for part in until.split("-"))
    last = year * 12 + month - 1
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(last - MOST_MONTHS + 1, last + 1)]
