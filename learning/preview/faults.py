"""Where the linter's sentences belong: each under its line, at the part of the module that it is about."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Generic, TypeVar

from learning.catalog.content import Problem
from learning.catalog.draft import Placed

T = TypeVar("T")
R = TypeVar("R")
WIDEST = 200
NEAR = 4  # sentences so many lines apart are told in one piece of the file


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file as it stands there, and what the linter says of it."""

    number: int
    text: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a file. Without rows the file cannot be read, and only the sentences are left."""

    file: str
    line: int
    problems: tuple[Problem, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One of a row: a screen, a question. `what` is None where it cannot be shown; its excerpts say why."""

    number: int
    line: int
    what: T | None
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Section(Generic[T]):
    """One file: what concerns all of it, then its parts. `count` is how much the linter says."""

    count: int = 0
    excerpts: tuple[Excerpt, ...] = ()
    parts: tuple[Part[T], ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a courses folder as their authors see them, each read once."""

    courses: Path
    _read: dict[str, list[str]] = field(default_factory=dict)

    def excerpts(self, problems: Iterable[Problem]) -> tuple[Excerpt, ...]:
        """Problems, in the order of files and lines, in their pieces of the files."""
        by_file = groupby(problems, key=lambda one: one.file)
        return tuple(self._excerpt(file, group) for file, found in by_file for group in _near(found))

    def whole(self, problems: Sequence[Problem]) -> Section[object]:
        """What is said of something that has no parts."""
        return Section(len(problems), self.excerpts(problems))

    def in_parts(
        self, problems: Sequence[Problem], placed: Sequence[Placed[T]], shown: Callable[[int, T], R]
    ) -> Section[R]:
        """Each problem at the part on whose lines it stands; at line 1 the linter means a whole file."""
        starts = [one.line for one in placed]
        at = [-1 if each.line == 1 else bisect_right(starts, each.line) - 1 for each in problems]

        def of(place: int) -> tuple[Excerpt, ...]:
            return self.excerpts(each for each, own in zip(problems, at, strict=True) if own == place)

        parts = tuple(
            Part(place + 1, one.line, None if one.what is None else shown(place + 1, one.what), of(place))
            for place, one in enumerate(placed)
        )
        return Section(len(problems), of(-1), parts)

    def _excerpt(self, file: str, problems: Sequence[Problem]) -> Excerpt:
        lines = self._lines(file)
        # What is missing at the end of a file is missed on the line after its last one.
        last = max(problems[-1].line, min(problems[-1].line + 1, len(lines))) if lines else 0
        rows = tuple(
            Row(number, text[:WIDEST], tuple(each for each in problems if each.line == number))
            for number, text in enumerate([*lines, *[""] * (last - len(lines))], 1)
            if problems[0].line - 1 <= number <= last
        )
        return Excerpt(file, problems[0].line, tuple(problems), rows)

    def _lines(self, file: str) -> list[str]:
        if file not in self._read:
            try:
                self._read[file] = (self.courses / file).read_text(encoding="utf-8-sig").splitlines()
            except (OSError, UnicodeDecodeError):
                self._read[file] = []
        return self._read[file]


def _near(problems: Iterable[Problem]) -> Iterator[list[Problem]]:
    """Problems that stand close together, in groups."""
    group: list[Problem] = []
    for each in problems:
        if group and each.line - group[-1].line > NEAR:
            yield group
            group = []
        group.append(each)
    if group:
        yield group
