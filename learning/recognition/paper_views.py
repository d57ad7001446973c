"""Papers for those who read the names of a list: files, certificates, answers from outside, reports."""

from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning import sheets
from learning.accounts import operations as accounts
from learning.clock import now
from learning.db import write
from learning.i18n import current
from learning.jobs import operations as jobs
from learning.places import queries as places
from learning.places.queries import PlaceFacts
from learning.places.rules import day_of
from learning.recognition import lists, queries, scope, words
from learning.recognition.lists import ListFacts
from learning.recognition.papers import (
    answer_file,
    batch,
    files,
    freezing,
    issuing,
    outside,
    pages,
    report,
    wording,
)
from learning.recognition.papers.answer_file import Reading
from learning.web.access import staff_here, staff_only
from learning.web.errors import BadInput, NotFound, NotTheirs
from learning.web.fragments import page

bp = Blueprint("papers", __name__)
READING = tuple(sorted(scope.READING))
DECIDING = tuple(sorted(scope.DECIDING))


@bp.get("/<lang:language>/cong-nhan/danh-sach/<uuid:list_id>/giay-to/")
@staff_only(*READING)
def index(list_id: UUID) -> Response:
    """All papers of a list."""
    facts = scope.list_to_read(list_id)
    criteria = queries.rules_of(facts.set_id, facts.set_version)
    people = outside.going(lists.entries_of(list_id)) if facts.decision else []
    shown = pages.PapersPage(
        facts=facts,
        criteria=criteria,
        place=places.by_path(facts.place),
        recognised=len(people),
        unwritable=issuing.unwritable([one.id for one in people]),
        caution=words.caution(criteria),
        may_issue=scope.may("decide", "dossier", facts.place),
    )
    return page("recognition/papers.html", page=shown)


@bp.post("/<lang:language>/cong-nhan/danh-sach/<uuid:list_id>/giay-to/<name>.<extension>")
@staff_only(*READING)
def take(list_id: UUID, name: str, extension: str) -> Response:
    """A file with names. By POST: who takes it stands in the log."""
    facts = scope.list_to_read(list_id)
    if extension not in files.OF_LIST.get(name, ((), ()))[1]:
        raise NotFound
    body = files.written(files.of_list_paper(facts, name, day_of(now())), extension)
    _log_taken(facts, f"{name}.{extension}")
    return _file(body, f"{name}-{facts.year}.{extension}", files.MIMETYPES[extension])


@bp.post("/<lang:language>/cong-nhan/danh-sach/<uuid:list_id>/giay-to/chung-nhan")
@staff_only(*DECIDING)
def issue(list_id: UUID) -> ResponseReturnValue:
    """Sign and print the certificates of a decided list, beside the pages."""
    facts = scope.list_to_read(list_id)
    if not scope.may("decide", "dossier", facts.place):
        raise NotTheirs
    told = batch.arguments(lists.entries_of(list_id))
    if facts.decision is None or not told["dossiers"]:
        raise BadInput
    with write():
        job = jobs.begin(batch.CERTIFICATES.name, told, len(told["dossiers"]), staff_here(), current().code)
    return redirect(url_for("jobs.show", job_id=job), 303)


# ── Other systems ──


@bp.post("/<lang:language>/cong-nhan/danh-sach/<uuid:list_id>/giay-to/nhap-lieu.xlsx")
@staff_only(*READING)
def keyed(list_id: UUID) -> Response:
    """The people of a decided list, in the columns of the system they are keyed into."""
    facts, system = _keyed_list(list_id)
    criteria = queries.rules_of(facts.set_id, facts.set_version)
    offices = wording.offices_of(facts.place)
    entries = lists.entries_of(list_id)
    body = outside.workbook(facts, entries, criteria, system, (offices.above, offices.place))
    _log_taken(facts, f"{system}.xlsx")
    return _file(body, f"{system}-{facts.year}.xlsx", sheets.XLSX)


@bp.get("/<lang:language>/cong-nhan/danh-sach/<uuid:list_id>/giay-to/tra-loi/")
@staff_only(*READING)
def answers(list_id: UUID) -> Response:
    facts, system = _keyed_list(list_id)
    return page("recognition/answers.html", page=_answers_page(facts, system))


@bp.post("/<lang:language>/cong-nhan/danh-sach/<uuid:list_id>/giay-to/tra-loi/")
@staff_only(*READING)
def take_answers(list_id: UUID) -> ResponseReturnValue:
    """A file is read and nothing changed; what the dry run showed is taken in when it comes back."""
    facts, system = _keyed_list(list_id)
    file = request.files.get("tep")
    people = outside.going(lists.entries_of(list_id))
    try:
        sent = request.form.get("rows", "")
        rows = outside.sent_back(sent) if file is None else sheets.rows_of(file.read())
    except sheets.UnreadableSheet:
        shown = _answers_page(facts, system, trouble=str(pages.UNREADABLE))
        return page("recognition/answers.html", status=422, page=shown)
    reading = answer_file.read(rows, outside.sent(people, system))
    trouble = pages.trouble_of(reading)
    if file is not None or trouble:
        shown = _answers_page(facts, system, None if trouble else reading, trouble=trouble)
        return page("recognition/answers.html", status=422 if trouble else 200, page=shown)
    with write():
        done = outside.take_in(reading, people, system, staff_here(), facts)
    return page("recognition/answers.html", page=_answers_page(facts, system, done=done))


def _answers_page(
    facts: ListFacts,
    system: outside.System,
    reading: Reading | None = None,
    *,
    trouble: str = "",
    done: int | None = None,
) -> pages.AnswersPage:
    criteria = queries.rules_of(facts.set_id, facts.set_version)
    rows = outside.kept(reading) if reading else ""
    return pages.AnswersPage(facts, criteria, system, reading, rows, trouble, done)


def _keyed_list(list_id: UUID) -> tuple[ListFacts, outside.System]:
    facts = scope.list_to_read(list_id)
    system = outside.system_of(queries.rules_of(facts.set_id, facts.set_version))
    if system is None or facts.decision is None:
        raise NotFound
    return facts, system


# ── The report of a year ──

_REPORT = "/<lang:language>/dia-ban/<uuid:place_id>/cong-nhan/<set_id>/<int:year>/bao-cao"


@bp.get(f"{_REPORT}/")
@staff_only(*READING, at="place_id")
def year(place_id: UUID, set_id: str, year: int) -> Response:
    """The report as it stands now, and as it was frozen."""
    place = _place(place_id)
    told = files.year_of(place, set_id, year)
    if told is None:
        raise NotFound
    shown = pages.ReportPage(
        place=place,
        criteria=told.criteria,
        year=year,
        caution=words.caution(told.criteria),
        said=report.report_paper(told, wording.offices_of(place.path), day_of(now())).parts[0].said,
        frozen=freezing.frozen_at(place.path, set_id, year),
        just_frozen=request.args.get("xong") == "chot",
    )
    return page("recognition/report.html", page=shown)


@bp.get(f"{_REPORT}.<extension>")
@staff_only(*READING, at="place_id")
def draft(place_id: UUID, set_id: str, year: int, extension: str) -> Response:
    """The report of today, as a file: it names nobody."""
    made = files.report_of(_place(place_id), set_id, year, day_of(now()))
    if made is None or extension not in files.OF_YEAR:
        raise NotFound
    return _file(files.written(made, extension), f"bao-cao-{year}.{extension}", files.MIMETYPES[extension])


@bp.post(f"{_REPORT}/chot")
@staff_only(*READING, at="place_id")
def freeze(place_id: UUID, set_id: str, year: int) -> ResponseReturnValue:
    """From now on this report says the same to everybody, for ever."""
    place = _place(place_id)
    made = files.report_of(place, set_id, year, day_of(now()))
    if made is None:
        raise NotFound
    printed = freezing.printed(made)
    with write():
        freezing.freeze(printed, place.path, set_id, year, staff_here())
    there = url_for("papers.year", place_id=place_id, set_id=set_id, year=year, xong="chot")
    return redirect(there, 303)


@bp.get("/<lang:language>/dia-ban/<uuid:place_id>/cong-nhan/ban-chot/<id>.<extension>")
@staff_only(*READING, at="place_id")
def frozen(place_id: UUID, id: str, extension: str) -> Response:
    """A frozen report: the same bytes for everybody who asks."""
    body = freezing.file_of(id, extension, _place(place_id).path)
    if body is None:
        raise NotFound
    return _file(body, f"bao-cao-{id[:12]}.{extension}", files.MIMETYPES[extension])


def _place(place_id: UUID) -> PlaceFacts:
    place = places.place_of(place_id)
    if place is None or place.kind not in ("commune", "province"):
        raise NotFound
    return place


def _log_taken(facts: ListFacts, file: str) -> None:
    with write():
        accounts.log_action(
            "paper-taken",
            by=staff_here(),
            thing=("list", facts.id),
            place=facts.place,
            details={"file": file},
        )


def _file(body: bytes, name: str, mimetype: str) -> Response:
    """A file to keep; its name is ours."""
    return Response(
        body, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
