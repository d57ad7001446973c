"""What the page of a commune's results shows, read from the same progress as each learner's own page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from learning import clock, letters
from learning.accounts.links import canonical_of
from learning.classes import queries as classes
from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy
from learning.places import queries as places
from learning.places.queries import PlaceFacts
from learning.places.rules import HERE
from learning.records import queries as records
from learning.records.queries import ModuleProgress
from learning.reports import rules
from learning.reports.rules import EVIDENCE, Bar, Figures, Hamlet, Learned, Pass
from learning.web.site import site

EVIDENCE_WORDS = {
    "self": lazy("Tự làm"),
    "present": lazy("Làm ở lớp"),
    "observed": lazy("Có người xem làm"),
    "confirmed": lazy("Đã xác nhận"),
}
WIDTH = 300  # of a whole bar, in the units of its drawing


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a drawn bar: which evidence, from where, how wide."""

    evidence: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The figures of one commune, as of an instant."""

    place: PlaceFacts
    figures: Figures
    as_of: datetime

    @property
    def evidence(self) -> list[tuple[str, str]]:
        """Every level with its words, the weakest first."""
        return [(level, str(EVIDENCE_WORDS[level])) for level in EVIDENCE]

    @property
    def read_at(self) -> str:
        """By the clock on the wall."""
        return self.as_of.astimezone(HERE).strftime("%H:%M, %d/%m/%Y")

    @property
    def heads(self) -> list[str]:
        return [_("Cộng"), *(said for _level, said in self.evidence)]

    @property
    def months(self) -> list[Bar]:
        """From the first month with any on; at least three, so that a beginning looks like one."""
        bars = self.figures.months
        first = next((at for at, bar in enumerate(bars) if bar.total), len(bars))
        return bars[min(first, len(bars) - 3) :]

    @property
    def month_rows(self) -> list[list[Any]]:
        return [_row(said_month(bar.head), bar) for bar in self.months]

    @property
    def course_rows(self) -> list[list[Any]]:
        titles = {course.id: course.title for course in site().catalog.courses}
        return [_row(titles.get(bar.head) or _("Bài không còn dạy"), bar) for bar in self.figures.courses]

    @property
    def hamlet_rows(self) -> list[list[Any]]:
        elsewhere = self.figures.elsewhere
        rows = [_hamlet_row(one.name, one) for one in self.figures.hamlets]
        return [*rows, _hamlet_row(_("Nơi khác, hoặc chưa ghi"), elsewhere)] if elsewhere else rows

    def pieces(self, bar: Bar) -> list[Piece]:
        """A month's bar, drawn beside the longest."""
        longest = max(one.total for one in self.months)
        drawn, x = [], 0.0
        for level, many in bar.by_evidence.items():
            width = round(WIDTH * many / longest, 1) if longest else 0.0
            if width:
                drawn.append(Piece(level, round(x, 1), width))
            x += width
        return drawn


def said_month(month: str) -> str:
    """A month in few signs: 11/2026."""
    year, number = month.split("-")
    return f"{number}/{year}"


def results_page(place: PlaceFacts) -> ResultsPage:
    """Read it all now: as many queries for a full commune as for an empty one."""
    at = clock.now()
    hamlets = [said for _path, said in places.options_of(place.id)]
    courses = {
        course.id: frozenset(module.id for module in course.modules) for course in site().catalog.courses
    }
    until = at.astimezone(HERE).strftime("%Y-%m")
    return ResultsPage(place, rules.figures(_people(place, hamlets), hamlets, courses, until), at)


def _people(place: PlaceFacts, hamlets: list[str]) -> list[Learned]:
    """Each person once, also where two of their names learn in two classes."""
    told = classes.learners_at(place.path)
    progress = records.progress_of_all(told)
    by_person = {counted: id for id, counted in canonical_of(told).items()}
    names = {letters.plain(name): name for name in hamlets}
    names |= {letters.plain(name.partition(" ")[2]): name for name in hamlets if " " in name}
    return [_learned(names.get(letters.plain(told[id] or ""), ""), progress[id]) for id in by_person.values()]


def _learned(hamlet: str, progress: list[ModuleProgress]) -> Learned:
    passes = (
        Pass(one.module, one.passed_at.astimezone(HERE).strftime("%Y-%m"), one.evidence or "self")
        for one in progress
        if one.passed_at
    )
    return Learned(hamlet, bool(progress), tuple(passes))


def _row(head: str, bar: Bar) -> list[Any]:
    return [head, bar.total, *bar.by_evidence.values()]


def _hamlet_row(name: str, hamlet: Hamlet) -> list[Any]:
    return [name, hamlet.learners, hamlet.begun, hamlet.passed]
