"""Pages of lists: the association's piles, a list and its draw, the second look, the decision, a province."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.accounts import staff_words
from learning.db import write
from learning.i18n import lazy_gettext as lazy
from learning.places import queries as places
from learning.places.queries import PlaceFacts
from learning.places.rules import day_of
from learning.recognition import (
    list_pages,
    listing,
    lists,
    office_words,
    pile_pages,
    province_pages,
    queries,
    scope,
    standing,
)
from learning.recognition import piles as piled
from learning.recognition.draw import DrawRefused
from learning.recognition.listing import ListRefused
from learning.recognition.lists import ListFacts
from learning.recognition.office_forms import DecisionForm, DigitsForm
from learning.recognition.pile_pages import Kind
from learning.recognition.piles import Candidate
from learning.recognition.sets import PersonSet
from learning.recognition.stages import RETURN_REASONS, StepRefused
from learning.web.access import staff_here, staff_only, who_may
from learning.web.errors import BadInput, NotFound
from learning.web.fragments import page

bp = Blueprint("offices", __name__)
READING = tuple(sorted(scope.READING))
PROPOSING = tuple(sorted(scope.PROPOSING))
CHECKING = tuple(sorted(scope.CHECKING))
DECIDING = tuple(sorted(scope.DECIDING))
PROVINCIAL = ("officer", "administrator")
FIRST_YEAR = 2022
DECIDING_PAGE = "recognition/decide.html"
DONE = {
    "chot": lazy("Đã chốt danh sách. Bây giờ cần một người khác làm chứng và bốc thăm."),
    "boc-tham": lazy("Đã bốc thăm. Gặp những người trúng để kiểm tra lại."),
    "kiem-tra": lazy("Đã ghi kết quả kiểm tra lại."),
    "quyet-dinh": lazy("Đã ghi quyết định vào từng hồ sơ."),
    "tra-loi": lazy("Đã ghi câu trả lời."),
}


# ── The association ──


@bp.get("/<lang:language>/cong-nhan/hoi/")
@staff_only(*PROPOSING)
def association() -> ResponseReturnValue:
    """One's commune at once; a choice for whoever has several."""
    found = _units(scope.places_of(*PROPOSING), "commune")
    if len(found) == 1:
        return redirect(url_for("offices.piles", place_id=found[0].id), 303)
    return page("recognition/units.html", page=(found, "offices.piles"))


@bp.get("/<lang:language>/cong-nhan/hoi/<uuid:place_id>/")
@staff_only(*READING, at="place_id")
def piles(place_id: UUID) -> Response:
    """A commune's year: who meets the rule, who nearly does, who needs a person."""
    return _piles(scope.commune(place_id))


def _piles(place: PlaceFacts, problem: str | None = None, status: int = 200) -> Response:
    criteria, year = _asked()
    shown = pile_pages.piles_page(
        place,
        criteria,
        year,
        piled.piles_of(place.path, criteria.id, year, _today(), number=_number()),
        kinds=_kinds("offices.piles", place, criteria, year),
        made=[one for one in lists.lists_at([place.path], year) if one.set_id == criteria.id],
        may_propose=scope.may("propose", "dossier", place.path),
        problem=problem,
    )
    return page("recognition/piles.html", status=status, page=shown)


@bp.post("/<lang:language>/cong-nhan/hoi/<uuid:place_id>/de-nghi")
@staff_only(*PROPOSING, at="place_id")
def propose(place_id: UUID) -> ResponseReturnValue:
    """Look at the chosen names once more; then close the list."""
    place = scope.commune(place_id)
    criteria, year = _asked()
    wanted = _wanted()
    found = piled.chosen_of(place.path, criteria.id, year, _today(), wanted)
    chosen = [one for one in found if one.may_be_proposed]
    is_closing = request.form.get("chot") is not None
    if is_closing and len(chosen) < len(wanted) and (before := _closed_before(wanted)) is not None:
        return redirect(url_for("offices.show_list", list_id=before, xong="chot"), 303)
    if not chosen:
        return _piles(place, str(office_words.refused("nobody")), 422)
    if is_closing and len(chosen) < len(wanted):
        return _piles(place, str(office_words.refused("changed")), 409)
    if not is_closing:
        back = url_for("offices.piles", place_id=place.id, bo=criteria.id, nam=year)
        shown = pile_pages.proposing_page(place, criteria, year, chosen, back)
        return page("recognition/propose.html", page=shown)
    try:
        made = _close(place, year, chosen)
    except StepRefused as refused:
        return _piles(place, str(office_words.refused(refused.why)), 409)
    return redirect(url_for("offices.show_list", list_id=made, xong="chot"), 303)


def _wanted() -> set[UUID]:
    """The dossiers that were ticked."""
    sent = set(request.form.getlist("ho-so"))
    if len(sent) > queries.PER_PAGE:
        raise BadInput
    try:
        return {UUID(one) for one in sent}
    except ValueError:
        raise BadInput from None


def _number() -> int:
    """Which page of several."""
    return max(request.args.get("trang", 1, type=int), 1)


def _closed_before(wanted: set[UUID]) -> UUID | None:
    """The list of exactly these names that the same person closed already: the button was pressed twice."""
    mine = [one for one in lists.lists_with(min(wanted)) if one.proposed_by == staff_here()] if wanted else []
    same = (one.id for one in mine if {each.id for each in lists.entries_of(one.id)} == wanted)
    return next(same, None)


def _close(place: PlaceFacts, year: int, chosen: list[Candidate]) -> UUID:
    """One list for each version of the rules among them, which is one nearly always; the first of them."""
    made = []
    with write():
        for set_id, version in sorted({(one.dossier.set_id, one.dossier.set_version) for one in chosen}):
            some = [one for one in chosen if one.dossier.set_version == version]
            made.append(
                listing.propose(
                    place.path,
                    piled.rules_of(set_id, version),
                    year,
                    {one.dossier.id: one.result for one in some},
                    asked=piled.asked_of(some),
                    by=staff_here(),
                )
            )
    return made[0]


# ── One list ──


@bp.get("/<lang:language>/cong-nhan/danh-sach/<uuid:list_id>/")
@staff_only(*READING)
def show_list(list_id: UUID) -> Response:
    """The names, the draw, what the list can claim, the decision."""
    said = DONE.get(request.args.get("xong", ""))
    return _list(scope.list_to_read(list_id), said=str(said) if said else None)


@bp.route("/<lang:language>/cong-nhan/danh-sach/<uuid:list_id>/boc-tham/", methods=["GET", "POST"])
@staff_only(*CHECKING)
def draw(list_id: UUID) -> ResponseReturnValue:
    """A witness says six digits; then it is drawn, once."""
    one = scope.list_to_draw(list_id)
    form = DigitsForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        try:
            with write():
                listing.speak(list_id, form.spoken.data or "", staff_here())
        except (ListRefused, DrawRefused) as refused:
            form.form_errors.append(str(office_words.refused(refused.why)))
        else:
            return redirect(_after_draw(one), 303)
    shown = list_pages.draw_page(one, form, staff_here())
    return page("recognition/draw.html", status=422 if form.errors else 200, page=shown)


def _after_draw(one: ListFacts) -> str:
    """To the list, for whoever may read it; else to those who are now to be looked for."""
    if scope.may("see", "list", one.place):
        return url_for("offices.show_list", list_id=one.id, xong="boc-tham")
    return url_for("offices.checks", xong="boc-tham")


@bp.get("/<lang:language>/cong-nhan/kiem-tra/")
@staff_only(*CHECKING)
def checks() -> Response:
    """Whom somebody here has to look for: those drawn at one's places, and nobody else of the list."""
    said = DONE.get(request.args.get("xong", ""))
    return _checks(str(said) if said else None)


def _checks(said: str | None = None, problem: str | None = None, status: int = 200) -> Response:
    shown = list_pages.checks_page(scope.places_of(*CHECKING), staff_here(), said=said, problem=problem)
    return page("recognition/checks.html", status=status, page=shown)


@bp.post("/<lang:language>/cong-nhan/danh-sach/<uuid:list_id>/kiem-tra/<uuid:dossier_id>")
@staff_only(*CHECKING)
def check(list_id: UUID, dossier_id: UUID) -> ResponseReturnValue:
    """What the second look came to."""
    scope.list_to_check(list_id, dossier_id)
    outcome = request.form.get("ket-qua", "")
    if outcome not in office_words.CHECKS:
        raise BadInput
    try:
        with write():
            listing.check(list_id, dossier_id, outcome, staff_here())  # type: ignore[arg-type]  # one of CHECKS
    except ListRefused as refused:
        return _checks(problem=str(office_words.refused(refused.why)), status=409)
    return redirect(url_for("offices.checks", xong="kiem-tra"), 303)


@bp.post("/<lang:language>/cong-nhan/danh-sach/<uuid:list_id>/hoi/<int:number>")
@staff_only(*READING)
def reply(list_id: UUID, number: int) -> ResponseReturnValue:
    """What somebody who was there says to a question. Nothing hangs on it."""
    one = scope.list_to_read(list_id)
    try:
        with write():
            listing.reply(list_id, number, request.form.get("tra-loi", ""), staff_here())
    except ListRefused as refused:
        return _list(one, problem=str(office_words.refused(refused.why)), status=409)
    return redirect(url_for("offices.show_list", list_id=list_id, xong="tra-loi"), 303)


@bp.route("/<lang:language>/cong-nhan/danh-sach/<uuid:list_id>/quyet-dinh/", methods=["GET", "POST"])
@staff_only(*DECIDING, is_grave=True)
def decide(list_id: UUID) -> ResponseReturnValue:
    """Number and day of the signed decision; whoever is not recognised goes back with a reason."""
    one = scope.list_to_read(list_id)
    if not scope.may("decide", "dossier", one.place):
        raise NotFound
    form, told = DecisionForm.of(one.year, request.form if request.method == "POST" else None), _told()
    if request.method != "POST" or not form.validate() or form.signed_on.data is None:
        return _list(one, DECIDING_PAGE, form=form, told=told, status=422 if form.errors else 200)
    if list_pages.is_unsettled(one, told):
        problem = str(office_words.refused("untold"))
        return _list(one, DECIDING_PAGE, form=form, told=told, problem=problem, status=422)
    refusals = {dossier: why for dossier, why in told.items() if why != list_pages.RECOGNISED}
    try:
        with write():
            listing.decide(list_id, form.number.data or "", form.signed_on.data, refusals, staff_here())
    except (ListRefused, StepRefused) as refused:
        problem = str(office_words.refused(refused.why))
        return _list(scope.list_to_read(list_id), problem=problem, status=409)
    return redirect(url_for("offices.show_list", list_id=list_id, xong="quyet-dinh"), 303)


def _told() -> Mapping[UUID, str]:
    """What was chosen for single names (`ly-do-<dossier>`): recognised after all, or sent back, and why."""
    sent = {name[6:]: why for name, why in request.form.items() if name.startswith("ly-do-") and why}
    try:
        found = {UUID(name): why for name, why in sent.items()}
    except ValueError:
        raise BadInput from None
    if set(found.values()) - {list_pages.RECOGNISED, *RETURN_REASONS}:
        raise BadInput
    return found


def _list(
    one: ListFacts,
    template: str = "recognition/list.html",
    *,
    form: DecisionForm | None = None,
    told: Mapping[UUID, str] | None = None,
    said: str | None = None,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    may = {"check"} if scope.may("check", "list", one.place) else set()
    may |= {"decide"} if scope.may("decide", "dossier", one.place) else set()
    may |= {"reply"}
    shown = list_pages.list_page(
        one,
        me=staff_here(),
        may=frozenset(may),
        number=_number(),
        form=form,
        told=told or {},
        said=said,
        problem=problem,
    )
    return page(template, status=status, page=shown)


# ── The commune and the province ──


@bp.get("/<lang:language>/cong-nhan/xa/")
@staff_only(*DECIDING)
def commune() -> Response:
    """What waits for whoever decides."""
    paths, on = scope.places_of(*DECIDING), _today()
    shown = province_pages.commune_page(
        lists.lists_at(paths),
        queries.dossiers_at(paths, ("correcting",)),
        queries.appealed_at(paths),
        on,
    )
    return page("recognition/commune.html", page=shown)


@bp.get("/<lang:language>/cong-nhan/tinh/")
@staff_only(*PROVINCIAL)
def provinces() -> ResponseReturnValue:
    """One's province at once; a choice for whoever has several."""
    found = _units(scope.places_of(*PROVINCIAL), "province")
    if len(found) == 1:
        return redirect(url_for("offices.province", place_id=found[0].id), 303)
    return page("recognition/units.html", page=(found, "offices.province"))


@bp.get("/<lang:language>/cong-nhan/tinh/<uuid:place_id>/")
@staff_only(*sorted(who_may("see", "results")), at="place_id")
def province(place_id: UUID) -> Response:
    """How far each commune has come, and what is unusual."""
    place = scope.commune(place_id, "province")
    criteria, year = _asked()
    shown = province_pages.province_page(
        place, criteria, year, kinds=_kinds("offices.province", place, criteria, year), on=_today()
    )
    return page("recognition/province.html", page=shown)


# ── What is asked ──


def _today() -> date:
    return day_of(clock.now())


def _asked() -> tuple[PersonSet, int]:
    """Which recognition and which year: the first there is, and this one, where nothing is said."""
    offered, on = standing.person_sets(_today()), _today()
    sent = request.values.get("bo", "")
    criteria = next((one for one in offered if one.id == sent), offered[0] if offered else None)
    year = request.values.get("nam", type=int) or on.year
    if criteria is None or not FIRST_YEAR <= year <= on.year:
        raise NotFound
    return criteria, year


def _kinds(endpoint: str, place: PlaceFacts, here: PersonSet, year: int) -> list[Kind]:
    """Every kind of recognition this year, and the chosen one the year before."""
    on = _today()
    found = [(one.title, one.id, year) for one in standing.person_sets(on)]
    found += [(f"{here.title}, {each}", here.id, each) for each in (on.year - 1, on.year) if each != year]
    return [
        Kind(title, url_for(endpoint, place_id=place.id, bo=id, nam=each), id == here.id and each == year)
        for title, id, each in found
    ]


def _units(paths: list[str | None], kind: str) -> list[PlaceFacts]:
    """The units of one kind in which somebody's places lie, or which lie in them."""
    if None in paths:
        return places.children_of(None) if kind == "province" else []
    found = places.places_at([path for path in paths if path is not None])
    chosen = {one.id: one for one in found if one.kind == kind}
    for one in found:
        if one.kind == "province" and kind == "commune":
            chosen |= {each.id: each for each in places.communes_of(one.id)}
        elif one.kind not in (kind, "province"):
            chosen |= {
                each.id: each for each in places.path_of(one) if each.kind == kind and kind == "commune"
            }
    staff_words.look_up(one.path for one in chosen.values())
    return list(chosen.values())
