"""Pages of the second factor: showing it, teaching it to a phone, the printed codes."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning.accounts import forms, pages, queries, rules, second_factor, session, staff_words
from learning.accounts.entry import Refused
from learning.accounts.staff_pages import CodePage, CodesPage, PhonePage
from learning.clock import now
from learning.db import write
from learning.i18n import lazy_gettext as lazy
from learning.web.access import FRESH, FRESH_TO_SEND, personal, staff_only
from learning.web.fragments import page

bp = Blueprint("second", __name__)

NOT_THIS = lazy("Mã chưa đúng. Mã đổi sau mỗi 30 giây, mỗi mã chỉ dùng một lần: anh chị chờ mã mới rồi nhập.")
NOT_FIRST = lazy("Mã chưa khớp. Anh chị xem giờ trên điện thoại có đúng không, rồi nhập mã đang hiện.")


@bp.route("/<lang:language>/vao/buoc-hai/", methods=["GET", "POST"])
@personal
def enter() -> ResponseReturnValue:
    person = session.current_staff()
    back = rules.safe_return(request.values.get("tiep"))
    if person is None:
        return redirect(url_for("accounts.enter_staff", tiep=back), 303)
    if second_factor.of(person) is None:
        return redirect(url_for("second.set_up", tiep=back), 303)
    form = forms.CodeForm(request.form)
    shown = CodePage(form, back, is_again=session.second_factor_shown())
    if request.method != "POST":
        return page("accounts/second_enter.html", page=shown)
    if not form.validate():
        return page("accounts/second_enter.html", status=422, page=shown)
    outcome = second_factor.show(person, form.code.data or "", session.caller())
    if isinstance(outcome, Refused):
        if outcome.wait:
            return _wait(outcome, url_for("second.enter", tiep=back))
        form.form_errors.append(str(NOT_THIS))
        return page("accounts/second_enter.html", status=422, page=shown)
    session.note_second_factor()
    if outcome.codes_left is not None:
        return redirect(url_for("staff.me", xong="ma-du-phong"), 303)
    return redirect(back or url_for("accounts.staff_home"), 303)


@bp.route("/<lang:language>/vao/buoc-hai/dat/", methods=["GET", "POST"])
@personal
def set_up() -> ResponseReturnValue:
    """A phone learns the secret: the first one, or a new one in place of one that still works."""
    person = session.current_staff()
    back = rules.safe_return(request.values.get("tiep"))
    if person is None:
        return redirect(url_for("accounts.enter_staff", tiep=back), 303)
    is_new_phone = second_factor.of(person) is not None
    within = FRESH if request.method == "GET" else FRESH_TO_SEND
    if is_new_phone and not session.second_factor_shown(within):
        return redirect(url_for("second.enter", tiep=url_for("second.set_up")), 303)
    form = forms.FirstCodeForm(request.form)
    wrong = False
    if request.method == "POST" and form.validate():
        made = second_factor.set_up(person, form.sealed.data or "", form.code.data or "", session.caller())
        if not isinstance(made, Refused):
            session.note_second_factor()
            return _codes(person, made, back or url_for("accounts.staff_home"))
        if made.wait:
            return _wait(made, url_for("second.set_up", tiep=back))
        form.form_errors.append(str(NOT_FIRST))
        wrong = True
    pending = second_factor.begin(person, form.sealed.data)
    form.sealed.data = pending.sealed
    status = 422 if wrong or form.errors else 200
    return page(
        "accounts/second_set_up.html", status=status, page=PhonePage(form, pending, back, is_new_phone)
    )


@bp.post("/<lang:language>/quan-tri/toi/ma-du-phong/")
@staff_only(is_grave=True)
def new_codes() -> ResponseReturnValue:
    """Ten new printed codes; the old ones are worth nothing any more."""
    person = session.current_staff()
    assert person is not None  # the guard has asked
    if second_factor.of(person) is None:
        return redirect(url_for("second.set_up"), 303)
    with write():
        codes = second_factor.new_codes(person)
    return _codes(person, codes, url_for("staff.me"))


def _codes(person: UUID, codes: list[str], onward: str) -> Response:
    """Shown in the answer itself: only hashes are kept, so no other address could show them."""
    found = queries.person(person)
    name = found.name if found is not None else None
    shown = CodesPage(name or "", codes, onward, staff_words.day(now()))
    return page("accounts/second_codes.html", page=shown)


def _wait(refused: Refused, again: str) -> Response:
    left = refused.wait or rules.FIRST_WAIT
    answer = page("accounts/wait.html", status=429, page=pages.wait(left, again))
    answer.headers["Retry-After"] = str(int(left.total_seconds()) + 1)
    return answer
