"""What a province and a commune see of a year: how far each has come, what rests on what, what is unusual."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from learning.accounts import staff_words
from learning.i18n import gettext as _
from learning.i18n import ngettext
from learning.places import queries as places
from learning.places.queries import PlaceFacts
from learning.recognition import counts, lists, office_words, queries, words, yearly
from learning.recognition.counts import Counted
from learning.recognition.lists import ListFacts
from learning.recognition.office_pages import Waiting, name_of
from learning.recognition.pile_pages import Kind, list_line
from learning.recognition.queries import DossierFacts
from learning.recognition.sets import PersonSet
from learning.recognition.yearly import Progress

# A list that may hold so many wrong names of a hundred, or more, is worth a look from above.
LOW = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A commune of the province."""

    place: PlaceFacts
    counted: Counted
    lists: Sequence[ListFacts]
    how_far: Progress
    is_late: bool

    @property
    def mix(self) -> dict[str, int]:
        """What the points of all its lists rest on."""
        found: dict[str, int] = {}
        for one in self.lists:
            for level, many in one.mix.items():
                found[level] = found.get(level, 0) + many
        return found

    @property
    def listed(self) -> int:
        return sum(one.listed for one in self.lists)


@dataclass(frozen=True, slots=True)
class ProvincePage:
    """A province's year."""

    place: PlaceFacts
    criteria: PersonSet
    year: int
    kinds: Sequence[Kind]
    left: int
    lines: Sequence[Line]
    silent: int
    low: Sequence[Waiting]
    unanswered: Sequence[Waiting]
    correcting: Sequence[Waiting]

    @property
    def caution(self) -> Sequence[str]:
        return words.caution(self.criteria)

    @property
    def deadline(self) -> str:
        """How long there is left, in words."""
        return deadline_said(self.year, self.left)

    @property
    def is_soon(self) -> bool:
        return self.left <= yearly.SOON

    @property
    def behind(self) -> list[str]:
        """Who has something to finish: late, once the day is there."""
        return [one.place.full_name for one in self.lines if one.how_far != "done"]

    @property
    def has_late(self) -> bool:
        return any(one.is_late for one in self.lines)

    @property
    def figures(self) -> list[tuple[str, str]]:
        total = sum((one.counted for one in self.lines), Counted())
        listed = sum(one.listed for one in self.lines)
        return [
            (_("Hồ sơ đã gửi"), str(total.sent)),
            (_("Đã vào danh sách"), str(listed)),
            (_("Được công nhận"), str(total.recognised)),
        ]

    @property
    def mix(self) -> list[tuple[str, str, int]]:
        found: dict[str, int] = {}
        for one in self.lines:
            for level, many in one.mix.items():
                found[level] = found.get(level, 0) + many
        return office_words.mixed(found)

    @property
    def heads(self) -> list[str]:
        return [
            _("Xã, phường"),
            _("Đã gửi"),
            _("Vào danh sách"),
            _("Được công nhận"),
            _("Điểm dựa vào"),
            _("Tới đâu rồi"),
        ]

    @property
    def rows(self) -> list[list[Any]]:
        return [self._row(one) for one in self.lines]

    def _row(self, one: Line) -> list[Any]:
        href = url_for("offices.piles", place_id=one.place.id, bo=self.criteria.id, nam=self.year)
        far = str(office_words.PROGRESS[one.how_far])
        return [
            {"say": one.place.full_name, "href": href},
            str(one.counted.sent),
            str(one.listed),
            str(one.counted.recognised),
            shares(one.mix),
            _("%(far)s, đã quá hạn", far=far) if one.is_late else far,
        ]


def shares(mix: Mapping[str, int]) -> str:
    """What points rest on, in percents; of nothing, a dash."""
    total = sum(mix.values())
    parts = [f"{round(100 * many / total)}% {said}" for _level, said, many in office_words.mixed(mix)]
    return ", ".join(parts) or "–"


def deadline_said(year: int, left: int) -> str:
    """When the report of a year is due, and how many days are left."""
    due = staff_words.day_of(yearly.due_on(year))
    if left > 0:
        days = office_words.days(left)
        return _("Còn %(days)s: báo cáo năm phải gửi trước ngày %(due)s.", days=days, due=due)
    return _("Đã quá hạn: báo cáo năm phải gửi trước ngày %(due)s.", due=due)


def province_page(
    place: PlaceFacts, criteria: PersonSet, year: int, *, kinds: Sequence[Kind], on: date
) -> ProvincePage:
    """As many queries for a hundred communes as for one. Communes where nothing happens are only counted."""
    communes = places.communes_of(place.id)
    counted = counts.counted(place.path, criteria.id, year)
    made = [one for one in lists.lists_at([place.path], year) if one.set_id == criteria.id]
    lines = [_line(one, counted, made, year, on) for one in communes]
    correcting = queries.dossiers_at([place.path], ("correcting",), year)
    return ProvincePage(
        place=place,
        criteria=criteria,
        year=year,
        kinds=kinds,
        left=yearly.days_left(year, on),
        lines=[one for one in lines if one.how_far != "none"],
        silent=sum(one.how_far == "none" for one in lines),
        low=[list_line(one) for one in made if _is_low(one)],
        unanswered=[_asked(one) for one in made if _open_questions(one)],
        correcting=correction_lines(correcting),
    )


def _line(
    place: PlaceFacts, counted: Mapping[str, Counted], made: Sequence[ListFacts], year: int, on: date
) -> Line:
    here = sum((some for path, some in counted.items() if path.startswith(place.path)), Counted())
    mine = [one for one in made if one.place.startswith(place.path)]
    how_far = yearly.progress([one.state for one in mine], here.sent)
    return Line(place, here, mine, how_far, yearly.is_late(how_far, year, on))


def _is_low(one: ListFacts) -> bool:
    """May half of it, or more, be wrong, for all that the second look says?"""
    found = one.decision.confidence if one.decision else one.confidence
    looked = found is not None and (one.decision is not None or one.state == "checked")
    return found is not None and looked and found.at_most_wrong * 100 >= LOW * found.listed


def _open_questions(one: ListFacts) -> int:
    return sum(each.reply is None for each in one.questions)


def _asked(one: ListFacts) -> Waiting:
    line = list_line(one)
    many = _open_questions(one)
    said = str(ngettext("%(num)d câu hỏi chưa ai trả lời", "%(num)d câu hỏi chưa ai trả lời", many))
    return Waiting(line.name, line.meta, said, line.href)


def correction_lines(found: Sequence[DossierFacts]) -> list[Waiting]:
    """Decisions that somebody holds for wrong, and nobody has answered yet."""
    who = lists.named(found)
    staff_words.look_up(one.place for one in found)
    return [
        Waiting(
            name_of(who[one.id]),
            staff_words.place(one.place),
            office_words.done("correction-asked", one.steps[-1].reason, None, None),
            url_for("recognition.dossier", dossier_id=one.id),
        )
        for one in found
    ]


# ── The commune's desk ──


@dataclass(frozen=True, slots=True)
class CommunePage:
    """What waits for whoever decides: lists to decide, decisions to look at again, appeals."""

    ready: Sequence[Waiting]
    under_way: Sequence[Waiting]
    correcting: Sequence[Waiting]
    appeals: Sequence[Waiting]
    decided: Sequence[Waiting]
    deadline: str


def commune_page(
    made: Sequence[ListFacts],
    correcting: Sequence[DossierFacts],
    appeals: Sequence[DossierFacts],
    on: date,
) -> CommunePage:
    return CommunePage(
        ready=[list_line(one) for one in made if one.state == "checked"],
        under_way=[list_line(one) for one in made if one.state in ("closed", "drawn")],
        correcting=correction_lines(correcting),
        appeals=appeal_lines(appeals),
        decided=[list_line(one) for one in made if one.state == "decided"],
        deadline=deadline_said(on.year, yearly.days_left(on.year, on)),
    )


def appeal_lines(found: Sequence[DossierFacts]) -> list[Waiting]:
    """Whoever asked that somebody else looks again."""
    who = lists.named(found)
    staff_words.look_up(one.place for one in found)
    return [
        Waiting(
            name_of(who[one.id]),
            staff_words.place(one.place),
            office_words.done("appealed", one.steps[-1].reason, None, None),
            url_for("recognition.dossier", dossier_id=one.id),
        )
        for one in found
    ]
