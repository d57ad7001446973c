"""The author's pages: all modules, one module, its drawings. Only `flask content preview` has them."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from learning.catalog.draft import pictures_of
from learning.catalog.folder import Folder
from learning.catalog.module_files import Reading
from learning.preview import pages
from learning.preview.shelf import Look, live
from learning.web.access import personal
from learning.web.assets import mimetype
from learning.web.errors import NotFound
from learning.web.fragments import is_htmx, page

bp = Blueprint("preview", __name__)


@bp.get("/<lang:language>/xem-thu/")
@personal
def index() -> Response:
    """Every module there is a folder for, and how much is still to be done."""
    look = live().look()
    return _unless_known(look, lambda: page("preview/index.html", page=pages.index(look)))


@bp.get("/<lang:language>/xem-thu/<course_id>/<module_id>/")
@personal
def module(course_id: str, module_id: str) -> Response:
    """One module as learners will see it, with what is wrong where it stands."""
    look = live().look()
    reading = _reading(look, course_id, module_id)
    return _unless_known(look, lambda: page("preview/module.html", page=pages.module(look, reading)))


@bp.get("/<lang:language>/xem-thu/<course_id>/<module_id>/hinh/<file>")
@personal
def picture(course_id: str, module_id: str, file: str) -> Response:
    """A drawing, also of a module that could not be served yet."""
    folder = _reading(live().look(), course_id, module_id).folder
    drawings = pictures_of(Folder(folder.root, folder.name))
    if file not in drawings:
        raise NotFound
    return Response(drawings[file].bytes, mimetype=mimetype(file))


def _reading(look: Look, course_id: str, module_id: str) -> Reading:
    found = look.reading(f"{course_id}/{module_id}")
    if found is None:
        raise NotFound
    return found


def _unless_known(look: Look, make: Callable[[], Response]) -> Response:
    """The page. To its own script, which asks once a second: nothing, or the word to load it anew."""
    if not is_htmx() or "biet" not in request.args:
        return make()
    if request.args["biet"] == look.fingerprint:
        return Response(status=204)
    return Response(headers={"HX-Refresh": "true"})
