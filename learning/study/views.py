"""A learner's pages: public ones, the same for everybody and made once; keeping and her own page."""

import re
from collections.abc import Sequence

from flask import Blueprint, Response, request

from learning import clock
from learning.accounts import session
from learning.catalog.content import Module
from learning.i18n import current
from learning.quizzes.discernment import Discernment
from learning.quizzes.drawing import MAX_FORM
from learning.quizzes.practice import replay
from learning.records import queries
from learning.study import finding, forms, hers, operations, packs, pages, paper
from learning.study.addresses import picture_digest
from learning.study.living import page as living_page
from learning.study.mine import MinePage
from learning.study.mine import page as mine_page
from learning.study.upkeep import page as upkeep_page
from learning.web.access import personal, public, staff_only
from learning.web.assets import mimetype
from learning.web.errors import BadInput, NotFound
from learning.web.forms import clean
from learning.web.fragments import page, render
from learning.web.pages import (
    HTML,
    IMMUTABLE,
    PAGE_CACHE,
    REVALIDATE,
    Stored,
    send,
    send_unkept,
    serve_public,
    store,
)
from learning.web.site import site

bp = Blueprint("study", __name__)
REVIEWS_AT_ONCE = 3
MOST_COUNTED = 99
_FORM_NUMBER = re.compile("[1-9][0-9]{0,2}")


@bp.get("/<lang:language>/")
@public
def home() -> Response:
    return serve_public(
        ("home", current().code), lambda: render("study/home.html", page=pages.home(site().catalog))
    )


@bp.get("/<lang:language>/khoa/<course_id>/")
@public
def course(course_id: str) -> Response:
    found = site().catalog.course(course_id)
    return serve_public(
        ("course", course_id, current().code),
        lambda: render("study/course.html", page=pages.course(found)),
    )


@bp.get("/<lang:language>/bai/<module_id>/")
@public
def module(module_id: str) -> Response:
    found = _module(module_id)
    return serve_public(
        ("module", module_id, current().code),
        lambda: render("study/module.html", page=pages.module(site().catalog, found)),
    )


@bp.get("/<lang:language>/bai/<module_id>/thuc-hanh/")
@public
def practice(module_id: str) -> Response:
    """The simulated phone. Without scripts each tap is a GET with the taps so far, so that Back is undo."""
    found = _module(module_id)
    shown = _practised(found, forms.tapped(forms.taps(request.args.get), request.args.get))
    if shown.replay.wrong:
        # Right paths are few and kept; wrong ones are without number and made each time.
        return send(store(render("study/practice.html", page=shown).encode(), HTML), REVALIDATE)
    return serve_public(
        ("practice", module_id, shown.path, current().code),
        lambda: render("study/practice.html", page=shown),
    )


@bp.post("/<lang:language>/bai/<module_id>/thuc-hanh/")
@personal
def keep_practice(module_id: str) -> Response:
    """Keep a rehearsal that came to its end; the server walks the taps again."""
    found = _module(module_id)
    shown = _practised(found, forms.taps(request.form.get))
    if not shown.finished:
        raise BadInput
    kept = operations.keep_practice(found.id, forms.version(), shown.path)
    return page("study/practice.html", page=pages.with_kept(shown, kept=kept.kept, say=str(kept.say)))


@bp.get("/<lang:language>/bai/<module_id>/kiem-tra/<form>/")
@public
def check(module_id: str, form: str) -> Response:
    found, number = _module(module_id), _form_number(form)
    return serve_public(
        ("check", module_id, number, current().code),
        lambda: render("study/check.html", page=pages.check(found, number)),
    )


@bp.post("/<lang:language>/bai/<module_id>/kiem-tra/<form>/")
@personal
def mark_check(module_id: str, form: str) -> Response:
    """Mark a form that was sent without scripts; nothing that was filled in is lost if some is missing."""
    found, number = _module(module_id), _form_number(form)
    shown = pages.check(found, number)
    given, missing = forms.answers(shown.questions)
    if missing:
        return page("study/check.html", status=422, page=pages.unfinished(shown, forms.filled(), missing))
    kept = operations.keep_check(found.id, forms.version(), number, given)
    return page("study/check.html", page=pages.marked(shown, given, forms.filled(), kept))


@bp.get("/<lang:language>/bai/<module_id>/ghi-nho/")
@public
def note(module_id: str) -> Response:
    """The module's note card, made to be printed."""
    found = _module(module_id)
    if not found.note:
        raise NotFound
    return serve_public(
        ("note", module_id, current().code),
        lambda: render("study/note.html", page=paper.note(site().catalog, found, site().settings.public_url)),
    )


@bp.get("/<lang:language>/bai/<module_id>/phat-thanh/")
@public
def radio(module_id: str) -> Response:
    """The module's script for the commune loudspeaker, for whoever reads it out."""
    found = _module(module_id)
    if found.radio is None:
        raise NotFound
    script = found.radio
    return serve_public(
        ("radio", module_id, current().code),
        lambda: render("study/radio.html", page=paper.radio(found, script)),
    )


@bp.get("/<lang:language>/tim/")
@public
def find() -> Response:
    """The lessons that have the words of `?tim=`, which may be typed without accents."""
    typed = clean(request.args.get("tim", ""))[: finding.LONGEST_SEARCH]
    spoken = (current().code, site().version_of(current()))
    index = site().searched.get(spoken)
    if index is None:
        index = site().searched[spoken] = finding.Index(site().catalog, site().said[current().code])
    return send_unkept(render("study/find.html", page=finding.page(index, typed)))


@bp.get("/<lang:language>/ngoai-tuyen/")
@public
def offline() -> Response:
    """What a phone without a network is shown instead of a page that it has not got."""
    return serve_public(
        ("offline", current().code), lambda: render("study/offline.html", page=pages.home(site().catalog))
    )


@bp.get("/api/v1/packs/<lang:language>/<course_id>")
@public
def course_pack(course_id: str) -> Response:
    """All that a device keeps of a course."""
    return _pack(course_id, site().catalog.course(course_id).modules)


@bp.get("/api/v1/packs/<lang:language>/bai/<module_id>")
@public
def module_pack(module_id: str) -> Response:
    """All that a device keeps of one module."""
    return _pack(module_id, [_module(module_id)])


@bp.get("/<lang:language>/cua-toi/")
@personal
def mine() -> Response:
    return hers.serve("mine", lambda: render("study/mine.html", page=_mine(_told())))


@bp.get("/<lang:language>/cua-toi/the")
@personal
def mine_part() -> Response:
    """The small personal fragment for public pages."""
    return hers.serve("part", lambda: render("study/_mine.html", page=_mine()))


@bp.get("/<lang:language>/on-tap/")
@personal
def review() -> Response:
    def made() -> str:
        due = _due(REVIEWS_AT_ONCE + 1)
        return render("study/review.html", page=pages.review(site().catalog, due, most=REVIEWS_AT_ONCE))

    return hers.serve("review", made)


@bp.get("/<lang:language>/on-tap/<module_id>/")
@personal
def refresh(module_id: str) -> Response:
    """One question of a lesson, whether due or not: a right answer shows that it is still known."""
    found, at = _module(module_id), clock.now()
    names = [one.id for one in found.bank.questions]
    due = queries.DueReview(found.id, names[at.toordinal() % len(names)], at)
    return page("study/review.html", page=pages.review(site().catalog, [due], most=1))


@bp.post("/<lang:language>/on-tap/")
@personal
def mark_review() -> Response:
    """Mark the due questions that were shown; the form says which."""
    shown = pages.review(site().catalog, forms.reviewed(), most=forms.MOST_REVIEWS)
    given, missing = forms.answers(shown.questions)
    if missing:
        return page("study/review.html", status=422, page=pages.unfinished(shown, forms.filled(), missing))
    kept = operations.keep_review(shown.items, given)
    return page(
        "study/review.html",
        page=pages.marked(shown, given, forms.filled(), kept),
    )


@bp.get("/<lang:language>/thanh-phan/")
@staff_only()
def living() -> Response:
    """Every component in every state, for whoever builds a page."""
    return page("study/living.html", page=living_page(site().catalog))


@bp.get("/<lang:language>/quan-tri/noi-dung/")
@staff_only()
def upkeep() -> Response:
    """How every module and fact stands with its review date today."""
    return page("study/upkeep.html", page=upkeep_page(site().catalog, clock.now().date()))


@bp.get("/noi-dung/<module_id>/<file>")
@public
def picture(module_id: str, file: str) -> Response:
    """A module's drawing; for ever where the address names its content."""
    module = _module(module_id)
    if file not in module.pictures:
        raise NotFound
    stored = site().pages.get(
        ("picture", module_id, file), lambda: store(module.pictures[file].bytes, mimetype(file))
    )
    is_this = request.args.get("v") == picture_digest(module, file)
    return send(stored, IMMUTABLE if is_this else REVALIDATE)


def _pack(name: str, modules: Sequence[Module]) -> Response:
    def made() -> Stored:
        return store(packs.described(modules), "application/json")

    return send(site().pages.get(("pack", name, len(modules), current().code), made), PAGE_CACHE)


def _module(module_id: str) -> Module:
    found: Module = site().catalog.module(module_id)
    return found


def _form_number(written: str) -> int:
    """One address for each form: a page that is kept for everybody names its own address in its links."""
    if not _FORM_NUMBER.fullmatch(written) or int(written) > MAX_FORM:
        raise NotFound
    return int(written)


def _practised(found: Module, path: tuple[str, ...]) -> pages.PracticePage:
    if found.practice is None:
        raise NotFound
    return pages.practice(found, found.practice, replay(found.practice.key(), path), path)


def _mine(told: Discernment | None = None) -> MinePage:
    signed_in = session.current()
    if signed_in is None:
        return mine_page(site().catalog, None)
    person = signed_in.person_id
    return mine_page(
        site().catalog,
        signed_in,
        progress=queries.progress_of(person),
        summary=queries.summary_of(person),
        due=len(_due(MOST_COUNTED)),
        told=told,
    )


def _told() -> Discernment | None:
    signed_in = session.current()
    return queries.discernment_of(signed_in.person_id) if signed_in else None


def _due(most: int) -> list[queries.DueReview]:
    signed_in = session.current()
    if signed_in is None:
        return []
    return queries.due_reviews(signed_in.person_id, clock.now(), most, among=site().catalog.question_names)
