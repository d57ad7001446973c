"""Figures of places, pure: tallies added up, shares that name what they are divided by, tiles and bars."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, sqrt

MOST_MONTHS = 12
EVIDENCE = ("self", "present", "observed", "confirmed")  # the weakest first
AMONG = ("all", "from15", "from18")  # who is counted by a number of people
MOST_PEOPLE = 200_000_000
MOST_LINES = 200
# A name, then a number as offices write it: "Ấp Bưng Tróp 1.234", "Ấp 1<tab>987".
_LINE = re.compile(r"(.*?)[\s,;:]+(\d{1,3}(?:[., ]\d{3})+|\d+)", re.DOTALL)
GRADES = (0.0, 0.01, 0.05, 0.1, 0.2)  # from which share on a tile is darker


@dataclass(frozen=True, slots=True)
class Tally:
    """So many completions in a month ("2026-11"), of a course, known that well."""

    month: str
    course: str
    evidence: str
    many: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people learn somewhere, began, and passed anything."""

    learners: int = 0
    begun: int = 0
    passed: int = 0

    def __add__(self, other: "Reach") -> "Reach":
        return Reach(self.learners + other.learners, self.begun + other.begun, self.passed + other.passed)


@dataclass(frozen=True, slots=True)
class Bar:
    """Completions under one head, by evidence."""

    head: str
    by_evidence: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_evidence.values())


@dataclass(frozen=True, slots=True)
class Population:
    """How many people live somewhere on a day, who of them is counted, and from which paper that is."""

    people: int
    among: str
    source: str
    on: date


@dataclass(frozen=True, slots=True)
class Paper:
    """From which paper numbers of people are, of which day, and who is counted by it."""

    among: str
    source: str
    on: date

    def says(self, people: int) -> Population:
        return Population(people, self.among, self.source, self.on)


@dataclass(frozen=True, slots=True)
class Share:
    """Those reached of those who live there, and those who are not: never one without the other."""

    reached: int
    of: Population

    @property
    def unreached(self) -> int:
        return self.of.people - self.reached

    @property
    def value(self) -> float:
        return self.reached / self.of.people


def share(reached: int, of: Population | None) -> Share | None:
    """None where nobody counted who lives there, or where more learn than are said to live there."""
    return Share(reached, of) if of is not None and reached <= of.people else None


def months(tallies: Iterable[Tally], until: str) -> list[Bar]:
    """The last twelve months, the oldest first."""
    return bars(tallies, [(month, month) for month in last_months(until)], lambda one: one.month)


def since_first(found: Sequence[Bar]) -> list[Bar]:
    """From the first month with any on; at least three, so that a beginning looks like one."""
    first = next((at for at, bar in enumerate(found) if bar.total), len(found))
    return list(found[min(first, len(found) - 3) :])


def courses(tallies: Iterable[Tally], known: Sequence[str]) -> list[Bar]:
    """Every course with any, in the order of the catalogue; what is no longer offered last, under no head."""
    found = bars(tallies, [(one, one) for one in (*known, "")], lambda one: one.course)
    return [bar for bar in found if bar.total]


def bars(
    tallies: Iterable[Tally], heads: Sequence[tuple[str, str]], key: Callable[[Tally], str]
) -> list[Bar]:
    """A bar for each (key, head), with nought where there is nothing."""
    counted: dict[str, Counter[str]] = {}
    for one in tallies:
        counted.setdefault(key(one), Counter())[one.evidence] += one.many
    none: Counter[str] = Counter()
    return [
        Bar(head, {evidence: counted.get(name, none)[evidence] for evidence in EVIDENCE})
        for name, head in heads
    ]


def line(typed: str) -> tuple[str, int] | None:
    """The name and the number of people on a line; None where there are no such two."""
    found = _LINE.fullmatch(typed.strip())
    if found is None or not found.group(1).strip():
        return None
    people = int(re.sub(r"\D", "", found.group(2)))
    return (found.group(1).strip(), people) if 0 < people <= MOST_PEOPLE else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a drawn bar: which evidence, where, how large."""

    evidence: str
    x: float
    y: float
    width: float
    height: float


def lying(bar: Bar, most: int, width: float = 300) -> list[Piece]:
    """A bar from left to right, beside the longest of its page."""
    drawn, x = [], 0.0
    for evidence, many in bar.by_evidence.items():
        long = round(width * many / most, 1) if most else 0.0
        if long:
            drawn.append(Piece(evidence, round(x, 1), 2, long, 20))
        x += long
    return drawn


def standing(found: Sequence[Bar], most: int, height: float = 40) -> list[Piece]:
    """Bars side by side, one a month, all on the scale of the highest of their page."""
    drawn = []
    for at, bar in enumerate(found):
        y = height
        for evidence, many in bar.by_evidence.items():
            high = round(height * many / most, 1) if most else 0.0
            y = round(y - high, 1)
            if high:
                drawn.append(Piece(evidence, at * 10 + 1, y, 8, high))
    return drawn


def outlines(pieces: Iterable[Piece]) -> dict[str, str]:
    """Pieces as one path for each evidence: a hundred small pictures on a page weigh little."""
    drawn: dict[str, str] = {}
    for one in pieces:
        box = f"M{one.x:g} {one.y:g}h{one.width:g}v{one.height:g}h-{one.width:g}z"
        drawn[one.evidence] = drawn.get(one.evidence, "") + box
    return drawn


def last_months(until: str) -> list[str]:
    """The last twelve, the oldest first."""
    year, month = (int(part) for part in until.split("-"))
    last = year * 12 + month - 1
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(last - MOST_MONTHS + 1, last + 1)]


def grade(value: float) -> int:
    """How dark a tile is, 0 to 5: 0 is nobody at all."""
    return sum(value > least if at == 0 else value >= least for at, least in enumerate(GRADES))


def columns(many: int) -> int:
    """How many tiles stand in a row: about as many as rows, a little wider than high."""
    return max(1, min(12, ceil(sqrt(many * 1.3))))
