"""Anyone checks a certificate: by its code, a file or its number; and what other programs fetch."""

import json
from math import ceil
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning.accounts import session as people
from learning.credentials import forms, guesses, pages, published, queries, rules
from learning.credentials.queries import Issued
from learning.i18n import current
from learning.web.access import personal, public
from learning.web.errors import NotFound, TooMany
from learning.web.fragments import page, render
from learning.web.pages import REVALIDATE, send, serve_public, store
from learning.web.site import site

bp = Blueprint("credentials", __name__)


@bp.get("/<lang:language>/xac-minh/")
@public
def checking() -> Response:
    """The same for everybody: a script reads the code, and needs no network for it."""
    return serve_public(
        ("checking", current().code),
        lambda: render("credentials/check.html", page=pages.CheckPage(forms.NumberForm())),
    )


@bp.post("/<lang:language>/xac-minh/")
@personal
def check() -> ResponseReturnValue:
    """A number goes to its own page; a code or a file is answered here, for its words stand in no address."""
    sent = _file()
    if sent is not None:
        return _verdict(sent)
    form = forms.NumberForm(request.form)
    if not form.validate():
        return page("credentials/check.html", status=422, page=pages.CheckPage(form))
    if form.token:
        return _verdict(form.number.data or "")
    return redirect(url_for("credentials.show", paper=form.number.data), 303)


@bp.get("/<lang:language>/xac-minh/<paper>")
@personal
def show(paper: str) -> ResponseReturnValue:
    """What a number stands for. The code on the paper leads here too, its signed words behind the #."""
    found = _found(paper)
    if found is None:
        shown = pages.CheckPage(forms.NumberForm(), pages.unlisted())
        return page("credentials/check.html", status=404, page=shown)
    verdict = queries.standing_today(found)
    number = found.number if found.token else None
    return page(
        "credentials/check.html", page=pages.CheckPage(forms.NumberForm(), pages.said(verdict, 1), number)
    )


@bp.get("/<lang:language>/xac-minh/<paper>/huy-hieu.jwt")
@personal
def download(paper: str) -> ResponseReturnValue:
    """The Open Badges credential as a file, for whoever holds the paper."""
    found = _found(paper)
    if found is None or found.token is None:
        raise NotFound
    named = {"Content-Disposition": f'attachment; filename="huy-hieu-{found.number}.jwt"'}
    return Response(found.token, mimetype="application/vc+jwt", headers=named)


@bp.get("/xac-minh/so-tra.json")
@public
def book() -> Response:
    """The file that travels: keys and withdrawn certificates, signed, of every issuer known here."""
    return _fetched(published.book_file())


@bp.get("/xac-minh/don-vi.json")
@personal
def issuer() -> ResponseReturnValue:
    """Who signs. Kept by nobody, as the two below: before the first certificate there is none."""
    return _fetched_json(published.issuer())


@bp.get("/xac-minh/khoa/<kid>.json")
@personal
def key(kid: str) -> ResponseReturnValue:
    return _fetched_json(published.public_key(kid))


@bp.get("/xac-minh/thu-hoi/<int:number>")
@personal
def status_list(number: int) -> ResponseReturnValue:
    """A Bitstring Status List, signed, for programs that know Open Badges."""
    found = published.status_list(number)
    if found is None:
        raise NotFound
    return _fetched(found, "application/vc+jwt")


def _verdict(scanned: str) -> Response:
    books = queries.all_books()
    verdict = rules.judge(scanned, books, queries.today())
    shown = pages.CheckPage(forms.NumberForm(), pages.said(verdict, len(books)))
    return page("credentials/check.html", page=shown)


def _found(paper: str) -> Issued | None:
    """The certificate of a number in an address. Whoever guesses too often must wait."""
    network = people.caller().network
    if wait := guesses.wait_of(network):
        raise TooMany(retry_after=ceil(wait.total_seconds()))
    try:
        found = queries.of_number(rules.read_number(paper))
    except rules.UnreadableNumber:
        raise NotFound from None
    if found is None:
        guesses.missed(network)
    return found


def _file() -> str | None:
    """What stands in a file that was chosen; None where none was."""
    sent = request.files.get("tep")
    if sent is None or not sent.filename:
        return None
    with sent.stream as stream:
        return stream.read().decode("ascii", "replace")


def _fetched_json(found: dict[str, Any] | None) -> Response:
    if found is None:
        raise NotFound
    return _fetched(json.dumps(found, ensure_ascii=False) + "\n")


def _fetched(text: str, mimetype: str = "application/json") -> Response:
    stored = site().pages.get(("certificates", text), lambda: store(text.encode(), mimetype))
    return send(stored, REVALIDATE)
