"""Hand-written cases of recognition (tests/recognition/cases/*.txt), read line by line; made-up lessons.

A file has settings (`set:`, `on:`, `group:`), `columns:`, and cases: cells divided by `|`, then `=>` and what
is expected. The heads of the files say what the cells mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from learning.recognition.files import read_set, shipped
from learning.recognition.groups import Member, Title
from learning.recognition.rules import Answer, Result, Shown, Stay
from learning.recognition.sets import Area, CriteriaSet, Level

HERE = Path(__file__).parents[1] / "recognition"
LESSONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "wifi": ("ket-noi", ("dlgf:0.1",)),
    "zalo": ("ket-noi", ("dlgf:2.1",)),
    "otp": ("an-toan", ("dlgf:4.1", "dlgf:4.2")),
    "lua-dao": ("an-toan", ("dlgf:4.2", "dlgf:1.2")),
    "quyen": ("an-toan", ("dlgf:4.1",)),
    "rieng-tu": ("an-toan", ("dlgf:4.2",)),
    "hen-kham": ("dich-vu-cong", ("dlgf:5.2",)),
    "ve-tranh": ("dien-thoai", ("dlgf:3.1",)),
}
LONG_AGO = date(2000, 1, 1)
USUALLY = date(2026, 5, 1)


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a table."""

    where: str
    cells: Mapping[str, str]
    expected: str

    def __str__(self) -> str:
        return self.where


def criteria_named(name: str) -> CriteriaSet:
    """A shipped set, or the one made up for tests."""
    sample = HERE / "samples" / f"{name}.yaml"
    if not sample.exists():
        return shipped().get(name)
    found, problems = read_set(sample)
    assert found is not None, problems
    return found


def cases(file: str) -> Iterator[Case]:
    """The cases of a file, each with the settings that stood above it."""
    settings: dict[str, str] = {}
    columns: list[str] = []
    for number, line in enumerate((HERE / "cases" / file).read_text("utf-8").splitlines(), 1):
        given, arrow, expected = line.partition("=>")
        if line.startswith("#") or not line.strip():
            continue
        if not arrow:
            name, _, value = line.partition(":")
            settings[name] = value.strip()
            columns = (
                [one.strip() for one in settings["columns"].split("|")] if name == "columns" else columns
            )
            continue
        cells = [one.strip() for one in given.split("|")]
        assert len(cells) == len(columns), f"{file}:{number}: {len(cells)} cells for {columns}"
        row = {**settings, **dict(zip(columns, cells, strict=True))}
        yield Case(f"{file}:{number}", row, expected.strip())


def day(text: str) -> date:
    return date.fromisoformat(text)


def answers_in(text: str, ids: Sequence[str], on: date) -> dict[str, Answer]:
    """`8 - 7@2026-01-02`: points by indicator, in order; said on the day judged, unless it says when."""
    found = {}
    for id, cell in zip(ids, text.split(), strict=False):
        points, _, said = cell.partition("@")
        if points != "-":
            found[id] = Answer(int(points), day(said) if said else on)
    return found


def shown_in(text: str) -> list[Shown]:
    """`otp:self@2024-01-01>2026-05-01`: passed then, shown again then."""
    found = []
    for cell in filter(None, (one.strip() for one in text.split(","))):
        what, _, when = cell.partition("@")
        module, _, level = what.partition(":")
        passed, _, again = when.partition(">")
        passed_on = day(passed) if passed else USUALLY
        course, skills = LESSONS[module]
        shown_on = day(again) if again else passed_on
        found.append(Shown(module, cast("Level", level), passed_on, shown_on, course, skills))
    return found


def stays_in(text: str) -> list[Stay]:
    """`usual`, or `Tu:usual@2015-01-01..2026-06-01, Cao:difficult@2026-06-01`."""
    found = []
    for cell in filter(None, (one.strip() for one in text.split(","))):
        where, _, when = cell.partition("@")
        commune, _, area = where.rpartition(":")
        begin, _, end = when.partition("..")
        found.append(
            Stay(
                commune or "Tu",
                cast("Area", area),
                day(begin) if begin else LONG_AGO,
                day(end) if end else None,
            )
        )
    return found


def said_of(result: Result) -> dict[str, str]:
    """A result as the tables write it, every part of it."""
    return {
        "standing": result.standing,
        "total": str(result.total),
        "then": str(result.if_refreshed),
        "low": ",".join(str(one.number) for one in result.below_least),
        "stale": ",".join(module for one in result.scored for module in one.stale),
        "asks": ",".join(one.code for one in result.questions),
        "by": "".join(one.by[0] for one in result.scored),
    }


def expected_in(text: str) -> dict[str, str]:
    """`meets 80 low=1 asks=no_home`; what is not written has to be empty, and nothing to refresh."""
    standing, total, *more = text.split()
    named = dict(one.split("=") for one in more)
    return {"standing": standing, "total": total, "then": total, "low": "", "stale": "", "asks": "", **named}


# ── Groups ──

_MEMBER = re.compile(r"([acu])(L?)([-+!~]?)(?:\*(\d+))?")


def members_in(text: str, title: str, on: date) -> list[Member]:
    """`a+*9 a cL`: nine adults with a title, one without, a child who learns."""
    found: list[Member] = []
    titles = {
        "": (),
        "+": (Title(title, date(on.year - 1, 12, 1)),),
        "-": (Title(title, date(2020, 1, 1), date(on.year - 1, 12, 31)),),
        "!": (Title(title, date(on.year, on.month, on.day + 1)),),
        "~": (Title("ky-nang-so", date(on.year - 1, 12, 1)),),
    }
    for cell in text.split():
        read = _MEMBER.fullmatch(cell)
        assert read is not None, cell
        kind, learns, mark, many = read.groups()
        adult = {"a": True, "c": False, "u": None}[kind]
        for _each in range(int(many or 1)):
            found.append(Member(f"{len(found)}", titles[mark], adult, learns == "L"))
    return found
