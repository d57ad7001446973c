"""What pages of single dossiers show: those that wait, and one with what it rests on and what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import url_for

from learning import clock
from learning.accounts import queries as accounts
from learning.accounts import staff_words
from learning.i18n import gettext as _
from learning.i18n import ngettext
from learning.places.rules import day_of
from learning.recognition import lists, office_words, piles, scope, words, yearly
from learning.recognition.lists import Entry, Named
from learning.recognition.office_forms import AskForm, CorrectionForm, ReturnForm
from learning.recognition.piles import Candidate
from learning.recognition.queries import DossierFacts, Step, Turn
from learning.recognition.rules import Result
from learning.recognition.sets import PersonSet
from learning.recognition.stages import complained_of, open_appeal


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier among others."""

    name: str
    meta: str
    summary: str
    href: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Which page of several this is, and the way to those before and after it."""

    said: str
    before: str | None
    after: str | None


def neighbours(turn: Turn, endpoint: str, **values: Any) -> Neighbours:
    """The pages beside one of those who wait."""

    def to(number: int) -> str:
        return url_for(endpoint, **values, trang=number)

    return Neighbours(
        said=_("Trang %(number)d trên %(of)d", number=turn.number, of=turn.pages) if turn.pages > 1 else "",
        before=to(turn.number - 1) if turn.number > 1 else None,
        after=to(turn.number + 1) if turn.number < turn.pages else None,
    )


@dataclass(frozen=True, slots=True)
class BranchPage:
    """The dossiers that wait for a branch, the oldest first."""

    waiting: Sequence[Waiting]
    all: int
    pages: Neighbours
    said: str | None = None


def branch_page(turn: Turn, said: str | None) -> BranchPage:
    waiting = _lines(turn.dossiers, day_of(clock.now()))
    return BranchPage(waiting, turn.all, neighbours(turn, "recognition.branch"), said)


def _lines(dossiers: Sequence[DossierFacts], on: date) -> list[Waiting]:
    who = lists.named(dossiers)
    results = piles.judged(dossiers, who, on)
    return [waiting(one, who[one.id], results[one.id]) for one in dossiers]


def waiting(one: DossierFacts, who: Named, result: Result) -> Waiting:
    """One line: who, where, what the rules say, how long it has been here."""
    said = (str(words.STANDING_WORDS[result.standing]), points(result), own_word(result))
    parts = (born(who), who.hamlet, _("gửi ngày %(day)s", day=staff_words.day(one.steps[-1].at)))
    return Waiting(
        name_of(who),
        " · ".join(part for part in parts if part),
        ". ".join(part for part in said if part) + ".",
        url_for("recognition.dossier", dossier_id=one.id),
    )


def name_of(who: Named) -> str:
    return who.name or _("Người đã xóa tên")


def born(who: Named | Entry) -> str:
    return _("sinh năm %(year)s", year=who.year_of_birth) if who.year_of_birth else ""


def points(result: Result) -> str:
    """So many of so many points, and what is needed there."""
    if result.needed is None:
        return str(ngettext("%(num)d điểm", "%(num)d điểm", result.total))
    return _("%(points)s điểm, cần %(needed)s", points=result.total, needed=result.needed)


def own_word(result: Result) -> str:
    """How much of it nobody else has seen."""
    percent = office_words.own_word(result.mix)
    return _("%(percent)s phần trăm điểm là tự đánh giá", percent=percent) if percent else ""


# ── One dossier ──


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator, explained."""

    name: str
    points: str
    reasons: Sequence[str]
    rests_on: str
    is_own_word: bool


@dataclass(frozen=True, slots=True)
class DossierPage:
    """Everything that stands in a dossier, and what whoever reads it may do."""

    dossier: DossierFacts
    who: Named
    result: Result
    criteria: PersonSet
    tasks: frozenset[str]
    for_another: frozenset[str]
    indicators: Sequence[Indicator]
    questions: Sequence[str]
    asked: Sequence[str]
    log: Sequence[Sequence[str]]
    decisions: Sequence[str]
    back: tuple[str, str]
    lists: Sequence[UUID]
    returning: ReturnForm
    asking: AskForm
    correcting: CorrectionForm
    said: str | None = None
    problem: str | None = None

    # What the template says with.
    points = staticmethod(points)

    @property
    def name(self) -> str:
        return name_of(self.who)

    @property
    def about(self) -> str:
        parts = (born(self.who), self.who.hamlet or staff_words.place(self.dossier.place))
        return " · ".join(part for part in parts if part)

    @property
    def standing(self) -> str:
        return str(words.STANDING_WORDS[self.result.standing])

    @property
    def stage(self) -> str:
        return str(office_words.STAGES[self.dossier.stage])

    @property
    def mix(self) -> list[tuple[str, str, int]]:
        return office_words.mixed(self.result.mix)

    @property
    def missing(self) -> list[str]:
        return [] if self.result.standing == "meets" else office_words.missing(self.result)

    @property
    def caution(self) -> Sequence[str]:
        return words.caution(self.criteria)

    @property
    def area(self) -> str:
        return str(office_words.AREAS[self.result.area]) if self.result.area else ""

    @property
    def appeal(self) -> Step | None:
        return open_appeal(self.dossier.steps)

    @property
    def appeal_said(self) -> str:
        reason = self.appeal.reason if self.appeal else None
        return str(office_words.APPEAL_REASONS[reason or "not-understood"])

    @property
    def complaint(self) -> str:
        """What the appeal is against."""
        step = complained_of(self.dossier.steps)
        return office_words.done(step.verb, step.reason, step.outcome, step.number) if step else ""

    @property
    def correction_said(self) -> str:
        """Who holds the decision for wrong, and why."""
        _at, who, what, _then = self.log[-1]
        return _("%(who)s. %(what)s.", who=who, what=what)

    @property
    def can_reopen(self) -> bool:
        return self.dossier.stage == "returned"

    @property
    def own_word(self) -> str:
        return own_word(self.result)


def dossier_page(
    held: DossierFacts, *, said: str | None = None, problem: str | None = None, form: Any = None
) -> DossierPage:
    """Judged on the day, under the rules it was opened under."""
    on = yearly.day_judged(held.year, day_of(clock.now()))
    (one,) = piles.candidates([held], on)
    criteria = piles.rules_of(held.set_id, held.set_version)
    tasks, barred = scope.tasks(held), scope.for_another(held)
    return DossierPage(
        dossier=held,
        who=one.who,
        result=one.result,
        criteria=criteria,
        tasks=tasks - barred,
        for_another=tasks & barred,
        indicators=_indicators(one.result, criteria),
        questions=_open_questions(one, held),
        asked=[words.asked(each) for each in one.asked],
        log=log_of(held),
        decisions=[decision_said(each) for each in held.decisions],
        back=_back(held),
        lists=[each.id for each in lists.lists_with(held.id) if scope.may("see", "list", each.place)],
        returning=form if isinstance(form, ReturnForm) else ReturnForm(),
        asking=form if isinstance(form, AskForm) else AskForm(),
        correcting=form if isinstance(form, CorrectionForm) else CorrectionForm(),
        said=said,
        problem=problem,
    )


def _open_questions(one: Candidate, held: DossierFacts) -> list[str]:
    """What somebody has to settle, as long as anything can still be settled by it."""
    if held.stage not in ("submitted", "endorsed", "proposed"):
        return []
    return [office_words.question(each) for each in one.questions]


def _indicators(result: Result, criteria: PersonSet) -> list[Indicator]:
    """The indicators of somebody's form: points, why, and what they rest on."""
    rests = {"record": _("sổ học tập")}
    return [
        Indicator(
            words.name_of(one, criteria),
            _("%(points)s trên %(of)s", points=one.points, of=one.of),
            words.explained(one),
            rests.get(one.by, ""),
            one.by == "answer",
        )
        for one in result.scored
    ]


def _back(held: DossierFacts) -> tuple[str, str]:
    if scope.may("endorse", "dossier", held.place) and held.stage == "submitted":
        return url_for("recognition.branch"), _("Hồ sơ chờ chi hội")
    commune = scope.commune_of(held.place)
    if commune is not None and scope.may("see", "list", commune.path):
        href = url_for("offices.piles", place_id=commune.id, bo=held.set_id, nam=held.year)
        return href, commune.full_name
    return url_for("recognition.desk"), _("Công nhận")


def log_of(held: DossierFacts) -> list[list[str]]:
    """Every step, the first first: when, who, what."""
    done = [
        (one.at, one.by, office_words.done(one.verb, one.reason, one.outcome, one.number), _said_then(one))
        for one in held.steps
    ]
    done += looked_again(held)
    names = accounts.people({by for _at, by, _what, _then in done})
    own = {one.by for one in held.steps if one.verb in ("submitted", "appealed")} | {held.person}
    return [
        [staff_words.moment(at), _("Người có hồ sơ") if by in own else _called(by, names), what, then]
        for at, by, what, then in sorted(done, key=lambda one: one[0])
    ]


def looked_again(held: DossierFacts) -> list[tuple[datetime, UUID, str, str]]:
    """That it was drawn, and what each second look came to: when, by whom, what."""
    found = []
    for one in lists.lists_with(held.id):
        if one.drawing is not None and held.id in one.drawing.drawn:
            found.append((one.drawing.at, one.drawing.spoken_by, _("Bốc thăm trúng"), "–"))
        found += [
            (each.at, each.by, _("Kiểm tra lại: %(what)s", what=office_words.CHECKS[each.outcome]), "–")
            for each in one.checks
            if each.dossier == held.id
        ]
    return found


def _called(person: UUID, names: Mapping[UUID, accounts.PersonFacts]) -> str:
    found = names.get(person)
    return (found.name if found else None) or _("Người đã xóa tên")


def _said_then(one: Step) -> str:
    """What the rules said when the step was taken, with what it rested on."""
    if one.result is None:
        return "–"
    mix = ", ".join(f"{many} {said}" for _level, said, many in office_words.mixed(one.result["mix"]))
    total = str(ngettext("%(num)d điểm", "%(num)d điểm", one.result["total"]))
    return f"{total} ({mix})" if mix else total


def decision_said(one: Step) -> str:
    """A decision in one line."""
    day = staff_words.day_of(one.signed_on) if one.signed_on else staff_words.day(one.at)
    said = str(office_words.OUTCOMES[one.outcome or "not-recognised"])
    return _("%(said)s: quyết định số %(number)s, ngày %(day)s", said=said, number=one.number, day=day)


# ── The desk ──


def _waiting(dossiers: int) -> str:
    """How many wait; nothing is said of none."""
    return str(ngettext("%(num)d hồ sơ đang chờ", "%(num)d hồ sơ đang chờ", dossiers)) if dossiers else ""


@dataclass(frozen=True, slots=True)
class Task:
    """A room of the desk: where it leads, and what waits there."""

    title: str
    summary: str
    href: str
    icon: str
    waiting: str = ""


def branch_task(many: int) -> Task:
    say = _("Hồ sơ bà con gửi, ở thôn ấp của anh chị: đồng ý chuyển lên, hoặc trả lại.")
    return Task(_("Chi hội khuyến học"), say, url_for("recognition.branch"), "giay-to", _waiting(many))


def association_task(many: int) -> Task:
    say = _("Ai đủ điều kiện, ai còn thiếu gì, ai cần xem kỹ; lập danh sách đề nghị.")
    return Task(_("Hội Khuyến học xã"), say, url_for("offices.association"), "nhom", _waiting(many))


def checks_task(many: int) -> Task:
    say = _("Gặp những người bốc thăm trúng, nhờ làm lại một việc, chừng hai phút.")
    waiting = str(ngettext("%(num)d người phải gặp", "%(num)d người phải gặp", many)) if many else ""
    return Task(_("Kiểm tra lại"), say, url_for("offices.checks"), "mat", waiting)


def commune_task(many: int) -> Task:
    say = _("Danh sách chờ quyết định, quyết định cần sửa, người đề nghị xem lại.")
    waiting = str(ngettext("%(num)d việc đang chờ", "%(num)d việc đang chờ", many)) if many else ""
    return Task(_("Xã quyết định"), say, url_for("offices.commune"), "but", waiting)


def province_task() -> Task:
    say = _("Từng xã tới đâu rồi, điểm dựa vào đâu, chỗ nào cần xem, hạn báo cáo.")
    return Task(_("Toàn tỉnh"), say, url_for("offices.provinces"), "ban-do")


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What whoever works here has to do with recognition."""

    tasks: Sequence[Task]
