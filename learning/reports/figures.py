"""One number on a page of figures: its address, its words, and which places it counts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import url_for

from learning import clock
from learning.i18n import format_decimal, format_percent
from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy
from learning.places import past
from learning.places import queries as places
from learning.places.history import History, living
from learning.places.queries import PlaceFacts
from learning.places.rules import HERE
from learning.reports import queries, tallies
from learning.reports.queries import Figure
from learning.reports.rules import EVIDENCE, Paper, Population, Reach, Share
from learning.web.errors import NotFound
from learning.web.fragments import course_text
from learning.web.site import site

EVIDENCE_WORDS = {
    "self": lazy("Tự làm"),
    "present": lazy("Làm ở lớp"),
    "observed": lazy("Có người xem làm"),
    "confirmed": lazy("Đã xác nhận"),
}
WHAT_WORDS = {
    "reached": lazy("Người học trong lớp"),
    "begun": lazy("Đã bắt đầu"),
    "passed": lazy("Đạt ít nhất một bài"),
    "completions": lazy("Lượt đạt"),
}
AMONG_WORDS = {
    "all": lazy("người dân"),
    "from15": lazy("người từ 15 tuổi trở lên"),
    "from18": lazy("người từ 18 tuổi trở lên"),
}
GONE = "khac"  # in an address: a course that is no longer offered, a place that is none of the hamlets
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure as an address names it."""

    place: PlaceFacts
    what: str
    month: str | None = None
    course: str | None = None
    evidence: str | None = None
    hamlet: PlaceFacts | None = None
    elsewhere: bool = False

    @property
    def args(self) -> dict[str, str]:
        """What of its address differs from that of others."""
        said = {
            "so": self.what,
            "thang": self.month,
            "khoa": GONE if self.course == "" else self.course,
            "muc": self.evidence,
            "noi": GONE if self.elsewhere else str(self.hamlet.id) if self.hamlet else None,
        }
        return {name: value for name, value in said.items() if value is not None}

    @property
    def heading(self) -> str:
        """ "Lượt đạt, 11/2026, Làm ở lớp"."""
        parts = [str(WHAT_WORDS[self.what])]
        if self.month:
            parts.append(said_month(self.month))
        if self.course is not None:
            parts.append(title_of(self.course))
        if self.evidence:
            parts.append(str(EVIDENCE_WORDS[self.evidence]))
        if self.hamlet or self.elsewhere:
            parts.append(self.hamlet.full_name if self.hamlet else _("Nơi khác, hoặc chưa ghi"))
        return ", ".join(parts)


def asked(place: PlaceFacts, args: Mapping[str, str]) -> Asked:
    """The figure that an address names. Raises NotFound for none of ours."""
    what, month, evidence = args.get("so", ""), args.get("thang"), args.get("muc")
    course, home = args.get("khoa"), args.get("noi")
    is_completions = what == "completions"
    known = {one.id for one in site().catalog.courses} | {GONE, None}
    if what not in WHAT_WORDS or (not is_completions and {month, evidence, course} != {None}):
        raise NotFound
    if evidence not in (None, *EVIDENCE) or course not in known or (home and place.kind != "commune"):
        raise NotFound
    if month is not None and not _MONTH.fullmatch(month):
        raise NotFound
    hamlet = _hamlet(place, home) if home and home != GONE else None
    return Asked(
        place, what, month, "" if course == GONE else course, evidence, hamlet, elsewhere=home == GONE
    )


def _hamlet(commune: PlaceFacts, id: str) -> PlaceFacts:
    found = next((one for one in places.children_of(commune.id, ("hamlet",)) if str(one.id) == id), None)
    if found is None:
        raise NotFound
    return found


def figure_of(one: Asked, today: date) -> Figure:
    """Which places and completions it counts."""
    inside: tuple[UUID, ...] | None = None
    if one.hamlet or one.elsewhere:
        hamlets = places.children_of(one.place.id, ("hamlet",))
        groups = by_hamlet(one.place, hamlets, queries.reach_by_place(one.place.id), today)
        inside = tuple(groups.get(one.hamlet.id if one.hamlet else None, ()))
    units = tuple(units_of(one.place))
    return Figure(one.what, units, inside, one.month, one.course, one.evidence)


def units_of(place: PlaceFacts) -> list[UUID]:
    """The communes that a place is made of, those too that ended without a successor; itself."""
    if place.kind == "commune":
        return [place.id]
    return [place.id, *(one.id for one in places.children_of(place.id, ("commune",), with_ended=True))]


def by_hamlet(
    commune: PlaceFacts, hamlets: Sequence[PlaceFacts], reach: Mapping[UUID, Reach], today: date
) -> dict[UUID | None, list[UUID]]:
    """The places that count for each hamlet, those too that became part of it; None is elsewhere."""
    known = {one.id for one in hamlets}
    others = [one for one in reach if one not in known and one != commune.id]
    history = past.history_of(others) if others else History()
    groups: dict[UUID | None, list[UUID]] = {}
    for one in reach:
        here = living(history, one, today)
        groups.setdefault(here if here in known else None, []).append(one)
    return groups


def said_month(month: str) -> str:
    """A month in few signs: 11/2026."""
    year, number = month.split("-")
    return f"{number}/{year}"


def title_of(course: str) -> str:
    """The title of a course."""
    titles = {one.id: course_text(one.title) for one in site().catalog.courses}
    return titles.get(course) or _("Bài không còn dạy")


# ── Words ──


def cell(many: int, one: Asked) -> Any:
    """A number in a table: it leads to what it means."""
    said = number(many)
    return {"say": said, "href": address(one)} if many else said


def address(one: Asked) -> str:
    """Where a figure is explained."""
    values: dict[str, Any] = {"place_id": one.place.id, **one.args}
    return url_for("reports.figure", **values)


def said_population(of: Population) -> str:
    """A number of people with its source and day."""
    return _(
        "%(people)s %(among)s (%(source)s, ngày %(day)s)",
        people=number(of.people),
        among=str(AMONG_WORDS[of.among]),
        source=of.source,
        day=of.on.strftime("%d/%m/%Y"),
    )


def said_paper(paper: Paper) -> str:
    """Who is counted, by which paper of which day."""
    return _(
        "%(among)s; %(source)s, ngày %(day)s",
        among=str(AMONG_WORDS[paper.among]),
        source=paper.source,
        day=paper.on.strftime("%d/%m/%Y"),
    )


def number(many: int) -> str:
    """As it is written where the page is read: 1.234."""
    return format_decimal(many)


def percent(found: Share) -> str:
    """A share in percent; above nought it never reads as nought."""
    return format_percent(
        found.value, "#,##0.0 %" if found.value >= 0.001 or not found.reached else "#,##0.000 %"
    )


def said_share(found: Share) -> str:
    """What is divided by what, and who is not reached."""
    return _(
        "Đó là %(reached)s trên %(of)s. Còn %(unreached)s người chưa học trong lớp nào.",
        reached=number(found.reached),
        of=said_population(found.of),
        unreached=number(found.unreached),
    )


def to_divide_by(place: PlaceFacts, found: Population | None) -> tuple[Population | None, Population | None]:
    """The number of people to divide by; and one that is not, as the borders have changed since."""
    if found is None:
        return None, None
    kin = [*places.predecessors_of(place.id), *places.successors_of(place.id)]
    return (None, found) if any(one.since > found.on for one in kin) else (found, None)


@dataclass(frozen=True, slots=True)
class Stamp:
    """As of when figures are, and for how many something new is not counted yet."""

    as_of: datetime
    waiting: int

    @property
    def said(self) -> str:
        """By the clock on the wall."""
        return self.as_of.astimezone(HERE).strftime("%H:%M, %d/%m/%Y")


def stamp() -> Stamp:
    waiting, since = tallies.waiting()
    return Stamp(since or clock.now(), waiting)
