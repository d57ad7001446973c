"""Pages about paired servers, for whoever administers everything here."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning.db import write
from learning.peers import agreeing, operations, queries
from learning.peers.forms import ChooseForm, InviteForm
from learning.peers.pages import ConflictsPage, CourseRow, PeerRow, PeersPage
from learning.web.access import places_here, staff_here, staff_only
from learning.web.errors import NotFound, NotTheirs
from learning.web.fragments import page
from learning.web.site import site

bp = Blueprint("servers", __name__)
LONGEST_SEARCH = 80


@bp.get("/<lang:language>/quan-tri/may-chu/")
@staff_only("administrator")
def index() -> Response:
    _require_everywhere()
    form, words = _form()
    return page("peers/index.html", page=_shown(form, words))


@bp.post("/<lang:language>/quan-tri/may-chu/ma")
@staff_only("administrator", is_grave=True)
def invite() -> Response:
    """A code for one more server, shown once, in this answer: only its hash is kept."""
    _require_everywhere()
    form, words = _form()
    if not form.validate():
        return page("peers/index.html", status=422, page=_shown(form, words))
    with write():
        code = operations.invite(staff_here(), form.path)
    knows = site().places.name_of(form.path) or form.path if form.path else ""
    return page("peers/index.html", page=_shown(InviteForm().offer([]), "", code, knows))


@bp.post("/<lang:language>/quan-tri/may-chu/<uuid:peer_id>/ngung")
@staff_only("administrator", is_grave=True)
def revoke(peer_id: UUID) -> ResponseReturnValue:
    _require_everywhere()
    with write():
        was_paired = operations.revoke(peer_id, staff_here())
    if not was_paired:
        raise NotFound
    return redirect(url_for("servers.index"), 303)


@bp.get("/<lang:language>/quan-tri/may-chu/khac-nhau/")
@staff_only("administrator")
def conflicts() -> Response:
    _require_everywhere()
    found = [(one, ChooseForm.about(one)) for one in queries.conflicts()]
    return page("peers/conflicts.html", page=ConflictsPage(found, "xong" in request.args))


@bp.post("/<lang:language>/quan-tri/may-chu/khac-nhau/<uuid:peer_id>/<uuid:thing_id>")
@staff_only("administrator")
def settle(peer_id: UUID, thing_id: UUID) -> ResponseReturnValue:
    """One person, class or place, as somebody here says that it is right."""
    _require_everywhere()
    here = queries.conflicts()
    asked = next((one for one in here if (one.peer, one.thing) == (peer_id, thing_id)), None)
    if asked is None:
        raise NotFound
    form = ChooseForm.about(asked, request.form)
    if not form.validate():
        found = [(one, form if one is asked else ChooseForm.about(one)) for one in here]
        return page("peers/conflicts.html", status=422, page=ConflictsPage(found, is_settled=False))
    with write():
        agreeing.decide(peer_id, asked.feed, thing_id, form.theirs, staff_here())
    return redirect(url_for("servers.conflicts", xong=1), 303)


def _shown(form: InviteForm, words: str, code: str | None = None, knows: str = "") -> PeersPage:
    peers = [PeerRow(one) for one in queries.peers()]
    courses = [CourseRow(one) for one in queries.courses()]
    return PeersPage(peers, courses, queries.how_many_conflicts(), form, words, code, knows)


def _form() -> tuple[InviteForm, str]:
    """The form with the places that were searched for."""
    words = request.values.get("noi", "").strip()[:LONGEST_SEARCH]
    search = site().places.search
    found = list(search(words, [None])) if words and search else []
    return InviteForm(request.form).offer(found), words


def _require_everywhere() -> None:
    if None not in places_here("administrator"):
        raise NotTheirs
