"""Pages of classes: the list, a new class, the class itself, its people and their cards."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock, sheets
from learning.accounts import operations as accounts
from learning.accounts import queries as people
from learning.classes import (
    batches,
    difficulty,
    exports,
    forms,
    homes,
    operations,
    pages,
    paper,
    queries,
    rules,
    scope,
    taking,
)
from learning.classes.queries import ClassFacts, Member
from learning.db import write
from learning.i18n import current
from learning.i18n import gettext as _
from learning.jobs import operations as jobs
from learning.places import queries as geography
from learning.places.rules import is_below
from learning.records import queries as records
from learning.web.access import staff_only
from learning.web.fragments import course_text, page
from learning.web.site import site

bp = Blueprint("classes", __name__)
LOOKING = ("trainer", "officer", "administrator")
CHANGING = ("trainer", "administrator")
PRINTED_AT_ONCE = 60


@bp.get("/<lang:language>/lop/")
@staff_only(*LOOKING)
def index() -> Response:
    at = rules.page_number(request.args.get("trang"))
    listed = scope.mine(at, queries.A_PAGE + 1)
    shown = pages.list_page(listed[: queries.A_PAGE], may_make=bool(scope.places_of_trainer()))
    more = len(listed) > queries.A_PAGE
    return page("classes/index.html", page=pages.turned(shown, at, has_more=more))


@bp.get("/<lang:language>/lop/trung-ten/")
@staff_only(*LOOKING)
def doubles() -> Response:
    """Who may have been written down twice, for instance by two servers that were apart."""
    inside = request.args.get("noi", "")
    groups = [one for one in scope.mine() if not inside or is_below(one.group.place or "", inside)]
    shown = pages.doubles_page([one.group.id for one in groups], sum(one.learners for one in groups))
    return page("classes/doubles.html", page=shown)


@bp.route("/<lang:language>/lop/moi/", methods=["GET", "POST"])
@staff_only(*CHANGING)
def new() -> ResponseReturnValue:
    catalog = site().catalog
    places = geography.options_at([place for place in scope.places_of_trainer() if place])
    form = forms.ClassForm.offering([(one.id, course_text(one.title)) for one in catalog.courses], places)
    if request.method != "POST" or not form.validate():
        shown = pages.NewClassPage(form, has_places=bool(places))
        return page("classes/new.html", status=422 if form.errors else 200, page=shown)
    courses = [one for one in catalog.courses if form.course.data in ("", one.id)]
    modules = [module.id for course in courses for module in course.modules]
    with write():
        made = operations.make_class(
            form.name.data or "", form.data.get("place") or None, modules, form.days.data or [], scope.me()
        )
    return redirect(url_for("classes.show", class_id=made), 303)


@bp.get("/<lang:language>/lop/<uuid:class_id>/")
@staff_only(*LOOKING)
def show(class_id: UUID) -> Response:
    return page("classes/show.html", page=_class_page(scope.seen(class_id)))


def _class_page(group: ClassFacts) -> pages.ClassPage:
    members = queries.members(group.id)
    return pages.class_page(
        site().catalog,
        group,
        members,
        records.progress_of_all([member.person for member in members]),
        meetings=queries.meetings(group.id),
        today=rules.day_of(clock.now()),
        only=request.args.get("loc", ""),
        may_change=scope.may_change(group),
    )


@bp.get("/<lang:language>/lop/<uuid:class_id>/bai/<module_id>/")
@staff_only(*LOOKING)
def module(class_id: UUID, module_id: str) -> Response:
    """What the class finds hard in one module."""
    group = scope.seen(class_id)
    found = site().catalog.module(module_id)
    learners = [member.person for member in queries.members(group.id)]
    shown = difficulty.page(group, found, records.answers_to(learners, [found.id]))
    return page("classes/module.html", page=shown)


@bp.post("/<lang:language>/lop/<uuid:class_id>/bang.xlsx")
@staff_only(*LOOKING)
def export(class_id: UUID) -> Response:
    """The class as a spreadsheet. By POST: a list that leaves stands in the log."""
    group = scope.seen(class_id)
    shown = _class_page(group)
    file = exports.class_sheet(shown)
    with write():
        operations.log_export("class-exported", group.id, group.place, len(shown.rows), scope.me())
    return _file(file, "lop-hoc.xlsx")


@bp.post("/<lang:language>/lop/<uuid:class_id>/bang.pdf")
@staff_only(*LOOKING)
def sheet(class_id: UUID) -> Response:
    """The class on paper, lying A4: everybody and every module. In the log, as the spreadsheet is."""
    group = scope.seen(class_id)
    shown = _class_page(group)
    file = exports.class_paper(shown, rules.day_of(clock.now()))
    with write():
        operations.log_export("class-exported", group.id, group.place, len(shown.rows), scope.me())
    return _file(file, "bang-lop.pdf", paper.PDF)


@bp.route("/<lang:language>/lop/<uuid:class_id>/day-cung/", methods=["GET", "POST"])
@staff_only(*CHANGING)
def share(class_id: UUID) -> ResponseReturnValue:
    """Another trainer leads the class too."""
    group = scope.led(class_id)
    form = forms.ShareForm.of_request()
    if request.method == "POST" and form.validate():
        found = people.staff_by_name(form.data["name"])
        if found is not None and "trainer" in people.roles_of(found.person):
            with write():
                operations.share_class(group.id, found.person, scope.me())
            return redirect(url_for("classes.show", class_id=group.id), 303)
        form.form_errors.append(_("Không thấy hướng dẫn viên có tên đăng nhập này."))
    return page("classes/share.html", status=422 if form.errors else 200, page=pages.SharePage(group, form))


@bp.post("/<lang:language>/lop/<uuid:class_id>/ket-thuc")
@staff_only(*CHANGING)
def end(class_id: UUID) -> ResponseReturnValue:
    group = scope.led(class_id)
    with write():
        operations.end_class(group.id, scope.me())
    return redirect(url_for("classes.index"), 303)


@bp.route("/<lang:language>/lop/<uuid:class_id>/them/", methods=["GET", "POST"])
@staff_only(*CHANGING)
def add(class_id: UUID) -> ResponseReturnValue:
    """One learner. Possible doubles are shown and never merged: the trainer says who it is."""
    group = scope.led(class_id)
    near = homes.around(group.place)
    form = forms.LearnerForm.of_request(hamlet=near.held_in)
    hamlets = near.offered(queries.hamlets_of(group.id))
    if request.method != "POST" or not form.validate():
        shown = pages.LearnerPage(group, form, hamlets, [])
        return page("classes/add.html", status=422 if form.errors else 200, page=shown)
    name, born = form.data["name"], form.data["born"]
    hamlet = form.data["hamlet"] or None
    chosen = request.form.get("la-ai", "")
    known = _doubles(group, name, born)
    if known and not chosen:
        return page("classes/add.html", page=pages.LearnerPage(group, form, hamlets, known))
    if queries.size_of(group.id) >= rules.MOST_LEARNERS:
        form.form_errors.append(
            _("Lớp đã đủ %(most)d người. Anh chị mở thêm một lớp.", most=rules.MOST_LEARNERS)
        )
        return page("classes/add.html", status=422, page=pages.LearnerPage(group, form, hamlets, []))
    same = next((one.person for one in known if str(one.person) == chosen), None)
    with write():
        if same is None:
            learner = operations.Learner(name, born, hamlet)
            same = operations.add_learner(group.id, learner, scope.me(), current().code)
        else:
            operations.join(group.id, same, hamlet, scope.me())
    return redirect(url_for("classes.person", class_id=group.id, person_id=same), 303)


def _doubles(group: ClassFacts, name: str, born: int | None) -> list[Member]:
    """People of one's own classes nearby who may be the one just typed: nobody else's are looked at."""
    return pages.doubles_of(name, born, queries.members_of(scope.near(group)))


@bp.get("/<lang:language>/lop/mau-danh-sach.xlsx")
@staff_only(*CHANGING)
def template() -> Response:
    """An empty list with the right heads."""
    return _file(exports.template(), "danh-sach.xlsx")


@bp.get("/<lang:language>/lop/<uuid:class_id>/danh-sach/")
@staff_only(*CHANGING)
def roster(class_id: UUID) -> Response:
    return page("classes/roster.html", page=pages.RosterPage(scope.led(class_id)))


@bp.post("/<lang:language>/lop/<uuid:class_id>/danh-sach/")
@staff_only(*CHANGING)
def import_roster(class_id: UUID) -> ResponseReturnValue:
    """A file is read and nothing changed; what the dry run showed is taken in when it comes back."""
    group = scope.led(class_id)
    file = request.files.get("tep")
    try:
        rows = sheets.told(file.read() if file else None, request.form.get("rows", ""), taking.HEADS)
    except sheets.UnreadableSheet:
        shown = pages.RosterPage(group, trouble=str(taking.UNREADABLE))
        return page("classes/roster.html", status=422, page=shown)
    reading = taking.read(group, rows)
    if file is not None or reading.refused:
        trouble = taking.trouble_of(reading, queries.size_of(group.id))
        shown = pages.RosterPage(group, None if trouble else reading, taking.kept(reading), trouble)
        return page("classes/roster.html", status=422 if trouble else 200, page=shown)
    with write():
        done = taking.take_in(group.id, reading, request.form, scope.me(), current().code)
    return page("classes/roster.html", page=pages.RosterPage(group, done=done))


@bp.route("/<lang:language>/lop/the-trang/", methods=["GET", "POST"])
@staff_only(*CHANGING)
def pack() -> ResponseReturnValue:
    """A pack of blank cards, to be bound by scanning."""
    form = forms.PackForm.of_request()
    if request.method != "POST" or not form.validate():
        return page("classes/pack.html", status=422 if form.errors else 200, page=pages.PackPage(form))
    if form.data["many"] > PRINTED_AT_ONCE:
        return _begin(batches.BLANK.name, {}, form.data["many"])
    made = operations.print_blank_cards(form.data["many"], scope.me())
    return _file(paper.cards([("", card) for card in made], _address()), "the-trang.pdf", paper.PDF)


@bp.route("/<lang:language>/lop/the-co-ten/", methods=["GET", "POST"])
@staff_only(*CHANGING)
def named_pack() -> ResponseReturnValue:
    """First cards for everybody without one, in several classes at once."""
    lacking = [(one.group, len(batches.without_card([one.group.id]))) for one in scope.mine_to_change()]
    offered = [
        (group.id, _("%(name)s: %(cards)s", name=group.name, cards=batches.counted(many)))
        for group, many in lacking
        if many
    ]
    form = forms.NamedPackForm.offering(offered)
    if request.method != "POST" or not form.validate():
        shown = pages.NamedPackPage(form, sum(many for _group, many in lacking))
        return page("classes/named_pack.html", status=422 if form.errors else 200, page=shown)
    chosen = form.classes.data or []
    return _begin(
        batches.NAMED.name, {"classes": [str(one) for one in chosen]}, len(batches.without_card(chosen))
    )


@bp.route("/<lang:language>/lop/<uuid:class_id>/in-the/", methods=["GET", "POST"])
@staff_only(*CHANGING)
def print_cards(class_id: UUID) -> ResponseReturnValue:
    """A first card for everybody in the class who has none; nobody's card is ended by this."""
    group = scope.led(class_id)
    without = [member for member in queries.members(group.id) if member.card is None]
    if request.method != "POST" or not without:
        return page("classes/pack.html", page=pages.PackPage(forms.PackForm(), group, len(without)))
    if len(without) > PRINTED_AT_ONCE:
        return _begin(batches.NAMED.name, {"classes": [str(group.id)]}, len(without))
    made = operations.print_cards([member.person for member in without], scope.me())
    named = [(member.name, card) for member, card in zip(without, made, strict=True)]
    return _file(paper.cards(named, _address()), "the-cua-lop.pdf", paper.PDF)


def _begin(kind: str, arguments: dict[str, Any], many: int) -> ResponseReturnValue:
    """So many that nobody waits for them: they are made beside the pages."""
    told = {**arguments, "address": _address()}
    with write():
        job = jobs.begin(kind, told, many, scope.me(), current().code)
    return redirect(url_for("jobs.show", job_id=job), 303)


def _address() -> str:
    return site().settings.public_url or request.host_url


def _file(body: bytes, name: str, mimetype: str = sheets.XLSX) -> Response:
    """A file to keep; its name is ours."""
    return Response(
        body, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@bp.get("/<lang:language>/lop/<uuid:class_id>/nguoi/<uuid:person_id>/")
@staff_only(*LOOKING)
def person(class_id: UUID, person_id: UUID) -> Response:
    group = scope.seen(class_id)
    scope.member(group, person_id)
    return page("classes/person.html", page=_person(group, person_id, forms.CardForm()))


def _person(group: ClassFacts, person_id: UUID, form: forms.CardForm) -> pages.PersonPage:
    member = next(one for one in queries.members(group.id) if one.person == person_id)
    row = pages.row(member, pages.taught(site().catalog, group), records.progress_of(person_id))
    total = records.summary_of(person_id)
    return pages.PersonPage(
        group=group,
        member=member,
        cells=row.cells,
        answers=total.answers,
        right=total.right,
        passed=total.passed,
        form=form,
        may_change=scope.may_change(group),
    )


@bp.post("/<lang:language>/lop/<uuid:class_id>/nguoi/<uuid:person_id>/the-moi")
@staff_only(*CHANGING)
def issue_card(class_id: UUID, person_id: UUID) -> Response:
    """A new card, shown once; the old one is dead at once."""
    group = scope.led(class_id)
    holder = scope.member(group, person_id)
    with write():
        card = accounts.issue_card(holder.id, scope.me())
    shown = pages.card_page(group, holder.name or "", card, holder.id, _address())
    return page("classes/card.html", page=shown)


@bp.post("/<lang:language>/lop/<uuid:class_id>/nguoi/<uuid:person_id>/gan-the")
@staff_only(*CHANGING)
def bind_card(class_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """A blank card from the pack, scanned or its number typed."""
    group = scope.led(class_id)
    holder = scope.member(group, person_id)
    form = forms.CardForm(request.form)
    blank = people.blank_card(form.card.data or "") if form.validate() else None
    if blank is None and not form.errors:
        form.card.errors = [_("Không thấy thẻ trắng này. Có thể gõ nhầm số, hoặc thẻ đã có người.")]
    if blank is not None:
        with write():
            bound = accounts.bind_card(blank, holder.id, scope.me())
        if bound:
            return redirect(url_for("classes.person", class_id=group.id, person_id=holder.id), 303)
        form.card.errors = [_("Thẻ này vừa có người nhận. Anh chị lấy thẻ khác.")]
    return page("classes/person.html", status=422, page=_person(group, holder.id, form))


@bp.post("/<lang:language>/lop/<uuid:class_id>/nguoi/<uuid:person_id>/thoi")
@staff_only(*CHANGING)
def remove(class_id: UUID, person_id: UUID) -> ResponseReturnValue:
    group = scope.led(class_id)
    holder = scope.member(group, person_id)
    with write():
        operations.leave(group.id, holder.id, scope.me())
    return redirect(url_for("classes.show", class_id=group.id), 303)
