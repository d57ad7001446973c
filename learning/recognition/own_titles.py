"""A learner's own pages of her titles: where she stands, the form, consent, sending, dossier, appeal."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.accounts import queries as accounts
from learning.accounts import session
from learning.accounts.links import canonical
from learning.accounts.queries import PersonFacts
from learning.db import write
from learning.places import queries as places
from learning.places.rules import day_of
from learning.recognition import answers as said
from learning.recognition import cases, nearest, own, own_pages, queries, standing, titles
from learning.recognition.cases import Case
from learning.recognition.own_forms import (
    AppealForm,
    GroupForm,
    PointsForm,
    appeal_form,
    group_form,
    points_form,
    searched,
)
from learning.recognition.rules import Answer
from learning.web.access import personal
from learning.web.errors import BadInput, NotFound, NotSignedIn
from learning.web.fragments import page
from learning.web.site import site

bp = Blueprint("titles", __name__)
MOST_FOUND = 20


@bp.get("/<lang:language>/cong-nhan/")
@personal
def index() -> Response:
    """“Danh hiệu của tôi”. Whoever has no name here is told how to get one."""
    here = session.current()
    if here is None or here.kind == "guest":
        return page("recognition/own_index.html", page=titles.IndexPage())
    me = _me()
    found = cases.cases_of(me, clock.now())
    return page(
        "recognition/own_index.html", page=titles.index(found, queries.dossiers_of(me), site().catalog)
    )


# ── The form ──


@bp.get("/<lang:language>/cong-nhan/<title_id>/phieu/")
@personal
def answers(title_id: str) -> Response:
    found = _case(title_id)
    if not nearest.asked_of(found.criteria, found.standing.group):
        raise NotFound
    return page("recognition/own_answers.html", page=own_pages.answers(found, site().catalog))


@bp.get("/<lang:language>/cong-nhan/<title_id>/phieu/<int:number>/")
@personal
def question(title_id: str, number: int) -> Response:
    found = _asked(title_id, number)
    answer = _answers(found).get(found.criteria.indicators[number - 1].id)
    form = PointsForm(data={"diem": str(answer.points)} if answer else None)
    return page("recognition/own_question.html", page=own_pages.question(found, number, form, answer))


@bp.post("/<lang:language>/cong-nhan/<title_id>/phieu/<int:number>/")
@personal
def keep_answer(title_id: str, number: int) -> ResponseReturnValue:
    """Kept at once: whoever stops here goes on here another day."""
    found = _asked(title_id, number)
    form = points_form()
    shown = own_pages.question(found, number, form, None)
    if not form.validate():
        return page("recognition/own_question.html", status=422, page=shown)
    with write():
        own.give_points(
            found.person, found.criteria, found.criteria.indicators[number - 1].id, int(form.diem.data)
        )
    return redirect(shown.later_href, 303)


@bp.get("/<lang:language>/cong-nhan/<title_id>/nhom/")
@personal
def group(title_id: str) -> Response:
    found = _case(title_id)
    form = GroupForm(data={"nhom": found.standing.group})
    return page("recognition/own_group.html", page=own_pages.group(found, form))


@bp.post("/<lang:language>/cong-nhan/<title_id>/nhom/")
@personal
def keep_group(title_id: str) -> ResponseReturnValue:
    found = _case(title_id)
    form = group_form()
    shown = own_pages.group(found, form)
    if not form.validate():
        return page("recognition/own_group.html", status=422, page=shown)
    with write():
        own.choose_group(found.person, found.criteria, form.nhom.data)
    return redirect(url_for("titles.index"), 303)


@bp.get("/<lang:language>/cong-nhan/noi-o/")
@personal
def home() -> Response:
    """Where she lives: known from her class, or found by its name."""
    me, typed = _me(), searched()
    at = standing.homes_of_all([me], day_of(clock.now()))[me]
    found = places.search(typed, kinds=("commune", "hamlet"), most=MOST_FOUND) if typed else None
    return page("recognition/own_home.html", page=own_pages.home(at[-1].place if at else None, typed, found))


@bp.post("/<lang:language>/cong-nhan/noi-o/")
@personal
def keep_home() -> ResponseReturnValue:
    me = _me()
    place = _place(request.form.get("noi", ""))
    with write():
        own.say_home(me, place)
    return redirect(url_for("titles.index"), 303)


# ── Consent, and sending ──


@bp.get("/<lang:language>/cong-nhan/<title_id>/dong-y/")
@personal
def consent(title_id: str) -> Response:
    found = _case(title_id)
    return page("recognition/own_consent.html", page=own_pages.sending(found, _person(found)))


@bp.post("/<lang:language>/cong-nhan/<title_id>/dong-y/")
@personal
def keep_consent(title_id: str) -> ResponseReturnValue:
    """A no sends nothing, and takes back what nobody has decided."""
    found, word = _case(title_id), request.form.get("dong-y")
    if word not in ("co", "khong"):
        raise BadInput
    with write():
        own.say_whether(found.person, found.criteria, agrees=word == "co")
    if word == "khong":
        return redirect(url_for("titles.index"), 303)
    if found.dossier is not None and found.dossier.stage not in own.SENDABLE:
        return redirect(titles.dossier_href(found.dossier.id), 303)
    return redirect(titles.address_of("send", found), 303)


@bp.get("/<lang:language>/cong-nhan/<title_id>/gui/")
@personal
def send(title_id: str) -> ResponseReturnValue:
    found = _case(title_id)
    if not found.agrees:
        return redirect(titles.address_of("consent", found), 303)
    return page("recognition/own_send.html", page=own_pages.sending(found, _person(found)))


@bp.post("/<lang:language>/cong-nhan/<title_id>/gui/")
@personal
def do_send(title_id: str) -> ResponseReturnValue:
    """Without a yes, or without a commune, nothing goes: the page before says what is missing."""
    found = _case(title_id)
    with write():
        sent = own.send(found.person, found.criteria)
    return redirect(titles.dossier_href(sent.id) if sent else titles.address_of("send", found), 303)


# ── The dossier ──


@bp.get("/<lang:language>/cong-nhan/ho-so/<uuid:dossier_id>/")
@personal
def dossier(dossier_id: UUID) -> Response:
    found = cases.own_dossier(_me(), dossier_id)
    return page("recognition/own_dossier.html", page=own_pages.dossier(found))


@bp.get("/<lang:language>/cong-nhan/ho-so/<uuid:dossier_id>/xem-lai/")
@personal
def appeal(dossier_id: UUID) -> ResponseReturnValue:
    found = cases.own_dossier(_me(), dossier_id)
    if not own.may_appeal(found):
        return redirect(titles.dossier_href(dossier_id), 303)
    return page("recognition/own_appeal.html", page=own_pages.appeal(found, AppealForm()))


@bp.post("/<lang:language>/cong-nhan/ho-so/<uuid:dossier_id>/xem-lai/")
@personal
def keep_appeal(dossier_id: UUID) -> ResponseReturnValue:
    """Sent twice, or too late, it changes nothing: the dossier says how it stands."""
    found, form = cases.own_dossier(_me(), dossier_id), appeal_form()
    if not form.validate():
        return page("recognition/own_appeal.html", status=422, page=own_pages.appeal(found, form))
    with write():
        own.appeal(found.id, found.person, form.ly_do.data)
    return redirect(titles.dossier_href(dossier_id), 303)


def _me() -> UUID:
    """Whoever has a name here: a guest's results belong to a machine, and nobody could be put forward."""
    here = session.current()
    if here is None or here.kind == "guest":
        raise NotSignedIn
    return canonical(here.person_id)


def _case(title_id: str) -> Case:
    return cases.case_of(_me(), title_id, clock.now())


def _asked(title_id: str, number: int) -> Case:
    """The case, where this is a question that is asked of her."""
    found = _case(title_id)
    if number not in nearest.asked_of(found.criteria, found.standing.group):
        raise NotFound
    return found


def _answers(found: Case) -> dict[str, Answer]:
    return said.answers_of_all([found.person], found.criteria)[found.person]


def _person(found: Case) -> PersonFacts:
    person = accounts.person(found.person)
    if person is None:
        raise NotFound
    return person


def _place(chosen: str) -> UUID:
    """One that somebody can live in, and that is still there."""
    try:
        place = places.place_of(UUID(chosen))
    except ValueError as error:
        raise BadInput from error
    if place is None or place.kind not in ("commune", "hamlet") or place.valid_to is not None:
        raise BadInput
    return place.id
