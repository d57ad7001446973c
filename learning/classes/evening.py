"""The evening's pages: roll call, who needs help now, an observed task, a question for all, the report."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.accounts import queries as people
from learning.catalog.content import Module
from learning.classes import forms, minutes, operations, paper, queries, rules, scope, tonight
from learning.classes.queries import ClassFacts, MeetingFacts, Member
from learning.db import write
from learning.i18n import current
from learning.i18n import gettext as _
from learning.records import operations as record
from learning.records import queries as records
from learning.web.access import staff_only
from learning.web.errors import BadInput, NotFound
from learning.web.fragments import page
from learning.web.site import site

bp = Blueprint("evening", __name__)
LOOKING = ("trainer", "officer", "administrator")
CHANGING = ("trainer", "administrator")


@bp.get("/<lang:language>/lop/<uuid:class_id>/buoi-hoc/")
@staff_only(*CHANGING)
def show(class_id: UUID) -> Response:
    return page("classes/tonight.html", page=_tonight(scope.led(class_id)))


@bp.get("/<lang:language>/lop/<uuid:class_id>/buoi-hoc/dang-hoc")
@staff_only(*CHANGING)
def live(class_id: UUID) -> ResponseReturnValue:
    """The part that refreshes itself: nothing at all where nothing changed."""
    shown = _tonight(scope.led(class_id))
    if request.args.get("v") == shown.version:
        return Response(status=204)
    return page("classes/_tonight.html", page=shown)


@bp.post("/<lang:language>/lop/<uuid:class_id>/buoi-hoc/")
@staff_only(*CHANGING)
def begin(class_id: UUID) -> ResponseReturnValue:
    group = scope.led(class_id)
    with write():
        operations.open_meeting(group.id, rules.day_of(clock.now()), scope.me())
    return _back(group)


@bp.post("/<lang:language>/lop/<uuid:class_id>/buoi-hoc/xong")
@staff_only(*CHANGING)
def finish(class_id: UUID) -> ResponseReturnValue:
    group = scope.led(class_id)
    meeting = _meeting(group)
    with write():
        operations.close_meeting(meeting.id)
    return redirect(url_for("evening.report", class_id=group.id, day=meeting.held_on.isoformat()), 303)


@bp.post("/<lang:language>/lop/<uuid:class_id>/buoi-hoc/co-mat/<uuid:person_id>")
@staff_only(*CHANGING)
def check_in(class_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """One tap: here. With `undo`: the finger slipped."""
    group = scope.led(class_id)
    meeting, person = _meeting(group), scope.member(group, person_id)
    with write():
        if "undo" in request.form:
            operations.undo_check_in(meeting.id, person.id)
        else:
            operations.check_in(meeting.id, person.id, scope.me())
    return _back(group)


@bp.post("/<lang:language>/lop/<uuid:class_id>/buoi-hoc/quet")
@staff_only(*CHANGING)
def scan(class_id: UUID) -> ResponseReturnValue:
    """They hold their card under the scanner."""
    group = scope.led(class_id)
    meeting = _meeting(group)
    form = forms.CardForm(request.form)
    holder = people.holder_of(form.card.data or "") if form.validate() else None
    member = next((one for one in queries.members(group.id) if one.person == holder), None)
    if member is None:
        if not form.errors:
            form.card.errors = [_("Thẻ này không có trong lớp. Anh chị xem lại số thẻ.")]
        return page("classes/tonight.html", status=422, page=_tonight(group, form))
    with write():
        operations.check_in(meeting.id, member.person, scope.me())
    return page("classes/tonight.html", page=_tonight(group, scanned=member.name))


@bp.route("/<lang:language>/lop/<uuid:class_id>/nguoi/<uuid:person_id>/quan-sat/", methods=["GET", "POST"])
@staff_only(*CHANGING)
def watch(class_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """The trainer watched: which steps were done. Recorded as it was, also where a step failed."""
    group = scope.led(class_id)
    scope.member(group, person_id)
    shown = tonight.watch(site().catalog, group, _member(group, person_id), request.values.get("bai"))
    if request.method != "POST":
        return page("classes/watch.html", page=shown)
    if shown.task is None:
        raise BadInput
    is_all = "het" in request.form
    done = [is_all or f"buoc-{step}" in request.form for step in range(1, len(shown.task.steps) + 1)]
    record.observe(shown.member.person, scope.me(), shown.task.module, done, current().code)
    return redirect(url_for("classes.person", class_id=group.id, person_id=person_id), 303)


@bp.route(
    "/<lang:language>/lop/<uuid:class_id>/buoi-hoc/ca-lop/<module_id>/<int:number>/", methods=["GET", "POST"]
)
@staff_only(*CHANGING)
def hall(class_id: UUID, module_id: str, number: int) -> ResponseReturnValue:
    """One question on the projector. Counted for the room; it proves nothing for a person."""
    group = scope.led(class_id)
    module: Module = site().catalog.module(module_id)
    meeting = _meeting(group)
    shown = tonight.hall(group, module, number, queries.hands_at(meeting.id))
    if shown is None:
        raise NotFound
    if request.method == "POST":
        hands = {choice.id: request.form.get(choice.id, "0") or "0" for choice in shown.choices}
        if not all(
            many.isascii() and many.isdigit() and int(many[:4]) <= rules.MOST_HANDS for many in hands.values()
        ):
            raise BadInput
        with write():
            counted = {choice: int(many[:4]) for choice, many in hands.items()}
            operations.count_hands(meeting.id, module.id, shown.question.id, counted, scope.me())
        return redirect(request.path, 303)
    return page("classes/hall.html", page=shown)


@bp.get("/<lang:language>/lop/<uuid:class_id>/buoi/<day>/")
@staff_only(*LOOKING)
def report(class_id: UUID, day: str) -> Response:
    """One page about one evening."""
    return page("classes/report.html", page=_minutes(scope.seen(class_id), day))


@bp.post("/<lang:language>/lop/<uuid:class_id>/buoi/<day>/bao-cao.pdf")
@staff_only(*LOOKING)
def report_file(class_id: UUID, day: str) -> Response:
    """The same on paper. By POST: a list that leaves stands in the log."""
    group = scope.seen(class_id)
    shown = _minutes(group, day)
    file = minutes.on_paper(shown)
    with write():
        operations.log_export("evening-exported", group.id, group.place, len(shown.here), scope.me())
    name = f"bao-cao-buoi-hoc-{shown.meeting.held_on.isoformat()}.pdf"
    return Response(
        file, mimetype=paper.PDF, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _minutes(group: ClassFacts, day: str) -> minutes.Minutes:
    meeting = next((one for one in queries.meetings(group.id) if one.held_on.isoformat() == day), None)
    if meeting is None:
        raise NotFound
    members = queries.members(group.id)
    present = queries.present_at(meeting.id)
    until = rules.end_of(meeting.opened_at, meeting.closed_at)
    return minutes.minutes(
        site().catalog,
        group,
        (group.place and site().places.name_of(group.place)) or _("chưa ghi"),
        meeting,
        members,
        present=present,
        done=records.done_between(list(present), meeting.opened_at, until),
        progress=records.progress_of_all([member.person for member in members]),
        hands=queries.hands_at(meeting.id),
    )


def _tonight(group: ClassFacts, form: forms.CardForm | None = None, scanned: str = "") -> tonight.TonightPage:
    meeting = queries.meeting_on(group.id, rules.day_of(clock.now()))
    return _shown(group, meeting, form or forms.CardForm(), scanned)


def _shown(
    group: ClassFacts, meeting: MeetingFacts | None, form: forms.CardForm, scanned: str = ""
) -> tonight.TonightPage:
    members = queries.members(group.id)
    present = queries.present_at(meeting.id) if meeting else {}
    at = clock.now()
    until = min(at, meeting.opened_at + rules.LONGEST_MEETING) if meeting else at
    return tonight.page(
        site().catalog,
        group,
        members,
        meeting,
        present=present,
        done=records.done_between(list(present), meeting.opened_at, until) if meeting else {},
        hands=queries.hands_at(meeting.id) if meeting else [],
        at=at,
        form=form,
        scanned=scanned,
    )


def _meeting(group: ClassFacts) -> MeetingFacts:
    """The evening that goes on; NotFound where none does."""
    found = queries.meeting_on(group.id, rules.day_of(clock.now()))
    if found is None:
        raise NotFound
    return found


def _member(group: ClassFacts, person: UUID) -> Member:
    return next(one for one in queries.members(group.id) if one.person == person)


def _back(group: ClassFacts) -> ResponseReturnValue:
    return redirect(url_for("evening.show", class_id=group.id), 303)
