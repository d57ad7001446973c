"""Pages of single dossiers for those who read them: the desk, the branch, one dossier; and whom to invite."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import write
from learning.i18n import lazy_gettext as lazy
from learning.places.rules import above_all, day_of
from learning.recognition import (
    inviting,
    list_pages,
    lists,
    office_forms,
    office_words,
    offices,
    pile_pages,
    piles,
    queries,
    scope,
    standing,
    yearly,
)
from learning.recognition import office_pages as pages
from learning.recognition.queries import DossierFacts
from learning.recognition.scope import SEEING
from learning.recognition.stages import Ruling, StepRefused
from learning.web.access import staff_here, staff_only, who_may
from learning.web.errors import NotFound, NotTheirs
from learning.web.fragments import page

bp = Blueprint("recognition", __name__)
ENDORSING = tuple(sorted(scope.ENDORSING))
DONE = {
    "dong-y": lazy("Đã chuyển hồ sơ lên Hội Khuyến học xã."),
    "tra-lai": lazy("Đã trả lại hồ sơ, kèm lý do."),
    "de-nghi-sua": lazy("Đã ghi đề nghị sửa. Một người khác sẽ quyết định."),
    "sua": lazy("Đã ghi quyết định mới. Quyết định cũ vẫn còn trong hồ sơ."),
    "giu": lazy("Đã ghi: quyết định giữ nguyên."),
    "xem-lai": lazy("Đã trả lời người có hồ sơ."),
}


@bp.get("/<lang:language>/cong-nhan/can-bo/")
@staff_only(*sorted(scope.CHECKING | SEEING))
def desk() -> Response:
    """What there is to do with recognition, for each of one's roles."""
    return page("recognition/desk.html", page=pages.DeskPage(_tasks()))


def _tasks() -> list[pages.Task]:
    tasks = []
    if paths := scope.places_of(*scope.ENDORSING):
        tasks.append(pages.branch_task(queries.many_at(paths, ("submitted",))))
    if paths := scope.places_of(*scope.PROPOSING):
        tasks.append(pages.association_task(queries.many_at(paths, ("endorsed",))))
    if paths := scope.places_of(*scope.CHECKING):
        tasks.append(pages.checks_task(len(list_pages.to_be_met(paths, staff_here()))))
    if paths := scope.places_of(*scope.DECIDING):
        tasks.append(pages.commune_task(_to_decide(paths)))
    if any(one is None or is_province(one) for one in scope.places_of("officer", "administrator")):
        tasks.append(pages.province_task())
    return tasks


def _to_decide(paths: list[str | None]) -> int:
    """Lists that were checked, decisions held for wrong, appeals."""
    ready = sum(one.state == "checked" for one in lists.lists_at(paths))
    return ready + queries.many_at(paths, ("correcting",)) + len(queries.appealed_at(paths))


def is_province(path: str) -> bool:
    """Does nothing lie above this place?"""
    return len(above_all(path)) == 1


@bp.get("/<lang:language>/cong-nhan/chi-hoi/")
@staff_only(*ENDORSING)
def branch() -> Response:
    """The dossiers that wait for one's branches."""
    number = request.args.get("trang", 1, type=int)
    found = queries.turn(scope.places_of(*ENDORSING), ("submitted",), number=number)
    said = DONE.get(request.args.get("xong", ""))
    return page("recognition/branch.html", page=pages.branch_page(found, str(said) if said else None))


@bp.get("/<lang:language>/cong-nhan/hoi/<uuid:place_id>/moi/")
@staff_only(*sorted(scope.READING), at="place_id")
def invite(place_id: UUID) -> Response:
    """How many of a commune could send a dossier and have not: counted, and everybody there is invited."""
    place, on = scope.commune(place_id), day_of(clock.now())
    criteria = next((one for one in standing.person_sets(on) if one.id == request.args.get("bo")), None)
    if criteria is None:
        raise NotFound
    back = url_for("offices.piles", place_id=place.id, bo=criteria.id)
    found = inviting.without_dossier(place, criteria, on)
    return page("recognition/invite.html", page=pile_pages.InvitingPage(place, criteria, found, back))


@bp.get("/<lang:language>/cong-nhan/xet/<uuid:dossier_id>/")
@staff_only(*sorted(SEEING))
def dossier(dossier_id: UUID) -> Response:
    """One dossier: what it rests on, and all that was done."""
    said = DONE.get(request.args.get("xong", ""))
    return _shown(scope.dossier(dossier_id), said=str(said) if said else None)


Step = Callable[[UUID], ResponseReturnValue]


def _may_be_refused(step: Step) -> Step:
    """Where a step may not be taken, now or by this person, the dossier is shown as it is, and says so."""

    @wraps(step)
    def taken(dossier_id: UUID) -> ResponseReturnValue:
        try:
            return step(dossier_id)
        except StepRefused as refused:
            problem = str(office_words.refused(refused.why))
            return _shown(scope.dossier(dossier_id), status=409, problem=problem)

    return taken


@bp.post("/<lang:language>/cong-nhan/xet/<uuid:dossier_id>/dong-y")
@staff_only(*ENDORSING)
@_may_be_refused
def endorse(dossier_id: UUID) -> ResponseReturnValue:
    """The branch agrees."""
    held = _held(dossier_id, "endorse")
    who = lists.named([held])
    result = piles.judged([held], who, yearly.day_judged(held.year, day_of(clock.now())))[held.id]
    with write():
        offices.endorse(held, result, staff_here())
    return redirect(url_for("recognition.branch", xong="dong-y"), 303)


@bp.post("/<lang:language>/cong-nhan/xet/<uuid:dossier_id>/tra-lai")
@staff_only(*sorted(SEEING))
@_may_be_refused
def send_back(dossier_id: UUID) -> ResponseReturnValue:
    """Whoever has it gives it back, with a reason."""
    held = _held(dossier_id, "return")
    form = office_forms.ReturnForm(request.form)
    if not form.validate():
        return _shown(held, form=form, status=422)
    with write():
        offices.send_back(held, form.reason.data or "", staff_here())
    return _done(dossier_id, "tra-lai")


@bp.post("/<lang:language>/cong-nhan/xet/<uuid:dossier_id>/de-nghi-sua")
@staff_only(*sorted(who_may("ask", "correction")))
@_may_be_refused
def ask_correction(dossier_id: UUID) -> ResponseReturnValue:
    """Somebody holds the decision for wrong."""
    held = _held(dossier_id, "ask-correction")
    form = office_forms.AskForm(request.form)
    if not form.validate():
        return _shown(held, form=form, status=422)
    with write():
        offices.ask_correction(held, form.reason.data or "", staff_here())
    return _done(dossier_id, "de-nghi-sua")


@bp.post("/<lang:language>/cong-nhan/xet/<uuid:dossier_id>/sua")
@staff_only(*sorted(scope.DECIDING))
@_may_be_refused
def correct(dossier_id: UUID) -> ResponseReturnValue:
    """Another one answers: a new decision, or the old one stands."""
    held = _held(dossier_id, "answer-correction")
    if request.form.get("giu") is not None:
        with write():
            offices.keep(held, staff_here())
        return _done(dossier_id, "giu")
    form = office_forms.CorrectionForm.of(held.year, request.form)
    if not form.validate():
        return _shown(held, form=form, status=422)
    ruling = Ruling(form.outcome.data, form.number.data or "", form.signed_on.data)
    with write():
        offices.correct(held, ruling, staff_here())
    return _done(dossier_id, "sua")


@bp.post("/<lang:language>/cong-nhan/xet/<uuid:dossier_id>/xem-lai")
@staff_only(*sorted(who_may("answer", "appeal")))
@_may_be_refused
def answer_appeal(dossier_id: UUID) -> ResponseReturnValue:
    """Whoever was not complained of answers: it stays, or a dossier that was sent back is taken up again."""
    held = _held(dossier_id, "answer-appeal")
    reopens = request.form.get("nhan-lai") is not None and held.stage == "returned"
    with write():
        offices.answer_appeal(held, "reopened" if reopens else "upheld", staff_here())
    return _done(dossier_id, "xem-lai")


def _held(dossier_id: UUID, task: str) -> DossierFacts:
    """A dossier with which whoever asks may do this now: not theirs to do, or done already, is said so."""
    held = scope.dossier(dossier_id)
    if not scope.is_of_their_office(task, held):
        raise NotTheirs
    if task not in scope.tasks(held):
        raise StepRefused("own" if scope.is_own(held.person) else "not_now")
    return held


def _shown(held: DossierFacts, *, status: int = 200, **more: Any) -> Response:
    return page("recognition/dossier.html", status=status, page=pages.dossier_page(held, **more))


def _done(dossier_id: UUID, what: str) -> ResponseReturnValue:
    return redirect(url_for("recognition.dossier", dossier_id=dossier_id, xong=what), 303)
