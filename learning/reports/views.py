"""The page of a commune's results, for officers and administrators of its place."""

from uuid import UUID

from flask import Blueprint, Response

from learning.places import queries
from learning.reports import pages
from learning.web.access import staff_only, who_may
from learning.web.errors import NotFound
from learning.web.fragments import page

bp = Blueprint("reports", __name__)


@bp.get("/<lang:language>/dia-ban/<uuid:place_id>/ket-qua/")
@staff_only(*who_may("see", "results"), at="place_id")
def commune(place_id: UUID) -> Response:
    place = queries.place_of(place_id)
    if place is None or place.kind != "commune":
        raise NotFound
    return page("reports/commune.html", page=pages.results_page(place))
