"""Beside the sentences: who translates what, questions and answers, catalogues as files."""

from typing import cast
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning.accounts import queries as people
from learning.accounts.colleagues import translators
from learning.db import write
from learning.desk import exchange, operations, pages, queries, scope, texts
from learning.desk.forms import AnswerForm, SpeakerForm
from learning.desk.queries import Question
from learning.i18n.registry import Language
from learning.web.access import staff_here, staff_only
from learning.web.errors import NotFound, NotTheirs
from learning.web.fragments import page
from learning.web.site import site

bp = Blueprint("translators", __name__)


# --- who translates what ---


@bp.route("/<lang:language>/dich/nguoi-dich/", methods=["GET", "POST"])
@staff_only("administrator")
def speakers() -> ResponseReturnValue:
    """Give somebody a language: whoever administers everything."""
    _require_everywhere()
    form = SpeakerForm.offering(translators(), list(site().languages))  # Vietnamese is read aloud
    if request.method == "POST" and form.validate():
        with write():
            operations.give(UUID(form.person.data), form.language.data, staff_here())
        return redirect(url_for("translators.speakers", xong="giao"), 303)
    rows = [(one.person, one.language) for one in queries.speakers()]
    names = people.people({person for person, _ in rows})
    shown = pages.SpeakersPage(
        form,
        [
            (person, (names[person].name or "") if person in names else "", known)
            for person, code in rows
            if (known := site().languages.by_code.get(code))
        ],
        request.args.get("xong"),
    )
    return page("desk/speakers.html", status=422 if form.errors else 200, page=shown)


@bp.post("/<lang:language>/dich/nguoi-dich/<uuid:person_id>/<code>/thoi")
@staff_only("administrator")
def end(person_id: UUID, code: str) -> ResponseReturnValue:
    _require_everywhere()
    if queries.speaker(person_id, code) is None:
        raise NotFound
    with write():
        operations.end(person_id, code, staff_here())
    return redirect(url_for("translators.speakers", xong="thoi"), 303)


# --- questions ---


@bp.get("/<lang:language>/dich/hoi/")
@staff_only("translator", *scope.ANSWERERS)
def questions() -> Response:
    return _questions(None, 200)


@bp.post("/<lang:language>/dich/hoi/<uuid:question_id>")
@staff_only("translator", *scope.ANSWERERS)
def answer(question_id: UUID) -> ResponseReturnValue:
    asked = queries.question(question_id)
    reach = scope.answers()
    if asked is None or (reach is not None and asked.language not in reach):
        raise NotFound
    form = cast("AnswerForm", AnswerForm.of_request())
    if not form.validate():
        return _questions((asked, form), 422)
    with write():
        operations.answer(question_id, form.answer.data or "", staff_here())
    return redirect(url_for("translators.questions", xong=1), 303)


def _questions(wrong: tuple[Question, AnswerForm] | None, status: int) -> Response:
    rows = [
        (one, wrong[1] if wrong and wrong[0].id == one.id else AnswerForm(prefix=""))
        for one in queries.questions(scope.answers())
    ]
    names = {one.code: one.vi_name for one in site().languages}
    shown = pages.QuestionsPage(rows, names, "xong" in request.args)
    return page("desk/questions.html", status=status, page=shown)


# --- catalogues as files ---


@bp.get("/<lang:language>/dich/<code>/tep/")
@staff_only("translator")
def files(code: str) -> Response:
    _, here = scope.mine(code)
    return _files(here)


@bp.get("/<lang:language>/dich/<code>/tep/<domain>.po")
@staff_only("translator")
def download(code: str, domain: str) -> Response:
    """A catalogue with all that is live, for Poedit and Weblate."""
    _, here = scope.mine(code)
    if domain not in texts.texts().domains:
        raise NotFound
    name = f"{domain}.{here.locale}.po"
    return Response(
        exchange.catalogue(here, domain),
        mimetype="text/x-gettext-translation",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.post("/<lang:language>/dich/<code>/tep/")
@staff_only("translator")
def take(code: str) -> ResponseReturnValue:
    """Look at a file, line by line; with `lam=nhan` its sound translations become suggestions."""
    speaker, here = scope.mine(code)
    domain, file = request.form.get("phan", ""), request.files.get("tep")
    if domain not in texts.texts().domains:
        raise NotFound
    content = file.read() if file else b""
    if not content:
        return _files(here, chosen=domain, trouble="empty")
    reading = exchange.read(here, domain, content)
    taken = None
    if request.form.get("lam") == "nhan" and reading.new:
        taken = exchange.take(speaker, reading)
    return _files(here, chosen=domain, reading=reading, taken=taken)


def _files(
    here: Language,
    *,
    chosen: str = "",
    reading: exchange.Reading | None = None,
    taken: int | None = None,
    trouble: str | None = None,
) -> Response:
    domains = [(code, pages.domain_name(code)) for code in texts.texts().domains]
    shown = pages.FilesPage(here, domains, chosen, reading, taken, trouble)
    return page("desk/files.html", status=422 if trouble else 200, page=shown)


def _require_everywhere() -> None:
    if not scope.gives():
        raise NotTheirs
