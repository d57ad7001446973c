"""Lines of the bench: measured, budget, pass; as a table, and as JSON to compare two runs with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

WIDTHS = (58, 14, 14, 6)


@dataclass(frozen=True, slots=True)
class Line:
    """One measured thing. `measured` is None where it could not be; `note` then says why."""

    part: str
    what: str
    measured: float | None
    unit: str = ""
    budget: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def passes(self) -> bool | None:
        if self.measured is None or self.budget is None:
            return None
        return self.measured >= self.budget if self.at_least else self.measured <= self.budget


@dataclass(frozen=True, slots=True)
class Part:
    """Makes the lines of one part of the table, under its title."""

    title: str

    def most(
        self, what: str, measured: float, unit: str, budget: float | None = None, note: str = ""
    ) -> Line:
        """A line whose budget, if it has one, is a ceiling."""
        return Line(self.title, what, measured, unit, budget, at_least=False, note=note)

    def least(
        self, what: str, measured: float, unit: str, budget: float | None = None, note: str = ""
    ) -> Line:
        """A line whose budget, if it has one, is a floor."""
        return Line(self.title, what, measured, unit, budget, at_least=True, note=note)


def table(lines: Sequence[Line], before: Sequence[Line] = ()) -> Iterator[str]:
    """The whole table, row by row; with what was measured before where that is given."""
    earlier = {(line.part, line.what): line.measured for line in before}
    heads = ("", "measured", "budget", "pass", *(("before",) if before else ()))
    yield _row(heads)
    for part, own in groupby(lines, key=lambda line: line.part):
        yield ""
        yield part
        for line in own:
            cells = ["  " + line.what, _quantity(line.measured, line.unit), _budget(line), _verdict(line)]
            if before:
                cells.append(_quantity(earlier.get((line.part, line.what)), line.unit))
            yield _row(cells) + (f"  {line.note}" if line.note else "")
    judged = [line.passes for line in lines if line.passes is not None]
    yield ""
    yield f"{sum(judged)} of {len(judged)} budgets kept"


def save(lines: Iterable[Line], path: Path) -> None:
    """Keep a run, to be compared with another one."""
    rows = [{name: getattr(line, name) for name in Line.__slots__} for line in lines]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> list[Line]:
    """A kept run."""
    return [Line(**row) for row in json.loads(path.read_text(encoding="utf-8"))]


def _row(cells: Sequence[str]) -> str:
    widths = (*WIDTHS, 14)[: len(cells)]
    first, *others = (
        f"{cell:<{width}}" if number == 0 else f"{cell:>{width}}"
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "".join((first, *others)).rstrip()


def _quantity(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    digits = 0 if value >= 100 or value == int(value) else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".rstrip()


def _budget(line: Line) -> str:
    if line.budget is None:
        return ""
    return ("≥ " if line.at_least else "≤ ") + _quantity(line.budget, line.unit)


def _verdict(line: Line) -> str:
    if line.budget is None:
        return ""
    return {True: "yes", False: "NO", None: "?"}[line.passes]
