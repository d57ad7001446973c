"""Rules of reading a list of how many people live where, pure: every row that is not empty comes out.

By its number: to be taken in, known already, left without a number, or named with what to do about it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from learning.letters import plain
from learning.places.rules import called
from learning.reports.rules import MOST_PEOPLE
from learning.sheets import in_few_words, text

Column = Literal["commune", "name", "hamlet", "people"]
Fault = Literal["no_place", "unknown_place", "strange_number", "twice", "title"]

_NUMBERS = ("so dan", "dan so", "so nguoi", "tong so dan", "tong dan so", "nhan khau", "so nhan khau")
_HAMLETS = ("ap", "thon", "ban", "xom", "khom", "buon", "lang", "to dan pho", "khu pho", "thon ap")
HEADS: Mapping[Column, frozenset[str]] = {
    "commune": frozenset({"xa", "phuong", "xa phuong", "ten xa", "ten xa phuong", "commune"}),
    "name": frozenset({"ten", "noi", "ten noi", "dia ban", "don vi", "don vi hanh chinh", "place"}),
    "hamlet": frozenset({*_HAMLETS, "ap thon ban", "thon ban", "thon xom", "ten ap", "ten thon", "hamlet"}),
    "people": frozenset({*_NUMBERS, "so dan tu 15 tuoi", "so dan tu 18 tuoi", "people", "population"}),
}
ROWS_ABOVE_HEADS = 30
MOST_ROWS = 5000
_NUMBER = re.compile(r"\d{1,3}(?:[., ]\d{3})+|\d+")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a row may name, and what it lies in."""

    id: UUID
    label: str
    name: str
    within: UUID | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that can be used: which place, how many, and the words that named it."""

    row: int
    place: UUID
    people: int
    words: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """A row that cannot be used, what is wrong with it, and what stands there."""

    row: int
    fault: Fault
    said: str
    other: int = 0


@dataclass(slots=True)
class Reading:
    """What became of a whole list. `heads` is false where no column of numbers was found: nothing is read."""

    heads: bool = True
    too_long: bool = False
    fresh: list[Entry] = field(default_factory=list)
    known: list[Entry] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)

    @property
    def rows(self) -> list[int]:
        """Every row that came out, wherever."""
        entries = [one.row for one in (*self.fresh, *self.known)]
        return sorted([*entries, *self.blank, *(one.row for one in self.named)])


def read(sheet: Sequence[Sequence[Any]], spots: Collection[Spot], known: Mapping[UUID, int]) -> Reading:
    """Read a sheet, its first row being number 1. The first spot is the place that all others lie in."""
    if len(sheet) > MOST_ROWS:
        return Reading(too_long=True)
    found = _heads(sheet)
    if found is None:
        return Reading(heads=False)
    at, columns = found
    names = _Names(spots)
    reading = Reading()
    seen: dict[UUID, int] = {}
    for number, cells in enumerate(sheet, 1):
        if number - 1 == at or not any(text(cell) for cell in cells):
            continue
        if number - 1 < at:
            reading.named.append(Named(number, "title", in_few_words(cells)))
            continue
        _sort_in(reading, _row(number, cells, columns, names), known, seen)
    return reading


def _heads(sheet: Sequence[Sequence[Any]]) -> tuple[int, dict[Column, int]] | None:
    """The row of column heads and where each stands; None where none names places and numbers."""
    for at, cells in enumerate(sheet[:ROWS_ABOVE_HEADS]):
        heads = [plain(text(cell)) for cell in cells]
        columns: dict[Column, int] = {}
        for column, words in HEADS.items():
            place = next((place for place, head in enumerate(heads) if head in words), None)
            if place is not None:
                columns[column] = place
        if "people" in columns and len(columns) > 1:
            return at, columns
    return None


class _Names:
    """Which place some words mean, from outside to inside."""

    def __init__(self, spots: Collection[Spot]) -> None:
        self._inside: dict[UUID | None, list[tuple[UUID, str, str]]] = {}
        for one in spots:
            self._inside.setdefault(one.within, []).append((one.id, one.label, one.name))
        self._whole = next(iter(spots))

    def place(self, words: Sequence[str]) -> UUID | None:
        """None where none, or several, could be meant."""
        at: UUID | None = self._whole.id
        for said in filter(None, words):
            inside = called(said, self._inside.get(at, ()))
            whole = (self._whole.id, self._whole.label, self._whole.name)
            at = inside or (called(said, [whole]) if at == self._whole.id else None)
            if at is None:
                return None
        return at


def _row(
    number: int, cells: Sequence[Any], columns: Mapping[Column, int], names: _Names
) -> Entry | Named | int:
    """An entry, what is wrong, or only the number of a row that says nobody has counted."""

    def cell(column: Column) -> Any:
        place = columns.get(column, len(cells))
        return cells[place] if place < len(cells) else None

    words = (text(cell("commune")), text(cell("name")), text(cell("hamlet")))
    said = in_few_words(cells)
    if not any(words):
        return Named(number, "no_place", said)
    place = names.place(words)
    if place is None:
        return Named(number, "unknown_place", said)
    if not text(cell("people")):
        return number
    people = people_of(cell("people"))
    return Named(number, "strange_number", said) if people is None else Entry(number, place, people, words)


def _sort_in(
    reading: Reading, row: Entry | Named | int, known: Mapping[UUID, int], seen: dict[UUID, int]
) -> None:
    match row:
        case Named():
            reading.named.append(row)
        case int():
            reading.blank.append(row)
        case Entry() if row.place in seen:
            said = in_few_words([*row.words, row.people])
            reading.named.append(Named(row.row, "twice", said, seen[row.place]))
        case Entry():
            seen[row.place] = row.row
            (reading.known if known.get(row.place) == row.people else reading.fresh).append(row)


def people_of(cell: Any) -> int | None:
    """A number of people: 1234, or 1.234 as offices write it; None for anything else."""
    if isinstance(cell, bool) or (isinstance(cell, float) and not cell.is_integer()):
        return None
    written = text(cell)
    if not _NUMBER.fullmatch(written):
        return None
    people = int(re.sub(r"\D", "", written))
    return people if 0 < people <= MOST_PEOPLE else None
