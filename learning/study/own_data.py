"""What is kept of whoever asks: to read, to take home, and to have erased."""

import json
from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning.accounts import holdings, session
from learning.accounts import queries as accounts
from learning.accounts.session import SignedIn
from learning.records import queries
from learning.study.kept import KeptPage, kept_page
from learning.web.access import personal
from learning.web.fragments import page
from learning.web.site import site

bp = Blueprint("own", __name__)


@bp.get("/<lang:language>/cua-toi/du-lieu/")
@personal
def kept() -> Response:
    return page("study/kept.html", page=_kept(session.current()))


@bp.get("/<lang:language>/cua-toi/du-lieu/tai-ve")
@personal
def take_home() -> ResponseReturnValue:
    """All of it, in one file that other programs can read."""
    here = session.current()
    if here is None:
        return redirect(url_for("own.kept"), 303)
    said = json.dumps(site().export(here.person_id), ensure_ascii=False, indent=1, default=_plain)
    answer = Response(said, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.json"'
    return answer


@bp.get("/<lang:language>/cua-toi/du-lieu/xoa/")
@personal
def ask_to_erase() -> Response:
    """Before, with a real no; or after, when nobody is signed in any more."""
    return page("study/erase.html", page=_kept(session.current()))


@bp.post("/<lang:language>/cua-toi/du-lieu/xoa/")
@personal
def erase() -> ResponseReturnValue:
    """Her own wish, by whoever holds the card or the phone. Staff ask an administrator."""
    here = session.current()
    if here is not None and here.kind != "staff" and request.form.get("xoa") == "co":
        site().erase(here.person_id, here.person_id, "own-wish")
        session.end()
        answer = redirect(url_for("own.ask_to_erase"), 303)
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer
    return redirect(url_for("own.kept"), 303)


def _kept(here: SignedIn | None) -> KeptPage:
    if here is None:
        return kept_page(site().catalog, None, None)
    return kept_page(
        site().catalog,
        here,
        accounts.person(here.person_id),
        progress=queries.progress_of(here.person_id),
        summary=queries.summary_of(here.person_id),
        cards=holdings.card_numbers(here.person_id),
    )


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
