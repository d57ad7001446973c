"""Rules of reading a list of learners, pure: cells in, and every row that is not empty comes out.

By its number: accepted, or known already, or named with what to do about it. None is dropped in silence.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from learning.classes.rules import LONGEST_HAMLET, may_be_one
from learning.letters import plain
from learning.sheets import in_few_words, text

Column = Literal["name", "family", "given", "born", "hamlet"]
Fault = Literal["no_name", "strange_name", "strange_year", "long_hamlet", "twice", "title"]
Cells: TypeAlias = Sequence[Any]

_NAMES = ("ho va ten", "ho ten", "hoten", "ten", "ten hoc vien", "hoc vien", "nguoi hoc", "ten nguoi hoc")
_HAMLETS = ("ap", "thon", "ban", "xom", "khom", "buon", "lang", "to dan pho", "khu pho", "ap thon ban")
HEADS: Mapping[Column, frozenset[str]] = {
    "name": frozenset({*_NAMES, "ho ten hoc vien", "full name", "name"}),
    "family": frozenset({"ho", "ho dem", "ho va dem", "ho va ten dem", "ho lot", "ho chu lot"}),
    "given": frozenset({"ten", "ten goi"}),
    "born": frozenset({"nam sinh", "sinh nam", "ngay sinh", "ngay thang nam sinh", "year of birth", "born"}),
    "hamlet": frozenset({*_HAMLETS, "thon ban", "thon xom", "ap khom", "dia chi", "noi o", "hamlet"}),
}
ROWS_ABOVE_HEADS = 30
MOST_ROWS = 2000
EARLIEST_BIRTH = 1900
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](\d{4})")
_DATE_ISO = re.compile(r"(\d{4})-\d{1,2}-\d{1,2}(?:[T ].*)?")


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of one's own classes. `key` is whatever the caller knows them by."""

    key: str
    name: str
    born: int | None
    hamlet: str | None
    is_here: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be used. `doubles` are those who may be the same person."""

    row: int
    name: str
    born: int | None
    hamlet: str | None
    doubles: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A row that cannot be used, what is wrong with it, and what stands there."""

    row: int
    fault: Fault
    said: str
    other: int = 0


@dataclass(slots=True)
class Reading:
    """What became of a whole list. `heads` is false where no column of names was found: nothing is read."""

    heads: bool = True
    too_long: bool = False
    fresh: list[Entry] = field(default_factory=list)
    doubles: list[Entry] = field(default_factory=list)
    known: list[Entry] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Is nothing of it read?"""
        return self.too_long or not self.heads

    @property
    def rows(self) -> list[int]:
        """Every row that came out, wherever."""
        entries = [*self.fresh, *self.doubles, *self.known]
        return sorted([each.row for each in entries] + [each.row for each in self.named])


def read(sheet: Sequence[Cells], known: Sequence[Known], year: int, usable: Callable[[str], bool]) -> Reading:
    """Read a sheet, its first row being number 1. `usable` says whether something can be a name."""
    reading = Reading()
    if len(sheet) > MOST_ROWS:
        return Reading(too_long=True)
    found = _heads(sheet)
    if found is None:
        return Reading(heads=False)
    at, columns = found
    entries: list[Entry] = []
    for number, cells in enumerate(sheet, 1):
        if number - 1 == at or not any(text(cell) for cell in cells):
            continue
        if number - 1 < at:
            reading.named.append(Named(number, "title", in_few_words(cells)))
            continue
        read_row = _row(number, cells, columns, year, usable)
        if isinstance(read_row, Entry):
            entries.append(read_row)
        else:
            reading.named.append(read_row)
    _sort_out(reading, entries, known)
    return reading


def _heads(sheet: Sequence[Cells]) -> tuple[int, dict[Column, int]] | None:
    """The row of column heads and where each column stands; None where no row names one for names."""
    for at, cells in enumerate(sheet[:ROWS_ABOVE_HEADS]):
        heads = [plain(text(cell)) for cell in cells]
        columns: dict[Column, int] = {}
        for column, words in HEADS.items():
            place = next((place for place, head in enumerate(heads) if head in words), None)
            if place is not None:
                columns[column] = place
        if "family" in columns and "given" in columns:
            columns.pop("name", None)
            return at, columns
        if "name" in columns and (len(columns) > 1 or sum(map(bool, heads)) == 1):
            columns.pop("family", None)
            return at, columns
    return None


def _row(
    number: int, cells: Cells, columns: Mapping[Column, int], year: int, usable: Callable[[str], bool]
) -> Entry | Named:
    def cell(column: Column) -> Any:
        place = columns.get(column, len(cells))
        return cells[place] if place < len(cells) else None

    split = "name" not in columns
    name = text(cell("name")) if not split else f"{text(cell('family'))} {text(cell('given'))}".strip()
    hamlet = text(cell("hamlet"))
    said = in_few_words(cells)
    if not name:
        return Named(number, "no_name", said)
    if not usable(name):
        return Named(number, "strange_name", said)
    if len(hamlet) > LONGEST_HAMLET:
        return Named(number, "long_hamlet", said)
    try:
        born = year_of(cell("born"), year)
    except ValueError:
        return Named(number, "strange_year", said)
    return Entry(number, name, born, hamlet or None)


def _sort_out(reading: Reading, entries: Sequence[Entry], known: Sequence[Known]) -> None:
    here = {(one.name.casefold(), one.born, one.hamlet) for one in known if one.is_here}
    seen: dict[tuple[str, int | None, str | None], int] = {}
    before: dict[str, list[Known]] = {}
    for one in known:
        before.setdefault(plain(one.name), []).append(one)
    for entry in entries:
        key = (entry.name.casefold(), entry.born, entry.hamlet)
        if key in seen:
            said = ", ".join(str(part) for part in (entry.name, entry.born, entry.hamlet) if part)
            reading.named.append(Named(entry.row, "twice", said, seen[key]))
            continue
        seen[key] = entry.row
        alike = before.setdefault(plain(entry.name), [])
        doubles = tuple(one for one in alike if may_be_one(entry.name, entry.born, one.name, one.born))
        if key in here:
            reading.known.append(entry)
        elif doubles:
            reading.doubles.append(Entry(entry.row, entry.name, entry.born, entry.hamlet, doubles))
        else:
            reading.fresh.append(entry)
        if key not in here:
            alike.append(Known(f"row-{entry.row}", entry.name, entry.born, entry.hamlet, is_here=False))


def year_of(cell: Any, this_year: int) -> int | None:
    """The year of birth in a cell: a number, a date, or either written out; None where it is empty."""
    if isinstance(cell, date | datetime):
        found = cell.year
    else:
        written = text(cell)
        if not written:
            return None
        match = re.fullmatch(r"(\d{4})", written) or _DATE.fullmatch(written) or _DATE_ISO.fullmatch(written)
        if match is None:
            raise ValueError("no year")
        found = int(match.group(1))
    if not EARLIEST_BIRTH <= found <= this_year:
        raise ValueError("nobody alive was born in that year")
    return found
