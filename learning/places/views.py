"""Pages of places: looking and searching, new places below a commune, other names, mergers and splits."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import write
from learning.letters import plain
from learning.places import forms, operations, pages, queries, reshaping, rules
from learning.places.operations import Renaming
from learning.places.others import Done, others
from learning.places.plans import Plan, Wish
from learning.places.queries import PlaceFacts
from learning.places.rules import Refused
from learning.places.words import refusal
from learning.web import access
from learning.web.access import staff_only, who_may
from learning.web.errors import BadInput, Forbidden, NotFound
from learning.web.forms import clean
from learning.web.fragments import page

bp = Blueprint("places", __name__)
LOOKING = who_may("see", "place")
WRITING = who_may("write")
SHAPING = who_may("shape")
MOST_MINE = 12


@bp.get("/<lang:language>/dia-ban/")
@staff_only(*LOOKING)
def index() -> Response:
    typed = _typed()
    mine = [path for path in access.places_here(*LOOKING) if path is not None]
    shown = pages.IndexPage(
        typed=typed,
        found=queries.search(typed) if typed else None,
        mine=queries.with_names(queries.places_at(mine)[:MOST_MINE]),
        provinces=queries.children_of(None),
    )
    return page("places/index.html", page=shown)


@bp.get("/<lang:language>/dia-ban/<uuid:place_id>/")
@staff_only(*LOOKING)
def show(place_id: UUID) -> Response:
    place = _seen(place_id)
    succeed = _succession(place) if place.valid_to is not None else None
    return page("places/show.html", page=pages.show_page(place, _typed(), succeed))


@bp.route("/<lang:language>/dia-ban/<uuid:place_id>/them/", methods=["GET", "POST"])
@staff_only(*WRITING, at="place_id")
def add(place_id: UUID) -> ResponseReturnValue:
    """New places below one."""
    place = _seen(place_id)
    kinds = pages.may_add(place)
    if not kinds or place.valid_to is not None:
        raise Forbidden
    form = forms.AddForm.offering(kinds, queries.usual_below(place.id))
    if request.method == "POST" and form.validate():
        kind, label = form.what.data.split(":", 1)
        try:
            with write():
                for done in operations.add(place.id, kind, label, form.lines, access.staff_here()):
                    _note(done)
        except Refused as refused:
            form.form_errors.append(refusal(refused))
        else:
            return _to(place.id)
    return page("places/add.html", status=422 if form.errors else 200, page=pages.AddPage(place, form))


@bp.route("/<lang:language>/dia-ban/<uuid:place_id>/sua/", methods=["GET", "POST"])
@staff_only(*WRITING, at="place_id")
def edit(place_id: UUID) -> ResponseReturnValue:
    """The name, mended or given anew."""
    place = _open_to("write", place_id)
    form = forms.EditForm.offering(place, _today())
    if request.method == "POST" and form.validate():
        label, name, by = form.chosen_label, form.name.data or "", access.staff_here()
        try:
            with write():
                if form.how.data == "rename":
                    wish = Renaming(label, name, form.on.data or _today(), form.decision.data or None)
                    _note(operations.rename(place.id, wish, by))
                else:
                    _note(operations.correct(place.id, label, name, by))
        except Refused as refused:
            form.form_errors.append(refusal(refused))
        else:
            return _to(place.id)
    return page("places/edit.html", status=422 if form.errors else 200, page=pages.EditPage(place, form))


@bp.post("/<lang:language>/dia-ban/<uuid:place_id>/kho-khan")
@staff_only(*SHAPING, at="place_id")
def mark(place_id: UUID) -> ResponseReturnValue:
    """Vùng khó khăn, or no longer."""
    place = _shaped(place_id)
    is_difficult = request.form.get("kho-khan") == "co"
    with write():
        _note(operations.mark_difficult(place.id, is_difficult=is_difficult, by=access.staff_here()))
    return _to(place.id)


@bp.post("/<lang:language>/dia-ban/<uuid:place_id>/ket-thuc")
@staff_only(*SHAPING, at="place_id")
def close(place_id: UUID) -> ResponseReturnValue:
    """It is no more, from today; or that was a mistake."""
    place = _seen(place_id)
    _require("shape", place)
    try:
        with write():
            if "mo-lai" in request.form:
                _note(operations.reopen(place.id, access.staff_here()))
            else:
                _note(operations.close(place.id, _today(), access.staff_here()))
    except Refused as refused:
        raise BadInput(refusal(refused)) from None
    return _to(place.id)


@bp.route("/<lang:language>/dia-ban/<uuid:place_id>/sap-nhap/", methods=["GET", "POST"])
@staff_only(*SHAPING, at="place_id")
def merge(place_id: UUID) -> ResponseReturnValue:
    """Several units become one: chosen, looked at, done."""
    place = _shaped(place_id)
    beside = queries.mergeable_with(place)
    form = forms.MergeForm.offering(place, beside, _today())

    def plan() -> Plan:
        return reshaping.plan_merge([place.id, *map(UUID, form.units.data or ())], _wish(form))

    shown = _reshape(place, form, plan)
    if shown is not None:
        return shown
    return page(
        "places/merge.html", status=422 if form.errors else 200, page=_merge_page(place, form, beside)
    )


def _merge_page(place: PlaceFacts, form: forms.MergeForm, beside: list[PlaceFacts]) -> pages.MergePage:
    chosen, words = set(form.units.data or ()), plain(form.find.data or "")
    near = [
        one
        for one in beside
        if str(one.id) in chosen or len(beside) <= pages.MANY or (words and words in plain(one.full_name))
    ]
    return pages.MergePage(place, form, near, [one for one in beside if one not in near], chosen)


@bp.route("/<lang:language>/dia-ban/<uuid:place_id>/tach/", methods=["GET", "POST"])
@staff_only(*SHAPING, at="place_id")
def split(place_id: UUID) -> ResponseReturnValue:
    """Some places leave a unit, for a new one or for a neighbour: chosen, looked at, done."""
    place = _shaped(place_id)
    below = queries.children_of(place.id)
    beside = [one for one in queries.children_of(place.parent, (place.kind,)) if one.id != place.id]
    form = forms.SplitForm.offering(place, below, beside, _today())

    def plan() -> Plan:
        leaving, into = set(map(UUID, form.leaving.data or ())), form.into.data
        return reshaping.plan_split(place.id, leaving, UUID(into) if into else None, _wish(form))

    shown = _reshape(place, form, plan)
    if shown is not None:
        return shown
    split_page = pages.SplitPage(place, form, below, set(form.leaving.data or ()))
    return page("places/split.html", status=422 if form.errors else 200, page=split_page)


def _wish(form: forms.MergeForm | forms.SplitForm) -> Wish:
    return Wish(form.chosen_label, form.name.data or "", form.on.data or _today(), form.decision.data or None)


def _reshape(
    place: PlaceFacts, form: forms.MergeForm | forms.SplitForm, plan: Callable[[], Plan]
) -> ResponseReturnValue | None:
    """First what it would do is shown, then it is done; None while the form is still being filled in."""
    step = request.form.get("buoc")
    if request.method != "POST" or step not in ("xem", "lam") or not form.validate():
        return None
    try:
        if step == "lam":
            with write():
                done = reshaping.apply(plan(), access.staff_here())
                _note(done)
            return _to(done.place or place.id)
        effects = reshaping.preview(plan())
    except Refused as refused:
        form.form_errors.append(refusal(refused))
        return None
    return page("places/preview.html", page=pages.PreviewPage(place, effects, _sent()))


@bp.post("/<lang:language>/dia-ban/<uuid:place_id>/noi-ke-tuc")
@staff_only(*SHAPING, at="place_id")
def succeed(place_id: UUID) -> ResponseReturnValue:
    """What became of a place that ended, said or mended."""
    place = _seen(place_id)
    _require("shape", place)
    form = _succession(place)
    if not form.validate():
        raise BadInput
    try:
        with write():
            successor, decision = UUID(form.successor.data), form.decision.data or None
            _note(operations.correct_successor(place.id, successor, decision, access.staff_here()))
    except Refused as refused:
        raise BadInput(refusal(refused)) from None
    return _to(place.id)


def _succession(place: PlaceFacts) -> forms.SucceedForm:
    beside = queries.children_of(place.parent, (place.kind,))
    whole = (str(one.place.id) for one in queries.successors_of(place.id) if one.share != "part")
    return forms.SucceedForm.offering(beside, next(whole, ""))


# ── Shared ──


def _typed() -> str:
    return clean(request.args.get("tim", ""))[: queries.LONGEST_SEARCH]


def _today() -> date:
    return rules.day_of(clock.now())


def _seen(place_id: UUID) -> PlaceFacts:
    """A place to look at. Clans and families are seen by staff of their place alone."""
    place = queries.place_of(place_id)
    hidden = place is not None and place.kind in rules.PRIVATE
    if place is None or (hidden and not access.may_here("see", "place", place_id)):
        raise NotFound
    return place


def _require(act: str, place: PlaceFacts) -> None:
    """What others build on changes only for those who may at the place above it."""
    if not access.may_here(act, place.kind, place.parent if act == "shape" else place.id):
        raise Forbidden


def _open_to(act: str, place_id: UUID) -> PlaceFacts:
    place = _seen(place_id)
    _require(act, place)
    if place.valid_to is not None:
        raise BadInput(refusal(Refused("ended")))
    return place


def _shaped(place_id: UUID) -> PlaceFacts:
    return _open_to("shape", place_id)


def _note(done: Done) -> None:
    """Every change by staff is written down here, in the same transaction."""
    others().note(access.staff_here(), done)


def _sent() -> list[tuple[str, str]]:
    fields = request.form.items(multi=True)
    return [(name, value) for name, value in fields if name not in ("buoc", "find")]


def _to(place_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("places.show", place_id=place_id), 303)
