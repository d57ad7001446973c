"""Two pages for people: what waits here and how to hand it over, and taking over what another device kept."""

from flask import Blueprint, Response, request

from learning.i18n import current
from learning.sync import bundles, pages, taking
from learning.web.access import personal, public
from learning.web.errors import Problem
from learning.web.fragments import page, render
from learning.web.pages import serve_public

bp = Blueprint("handing", __name__)


@bp.get("/<lang:language>/ket-qua/")
@public
def results() -> Response:
    """The same for everybody: a script fills in what lies on this device."""
    return serve_public(
        ("results", current().code), lambda: render("sync/results.html", page=pages.ResultsPage())
    )


@bp.get("/<lang:language>/nhan-ket-qua/")
@public
def take_over() -> Response:
    return serve_public(
        ("take over", current().code), lambda: render("sync/take_over.html", page=pages.TakePage())
    )


@bp.post("/<lang:language>/nhan-ket-qua/")
@personal
def taken() -> Response:
    """A file that came without scripts: this server takes it in at once."""
    try:
        bundle = bundles.read(_file())
    except Problem as problem:
        shown = pages.TakePage(trouble=str(problem.say))
        return page("sync/take_over.html", status=problem.status, page=shown)
    done = taking.take(bundle, request.remote_addr or "")
    return page(
        "sync/take_over.html", page=pages.taken(done.safe, done.foreign, done.refused, done.passed_on)
    )


def _file() -> bytes:
    """What was chosen; a large one lay on the disk, and goes from there now."""
    sent = request.files.get("tep")
    if sent is None:
        return b""
    with sent.stream as stream:
        return stream.read()
