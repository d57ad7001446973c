"""Pages of shared devices, and the staff's page about them."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning.accounts import actions
from learning.accounts import session as people
from learning.classes import queries as classes
from learning.classes import scope
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
    group = _class_of(kiosk)
    shown = pages.home(site().catalog, kiosk, forms.CardForm(), group.name if group else None)
    answer = page("kiosk/home.html", page=shown)
    session.make_ready(answer)
    return answer


@bp.post("/<lang:language>/quay/")
@personal
def pair() -> ResponseReturnValue:
    """The code that a trainer reads out turns this device into a kiosk."""
    form = forms.PairForm(request.form)
    if not form.validate():
        return page("kiosk/pair.html", status=422, page=pages.PairPage(form))
    with write():
        token = operations.pair(form.code.data or "", people.caller())
    if token is None:
        return page("kiosk/pair.html", status=422, page=pages.PairPage(form, is_closed=True))
    answer = redirect(url_for("kiosk.home"), 303)
    session.mark(answer, token, has_scripts=form.scripts.data == "1")
    return answer


@bp.get("/<lang:language>/quay/lop/")
@personal
def class_list() -> ResponseReturnValue:
    """The class of this machine: names to touch, then the three pictures of the card."""
    kiosk = session.current()
    group = _class_of(kiosk) if kiosk else None
    if group is None:
        return redirect(url_for("kiosk.home"), 303)
    shown = pages.ClassPage(group.name, classes.members(group.id))
    return page("kiosk/class.html", page=shown)


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
    shown = pages.slip(site().catalog, kiosk, here, progress, since=people.since(), at=now())
    return page("kiosk/slip.html", page=shown)


@bp.get("/<lang:language>/quay/may/")
@staff_only("trainer", "officer", "administrator")
def machines() -> Response:
    return page("kiosk/machines.html", page=_machines(forms.MachineForm()))


@bp.post("/<lang:language>/quay/may/")
@staff_only("trainer", "officer", "administrator")
def open_pairing() -> Response:
    """A code for one more machine, shown once."""
    form = forms.MachineForm(request.form)
    shown = _machines(form)
    if not form.validate():
        return page("kiosk/machines.html", status=422, page=shown)
    group = scope.seen(form.class_id) if form.class_id else None
    place = group.place if group and group.place else actions.place_of(_staff())
    with write():
        made = operations.open_pairing(form.label.data or "", place, form.class_id, _staff())
    return page("kiosk/machines.html", page=_machines(forms.MachineForm(), made))


@bp.post("/<lang:language>/quay/may/<uuid:kiosk_id>/thoi/")
@staff_only("trainer", "officer", "administrator")
def end(kiosk_id: UUID) -> ResponseReturnValue:
    if not queries.is_within(kiosk_id, _reach()):
        raise NotFound
    with write():
        was_one = operations.end(kiosk_id, _staff())
    if not was_one:
        raise NotFound
    return redirect(url_for("kiosk.machines"), 303)


def _machines(form: forms.MachineForm, made: operations.Pairing | None = None) -> pages.MachinesPage:
    going = {one.group.id: one.group.name for one in scope.mine() if one.group.ended_at is None}
    form.offer(list(going.items()))
    kiosks = queries.paired(_reach())
    names = classes.names_of({one.class_id for one in kiosks if one.class_id})
    address = (site().settings.public_url or request.host_url.rstrip("/")) + url_for("kiosk.home")
    return pages.MachinesPage(kiosks, form, names, address, made)


def _reach() -> queries.Reach:
    return queries.Reach(_staff(), scope.ids(), scope.places_of_office())


def _class_of(kiosk: queries.KioskFacts) -> classes.ClassFacts | None:
    return classes.going(kiosk.class_id) if kiosk.class_id else None


def _staff() -> UUID:
    person = people.current_staff()
    assert person is not None  # the guard has asked
    return person
