"""The desk: choose a language, translate sentence by sentence, read what somebody else has written."""

from collections import Counter
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning.db import write
from learning.desk import live, operations, pages, queries, readiness, rules, scope, texts
from learning.desk.forms import AskForm, ProfileForm, ReturnForm, WordsForm
from learning.desk.operations import NoLongerThere, SamePerson
from learning.desk.queries import Speaker, Suggestion
from learning.desk.texts import Text
from learning.i18n.registry import Language
from learning.letters import plain
from learning.web.access import public, staff_here, staff_only
from learning.web.errors import NotFound
from learning.web.forms import clean
from learning.web.fragments import page, render
from learning.web.pages import send_unkept
from learning.web.site import site

bp = Blueprint("desk", __name__)
LONGEST_SEARCH = 80
SHORTEST_SEARCH = 2


@bp.get("/<lang:language>/dich/")
@public
def ready() -> Response:
    """How ready each language is, for anyone."""
    return send_unkept(render("desk/ready.html", page=pages.ReadyPage(readiness.of_every_language())))


@bp.get("/<lang:language>/dich/ban/")
@staff_only("translator", "author", "administrator")
def home() -> Response:
    """The languages of whoever is here."""
    mine = [site().languages.by_code.get(one.language) for one in queries.languages_of(staff_here())]
    shown = pages.HomePage(
        [(one, readiness.of(one)) for one in mine if one is not None],
        len(queries.questions(scope.answers())),
        scope.gives(),
    )
    return page("desk/home.html", page=shown)


@bp.get("/<lang:language>/dich/<code>/")
@staff_only("translator")
def language(code: str) -> Response:
    """What is left of a language, what waits to be read, and what came back."""
    speaker, here = scope.mine(code)
    words = clean(request.args.get("tim", ""))[:LONGEST_SEARCH]
    done, waiting = _states(here)
    every = texts.texts().domains
    shown = pages.LanguagePage(
        language=here,
        speaker=speaker,
        domains=pages.domains(
            here,
            Counter(text.domain for some in every.values() for text in some if text.key in waiting),
            Counter(text.domain for some in every.values() for text in some if text.key not in done),
        ),
        to_read=queries.to_read(code, speaker.person)[1],
        returned=queries.returned_to(speaker.person, code),
        found=_found(here, words) if len(words) >= SHORTEST_SEARCH else None,
        words=words,
        said=request.args.get("xong"),
        is_offered=here.is_offered,
    )
    return page("desk/language.html", page=shown)


@bp.route("/<lang:language>/dich/<code>/giong/", methods=["GET", "POST"])
@staff_only("translator")
def profile(code: str) -> ResponseReturnValue:
    """Which of its forms one speaks and writes."""
    speaker, here = scope.mine(code)
    form = ProfileForm.of_request(dialect=speaker.dialect, spelling=speaker.spelling)
    if request.method == "POST" and form.validate():
        with write():
            operations.describe(speaker, form["dialect"].data, form["spelling"].data)
        return redirect(url_for("desk.language", code=code, xong="giong"), 303)
    return page("desk/profile.html", status=422 if form.errors else 200, page=pages.ProfilePage(here, form))


# --- one sentence at a time ---


@bp.get("/<lang:language>/dich/<code>/tiep/<domain>/")
@staff_only("translator")
def following(code: str, domain: str) -> ResponseReturnValue:
    """To the next sentence that nobody has translated, after `sau`."""
    _, here = scope.mine(code)
    if domain not in texts.texts().domains:
        raise NotFound
    said = request.args.get("xong")
    found = _next(here, domain, request.args.get("sau"))
    if found is None:
        return redirect(url_for("desk.language", code=code, xong="het"), 303)
    return redirect(url_for("desk.text", code=code, key=found.key, xong=said), 303)


@bp.get("/<lang:language>/dich/<code>/cau/<key>/")
@staff_only("translator")
def text(code: str, key: str) -> Response:
    return _text(code, key)


@bp.post("/<lang:language>/dich/<code>/cau/<key>/")
@staff_only("translator")
def suggest(code: str, key: str) -> ResponseReturnValue:
    """Keep it as a suggestion, and go on to the next."""
    speaker, here = scope.mine(code)
    wanted = _known(key)
    form = WordsForm.of(wanted, here, request.form, ())
    if not form.is_fit(wanted):
        return _text(code, key, form=form, status=422)
    with write():
        operations.suggest(speaker, wanted, form.typed)
    return redirect(url_for("desk.following", code=code, domain=wanted.domain, sau=key, xong=key), 303)


@bp.post("/<lang:language>/dich/<code>/cau/<key>/hoi/")
@staff_only("translator")
def ask(code: str, key: str) -> ResponseReturnValue:
    speaker, _ = scope.mine(code)
    wanted = _known(key)
    form = AskForm.of_request()
    if not form.validate():
        return _text(code, key, asked=cast("AskForm", form), status=422)
    with write():
        operations.ask(speaker, wanted, form["kind"].data, form["note"].data)
    return redirect(url_for("desk.text", code=code, key=key, xong="hoi"), 303)


# --- read by a second person ---


@bp.get("/<lang:language>/dich/<code>/duyet/")
@staff_only("translator")
def read(code: str) -> Response:
    """The oldest that somebody else has suggested; `sau` is the time of one that is left for later."""
    speaker, _ = scope.mine(code)
    found, many = queries.to_read(code, speaker.person, _time(request.args.get("sau")))
    return _read(code, found, many)


@bp.get("/<lang:language>/dich/<code>/duyet/<uuid:suggestion_id>/")
@staff_only("translator")
def read_one(code: str, suggestion_id: UUID) -> Response:
    speaker, _ = scope.mine(code)
    found = queries.suggestion(code, suggestion_id)
    if found is None or found.state != "waiting" or not rules.may_decide(found.by, speaker.person):
        raise NotFound
    return _read(code, found, queries.to_read(code, speaker.person)[1])


@bp.post("/<lang:language>/dich/<code>/duyet/<uuid:suggestion_id>/")
@staff_only("translator")
def decide(code: str, suggestion_id: UUID) -> ResponseReturnValue:
    """Approve these very words, or send them back with what is wrong."""
    speaker, _ = scope.mine(code)
    seen = request.form.get("seen", "")
    form = ReturnForm.of_request()
    is_return = request.form.get("lam") == "tra"
    found = queries.suggestion(code, suggestion_id)
    if found is None:
        raise NotFound
    if is_return and not form.validate():
        many = queries.to_read(code, speaker.person)[1]
        return _read(code, found, many, form=cast("ReturnForm", form), status=422)
    try:
        with write():
            if is_return:
                kind, note = form["kind"].data, form["note"].data
                operations.send_back(speaker, suggestion_id, seen, kind, note)
            else:
                operations.approve(speaker, suggestion_id, seen)
    except SamePerson:
        return redirect(url_for("desk.read", code=code, xong="minh"), 303)
    except NoLongerThere:
        return redirect(url_for("desk.read", code=code, xong="khac"), 303)
    live.look()  # here at once; other workers look by themselves
    return redirect(url_for("desk.read", code=code, xong="tra" if is_return else "duyet"), 303)


# --- shared ---


def _known(key: str) -> Text:
    found = texts.texts().by_key.get(key)
    if found is None:
        raise NotFound
    return found


def _states(here: Language) -> tuple[frozenset[str], set[str]]:
    """The sentences that need nobody now, and those of them that wait to be read."""
    waiting = queries.waiting_keys(here.code)
    return readiness.keys_said(here) | waiting | queries.live_keys(here.code), waiting


def _next(here: Language, domain: str, after: str | None) -> Text | None:
    """The first that is left behind the one named, else the first that is left at all."""
    done, _ = _states(here)
    last = texts.texts().by_key.get(after or "")
    left = [one for one in texts.texts().domains[domain] if one.key not in done and one.key != after]
    start = last.number if last is not None and last.domain == domain else -1
    return next((one for one in left if one.number > start), left[0] if left else None)


def _found(here: Language, words: str) -> list[tuple[Text, tuple[str, ...]]]:
    """Sentences that have these words, in Vietnamese or in the language, with or without accents."""
    files, wanted, every, found = texts.files_of(here), plain(words), texts.texts(), []
    for key, one in every.by_key.items():
        said = readiness.said(here, one, files)
        if wanted in every.plain[key] or any(words in form for form in said):
            found.append((one, said))
        if len(found) == texts.MOST_FOUND:
            break
    return found


def _text(
    code: str,
    key: str,
    *,
    form: WordsForm | None = None,
    asked: AskForm | None = None,
    status: int = 200,
) -> Response:
    speaker, here = scope.mine(code)
    wanted = _known(key)
    files = texts.files_of(here)
    there = queries.of_text(code, key)
    mine = next((one for one in there if one.by == speaker.person and one.state == "waiting"), None)
    now = readiness.said(here, wanted, files)
    around = texts.texts().domains[wanted.domain]
    at = around.index(wanted) if wanted.domain != rules.INTERFACE else -1
    beside = [
        around[number] if 0 <= number < len(around) and around[number].file == wanted.file else None
        for number in (at - 1, at + 1)
    ]
    shown = pages.TextPage(
        language=here,
        text=wanted,
        domain=pages.domain_name(wanted.domain),
        form=form or WordsForm.of(wanted, here, None, _begun(mine, there, speaker) or now),
        ask=asked or AskForm(),
        places=pages.places_of(wanted),
        before=beside[0] if at >= 0 else None,
        after=beside[1] if at >= 0 else None,
        alike=texts.similar(wanted, files, queries.remembered(code)),
        others=[one for one in there if one.by != speaker.person and one.state == "waiting"],
        mine=mine,
        returned=next((one for one in there if one.by == speaker.person and one.state == "returned"), None),
        questions=queries.questions_about(code, key),
        share=readiness.by_domain(here)[wanted.domain],
        said=request.args.get("xong"),
        is_said=bool(now),
    )
    return page("desk/text.html", status=status, page=shown)


def _begun(mine: Suggestion | None, there: list[Suggestion], speaker: Speaker) -> tuple[str, ...]:
    """What whoever is here has written last."""
    returned = (one for one in there if one.by == speaker.person and one.state == "returned")
    last = mine or next(returned, None)
    return last.forms if last else ()


def _read(
    code: str, found: Suggestion | None, many: int, *, form: ReturnForm | None = None, status: int = 200
) -> Response:
    _, here = scope.mine(code)
    wanted = texts.texts().by_key.get(found.key) if found else None
    shown = pages.ReadPage(
        language=here,
        found=found,
        many=many,
        text=wanted,
        places=pages.places_of(wanted) if wanted else [],
        now=readiness.said(here, wanted, texts.files_of(here)) if wanted else (),
        form=form or ReturnForm(),
        said=request.args.get("xong"),
    )
    return page("desk/read.html", status=status, page=shown)


def _time(asked: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(asked) if asked else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo is not None else None
