"""Pages for somebody's wish to see or delete what is kept of them: found by card, taken out, erased."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning.accounts import actions, forms, granting, links, queries, rules, session, staff_words
from learning.accounts.staff_pages import PersonDataPage
from learning.db import write
from learning.i18n import lazy_gettext as lazy
from learning.web.access import staff_only
from learning.web.errors import NotFound, NotTheirs
from learning.web.fragments import page
from learning.web.site import site

bp = Blueprint("data", __name__)

NO_CARD = lazy("Không có thẻ nào mang số này.")


@bp.route("/<lang:language>/quan-tri/du-lieu/", methods=["GET", "POST"])
@staff_only("administrator")
def find() -> ResponseReturnValue:
    """By the number of a card, live or ended: nobody is found by name, so nobody is found by guessing."""
    _require_reach()
    form = forms.NumberForm(request.form)
    if request.method == "POST" and form.validate():
        found = queries.card_by_number(form.number.data or "")
        if found is not None and queries.person(found.person) is not None:
            return redirect(url_for("data.person", person_id=found.person), 303)
        form.form_errors.append(str(NO_CARD))
    return page("accounts/data_find.html", status=422 if form.errors else 200, page=form)


@bp.get("/<lang:language>/quan-tri/du-lieu/<uuid:person_id>/")
@staff_only("administrator", is_grave=True)
def person(person_id: UUID) -> Response:
    return _shown(_learner(person_id), forms.EraseForm())


@bp.post("/<lang:language>/quan-tri/du-lieu/<uuid:person_id>/xuat")
@staff_only("administrator", is_grave=True)
def export(person_id: UUID) -> Response:
    """All that is kept, in one file to hand to the person. Written down, so it is no link."""
    found = _learner(person_id)
    with write():
        actions.log_action("person-exported", by=session.current_staff(), person=found.id)
    said = json.dumps(site().export(found.id), ensure_ascii=False, indent=1, default=_plain)
    answer = Response(said, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="du-lieu.json"'
    return answer


@bp.post("/<lang:language>/quan-tri/du-lieu/<uuid:person_id>/xoa")
@staff_only("administrator", is_grave=True)
def erase(person_id: UUID) -> ResponseReturnValue:
    """For good. The reason is from a list, and the number stands in the log."""
    found = _learner(person_id)
    form = forms.EraseForm(request.form)
    if not form.validate():
        return _shown(found, form)
    site().erase(found.id, session.current_staff(), form.reason.data)
    return page("accounts/data_erased.html", page=str(found.id)[:8])


def _require_reach() -> None:
    """Where learners live is not known here: only who administers everywhere may look for one."""
    if None not in _places():
        raise NotTheirs


def _places() -> list[str | None]:
    return [held.place for held in actions.held_by(_me()) if held.role == "administrator"]


def _learner(person_id: UUID) -> queries.PersonFacts:
    """Who it is about; of the staff only those whom one may look after."""
    _require_reach()
    found = queries.person(links.canonical(person_id))
    if found is None:
        raise NotFound
    if found.kind == "staff":
        theirs = actions.held_by(found.id)
        allowed = granting.may_look_after(actions.held_by(_me()), theirs, site().places.is_below)
        if not allowed or found.id == _me():
            raise NotTheirs
    return found


def _shown(found: queries.PersonFacts, form: forms.EraseForm) -> Response:
    kept = site().export(found.id)
    shown = PersonDataPage(
        form=form,
        id=found.id,
        name=found.name,
        year=found.year_of_birth,
        cards=[rules.spaced_number(card["number"]) for card in kept["cards"]],
        answers=sum(1 for event in kept["learning"] if event["verb"] == "answered"),
        events=len(kept["learning"]),
        since=staff_words.day(min(one["created_at"] for one in kept["people"])),
        is_staff=found.kind == "staff",
    )
    return page("accounts/data_person.html", status=422 if form.errors else 200, page=shown)


def _me() -> UUID:
    me = session.current_staff()
    assert me is not None  # the guard has asked
    return me


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
