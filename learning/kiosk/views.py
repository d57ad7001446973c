"""Pages of shared devices, and the staff's page about them."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning.accounts import session as people
from learning.clock import now
from learning.db import write
from learning.kiosk import forms, operations, pages, queries, session
from learning.records.queries import progress_of
from learning.web.access import personal, staff_only
from learning.web.errors import NotFound
from learning.web.fragments import page
from learning.web.site import site

bp = Blueprint("kiosk", __name__)


@bp.get("/<lang:language>/quay/")
@personal
def home() -> Response:
    """The front page. Whoever was here before is gone by now: coming here is how a sitting ends."""
    kiosk = session.current()
    if kiosk is None:
        answer = page("kiosk/pair.html", page=pages.PairPage(forms.PairForm()))
        session.unmark(answer)
        return answer
    answer = page("kiosk/home.html", page=pages.home(site().catalog, kiosk))
    session.make_ready(answer)
    return answer


@bp.post("/<lang:language>/quay/")
@personal
def pair() -> ResponseReturnValue:
    """The code that a trainer reads out turns this device into a kiosk."""
    form = forms.PairForm(request.form)
    if not form.validate():
        return page("kiosk/pair.html", status=422, page=pages.PairPage(form))
    try:
        with write():
            token = operations.pair(form.code.data or "", people.caller())
    except operations.CodeClosed:
        return page("kiosk/pair.html", status=422, page=pages.PairPage(form, is_closed=True))
    answer = redirect(url_for("kiosk.home"), 303)
    session.mark(answer, token, has_scripts=form.scripts.data == "1")
    return answer


@bp.get("/<lang:language>/quay/nhac")
@personal
def reminder_part() -> Response:
    """The bar and the question "are you still here?", which scripts put on every page of a kiosk."""
    return page("kiosk/_reminder.html", page=pages.ReminderPart(url_for("kiosk.home")))


@bp.get("/<lang:language>/quay/xong/")
@personal
def slip() -> ResponseReturnValue:
    """What was done in this sitting; from here one leaves."""
    kiosk = session.current()
    if kiosk is None:
        return redirect(url_for("kiosk.home"), 303)
    here = people.current()
    progress = progress_of(here.person_id) if here else []
    shown = pages.slip(site().catalog, kiosk, here, progress, people.since(), now())
    return page("kiosk/slip.html", page=shown)


@bp.get("/<lang:language>/quay/may/")
@staff_only("trainer", "officer", "administrator")
def machines() -> Response:
    return page("kiosk/machines.html", page=pages.MachinesPage(queries.paired(), forms.LabelForm()))


@bp.post("/<lang:language>/quay/may/")
@staff_only("trainer", "officer", "administrator")
def open_pairing() -> Response:
    """A code for one more machine, shown once."""
    form = forms.LabelForm(request.form)
    if not form.validate():
        return page("kiosk/machines.html", status=422, page=pages.MachinesPage(queries.paired(), form))
    with write():
        made = operations.open_pairing(form.label.data or "", None, _staff())
    shown = pages.MachinesPage(queries.paired(), forms.LabelForm(), made)
    return page("kiosk/machines.html", page=shown)


@bp.post("/<lang:language>/quay/may/<uuid:kiosk_id>/thoi/")
@staff_only("trainer", "officer", "administrator")
def end(kiosk_id: UUID) -> ResponseReturnValue:
    with write():
        was_one = operations.end(kiosk_id, _staff())
    if not was_one:
        raise NotFound
    return redirect(url_for("kiosk.machines"), 303)


def _staff() -> UUID:
    person = people.current_staff()
    assert person is not None  # the guard has asked
    return person
