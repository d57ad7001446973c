"""The voice desk: agree, read a sentence aloud, hear what somebody else has read; and the clips."""

from datetime import datetime
from typing import cast
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from learning.db import write
from learning.desk import live as desk_live
from learning.desk import texts as desk_texts
from learning.desk.texts import Text
from learning.i18n.registry import Language
from learning.voices import files, operations, pages, queries, rules, scope, texts
from learning.voices.forms import Recording, ReturnForm
from learning.voices.operations import NoLongerThere, SamePerson
from learning.web.access import public, staff_only
from learning.web.errors import NotFound, Sentence, TooMany
from learning.web.fragments import page

bp = Blueprint("voices", __name__)
MOST_IN_AN_HOUR = 400
ONE_YEAR = 365 * 24 * 60 * 60


@bp.get("/giong/<name>")
@public
def sound(name: str) -> Response:
    """A clip that is played, for ever: its name says what is in it. Parts of it too, as phones ask."""
    if not rules.NAME.fullmatch(name) or not queries.is_played(name):
        raise NotFound
    response = _sound(name)
    response.cache_control.public = True
    response.cache_control.max_age = ONE_YEAR
    response.cache_control.immutable = True
    return response


@bp.get("/<lang:language>/dich/<code>/doc/")
@staff_only("translator")
def language(code: str) -> Response:
    """What can be read aloud, what waits to be heard, and what came back."""
    speaker, here = scope.mine(code)
    returned = queries.returned_to(speaker.person, code)
    shown = pages.LanguagePage(
        language=here,
        has_agreed=queries.has_agreed(speaker.person, code),
        codes=texts.domains(),
        share=texts.share(code),
        to_hear=queries.to_hear(code, speaker.person)[1],
        returned=returned,
        keys=texts.keys_of(here, {one.key for one in returned}),
        said=request.args.get("xong"),
    )
    return page("voices/language.html", page=shown)


@bp.post("/<lang:language>/dich/<code>/doc/dong-y")
@staff_only("translator")
def agree(code: str) -> ResponseReturnValue:
    speaker, _ = scope.mine(code)
    with write():
        operations.agree(speaker.person, code)
    return redirect(url_for("voices.language", code=code), 303)


@bp.post("/<lang:language>/dich/<code>/doc/rut")
@staff_only("translator")
def withdraw(code: str) -> ResponseReturnValue:
    """All of somebody's clips in a language are gone at once."""
    speaker, _ = scope.mine(code)
    with write():
        left = operations.withdraw(speaker.person, code)
    files.remove(left)
    desk_live.look()
    return redirect(url_for("voices.language", code=code, xong="rut"), 303)


# --- one sentence at a time ---


@bp.get("/<lang:language>/dich/<code>/doc/tiep/<domain>/")
@staff_only("translator")
def following(code: str, domain: str) -> ResponseReturnValue:
    """To the next sentence that nobody has read aloud, after `sau`."""
    speaker, here = scope.mine(code)
    if domain not in texts.domains():
        raise NotFound
    done = queries.live(code).keys() | queries.waiting_of(speaker.person, code)
    after = request.args.get("sau")
    for text, spoken in texts.following(here, domain, after):
        if text.key != after and rules.key_of(code, spoken) not in done:
            said = request.args.get("xong")
            return redirect(url_for("voices.text", code=code, key=text.key, xong=said), 303)
    return redirect(url_for("voices.language", code=code, xong="het"), 303)


@bp.get("/<lang:language>/dich/<code>/doc/cau/<key>/")
@staff_only("translator")
def text(code: str, key: str) -> ResponseReturnValue:
    speaker, here = scope.mine(code)
    if not queries.has_agreed(speaker.person, code):
        return redirect(url_for("voices.language", code=code), 303)
    return _text(here, *_known(here, key))


@bp.post("/<lang:language>/dich/<code>/doc/cau/<key>/")
@staff_only("translator")
def keep(code: str, key: str) -> ResponseReturnValue:
    """Keep a recording until a second person hears it, and go on to the next."""
    speaker, here = scope.mine(code)
    wanted, spoken = _known(here, key)
    if not queries.has_agreed(speaker.person, code):
        return redirect(url_for("voices.language", code=code), 303)
    if queries.sent_lately(speaker.person) >= MOST_IN_AN_HOUR:
        raise TooMany
    sent = Recording()
    if sent.trouble or sent.ms is None:
        return _text(here, wanted, spoken, sent.trouble, 422)
    files.keep(sent.name, sent.sound)
    with write():
        operations.keep(speaker, spoken, sent.name, sent.ms, len(sent.sound))
    return redirect(url_for("voices.following", code=code, domain=wanted.domain, sau=key, xong=1), 303)


# --- heard by a second person ---


@bp.get("/<lang:language>/dich/<code>/doc/nghe/")
@staff_only("translator")
def hear(code: str) -> Response:
    """The oldest that somebody else has recorded; `sau` is the time of one that is left for later."""
    speaker, here = scope.mine(code)
    found, many = queries.to_hear(code, speaker.person, _time(request.args.get("sau")))
    said = request.args.get("xong")
    return page("voices/hear.html", page=pages.HearPage(here, found, many, ReturnForm(prefix=""), said))


@bp.get("/<lang:language>/dich/<code>/doc/nghe/<uuid:clip_id>/tieng")
@staff_only("translator")
def waiting_sound(code: str, clip_id: UUID) -> Response:
    """A recording that nobody has approved yet, for the speakers of its language."""
    scope.mine(code)
    found = queries.clip(code, clip_id)
    if found is None:
        raise NotFound
    return _sound(found.name)


@bp.post("/<lang:language>/dich/<code>/doc/nghe/<uuid:clip_id>/")
@staff_only("translator")
def decide(code: str, clip_id: UUID) -> ResponseReturnValue:
    """Approve this very recording, or send it back with what is wrong."""
    speaker, here = scope.mine(code)
    found = queries.clip(code, clip_id)
    if found is None:
        raise NotFound
    form = cast("ReturnForm", ReturnForm.of_request())
    is_return = request.form.get("lam") == "tra"
    if is_return and not form.validate():
        many = queries.to_hear(code, speaker.person)[1]
        return page("voices/hear.html", status=422, page=pages.HearPage(here, found, many, form, None))
    name = request.form.get("ten", "")
    try:
        with write():
            if is_return:
                operations.send_back(speaker, clip_id, name, form.kind.data)
            else:
                operations.approve(speaker, clip_id, name)
        said = "tra" if is_return else "duyet"
    except SamePerson:
        said = "minh"
    except NoLongerThere:
        said = "khac"
    if said == "duyet":
        files.copy(name)
    desk_live.look()
    return redirect(url_for("voices.hear", code=code, xong=said), 303)


def _known(here: Language, key: str) -> tuple[Text, str]:
    found = desk_texts.texts().by_key.get(key)
    spoken = texts.words(here, found) if found and texts.is_read_aloud(found) else None
    if found is None or spoken is None:
        raise NotFound
    return found, spoken


def _text(
    here: Language, wanted: Text, spoken: str, trouble: Sentence | None = None, status: int = 200
) -> Response:
    shown = pages.RecordPage(here, wanted, spoken, request.args.get("xong"), trouble)
    return page("voices/record.html", status=status, page=shown)


def _sound(name: str) -> Response:
    path = files.path_of(name)
    if not path.is_file():
        raise NotFound
    kind = name.rpartition(".")[2]
    sound = path.read_bytes()  # a minute is 180 KB
    response = Response(sound, mimetype=rules.TYPES[kind])
    response.set_etag(name)
    response.make_conditional(request, accept_ranges=True, complete_length=len(sound))
    return response


def _time(told: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(told or "")
    except ValueError:
        return None
    return found if found.tzinfo else None
