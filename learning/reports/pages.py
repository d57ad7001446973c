"""What the pages of results show: a commune with its hamlets, a province with its communes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import url_for

from learning import clock
from learning.i18n import gettext as _
from learning.i18n import ngettext
from learning.places import queries as places
from learning.places import rules as places_rules
from learning.places.queries import PlaceFacts
from learning.reports import figures, queries, rules
from learning.reports.figures import (
    EVIDENCE_WORDS,
    Asked,
    Stamp,
    address,
    cell,
    number,
    percent,
    said_month,
    said_population,
    said_share,
    title_of,
)
from learning.reports.rules import EVIDENCE, Bar, Population, Reach, Share, Tally
from learning.web.site import site


@dataclass(frozen=True, slots=True)
class Line:
    """A place beside others: a hamlet of a commune, a commune of a province."""

    name: str
    place: PlaceFacts | None
    reach: Reach
    population: Population | None
    months: list[Bar]
    href: str | None = None

    @property
    def share(self) -> Share | None:
        return rules.share(self.reach.learners, self.population)

    @property
    def completions(self) -> int:
        return sum(bar.total for bar in self.months)


@dataclass(frozen=True)
class Results:
    """The figures of a commune or a province. `outdated`: who lived there before its borders changed.

    Not in slots: what each of a hundred places is compared with is worked out once.
    """

    place: PlaceFacts
    reach: Reach
    tallies: list[Tally]
    population: Population | None
    outdated: Population | None
    lines: list[Line]
    stamp: Stamp
    today: date
    then: list[Line] | None = None
    has_changed: bool = False

    # What templates say and draw with.
    address = staticmethod(address)
    number = staticmethod(number)
    percent = staticmethod(percent)
    said_month = staticmethod(said_month)
    said_population = staticmethod(said_population)
    said_share = staticmethod(said_share)
    lying = staticmethod(rules.lying)

    @property
    def is_province(self) -> bool:
        return self.place.kind == "province"

    @property
    def is_empty(self) -> bool:
        """Did nobody ever learn here in a class?"""
        return not self.reach.learners and not self.tallies

    @property
    def share(self) -> Share | None:
        return rules.share(self.reach.learners, self.population)

    @property
    def evidence(self) -> list[tuple[str, str]]:
        """Every level with its words, the weakest first."""
        return [(level, str(EVIDENCE_WORDS[level])) for level in EVIDENCE]

    @property
    def heads(self) -> list[str]:
        return [_("Cộng"), *(said for _level, said in self.evidence)]

    @property
    def big(self) -> list[tuple[Asked, str]]:
        """The large figures on top."""
        counts = (
            self.reach.learners,
            self.reach.begun,
            self.reach.passed,
            sum(one.many for one in self.tallies),
        )
        asked = (Asked(self.place, what) for what in figures.WHAT_WORDS)
        return [(one, number(many)) for one, many in zip(asked, counts, strict=True)]

    @cached_property
    def unreached(self) -> list[str]:
        """What lies here and where nobody learns."""
        return [one.name for one in self.lines if one.place and not one.reach.learners]

    @cached_property
    def months(self) -> list[Bar]:
        return rules.since_first(rules.months(self.tallies, self.today.strftime("%Y-%m")))

    @property
    def month_rows(self) -> list[list[Any]]:
        return [
            self._row(bar, Asked(self.place, "completions", month=bar.head), said_month(bar.head))
            for bar in self.months
        ]

    @property
    def course_rows(self) -> list[list[Any]]:
        bars = rules.courses(self.tallies, [course.id for course in site().catalog.courses])
        return [
            self._row(bar, Asked(self.place, "completions", course=bar.head), title_of(bar.head))
            for bar in bars
        ]

    @cached_property
    def tallest(self) -> int:
        """The highest month of all that lies here: small pictures share one scale."""
        return max((bar.total for line in (self.then or self.lines) for bar in line.months), default=0)

    @cached_property
    def has_shares(self) -> bool:
        return any(line.share for line in self.lines)

    @cached_property
    def most_learners(self) -> int:
        return max((line.reach.learners for line in self.lines), default=0)

    @property
    def tiles_said(self) -> str:
        """What a dark tile means."""
        if self.has_shares:
            return _(
                "Ô càng đậm, phần trăm người đã học càng cao; ô trắng là chưa ai học, hoặc chưa có số dân. "
                "Nguồn và ngày của số dân ở trang “Từng xã, phường”."
            )
        return _("Chưa có số dân, nên ô càng đậm là càng đông người học; ô trắng là chưa có ai học.")

    def tile_number(self, line: Line) -> str:
        """What a tile says: how many learn, and where it is known, of how many, and how many do not."""
        learners = number(line.reach.learners)
        if line.share is None:
            return ngettext("%(many)s người", "%(many)s người", line.reach.learners, many=learners)
        return _(
            "%(percent)s: %(reached)s người học, %(unreached)s chưa",
            percent=percent(line.share),
            reached=learners,
            unreached=number(line.share.unreached),
        )

    def columns(self, line: Line) -> dict[str, str]:
        """The small picture of a place: an outline for each evidence."""
        return rules.outlines(rules.standing(line.months, self.tallest))

    def said_months(self, line: Line) -> str:
        """A small picture in words."""
        said = (f"{said_month(bar.head)}: {number(bar.total)}" for bar in line.months if bar.total)
        return f"{line.name}. {', '.join(said) or _('Chưa có lượt đạt nào')}"

    def grade(self, line: Line) -> int:
        """How dark the tile of a place is: by its share, or, where no place has one, by its people."""
        if self.has_shares:
            return rules.grade(line.share.value) if line.share else 0
        return rules.grade(line.reach.learners / self.most_learners * 0.2) if self.most_learners else 0

    def _row(self, bar: Bar, asked: Asked, head: str) -> list[Any]:
        total = cell(bar.total, asked)
        return [
            head,
            total,
            *(cell(many, replace(asked, evidence=level)) for level, many in bar.by_evidence.items()),
        ]

    @property
    def line_heads(self) -> list[str]:
        counts = [_("Người học"), _("Đã bắt đầu"), _("Đạt ít nhất một bài")]
        more = [_("Phần trăm"), _("Chưa học"), _("Số dân, nguồn và ngày")]
        if self.is_province:
            counts.append(_("Lượt đạt"))
        return [_("Xã, phường") if self.is_province else _("Nơi"), *counts, *more]

    @property
    def line_numbers(self) -> range:
        """Which of these columns are numbers."""
        return range(1, len(self.line_heads) - 1)

    @property
    def line_rows(self) -> list[list[Any]]:
        return [self._line_row(line) for line in self.lines]

    def _line_row(self, line: Line) -> list[Any]:
        name: Any = {"say": line.name, "href": line.href} if line.href else line.name
        counts = (line.reach.learners, line.reach.begun, line.reach.passed)
        if self.is_province:
            shown: list[Any] = [number(many) for many in (*counts, line.completions)]
        else:
            shown = [
                cell(many, Asked(self.place, what, hamlet=line.place, elsewhere=line.place is None))
                for what, many in zip(("reached", "begun", "passed"), counts, strict=True)
            ]
        return [name, *shown, *share_cells(line)]


def share_cells(line: Line) -> list[str]:
    """What is divided by what, who is not reached, and where the number of people is from."""
    of = line.population
    if of is None:
        return ["–", "–", _("Chưa có số dân")]
    found = line.share
    if found is None:
        return ["–", "–", _("Số học nhiều hơn số dân, cần xem lại: %(of)s", of=said_population(of))]
    return [percent(found), number(found.unreached), said_population(of)]


# ── Results ──


def results_page(place: PlaceFacts) -> Results:
    """Read from the tallies: as many queries for a full place as for an empty one."""
    today = places_rules.day_of(clock.now())
    if place.kind == "commune":
        return _commune(place, today)
    return _province(place, places.children_of(place.id, ("commune",), with_ended=True), today)


def communes_page(place: PlaceFacts, *, then: bool) -> Results:
    """A province commune by commune, with the months of each: as units are now, or as it was then."""
    today = places_rules.day_of(clock.now())
    until = today.strftime("%Y-%m")
    communes = places.children_of(place.id, ("commune",), with_ended=True)
    units = [place.id, *(one.id for one in communes)]
    shown = _province(place, communes, today)
    now = queries.tallies_by_unit(units)
    lines = [
        replace(line, months=rules.months(now.get(line.place.id if line.place else place.id, ()), until))
        for line in shown.lines
    ]
    was = queries.tallies_by_unit(units, then=True) if then else {}
    before = [_unit(one, {}, {}, rules.months(was[one.id], until)) for one in communes if one.id in was]
    return replace(shown, lines=lines, then=before if then else None, has_changed=queries.has_changed(units))


def _commune(place: PlaceFacts, today: date) -> Results:
    hamlets = places.children_of(place.id, ("hamlet",))
    reach = queries.reach_by_place(place.id)
    groups = figures.by_hamlet(place, hamlets, reach, today)
    people = queries.populations([place.id, *(one.id for one in hamlets)], today)

    def line(name: str, hamlet: PlaceFacts | None) -> Line:
        here = [reach[one] for one in groups.get(hamlet.id if hamlet else None, ())]
        return Line(name, hamlet, sum(here, Reach()), people.get(hamlet.id) if hamlet else None, [])

    lines = [line(one.full_name, one) for one in hamlets]
    if None in groups:
        lines.append(line(_("Nơi khác, hoặc chưa ghi"), None))
    known, outdated = figures.to_divide_by(place, people.get(place.id))
    total = sum(reach.values(), Reach())
    return Results(
        place, total, queries.tallies_of([place.id]), known, outdated, lines, figures.stamp(), today
    )


def _province(place: PlaceFacts, communes: Sequence[PlaceFacts], today: date) -> Results:
    units = [place.id, *(one.id for one in communes)]
    reach = queries.reach_by_unit(units)
    people = queries.populations(units, today)
    lines = [_unit(one, reach, people, []) for one in communes if one.valid_to is None or one.id in reach]
    if place.id in reach:
        lines.append(Line(_("Chưa rõ xã"), None, reach[place.id], None, []))
    known, outdated = figures.to_divide_by(place, people.get(place.id))
    total = sum(reach.values(), Reach())
    tallies = queries.tallies_of(units)
    return Results(place, total, tallies, known, outdated, lines, figures.stamp(), today)


def _unit(
    one: PlaceFacts, reach: Mapping[UUID, Reach], people: Mapping[UUID, Population], months: list[Bar]
) -> Line:
    href = url_for("reports.results", place_id=one.id)
    return Line(one.full_name, one, reach.get(one.id, Reach()), people.get(one.id), months, href)
