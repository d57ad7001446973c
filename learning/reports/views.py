"""Pages of figures, for officers and administrators: results, one figure, its people, who lives there."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning import sheets
from learning.db import write
from learning.places import queries
from learning.places.queries import PlaceFacts
from learning.reports import behind, figures, forms, operations, pages, taking
from learning.web.access import may_here, staff_here, staff_only, who_may
from learning.web.errors import BadInput, NotFound
from learning.web.fragments import page

bp = Blueprint("reports", __name__)
SEEING = who_may("see", "results")
READING = who_may("see", "rows")
COUNTING = who_may("write", "population")


@bp.get("/<lang:language>/dia-ban/<uuid:place_id>/ket-qua/")
@staff_only(*SEEING, at="place_id")
def results(place_id: UUID) -> Response:
    """What was learned in a commune, or in all communes of a province."""
    place = _place(place_id, "commune", "province")
    shown = pages.results_page(place)
    template = "reports/province.html" if shown.is_province else "reports/commune.html"
    return page(template, page=shown)


@bp.get("/<lang:language>/dia-ban/<uuid:place_id>/ket-qua/tung-xa/")
@staff_only(*SEEING, at="place_id")
def communes(place_id: UUID) -> Response:
    """A province commune by commune."""
    place = _place(place_id, "province")
    shown = pages.communes_page(place, then=request.args.get("xem") == "luc-do")
    return page("reports/communes.html", page=shown)


@bp.get("/<lang:language>/dia-ban/<uuid:place_id>/ket-qua/so/")
@staff_only(*SEEING, at="place_id")
def figure(place_id: UUID) -> Response:
    """One number: what it counts, and how."""
    place = _place(place_id, "commune", "province")
    asked = figures.asked(place, request.args)
    may_read = place.kind == "commune" and may_here("see", "rows", place.id)
    return page("reports/figure.html", page=behind.figure_page(asked, may_read=may_read))


@bp.post("/<lang:language>/dia-ban/<uuid:place_id>/ket-qua/nguoi")
@staff_only(*READING, at="place_id")
def people(place_id: UUID) -> Response:
    """The people behind a number, some at a time. Sent, not fetched: each reading is written down."""
    place = _place(place_id, "commune")
    asked = figures.asked(place, request.form)
    after = _after(request.form.get("sau", ""))
    with write():
        operations.note_reading(place, asked.args, staff_here())
    return page("reports/people.html", page=behind.rows_page(asked, after))


def _after(sent: str) -> tuple[UUID, str] | None:
    person, _colon, module = sent.partition(":")
    try:
        return (UUID(person), module) if sent else None
    except ValueError:
        raise BadInput from None


@bp.route("/<lang:language>/dia-ban/<uuid:place_id>/so-dan/", methods=["GET", "POST"])
@staff_only(*COUNTING, at="place_id")
def population(place_id: UUID) -> ResponseReturnValue:
    """How many people live at a place and at what lies in it, by which paper."""
    place = _place(place_id, "province", "commune", "hamlet")
    inside = queries.children_of(place.id, ("commune", "hamlet"))
    form = forms.PopulationForm.about(inside)
    if request.method == "POST" and form.validate():
        numbers = form.numbers(place, inside)
        if numbers:
            with write():
                operations.enter(numbers, place, staff_here())
            return redirect(url_for("reports.population", place_id=place.id), 303)
    shown = behind.population_page(place, inside, form)
    return page("reports/population.html", status=422 if form.errors else 200, page=shown)


@bp.get("/<lang:language>/dia-ban/<uuid:place_id>/so-dan/mau.xlsx")
@staff_only(*COUNTING, at="place_id")
def population_template(place_id: UUID) -> Response:
    """A list of the place and of what lies in it, with room for the numbers."""
    place = _place(place_id, "province", "commune")
    named = {"Content-Disposition": 'attachment; filename="so-dan.xlsx"'}
    return Response(taking.template(place), mimetype=sheets.XLSX, headers=named)


@bp.route("/<lang:language>/dia-ban/<uuid:place_id>/so-dan/tep/", methods=["GET", "POST"])
@staff_only(*COUNTING, at="place_id")
def population_file(place_id: UUID) -> Response:
    """A file is read and nothing changed; what the dry run showed is taken in when it comes back."""
    place = _place(place_id, "province", "commune")
    form = forms.FileForm.sent()
    if request.method == "GET" or not form.validate():
        return _file(behind.FilePage(place, form))
    file = request.files.get("tep")
    try:
        rows = sheets.told(file.read() if file else None, request.form.get("rows", ""), taking.HEADS)
    except sheets.UnreadableSheet:
        return _file(behind.FilePage(place, form, trouble=str(taking.UNREADABLE)))
    reading = taking.read(place, rows, form.paper)
    trouble = taking.trouble_of(reading)
    if trouble or file is not None:
        return _file(
            behind.FilePage(place, form, None if trouble else reading, taking.kept(reading), trouble)
        )
    with write():
        done = operations.enter_all(reading.fresh, form.paper, place, staff_here())
    return _file(behind.FilePage(place, form, done=done))


def _file(shown: behind.FilePage) -> Response:
    wrong = shown.trouble or shown.form.errors
    return page("reports/population_file.html", status=422 if wrong else 200, page=shown)


def _place(place_id: UUID, *kinds: str) -> PlaceFacts:
    place = queries.place_of(place_id)
    if place is None or place.kind not in kinds:
        raise NotFound
    return place
