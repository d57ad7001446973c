"""What each page of classes shows, one frozen object a template; words for standings and needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import NamedTuple
from uuid import UUID

import segno
from flask import url_for
from markupsafe import Markup

from learning.accounts.links import canonical_of
from learning.accounts.operations import NewCard
from learning.catalog.content import Catalog, Module
from learning.classes import queries, rules
from learning.classes.queries import ClassFacts, Listed, MeetingFacts, Member
from learning.classes.roster import Entry, Named, Reading
from learning.classes.rules import Advice, Standing
from learning.classes.words import DAY_WORDS
from learning.i18n import gettext as _
from learning.i18n import lazy_gettext as lazy
from learning.records.queries import ModuleProgress, progress_of_all
from learning.web.forms import Form

MOST_COMPARED = 5000
STANDING_WORDS: Mapping[Standing, object] = {
    "passed": lazy("Đạt"),
    "tried": lazy("Chưa đạt"),
    "begun": lazy("Đang học"),
    "new": lazy("Chưa học"),
}
EVIDENCE_WORDS = {
    "self": lazy("tự học"),
    "present": lazy("học tại lớp"),
    "observed": lazy("đã quan sát"),
    "confirmed": lazy("đã xác nhận"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A class in the list."""

    group: ClassFacts
    learners: int
    days: str
    last_met: date | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """The classes of whoever asks, some at a time. `may_make` is false for those who only look."""

    going: list[Line]
    ended: list[Line]
    may_make: bool
    before: str | None = None
    after: str | None = None


def list_page(listed: Sequence[Listed], *, may_make: bool) -> ListPage:
    lines = [Line(one.group, one.learners, day_words(one.group.days), one.last_met) for one in listed]
    return ListPage(
        [line for line in lines if line.group.ended_at is None],
        [line for line in lines if line.group.ended_at is not None],
        may_make,
    )


def turned(shown: ListPage, number: int, *, has_more: bool) -> ListPage:
    """The same with the addresses of the pages before and after."""

    def to(other: int) -> str:
        return url_for("classes.index", trang=other if other > 1 else None)

    before = to(number - 1) if number > 1 else None
    return replace(shown, before=before, after=to(number + 1) if has_more else None)


def day_words(days: Sequence[int]) -> str:
    """ "Thứ Ba, Thứ Năm"."""
    return ", ".join(str(DAY_WORDS[day]) for day in sorted(days))


class Look(NamedTuple):
    """What a cell says: a word, what more is known, and a colour that never stands alone."""

    standing: Standing
    word: str
    detail: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How far one person is with one module."""

    module: Module
    look: Look
    evidence: str | None = None

    @property
    def standing(self) -> Standing:
        return self.look.standing


@dataclass(frozen=True, slots=True)
class Row:
    """One person's line."""

    member: Member
    cells: list[Cell]
    passed: int

    @property
    def tried(self) -> list[Module]:
        """What this person has done a check of and not passed."""
        return [cell.module for cell in self.cells if cell.look.standing == "tried"]


@dataclass(frozen=True, slots=True)
class ClassPage:
    """The whole class at a glance. `only` is the chosen filter."""

    group: ClassFacts
    days: str
    modules: list[Module]
    rows: list[Row]
    size: int
    advice: Advice | None
    advised: Module | None
    tonight: MeetingFacts | None
    meetings: list[MeetingFacts]
    only: str
    may_change: bool

    @property
    def looks(self) -> set[Look]:
        """Every way in which a cell looks: a thousand cells have a dozen, each drawn once."""
        return {cell.look for row in self.rows for cell in row.cells}


def class_page(
    catalog: Catalog,
    group: ClassFacts,
    people: Sequence[Member],
    progress: Mapping[UUID, Sequence[ModuleProgress]],
    *,
    meetings: Sequence[MeetingFacts],
    today: date,
    only: str,
    may_change: bool,
) -> ClassPage:
    modules = taught(catalog, group)
    rows = rows_of(people, modules, progress)
    standings = {
        module.id: [each.cells[place].standing for each in rows] for place, module in enumerate(modules)
    }
    advice = rules.next_week([module.id for module in modules], standings)
    return ClassPage(
        group=group,
        days=day_words(group.days),
        modules=modules,
        rows=[each for each in rows if is_shown(each, only)],
        size=len(rows),
        advice=advice,
        advised=next((module for module in modules if advice and module.id == advice.module), None),
        tonight=next((one for one in meetings if one.held_on == today), None),
        meetings=list(meetings),
        only=only,
        may_change=may_change,
    )


def taught(catalog: Catalog, group: ClassFacts) -> list[Module]:
    """The modules of a class that are still served, in the order of the courses."""
    wanted = set(group.modules)
    return [module for module in catalog.modules if module.id in wanted]


def rows_of(
    people: Sequence[Member], modules: Sequence[Module], progress: Mapping[UUID, Sequence[ModuleProgress]]
) -> list[Row]:
    """A line for each of them. What is said in many cells is put into words once."""
    look = cache(_look)
    return [row(member, modules, progress.get(member.person, ()), look) for member in people]


def row(
    member: Member,
    modules: Sequence[Module],
    progress: Sequence[ModuleProgress],
    look: Callable[[Standing, str | None, int | None], Look] | None = None,
) -> Row:
    known = {one.module: one for one in progress}
    cells = [_cell(module, known.get(module.id), look or _look) for module in modules]
    return Row(member, cells, sum(one.look.standing == "passed" for one in cells))


def _cell(
    module: Module,
    progress: ModuleProgress | None,
    look: Callable[[Standing, str | None, int | None], Look],
) -> Cell:
    if progress is None:
        return Cell(module, look("new", None, None))
    at = rules.standing(is_begun=True, attempts=progress.attempts, passed_at=progress.passed_at)
    if at == "passed" and progress.evidence:
        return Cell(module, look(at, progress.evidence, None), progress.evidence)
    return Cell(module, look(at, None, progress.best_right if progress.attempts else None), progress.evidence)


def _look(standing: Standing, evidence: str | None, right: int | None) -> Look:
    detail = ""
    if evidence is not None:
        detail = str(EVIDENCE_WORDS[evidence])
    elif right is not None:
        detail = _("đúng %(right)s/5", right=right)
    return Look(standing, str(STANDING_WORDS[standing]), detail)


def is_shown(row: Row, only: str) -> bool:
    """Does this line pass the filter: those who need help, those who have not begun, or all?"""
    if only == "can-giup":
        return any(cell.standing == "tried" for cell in row.cells)
    if only == "chua-hoc":
        return all(cell.standing == "new" for cell in row.cells)
    return True


@dataclass(frozen=True, slots=True)
class LearnerPage:
    """Adding one learner. `doubles` are people of one's own classes who may be the same."""

    group: ClassFacts
    form: Form
    hamlets: list[str]
    doubles: list[Member]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person, as her trainer may know her: the same figures as on her own page."""

    group: ClassFacts
    member: Member
    cells: list[Cell]
    answers: int
    right: int
    passed: int
    form: Form
    may_change: bool


@dataclass(frozen=True, slots=True)
class CardPage:
    """A card just issued: shown once, for its token is kept nowhere."""

    group: ClassFacts
    name: str
    number: str
    qr: Markup
    person: UUID


def card_page(group: ClassFacts, name: str, card: NewCard, person: UUID, public_url: str) -> CardPage:
    drawn = segno.make(f"{public_url.rstrip('/')}{card.path}", error="m", micro=False)
    qr = Markup(drawn.svg_inline(scale=5, border=2, svgclass="qr"))  # noqa: S704  # drawn here, of squares only
    return CardPage(group, name, card.spaced_number, qr, person)


@dataclass(frozen=True, slots=True)
class PackPage:
    """Printing cards: blank ones, or the first ones of a class."""

    form: Form
    group: ClassFacts | None = None
    without: int = 0


@dataclass(frozen=True, slots=True)
class NamedPackPage:
    """Printing first cards for several classes; `many` people in them have none."""

    form: Form
    many: int


@dataclass(frozen=True, slots=True)
class SharePage:
    """Another trainer for the class."""

    group: ClassFacts
    form: Form


@dataclass(frozen=True, slots=True)
class NewClassPage:
    """A new class."""

    form: Form
    has_places: bool


FAULT_WORDS = {
    "no_name": lazy("Thiếu họ tên. Điền họ tên vào dòng này rồi đưa lại tệp."),
    "strange_name": lazy("Họ tên có ký tự lạ hoặc quá dài. Sửa lại họ tên."),
    "strange_year": lazy("Năm sinh chưa rõ. Ghi bốn chữ số, ví dụ 1961, hoặc để trống."),
    "long_hamlet": lazy("Tên ấp, thôn, bản quá dài. Rút ngắn còn dưới 80 ký tự."),
    "title": lazy("Dòng nằm trên hàng tên cột: máy coi là tiêu đề, không phải người học."),
}


@dataclass(frozen=True, slots=True)
class RosterPage:
    """Bringing in a list: before a file came, and the dry run that shows what would happen."""

    group: ClassFacts
    reading: Reading | None = None
    rows: str = ""
    trouble: str = ""
    done: int | None = None

    def place(self, entry: Entry) -> int:
        """The row of an entry among those that travel in the form, below their heads."""
        assert self.reading is not None
        together = sorted([*self.reading.fresh, *self.reading.doubles], key=lambda one: one.row)
        return together.index(entry) + 2

    def fault(self, named: Named) -> str:
        """What to do about a row, in words."""
        if named.fault == "twice":
            return _(
                "Giống hệt dòng %(other)d. Nếu là hai người khác nhau, ghi thêm năm sinh.", other=named.other
            )
        return str(FAULT_WORDS[named.fault])


def doubles_of(name: str, born: int | None, known: Sequence[queries.Member]) -> list[Member]:
    """Who of these may be the same person."""
    return [one for one in known if rules.may_be_one(name, born, one.name, one.year_of_birth)]


@dataclass(frozen=True, slots=True)
class DoublesPage:
    """People of classes one may see who may be one; `is_too_many` where those are too many to compare."""

    doubles: list[list[Member]]
    classes: dict[UUID, list[str]]
    passed: dict[UUID, int]
    is_too_many: bool = False


def doubles_page(groups: Sequence[UUID], many: int) -> DoublesPage:
    """Nobody is merged, and who is linked already is one."""
    if many > MOST_COMPARED:
        return DoublesPage([], {}, {}, is_too_many=True)
    members = queries.members_of(groups)
    counted_for = canonical_of([one.person for one in members])
    alone = [one for one in members if counted_for[one.person] == one.person]
    doubles = rules.doubles(alone)
    shown = [one.person for twins in doubles for one in twins]
    passed = {
        person: sum(row.passed_at is not None for row in rows)
        for person, rows in progress_of_all(shown).items()
    }
    return DoublesPage(doubles, queries.class_names(groups) if doubles else {}, passed)
