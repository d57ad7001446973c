"""Pages where staff look after each other: who works here, roles given, ended and handed over, the log."""

from datetime import date, datetime, timedelta
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning.accounts import (
    actions,
    colleagues,
    forms,
    granting,
    grants,
    queries,
    second_factor,
    session,
    staff,
    staff_pages,
    staff_words,
)
from learning.accounts import pages as account_pages
from learning.accounts.colleagues import Colleague, GrantRow
from learning.accounts.granting import Held, LastAdministrator
from learning.accounts.operations import NameTaken
from learning.accounts.staff_pages import ColleaguePage, ColleaguesPage, FormPage, MyAccountPage, PasswordPage
from learning.db import write
from learning.i18n import lazy_gettext as lazy
from learning.web.access import personal, staff_only
from learning.web.errors import NotFound
from learning.web.forms import choices
from learning.web.fragments import page
from learning.web.site import site

bp = Blueprint("staff", __name__)

LOOKERS = ("officer", "administrator")
MOST_TO_CHOOSE = 200
NEW_PERSON = lazy("Người mới, chưa có tên ở đây")
ANYBODY = lazy("Mọi người")
ANYTHING = lazy("Mọi việc")
TASKS = ("block", "unblock", "end-sessions", "reset-second-factor", "new-link")

TAKEN = lazy("Đã có người tên này. Anh chị thêm chữ để phân biệt, ví dụ tên thôn.")
WRONG_PASSWORD = lazy("Mật khẩu đang dùng chưa đúng.")
LAST = lazy("Đây là người quản trị toàn hệ thống cuối cùng. Anh chị bàn giao cho người khác trước.")


# --- oneself ---


@bp.get("/<lang:language>/quan-tri/toi/")
@staff_only()
def me() -> Response:
    person = _me()
    found = queries.person(person)
    shown = MyAccountPage(
        name=(found.name if found else None) or "",
        grants=account_pages.held(queries.grants_of(person)),
        factor=second_factor.of(person),
        is_needed=queries.needs_second_factor(person),
        said=request.args.get("xong"),
    )
    return page("accounts/staff_me.html", page=shown)


@bp.route("/<lang:language>/quan-tri/toi/mat-khau/", methods=["GET", "POST"])
@staff_only()
def password() -> ResponseReturnValue:
    """One's own password. Every other session of this name ends."""
    person = _me()
    found = queries.person(person)
    form = forms.ChangePasswordForm(request.form)
    form.staff_name = (found.name if found else None) or ""
    if request.method == "POST" and form.validate():
        try:
            changed = staff.change_password(
                person, form.current.data or "", form.password.data or "", session.caller()
            )
        except staff.WrongPassword:
            form.form_errors.append(str(WRONG_PASSWORD))
        else:
            session.go_on(changed)
            return redirect(url_for("staff.me", xong="mat-khau"), 303)
    status = 422 if form.errors else 200
    return page("accounts/staff_password.html", status=status, page=PasswordPage(form.staff_name, form))


@bp.post("/<lang:language>/quan-tri/toi/thoat/")
@staff_only()
def end_others() -> ResponseReturnValue:
    """Out on every other machine, not on this one."""
    with write():
        stamp = staff.end_own_sessions(_me())
    session.go_on(stamp)
    return redirect(url_for("staff.me", xong="thoat"), 303)


@bp.route("/<lang:language>/vao/mat-khau/<token>", methods=["GET", "POST"])
@personal
def choose_password(token: str) -> ResponseReturnValue:
    """Under a one-time link: invited, or the password was forgotten."""
    link = staff.open_link(token)
    if link is None:
        return page("accounts/link_closed.html", status=410)
    form = forms.NewPasswordForm(request.form)
    form.staff_name = link.name
    if request.method != "POST" or not form.validate():
        status = 422 if form.errors else 200
        return page("accounts/choose_password.html", status=status, page=PasswordPage(link.name, form))
    entered = staff.use_link(token, form.password.data or "")
    if entered is None:
        return page("accounts/link_closed.html", status=410)
    session.start(entered.person, "staff", entered.stamp)
    if queries.needs_second_factor(entered.person):
        return redirect(url_for("second.enter"), 303)
    return redirect(url_for("accounts.staff_home"), 303)


# --- colleagues ---


@bp.get("/<lang:language>/quan-tri/can-bo/")
@staff_only(*LOOKERS)
def people() -> Response:
    words = request.args.get("tim", "").strip()[: colleagues.LONGEST_SEARCH]
    at = _number(request.args.get("trang"))
    found = colleagues.colleagues(_places(), words, at, colleagues.A_PAGE + 1)
    staff_words.look_up(grant.place for one in found for grant in one.live_grants)

    def to(number: int) -> str:
        return url_for("staff.people", tim=words or None, trang=number if number > 1 else None)

    shown = ColleaguesPage(
        people=found[: colleagues.A_PAGE],
        words=words,
        before=to(at - 1) if at > 1 else None,
        after=to(at + 1) if len(found) > colleagues.A_PAGE else None,
    )
    return page("accounts/staff_people.html", page=shown)


@bp.get("/<lang:language>/quan-tri/can-bo/<uuid:person_id>/")
@staff_only(*LOOKERS)
def person(person_id: UUID) -> Response:
    return _person(_colleague(person_id))


@bp.post("/<lang:language>/quan-tri/can-bo/<uuid:person_id>/viec")
@staff_only(*LOOKERS, is_grave=True)
def look_after(person_id: UUID) -> ResponseReturnValue:
    """One of TASKS, for a colleague."""
    one = _colleague(person_id)
    task = request.form.get("viec", "")
    if task not in TASKS:
        raise NotFound
    with write():
        made = grants.look_after(one.id, task, _me())
    if made is not None:
        return _link(one.name, made)
    return redirect(url_for("staff.person", person_id=one.id, xong=task), 303)


@bp.route("/<lang:language>/quan-tri/can-bo/moi/", methods=["GET", "POST"])
@staff_only(*LOOKERS, is_grave=True)
def invite() -> ResponseReturnValue:
    """Somebody new, with a role: gives the one-time link to show, print or send."""
    form = forms.NewColleagueForm(request.form)
    words = _offer(form)
    if request.method == "POST" and form.validate():
        wanted = Held(form.role.data, form.place.data or None)
        name = form.name.data or ""
        try:
            with write():
                made = grants.invite(name, wanted, _me())
        except NameTaken:
            form.form_errors.append(str(TAKEN))
        else:
            return _link(name, made)
    shown = FormPage(form, "", url_for("staff.people"), searches=_searches(), words=words)
    return page("accounts/staff_invite.html", status=422 if form.errors else 200, page=shown)


# --- roles ---


@bp.route("/<lang:language>/quan-tri/can-bo/<uuid:person_id>/vai-tro/", methods=["GET", "POST"])
@staff_only(*LOOKERS, is_grave=True)
def give(person_id: UUID) -> ResponseReturnValue:
    """Another role for somebody who works here."""
    one = _colleague(person_id)
    form = forms.RoleForm(request.form)
    words = _offer(form)
    if request.method == "POST" and form.validate():
        with write():
            grants.give(one.id, Held(form.role.data, form.place.data or None), _me(), form.reason.data)
        return redirect(url_for("staff.person", person_id=one.id, xong="vai-tro"), 303)
    back = url_for("staff.person", person_id=one.id)
    shown = FormPage(form, one.name, back, searches=_searches(), words=words)
    return page("accounts/staff_give.html", status=422 if form.errors else 200, page=shown)


@bp.route("/<lang:language>/quan-tri/vai-tro/<uuid:grant_id>/ket-thuc/", methods=["GET", "POST"])
@staff_only(*LOOKERS, is_grave=True)
def end(grant_id: UUID) -> ResponseReturnValue:
    """A role ends now, for a reason from the list."""
    grant = _grant(grant_id)
    form = forms.EndForm(request.form)
    if request.method == "POST" and form.validate():
        try:
            with write():
                grants.end(grant.id, _me(), form.reason.data)
        except LastAdministrator:
            form.form_errors.append(str(LAST))
        else:
            return redirect(url_for("staff.person", person_id=grant.person, xong="ket-thuc"), 303)
    back = url_for("staff.person", person_id=grant.person)
    shown = FormPage(form, grant.person_name, back, staff_words.scope(grant.role, grant.place))
    return page("accounts/staff_end.html", status=422 if form.errors else 200, page=shown)


@bp.route("/<lang:language>/quan-tri/vai-tro/<uuid:grant_id>/ban-giao/", methods=["GET", "POST"])
@staff_only(*LOOKERS, is_grave=True)
def hand_over(grant_id: UUID) -> ResponseReturnValue:
    """One step: the old one's role ends, the new one's begins."""
    grant = _grant(grant_id)
    scope = staff_words.scope(grant.role, grant.place)
    form = forms.HandOverForm(request.form, data={"on": staff_words.today()})
    others = colleagues.colleagues(_places(), most=MOST_TO_CHOOSE)
    able = ((str(one.id), one.name) for one in others if one.id != grant.person and not one.is_blocked)
    form.to.choices = choices([*able, (form.NEW, NEW_PERSON)])
    if request.method == "POST" and form.validate():
        try:
            return _handed_over(grant, form, scope)
        except NameTaken:
            form.form_errors.append(str(TAKEN))
    back = url_for("staff.person", person_id=grant.person)
    shown = FormPage(form, grant.person_name, back, scope)
    return page("accounts/staff_hand_over.html", status=422 if form.errors else 200, page=shown)


def _handed_over(grant: GrantRow, form: forms.HandOverForm, scope: str) -> ResponseReturnValue:
    from_at = staff_words.start_of(form.on.data) if form.on.data else None
    if form.to.data == form.NEW:
        name = form.name.data or ""
        with write():
            made = grants.hand_over_to_new(grant.id, name, _me(), from_at)
        return _link(name, made, scope)
    to = UUID(form.to.data)
    with write():
        grants.hand_over(grant.id, to, _me(), from_at)
    if grant.person == _me():  # it may have been the last one: no page of staff may be open to them now
        return page("accounts/staff_handed_over.html", page=scope)
    return redirect(url_for("staff.person", person_id=to, xong="ban-giao"), 303)


# --- the log ---


@bp.get("/<lang:language>/quan-tri/nhat-ky/")
@staff_only()
def log() -> Response:
    """What was done at one's places, and by oneself."""
    form = forms.LogForm(request.args)
    reader = _me()
    others = colleagues.colleagues(_places(), most=MOST_TO_CHOOSE)
    form.nguoi.choices = choices([("", ANYBODY), *((str(one.id), one.name) for one in others)])
    form.viec.choices = choices([("", ANYTHING), *actions.verbs().items()])
    asked = {name: value for name, value in request.args.items() if name in form._fields and value}
    lines = actions.written(reader, _sought(form), actions.A_PAGE + 1) if form.validate() else []
    return page(
        "accounts/staff_log.html",
        status=422 if form.errors else 200,
        page=staff_pages.log(form, lines, actions.A_PAGE, asked),
    )


def _sought(form: forms.LogForm) -> actions.Sought:
    return actions.Sought(
        person=_id(form.nguoi.data),
        verb=form.viec.data or None,
        since=staff_words.start_of(form.tu.data) if form.tu.data else None,
        until=_end_of(form.den.data),
        before=_id(request.args.get("truoc")),
    )


# --- shared ---


def _me() -> UUID:
    person = session.current_staff()
    assert person is not None  # the guard has asked
    return person


def _mine() -> list[Held]:
    return actions.held_by(_me())


def _places() -> list[str | None]:
    """Where whoever asks may see who works there."""
    return granting.places_to_look(_mine())


def _colleague(person_id: UUID) -> Colleague:
    """Somebody who works at one's places; any other id is a 404, as one that does not exist."""
    found = colleagues.colleague(person_id, _places())
    if found is None:
        raise NotFound
    return found


def _grant(grant_id: UUID) -> GrantRow:
    """A grant that one could give; any other id is a 404."""
    found = colleagues.grant(grant_id)
    if found is None or not granting.may_give(_mine(), Held(found.role, found.place), site().places.is_below):
        raise NotFound
    return found


def _person(one: Colleague) -> Response:
    mine, is_below = _mine(), site().places.is_below
    theirs = [Held(grant.role, grant.place) for grant in one.live_grants]
    is_me = one.id == _me()
    shown = ColleaguePage(
        one=one,
        may_look_after=not is_me and granting.may_look_after(mine, theirs, is_below),
        may_erase=Held("administrator", None) in mine,
        giveable=frozenset(
            grant.id
            for grant, held in zip(one.live_grants, theirs, strict=True)
            if granting.may_give(mine, held, is_below)
        ),
        is_me=is_me,
        said=request.args.get("xong"),
    )
    return page("accounts/staff_person.html", page=shown)


def _offer(form: forms.NewColleagueForm | forms.RoleForm) -> str:
    """Fill in the roles and places that whoever asks may give; returns what was searched for."""
    words = request.values.get("noi", "").strip()[: colleagues.LONGEST_SEARCH]
    mine = _mine()
    form.role.choices = choices(staff_pages.role_choices(mine))
    known = colleagues.places_in_use(granting.places_to_look(mine))
    form.place.choices = choices(staff_pages.place_choices(mine, known, words))
    return words


def _searches() -> bool:
    return site().places.search is not None


def _link(name: str, made: staff.NewLink, handed_over: str = "") -> Response:
    """The one-time link, shown in the answer itself: only its hash is kept."""
    path = url_for("staff.choose_password", token=made.token)
    address = (site().settings.public_url or request.host_url.rstrip("/")) + path
    onward = url_for("staff.person", person_id=made.person)
    return page("accounts/staff_link.html", page=staff_pages.link(name, made, address, onward, handed_over))


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and 0 < int(typed[:6]) < 10_000 else 1


def _id(typed: str | None) -> UUID | None:
    try:
        return UUID(typed or "")
    except ValueError:
        return None


def _end_of(on: date | None) -> datetime | None:
    return staff_words.start_of(on + timedelta(days=1)) if on else None
