"""Pages of coming in, going out, and the front room of staff."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from learning.accounts import (
    actions,
    entry,
    forms,
    granting,
    keys,
    operations,
    pages,
    queries,
    rules,
    session,
)
from learning.accounts.entry import Entered, Refused
from learning.accounts.pages import Way
from learning.db import write
from learning.i18n import current
from learning.i18n import lazy_gettext as lazy
from learning.i18n.negotiation import COOKIE
from learning.places import queries as places
from learning.places.queries import PlaceFacts
from learning.web.access import ON_CONTENT, doors_here, personal, staff_only, who_may
from learning.web.errors import BadInput
from learning.web.fragments import page
from learning.web.site import site

bp = Blueprint("accounts", __name__)

# What the front room of staff offers to whoever can open it.
DOORS = (
    "classes.index",
    "places.index",
    "recognition.desk",
    "devices.index",
    "kiosk.machines",
    "desk.home",
)
KEEP = "giu"  # a cookie for a quarter of an hour: a scanned card opens its own address and could not carry it
KEEP_SECONDS = 15 * 60
START_OVER = lazy("Máy chưa nhận được ba hình. Bác chọn lại từ hình đầu nhé.")
NOT_THESE = lazy("Tên hoặc mật khẩu chưa đúng. Anh chị kiểm tra lại rồi nhập lần nữa.")


# --- learners: card and pictures ---


@bp.get("/<lang:language>/vao/")
@personal
def enter() -> Response:
    way = _way(request.args)
    here = session.current()
    name = here.name or "" if here is not None and here.kind != "guest" else None
    answer = page("accounts/enter.html", page=pages.EnterPage(forms.NumberForm(), way, name))
    session.device()
    if way.keep:
        answer.set_cookie(
            KEEP, "1", max_age=KEEP_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure
        )
    return answer


@bp.post("/<lang:language>/vao/")
@personal
def enter_number() -> ResponseReturnValue:
    """A typed number, or what a scanner typed; with it, step by step, the pictures."""
    form = forms.NumberForm(_numbered(request.form))
    if not form.validate():
        return page("accounts/enter.html", status=422, page=pages.EnterPage(form, _way(request.form)))
    number = rules.read_number(form.number.data or "")
    found = entry.card_of_number(number, session.caller())
    if isinstance(found, Refused):
        return _wait(found, url_for("accounts.enter"))
    if site().is_shared_device():
        session.note_number(number)
        return redirect(url_for("accounts.noted_card", tiep=_way(request.form).back), 303)
    is_first_use = found is not None and found.pictures_hash is None
    return _pictures(number, url_for("accounts.enter"), typed=number, is_first_use=is_first_use)


@bp.route("/<lang:language>/vao/hinh/", methods=["GET", "POST"])
@personal
def noted_card() -> ResponseReturnValue:
    """The pictures of a card whose number was typed on a shared device. The number stands in no form."""
    number = session.noted_number()
    if number is None:
        return redirect(url_for("accounts.enter"), 303)
    known = queries.live_card(number)
    is_first_use = known is not None and known.pictures_hash is None
    address = url_for("accounts.noted_card")
    if request.method == "POST":
        return _pictures(number, address, typed=None, is_first_use=is_first_use)
    shown = pages.pictures(address, _way(request.args), None, (), is_first_use=is_first_use)
    return page("accounts/pictures.html", page=shown)


def _numbered(values: MultiDict[str, str]) -> MultiDict[str, str]:
    """A scanner types the address of a card: its number is meant."""
    token = rules.scanned_token(values.get("number", ""))
    card = queries.card_by_token(token) if token else None
    return MultiDict({**values, "number": card.number}) if card is not None else values


@bp.get("/the/<token>")
@personal
def card(token: str) -> ResponseReturnValue:
    """A scanned card. Looking changes nothing."""
    found = _card(token)
    if isinstance(found, Response):
        return found
    session.device()
    way = Way(keep=KEEP in request.cookies)
    shown = pages.pictures(request.path, way, None, (), is_first_use=found.pictures_hash is None)
    return page("accounts/pictures.html", page=shown)


@bp.post("/the/<token>")
@personal
def pick(token: str) -> ResponseReturnValue:
    found = _card(token)
    if isinstance(found, Response):
        return found
    return _pictures(found.number, request.path, typed=None, is_first_use=found.pictures_hash is None)


def _card(token: str) -> queries.CardFacts | Response:
    """The live card of an address, or why not; in its person's language where the browser chose none."""
    found = queries.card_by_token(token)
    if found is None or not found.is_live:
        return page("accounts/dead_card.html", status=404 if found is None else 410, page=found)
    language = site().languages.offered_code(found.language)
    if language is not None and COOKIE not in request.cookies:
        g.language = language
    return found


def _pictures(number: str, address: str, *, typed: str | None, is_first_use: bool) -> ResponseReturnValue:
    """One step of picking: the next picture, a step back, the confirmation of new ones, or the sign-in."""
    way = _way(request.form)

    def show(picks: tuple[str, ...], trouble: str | None = None) -> Response:
        shown = pages.pictures(address, way, typed, picks, is_first_use=is_first_use, trouble=trouble)
        status = 422 if trouble else 200
        full = len(picks) == rules.PICKS
        return page("accounts/confirm.html" if full else "accounts/pictures.html", status=status, page=shown)

    try:
        picks = rules.read_picks(request.form.getlist("picked") + request.form.getlist("pick"))
    except rules.UnreadablePicks:
        return show((), str(START_OVER))
    if "undo" in request.form:
        return show(picks[:-1])
    if "again" in request.form:
        return show(())
    if len(picks) < rules.PICKS or (is_first_use and "confirm" not in request.form):
        return show(picks)
    way_in = entry.choose_pictures if "confirm" in request.form else entry.with_card
    outcome = way_in(number, picks, session.caller())
    if isinstance(outcome, Entered):
        return _come_in(outcome, way)
    return _wait(outcome, address) if outcome.wait else show((), pages.wrong_pictures(outcome.left))


def _come_in(entered: Entered, way: Way) -> ResponseReturnValue:
    """Start the session; bring the answers of this device along if that is what she came for."""
    session.start(entered.person, "card", entered.credential)
    guest = session.waiting_guest()
    kept = way.keep and guest is not None and site().kept_answers(guest) > 0
    if guest is not None and kept:
        site().adopt(guest, entered.person)
        session.forget_guest()
    onward = url_for("accounts.welcome", tiep=way.back, giu=1 if kept else None)
    answer = redirect(onward, 303)
    answer.delete_cookie(KEEP, samesite="Lax", secure=request.is_secure, httponly=True)
    return answer


@bp.get("/<lang:language>/vao/chao/")
@personal
def welcome() -> ResponseReturnValue:
    """Greet by name, so that whoever holds the phone sees whose record is open."""
    here = session.current()
    if here is None or here.kind != "card":
        return redirect(url_for("accounts.enter"), 303)
    guest = session.waiting_guest()
    kept = site().kept_answers(guest) if guest is not None and not session.was_asked() else 0
    onward = rules.safe_return(request.args.get("tiep")) or url_for("study.mine")
    shown = pages.WelcomePage(here.name, onward, kept, was_kept="giu" in request.args)
    return page("accounts/welcome.html", page=shown)


@bp.post("/<lang:language>/vao/chao/")
@personal
def answer_welcome() -> ResponseReturnValue:
    """Are the nameless answers of this device hers? Asked once; "no" leaves them to whoever comes next."""
    here, guest = session.current(), session.waiting_guest()
    if here is not None and here.kind == "card" and guest is not None:
        if request.form.get("la-cua-toi") == "co":
            site().adopt(guest, here.person_id)
            session.forget_guest()
        else:
            session.note_asked()
    return redirect(rules.safe_return(request.form.get("tiep")) or url_for("study.mine"), 303)


# --- everyone ---


@bp.post("/<lang:language>/vao/khoa")
@personal
def record_key() -> ResponseReturnValue:
    """The record key for whoever is signed in on this browser; nobody becomes a guest.

    A device says its `turn` where nobody is signed in, and where what was kept in it has been handed over
    without a key: then the guest that follows from the turn counts for whoever is signed in.
    With `quen` it asks only for somebody who is known: nobody becomes a guest by looking at pages.
    """
    try:
        device = UUID(request.form.get("device", ""))
        turn = UUID(request.form["turn"]) if request.form.get("turn") else None
    except ValueError:
        raise BadInput from None
    here = session.current()
    if here is None and "quen" in request.form:
        return "", 204
    if here is None:
        here = session.start_guest(current().code, device, turn)
    elif turn is not None:
        with write():
            guest = operations.make_guest(device, current().code, request.remote_addr or "", turn)
        if guest != here.person_id:
            site().adopt(guest, here.person_id)
    return jsonify(person=str(here.person_id), record_key=keys.mint(here.person_id, device))


@bp.get("/<lang:language>/ra/")
@personal
def leave() -> Response:
    here = session.current()
    if here is None or "xong" in request.args:
        return page("accounts/out.html", page=pages.OutPage(is_out=True))
    is_guest = here.kind == "guest"
    kept = site().kept_answers(here.person_id) if is_guest else 0
    return page("accounts/out.html", page=pages.OutPage(False, here.name, is_guest, kept))


@bp.post("/<lang:language>/ra/")
@personal
def left() -> ResponseReturnValue:
    """Out. Only what the browser keeps of our pages is cleared: answers not yet sent stay in its storage."""
    session.end()
    if site().is_shared_device():
        return redirect(url_for("kiosk.home"), 303)
    answer = redirect(url_for("accounts.leave", xong=1), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


# --- staff ---


@bp.route("/<lang:language>/vao/can-bo/", methods=["GET", "POST"])
@personal
def enter_staff() -> ResponseReturnValue:
    form = forms.StaffEnterForm(request.form)
    shown = pages.StaffEnterPage(form, _way(request.values))
    if request.method != "POST":
        session.device()
        return page("accounts/enter_staff.html", page=shown)
    if not form.validate():
        return page("accounts/enter_staff.html", status=422, page=shown)
    outcome = entry.with_password(form.name.data or "", form.password.data or "", session.caller())
    if isinstance(outcome, Entered):
        session.start(outcome.person, "staff", outcome.credential)
        if queries.needs_second_factor(outcome.person):
            return redirect(url_for("second.enter", tiep=shown.way.back), 303)
        return redirect(shown.way.back or url_for("accounts.staff_home"), 303)
    if outcome.wait:
        return _wait(outcome, url_for("accounts.enter_staff"))
    form.form_errors.append(str(NOT_THESE))
    return page("accounts/enter_staff.html", status=422, page=shown)


@bp.route("/<lang:language>/vao/thiet-lap/<token>", methods=["GET", "POST"])
@personal
def setup(token: str) -> ResponseReturnValue:
    """The first administrator, once."""
    form = forms.SetupForm(request.form)
    if not queries.is_setup_open(token):
        return page("accounts/setup_closed.html", status=410)
    if request.method != "POST" or not form.validate():
        return page("accounts/setup.html", status=422 if form.errors else 200, page=form)
    made = operations.use_setup(token, form.name.data or "", form.password.data or "")
    if made is None:
        return page("accounts/setup_closed.html", status=410)
    session.start(made.person, "staff", made.stamp)
    return redirect(url_for("second.set_up"), 303)


@bp.get("/<lang:language>/quan-tri/")
@staff_only()
def staff_home() -> Response:
    here = session.current()
    assert here is not None  # the guard has asked
    mine = actions.held_by(here.person_id)
    shown = pages.StaffHomePage(
        name=here.name or "",
        grants=pages.held(queries.grants_of(here.person_id)),
        problems=[str(problem) for problem in site().catalog.problems],
        doors=doors_here(*DOORS),
        works_on_content=any(one.role in ON_CONTENT for one in mine),
        looks_after_others=bool(granting.places_to_look(mine)),
        may_erase=granting.Held("administrator", None) in mine,
        results=_with_results(mine),
    )
    return page("accounts/staff_home.html", page=shown)


def _with_results(mine: Sequence[granting.Held]) -> list[PlaceFacts]:
    """The communes and provinces whose results I may see: an officer's first question of the day."""
    paths = [one.place for one in mine if one.place and one.role in who_may("see", "results")]
    return [one for one in places.places_at(paths) if one.kind in ("commune", "province")]


# --- shared ---


def _way(values: MultiDict[str, str]) -> Way:
    return Way(rules.safe_return(values.get("tiep")), keep=values.get("giu") == "1")


def _wait(refused: Refused, again: str) -> Response:
    left = refused.wait or rules.FIRST_WAIT
    answer = page("accounts/wait.html", status=429, page=pages.wait(left, again))
    answer.headers["Retry-After"] = str(int(left.total_seconds()) + 1)
    return answer
