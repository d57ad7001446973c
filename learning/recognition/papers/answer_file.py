"""Reading what another system answered, pure: every row that is not empty comes out, by its number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from learning.letters import plain
from learning.sheets import text

MOST_ROWS = 5000
ROWS_ABOVE_HEADS = 30
LONGEST_WHY = 200
State = Literal["sent", "accepted", "rejected"]
Fault = Literal[
    "no_code", "strange_code", "other_name", "strange_state", "no_why", "long_why", "strange_day", "twice"
]
Column = Literal["code", "name", "state", "why", "day"]
STATE_WORDS: Mapping[State, str] = {
    "sent": "Đã gửi",
    "accepted": "Được chấp nhận",
    "rejected": "Bị trả lại",
}
# As heads and cells may be written; compared without accents and case.
HEADS: Mapping[Column, frozenset[str]] = {
    "code": frozenset({"ma", "ma ho so", "ma dong"}),
    "name": frozenset({"ho va ten", "ho ten"}),
    "state": frozenset({"ket qua", "ket qua gui", "trang thai"}),
    "why": frozenset({"ly do", "ly do tra lai", "ghi chu"}),
    "day": frozenset({"ngay", "ngay tra loi", "ngay ket qua"}),
}
_STATES: Mapping[str, State] = {
    "da gui": "sent",
    "gui": "sent",
    "cho duyet": "sent",
    "duoc chap nhan": "accepted",
    "chap nhan": "accepted",
    "da nhan": "accepted",
    "da duyet": "accepted",
    "dat": "accepted",
    "bi tra lai": "rejected",
    "tra lai": "rejected",
    "tu choi": "rejected",
    "khong duyet": "rejected",
    "loi": "rejected",
}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_DAY_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")


@dataclass(frozen=True, slots=True)
class Sent:
    """Somebody whom the file may speak of, and what was last known."""

    code: str
    name: str
    state: State | None = None
    why: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A row that can be used."""

    row: int
    code: str
    name: str
    state: State
    why: str | None
    day: date | None


@dataclass(frozen=True, slots=True)
class Named:
    """A row that cannot be used, and why."""

    row: int
    fault: Fault
    said: str


@dataclass(slots=True)
class Reading:
    """What became of a file. `untold`: rows without an answer yet. Without `heads` nothing is read."""

    heads: bool = True
    too_long: bool = False
    fresh: list[Answer] = field(default_factory=list)
    known: list[Answer] = field(default_factory=list)
    untold: list[int] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)


def read(rows: Sequence[Sequence[Any]], sent: Sequence[Sent]) -> Reading:
    """The answers in a sheet, its first row being number 1. What is known already changes nothing."""
    if len(rows) > MOST_ROWS:
        return Reading(too_long=True)
    found = _heads(rows)
    if found is None:
        return Reading(heads=False)
    at, columns = found
    reading, by_code, seen = Reading(), {one.code: one for one in sent}, set[str]()
    for number, cells in enumerate(rows[at + 1 :], at + 2):
        if not any(text(cell) for cell in cells):
            continue
        one = _row(number, cells, columns, by_code)
        if isinstance(one, Answer) and one.code in seen:
            one = Named(number, "twice", one.name)
        if isinstance(one, Answer):
            seen.add(one.code)
            before = by_code[one.code]
            is_known = (one.state, one.why, one.day) == (before.state, before.why, before.day)
            (reading.known if is_known else reading.fresh).append(one)
        elif isinstance(one, Named):
            reading.named.append(one)
        else:
            reading.untold.append(number)
    return reading


def _heads(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[Column, int]] | None:
    for at, cells in enumerate(rows[:ROWS_ABOVE_HEADS]):
        heads = [plain(text(cell)) for cell in cells]
        columns: dict[Column, int] = {}
        for column, known in HEADS.items():
            place = next((place for place, head in enumerate(heads) if head in known), None)
            if place is not None:
                columns[column] = place
        if {"code", "state"} <= set(columns):
            return at, columns
    return None


def _row(
    number: int, cells: Sequence[Any], columns: Mapping[Column, int], by_code: Mapping[str, Sent]
) -> Answer | Named | None:
    def cell(column: Column) -> Any:
        place = columns.get(column, len(cells))
        return cells[place] if place < len(cells) else None

    code, said_state, why = text(cell("code")).lower(), text(cell("state")), text(cell("why"))
    if not said_state and (not code or code in by_code):
        return None
    state = _STATES.get(plain(said_state))
    fault = _fault(by_code.get(code), code, text(cell("name")), state, why)
    said = ", ".join(filter(None, (text(cell("code")), text(cell("name")), said_state)))[:80]
    if fault or state is None:
        return Named(number, fault or "strange_state", said)
    try:
        day = _day(cell("day"))
    except ValueError:
        return Named(number, "strange_day", said)
    return Answer(number, code, by_code[code].name, state, why if state == "rejected" else None, day)


def _fault(known: Sent | None, code: str, name: str, state: State | None, why: str) -> Fault | None:
    """What is wrong with a row; None where nothing is."""
    faults: Mapping[Fault, bool] = {
        "no_code": not code,
        "strange_code": known is None,
        "other_name": known is not None and bool(name) and plain(name) != plain(known.name),
        "strange_state": state is None,
        "no_why": state == "rejected" and not why,
        "long_why": len(why) > LONGEST_WHY,
    }
    return next((fault for fault, is_so in faults.items() if is_so), None)


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = text(cell)
    if not written:
        return None
    if match := _DAY.fullmatch(written):
        day, month, year = map(int, match.groups())
    elif match := _DAY_ISO.fullmatch(written):
        year, month, day = map(int, match.groups())
    else:
        raise ValueError("no day")
    return date(year, month, day)
